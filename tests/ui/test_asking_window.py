"""Asking and answering in the window: in plain words, for a job, by a picture; and what is said of whoever shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.issuer_simulator import Hidden, Issuer
from tests.ui.looking import choose_look, reset_look
from tests.ui.showing import looked_at
from tests.wallet.presentations.presenting import badge_for
from ui.actions.present_answer import answer_a_question
from ui.dialogs.challenge import ChallengeDialog
from ui.journey import Walk
from ui.pages.ask_wish import WishForm
from ui.pages.verify_shown import VerifyPage
from ui.widgets.holder_claim import HolderClaimView
from ui.widgets.label import Label
from ui.widgets.qr_code import draw_code
from wallet.messages.presenting import (
    ChosenCredential,
    GetFrame,
    ListHolderKeys,
    MakeChallenge,
    NewHolderKey,
    PreparePresentation,
    ProveHolder,
    WishView,
)
from wallet.messages.requests import Keep, Receive
from wallet.messages.stacks import FollowStack, ListStacks
from wallet.report import Verdict

ISSUER = Issuer("Harbourside College", method="key")


def keep(opened: Walk, text: str) -> str:
    received = opened.ask(Receive(text=text))
    identifier: str = opened.ask(Keep((received.items[0].token,))).ids[0]
    return identifier


@pytest.fixture(scope="module")
def course(opened: Walk) -> str:
    """A course certificate of the wallet's own."""
    key = opened.ask(NewHolderKey(label="Study laptop"))
    proof = opened.ask(ProveHolder(key.id))
    hidden: dict[str, Any] = {
        "course_name": Hidden("Statistics"),
        "grade": Hidden("8.5"),
        "given_name": Hidden("Li"),
        "birthdate": Hidden("2001-02-03"),
        "skills": [Hidden("Sampling"), Hidden("Inference")],
    }
    return keep(opened, ISSUER.sd_jwt({"cnf": {"jwk": json.loads(proof.jwk)}, **hidden}).token())


@pytest.fixture(scope="module")
def badge(opened: Walk) -> str:
    """A badge about the wallet's first key, shown in a presentation of its own."""
    keys = opened.ask(ListHolderKeys()).keys or (opened.ask(NewHolderKey()),)

    class Named:
        did = keys[0].did

    return keep(opened, ISSUER.issue(body=badge_for(Named(), ISSUER.id)).decode())  # type: ignore[arg-type]


@pytest.fixture
def check(opened: Walk) -> Iterator[VerifyPage]:
    """The check page of an open wallet."""
    opened.shell.go("check")
    page = opened.shell.stack.currentWidget()
    assert isinstance(page, VerifyPage)
    page.clear()
    page.form.wish.reset()
    yield page
    page.clear()
    close_dialogs(opened)
    opened.shell.go("all")
    reset_look()


def close_dialogs(opened: Walk) -> None:
    for widget in QApplication.topLevelWidgets():
        if widget.inherits("QDialog"):
            widget.close()
    opened.settle()


def words_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def challenge_dialog(opened: Walk) -> ChallengeDialog:
    opened.until(lambda: opened.window.findChildren(ChallengeDialog), "who asks")
    return opened.window.findChildren(ChallengeDialog)[-1]


# asking


def test_what_is_wanted_is_chosen_in_plain_words(paper: QApplication) -> None:
    form = WishForm()
    assert form.wish == WishView()
    assert form.summary() == "Whatever they choose to show"
    form.kinds.choose("certificate", tell=True)
    form.facts["grade"].setChecked(True)
    form.title.setText("Statistics")
    assert form.wish == WishView("certificate", "", "Statistics", "", ("grade",))
    assert form.summary() == "A course certificate or badge · Grade or result · Statistics"
    form.kinds.choose("type", tell=True)
    assert form.wish.kind == "any"  # nothing is named yet
    form.type.setText("urn:course")
    assert (form.wish.kind, form.wish.type) == ("type", "urn:course")
    form.query.setPlainText('{"credentials":[]}')
    assert form.raw
    assert form.summary() == "A DCQL query of your own"
    form.reset()
    assert form.wish == WishView()
    form.deleteLater()


