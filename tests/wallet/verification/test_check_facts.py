"""What each check says beside its outcome: the facts that fill its sentence, exactly, and how bad it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import AWARDED, NOW, Hidden, Issuer, bodies, did_key, loads, make_key, rotated
from tests.issuer_simulator.jose import dump
from wallet.credentials.model import Credential, Dialect, HashedIdentity, Party, Subject
from wallet.dids.key_forms import read_jwk, thumbprint
from wallet.report import CheckResult, Outcome, Severity, Verdict
from wallet.verification.examination import HolderExpectation, OwnIdentity
from wallet.verification.mojibake import find_mojibake, is_garbled
from wallet.verification.own_identity import find_match

HOLDER = make_key("Ed25519", b"holder")
LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)


def of(door: Door, source: bytes | str, check: str) -> CheckResult:
    result = door.check(source).report.result_of(check)
    assert result is not None
    return result


def for_holder(issuer: Issuer, **members: Any) -> dict[str, Any]:
    about = bodies.subject(did_key(HOLDER), bodies.achievement(f"{issuer.url}/a", "Maps"))
    return issuer.badge(credentialSubject=about, **members)


# --- signature ---------------------------------------------------------------------------------------------------------------


def test_a_signature_names_its_suite_and_its_method(issuer: Issuer, door: Door) -> None:
    result = of(door, issuer.issue("eddsa-rdfc-2022"), "signature")
    assert (result.check, result.outcome, result.severity) == ("signature", Outcome.PASSED, Severity.INFO)
    assert dict(result.facts) == {"suite": "eddsa-rdfc-2022", "verification_method": issuer.key_id}
    token = of(door, issuer.issue("vc+jwt"), "signature")
    assert dict(token.facts) == {"suite": "EdDSA", "verification_method": issuer.key_id, **dict(token.facts)}


def test_DI_06_of_several_proofs_each_has_a_line(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue("eddsa-jcs-2022"))
    broken = dict(document["proof"], cryptosuite="unheard-of-2030", verificationMethod="did:web:other.example#k")
    result = of(door, dump({**document, "proof": [document["proof"], broken]}), "signature")
    assert result.outcome is Outcome.PASSED
    assert result.facts["proofs"] == (
        f"eddsa-jcs-2022: signature.valid ({issuer.key_id})",
        "unheard-of-2030: proof.suite_unknown (did:web:other.example#k)",
    )


def test_an_unsigned_credential_is_a_warning(issuer: Issuer, door: Door) -> None:
    result = of(door, dump(issuer.badge()), "signature")
    assert (result.outcome, result.code) == (Outcome.FAILED, "signature.unsigned")


def test_garbled_text_is_pointed_at_where_a_signature_fails(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue("eddsa-jcs-2022", issuer.badge(name="Café")))
    assert "mojibake" not in of(door, dump(document), "signature").facts
    document["name"] = "CafÃ©"
    assert of(door, dump(document), "signature").facts["mojibake"] == "/name"
    document["name"] = "Cafe"
    assert "mojibake" not in of(door, dump(document), "signature").facts


@pytest.mark.parametrize("text", ["CafÃ©", "æ\x95°æ\x8d®", "Uni\ufffdversity", "锟斤拷", "â€œquotedâ€\x9d"])
def test_text_that_was_misread_is_garbled(text: str) -> None:
    assert is_garbled(text) is True


@pytest.mark.parametrize("text", ["Cafe", "Café", "数据科学", "Señor Ñandú", "Ã la carte", ""])
def test_text_that_was_not_is_not(text: str) -> None:
    assert is_garbled(text) is False
    assert find_mojibake([]) is None


# --- validity ------------------------------------------------------------------------------------------------------------------


def test_validity_says_from_when_until_when(issuer: Issuer, door: Door) -> None:
    until = issuer.issue("eddsa-jcs-2022", issuer.badge(validUntil="2026-12-31T00:00:00Z"))
    result = of(door, until, "validity")
    assert (result.code, result.as_of) == ("validity.current", NOW)
    assert dict(result.facts) == {"valid_from": "2026-03-02T09:00:00Z", "valid_until": "2026-12-31T00:00:00Z"}
    late = of(door.at(datetime(2027, 1, 1, tzinfo=UTC)), until, "validity")
    assert (late.outcome, late.severity, late.code) == (Outcome.FAILED, Severity.WARNING, "validity.expired")
    assert late.as_of == datetime(2026, 12, 31, tzinfo=UTC)
    early = of(door.at(LONG_AGO), until, "validity")
    assert (early.code, early.severity, early.as_of) == ("validity.not_yet_valid", Severity.WARNING, AWARDED)
    endless = of(door, issuer.issue("eddsa-jcs-2022"), "validity")
    assert (endless.code, endless.facts["valid_until"]) == ("validity.no_end", None)


def test_the_end_of_a_proof_is_said_to_be_the_proofs(issuer: Issuer, door: Door) -> None:
    ending = issuer.issue("eddsa-jcs-2022", proof={"expires": "2026-05-01T00:00:00Z"})
    result = of(door, ending, "validity")
    assert (result.code, result.facts["of"]) == ("validity.expired", "proof")
    assert "of" not in of(door, issuer.issue("eddsa-jcs-2022"), "validity").facts


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_TIME_02_each_start_of_a_token_counts(issuer: Issuer, door: Door, claim: str) -> None:
    ahead = NOW + timedelta(minutes=6)
    result = of(door, issuer.issue("vc+jwt", claims={claim: int(ahead.timestamp())}), "validity")
    assert (result.code, result.as_of) == ("validity.not_yet_valid", ahead)
    near = int((NOW + timedelta(minutes=5)).timestamp())
    assert of(door, issuer.issue("vc+jwt", claims={claim: near}), "validity").code == "validity.no_end"


def test_TIME_02_the_end_of_a_token_is_over_when_it_comes(issuer: Issuer, door: Door) -> None:
    for end, code in ((NOW, "validity.expired"), (NOW + timedelta(seconds=1), "validity.current")):
        token = issuer.issue("vc+jwt", claims={"exp": int(end.timestamp())})
        assert of(door, token, "validity").code == code


def test_DI_11_a_proof_from_the_future_is_not_yet_valid(issuer: Issuer, door: Door) -> None:
    signed = issuer.issue("eddsa-jcs-2022", proof={"created": "2026-06-01T12:05:01Z"})
    assert of(door, signed, "validity").code == "validity.not_yet_valid"
    signed = issuer.issue("eddsa-jcs-2022", proof={"created": "2026-06-01T12:05:00Z"})
    assert of(door, signed, "validity").code == "validity.no_end"


# --- issuer key ----------------------------------------------------------------------------------------------------------------


def test_a_key_that_is_allowed_says_for_whom_and_for_what(issuer: Issuer, door: Door) -> None:
    result = of(door, issuer.issue("eddsa-jcs-2022"), "issuer_key")
    assert (result.code, result.severity) == ("issuer_key.allowed", Severity.INFO)
    assert {"issuer": issuer.id, "purpose": "assertionMethod"}.items() <= dict(result.facts).items()


def test_a_presentation_without_a_holder_is_its_keys(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.present([loads(issuer.issue())], HOLDER))
    from tests.issuer_simulator.data_integrity import add_proof

    bare = {name: value for name, value in document.items() if name not in ("holder", "proof")}
    did = did_key(HOLDER)
    signed = add_proof(bare, HOLDER, "eddsa-jcs-2022", f"{did}#{HOLDER.multibase}", "2026-06-01T12:00:00Z",
                       proofPurpose="authentication")  # fmt: skip
    result = of(door, dump(signed), "issuer_key")
    assert (result.code, result.facts["issuer"]) == ("issuer_key.allowed", did)


def test_a_key_that_is_not_the_issuers_is_an_error(issuer: Issuer, door: Door) -> None:
    stolen = issuer.issue("eddsa-jcs-2022", key=HOLDER, method=f"{did_key(HOLDER)}#{HOLDER.multibase}")
    result = of(door, stolen, "issuer_key")
    assert (result.code, result.outcome, result.severity) == ("issuer_key.not_allowed", Outcome.FAILED, Severity.ERROR)
    assert result.facts["issuer"] == issuer.id
    wrong = issuer.issue("eddsa-jcs-2022", proof={"proofPurpose": "authentication"})
    purpose = of(door, wrong, "issuer_key")
    assert (purpose.code, purpose.facts["proof_purpose"]) == ("issuer_key.wrong_purpose", "authentication")
    unknown = rotated(issuer)
    assert of(door.of(unknown), issuer.issue("vc+jwt"), "signature").outcome is not Outcome.PASSED


# --- status --------------------------------------------------------------------------------------------------------------------


def test_of_several_entries_each_has_a_line_and_the_worst_counts(issuer: Issuer, door: Door) -> None:
    revocation, suspension = issuer.bitstring_list("revocation"), issuer.bitstring_list("suspension")
    entries = [revocation.entry(7), suspension.entry(7)]
    body = issuer.badge(credentialStatus=entries)
    both = issuer.issue("eddsa-jcs-2022", body)
    result = of(door, both, "status")
    assert result.code == "status.good"
    assert result.facts["entries_checked"] == ("revocation: status.good", "suspension: status.good")
    suspension.values[7] = 1
    held = of(door, both, "status")
    assert held.code == "status.suspended"
    assert held.facts["entries_checked"] == ("revocation: status.good", "suspension: status.suspended")
    revocation.values[7] = 1
    assert of(door, both, "status").code == "status.revoked"
    single = of(door, issuer.issue("eddsa-jcs-2022", issuer.badge(credentialStatus=entries[0])), "status")
    assert "entries_checked" not in single.facts


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_fresh_list_and_one_that_is_due_the_one_that_is_due_counts(issuer: Issuer, door: Door, order: int) -> None:
    due, fresh = issuer.bitstring_list("revocation", ttl_ms=1), issuer.bitstring_list("suspension")
    body = issuer.badge(credentialStatus=[due.entry(7), fresh.entry(7)][::order])
    later = replace(door, now=door.now + timedelta(minutes=1))
    result = of(later, issuer.issue("eddsa-jcs-2022", body), "status")
    assert result.code == "status.refresh_due"
    assert set(result.facts["entries_checked"]) == {"revocation: status.refresh_due", "suspension: status.good"}


def test_a_suspension_counts_for_more_than_an_entry_that_cannot_be_looked_up(issuer: Issuer, door: Door) -> None:
    suspension = issuer.bitstring_list("suspension")
    unheard = {"id": "urn:x", "type": "Unheard2030Entry"}
    for entries in ([unheard, suspension.entry(7)], [suspension.entry(7), unheard]):
        body = issuer.issue("eddsa-jcs-2022", issuer.badge(credentialStatus=entries))
        suspension.values[7] = 0
        assert of(door, body, "status").code == "status.method_unknown"
        suspension.values[7] = 1
        assert of(door, body, "status").code == "status.suspended"


def test_more_entries_than_any_credential_has_are_not_all_asked(issuer: Issuer, door: Door) -> None:
    entries = [issuer.bitstring_list("revocation").entry(number) for number in range(21)]
    twenty = issuer.issue("eddsa-jcs-2022", issuer.badge(credentialStatus=entries[:20]))
    assert of(door, twenty, "status").code == "status.good"
    more = of(door, issuer.issue("eddsa-jcs-2022", issuer.badge(credentialStatus=entries)), "status")
    assert (more.outcome, more.code) == (Outcome.UNDECIDED, "status.malformed")


# --- holder --------------------------------------------------------------------------------------------------------------------


def shown(issuer: Issuer, **members: Any) -> bytes:
    return issuer.present([loads(issuer.issue(body=for_holder(issuer)))], HOLDER, **members)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"challenge": "n", "domain": "v"}, "holder.bound"),
        ({"challenge": "n", "domain": ["w", "v"]}, "holder.bound"),
        ({"challenge": "m", "domain": "v"}, "holder.wrong_nonce"),
        ({"domain": "v"}, "holder.wrong_nonce"),
        ({"challenge": "n", "domain": "w"}, "holder.wrong_audience"),
        ({"challenge": "n"}, "holder.wrong_audience"),
        ({"challenge": "n", "domain": "v", "expires": "2026-06-01T11:59:59Z"}, "holder.expired"),
        ({"challenge": "n", "domain": "v", "expires": "2026-06-01T12:00:00Z"}, "holder.bound"),
    ],
)
def test_a_presentation_answers_this_question_or_another(
    issuer: Issuer, door: Door, members: dict[str, Any], code: str
) -> None:
    result = of(door.expecting("n", "v"), shown(issuer, **members), "holder")
    good = code == "holder.bound"
    assert (result.code, result.facts["holder"]) == (code, did_key(HOLDER))
    assert result.outcome is (Outcome.PASSED if good else Outcome.FAILED)
    assert result.severity is (Severity.INFO if good else Severity.ERROR)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"nonce": "n", "aud": "v"}, "holder.bound"),
        ({"nonce": ["m", "n"], "aud": ["w", "v"]}, "holder.bound"),
        ({"nonce": "n", "aud": ["w"]}, "holder.wrong_audience"),
        ({"nonce": 7, "aud": "v"}, "holder.wrong_nonce"),
        ({"nonce": "n", "aud": "v", "exp": int(NOW.timestamp())}, "holder.expired"),
        ({"nonce": "n", "aud": "v", "exp": int(NOW.timestamp()) + 1}, "holder.bound"),
    ],
)
def test_a_token_of_a_presentation_does_too(issuer: Issuer, door: Door, claims: dict[str, Any], code: str) -> None:
    token = issuer.present_token([issuer.issue("vc+jwt", for_holder(issuer)).decode()], HOLDER, **claims)
    assert of(door.expecting("n", "v"), token, "holder").code == code


def test_who_asked_for_nothing_is_told_so(issuer: Issuer, door: Door) -> None:
    result = of(door, shown(issuer, challenge="n"), "holder")
    assert (result.outcome, result.code, result.severity) == (Outcome.UNDECIDED, "holder.not_asked", Severity.INFO)
    for asked in (HolderExpectation("n"), HolderExpectation(None, "v"), HolderExpectation(required=True)):
        answered = of(replace(door, expectation=asked), shown(issuer, challenge="n", domain="v"), "holder")
        assert answered.code == "holder.bound", asked


def test_an_answer_that_came_before_is_none(issuer: Issuer, door: Door) -> None:
    asked = HolderExpectation("n", "v", True, answered=True)
    result = of(replace(door, expectation=asked), shown(issuer, challenge="n", domain="v"), "holder")
    assert (result.outcome, result.code) == (Outcome.FAILED, "holder.answered")
    wrong = of(replace(door, expectation=asked), shown(issuer, challenge="m", domain="v"), "holder")
    assert wrong.code == "holder.wrong_nonce"


@pytest.mark.parametrize(
    ("value", "hashed", "salt", "mine", "same"),
    [
        ("ada@school.example", False, None, " ada@school.example ", True),
        ("ada@school.example", False, None, "Ada@School.Example", True),
        ("mailto:ada@school.example", False, None, "Ada@school.example", True),
        ("ada@school.example", False, None, "eva@school.example", False),
        ("s-12", False, None, "s-12", True),
        ("mailto:s-12", False, None, "s-12", False),
        ("sha256$" + sha256(b"ada@school.examplesalt").hexdigest(), True, "salt", "ada@school.example", True),
        ("sha256$" + sha256(b"ada@school.examplesalt").hexdigest().upper(), True, "salt", "ada@school.example", True),
        ("SHA256$" + sha256(b"ada@school.example").hexdigest(), False, None, "ADA@school.example", True),
        ("sha256$" + sha256(b"ada@school.example").hexdigest(), True, "salt", "ada@school.example", False),
        ("sha1$abc", True, None, "sha1$abc", True),
    ],
)
def test_whose_it_is_is_told_by_identifiers_plain_or_hashed(
    value: str, hashed: bool, salt: str | None, mine: str, same: bool
) -> None:
    subject = Subject(None, identities=(HashedIdentity("emailAddress", value, hashed, salt),))
    credential = Credential(Dialect.OPEN_BADGE, "2.0", None, (), Party(None), subjects=(subject,))
    own = OwnIdentity((HashedIdentity("x", "nobody", False), HashedIdentity("x", mine, False)))
    assert find_match(credential, own) == ("emailAddress" if same else None)
    assert find_match(credential, OwnIdentity()) is None


def test_whose_it_is_is_told_by_a_key() -> None:
    credential = Credential(Dialect.OPEN_BADGE, "2.0", None, (), Party(None), subjects=(Subject("did:key:z1"),))
    assert find_match(credential, OwnIdentity(dids=frozenset({"did:key:z1"}))) == "key"
    assert find_match(credential, OwnIdentity(dids=frozenset({"did:key:z2"}))) is None
    bound = replace(credential, subjects=(), confirmation_key=HOLDER.jwk)
    thumbprints = frozenset({thumbprint(read_jwk(HOLDER.jwk))})
    assert find_match(bound, OwnIdentity(thumbprints=thumbprints)) == "key"
    assert find_match(bound, OwnIdentity(thumbprints=frozenset({"x"}))) is None
    assert find_match(replace(bound, confirmation_key={"kty": "odd"}), OwnIdentity(thumbprints=thumbprints)) is None


def test_within_a_presentation_each_credential_is_its_subjects_to_show(issuer: Issuer, door: Door) -> None:
    held = [loads(issuer.issue(body=for_holder(issuer))), loads(issuer.issue()), loads(issuer.issue(body=issuer.badge(credentialSubject=bodies.subject(None, bodies.achievement(f"{issuer.url}/a", "Maps")))))]  # fmt: skip
    checked = door.expecting("n", "v").check(issuer.present(held, HOLDER, challenge="n", domain="v"))
    results = [nested.checked.report.result_of("holder") for nested in checked.nested]
    assert [result.code for result in results if result is not None] == [
        "holder.bound",
        "holder.wrong_key",
        "holder.not_named",
    ]
    assert results[1] is not None
    assert dict(results[1].facts) == {"holder": did_key(HOLDER), "subject": "did:example:learner"}
    assert checked.report.verdict is Verdict.NOT_BOUND


def test_a_key_binding_nobody_asked_for_may_be_of_any_day(world: Door) -> None:
    issuer = Issuer(kind="P-256")
    door = world.of(issuer)
    token = issuer.sd_jwt({"name": Hidden("Ada")}).token()
    assert of(door, token, "holder").code.startswith("holder.")
    assert door.verdict(token) is Verdict.VERIFIED


# --- all of them ---------------------------------------------------------------------------------------------------------------


def test_after_a_proof_that_does_not_pass_the_rest_is_moot(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue("eddsa-jcs-2022", status="revocation"))
    document["name"] = "Doctor"
    report = door.check(dump(document)).report
    assert [(one.check, one.code) for one in report.results if one.check not in ("signature",)] == [
        (name, f"{name}.moot") for name in ("coverage", "issuer_key", "issuer", "validity", "status", "holder")
    ]
    assert {one.outcome for one in report.results[1:]} == {Outcome.SKIPPED}
    fine = door.check(issuer.issue("eddsa-jcs-2022", status="revocation")).report
    assert not any(one.code.endswith(".moot") for one in fine.results)
    assert [one.check for one in fine.results] == [one.check for one in report.results]
    with pytest.raises(TypeError):
        bool(fine)
    with pytest.raises(TypeError):
        bool(fine.results[0])
