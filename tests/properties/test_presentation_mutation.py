"""Every field of every presentation, changed twenty times: none is ever told to be genuine and bound."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer, bodies
from tests.issuer_simulator.keys import b64u, b64u_decode
from tests.properties.presentation_mutants import Field, changed_part, changed_text, derived_proof_fields, member_fields
from tests.wallet.presentations.presenting import (
    AUDIENCE,
    NONCE,
    NOW,
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
from wallet.intake import HolderExpectation
from wallet.presentations.presentation import Form, make_presentation
from wallet.proofs.signing import sign_compact
from wallet.report import Outcome, Verdict

SHARE, WHOLE = 5, 20
CHOSEN = ("/name", "/credentialSubject/achievement/tag/0", "/credentialSubject/result/0/value")
ISSUER = Issuer(now=NOW)
SELECTIVE = {"ecdsa-sd-2023": ecdsa_sd_for, "bbs-2023": bbs_for}
OPEN = Door((ISSUER,), now=NOW)
ASKING = replace(OPEN, expectation=HolderExpectation(NONCE, AUDIENCE, True))
GENUINE = (Verdict.VERIFIED, Verdict.ISSUER_UNKNOWN)


def assert_all_refused(original: str, fields: Iterable[Field], door: Door, *, full: bool, least: int) -> None:
    """Assert that the original is genuine and that no change of any field is."""
    assert door.verdict(original) in GENUINE
    count = 0
    for name, mutate in fields:
        chance = random.Random(f"{name} {len(original)}")
        for _ in range(WHOLE if full else SHARE):
            mutant = mutate(chance)
            for checked in door.attempt(mutant):
                codes = [(result.check, result.code) for result in checked.report.results]
                assert checked.report.verdict.rank < Verdict.REVOKED.rank, (name, codes, mutant)
        count += 1
    assert count >= least, "fields went missing"


def derived(suite: str, *, bound: bool, key_kind: KeyKind = KeyKind.ED25519) -> str:
    """Return one derived credential, alone or in a presentation."""
    key = holder(key_kind)
    received = SELECTIVE[suite](key)
    terms = TERMS if bound else replace(TERMS, nonce="", audience="")
    return make_presentation([showing(received, *CHOSEN)], key if bound else None, terms, entropy=entropy_of(5)).text


@pytest.mark.long
@pytest.mark.parametrize("suite", SELECTIVE)
def test_DI_13_no_changed_part_of_a_derived_proof_is_accepted(suite: str, full: bool) -> None:
    text = derived(suite, bound=False)
    assert_all_refused(text, derived_proof_fields(json.loads(text)), OPEN, full=full, least=9)


@pytest.mark.long
@pytest.mark.parametrize("suite", SELECTIVE)
def test_no_changed_leaf_of_a_derived_credential_is_accepted(suite: str, full: bool) -> None:
    text = derived(suite, bound=False)
    assert_all_refused(text, member_fields(json.loads(text), (), json.dumps), OPEN, full=full, least=20)


@pytest.mark.long
@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256])
@pytest.mark.parametrize("suite", SELECTIVE)
def test_no_changed_member_of_a_presentation_is_accepted(suite: str, kind: KeyKind, full: bool) -> None:
    text = derived(suite, bound=True, key_kind=kind)
    document = json.loads(text)
    assert {"challenge", "domain", "expires", "proofValue", "verificationMethod", "created"} <= document["proof"].keys()
    assert_all_refused(text, member_fields(document, ("proof",), json.dumps), ASKING, full=full, least=9)
    outer = (name for name in document if name not in ("proof", "verifiableCredential"))
    for name in outer:
        assert_all_refused(text, member_fields(document, (name,), json.dumps), ASKING, full=full, least=1)


@pytest.mark.long
def test_no_changed_member_of_an_older_presentation_is_accepted(full: bool) -> None:
    key = holder()
    received = ISSUER.issue("Ed25519Signature2020", bodies.as_vcdm_1(badge_for(key, ISSUER.id)))
    text = make_presentation([showing(received)], key, TERMS, entropy=entropy_of(5), form=Form.VCDM_1_1).text
    assert_all_refused(text, member_fields(json.loads(text), ("proof",), json.dumps), ASKING, full=full, least=8)


def sd_jwt_presentation(kind: KeyKind = KeyKind.ED25519) -> str:
    """Return an SD-JWT with flat, nested and listed disclosures and a key binding."""
    key = holder(kind)
    chosen = ("/name", "/address/street", "/skills/0")
    return make_presentation([showing(sd_jwt_for(key, ISSUER), *chosen)], key, TERMS, entropy=entropy_of(5)).text


def token_fields(token: str, rebuild) -> Iterable[Field]:
    """Yield header and payload members and the signature of a compact token."""
    parts = token.split(".")
    for place in (0, 1):
        document = json.loads(b64u_decode(parts[place]))

        def rebuilt(made: object, place: int = place) -> str:
            return rebuild(".".join([*parts[:place], b64u(json.dumps(made).encode()), *parts[place + 1 :]]))

        yield from member_fields(document, (), rebuilt)
    yield "signature", lambda chance: rebuild(".".join([*parts[:2], changed_part(parts[2], chance)]))


@pytest.mark.long
@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256])
def test_SDJWT_12_no_changed_member_of_a_key_binding_is_accepted(kind: KeyKind, full: bool) -> None:
    text = sd_jwt_presentation(kind)
    shown, _, binding = text.rpartition("~")
    assert_all_refused(text, token_fields(binding, lambda made: f"{shown}~{made}"), ASKING, full=full, least=7)


@pytest.mark.long
def test_no_changed_part_of_the_issuers_token_is_accepted(full: bool) -> None:
    text = sd_jwt_presentation()
    token, _, rest = text.partition("~")
    assert_all_refused(text, token_fields(token, lambda made: f"{made}~{rest}"), ASKING, full=full, least=12)


@pytest.mark.long
@pytest.mark.parametrize("bound", [True, False])
def test_no_changed_disclosure_is_accepted(bound: bool, full: bool) -> None:
    """Without a key binding one may be left out, and the rest is as genuine: there nothing may be changed, doubled or put in."""
    text = sd_jwt_presentation()
    whole = sd_jwt_for(holder(), ISSUER).split("~")
    token, *disclosures, binding = text.split("~")
    unshown = [each for each in whole[1:-1] if each not in disclosures]
    last = binding if bound else ""

    def joined(changed: list[str]) -> str:
        return "~".join([token, *changed, last])

    def field(number: int, chance: random.Random) -> str:
        made, encoded = list(disclosures), disclosures[number]
        match chance.randrange(5):
            case 0:
                made.append(encoded)
            case 1:
                made[number] = b64u(json.dumps([*json.loads(b64u_decode(encoded))[:-1], "x"]).encode())
            case 2 if bound:
                made.pop(number)
            case 3 if bound:
                made.insert(number, chance.choice(unshown))
            case _:
                made[number] = changed_part(encoded, chance)
        return joined(made)

    fields = [(f"disclosure {number}", lambda chance, n=number: field(n, chance)) for number in range(len(disclosures))]
    door = ASKING if bound else OPEN
    assert_all_refused(joined(disclosures), fields, door, full=full, least=3)


@pytest.mark.long
@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256])
def test_no_changed_member_of_a_token_presentation_is_accepted(kind: KeyKind, full: bool) -> None:
    key = holder(kind)
    received = ISSUER.issue("vc+jwt", badge_for(key, ISSUER.id))
    text = make_presentation([showing(received)], key, TERMS, entropy=entropy_of(5)).text
    assert_all_refused(text, token_fields(text, lambda made: made), ASKING, full=full, least=12)


@pytest.mark.long
def test_SDJWT_12_a_well_signed_key_binding_that_says_something_else_is_not_bound(full: bool) -> None:
    """The holder's own key signs here: another nonce, audience, moment or set of disclosures is no answer all the same."""
    key, text = holder(), sd_jwt_presentation()
    shown, _, binding = text.rpartition("~")
    header, payload = (json.loads(b64u_decode(part)) for part in binding.split(".")[:2])
    far = timedelta(hours=24, minutes=2).total_seconds()  # as old as a binding with an end of its own may be, and more

    def signed(member: str, value: object) -> str:
        token = sign_compact({**payload, member: value}, {"typ": header["typ"]}, key.signing_key)
        return f"{shown}~{token}"

    for member in ("nonce", "aud", "sd_hash", "iat"):
        chance = random.Random(member)
        for number in range(WHOLE if full else 5):
            moment = payload["iat"] + chance.choice((1, -1)) * int(far * (1 + number))
            value = moment if member == "iat" else changed_text(payload[member], chance)
            for checked in ASKING.attempt(signed(member, value)):
                assert checked.report.verdict is Verdict.NOT_BOUND, (member, value)


