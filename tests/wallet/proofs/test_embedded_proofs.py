"""Embedded proofs: what is signed here is checked here, and nothing that was changed since passes."""

import copy
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind
from wallet.encoding.multibase import write_multibase
from wallet.errors import PresentationError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs.cryptosuites import CRYPTOSUITES, SIGNED_AS_JSON
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import ProofFinding
from wallet.proofs.jcs_suites import jcs_hash_data
from wallet.proofs.signing import sign_data_integrity
from wallet.proofs.signing_key import SigningKey, signing_key_of
from wallet.report import Outcome

NOW = datetime(2026, 5, 1, tzinfo=UTC)
NOTHING = DocumentMap({})
ED, ED2 = signing_key_of(KeyKind.ED25519, b"\1" * 32), signing_key_of(KeyKind.ED25519, b"\2" * 32)
P256, P384 = signing_key_of(KeyKind.P256, b"\1" * 32), signing_key_of(KeyKind.P384, b"\1" * 48)
SUITES = [
    ("eddsa-rdfc-2022", ED),
    ("eddsa-jcs-2022", ED),
    ("Ed25519Signature2020", ED),
    ("ecdsa-rdfc-2019", P256),
    ("ecdsa-rdfc-2019", P384),
    ("ecdsa-jcs-2019", P256),
    ("ecdsa-jcs-2019", P384),
]
EACH_SUITE = pytest.mark.parametrize(("suite", "key"), SUITES, ids=lambda value: str(value))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def did_of(key: SigningKey) -> str:
    return f"did:key:{multikey_of(key.public)}"


def method_of(key: SigningKey) -> str:
    return f"{did_of(key)}#{multikey_of(key.public)}"


def credential(issuer: str = "did:example:school") -> dict:
    return {
        "@context": [V2, OB, ED2020],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Badge",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://school.example/a/1",
                "type": ["Achievement"],
                "name": "Introduction",
                "description": "A first course.",
                "criteria": {"narrative": "Pass."},
                "creditsAvailable": 5,
            },
        },
    }


def signed(suite: str = "eddsa-rdfc-2022", key: SigningKey = ED, document: dict | None = None, **members) -> dict:
    unsigned = document if document is not None else credential(did_of(key))
    made = {"suite": suite, "private_key": key, "verification_method": method_of(key), "created": NOW, **members}
    return sign_data_integrity(unsigned, **made)


def examine(document: dict, documents: DocumentMap = NOTHING) -> tuple[ProofFinding, ...]:
    return examine_proofs(Envelope(b"", "test", Format.JSON, Kind.CREDENTIAL, document), documents)


def passes(document: dict) -> bool:
    return all(
        result.outcome is Outcome.PASSED
        for finding in examine(document)
        for result in (finding.signature, finding.coverage)
    )


@EACH_SUITE
def test_what_is_signed_passes_and_says_whose_key_it_was(suite: str, key: SigningKey) -> None:
    (finding,) = examine(signed(suite, key))
    assert (finding.signature.code, finding.coverage.code) == ("signature.valid", "coverage.complete")
    assert (finding.suite, finding.controller, finding.in_document) == (suite, did_of(key), True)
    assert (finding.key, finding.purpose, finding.created) == (key.public, "assertionMethod", NOW)
    assert "assertionMethod" in finding.relationships


def leaves(value: object, path: tuple = ()) -> list[tuple]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, (*path, name))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in leaves(inner, (*path, place))]
    return [path]


def changed(document: dict, path: tuple, new: object) -> dict:
    copied = copy.deepcopy(document)
    target = copied
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = new
    return copied


@EACH_SUITE
def test_DI_01_no_changed_leaf_survives(suite: str, key: SigningKey) -> None:
    document = signed(suite, key)
    every = leaves(document)
    assert len(every) >= 24
    survivors = []
    for path in every:
        value = document
        for step in path:
            value = value[step]
        for new in (f"{value}x", None, 7 if value != 7 else 8):
            if passes(changed(document, path, new)):
                survivors.append((path, new))
    assert not survivors


