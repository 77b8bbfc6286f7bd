"""Two wallets in two processes that see each other only through pictures of codes: ask, answer, judge; then the attacks.

The interviewer's wallet is locked. Nothing crosses between the two but what a camera would see.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.issuer_simulator import Hidden, Issuer
from tests.journeys.conftest import PASSPHRASE
from tests.vaults import terms_for
from ui.actions.present_answer import looks_like_challenge
from ui.camera import grey_frame
from ui.dialogs.challenge import ChallengeDialog
from ui.journey import Walk
from ui.pages.verify_shown import VerifyPage
from ui.theme.theme import Appearance, theme
from ui.widgets.label import Label
from ui.widgets.qr_code import draw_code
from ui.widgets.qr_loop import QrLoop
from ui.words import set_language
from wallet.messages.presenting import (
    CheckShown,
    ChosenCredential,
    GetFrame,
    GetLedger,
    MakeChallenge,
    NewHolderKey,
    PreparedPresentation,
    PreparePresentation,
    ProveHolder,
    ReadChallenge,
    StartScan,
)
from wallet.messages.requests import AddPack, CreateVault, GetCredential, Keep, Receive
from wallet.report import Verdict
from wallet.session import Session
from wallet.trust.build_pack import build_pack

SCALE = 6  # pixels a module, as on a screen before a webcam


def picture_of(image: QImage) -> QImage:
    """What the other camera sees of a drawn code: enlarged, on a grey desk."""
    shown = image.scaled(image.width() * SCALE, image.height() * SCALE)
    scene = QImage(shown.width() + 160, shown.height() + 120, QImage.Format.Format_Grayscale8)
    scene.fill(120)
    painter = QPainter(scene)
    painter.drawImage(70, 50, shown)
    painter.end()
    return scene


def pack_of(issuer: Issuer, folder: Path) -> str:
    """A trust pack that knows the issuer."""
    folder.mkdir()
    (folder / "did.json").write_bytes(json.dumps(issuer.did_document()).encode())
    (folder / "names.json").write_text(json.dumps({issuer.id: issuer.name}))
    build_pack([folder / "did.json", folder / "names.json"], folder / "pack", now=datetime(2026, 6, 1, tzinfo=UTC))
    return str(folder / "pack")


@pytest.fixture
def issuer() -> Issuer:
    return Issuer("Harbourside College", host="harbourside-college.example", seed=b"harbourside college")


def a_walk(folder: Path, issuer: Issuer) -> Walk:
    walk = Walk(folder)
    walk.make_vault(PASSPHRASE)
    walk.ask(AddPack(pack_of(issuer, folder / "published")))
    return walk


@pytest.fixture
def two(qapp: QApplication, tmp_path: Path, issuer: Issuer) -> Iterator[tuple[Walk, VerifyPage, Walk, str]]:
    """The interviewer with a locked wallet on the check page, and the learner with a credential bound to a key of theirs."""
    qapp.setStyle("Fusion")
    theme().choose(Appearance.LIGHT, 1.0)
    set_language("en")
    for name in ("interviewer", "learner"):
        (tmp_path / name).mkdir()
    interviewer, learner = a_walk(tmp_path / "interviewer", issuer), a_walk(tmp_path / "learner", issuer)
    interviewer.lock()
    interviewer.window.show_check()
    page = interviewer.window._check
    assert isinstance(page, VerifyPage)
    yield interviewer, page, learner, credential_for(learner, issuer)
    interviewer.close()
    learner.close()


def credential_for(learner: Walk, issuer: Issuer) -> str:
    """Issue to a new key of the learner's own, and keep it."""
    key = learner.ask(NewHolderKey())
    proof = learner.ask(ProveHolder(key.id))
    claims = {
        "cnf": {"jwk": json.loads(proof.jwk)},
        "name": "Statistics",
        "given_name": Hidden("Li"),
        "grade": Hidden("8.5 of 10"),
        "birthdate": Hidden("2001-02-03"),
    }
    received = learner.ask(Receive(text=issuer.sd_jwt(claims).token()))
    kept = learner.ask(Keep((received.items[0].token,)))
    identifier: str = kept.ids[0]
    return identifier


def ask_for_proof(interviewer: Walk, page: VerifyPage, who: str = "Northgate Institute") -> QImage:
    """The interviewer asks; return the code on their screen."""
    if page._question is not None:
        page.clear()
    page.form.audience.setText(who)
    page.form.purpose.setText("Interview")
    page.question.loop.code._image = None
    page.form.ask()
    interviewer.until(lambda: page._question is not None and page.question.loop.code.image is not None, "the code")
    image = page.question.loop.code.image
    assert image is not None
    return image


