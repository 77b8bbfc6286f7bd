"""What the import doctor is told of a document's shape: each broken rule with its place, and nothing of a sound one."""

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import FORMATS, Hidden, Issuer, bodies, did_key, loads, make_key
from tests.issuer_simulator.sd_jwt import SdJwt, conceal
from wallet.credentials import structure
from wallet.credentials.shape import MOST_FAULTS, shape_of
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.registry import open_envelopes
from wallet.i18n import known_messages
from wallet.report import Verdict
from wallet.resources import resource_path
from wallet.wording.shape import SHAPE_WORDS, words_of_fault

HOLDER = make_key("Ed25519", b"holder")

# What an issuer does wrong, and what is said of it. All can be signed: eddsa-jcs-2022 minds no shape.
FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "base context": ({"@context": [bodies.OB, bodies.V2]}, [("/@context", "structure.base_context")]),
    "context": ({"@context": [bodies.V2, bodies.OB, 5]}, [("/@context/2", "structure.context")]),
    "type": ({"type": ["VerifiableCredential", 5]}, [("/type", "structure.type")]),
    "unmapped type": (
        {"@context": [bodies.V2], "type": ["VerifiableCredential", "Odd"]},
        [("/type/1", "structure.unmapped_type")],
    ),
    "id": ({"id": "number 5"}, [("/id", "structure.id")]),
    "subject": ({"credentialSubject": [{}]}, [("/credentialSubject", "structure.subject")]),
    "period": ({"validUntil": "2026-01-01T00:00:00Z"}, [("/validUntil", "structure.period")]),
    "date": ({"validUntil": "next year"}, [("/validUntil", "structure.date")]),
    "schema": (
        {"credentialSchema": {"id": "https://x.example/s"}},
        [("/credentialSchema/type", "structure.credentialSchema")],
    ),
    "terms": ({"termsOfUse": [{"type": "A"}, {}]}, [("/termsOfUse/1/type", "structure.termsOfUse")]),
    "evidence": ({"evidence": ["a letter"]}, [("/evidence", "structure.evidence")]),
    "refresh": (
        {"refreshService": {"id": "https://x.example/r"}},
        [("/refreshService/type", "structure.refreshService")],
    ),
    "words": ({"description": {"@value": "x", "more": 1}}, [("/description", "structure.language_value")]),
    "two at once": (
        {"id": "number 5", "evidence": [5]},
        [("/id", "structure.id"), ("/evidence", "structure.evidence")],
    ),
}


def told(envelope: Envelope) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in shape_of(envelope)]


def opened(source: bytes | str) -> Envelope:
    (found,) = open_envelopes(source.encode() if isinstance(source, str) else source, "x")
    assert isinstance(found, Envelope)
    return found


@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.parametrize("secured", ["eddsa-jcs-2022", "vc+jwt"])
def test_each_broken_rule_is_told_with_its_place(issuer: Issuer, what: str, secured: str) -> None:
    members, expected = FAULTS[what]
    envelope = opened(issuer.issue(secured, issuer.badge(**members)))
    assert told(envelope) == expected


@pytest.mark.parametrize("secured", [one for one in FORMATS if one != "dc+sd-jwt"])
@pytest.mark.parametrize("kind", ["Ed25519", "P-256"])
def test_of_a_sound_credential_nothing_is_told(secured: str, kind: str) -> None:
    issuer = Issuer(kind="P-384" if secured == "ecdsa-rdfc-2019" and kind == "P-256" else kind)
    assert told(opened(issuer.issue(secured, status="revocation"))) == []


def test_of_the_samples_nothing_is_told() -> None:
    folder = Path(str(resource_path("samples")))
    found = [
        one for path in sorted(folder.iterdir()) if path.is_file() for one in open_envelopes(path.read_bytes(), path.name)
        if isinstance(one, Envelope)
    ]  # fmt: skip
    assert len(found) > 20
    assert not [(one.source, told(one)) for one in found if told(one)]


def test_no_verdict_knows_of_it(issuer: Issuer, door: Door) -> None:
    for what in ("schema", "terms", "refresh"):
        checked = door.check(issuer.issue("eddsa-jcs-2022", issuer.badge(**FAULTS[what][0])))
        assert checked.report.verdict is Verdict.VERIFIED
        assert not [result for result in checked.report.results if "structure" in result.code]
        assert shape_of(checked.envelope)


