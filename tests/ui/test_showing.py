"""Showing from the window: choosing, the exact preview, codes, the ledger, the verifier, holder keys."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.issuer_simulator import Hidden, Issuer
from tests.ui.looking import accessible_name, choose_look, detail, reset_look, summary
from tests.ui.test_pages import cut_off, reached_by_keyboard, too_narrow
from ui.actions.present_answer import looks_like_challenge
from ui.actions.present_forget import forget_now
from ui.actions.present_print import report_document
from ui.actions.present_send import linked_in_link, save_presentation_to
from ui.camera import FrameReader, grey_frame
from ui.claim_rows import close, is_machine, rows_of, told_rows, without
from ui.dialogs.challenge import wanted_words
from ui.dialogs.holder_proof import HolderProofDialog
from ui.journey import Walk
from ui.models.ledger_model import details_of, heading_of
from ui.pages.share import SHOW, TERMS, WHAT, SharePage
from ui.pages.verify_shown import VerifyPage
from ui.widgets.check_box import CheckBox
from ui.widgets.disclosure_tree import ChoiceRow, DisclosureTree
from ui.widgets.label import Label
from ui.widgets.qr_code import QUIET, QrCodeView, draw_code
from ui.widgets.qr_parts import PartsRow
from ui.widgets.shown_result import ShownResult
from wallet.messages.presenting import (
    ChallengeView,
    CodeFrame,
    DisclosureLeaf,
    DisclosureView,
    GetFrame,
    GetLedger,
    LedgerRow,
    MakeChallenge,
    NewHolderKey,
    ProveHolder,
    SeeFrame,
    StartScan,
)
from wallet.messages.requests import GetCredential, Keep, Receive
from wallet.report import Verdict

EVIL = "<img src=x onerror=alert(1)><b>bold</b>"
WHEN = datetime(2026, 11, 22, 10, tzinfo=UTC)


def leaf(
    path: str, text: str = "x", *, always: bool = False, brings: tuple[str, ...] = (), **more: bool
) -> DisclosureLeaf:
    return DisclosureLeaf(path, path.rsplit("/", 1)[-1], text, always, brings, **more)


ADDRESS = (leaf("/address/town", sensitive=True), leaf("/address/street", brings=("/address/town",), sensitive=True))
RESULT = (
    leaf("/result/0/type/0", "Result", brings=("/result/0/value",)),
    leaf("/result/0/value", "8.5", brings=("/result/0/type/0",)),
)
LEAVES = (leaf("/iss", always=True), leaf("/name", "Li"), *ADDRESS, *RESULT)


def a_view(hiding: str = "claims") -> DisclosureView:
    leaves = LEAVES if hiding != "nothing" else tuple(leaf(one.path, always=True) for one in LEAVES)
    return DisclosureView("c1", EVIL, EVIL, hiding, leaves, "k1")


# choosing


def test_what_can_only_be_shown_together_is_one_row() -> None:
    rows = rows_of(LEAVES)
    assert [row.paths for row in rows if "/result/0/value" in row.paths] == [("/result/0/type/0", "/result/0/value")]
    assert len([row for row in rows if not row.always]) == 4


@given(st.sets(st.sampled_from([one.path for one in LEAVES if not one.always])))
def test_every_choice_is_closed_under_what_comes_along(chosen: set[str]) -> None:
    rows = [row for row in rows_of(LEAVES) if not row.always]
    closed = close(chosen, rows)
    assert chosen <= closed
    by_path = {one.path: one for one in LEAVES}
    assert all(set(by_path[path].brings) <= closed for path in closed)
    for row in rows:
        left = without(row, closed, rows)
        assert not left & set(row.paths)
        assert left <= closed
        assert all(set(by_path[path].brings) <= left for path in left)


def test_choosing_a_leaf_says_what_it_brings_along(paper: QApplication, qtbot: QtBot) -> None:
    tree = DisclosureTree(a_view())
    qtbot.addWidget(tree)
    street = next(b for b in tree.findChildren(ChoiceRow) if "/address/street" in b.row.paths)
    street.click()
    assert set(tree.chosen) == {"/address/town", "/address/street"}
    assert any("brings along" in label.text() for label in tree.findChildren(Label))
    town = next(b for b in tree.findChildren(ChoiceRow) if "/address/town" in b.row.paths)
    town.click()
    assert tree.chosen == ()
    assert tree.kept_private() == 4


def test_what_cannot_hide_says_so_before_one_chooses(paper: QApplication, qtbot: QtBot) -> None:
    tree = DisclosureTree(a_view("nothing"))
    qtbot.addWidget(tree)
    assert not tree.can_hide
    assert any("only be shown whole" in label.text() for label in tree.findChildren(Label))


@pytest.mark.parametrize(
    ("bound", "words"), [("own_key", "“Study laptop”"), ("other_key", "not here"), ("nobody", "nobody’s")]
)
def test_a_choice_says_whether_it_can_be_proved_to_be_theirs(
    paper: QApplication, qtbot: QtBot, bound: str, words: str
) -> None:
    tree = DisclosureTree(replace(a_view(), bound=bound, key_label="Study laptop"))
    qtbot.addWidget(tree)
    assert words in tree.bound.text()


def test_sensitive_values_are_pointed_out_to_eyes_and_ears(paper: QApplication, qtbot: QtBot) -> None:
    tree = DisclosureTree(a_view())
    qtbot.addWidget(tree)
    tree.show()
    for row in tree.findChildren(ChoiceRow):
        assert row.row.sensitive == ("Seldom needed" in row.accessibleDescription())
        assert accessible_name(row)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_box_without_words_is_drawn_whole_at_every_size(paper: QApplication, qtbot: QtBot, percent: int) -> None:
    choose_look(percent=percent)
    box = CheckBox()
    box.setAccessibleName("Statistics")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    picture = box.grab().toImage()
    edge = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in (0, 1)}
    middle = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert len(edge) == 1  # nothing of the box reaches the rim
    assert len(middle) > 2  # its two sides are seen


def test_a_choice_is_made_by_keyboard(paper: QApplication, qtbot: QtBot) -> None:
    tree = DisclosureTree(a_view())
    qtbot.addWidget(tree)
    row = next(b for b in tree.findChildren(ChoiceRow) if "/name" in b.row.paths)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert "/name" in tree.chosen
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert tree.chosen == ()


def test_a_preview_never_passes_over_what_is_sent() -> None:
    many = tuple(leaf(f"/skills/{number}", f"skill {number}") for number in range(40))
    (pair,) = told_rows(many)
    assert "(+32)" in pair[1]
    assert is_machine("/cnf/jwk/x")
    assert not is_machine("/birthdate")


# codes


def a_code(side: int = 21) -> CodeFrame:
    return CodeFrame(side, bytes(1 if (x * y) % 3 == 0 else 0 for y in range(side) for x in range(side)), 0, 1, 1)


@pytest.mark.parametrize("dark", [False, True])
def test_a_code_is_dark_on_white_in_both_themes_with_whole_modules(
    paper: QApplication, qtbot: QtBot, dark: bool
) -> None:
    choose_look(dark)
    view = QrCodeView()
    qtbot.addWidget(view)
    view.resize(500, 460)
    frame = a_code()
    view.show_frame(frame)
    image = view.grab().toImage()
    step = int((460 - 8) / (21 + 2 * QUIET))
    left = round(250 - step * (21 + 2 * QUIET) / 2) + QUIET * step
    top = round(230 - step * (21 + 2 * QUIET) / 2) + QUIET * step
    for y in range(21):
        for x in range(21):
            seen = image.pixelColor(left + x * step + step // 2, top + y * step + step // 2).lightness()
            assert (seen < 40) == bool(frame.modules[y * 21 + x]), (x, y)
            assert seen < 40 or seen > 240
    assert image.pixelColor(left - step, top - step).lightness() > 240


def test_parts_say_how_many_there_are(paper: QApplication, qtbot: QtBot) -> None:
    row = PartsRow()
    qtbot.addWidget(row)
    row.show_parts(9, (0, 1, 2), 7)
    assert accessible_name(row) == "7 of 9 parts"


# eyes


def test_a_picture_crosses_as_grey_without_padding() -> None:
    image = QImage(13, 5, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setPixel(12, 4, 0xFF000000)
    frame = grey_frame(image)
    assert (frame.width, frame.height, len(frame.grey)) == (13, 5, 65)
    assert frame.grey[-1] == 0
    assert set(frame.grey[:-1]) == {255}


def test_a_huge_screen_is_made_smaller_first() -> None:
    image = QImage(5000, 2000, QImage.Format.Format_Grayscale8)
    image.fill(255)
    frame = grey_frame(image)
    assert frame.width == 1600
    assert len(frame.grey) == frame.width * frame.height


def test_a_frame_is_dropped_while_another_is_read(opened: Walk) -> None:
    reader = FrameReader(opened.wallet, opened.window)
    picture = QImage(64, 64, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    assert reader.offer(picture)
    assert not reader.offer(picture)
    opened.until(lambda: reader.read == 1, "the look")
    assert reader.dropped == 1
    assert reader.offer(picture)
    opened.until(lambda: reader.read == 2, "another look")


def test_codes_are_seen_in_pictures_and_joined(opened: Walk) -> None:
    challenge = opened.ask(MakeChallenge("Northgate", "Interview"))
    drawn = draw_code(opened.ask(GetFrame(text=challenge.text)))
    opened.ask(StartScan())
    state = opened.ask(grey_frame(drawn.scaled(drawn.width() * 5, drawn.height() * 5)))
    assert (state.kind, state.text) == ("challenge", challenge.text)


# strangers' words


def test_UI_01_what_strangers_wrote_is_plain_text_everywhere(paper: QApplication, qtbot: QtBot) -> None:
    for widget in (DisclosureTree(a_view()), ShownResult(detail(EVIL), WHEN, "7F-2C")):
        qtbot.addWidget(widget)
        assert {label.textFormat() for label in widget.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert EVIL in report_document([detail(EVIL)], WHEN).toPlainText()


def test_a_report_is_printed_as_it_is_read(paper: QApplication, tmp_path: Path) -> None:
    from pypdf import PdfReader
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "report.pdf"))
    report_document([detail("Seeing Data")], WHEN).print_(printer)
    pages = PdfReader(tmp_path / "report.pdf").pages
    printed = "\n".join(page.extract_text() for page in pages).replace("\t", " ")
    for words in ("Seeing Data", "Verified", "signature.valid", "2026"):
        assert words in printed


def test_the_names_of_a_query_are_told_not_trusted() -> None:
    asked = ChallengeView(
        "", "n", "N", "", WHEN, WHEN, "7F-2C", facts=("shoe_size", "Grade or result", EVIL), values=("Acme",)
    )
    assert wanted_words(asked) == f"Shoe size, Grade or result, {EVIL} · exactly: “Acme”"
    assert wanted_words(ChallengeView("", "n", "N", "", WHEN, WHEN, "7F-2C")) == ""


def test_only_a_challenge_is_taken_for_one() -> None:
    assert looks_like_challenge('{"format":"tessera-challenge/1","nonce":"x"}')
    assert not looks_like_challenge('{"type":["VerifiableCredential"]}')
    assert not looks_like_challenge("eyJ0ZXNzZXJhLWNoYWxsZW5nZS8xIn0")


def test_the_prefilled_link_holds_only_what_the_card_shows() -> None:
    link = linked_in_link(summary("Data & <Ethics>", issuer_name="Harbour"))
    assert link.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME")
    assert "name=Data+%26+%3CEthics%3E" in link
    assert "did%3Aweb" not in link


# the ledger


def test_a_tombstone_tells_nothing_but_that_something_was_shown() -> None:
    row = LedgerRow(3, WHEN, "", "", (), (), "", "", None, deleted=True)
    assert heading_of(row) == "Deleted entry"
    shown = LedgerRow(4, WHEN, "Acme", "", ("Badge",), ("/a", "/b"), "sd-jwt", "nobody", None)
    assert any("2 values" in line for line in details_of(shown))
    assert any("show it again" in line for line in details_of(shown))


# the whole way, in the window


@pytest.fixture(scope="module")
def credential(opened: Walk) -> str:
    """A credential of the wallet's own, issued to a key of its own."""
    key = opened.ask(NewHolderKey(label="Study laptop"))
    proof = opened.ask(ProveHolder(key.id))
    hidden = {name: Hidden(f"{name} value") for name in ("grade", "given_name", "birthdate")}
    claims = {"cnf": {"jwk": json.loads(proof.jwk)}, "name": "Statistics", **hidden}
    received = opened.ask(Receive(text=Issuer("Harbourside College", method="key").sd_jwt(claims).token()))
    identifier: str = opened.ask(Keep((received.items[0].token,))).ids[0]
    return identifier


@pytest.fixture
def wizard(opened: Walk, credential: str) -> Iterator[SharePage]:
    """The wizard at its second step."""
    opened.shell.go("all")
    opened.shell.share([opened.ask(GetCredential(credential)).summary])
    page = opened.shell._share
    opened.until(lambda: page.what.trees, "the choices")
    yield page
    opened.shell.go("all")
    reset_look()


def verifier(opened: Walk) -> VerifyPage:
    page = opened.shell.stack.currentWidget()
    found = page if isinstance(page, VerifyPage) else page.findChildren(VerifyPage)[0]
    assert isinstance(found, VerifyPage)
    return found


def go_to_terms(opened: Walk, page: SharePage) -> None:
    page.go_on()
    assert page.step == TERMS
    opened.until(lambda: page.terms.prepared is not None, "the preview")


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


# how it looks


LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]


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


def looked_at(opened: Walk, page: QWidget) -> None:
    """Nothing cut off, everything named, everything plain."""
    opened.settle()
    opened.settle()
    labels = [label for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    assert [label.text() for label in labels if cut_off(label)] == []
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    assert [b.text() for b in buttons if too_narrow(b)] == []
    assert [w for w in reached_by_keyboard(page) if not accessible_name(w).strip()] == []