@EACH_SUITE
def test_DI_01_nothing_can_be_added_anywhere(suite: str, key: SigningKey) -> None:
    document = signed(suite, key)
    objects = {path[:cut] for path in leaves(document) for cut in range(len(path)) if not isinstance(path[cut], int)}
    for path in objects:
        for name, new in (("grade", "A"), ("name", "Other"), ("@foo", "x"), ("description", None)):
            target = document
            for step in path:
                target = target[step]
            if isinstance(target, dict) and name not in target:
                assert not passes(changed(document, (*path, name), new)), (path, name)


@EACH_SUITE
def test_DI_10_a_proof_value_is_not_taken_for_another_suite(suite: str, key: SigningKey) -> None:
    document = signed(suite, key)
    for other in CRYPTOSUITES:
        for kind in ({"type": "DataIntegrityProof", "cryptosuite": other}, {"type": other, "cryptosuite": suite}):
            proof = {**document["proof"], **kind}
            if (proof.get("type"), proof.get("cryptosuite")) != (
                document["proof"]["type"],
                document["proof"].get("cryptosuite"),
            ):
                found = [one.signature.outcome for one in examine({**document, "proof": proof})]
                same_type = proof["type"] == document["proof"]["type"] == suite
                assert found != [Outcome.PASSED] or same_type, kind


def test_a_key_of_another_kind_cannot_sign_a_suite() -> None:
    with pytest.raises(PresentationError):
        signed("eddsa-rdfc-2022", P256)


def test_DI_06_each_proof_of_a_set_is_reported_by_itself() -> None:
    both = signed(key=ED2, document=signed())
    assert [finding.controller for finding in examine(both)] == [did_of(ED), did_of(ED2)]
    assert passes(both)
    broken = changed(both, ("proof", 0, "created"), "2026-05-02T00:00:00Z")
    first, second = examine(broken)
    assert (first.signature.code, second.signature.code) == ("signature.invalid", "signature.valid")
    removed = {**both, "proof": [both["proof"][1]]}
    assert [finding.controller for finding in examine(removed)] == [did_of(ED2)]


def chain() -> dict:
    first = signed(proof_id="urn:uuid:1")
    return signed(key=ED2, document=first, previous_proof="urn:uuid:1")


@pytest.mark.parametrize("spelling", ["a list", "the list by name", "one alone", "another proof, too"])
@pytest.mark.parametrize("count", [1, 2])
def test_DI_07_a_chain_over_json_is_signed_with_a_list_of_what_it_builds_on(count: int, spelling: str) -> None:
    """Section 4.5: `proof` of the document that was signed is a list, in the document's order. JCS sees lists, and their order.

    Signed here by hand, as other software does: what stands in its way is only how it is written, never what it says.
    """
    document = credential()
    for number, key in enumerate([ED, ED2][:count]):
        document = signed("eddsa-jcs-2022", key, document, proof_id=f"urn:uuid:{number}")
    earlier = document["proof"] if count > 1 else [document["proof"]]
    names = [one["id"] for one in reversed(earlier)]
    options = {**{name: value for name, value in earlier[0].items() if name not in ("id", "proofValue")}}
    options |= {"verificationMethod": method_of(ED), "previousProof": names if count > 1 else names[0]}
    previous = {
        "a list": earlier,
        "the list by name": earlier[::-1],
        "one alone": earlier[0],
        "another proof, too": [*earlier, earlier[0]],
    }[spelling]
    value = ED.sign(jcs_hash_data({**credential(), "proof": previous}, options, KeyKind.ED25519))
    last = examine({**document, "proof": [*earlier, {**options, "proofValue": write_multibase(value, "z")}]})[-1]
    sound = spelling != "another proof, too" and not (spelling == "one alone" and count > 1)
    assert last.signature.code == ("signature.valid" if sound else "signature.invalid")


def test_DI_07_a_chain_passes_and_stands_on_what_came_before() -> None:
    assert passes(chain())
    broken = changed(chain(), ("proof", 0, "created"), "2026-05-02T00:00:00Z")
    assert [finding.signature.outcome for finding in examine(broken)] == [Outcome.FAILED, Outcome.FAILED]