def test_what_a_presentation_holds_is_told_at_its_own_place(issuer: Issuer, door: Door) -> None:
    odd = issuer.issue("eddsa-jcs-2022", issuer.badge(**FAULTS["terms"][0]))
    checked = door.check(issuer.present([loads(odd), "text"], HOLDER))
    assert told(checked.envelope) == [("/verifiableCredential/1", "structure.verifiableCredential")]
    assert told(checked.nested[0].checked.envelope) == FAULTS["terms"][1]
    assert told(checked.nested[1].checked.envelope) == [], "of what is no document nothing can be said"


def test_a_token_may_stand_bare_in_a_presentation_of_the_first_version(issuer: Issuer) -> None:
    token = issuer.issue("jwt-vc").decode()
    assert told(opened(issuer.present_token([token], HOLDER, older=True))) == []
    assert told(opened(issuer.present_token([token], HOLDER))) == [
        ("/verifiableCredential/0", "structure.verifiableCredential")
    ]


def test_what_was_kept_private_is_not_missing(issuer: Issuer) -> None:
    body = {**issuer.badge(), "credentialSubject": Hidden({"id": did_key(HOLDER)}), "evidence": [{"id": "urn:x:1"}]}
    payload, encoded = conceal(body, b"salt")
    header = {"alg": issuer.key.algorithm, "typ": "vc+sd-jwt", "kid": issuer.key_id}
    whole = opened(SdJwt(payload, header, issuer.key, encoded).token())
    hidden = opened(SdJwt(payload, header, issuer.key, []).token())
    assert whole.format is hidden.format is Format.VC_SD_JWT
    assert "credentialSubject" not in hidden.document
    assert told(whole) == [("/evidence/type", "structure.evidence")]
    assert told(hidden) == []
    payload["id"] = "number 5"
    assert told(opened(SdJwt(payload, header, issuer.key, []).token())) == [("/id", "structure.id")]


@pytest.mark.parametrize("suite", ["ecdsa-sd-2023", "bbs-2023"])
def test_a_derived_proof_shows_a_part(suite: str) -> None:
    proof = {"type": "DataIntegrityProof", "cryptosuite": suite}
    document = {"@context": [bodies.V2], "type": ["VerifiableCredential"], "issuer": "did:web:x.example", "id": "5"}
    derived = Envelope(b"", "x", Format.JSON, Kind.CREDENTIAL, {**document, "proof": proof})
    whole = Envelope(b"", "x", Format.JSON, Kind.CREDENTIAL, {**document, "proof": {**proof, "cryptosuite": "other"}})
    assert told(derived) == [("/id", "structure.id")]
    assert told(whole) == [("/id", "structure.id"), ("/credentialSubject", "structure.subject")]


def test_an_sd_jwt_vc_has_another_data_model(issuer: Issuer) -> None:
    assert told(opened(issuer.sd_jwt({"id": "number 5"}).token())) == []


def test_no_more_is_told_than_anybody_reads(issuer: Issuer) -> None:
    body = issuer.badge(evidence=[5] * 5_000)
    assert len(told(opened(issuer.issue("eddsa-jcs-2022", body)))) == MOST_FAULTS == 20


def test_every_rule_has_words_in_both_languages() -> None:
    tree = ast.parse(Path(structure.__file__).read_text(encoding="utf-8"))
    codes = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("structure.")
    }
    members = ("issuer", "holder", "credentialStatus", "credentialSchema", "termsOfUse", "evidence", "refreshService")
    codes |= {f"structure.{member}" for member in (*members, "proof")}
    assert codes - {"structure."} == set(SHAPE_WORDS)
    for code in codes - {"structure."}:
        for presentation in (False, True):
            for message in words_of_fault(code, "/evidence/0/type", presentation=presentation):
                assert message.text in known_messages("zh_CN")
                assert "{" not in message.render("en") + message.render("zh_CN")


def test_a_strangers_braces_in_a_place_stay_braces() -> None:
    _, _, place, _ = words_of_fault("structure.redefined_term", "/@context/1/{member}", presentation=False)
    assert place.render("en") == "The place is /@context/1/{member}."
