"""Every presentation answers its challenge, shows what was chosen and nothing else, and no other challenge, key or moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.issuer_simulator.bodies import as_vcdm_1
from tests.wallet.presentations.presenting import (
    AUDIENCE,
    NONCE,
    TERMS,
    badge_for,
    bbs_for,
    ecdsa_sd_for,
    entropy_of,
    holder,
    sd_jwt_for,
    showing,
)
from wallet.dids.keys import KeyKind
from wallet.errors import PresentationError
from wallet.holder.keys import DidForm
from wallet.intake import HolderExpectation
from wallet.presentations.presentation import Bound, Form, make_presentation
from wallet.report import Outcome, Verdict

ASKED = HolderExpectation(nonce=NONCE, audience=AUDIENCE, required=True)
KEYS = [
    (KeyKind.ED25519, DidForm.KEY),
    (KeyKind.P256, DidForm.KEY),
    (KeyKind.ED25519, DidForm.JWK),
    (KeyKind.P256, DidForm.JWK),
]


def seen(door, received: bytes, expectation: HolderExpectation | None = None, at=TERMS.now):
    """What a verifier sees of `received` at a moment."""
    return replace(door, now=at, expectation=expectation or door.expectation).check(received)


def seen_late(door, received: bytes, expectation: HolderExpectation):
    """The same an hour later."""
    return seen(door, received, expectation, TERMS.now + timedelta(hours=1))


def made_of(kind: str, issuer, key, form: Form = Form.AUTOMATIC, terms=TERMS, chosen: tuple[str, ...] = ("/name",)):
    """One presentation of one credential of a kind."""
    received = {
        "sd-jwt": lambda: sd_jwt_for(key, issuer),
        "ecdsa-sd": lambda: ecdsa_sd_for(key),
        "bbs": lambda: bbs_for(key),
        "whole": lambda: issuer.issue(body=badge_for(key, issuer.id)),
        "vc+jwt": lambda: issuer.issue("vc+jwt", badge_for(key, issuer.id)),
        "jwt-vc": lambda: issuer.issue("jwt-vc", badge_for(key, issuer.id)),
    }[kind]()
    return make_presentation([showing(received, *chosen)], key, terms, entropy=entropy_of(7), form=form)


KINDS = ["sd-jwt", "ecdsa-sd", "bbs", "whole", "vc+jwt", "jwt-vc"]


@pytest.mark.parametrize("key_form", KEYS, ids=lambda pair: f"{pair[0]}-{pair[1]}")
@pytest.mark.parametrize("kind", KINDS)
def test_a_presentation_is_bound_to_the_one_who_asked(kind: str, key_form, issuer, door) -> None:
    key = holder(*key_form)
    made = made_of(kind, issuer, key)
    assert made.bound is Bound.CHALLENGE
    checked = seen(door, made.text.encode(), ASKED)
    result = checked.report.result_of("holder")
    assert (result.outcome, result.code) == (Outcome.PASSED, "holder.bound")
    expected = Verdict.VERIFIED if kind not in ("ecdsa-sd", "bbs") else Verdict.ISSUER_UNKNOWN
    assert checked.report.verdict is expected, checked.report


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("expectation", "code"),
    [
        (HolderExpectation(nonce="another-nonce-altogether", audience=AUDIENCE), "holder.wrong_nonce"),
        (HolderExpectation(nonce=NONCE, audience="Somebody else"), "holder.wrong_audience"),
    ],
)
def test_SDJWT_13_an_answer_to_another_nonce_or_audience_is_refused(kind, expectation, code, issuer, door) -> None:
    checked = seen(door, made_of(kind, issuer, holder()).text.encode(), expectation)
    assert checked.report.verdict is Verdict.NOT_BOUND
    assert checked.report.result_of("holder").code == code


@pytest.mark.parametrize("kind", KINDS)
def test_VP_11_a_late_answer_is_refused(kind: str, issuer, door) -> None:
    made = made_of(kind, issuer, holder())
    checked = seen_late(door, made.text.encode(), ASKED)
    assert checked.report.verdict is Verdict.NOT_BOUND


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_challenge_it_is_genuine_and_possession_is_not_proven(kind: str, issuer, door) -> None:
    terms = replace(TERMS, nonce="", audience="", expires=None)
    made = made_of(kind, issuer, holder(), terms=terms)
    assert made.replayable
    checked = seen(door, made.text.encode())
    assert checked.report.result_of("holder").outcome is Outcome.UNDECIDED
    assert checked.report.verdict is (Verdict.ISSUER_UNKNOWN if kind in ("ecdsa-sd", "bbs") else Verdict.VERIFIED)


def test_SDJWT_11_a_stripped_key_binding_is_refused_when_binding_was_asked_for(issuer, door) -> None:
    text = made_of("sd-jwt", issuer, holder()).text
    stripped = text[: text.rindex("~") + 1]
    checked = seen(door, stripped.encode(), ASKED)
    assert checked.report.verdict is Verdict.NOT_BOUND
    assert checked.report.result_of("holder").code == "holder.missing"


def test_SDJWT_14_a_child_brings_its_parent_and_says_so(issuer, door) -> None:
    made = made_of("sd-jwt", issuer, holder(), chosen=("/address/street",))
    assert {"/address/street", "/address/town"} <= made.shown[0][1]
    shown = seen(door, made.text.encode(), ASKED).envelope.document
    assert shown["address"] == {"street": "Canal 5", "town": "Harbourside"}
    assert "grade" not in shown
    assert "2001-02-03" not in str(shown)


def test_what_was_not_issued_to_a_key_cannot_be_shown_with_it(issuer) -> None:
    received = issuer.issue(body=badge_for(holder(), issuer.id))
    with pytest.raises(PresentationError) as refusal:
        make_presentation([showing(received)], holder(seed=2), TERMS, entropy=entropy_of(1))
    assert refusal.value.step == "present.not_yours"


def test_a_presentation_by_another_key_is_not_bound(issuer, door) -> None:
    stolen = holder(seed=9)
    received = issuer.issue(body=badge_for(holder(), issuer.id))
    own = issuer.issue(body=badge_for(stolen, issuer.id))
    made = make_presentation([showing(received), showing(own)], stolen, TERMS, entropy=entropy_of(1))
    checked = seen(door, made.text.encode(), ASKED)
    assert checked.report.verdict is Verdict.NOT_BOUND


@pytest.mark.parametrize("form", [Form.DATA_INTEGRITY, Form.VCDM_1_1, Form.JWT])
def test_several_credentials_in_one_presentation(form: Form, issuer, door) -> None:
    key = holder()
    body = badge_for(key, issuer.id) if form is not Form.VCDM_1_1 else as_vcdm_1(badge_for(key, issuer.id))
    received = [issuer.issue("Ed25519Signature2020", body) for _ in range(3)]
    made = make_presentation([showing(each) for each in received], key, TERMS, entropy=entropy_of(1), form=form)
    checked = seen(door, made.text.encode(), ASKED)
    assert len(checked.nested) == 3
    assert checked.report.verdict is Verdict.VERIFIED, checked.report


def test_a_mixture_travels_as_vp_jwt(issuer, door) -> None:
    key = holder(KeyKind.P256)
    received = [issuer.issue("vc+jwt", badge_for(key, issuer.id)), sd_jwt_for(key, issuer), ecdsa_sd_for(key)]
    made = make_presentation([showing(each, everything=True) for each in received], key, TERMS, entropy=entropy_of(1))
    assert made.form is Form.JWT
    checked = seen(door, made.text.encode(), ASKED)
    assert len(checked.nested) == 3
    assert checked.report.verdict is Verdict.ISSUER_UNKNOWN, (
        checked.report
    )  # the ecdsa-sd issuer is nobody's acquaintance


def test_two_bbs_showings_share_nothing_that_could_link_them() -> None:
    key = holder()
    received = showing(bbs_for(key), "/name")
    one, two = (make_presentation([received], None, TERMS, entropy=entropy_of(seed)) for seed in (1, 2))
    import json

    proofs = [json.loads(made.text)["proof"]["proofValue"] for made in (one, two)]
    assert proofs[0] != proofs[1]


def test_what_older_verifiers_cannot_read_is_refused_in_their_form(issuer) -> None:
    key = holder()
    received = showing(issuer.issue(body=badge_for(key, issuer.id)))
    with pytest.raises(PresentationError) as refusal:
        make_presentation([received], key, TERMS, entropy=entropy_of(1), form=Form.VCDM_1_1)
    assert refusal.value.step == "present.form"


def test_several_without_a_key_travel_as_a_list_and_each_proves_itself(issuer, door) -> None:
    key = holder()
    received = [issuer.issue(body=badge_for(key, issuer.id)), issuer.issue("vc+jwt"), sd_jwt_for(key, issuer)]
    made = make_presentation([showing(each) for each in received], None, TERMS, entropy=entropy_of(1))
    assert (made.form, made.bound, made.suffix) == (Form.PLAIN, Bound.NOBODY, ".json")
    found = replace(door, now=TERMS.now).found(made.text)
    assert [each.report.verdict for each in found] == [Verdict.VERIFIED] * 3


def test_nothing_chosen_is_refused() -> None:
    with pytest.raises(PresentationError):
        make_presentation([], holder(), TERMS, entropy=entropy_of(1))
