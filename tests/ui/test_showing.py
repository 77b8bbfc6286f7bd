"""Showing, the whole way in the window: choosing, the exact preview, codes, the ledger, the verifier, holder keys."""

import hashlib
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.looking import choose_look
from tests.ui.showing import go_to_terms, looked_at, verifier
from ui.actions.present_forget import forget_now
from ui.actions.present_send import save_presentation_to
from ui.dialogs.holder_proof import HolderProofDialog
from ui.journey import Walk
from ui.pages.share import SHOW, WHAT, SharePage
from ui.widgets.label import Label
from ui.widgets.shown_result import ShownResult
from wallet.messages.presenting import (
    GetLedger,
    ProveHolder,
    SeeFrame,
    StartScan,
)
from wallet.messages.requests import Receive
from wallet.report import Verdict

LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]


def test_nothing_is_shown_unless_it_is_ticked(wizard: SharePage) -> None:
    assert wizard.step == WHAT
    assert wizard.what.trees[0].chosen == ()


def test_UI_07_the_preview_is_what_is_sent(opened: Walk, wizard: SharePage, tmp_path: Path) -> None:
    wizard.what.trees[0].choose(["/grade"])
    go_to_terms(opened, wizard)
    wizard.terms.audience.setText("Acme")
    wizard.terms.prepare_now()
    opened.until(lambda: wizard.terms.prepared is not None and wizard.terms.prepared.bound == "audience", "bound")
    prepared = wizard.terms.prepared
    assert prepared is not None
    assert any(prepared.sha256[:16] in label.text() for label in wizard.terms.findChildren(Label))
    wizard.go_on()
    opened.until(lambda: wizard.shown.loop.code.image is not None, "the code")
    path = tmp_path / "shown.sd-jwt"
    save_presentation_to(opened.window.desk, wizard, prepared, str(path), "file")
    opened.until(path.exists, "the file")
    sent = path.read_bytes()
    assert hashlib.sha256(sent).hexdigest() == prepared.sha256
    assert b"birthdate" not in sent
    wizard.shown._copy()
    assert QGuiApplication.clipboard().text().encode() == sent
    ledger = opened.ask(GetLedger())
    assert (ledger.rows[0].audience, ledger.rows[0].bound) == ("Acme", "audience")


def test_a_change_of_terms_takes_the_preview_back_until_it_is_made_again(opened: Walk, wizard: SharePage) -> None:
    go_to_terms(opened, wizard)
    assert wizard.forward.isEnabled()
    wizard.terms._set_minutes(60)
    assert not wizard.forward.isEnabled()
    opened.until(lambda: wizard.forward.isEnabled(), "the new preview")


def test_unbound_is_warned_about(opened: Walk, wizard: SharePage) -> None:
    go_to_terms(opened, wizard)
    wizard.terms.bind.setChecked(False)
    opened.until(lambda: wizard.terms.prepared is not None and wizard.terms.prepared.replayable, "the warning")
    said = [label.text() for label in wizard.terms.findChildren(Label)]
    assert any("show it again" in words for words in said)


def test_a_loop_can_be_stopped_stepped_and_resized_by_keyboard(opened: Walk, wizard: SharePage) -> None:
    wizard.what.trees[0].choose((), everything=True)
    go_to_terms(opened, wizard)
    wizard.go_on()
    assert wizard.step == SHOW
    loop = wizard.shown.loop
    opened.until(lambda: loop.code.image is not None, "the code")
    before = loop.length
    loop.pause()
    assert loop.paused
    if before > 1:
        place = loop.place
        QApplication.sendEvent(loop, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier))
        opened.until(lambda: loop.place == (place + 1) % before, "the next part")
        loop.larger.click()
        opened.until(lambda: loop.length > before, "more and larger blocks")


