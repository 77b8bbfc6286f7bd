"""The scorecard: which tests make up each row of other people's vectors, and how many cases a row has.

To add a row: write its tests in this folder, list them here, and raise `floor.toml` once the numbers are in.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
NOT_MET = tomllib.loads((FOLDER / "jsonld_not_met.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Row:
    """One line of the card. `tests`: "file::function" -> cases a passed test stands for, 1 for each parametrised case.

    `refused` names cases whose tests pass because the refusal is deliberate: they do not count as met.
    """

    title: str
    cases: int
    tests: dict[str, int]
    refused: dict[str, str] = field(default_factory=dict)


ROWS = (
    Row("W3C Data Integrity, positives", 18, {"test_data_integrity.py::test_positives_pass_signature_and_coverage": 1}),
    Row(
        "W3C Data Integrity, derived negatives",
        210,
        {"test_data_integrity.py::test_each_negative_is_refused_by_the_check_that_must_refuse_it": 1},
    ),
    Row("VCDM 2.0 structure", 120, {"test_vcdm_structure.py::test_shape_is_judged_as_the_suite_judges_it": 1}),
    Row(
        "VC-JOSE-COSE test suite, JOSE and SD-JWT",
        18,
        {"test_jose.py::test_every_token_of_the_suite_is_decided_as_the_suite_says": 18},
    ),
    Row(
        "VC-JOSE-COSE specification (no published key: read, and said to be so)",
        7,
        {"test_jose.py::test_tokens_of_the_specification_are_read_and_their_key_is_missed_honestly": 1},
    ),
    Row("RDFC-1.0", 86, {"test_canonicalization_rdfc.py::test_entry": 1}),
    Row("JSON-LD expand", 385, {"test_canonicalization_jsonld.py::test_expand": 1}, NOT_MET["expand"]),
    Row("JSON-LD toRdf", 467, {"test_canonicalization_jsonld.py::test_to_rdf": 1}, NOT_MET["toRdf"]),
    Row("JCS", 6, {"test_canonicalization_jcs.py::test_vector": 1}),
    Row("did:key", 6, {"test_dids.py::test_did_key_vectors_resolve_to_the_key_they_state": 1}),
    Row("did:jwk", 4, {"test_dids.py::test_did_jwk_vectors": 4}),
    Row("did:web", 10, {"test_dids.py::test_DID_01_did_web_vectors_map_to_their_url_or_are_refused": 10}),
    Row("SD-JWT, stated cases", 35, {"test_sd_jwt.py::test_stated_cases": 1}),
    Row("SD-JWT, derived cases", 42, {"test_sd_jwt.py::test_derived_cases": 1}),
    Row(
        "SD-JWT, signatures and key bindings of the stated cases",
        70,
        {
            "test_sd_jwt_signatures.py::test_issuer_signatures_of_published_sd_jwts": 1,
            "test_sd_jwt_signatures.py::test_key_bindings_of_published_sd_jwts": 1,
        },
    ),
    Row("Token Status List", 6, {"test_status_lists.py::test_token_status_lists_have_the_stated_values": 1}),
    Row(
        "Token Status List, signed tokens (JWT, CWT)",
        2,
        {
            "test_status_lists.py::test_the_signed_token_list_of_the_specification_is_believed_under_its_published_key": 1,
            "test_status_lists.py::test_the_signed_list_of_the_specification_in_cbor_is_believed_under_the_same_key": 1,
        },
    ),
    Row(
        "BBS fixtures",
        60,
        {
            "test_bbs_fixtures.py::test_proofs": 1,
            "test_bbs_fixtures.py::test_signatures": 1,
            "test_bbs_fixtures.py::test_key_pair": 1,
            "test_bbs_fixtures.py::test_hash_to_scalar_and_message_mapping": 2,
            "test_bbs_fixtures.py::test_generators": 1,
            "test_bbs_fixtures.py::test_mocked_random_scalars": 1,
        },
    ),
    Row(
        "DCC credentials, signature and coverage",
        80,
        {"test_dcc_fixtures.py::test_signature_and_coverage_pass_where_the_issuer_signed_it_and_nowhere_else": 1},
    ),
    Row(
        "DCC status lists, said honestly",
        35,
        {"test_status_lists.py::test_what_the_lists_of_the_fixtures_can_and_cannot_establish": 1},
    ),
    Row("Issuer registries", 3, {"test_trust_registries.py::test_every_issuer_of_a_registry_is_known_by_its_name": 1}),
    Row(
        "OpenID Federation statements",
        3,
        {"test_trust_registries.py::test_a_federation_statement_names_its_subject": 1},
    ),
    Row("DCQL matrix", 414, {"test_dcql.py::test_every_case_of_the_matrix_has_the_same_answer": 414}),
    Row(
        "Wycheproof signatures, files",
        6,
        {"test_wycheproof.py::test_JOSE_08_and_JOSE_10_every_signature_case_is_decided_rightly": 1},
    ),
    Row(
        "Wycheproof JWS and JWK, files",
        3,
        {"test_wycheproof.py::test_JOSE_01_JOSE_02_JOSE_07_tokens_and_keys_are_decided_rightly": 1},
    ),
    Row(
        "CCTV Ed25519, low-order and non-canonical keys refused",
        914,
        {"test_cctv.py::test_JOSE_09_no_low_order_or_non_canonical_key_is_accepted": 914},
    ),
    Row(
        "BC-UR",
        5,
        {
            "test_qr.py::test_bytewords_are_spelled_and_read_as_published": 1,
            "test_qr.py::test_a_single_ur_is_the_published_message": 1,
            "test_qr.py::test_a_fountain_ur_joins_to_the_published_message_from_either_end": 1,
            "test_qr.py::test_the_mixed_parts_alone_do_not_suffice_as_published": 1,
        },
    ),
    Row("VPQR", 4, {"test_qr.py::test_a_vpqr_code_is_the_published_presentation": 1}),
    Row("CBOR-LD", 7, {"test_qr.py::test_cbor_ld_is_decompressed_to_the_published_document": 1}),
    Row(
        "SMART Health Cards, tokens, files, pictures and digits",
        41,
        {
            "test_qr.py::test_each_card_token_is_decided": 1,
            "test_qr.py::test_each_card_file_and_picture_is_decided": 1,
            "test_qr.py::test_damaged_digits_are_refused_by_name": 1,
            "test_qr.py::test_an_old_card_in_pieces_joins_backwards_to_a_signed_token": 1,
        },
    ),
    Row("PixelPass codes", 7, {"test_qr.py::test_pixelpass_codes_are_read_or_refused_as_recorded": 7}),
    Row("JSONTestSuite", 318, {"test_json_suite.py::test_file": 1}),
    Row(
        "Hostile baked badges, each with its own answer",
        25,
        {"test_attack_files.py::test_IMG_08_IMG_09_hostile_badges": 1},
    ),
    Row("Hostile JSON, each with its own answer", 7, {"test_attack_files.py::test_JSON_hostile_files": 1}),
    Row(
        "PngSuite, no credential found and nothing broken",
        176,
        {"test_attack_files.py::test_IMG_12_pngsuite_holds_no_credential_and_breaks_nothing": 176},
    ),
    Row(
        "Open Badges, CLR, DCC, LearnCard, Blockcerts and ELM files, read or refused with a reason",
        354,
        {"test_open_badges_corpus.py::test_every_file_is_read_or_refused": 354},
    ),
    Row(
        "Pathways and frameworks, imported with warnings or refused with a reason",
        63,
        {"test_pathways.py::test_every_framework_file_is_imported_with_warnings_or_refused_with_a_reason": 63},
    ),
)
