"""Choosing what to show, and strangers’ words on the way: rows that go together, previews, printed reports, the ledger."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.looking import accessible_name, choose_look, detail, summary
from ui.actions.present_answer import looks_like_challenge
from ui.actions.present_print import report_document
from ui.actions.present_send import linked_in_link
from ui.claim_rows import close, is_machine, rows_of, told_rows, without
from ui.dialogs.challenge import wanted_words
from ui.models.ledger_model import details_of, heading_of
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.disclosure_tree import DisclosureTree
from ui.widgets.label import Label
from ui.widgets.shown_result import ShownResult
from wallet.messages.presenting import (
    ChallengeView,
    DisclosureLeaf,
    DisclosureView,
    LedgerRow,
)

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


def test_a_tombstone_tells_nothing_but_that_something_was_shown() -> None:
    row = LedgerRow(3, WHEN, "", "", (), (), "", "", None, deleted=True)
    assert heading_of(row) == "Deleted entry"
    shown = LedgerRow(4, WHEN, "Acme", "", ("Badge",), ("/a", "/b"), "sd-jwt", "nobody", None)
    assert any("2 values" in line for line in details_of(shown))
    assert any("show it again" in line for line in details_of(shown))