def test_only_what_was_asked_in_plain_words_is_sent(opened: Walk, check: VerifyPage, course: str) -> None:
    """The whole way through the window: the form, the question, who asks, the wizard, the preview, the answer, the verdict."""
    check.form.audience.setText("Northgate Institute")
    check.form.wish.facts["title"].setChecked(True)
    check.form.wish.facts["grade"].setChecked(True)
    check.form.ask()
    opened.until(lambda: check._question is not None, "the question")
    question = check._question
    assert question is not None
    QApplication.clipboard().setText(question.text)
    opened.window.add("paste")
    dialog = challenge_dialog(opened)
    assert "What it is for, Grade or result" in words_on(dialog)
    dialog.accept()
    opened.until(lambda: opened.shell._share is not None and opened.shell._share.what.trees, "the wizard")
    page = opened.shell._share
    assert set(page.what.trees[0].chosen) == {"/course_name", "/grade"}
    assert "Only what is asked is ticked" in words_on(page)
    page.go_on()
    opened.until(lambda: page.terms.prepared is not None, "the preview")
    prepared = page.terms.prepared
    assert prepared.bound == "challenge"
    shown = {leaf.path for leaf in prepared.shown[0].leaves}
    assert {"/course_name", "/grade"} <= shown
    assert not shown & {"/birthdate", "/given_name", "/skills/0", "/skills/1"}
    kept = page.what.trees[0].kept_private()
    assert prepared.shown[0].kept_private == kept
    opened.shell.go("check")
    check.take(Receive(text=prepared.text))
    opened.until(lambda: check.checked is not None, "the verdict")
    opened.settle()
    assert check.checked is not None
    assert check.checked.items[0].hidden_claims == kept
    assert f"{kept} items were kept private" in words_on(check)
    assert "this is normal" in words_on(check)


def test_SDJWT_13_a_copy_of_the_answer_is_not_taken_for_another(opened: Walk, check: VerifyPage, course: str) -> None:
    check.form.audience.setText("Northgate")
    check.form.ask()
    opened.until(lambda: check._question is not None, "the question")
    question = check._question
    assert question is not None
    answer = opened.ask(PreparePresentation((ChosenCredential(course),), "Northgate", "", question.nonce)).text
    verdicts = []
    for _time in range(2):
        check.checked = None
        check.take(Receive(text=answer))
        opened.until(lambda: check.checked is not None, "the verdict")
        opened.settle()
        verdicts.append(check.checked.items[0].verdict)  # type: ignore[attr-defined]
    assert verdicts == [Verdict.ISSUER_UNKNOWN, Verdict.NOT_BOUND]
    assert "accepted before" in words_on(check)


# a question by other ways