def read_question(learner: Walk, image: QImage) -> Any:
    """The learner's camera reads the question."""
    learner.ask(StartScan())
    state = learner.ask(grey_frame(picture_of(image)))
    assert state.kind == "challenge"
    return learner.ask(ReadChallenge(state.text))


def answer_in_window(learner: Walk, challenge: Any, credential: str) -> list[QImage]:
    """The learner answers through the wizard; return every code of the loop that the screen shows."""
    summary = learner.ask(GetCredential(credential)).summary
    learner.shell.answer(challenge, [summary], [ChosenCredential(credential, ("/given_name",))])
    page = learner.shell._share
    learner.until(lambda: page.what.trees, "the choices")
    assert page.what.trees[0].chosen == ("/given_name",)
    page.go_on()
    learner.until(lambda: page.terms.prepared is not None, "the preview")
    assert page.terms.prepared.bound == "challenge"
    page.go_on()
    return codes_of(learner, page.shown.loop)


def codes_of(walk: Walk, loop: QrLoop) -> list[QImage]:
    """Step through a loop by its own button and take a picture of each code."""
    walk.until(lambda: loop.code.image is not None, "the first code")
    found = [loop.code.image]
    for _turn in range(loop.length - 1):
        before = loop.code.image
        loop.step(1)
        walk.until(lambda before=before: loop.code.image is not before, "the next code")
        found.append(loop.code.image)
    return [image for image in found if image is not None]


def answer_at_once(learner: Walk, credential: str, challenge: Any, **changes: Any) -> list[QImage]:
    """What a replayer has: the codes of an answer that was made for something else."""
    request = PreparePresentation(
        (ChosenCredential(credential, ("/given_name",)),),
        changes.get("audience", challenge.audience),
        "",
        changes.get("nonce", challenge.nonce),
        10,
    )
    prepared = learner.ask(request)
    assert isinstance(prepared, PreparedPresentation)
    return [draw_code(learner.ask(GetFrame(prepared.token, number=number))) for number in range(prepared.codes)]


def hold_up(interviewer: Walk, page: VerifyPage, images: list[QImage]) -> None:
    """The codes are held before the interviewer's camera, one look after the other, until there is a result."""
    page.checked = None
    page._look_with(page.finder.begin)
    interviewer.settle()
    for image in images:
        if page.checked is None:
            page.finder.take_picture(picture_of(image))
            interviewer.until(lambda: not page.reader.busy, "the look")
    interviewer.until(lambda: page.checked is not None, "the verdict")
    interviewer.settle()


def words_on(page: VerifyPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))


def holder_code(page: VerifyPage) -> str:
    assert page.checked is not None
    return next(result.code for result in page.checked.items[0].results if result.check == "holder")


