"""ecdsa-sd-2023 and bbs-2023: what is shown is what was chosen, and nothing else passes."""

import copy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet.dids.held import DocumentMap
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.multibase import read_multibase
from wallet.errors import PresentationError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs import bbs_2023, ecdsa_sd_2023
from wallet.proofs.bbs_signatures import bbs_match_proof, bbs_prove, bbs_sign, derive_key_pair
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import ProofFinding
from wallet.proofs.raw_signatures import Match
from wallet.proofs.sd_signing import ProofTerms, derive_bbs, derive_ecdsa_sd, sign_bbs, sign_ecdsa_sd
from wallet.proofs.secured import MalformedProofError
from wallet.proofs.selection import read_pointer, select_json
from wallet.proofs.signing_key import signing_key_of
from wallet.report import Outcome

pytest.importorskip("py_arkworks_bls12381")

NOW = datetime(2026, 5, 1, tzinfo=UTC)
P256, OWN = signing_key_of(KeyKind.P256, b"\1" * 32), signing_key_of(KeyKind.P256, b"\2" * 32)
SECRET, PUBLIC = derive_key_pair(b"s" * 32, b"")
BBS_KEY = PublicKey(KeyKind.BLS12381_G2, PUBLIC)
MANDATORY = ("/issuer", "/validFrom")
SHOWABLE = (
    "/name",
    "/credentialSubject/achievement/name",
    "/credentialSubject/achievement/criteria",
    "/credentialSubject/achievement/alignment/1",
    "/credentialSubject/achievement/alignment/0/targetName",
    "/credentialSubject/achievement/tag",
    "/credentialSubject/result/0/value",
    "/credentialSubject/achievement/resultDescription",
)


def credential() -> dict:
    alignments = [
        {"type": ["Alignment"], "targetName": f"Skill {n}", "targetUrl": f"https://skills.example/{n}"}
        for n in range(3)
    ]
    levels = {"id": "urn:uuid:9", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade"}
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:example:school", "type": ["Profile"], "name": "School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Badge",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
            "achievement": {
                "id": "https://school.example/a/1",
                "type": ["Achievement"],
                "name": "Introduction",
                "description": "A first course.",
                "criteria": {"narrative": "Pass."},
                "tag": ["one", "two"],
                "alignment": alignments,
                "resultDescription": [{**levels, "allowedValue": ["C", "B", "A"]}],
            },
        },
    }


def examine(document: dict) -> ProofFinding:
    (finding,) = examine_proofs(Envelope(b"", "test", Format.JSON, Kind.CREDENTIAL, document), DocumentMap({}))
    return finding


def passes(document: dict) -> bool:
    finding = examine(document)
    return (finding.signature.outcome, finding.coverage.outcome) == (Outcome.PASSED, Outcome.PASSED)


def method(key: PublicKey) -> str:
    return f"did:key:{multikey_of(key)}#{multikey_of(key)}"


def ecdsa_base(document: dict | None = None, mandatory: tuple[str, ...] = MANDATORY) -> dict:
    terms = ProofTerms(method(P256.public), NOW, mandatory)
    return sign_ecdsa_sd(document or credential(), terms, private_key=P256, proof_key=OWN, hmac_key=b"k" * 32)


def bbs_base(document: dict | None = None) -> dict:
    return sign_bbs(
        document or credential(), ProofTerms(method(BBS_KEY), NOW, MANDATORY), secret=SECRET, hmac_key=b"k" * 32
    )


def derive(suite: str, pointers: tuple[str, ...]) -> dict:
    if suite == "ecdsa":
        return derive_ecdsa_sd(ecdsa_base(), pointers)
    return derive_bbs(bbs_base(), pointers, presentation_header=b"nonce", random_bytes=lambda n: b"\7" * n)


BOTH = pytest.mark.parametrize("suite", ["ecdsa", "bbs"])


@BOTH
def test_a_base_proof_is_checked_whole(suite: str) -> None:
    base = ecdsa_base() if suite == "ecdsa" else bbs_base()
    assert passes(base)
    for path in (("name",), ("credentialSubject", "achievement", "description"), ("issuer", "name")):
        changed = copy.deepcopy(base)
        target = changed
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = "changed"
        assert not passes(changed)


