"""What is caught on its way and put into a presentation of one's own proves nothing, whatever it holds."""

import json
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Hidden, Issuer, did_key, make_key
from wallet.report import Verdict

HOLDER, THIEF = make_key("Ed25519", b"holder"), make_key("Ed25519", b"thief")
ASKED = {"challenge": "n-1", "domain": "https://verifier.example"}


def enveloped(token: str, media_type: str = "vc+jwt") -> dict[str, Any]:
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/{media_type},{token}",
    }


def badge(issuer: Issuer) -> Any:
    def bind(body: dict[str, Any]) -> None:
        body["credentialSubject"]["id"] = did_key(HOLDER)

    return json.loads(issuer.issue(before=bind))


def captured(issuer: Issuer) -> Any:
    """A presentation that its holder made for another verifier."""
    return json.loads(issuer.present([badge(issuer)], HOLDER, challenge="n-0", domain="https://other.example"))


def sd_jwt(issuer: Issuer, **confirmation: Any) -> Any:
    issued = issuer.sd_jwt({"course": "Statistics", "grade": Hidden("B"), "cnf": confirmation or {"jwk": HOLDER.jwk}})
    return enveloped(issued.token(), "dc+sd-jwt")


def named_key(issuer: Issuer) -> Any:
    return sd_jwt(issuer, kid=f"{did_key(HOLDER)}#{HOLDER.multibase}")


@pytest.mark.parametrize("held", [badge, captured, sd_jwt, named_key])
@pytest.mark.parametrize("form", ["document", "token"])
def test_VP_11_what_is_anothers_cannot_be_shown_in_a_presentation_of_ones_own(
    issuer: Issuer, door: Door, held: Any, form: str
) -> None:
    asking = door.expecting(ASKED["challenge"], ASKED["domain"])

    def shown_by(key: Any) -> Verdict:
        if form == "token":
            source = issuer.present_token([held(issuer)], key, nonce=ASKED["challenge"], aud=ASKED["domain"])
        else:
            source = issuer.present([held(issuer)], key, **ASKED)
        return asking.verdict(source)

    assert shown_by(HOLDER) is Verdict.VERIFIED
    assert shown_by(THIEF) is Verdict.NOT_BOUND


def test_SDJWT_13_a_presentation_inside_another_is_of_whoever_made_it(issuer: Issuer, door: Door) -> None:
    asking = door.expecting(ASKED["challenge"], ASKED["domain"])
    for key, code in ((HOLDER, "holder.bound"), (THIEF, "holder.wrong_key")):
        checked = asking.check(issuer.present([captured(issuer)], key, **ASKED))
        inner = next(one.checked for one in checked.nested if one.checked.credential.is_presentation)
        result = inner.report.result_of("holder")
        assert result.code == code
        assert result.facts["holder"] == did_key(key)


def test_SDJWT_13_a_key_binding_made_for_another_verifier_does_not_help_whoever_shows_it_on(
    issuer: Issuer, door: Door
) -> None:
    from datetime import timedelta

    from wallet.proofs.signing import sign_key_binding
    from wallet.proofs.signing_key import read_signing_key

    shown = issuer.sd_jwt({"course": "Statistics", "cnf": {"jwk": HOLDER.jwk}}).token()
    made = door.now - timedelta(minutes=1)
    bound = shown + sign_key_binding(
        shown, private_key=read_signing_key(HOLDER.private), nonce="n-0", audience="https://other.example", made=made
    )
    asking = door.expecting(ASKED["challenge"], ASKED["domain"])
    held = [enveloped(bound, "dc+sd-jwt")]
    assert asking.verdict(issuer.present(held, THIEF, **ASKED)) is Verdict.NOT_BOUND
