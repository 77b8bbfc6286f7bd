"""The library in a real window: by keyboard and mouse, several at once, found again by words, verdicts and tags."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

import ui.pages.library as library_module
from tests.ui.looking import reset_look
from ui.actions.export import export
from ui.journey import Walk
from ui.models.library_model import SUMMARY_ROLE
from ui.pages.library import LibraryPage
from ui.settings import LIBRARY_SORT, LIBRARY_VIEW
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.tag import TagChip
from wallet.messages.requests import SetTags
from wallet.messages.views import CredentialSummary
from wallet.report import Verdict
from wallet.resources import resource_path


@pytest.fixture
def library(opened: Walk) -> Iterator[LibraryPage]:
    """The library with nothing searched and the first one chosen."""
    window = opened.window
    window.activateWindow()
    opened.until(lambda: QApplication.activeWindow() is window, "the window to be active")
    opened.shell.go("all")
    page: LibraryPage = opened.shell.library
    page.show_everything()
    opened.until(lambda: page.model.total == page.model.rowCount() > 20, "all of them")
    opened.settle()
    page.list.choose_row(0)
    page.list.setFocus()
    yield page
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog):
            dialog.close()
    page.show_everything()
    page.list.choose_row(0)
    window.undo_bar.hide()
    window.resize(1440, 900)
    opened.settle()
    reset_look()


def rows(page: LibraryPage) -> list[CredentialSummary]:
    return [page.model.index(row).data(SUMMARY_ROLE) for row in range(page.model.rowCount())]


def press(widget: QWidget, words: str) -> None:
    button = next(b for b in widget.findChildren(Button) if b.accessibleName() == words and b.isVisibleTo(widget))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(walk: Walk) -> QDialog:
    def found() -> list[QDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    walk.until(found, "a dialog")
    return found()[0]


def key(widget: QWidget, which: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, which, how)


@pytest.mark.parametrize("grid", [True, False])
def test_arrows_go_from_one_to_the_next_and_the_detail_follows(opened: Walk, library: LibraryPage, grid: bool) -> None:
    library._apply_view(grid)
    opened.settle()
    shown = rows(library)
    key(library.list, Qt.Key.Key_Right if grid else Qt.Key.Key_Down)
    opened.until(lambda: library.detail.detail and library.detail.detail.summary.id == shown[1].id, "the second")
    key(library.list, Qt.Key.Key_End)
    opened.until(lambda: library.detail.detail.summary.id == shown[-1].id, "the last")
    key(library.list, Qt.Key.Key_Home)
    opened.until(lambda: library.detail.detail.summary.id == shown[0].id, "the first")
    library._apply_view(True)


def test_delete_puts_it_into_the_trash_and_ctrl_z_takes_it_back(opened: Walk, library: LibraryPage) -> None:
    first = rows(library)[0]
    key(library.list, Qt.Key.Key_Delete)
    opened.until(lambda: first.id not in [each.id for each in rows(library)], "it to go")
    opened.until(lambda: opened.window.undo_bar.isVisible(), "the bar")
    key(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: first.id in [each.id for each in rows(library)], "it to come back")


def test_where_there_is_little_room_return_opens_and_escape_goes_back(opened: Walk, library: LibraryPage) -> None:
    opened.window.resize(900, 700)
    opened.settle()
    library.list.choose_row(1)
    library.list.setFocus()
    key(library.list, Qt.Key.Key_Return)
    opened.until(lambda: library.detail.isVisible() and not library.list.isVisible(), "the detail")
    key(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert library.list.isVisible()
    assert library.list.hasFocus()


def test_several_are_tagged_stay_chosen_and_are_found_by_the_tag(opened: Walk, library: LibraryPage) -> None:
    key(library.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    key(library.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chosen = [summary.id for summary in library.list.chosen()]
    assert len(chosen) == 3
    assert not library._tags.isVisible()
    press(library.selection_bar, "Tag…")
    dialog = dialog_of(opened)
    dialog.findChild(QLineEdit).setText("R&D <b>2026</b>")
    press(dialog, "Add")
    opened.until(lambda: library._tags.isVisible(), "the tags")
    opened.settle()
    assert [summary.id for summary in library.list.chosen()] == chosen
    assert opened.window.undo_bar.words.text() == "Tagged “R&D <b>2026</b>”."
    (action,) = library._tags._actions.values()
    action.trigger()
    opened.until(lambda: {summary.id for summary in rows(library)} == set(chosen), "those with the tag")
    assert library._tags.text() == "Tags · 1"
    library.show_everything()
    opened.until(lambda: library.model.total > 20, "all of them")
    library.open_credential(chosen[0])
    opened.until(lambda: library.detail.findChildren(TagChip), "the chip")
    opened.ask(SetTags(tuple(chosen), remove=("R&D <b>2026</b>",)))
    library._ask_tags()
    opened.until(lambda: not library._tags.isVisible(), "no tags")


def test_escape_makes_one_choice_of_several(opened: Walk, library: LibraryPage) -> None:
    key(library.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(library.list.chosen()) == library.model.total
    assert library.selection_bar.isVisible()
    key(library.list, Qt.Key.Key_Escape)
    assert len(library.list.chosen()) == 1
    assert not library.selection_bar.isVisible()


def test_select_all_means_all_and_not_only_those_that_were_fetched(
    opened: Walk, library: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = library.model.total
    monkeypatch.setattr(library_module, "_PAGE", 8)
    library.model.show(rows(library)[:8], total, 0)
    assert library.model.rowCount() == 8
    library.list.selectAll()
    opened.until(lambda: len(library.list.chosen()) == total, "all of them")


def test_several_go_into_one_zip(
    opened: Walk, library: LibraryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    target = tmp_path / "out.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_words: (str(target), ""))
    key(library.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(library.selection_bar, "Export…")
    opened.until(lambda: "2 credentials were exported" in opened.window.undo_bar.words.text(), "the export")
    with zipfile.ZipFile(target) as made:
        assert len(made.namelist()) == 2


@pytest.mark.parametrize(("title", "ending"), [("Data Visualisation", "png"), ("Text Mining", "svg")])
def test_one_goes_into_a_file_of_its_own_kind(
    opened: Walk, library: LibraryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, ending: str
) -> None:
    """A badge in a picture is that picture again, under a name that says so."""
    offered = []

    def choose(_owner: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / offered[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    row = next(number for number, summary in enumerate(rows(library)) if summary.title == title)
    library.list.choose_row(row)
    opened.settle()
    export(opened.window.desk, library, library.list.chosen())
    opened.until(lambda: bool(offered) and (tmp_path / offered[0]).exists(), "the export")
    assert offered == [f"{title}.{ending}"]
    originals = [path.read_bytes() for path in Path(str(resource_path("samples"))).glob(f"*.{ending}")]
    opened.until(lambda: (tmp_path / offered[0]).read_bytes() in originals, "the very bytes")


def test_several_are_archived_and_taken_back(opened: Walk, library: LibraryPage) -> None:
    total = library.model.total
    key(library.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(library.selection_bar, "Archive")
    opened.until(lambda: library.model.total == total - 2, "the archive")
    opened.shell.go("archived")
    opened.until(lambda: library.model.total == 2, "the archive's page")
    library.list.selectAll()
    opened.settle()
    press(library.selection_bar, "Take back")
    opened.until(lambda: library.model.total == 0, "an empty archive")
    opened.until(lambda: "The archive is empty" in [label.text() for label in library.findChildren(Label)], "words")
    opened.shell.go("all")
    opened.until(lambda: library.model.total == total, "all of them")


def test_words_verdicts_and_both(opened: Walk, library: LibraryPage) -> None:
    library.search.setText("northlight")
    opened.until(lambda: 0 < library.model.total < 20, "fewer")
    some = library.model.total
    library._status._actions[Verdict.VERIFIED].trigger()
    opened.until(lambda: library.model.total < some, "fewer still")
    assert {summary.verdict for summary in rows(library)} == {Verdict.VERIFIED}
    library.search.setFocus()
    key(library.search, Qt.Key.Key_Escape)
    assert library.search.text() == ""
    opened.until(lambda: library.model.total > some or library.model.total, "more")
    library._status.clear()
    opened.until(lambda: library.model.total > 20, "all of them")


def test_what_is_ticked_among_the_verdicts_is_seen(library: LibraryPage) -> None:
    action = library._status._actions[Verdict.EXPIRED]
    before = action.icon().pixmap(16).toImage()
    action.trigger()
    assert action.icon().pixmap(16).toImage() != before
    assert action.font().weight() > 500
    assert library._status.text() == "Status · 1"
    action.trigger()
    assert action.icon().pixmap(16).toImage() == before


def test_the_cross_empties_the_search(opened: Walk, library: LibraryPage) -> None:
    library.search.setText("no such credential")
    opened.until(lambda: library.model.total == 0, "nothing")
    QTest.mouseClick(library.search._cross, Qt.MouseButton.LeftButton)
    opened.until(lambda: library.model.total > 20, "all of them")
    assert library.search.hasFocus()


def test_order_and_view_are_remembered(opened: Walk, library: LibraryPage) -> None:
    from wallet.messages.views import SortOrder

    library._sort._actions[SortOrder.TITLE].trigger()
    opened.until(
        lambda: [r.title for r in rows(library)] == sorted((r.title for r in rows(library)), key=str.casefold), "A to Z"
    )
    assert opened.settings.read(LIBRARY_SORT) == "title"
    press(library, "Show as a list")
    assert opened.settings.read(LIBRARY_VIEW) == "list"
    press(library, "Show as cards")
    library._sort._actions[SortOrder.NEWEST].trigger()


def test_notes_are_kept_when_the_field_is_left(opened: Walk, library: LibraryPage) -> None:
    first = rows(library)[0]
    opened.until(lambda: library.detail.detail and library.detail.detail.summary.id == first.id, "the detail")
    field = next(f for f in library.detail.findChildren(QPlainTextEdit) if f.accessibleName() == "Notes")
    field.setFocus()
    QTest.keyClicks(field, "For the visa <b>file</b>")
    library.list.setFocus()
    opened.until(lambda: opened.ask(_get(first.id)).notes == "For the visa <b>file</b>", "the notes")
    library.search.setText("visa")
    opened.until(lambda: [each.id for each in rows(library)] == [first.id], "found by its notes")


def _get(credential: str) -> object:
    from wallet.messages.requests import GetCredential

    return GetCredential(credential)


def test_what_is_here_already_is_not_kept_twice(opened: Walk, library: LibraryPage) -> None:
    total = library.model.total
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(resource_path("samples", "openloom-text-mining.svg")))])
    here, buttons, keys = QPoint(40, 40), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(opened.window, QDragEnterEvent(here, Qt.DropAction.CopyAction, mime, buttons, keys))
    assert opened.window._overlay.isVisible()
    QApplication.sendEvent(opened.window, QDropEvent(QPointF(here), Qt.DropAction.CopyAction, mime, buttons, keys))
    assert not opened.window._overlay.isVisible()
    dialog = dialog_of(opened)
    assert "Already in your wallet" in [b.text() for b in dialog.findChildren(Button)]
    dialog.close()
    assert library.model.total == total


@pytest.mark.parametrize("width", [640, 800, 1024, 1280])
def test_the_bar_above_fits_every_width(opened: Walk, library: LibraryPage, width: int) -> None:
    from tests.ui.looking import choose_look

    choose_look(percent=200)
    opened.window.resize(width, 700)
    opened.settle()
    pieces = [library.search, library._status, library._sort, library._view, library.add_button]
    boxes = [piece.geometry() for piece in pieces if piece.isVisible()]
    assert len(boxes) == len(pieces)
    for left, right in pairwise(boxes):
        assert left.right() < right.left()
    assert boxes[-1].right() <= library._bar_margin.width()