def test_an_entry_is_deleted_with_a_tombstone(opened: Walk, wizard: SharePage) -> None:
    go_to_terms(opened, wizard)
    wizard.go_on()
    opened.until(lambda: wizard.shown.loop.code.image is not None, "the code")
    number = opened.ask(GetLedger()).rows[0].number
    forget_now(opened.window.desk, wizard, number)
    opened.until(lambda: opened.ask(GetLedger()).rows[0].deleted, "the tombstone")
    ledger = opened.ask(GetLedger())
    assert ledger.broken_at == 0
    assert ledger.rows[0].titles == ()


def test_the_resume_block_says_what_is_shown_and_nothing_else(opened: Walk, wizard: SharePage) -> None:
    wizard.what.trees[0].choose(["/grade"])
    go_to_terms(opened, wizard)
    wizard.go_on()
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    wizard.shown.buttons["briefcase"].click()
    opened.until(clipboard.text, "the block")
    text = clipboard.text()
    assert "Result: grade value" in text
    assert "Checked: Issuer unknown" in text
    assert "birthdate value" not in text
    assert wizard.terms.prepared is not None
    assert wizard.terms.prepared.sha256 in text


def test_a_key_is_given_to_an_issuer_as_code_text_and_file(opened: Walk, credential: str, tmp_path: Path) -> None:
    from wallet.messages.presenting import ListHolderKeys

    key = opened.ask(ListHolderKeys()).keys[0]
    dialog = HolderProofDialog(opened.window.desk, opened.window, key, opened.ask(ProveHolder(key.id)))
    dialog.open()
    opened.until(lambda: dialog.loop.code.image is not None, "the code")
    before = dialog.proof.presentation
    dialog.challenge.setText("n-0S6_WzA2Mj")
    dialog.domain.setText("registrar.example")
    dialog.answer()
    opened.until(lambda: dialog.proof.presentation != before, "the answer")
    dialog.save_to(tmp_path / "proof.json")
    proof = json.loads((tmp_path / "proof.json").read_text())["proof"]
    assert (proof["challenge"], proof["domain"]) == ("n-0S6_WzA2Mj", "registrar.example")
    dialog.reject()


def test_the_verifier_forgets_everything_on_next(opened: Walk) -> None:
    opened.shell.go("check")
    page = verifier(opened)
    sample = Path(__file__).parents[2] / "resources" / "samples" / "yunling-data-literacy.json"
    page.take(Receive(paths=(str(sample),)))
    opened.until(lambda: page.checked is not None, "the verdict")
    opened.settle()
    assert page.checked is not None
    assert page.checked.items[0].verdict is Verdict.VERIFIED
    said = "\n".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))
    assert "that this person is the holder was not proven" in said
    page.clear()
    assert page.checked is None
    assert not page.findChildren(ShownResult) or not page.findChildren(ShownResult)[0].isVisibleTo(page)


def test_a_link_in_a_code_is_told_and_not_followed(opened: Walk) -> None:
    opened.shell.go("check")
    page = verifier(opened)
    page.clear()
    opened.ask(StartScan())
    page._on_scan(opened.ask(SeeFrame(texts=("https://phish.example/x",))))
    said = "\n".join(label.text() for label in page.findChildren(Label) if not label.isHidden())
    assert "does not follow it" in said
    page.clear()


@pytest.mark.parametrize(
    ("dark", "language", "percent"), LOOKS, ids=["light-en", "dark-zh", "light-en-200", "dark-zh-200"]
)
def test_nothing_is_cut_off_on_the_way(
    opened: Walk, wizard: SharePage, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    wizard.what.trees[0].choose(["/grade"])
    looked_at(opened, wizard)
    go_to_terms(opened, wizard)
    looked_at(opened, wizard)
    wizard.go_on()
    opened.until(lambda: wizard.shown.loop.code.image is not None, "the code")
    looked_at(opened, wizard)
    opened.shell.go("shared")
    looked_at(opened, opened.shell.stack.currentWidget())
