"""What is disclosed is exactly what was consented to, over random selections; nothing hidden can be found in the bytes sent."""

import base64
import random

import pytest

from tests.wallet.presentations.presenting import TERMS, bbs_for, ecdsa_sd_for, entropy_of, holder, sd_jwt_for, showing
from wallet.credentials.readers import read_credential
from wallet.errors import PresentationError
from wallet.formats.registry import open_envelope
from wallet.presentations.disclosure import Hiding, disclosure_tree, hiding_of, shown_leaves
from wallet.presentations.presentation import Showing, make_presentation

SHARE = {False: 40, True: 3400}


def values_of(text: str) -> dict[str, int]:
    """The values of every leaf that a presentation shows, with how often each stands there."""
    envelope = open_envelope(text.encode(), "shown")
    counted: dict[str, int] = {}
    for claim in read_credential(envelope).claims:
        counted[repr(claim.value)] = counted.get(repr(claim.value), 0) + 1
    return counted


def spellings(value: str) -> list[bytes]:
    """A value as it could hide in bytes: as it is, in base64 at three offsets, base64url, hex."""
    raw = value.encode()
    shifted = [base64.b64encode(b"x" * pad + raw)[4:-4] for pad in range(3)]
    return [raw, raw.hex().encode(), *[piece for piece in shifted if len(piece) > 8]]


@pytest.mark.parametrize("kind", ["sd-jwt", "ecdsa-sd", "bbs"])
def test_disclosed_leaves_equal_consented_leaves(kind: str, issuer, full: bool) -> None:
    key = holder()
    received = {
        "sd-jwt": lambda: sd_jwt_for(key, issuer),
        "ecdsa-sd": lambda: ecdsa_sd_for(key),
        "bbs": lambda: bbs_for(key),
    }[kind]()
    whole: Showing = showing(received)
    tree = disclosure_tree(whole.envelope, whole.credential)
    optional = sorted(tree.optional)
    assert optional
    chance = random.Random(5)
    for _ in range(SHARE[full]):
        chosen = tuple(chance.sample(optional, chance.randint(0, len(optional))))
        made = make_presentation(
            [Showing("c1", whole.envelope, whole.credential, chosen)], None, TERMS, entropy=entropy_of(1)
        )
        consented = made.shown[0][1]
        assert set(chosen) <= consented
        expected: dict[str, int] = {}
        for leaf in tree.leaves:
            if leaf.path in consented:
                expected[repr(leaf.value)] = expected.get(repr(leaf.value), 0) + 1
        assert values_of(made.text) == expected
        hidden = [
            str(leaf.value) for leaf in tree.leaves if leaf.path not in consented and repr(leaf.value) not in expected
        ]
        for value in hidden:
            if len(value) > 5 and not any(value in str(leaf.value) for leaf in tree.leaves if leaf.path in consented):
                assert not any(spelled in made.text.encode() for spelled in spellings(value)), value


def test_the_tree_says_what_is_always_shown(issuer) -> None:
    key = holder()
    trees = {
        kind: showing(make)
        for kind, make in (("sd", sd_jwt_for(key, issuer)), ("ec", ecdsa_sd_for(key)), ("jwt", issuer.issue("vc+jwt")))
    }
    assert hiding_of(trees["sd"].envelope) is Hiding.CLAIMS
    assert hiding_of(trees["ec"].envelope) is Hiding.STATEMENTS
    assert hiding_of(trees["jwt"].envelope) is Hiding.NOTHING
    always = {leaf.path for leaf in disclosure_tree(trees["ec"].envelope, trees["ec"].credential).leaves if leaf.always}
    assert {"/issuer/id", "/issuer/name", "/validFrom", "/credentialSubject/id", "/credentialSubject/type/0"} <= always
    assert "/name" not in always
    assert not disclosure_tree(trees["jwt"].envelope, trees["jwt"].credential).optional


def test_a_pointer_to_nothing_is_refused(issuer) -> None:
    received = showing(sd_jwt_for(holder(), issuer))
    with pytest.raises(PresentationError) as refusal:
        shown_leaves(received.envelope, received.credential, ["/salary"])
    assert refusal.value.step == "disclose.path"
