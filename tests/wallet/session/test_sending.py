"""What leaves: every kind of file is made of the bytes that are sent, and nothing kept private is in any of them."""

import base64
import io
import json
import random
import re
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.issuer_simulator import Hidden, Issuer
from tests.vaults import terms_for
from tests.wallet.presentations.presenting import badge_for
from tests.wallet.session.conftest import MovableClock
from wallet.errors import PresentationError
from wallet.formats.zip_file import find_dossier
from wallet.messages import presenting as show
from wallet.messages.requests import Keep, Receive
from wallet.messages.stacks import FollowStack, ListStacks
from wallet.session import Session

KINDS = ("file", "png", "svg", "pdf", "dossier", "ler-rs", "resume")
CANARIES = ("course_name", "grade", "given_name", "family_name", "birthdate", "skills")


def canary(name: str) -> str:
    return f"Canary-{name}-7Qz9"


@pytest.fixture
def kept(session: Session) -> str:
    """An SD-JWT of the wallet's own with a canary in each claim, its title among them."""
    key = session.answer(show.NewHolderKey())
    jwk = json.loads(session.answer(show.ProveHolder(key.id)).jwk)
    claims = {name: Hidden(canary(name)) for name in CANARIES}
    token = Issuer(method="key").sd_jwt({"cnf": {"jwk": jwk}, **claims}).token()
    received = session.answer(Receive(text=token))
    return session.answer(Keep((received.items[0].token,))).ids[0]


def spellings(value: str) -> list[bytes]:
    """A value as it could hide in bytes."""
    raw = value.encode()
    coded = [base64.b64encode(b"x" * pad + raw)[4:-4] for pad in range(3)]
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), raw.decode().encode("utf-16-be"), *coded]


def everything_in(source: bytes) -> bytes:
    """The bytes of a file and of all that is packed in it."""
    found = [source]
    if source.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", source, re.DOTALL):
        for unpack in (zlib.decompress, lambda raw: zlib.decompress(base64.a85decode(raw.strip(), adobe=False))):
            try:
                found.append(unpack(stream[1]))
            except (zlib.error, ValueError):
                continue
    if source.startswith(b"%PDF"):
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(source))
        found += [page.extract_text().encode() for page in reader.pages]
        found += [page.extract_text().encode("utf-16-be") for page in reader.pages]
        found += [each.content for each in reader.attachment_list]
    return b"\n".join(found)


def test_nothing_kept_private_is_in_any_file(session: Session, kept: str, tmp_path: Path, full: bool) -> None:
    session.answer(FollowStack(shipped="northlight-bsc-data-practice"))
    stack = session.answer(ListStacks()).cards[0].id
    chance = random.Random(11)
    for turn in range(60 if full else 6):
        chosen = chance.sample(CANARIES, chance.randint(0, len(CANARIES) - 1))
        choice = show.ChosenCredential(kept, tuple(f"/{name}" for name in chosen))
        prepared = session.answer(show.PreparePresentation((choice,), "Northgate", bind=bool(turn % 2)))
        for kind in KINDS:
            path = tmp_path / f"{turn}.{kind}"
            session.answer(show.SavePresentation(prepared.token, str(path), kind, "zh_CN", stack))
            sent = everything_in(path.read_bytes())
            for name in set(CANARIES) - set(chosen):
                assert not any(spelled in sent for spelled in spellings(canary(name))), (kind, name)
            if kind == "pdf":
                told = sent.decode("utf-8", "ignore").replace("\n", "")
                assert all(canary(name) in told for name in chosen), (kind, chosen)


def test_the_same_presentation_gives_the_same_files(session: Session, kept: str, tmp_path: Path) -> None:
    choice = show.ChosenCredential(kept, ("/grade",))
    prepared = session.answer(show.PreparePresentation((choice,), "Northgate"))
    for kind in KINDS:
        one, two = tmp_path / "one", tmp_path / "two"
        for path in (one, two):
            session.answer(show.SavePresentation(prepared.token, str(path), kind))
        assert one.read_bytes() == two.read_bytes(), kind


def test_the_text_for_a_resume_is_what_its_file_holds_and_is_in_the_ledger(session: Session, tmp_path: Path) -> None:
    token = Issuer("Harbourside", method="key").sd_jwt({"course_name": "Statistics", "ects": 5, "grade": "8.5"}).token()
    kept = session.answer(Keep((session.answer(Receive(text=token)).items[0].token,))).ids[0]
    prepared = session.answer(show.PreparePresentation((show.ChosenCredential(kept),), "Northgate", bind=False))
    text = session.answer(show.GetResume(prepared.token)).text
    session.answer(show.SavePresentation(prepared.token, str(tmp_path / "block"), "resume"))
    assert text == (tmp_path / "block").read_text(encoding="utf-8")
    first, *rest = text.splitlines()
    assert first.startswith("Statistics")
    assert rest[:3] == ["  Credits: 5 ECTS", "  Result: 8.5", "  Checked: Issuer unknown"]
    assert len(session.answer(show.GetLedger()).rows) == 1