@pytest.mark.long
@pytest.mark.parametrize("form", [Form.DATA_INTEGRITY, Form.JWT])
def test_DI_13_a_well_signed_presentation_of_a_changed_derived_credential_is_not_accepted(
    form: Form, full: bool
) -> None:
    """The holder signs what it altered: the outer proof is sound, and the issuer's is not."""
    key = holder()
    for suite in SELECTIVE:
        text = derived(suite, bound=False)
        for name, mutate in derived_proof_fields(json.loads(text)):
            chance = random.Random(name)
            # With a base proof's header it would be derived from once more, and is refused there.
            for _ in range(0 if name.startswith("header") else WHOLE if full else 1):
                shown = [replace(showing(text), envelope=showing(mutate(chance)).envelope)]
                made = make_presentation(shown, key, TERMS, entropy=entropy_of(5), form=form).text
                checked = ASKING.check(made)
                outer = checked.report.result_of("signature")
                assert outer is not None
                assert outer.outcome is Outcome.PASSED
                assert checked.report.verdict.rank < Verdict.REVOKED.rank, name


@pytest.mark.long
@pytest.mark.parametrize("form", [Form.DATA_INTEGRITY, Form.JWT])
def test_VP_11_a_well_signed_answer_to_something_else_is_not_bound(form: Form, full: bool) -> None:
    key = holder()
    received = showing(ISSUER.issue(body=badge_for(key, ISSUER.id)))
    chance = random.Random(form)
    for _ in range(WHOLE if full else 5):
        nonce, audience = str(changed_text(NONCE, chance)), str(changed_text(AUDIENCE, chance))
        ended = TERMS.now - timedelta(minutes=chance.randint(10, 10_000))
        before = replace(TERMS, now=ended, expires=ended + timedelta(minutes=5))
        for terms in (replace(TERMS, nonce=nonce), replace(TERMS, audience=audience), before):
            made = make_presentation([received], key, terms, entropy=entropy_of(5), form=form).text
            verdict = ASKING.verdict(made)
            assert verdict in (Verdict.NOT_BOUND, Verdict.EXPIRED), (terms, verdict)