def picture_of(opened: Walk, text: str, path: Path) -> Path:
    drawn = draw_code(opened.ask(GetFrame(text=text)))
    large = drawn.scaled(drawn.width() * 5, drawn.height() * 5)
    page = QImage(large.width() + 80, large.height() + 80, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    from PySide6.QtGui import QPainter

    painter = QPainter(page)
    painter.drawImage(40, 40, large)
    painter.end()
    page.save(str(path))
    return path


def test_a_picture_of_a_question_is_answered_wherever_it_is_dropped(
    opened: Walk, check: VerifyPage, tmp_path: Path
) -> None:
    question = opened.ask(MakeChallenge("Northgate", "Interview"))
    path = picture_of(opened, question.text, tmp_path / "question.png")
    check.take(Receive(paths=(str(path),)))
    assert question.check_code in words_on(challenge_dialog(opened))


def drop(widget: QWidget, path: Path) -> None:
    """Drop a file on a widget, as from a file manager."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    arguments = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(20, 20), *arguments)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(20, 20), *arguments))


def test_the_shared_page_takes_a_question_by_picture_by_paste_and_by_drop(opened: Walk, tmp_path: Path) -> None:
    question = opened.ask(MakeChallenge("Northgate", "Interview"))
    path = picture_of(opened, question.text, tmp_path / "question.png")
    answers: list[object] = []
    for put in (
        lambda: QApplication.clipboard().setImage(QImage(str(path))),
        lambda: QApplication.clipboard().setText(question.text),
        None,
    ):
        answers.clear()
        if put is not None:
            put()
        dialog = answer_a_question(opened.window.desk, opened.window, lambda *told: answers.append(told))
        opened.settle()
        if put is not None:
            dialog.ways["clipboard-paste"].click()
        else:
            drop(dialog, path)
        asked = challenge_dialog(opened)
        assert question.check_code in words_on(asked)
        asked.accept()
        opened.until(lambda: answers, "the proposal")
        close_dialogs(opened)


def test_what_is_no_question_is_said_to_be_none(opened: Walk) -> None:
    QApplication.clipboard().setText("Dear applicant")
    dialog = answer_a_question(opened.window.desk, opened.window, lambda *_told: None)
    opened.settle()
    dialog.ways["clipboard-paste"].click()
    opened.until(lambda: any("no question" in words_on(w) for w in QApplication.topLevelWidgets()), "the sentence")
    close_dialogs(opened)


# whoever holds a key


def test_whoever_proves_to_hold_a_key_is_shown_with_the_proof(opened: Walk, check: VerifyPage, tmp_path: Path) -> None:
    key = opened.ask(NewHolderKey(label="For an issuer"))
    proof = opened.ask(ProveHolder(key.id, "n-0S6_WzA2Mj", "registrar.example"))
    picture = picture_of(opened, proof.presentation, tmp_path / "key.png")
    saved = tmp_path / "holder-proof.json"
    saved.write_text(proof.presentation, encoding="utf-8")
    for received in (Receive(text=proof.presentation), Receive(paths=(str(picture),)), Receive(paths=(str(saved),))):
        check.clear()
        check.take(received)
        opened.until(lambda: check.findChildren(HolderClaimView), "the claim")
        opened.settle()
        words = words_on(check)
        assert "They hold this key" in words
        assert key.did in words.replace("\u200b", "")
        assert "registrar.example" in words
        assert not check.keep_button.isVisibleTo(check)


# what is said of a presentation


def shown_to(opened: Walk, check: VerifyPage, text: str) -> str:
    check.checked = None
    check.take(Receive(text=text))
    opened.until(lambda: check.checked is not None, "the verdict")
    opened.settle()
    return words_on(check)


def test_the_words_over_a_presentation_are_about_whoever_shows_it(
    opened: Walk, check: VerifyPage, course: str, badge: str
) -> None:
    made = opened.ask(PreparePresentation((ChosenCredential(badge, everything=True),), "Northgate", "", "n" * 20)).text
    genuine = shown_to(opened, check, made)
    assert "Nobody you trust vouches for this issuer" in genuine  # of the credential inside, by its title
    assert "“Statistics”" in genuine
    assert "The key is the holder's own" in genuine
    changed = json.loads(made)
    changed["holder"] = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwsdvktH"
    words = shown_to(opened, check, json.dumps(changed))
    assert "not what its holder signed" in words
    assert "this issuer" not in words.split("Statistics", maxsplit=1)[0]


# for a job, for a stack


def test_the_skills_of_a_job_choose_the_fewest(opened: Walk, course: str) -> None:
    opened.shell.share(())
    page = opened.shell._share
    page.which.need.ways.choose("job", tell=True)
    page.which.need.skills.setPlainText("Sampling\nInference, welding")
    page.which.need.look()
    opened.until(lambda: page.which.chosen, "the proposal")
    opened.settle()
    assert list(page.which.chosen) == [course]
    assert "2 of 3 skills are shown" in words_on(page)
    assert "welding" in words_on(page)
    page.go_on()
    opened.until(lambda: page.what.trees, "the choices")
    assert set(page.what.trees[0].chosen) == {"/skills/0", "/skills/1", "/course_name"}
    assert "Only what covers it is ticked" in words_on(page)
    opened.shell.go("all")


def test_a_stack_chooses_what_it_counts(opened: Walk) -> None:
    shipped = opened.ask(ListStacks(shipped=True)).cards[0]
    opened.ask(FollowStack(shipped=shipped.shipped))
    (stack,) = opened.ask(ListStacks()).cards
    opened.shell.stacks.refresh()
    opened.until(lambda: opened.shell.place.startswith("stack:"), "the sidebar to go to the new stack")
    opened.shell.share(())
    page = opened.shell._share
    page.which.need.ways.choose("stack", tell=True)
    opened.until(lambda: page.which.need._flow.count(), "the stacks")
    page.which.need.find_for_stack(stack.id)
    opened.until(lambda: page.which.chosen, "the proposal")
    page.go_on()
    opened.until(lambda: page.what.trees, "the choices")
    assert len(page.what.trees) == len(page.which.chosen)
    page.back.click()
    page.which.need.ways.choose("myself", tell=True)
    opened.shell.go("all")


LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]


@pytest.mark.parametrize(
    ("dark", "language", "percent"), LOOKS, ids=["light-en", "dark-zh", "light-en-200", "dark-zh-200"]
)
def test_nothing_is_cut_off_while_asking(
    opened: Walk, check: VerifyPage, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    if not check.form._more.is_open:
        check.form._more.toggle()
    check.form.wish.kinds.choose("type", tell=True)
    looked_at(opened, check)
    opened.shell.share(())
    page = opened.shell._share
    page.which.need.ways.choose("job", tell=True)
    looked_at(opened, page)
    dialog = answer_a_question(opened.window.desk, opened.window, lambda *_told: None)
    looked_at(opened, dialog)
    dialog.close()
    check.form._more.toggle()
