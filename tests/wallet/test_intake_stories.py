"""Stories of one credential on its way in: an honest issuer, then one that is told to misbehave."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.examining import Door, codes_of
from tests.issuer_simulator import (
    AWARDED,
    FORMATS,
    NOW,
    Hidden,
    Issuer,
    baking,
    bodies,
    did_key,
    loads,
    make_key,
    rotated,
)
from tests.issuer_simulator.jose import dump
from wallet.formats.envelope import Container, Format, Kind
from wallet.report import NestedRole, Outcome, Verdict

PAIRS = [("Ed25519", name) for name in FORMATS if not name.startswith(("ecdsa", "dc+"))]
PAIRS += [("P-256", name) for name in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", "jwt-vc", "vc+jwt")]


@pytest.mark.parametrize("method", ["web", "key", "jwk", "https"])
@pytest.mark.parametrize(("kind", "secured"), PAIRS)
def test_an_honest_credential_is_verified(world: Door, method: str, kind: str, secured: str) -> None:
    issuer = Issuer(method=method, kind=kind)
    checked = world.of(issuer).check(issuer.issue(secured, status="revocation"))
    assert checked.report.verdict is Verdict.VERIFIED, codes_of(checked.report)
    assert checked.credential.subjects[0].achievement is not None
    assert str(checked.credential.title) == "Data Practice 1"


@pytest.mark.parametrize("kind", ["P-384", "RSA"])
def test_stronger_and_older_keys_are_checked_too(world: Door, kind: str) -> None:
    issuer = Issuer(kind=kind)
    secured = ["vc+jwt", "jwt-vc"] + (["ecdsa-rdfc-2019", "ecdsa-jcs-2019"] if kind == "P-384" else [])
    for name in secured:
        assert world.of(issuer).verdict(issuer.issue(name)) is Verdict.VERIFIED


@pytest.mark.parametrize("method", ["web", "key", "jwk", "https"])
def test_an_honest_sd_jwt_is_verified_and_shows_what_was_disclosed(world: Door, method: str) -> None:
    issuer = Issuer(method=method, kind="P-256")
    checked = world.of(issuer).check(issuer.sd_jwt({"course": "Maps", "grade": Hidden("B")}, status="token").token())
    assert checked.report.verdict is Verdict.VERIFIED, codes_of(checked.report)
    assert checked.envelope.format is Format.SD_JWT_VC
    assert any(claim.value == "B" for claim in checked.credential.claims)


def test_an_issuer_out_of_reach_cannot_be_checked_and_is_not_called_bad(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue()
    issuer.reachable = False
    assert door.verdict(credential) is Verdict.CANNOT_CHECK
    assert door.verdict(issuer.issue("vc+jwt")) is Verdict.CANNOT_CHECK


def test_an_issuer_nobody_vouches_for_is_unknown_and_not_called_bad(issuer: Issuer, door: Door) -> None:
    issuer.known = False
    assert door.verdict(issuer.issue()) is Verdict.ISSUER_UNKNOWN


def test_a_changed_grade_is_altered(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue())
    document["credentialSubject"]["result"][0]["value"] = "A"
    assert door.verdict(dump(document)) is Verdict.ALTERED


def test_after_a_failed_signature_the_attackers_dates_are_not_findings(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue(status="revocation"))
    document["validUntil"] = "2020-01-01T00:00:00Z"
    codes = codes_of(door.check(dump(document)).report)
    assert "signature.invalid" in codes
    assert "validity.expired" not in codes
    assert {"validity.moot", "status.moot"} <= codes


def test_a_credential_without_a_proof_is_unsigned(issuer: Issuer, door: Door) -> None:
    assert door.verdict(dump(issuer.badge())) is Verdict.UNSIGNED


def test_an_expired_credential_is_expired_and_not_condemned(issuer: Issuer, door: Door) -> None:
    checked = door.check(issuer.issue(body=issuer.badge(validUntil=datetime(2026, 5, 1, tzinfo=UTC))))
    assert checked.report.verdict is Verdict.EXPIRED
    result = checked.report.result_of("signature")
    assert result is not None
    assert result.outcome is Outcome.PASSED


def test_a_credential_from_the_future_is_not_yet_valid(issuer: Issuer, door: Door) -> None:
    assert door.verdict(issuer.issue(body=issuer.badge(validFrom=NOW + timedelta(days=2)))) is Verdict.NOT_YET_VALID


def test_a_rotated_key_no_longer_speaks_for_what_it_signed_before(issuer: Issuer, world: Door) -> None:
    credential = issuer.issue()
    verdict = world.of(rotated(issuer)).verdict(credential)
    assert verdict is Verdict.ALTERED


def test_a_revocation_outranks_an_unknown_issuer_and_an_expiry(issuer: Issuer, door: Door) -> None:
    issuer.known = False
    credential = issuer.issue(body=issuer.badge(validUntil=datetime(2026, 5, 1, tzinfo=UTC)), status="revocation")
    issuer.revoke(credential)
    assert door.verdict(credential) is Verdict.REVOKED


def test_two_status_entries_are_both_asked(issuer: Issuer, door: Door) -> None:
    def both(body: dict[str, object]) -> None:
        body["credentialStatus"] = [
            issuer.bitstring_list("revocation").entry(5),
            issuer.bitstring_list("suspension").entry(6),
        ]

    credential = issuer.issue(before=both)
    assert door.verdict(credential) is Verdict.VERIFIED
    issuer.bitstring_list("suspension").values[6] = 1
    assert door.verdict(credential) is Verdict.SUSPENDED
    issuer.bitstring_list("revocation").values[5] = 1
    assert door.verdict(credential) is Verdict.REVOKED


def test_a_transcript_is_as_good_as_the_worst_it_holds(issuer: Issuer, world: Door) -> None:
    other = Issuer("Other College", host="other.example", seed=b"other")
    good, revoked = issuer.issue(), other.issue(status="revocation")
    held = [loads(good), loads(revoked)]
    transcript = issuer.issue(body=bodies.clr(issuer.next_id(), issuer.profile, None, held, AWARDED, name="Year"))
    checked = world.of(issuer, other).check(transcript)
    assert checked.report.verdict is Verdict.VERIFIED
    assert [nested.role for nested in checked.nested] == [NestedRole.HELD] * 2
    other.revoke(revoked)
    checked = world.of(issuer, other).check(transcript)
    assert checked.report.own_verdict is Verdict.VERIFIED
    assert checked.report.verdict is Verdict.REVOKED


def test_an_endorsement_only_adds_reasons(issuer: Issuer, world: Door) -> None:
    other = Issuer("Other College", host="other.example", seed=b"other")
    body = issuer.badge()
    about = {"id": body["id"], "type": ["EndorsementSubject"], "endorsementComment": "As good as ours."}
    types = ["VerifiableCredential", "EndorsementCredential"]
    endorsement = loads(
        other.issue(body=bodies.credential(other.next_id(), other.profile, about, AWARDED, type=types, name="E"))
    )
    spoilt = {**endorsement, "name": "Doctor of Everything"}
    for inside, own in ((endorsement, Verdict.VERIFIED), (spoilt, Verdict.ALTERED)):
        checked = world.of(issuer, other).check(issuer.issue(body={**body, "endorsement": [inside]}))
        assert checked.report.verdict is Verdict.VERIFIED, codes_of(checked.report)
        (nested,) = checked.nested
        assert nested.role is NestedRole.ENDORSEMENT
        assert nested.checked.report.verdict is own


def test_a_presentation_takes_in_each_credential(issuer: Issuer, door: Door) -> None:
    holder = make_key("Ed25519", b"holder")
    about = bodies.subject(did_key(holder), bodies.achievement(f"{issuer.url}/a", "Maps"))
    held = [loads(issuer.issue(body=issuer.badge(credentialSubject=about))) for _ in range(2)]
    checked = door.check(issuer.present(held, holder))
    assert checked.envelope.kind is Kind.PRESENTATION
    assert len(checked.nested) == 2
    assert checked.report.verdict is Verdict.VERIFIED


@pytest.mark.parametrize("container", ["png", "svg", "zip", "text", "qr"])
def test_a_credential_is_found_in_whatever_carries_it(issuer: Issuer, door: Door, container: str) -> None:
    token = issuer.issue("vc+jwt")
    carried = {
        "png": lambda: baking.bake_png(token),
        "svg": lambda: baking.bake_svg(token),
        "zip": lambda: baking.zip_of({"folder/badge.jwt": token, "second.json": issuer.issue()}),
        "text": lambda: b"Dear learner,\n\nhere is your badge:\n\n" + token + b"\n\nRegards\n",
        "qr": lambda: baking.qr_picture(issuer.sd_jwt({"course": "Maps"}).token()),
    }[container]()
    found = door.attempt(carried)
    assert len(found) == (2 if container == "zip" else 1)
    assert all(checked.report.verdict is Verdict.VERIFIED for checked in found)
    if container == "zip":
        assert {checked.envelope.source for checked in found} == {"received!folder/badge.jwt", "received!second.json"}
        assert token in {checked.envelope.original for checked in found}
    if container in ("png", "svg", "qr"):
        assert found[0].envelope.original == carried
        assert (
            found[0].envelope.container is {"png": Container.PNG, "svg": Container.SVG, "qr": Container.QR}[container]
        )


def test_a_broken_member_of_a_zip_stops_nothing(issuer: Issuer, door: Door) -> None:
    packed = baking.zip_of({"a.json": issuer.issue(), "b.json": b'{"a":', "c.json": issuer.issue("vc+jwt")})
    assert len(door.attempt(packed)) == 2
    (refusal,) = door.refusals(packed)
    assert refusal.step


def test_the_seal_is_drawn_from_the_key_that_signed(issuer: Issuer, door: Door) -> None:
    first, second = door.check(issuer.issue()), door.check(issuer.issue("vc+jwt"))
    assert first.signing_key == second.signing_key != ""
    assert door.check(dump(issuer.badge())).signing_key == ""


def test_white_space_and_member_order_are_not_signed_and_change_nothing(issuer: Issuer, door: Door) -> None:
    import json

    for secured in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        document = loads(issuer.issue(secured))
        spaced = json.dumps(dict(reversed(document.items())), indent=3, ensure_ascii=True)
        checked = door.check(spaced)
        assert checked.report.verdict is Verdict.VERIFIED
        assert checked.envelope.original == spaced.encode()


def test_the_older_data_model_is_read(issuer: Issuer, door: Door) -> None:
    body = bodies.as_vcdm_1(issuer.badge(validUntil=datetime(2030, 1, 1, tzinfo=UTC)))
    for secured in ("eddsa-rdfc-2022", "Ed25519Signature2020", "jwt-vc"):
        checked = door.check(issuer.issue(secured, body))
        assert checked.report.verdict is Verdict.VERIFIED
        assert checked.credential.version == "1.1"
        assert checked.credential.valid_until == datetime(2030, 1, 1, tzinfo=UTC)


def test_a_grade_by_its_usual_name_is_read(issuer: Issuer, door: Door) -> None:
    checked = door.check(issuer.sd_jwt({"course": "Maps", "final_grade": Hidden("B")}).token())
    assert [result.value for result in checked.credential.subjects[0].results] == ["B"]


HOLDER = make_key("Ed25519", b"holder")


def for_holder(issuer: Issuer) -> dict[str, object]:
    about = bodies.subject(did_key(HOLDER), bodies.achievement(f"{issuer.url}/a", "Maps"))
    return issuer.badge(credentialSubject=about)


@pytest.mark.parametrize("older", [False, True], ids=["vp+jwt", "vp"])
@pytest.mark.parametrize("inside", ["token", "enveloped", "document"])
def test_a_presentation_token_takes_in_each_credential(issuer: Issuer, door: Door, older: bool, inside: str) -> None:
    token = issuer.issue("jwt-vc" if older else "vc+jwt", for_holder(issuer))
    held = {
        "token": token.decode(),
        "enveloped": bodies.enveloped(token, "vc+jwt"),
        "document": loads(issuer.issue(body=for_holder(issuer))),
    }[inside]
    shown = issuer.present_token([held], HOLDER, older=older, nonce="n-1", aud="https://verifier.example")
    checked = door.expecting("n-1", "https://verifier.example").check(shown)
    assert checked.envelope.kind is Kind.PRESENTATION
    (nested,) = checked.nested
    assert nested.checked.report.verdict is Verdict.VERIFIED, codes_of(nested.checked.report)
    holder = checked.report.result_of("holder")
    assert holder is not None
    assert holder.code == "holder.bound"
    wrong = door.expecting("n-2", "https://verifier.example").check(shown)
    assert wrong.report.verdict is Verdict.NOT_BOUND


def test_somebody_elses_credential_in_a_presentation_is_not_bound(issuer: Issuer, door: Door) -> None:
    thief = make_key("Ed25519", b"thief")
    shown = issuer.present([loads(issuer.issue(body=for_holder(issuer)))], thief, challenge="n", domain="v")
    assert door.expecting("n", "v").verdict(shown) is Verdict.NOT_BOUND


def test_an_altered_credential_in_a_presentation_spoils_it(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue(body=for_holder(issuer)))
    document["name"] = "Doctor of Data"
    assert door.verdict(issuer.present([document], HOLDER)) is Verdict.ALTERED


def test_a_transcript_may_hold_tokens(issuer: Issuer, door: Door) -> None:
    held = [bodies.enveloped(issuer.issue("vc+jwt"))]
    body = bodies.clr(issuer.next_id(), issuer.profile, None, held, AWARDED, name="Year")
    checked = door.check(issuer.issue("vc+jwt", body))
    assert [nested.checked.report.verdict for nested in checked.nested] == [Verdict.VERIFIED]
    assert checked.report.verdict is Verdict.VERIFIED