@settings(max_examples=12, deadline=None)
@given(pointers=st.lists(st.sampled_from(SHOWABLE), unique=True, max_size=4), suite=st.sampled_from(["ecdsa", "bbs"]))
def test_SDJWT_14_any_choice_shows_exactly_what_was_chosen(pointers: list[str], suite: str) -> None:
    shown = derive(suite, tuple(pointers))
    assert passes(shown)
    unsigned = {name: value for name, value in shown.items() if name != "proof"}
    assert unsigned == select_json(credential(), (*MANDATORY, *pointers))
    assert ("Pass." in str(shown)) is ("/credentialSubject/achievement/criteria" in pointers)


@BOTH
def test_DI_13_no_changed_or_added_leaf_of_a_shown_part_survives(suite: str) -> None:
    shown = derive(suite, ("/credentialSubject/achievement/name", "/credentialSubject/result/0/value"))
    for path, new in (
        (("issuer", "id"), "did:example:other"),
        (("validFrom",), "2027-01-01T00:00:00Z"),
        (("credentialSubject", "achievement", "name"), "Other"),
        (("credentialSubject", "achievement", "description"), "A first course."),
        (("credentialSubject", "result", 0, "value"), "B"),
        (("credentialSubject", "id"), "did:example:thief"),
        (("name",), "Badge"),
        (("proof", "created"), "2026-05-02T00:00:00Z"),
        (("type",), ["VerifiableCredential"]),
    ):
        changed = copy.deepcopy(shown)
        target = changed
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = new
        assert not passes(changed), path


@BOTH
def test_DI_13_a_mandatory_part_cannot_be_left_out(suite: str) -> None:
    shown = derive(suite, ("/name",))
    del shown["validFrom"]
    assert examine(shown).signature.outcome is Outcome.FAILED


def test_DI_13_components_of_a_derived_proof_are_each_bound() -> None:
    shown = derive("ecdsa", ("/name", "/credentialSubject/achievement/alignment/1"))
    proof = ecdsa_sd_2023.read_derived_proof(read_multibase(shown["proof"]["proofValue"]))
    first, second, *rest = proof.signatures
    labels = list(proof.labels.items())
    mutated = [
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature, proof.public_key, (second, first, *rest), proof.labels, proof.mandatory_indexes
        ),
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature, proof.public_key, (second, *rest), proof.labels, proof.mandatory_indexes
        ),
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature, proof.public_key, proof.signatures, proof.labels, proof.mandatory_indexes[1:]
        ),
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature, proof.public_key, proof.signatures, proof.labels, (*proof.mandatory_indexes, 500)
        ),
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature, proof.public_key, proof.signatures, dict(labels[1:]), proof.mandatory_indexes
        ),
        ecdsa_sd_2023.DerivedProof(
            bytes(64), proof.public_key, proof.signatures, proof.labels, proof.mandatory_indexes
        ),
        ecdsa_sd_2023.DerivedProof(
            proof.base_signature,
            b"\x80\x24" + P256.public.material,
            proof.signatures,
            proof.labels,
            proof.mandatory_indexes,
        ),
    ]
    for one in mutated:
        changed = {**shown, "proof": {**shown["proof"], "proofValue": ecdsa_sd_2023.write_derived_proof(one)}}
        assert examine(changed).signature.outcome is Outcome.FAILED


def test_DI_14_components_of_a_bbs_proof_are_each_bound() -> None:
    shown = derive("bbs", ("/name", "/credentialSubject/achievement/alignment/1"))
    proof = bbs_2023.read_derived_proof(read_multibase(shown["proof"]["proofValue"]))
    args = (proof.proof, proof.labels, proof.mandatory_indexes, proof.selective_indexes, proof.presentation_header)
    for place, new in (
        (0, proof.proof[:-1]),
        (0, proof.proof[:-32]),
        (0, bytes(len(proof.proof))),
        (1, {}),
        (2, ()),
        (3, tuple(index + 1 for index in proof.selective_indexes)),
        (3, tuple(reversed(proof.selective_indexes))),
        (3, (*proof.selective_indexes[:-1], 4000)),
        (4, b"another verifier"),
    ):
        changed_parts = [*args[:place], new, *args[place + 1 :]]
        value = bbs_2023.write_derived_proof(bbs_2023.DerivedProof(*changed_parts))
        assert examine({**shown, "proof": {**shown["proof"], "proofValue": value}}).signature.outcome is Outcome.FAILED