def test_DI_07_a_sound_proof_is_worth_no_more_than_the_one_it_names_and_no_less_for_others() -> None:
    """The first was bad already when the others were made over it: they are sound by themselves."""
    document = signed(proof_id="urn:uuid:good")
    bad = {**document["proof"], "id": "urn:uuid:bad", "proofValue": write_multibase(bytes(64), "z")}
    document = {**document, "proof": [document["proof"], bad]}
    for name in ("urn:uuid:good", "urn:uuid:bad"):
        document = signed(key=ED2, document=document, previous_proof=name)
    assert [finding.signature.code for finding in examine(document)] == [
        "signature.valid", "signature.invalid", "signature.valid", "signature.invalid",
    ]  # fmt: skip


@pytest.mark.parametrize("previous", ["urn:uuid:none", [], ["urn:uuid:1", "urn:uuid:1"], 5, {"id": "urn:uuid:1"}])
def test_DI_07_previous_proofs_that_are_not_there_are_refused(previous: object) -> None:
    _, second = examine(changed(chain(), ("proof", 1, "previousProof"), previous))
    assert (second.signature.code, second.signature.facts["reason"]) == ("signature.malformed", "proof.previous")


def test_DI_07_circles_and_doubled_ids_are_refused() -> None:
    document = chain()
    document["proof"][1]["id"] = "urn:uuid:2"
    document["proof"][0]["previousProof"] = "urn:uuid:2"
    assert {finding.signature.code for finding in examine(document)} == {"signature.malformed"}
    twice = chain()
    twice["proof"].append(copy.deepcopy(twice["proof"][0]))
    assert examine(twice)[1].signature.code == "signature.malformed"


def test_DI_08_the_relationships_of_the_method_are_reported() -> None:
    did = "did:web:school.example"
    method = {"id": f"{did}#1", "type": "Multikey", "controller": did, "publicKeyMultibase": multikey_of(ED.public)}
    document = {"id": did, "verificationMethod": [method], "authentication": [f"{did}#1"]}
    held = DocumentMap({did: HeldDocument(did, json.dumps(document).encode(), NOW, HeldFrom.PACK)})
    (finding,) = examine(signed(document=credential(did), verification_method=f"{did}#1"), held)
    assert finding.signature.outcome is Outcome.PASSED
    assert (finding.controller, finding.relationships) == (did, {"authentication"})
    assert finding.document_seen == NOW


def test_DI_09_a_key_carried_in_the_proof_is_not_used() -> None:
    document = signed()
    document["proof"]["verificationMethod"] = {
        "id": "did:web:victim.example#1",
        "type": "Multikey",
        "controller": "did:web:victim.example",
        "publicKeyMultibase": multikey_of(ED.public),
    }
    (finding,) = examine(document)
    assert finding.signature.code == "proof.key_not_found"
    assert finding.signature.outcome is Outcome.UNDECIDED


def test_DI_09_a_key_in_a_url_fragment_proves_possession_only() -> None:
    method = f"https://victim.example/keys#{multikey_of(ED.public)}"
    (finding,) = examine(signed(document=credential("https://victim.example"), verification_method=method))
    assert finding.signature.outcome is Outcome.PASSED
    assert (finding.in_document, finding.controller, finding.relationships) == (False, None, frozenset())


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "yesterday"),
        ("created", "2026-05-01T00:00:00"),
        ("expires", 5),
        ("proofPurpose", None),
        ("proofPurpose", ["assertionMethod"]),
        ("verificationMethod", ""),
        ("verificationMethod", ["a"]),
        ("challenge", {"x": 1}),
        ("proofValue", None),
        ("proofValue", ""),
        ("proofValue", "z"),
        ("proofValue", "z0OIl"),
        ("proofValue", "u" + "A" * 86),
        ("proofValue", ["z1"]),
    ],
)
def test_a_proof_that_is_not_built_right_is_malformed_not_a_crash(member: str, value: object) -> None:
    document = signed()
    document["proof"][member] = value
    assert examine(document)[0].signature.code == "signature.malformed"


@pytest.mark.parametrize("proof", [None, []])
def test_no_proof_is_unsigned(proof: object) -> None:
    (finding,) = examine({**credential(), "proof": proof})
    assert (finding.suite, finding.signature.code) == ("", "signature.unsigned")