def test_a_dossier_and_a_page_are_checked_as_what_they_carry(session: Session, kept: str, tmp_path: Path) -> None:
    choice = show.ChosenCredential(kept, ("/grade",))
    prepared = session.answer(show.PreparePresentation((choice,), "Northgate"))
    for kind in ("dossier", "pdf"):
        path = tmp_path / f"away.{kind}"
        session.answer(show.SavePresentation(prepared.token, str(path), kind))
        checked = session.answer(show.CheckShown(paths=(str(path),), audience="Northgate"))
        (one,) = checked.items
        assert not checked.refused
        holder = next(result for result in one.results if result.check == "holder")
        # An audience without a nonce is not a challenge: genuine, and for nobody else.
        assert (one.summary.verdict.value, holder.code) != ("altered", "holder.wrong_audience")
        elsewhere = session.answer(show.CheckShown(paths=(str(path),), audience="Somebody else"))
        assert {item.verdict.value for item in elsewhere.items} == {"not_bound"}
    dossier = find_dossier((tmp_path / "away.dossier").read_bytes())
    assert dossier is not None


def test_a_badge_is_made_of_one_whole_credential_only(session: Session, kept: str, tmp_path: Path) -> None:
    path = tmp_path / "badge.png"
    for request in (
        show.PreparePresentation((show.ChosenCredential(kept, (), True),), bind=False, form="plain"),
        show.PreparePresentation((show.ChosenCredential(kept, ()),), bind=False, form="plain"),
        show.PreparePresentation((show.ChosenCredential(kept, (), True),)),
    ):
        prepared = session.answer(request)
        with pytest.raises(PresentationError) as refusal:
            session.answer(show.SavePresentation(prepared.token, str(path), "badge-png"))
        assert refusal.value.step == "present.badge"
    assert not path.exists()
    assert session.answer(show.GetLedger()).rows == (), "what was not written was not shown"


@pytest.mark.parametrize("kind", ["badge-png", "badge-svg"])
@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "vc+jwt"])
def test_a_baked_badge_is_the_credential_byte_for_byte(
    session: Session, tmp_path: Path, kind: str, secured: str
) -> None:
    issuer = Issuer(method="key")

    class Somebody:
        did = "did:example:somebody"

    source = issuer.issue(secured, badge_for(Somebody(), issuer.id))
    received = session.answer(Receive(text=source.decode()))
    key = session.answer(Keep((received.items[0].token,))).ids[0]
    whole = show.PreparePresentation((show.ChosenCredential(key, (), True),), bind=False, form="plain", evidence=False)
    prepared = session.answer(whole)
    path = tmp_path / "badge"
    session.answer(show.SavePresentation(prepared.token, str(path), kind))
    again = session.answer(Receive(paths=(str(path),)))
    (item,) = again.items
    kept_again = session.answer(Keep((item.token,))).ids
    assert kept_again == (key,), "the same credential as before: nothing new was kept"
    assert session.answer(show.GetLedger()).rows[0].bound == "nobody"


def test_an_unknown_kind_is_refused_and_not_in_the_ledger(session: Session, kept: str, tmp_path: Path) -> None:
    prepared = session.answer(show.PreparePresentation((show.ChosenCredential(kept),)))
    with pytest.raises(PresentationError) as refusal:
        session.answer(show.SavePresentation(prepared.token, str(tmp_path / "x"), "docx"))
    assert refusal.value.step == "present.kind"
    assert session.answer(show.GetLedger()).rows == ()


def test_a_window_reckons_a_dossier_without_a_vault(session: Session, tmp_path: Path, clock: MovableClock) -> None:
    issuer, stack = Issuer(method="key"), tmp_path / "stack.json"
    achievement = "https://harbourside.example/achievements/statistics"
    stack.write_text(
        json.dumps(
            {
                "format": "stack-pathway/1",
                "id": "urn:test:stack",
                "version": "1",
                "status": "personal",
                "title": {"en": "Certificate", "zh-CN": "证书"},
                "unit": "none",
                "issuers": {},
                "achievements": {
                    "one": {"title": {"en": "One"}, "match": [{"by": "achievement", "id": achievement}]},
                    "two": {"title": {"en": "Two"}, "match": [{"by": "achievement", "id": achievement + "/2"}]},
                },
                "requires": {
                    "id": "root",
                    "type": "all",
                    "title": {"en": "All"},
                    "of": [{"id": name, "type": "item", "achievement": name} for name in ("one", "two")],
                },
            }
        )
    )

    class Somebody:
        did = "did:example:somebody"

    received = session.answer(Receive(text=issuer.issue(body=badge_for(Somebody(), issuer.id)).decode()))
    key = session.answer(Keep((received.items[0].token,))).ids[0]
    followed = session.answer(FollowStack(path=str(stack))).ids[0]
    prepared = session.answer(show.PreparePresentation((show.ChosenCredential(key, (), True),), bind=False))
    away, bare = tmp_path / "away.zip", tmp_path / "bare.zip"
    session.answer(show.SavePresentation(prepared.token, str(away), "dossier", stack=followed))
    session.answer(show.SavePresentation(prepared.token, str(bare), "dossier"))
    registrar = Session(tmp_path / "nowhere", terms_for(tmp_path / "other"), clock)
    found = registrar.answer(show.ReckonDossier(str(away), "zh_CN"))
    # The issuer is known to nobody here: what it signed is not counted, and the dossier's word agrees.
    assert (found.title, found.percent, found.claimed, found.same) == ("证书", 0, 0, True)
    assert registrar.answer(show.ReckonDossier(str(bare))).title == ""
    assert registrar.answer(show.ReckonDossier(str(stack))).title == ""
    registrar.goodbye()