def test_DI_14_two_showings_of_one_bbs_credential_share_no_bytes_of_proof() -> None:
    import secrets

    values = []
    for _ in range(2):
        shown = derive_bbs(bbs_base(), ("/name",), presentation_header=b"n", random_bytes=secrets.token_bytes)
        values.append(bbs_2023.read_derived_proof(read_multibase(shown["proof"]["proofValue"])).proof)
    windows = [{value[at : at + 16] for at in range(len(value) - 15)} for value in values]
    assert not windows[0] & windows[1]


def test_DI_15_labels_of_blank_nodes_tell_nothing_of_what_is_hidden() -> None:
    """The label map of a shown part does not change with a hidden value's order among its siblings."""
    seen = set()
    for key in range(12):
        terms = ProofTerms(method(BBS_KEY), NOW, MANDATORY)
        base = sign_bbs(credential(), terms, secret=SECRET, hmac_key=bytes([key]) * 32)
        shown = derive_bbs(
            base,
            ("/credentialSubject/achievement/alignment/1",),
            presentation_header=b"",
            random_bytes=lambda n: b"\1" * n,
        )
        seen.add(tuple(bbs_2023.read_derived_proof(read_multibase(shown["proof"]["proofValue"])).labels.values()))
    assert len(seen) > 6


def test_without_the_library_a_bbs_proof_is_undecided_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    shown = derive("bbs", ("/name",))
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", None)
    finding = examine(shown)
    assert (finding.signature.code, finding.signature.outcome) == ("proof.library_missing", Outcome.UNDECIDED)
    assert finding.signature.facts["library"] == "py-arkworks-bls12381"


@pytest.mark.parametrize(
    "pointer",
    ["name", "/nothing", "/credentialSubject/result/7", "/credentialSubject/result/01", "/name/x", "/a~2b", "/type/-"],
)
def test_pointers_that_lead_nowhere_are_refused(pointer: str) -> None:
    with pytest.raises(MalformedProofError):
        derive_ecdsa_sd(ecdsa_base(), [pointer])


def test_part_of_an_ordered_list_cannot_be_shown() -> None:
    with pytest.raises(MalformedProofError):
        derive_ecdsa_sd(ecdsa_base(), ["/credentialSubject/achievement/resultDescription/0/allowedValue/1"])


def test_pointers_unescape_in_the_right_order() -> None:
    assert read_pointer("/a~1b/~01") == ("a/b", "~1")
    assert read_pointer("") == ()


def test_the_whole_document_can_be_mandatory_or_shown() -> None:
    base = ecdsa_base(mandatory=("",))
    assert passes(base)
    assert passes(derive_ecdsa_sd(base, []))
    assert passes(derive_ecdsa_sd(ecdsa_base(), [""]))


def test_a_document_without_a_base_proof_has_nothing_to_derive_from() -> None:
    with pytest.raises(PresentationError):
        derive_ecdsa_sd(credential(), ["/name"])
    with pytest.raises(MalformedProofError):
        derive_ecdsa_sd(derive_ecdsa_sd(ecdsa_base(), ["/name"]), ["/name"])


def test_a_json_literal_is_shown_whole() -> None:
    document = credential()
    document["credentialSchema"] = {"type": "JsonSchema", "id": "urn:x", "jsonSchema": {"type": "object", "a": [{}]}}
    base = ecdsa_base(document)
    assert passes(base)
    shown = derive_ecdsa_sd(base, ["/credentialSchema/jsonSchema"])
    assert passes(shown)
    assert shown["credentialSchema"]["jsonSchema"] == {"type": "object", "a": [{}]}
    shown["credentialSchema"]["jsonSchema"]["a"] = []
    assert not passes(shown)


def test_DI_14_a_bbs_proof_cut_anywhere_is_malformed() -> None:
    """Three points and at least four numbers, whole ones."""
    messages = [b"a", b"b"]
    signature = bbs_sign(SECRET, b"h", messages)
    proof = bbs_prove(PUBLIC, signature, b"h", b"p", messages, [0], random_bytes=lambda count: b"\1" * count)
    assert bbs_match_proof(PUBLIC, proof, b"h", b"p", {0: b"a"}) is Match.GOOD
    for end in (*range(144, len(proof), 32), 0, 48, 143, len(proof) - 1):
        assert bbs_match_proof(PUBLIC, proof[:end], b"h", b"p", {0: b"a"}) is not Match.GOOD, end
    for end in (144, 176, 208, 240, 143, len(proof) - 1):
        assert bbs_match_proof(PUBLIC, proof[:end], b"h", b"p", {0: b"a"}) is Match.MALFORMED, end