def test_too_many_proofs_are_not_worked_through() -> None:
    document = signed()
    (finding,) = examine({**document, "proof": [document["proof"]] * 13})
    assert finding.signature.code == "proof.work_budget"


def test_many_proofs_over_a_large_document_run_out_of_work_not_of_time() -> None:
    document = credential()
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": str(number)} for number in range(6000)]
    first = signed(document=document, proof_id="urn:0")
    others = [{**first["proof"], "id": f"urn:{number}", "previousProof": "urn:0"} for number in range(1, 12)]
    codes = [finding.signature.code for finding in examine({**first, "proof": [first["proof"], *others]})]
    assert codes[0] == "signature.valid"
    assert codes[-1] == "proof.work_budget"


def test_DI_03_a_context_that_is_not_held_is_named_and_nothing_is_called_forged() -> None:
    document = signed()
    document["@context"] = [*document["@context"], "https://unknown.example/context"]
    (finding,) = examine(document)
    assert finding.signature.code == "proof.context_not_held"
    assert finding.signature.facts["url"] == "https://unknown.example/context"
    assert finding.signature.outcome is Outcome.UNDECIDED


def test_DI_03_the_base_context_must_come_first() -> None:
    document = credential()
    document["@context"] = [OB, V2, ED2020]
    (finding,) = examine(signed(document=document))
    assert finding.coverage.code == "coverage.unsigned_content"


def test_DI_03_an_inline_context_is_not_relied_on() -> None:
    document = credential()
    document["@context"] = [*document["@context"], {"grade": "https://schema.org/name"}]
    document["credentialSubject"]["grade"] = "A"
    (finding,) = examine(signed(document=document))
    assert finding.coverage.outcome is not Outcome.PASSED


def test_DI_01_a_signed_document_with_an_undefined_term_cannot_be_checked() -> None:
    document = credential()
    document["credentialSubject"]["grade"] = "A"
    (finding,) = examine(signed(document=document))
    assert finding.signature.outcome is Outcome.PASSED
    assert (finding.coverage.code, finding.coverage.outcome) == ("coverage.undefined_term", Outcome.UNDECIDED)
    assert finding.coverage.facts["path"] == "/credentialSubject/grade"


def test_a_jcs_signature_covers_terms_that_no_context_defines() -> None:
    document = credential()
    document["credentialSubject"]["grade"] = "A"
    assert passes(signed("eddsa-jcs-2022", document=document))
    assert {"eddsa-jcs-2022", "ecdsa-jcs-2019"} == SIGNED_AS_JSON


def test_a_context_added_under_a_jcs_proof_is_not_signed() -> None:
    document = signed("eddsa-jcs-2022")
    document["@context"] = [*document["@context"], "https://unknown.example/context"]
    (finding,) = examine(document)
    assert finding.coverage.code == "coverage.unsigned_content"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "cryptosuite",
                        "proofValue",
                        "verificationMethod",
                        "proofPurpose",
                        "created",
                        "id",
                        "previousProof",
                        "x",
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
    )
)
def test_strangers_proofs_never_raise_and_never_pass(proof: object) -> None:
    assert all(one.signature.outcome is not Outcome.PASSED for one in examine({**credential(), "proof": proof}))


@given(st.sampled_from(sorted(CRYPTOSUITES)), st.binary(max_size=200), st.sampled_from("zu"))
def test_strangers_proof_values_never_raise_and_never_pass(suite: str, value: bytes, base: str) -> None:
    key = P256 if suite.startswith("ecdsa") else ED
    options = {"verificationMethod": method_of(key), "proofPurpose": "assertionMethod"}
    for kind in ({"type": suite}, {"type": "DataIntegrityProof", "cryptosuite": suite}):
        for header in (b"", b"\xd9\x5d\x00", b"\xd9\x5d\x01", b"\xd9\x5d\x02", b"\xd9\x5d\x03"):
            proof = {**kind, **options, "proofValue": write_multibase(header + value, base), "jws": "e30..AA"}
            assert all(one.signature.outcome is not Outcome.PASSED for one in examine({**credential(), "proof": proof}))
