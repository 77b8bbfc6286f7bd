"""A signed stack in an open wallet: checked like any credential, and shown as what that shows and no more."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.issuer_simulator import Issuer, bodies
from tests.wallet.pathways.stacks import course, document, item
from tests.wallet.session.test_eye_copies import pack_of
from wallet.errors import WalletError
from wallet.messages import requests as keep
from wallet.messages import stacks as ask
from wallet.messages.stack_views import StackWord
from wallet.session import Session

STACK = document({"a": course("a", 3)}, [item("a")], status="published", id="urn:example:signed")


@pytest.fixture
def registry(clock) -> Issuer:
    return Issuer("Registry of Stacks", host="registry.example", now=clock.now, seed=b"registry")


def signed(issuer: Issuer, **more) -> bytes:
    about = {"id": "urn:example:stack", "pathway": STACK}
    body = bodies.credential(issuer.next_id(), issuer.profile, about, issuer.now - timedelta(days=40))
    body["type"] = ["VerifiableCredential"]
    return issuer.issue("vc+jwt", body, **more)


def written(tmp_path: Path, source: bytes) -> str:
    path = tmp_path / "stack.jwt"
    path.write_bytes(source)
    return str(path)


def test_a_stack_of_a_known_issuer_is_published_by_it_as_of_its_day(session: Session, registry, tmp_path: Path):
    session.add_pack(keep.AddPack(str(pack_of(registry, tmp_path))))
    path = written(tmp_path, signed(registry))
    preview = session.answer(ask.PreviewStack(path))
    day = (registry.now - timedelta(days=40)).date().isoformat()
    assert preview.attribution.render("en") == f"Published by Registry of Stacks, {day}"
    (key,) = session.answer(ask.FollowStack(path=path)).ids
    view = session.answer(ask.GetStack(key))
    assert view.card.word is StackWord.PUBLISHED
    assert view.attribution.render("en") == f"Published by Registry of Stacks, {day}"
    assert view.according_to.render("en") == f"According to Registry of Stacks, {day}; the institution decides."
    assert "the institution decides" in view.according_to.text


def test_a_stack_of_an_unknown_issuer_is_signed_and_no_more(session: Session, registry, tmp_path: Path):
    registry = Issuer("Registry of Stacks", method="key", now=registry.now, seed=b"another")
    (key,) = session.answer(ask.FollowStack(path=written(tmp_path, signed(registry)))).ids
    view = session.answer(ask.GetStack(key))
    assert view.card.word is StackWord.CLAIMED
    assert view.attribution.render("en").startswith("Signed, but not established: says it is by Registry of Stacks")


def test_the_same_rules_in_a_bare_file_are_a_suggestion(session: Session, tmp_path: Path):
    import json

    (tmp_path / "bare.json").write_text(json.dumps(STACK))
    (key,) = session.answer(ask.FollowStack(path=str(tmp_path / "bare.json"))).ids
    view = session.answer(ask.GetStack(key))
    assert view.card.word is StackWord.CLAIMED
    assert view.attribution.render("en").startswith("Unsigned suggestion")


@pytest.mark.parametrize("wrong", ["altered", "another key"])
def test_a_stack_whose_signature_does_not_hold_is_refused(session: Session, registry, tmp_path: Path, wrong: str):
    session.add_pack(keep.AddPack(str(pack_of(registry, tmp_path))))
    source = signed(registry)
    if wrong == "altered":
        head, body, signature = source.split(b".")
        source = b".".join((head, body, signature[:-6] + (b"AAAAAA" if signature[-6:] != b"AAAAAA" else b"BBBBBB")))
    else:
        other = Issuer("Somebody", host="other.example", now=registry.now, seed=b"other")
        source = signed(registry, key=other.key)
    with pytest.raises(WalletError):
        session.answer(ask.FollowStack(path=written(tmp_path, source)))
    assert session.answer(ask.ListStacks()).cards == ()


def test_trust_that_goes_takes_the_word_with_it(session: Session, registry, tmp_path: Path):
    pack = pack_of(registry, tmp_path)
    session.add_pack(keep.AddPack(str(pack)))
    (key,) = session.answer(ask.FollowStack(path=written(tmp_path, signed(registry)))).ids
    for _ in range(20):  # what was remembered with trust that is gone must not come back with a new object in its place
        assert session.answer(ask.GetStack(key)).card.word is StackWord.PUBLISHED
        for one in session.answer(keep.ListPacks()).packs:
            if not one.bundled:
                session.answer(keep.RemovePack(one.id))
        assert session.answer(ask.GetStack(key)).card.word is StackWord.CLAIMED
        session.add_pack(keep.AddPack(str(pack)))