def test_question_answer_and_verdict_through_pictures_alone(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, learner, credential = two
    challenge = read_question(learner, ask_for_proof(interviewer, page))
    assert page._question is not None
    assert challenge.check_code == page._question.check_code
    hold_up(interviewer, page, answer_in_window(learner, challenge, credential))
    assert page.checked is not None
    shown = page.checked.items[0]
    assert shown.verdict is Verdict.VERIFIED
    assert holder_code(page) == "holder.bound"
    words = words_on(page)
    assert "Genuine, and it is theirs" in words
    assert "Li" in words
    assert "2 items were kept private" in words
    assert "8.5 of 10" not in shown.raw
    assert "2001-02-03" not in words
    ledger = learner.ask(GetLedger())
    assert [(row.audience, row.bound) for row in ledger.rows] == [("Northgate Institute", "challenge")]
    assert ledger.broken_at == 0


def test_a_screenshot_of_the_answer_is_refused_by_the_next_question(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, learner, credential = two
    challenge = read_question(learner, ask_for_proof(interviewer, page))
    screenshot = answer_in_window(learner, challenge, credential)
    hold_up(interviewer, page, screenshot)
    assert page.checked is not None
    assert page.checked.items[0].verdict is Verdict.VERIFIED
    ask_for_proof(interviewer, page)
    hold_up(interviewer, page, screenshot)
    assert page.checked is not None
    assert page.checked.items[0].verdict is Verdict.NOT_BOUND
    assert holder_code(page) == "holder.wrong_nonce"
    assert "another occasion" in words_on(page)


def test_an_answer_made_for_somebody_else_is_refused(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, learner, credential = two
    challenge = read_question(learner, ask_for_proof(interviewer, page))
    hold_up(interviewer, page, answer_at_once(learner, credential, challenge, audience="Another Office"))
    assert page.checked is not None
    assert page.checked.items[0].verdict is Verdict.NOT_BOUND
    assert holder_code(page) == "holder.wrong_audience"


def test_without_a_question_it_is_genuine_and_the_holder_unproven(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, learner, credential = two
    prepared = learner.ask(PreparePresentation((ChosenCredential(credential, ("/grade",)),), bind=False, minutes=0))
    images = [draw_code(learner.ask(GetFrame(prepared.token, number=number))) for number in range(prepared.codes)]
    hold_up(interviewer, page, images)
    assert page.checked is not None
    assert page.checked.items[0].verdict is Verdict.VERIFIED
    assert "that this person is the holder was not proven" in words_on(page)
    assert "and it is theirs" not in words_on(page)


def test_the_question_can_travel_as_text(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, learner, _credential = two
    ask_for_proof(interviewer, page)
    assert page._question is not None
    text = page._question.text
    assert looks_like_challenge(text)
    QApplication.clipboard().setText(text)
    learner.window.add("paste")
    learner.until(lambda: learner.window.findChildren(ChallengeDialog), "who asks")
    dialog = learner.window.findChildren(ChallengeDialog)[0]
    said = "\n".join(label.text() for label in dialog.findChildren(Label))
    assert "Northgate Institute" in said
    assert "their own word" in said
    dialog.accept()
    learner.until(lambda: learner.shell._share is not None, "the wizard")
    assert learner.shell._share.terms.audience.text() == "Northgate Institute"
    assert learner.shell._share.terms.audience.isReadOnly()


def test_no_answer_is_made_to_a_question_that_is_over(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    """The window does not offer it."""
    interviewer, page, learner, _credential = two
    challenge = read_question(learner, ask_for_proof(interviewer, page))
    late = ChallengeDialog(learner.window, challenge, lambda: challenge.expires + timedelta(seconds=1))
    late.open()
    learner.settle()
    said = [label.text() for label in late.findChildren(Label)]
    assert any("It is over" in words for words in said)
    late.reject()


class Hours:
    """A clock that the test turns."""

    now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("form", ["dc+sd-jwt", "eddsa-rdfc-2022", "vc+jwt"])
def test_a_late_answer_is_refused_in_every_form(tmp_path: Path, form: str) -> None:
    """Two wallets whose clocks the test turns; between them only pictures of codes."""
    hours = Hours()
    learner = Session(tmp_path / "learner", terms_for(tmp_path / "a"), hours)
    verifier = Session(tmp_path / "verifier", terms_for(tmp_path / "b"), hours)
    learner.create(CreateVault(PASSPHRASE))
    key = learner.new_holder_key(NewHolderKey())
    proof = learner.prove_holder(ProveHolder(key.id))
    issuer = Issuer("Harbourside College", method="key")
    if form == "dc+sd-jwt":
        text = issuer.sd_jwt({"cnf": {"jwk": json.loads(proof.jwk)}, "name": Hidden("Statistics")}).token()
    else:
        body = issuer.badge()
        body["credentialSubject"]["id"] = key.did
        issued = issuer.issue(form, body)
        text = issued if isinstance(issued, str) else issued.decode()
    credential = learner.keep(Keep((learner.receive(Receive(text=text)).items[0].token,))).ids[0]
    challenge = verifier.make_challenge(MakeChallenge("Northgate Institute", minutes=10))
    choice = ChosenCredential(credential, everything=True)
    request = PreparePresentation((choice,), challenge.audience, "", challenge.nonce, 10)
    prepared = learner.prepare(request)
    images = [draw_code(learner.frame(GetFrame(prepared.token, number=at))) for at in range(prepared.codes)]

    def judged() -> tuple[Verdict, str]:
        state = verifier.start_scan(StartScan())
        for image in images:
            state = verifier.see_frame(grey_frame(picture_of(image)))
        assert state.kind == "presentation"
        shown = verifier.check_shown(CheckShown(text=state.text, nonce=challenge.nonce, audience=challenge.audience))
        holder = next(result for result in shown.items[0].results if result.check == "holder")
        return shown.items[0].verdict, holder.code

    assert judged() == (Verdict.ISSUER_UNKNOWN, "holder.bound")
    hours.now += timedelta(hours=1)
    assert judged() == (Verdict.NOT_BOUND, "holder.expired")
    learner.goodbye()
    verifier.goodbye()


def test_the_window_takes_no_answer_once_its_question_is_over(two: tuple[Walk, VerifyPage, Walk, str]) -> None:
    interviewer, page, _learner, _credential = two
    ask_for_proof(interviewer, page)
    question = page._question
    assert question is not None
    page._question = replace(question, expires=question.issued)
    page.take(Receive(text="eyJhbGciOiJFUzI1NiJ9.e30.AA"))
    interviewer.settle()
    assert page.checked is None
    assert "Ask again" in words_on(page)
