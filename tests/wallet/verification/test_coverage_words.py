"""What is not covered, and why: the verdict for what an honest issuer may have signed, and a sentence that is true of it."""

from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import loads
from tests.issuer_simulator.jose import dump
from wallet.hints import hints_for
from wallet.proofs.coverage import HARMLESS_REASONS
from wallet.proofs.findings import undecided
from wallet.report import Verdict
from wallet.wording import explain

NAME = "https://schema.org/about"
PART = {"id": "urn:part:1", "https://schema.org/color": "red"}


@pytest.mark.parametrize(
    ("reason", "member"),
    [
        ("restructured", {"@included": [PART]}),
        ("restructured", {"@reverse": {NAME: PART}}),
        ("restructured", {NAME: {"@graph": [PART]}}),
        ("alias", {"https://schema.org/name": "Qiao"}),
        ("alias", {"type": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject"}),
        ("null_value", {NAME: None}),
        ("blank_identifier", {NAME: {"id": "_:b0", "https://schema.org/color": "red"}}),
        ("merged", {NAME: [{"id": "_:b0", NAME: "a"}, {"id": "_:b0", "https://schema.org/color": "b"}]}),
        ("index", {NAME: {"@value": "x", "@index": "1"}}),
    ],
)
def test_DI_12_what_other_files_say_with_the_same_signature_is_not_called_altered(
    issuer: Issuer, door: Door, reason: str, member: dict[str, Any]
) -> None:
    """JSON-LD 1.1 sections 4.5 and 4.8 let an issuer write so: it is not believed as shown, and nobody is called a forger."""
    issued = issuer.issue(before=lambda body: body["credentialSubject"].update(member))
    checked = door.check(issued)
    coverage = checked.report.result_of("coverage")
    assert coverage is not None
    assert (checked.report.verdict, coverage.facts["reason"]) == (Verdict.CANNOT_CHECK, reason)
    (hint,) = hints_for(coverage.code, coverage.facts)
    assert str(coverage.facts["path"]) in hint.render("en")
    assert "term is" not in hint.render("en")


def test_every_reason_an_honest_issuer_may_have_has_its_own_hint() -> None:
    facts = {"path": "/name", "term": "x"}
    hints = [hints_for("coverage.undefined_term", {**facts, "reason": reason}) for reason in sorted(HARMLESS_REASONS)]
    assert [len(each) for each in hints] == [1] * len(HARMLESS_REASONS)
    assert len({each[0].render("en") for each in hints}) == len(HARMLESS_REASONS)


def test_a_vocabulary_out_of_its_place_is_named(issuer: Issuer, door: Door) -> None:
    issued = issuer.issue(before=lambda body: body.update({"@context": body["@context"][::-1]}))
    coverage = door.check(issued).report.result_of("coverage")
    assert coverage is not None
    assert "/@context" in hints_for(coverage.code, coverage.facts)[0].render("en")
    moved = loads(issuer.issue())
    assert door.verdict(dump({**moved, "@context": moved["@context"][::-1]})) is Verdict.ALTERED


@pytest.mark.parametrize(
    ("member", "step"),
    [
        ({"publicKeyHex": "00" * 32}, "key.forms"),
        ({"publicKeyMultibase": "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "type": "Multikey"}, ""),
        ({"publicKeyJwk": {"kty": "OKP", "crv": "Ed448", "x": "AA"}}, "key.jwk"),
        ({"publicKeyMultibase": "uAAAA"}, "key.multibase"),
        ({"publicKeyBase58": "1111"}, "key.base58"),
    ],
)
def test_a_key_that_is_here_and_cannot_be_used_is_not_called_missing(
    issuer: Issuer, door: Door, member: dict[str, Any], step: str
) -> None:
    method = {"id": issuer.key_id, "type": "JsonWebKey", "controller": issuer.id, **member}
    document = {"id": issuer.id, "verificationMethod": [method], "assertionMethod": [issuer.key_id]}
    issued = issuer.issue()
    issuer.documents[issuer.id] = dump(document).encode()
    signature = door.check(issued).report.result_of("signature")
    assert signature is not None
    if step:
        assert (signature.code, signature.facts["step"]) == ("proof.key_not_found", step)
        assert len(hints_for(signature.code, signature.facts)) == 1
        assert "publish its key" in explain(signature).advice
    else:  # secp256k1 under a suite for Ed25519: the signature is not one of that suite
        assert (signature.code, signature.facts["reason"]) == ("signature.malformed", "wrong_kind")
        assert "of another" in hints_for(signature.code, signature.facts)[0].render("en")


def test_a_key_that_is_missing_and_a_certificate_that_proves_nothing_have_words_of_their_own() -> None:
    told = [
        explain(undecided("signature", "proof.key_not_found", step=step))
        for step in ("did.not_held", "key.forms", "x5c.path")
    ]
    assert len({words.explanation for words in told}) == 3
    assert "trust pack" in told[0].advice
    assert "authority" in told[2].advice


@pytest.mark.parametrize(
    "issuer_url", ["https://northlight.example@evil.example", "https://evil.example@northlight.example"]
)
def test_JOSE_12_a_user_name_in_an_issuers_url_names_no_host(issuer_url: str) -> None:
    from wallet.dids.x5c import _names_issuer

    assert [_names_issuer((host,), issuer_url) for host in ("northlight.example", "evil.example")] == [False, False]
