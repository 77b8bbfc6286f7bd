"""Every page, walked widget by widget: named for a screen reader, reached by keyboard, plain text, nothing cut off."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from tests.ui.looking import accessible_name, choose_look, cut_off, reached_by_keyboard, reset_look, shown, too_narrow
from ui.journey import Walk
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sidebar import NavRow

PLACES = ("all", "attention", "archived", "trash", "check", "check_many", "shared", "stacks", "settings")
LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]
IDS = ["light-en-100", "dark-zh-100", "light-en-200", "dark-zh-200"]


@pytest.fixture
def at(opened: Walk) -> Iterator[Callable[[str], QWidget]]:
    """Go to a place and return the window."""

    def go(place: str) -> QWidget:
        opened.shell.go(place)
        opened.settle()
        return opened.window

    yield go
    reset_look()


@pytest.mark.parametrize("place", PLACES)
def test_everything_the_keyboard_reaches_has_a_name(at: Callable[[str], QWidget], place: str) -> None:
    nameless = [widget for widget in reached_by_keyboard(at(place)) if not accessible_name(widget).strip()]
    assert nameless == []


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_can_be_pressed_is_reached_by_keyboard(at: Callable[[str], QWidget], place: str) -> None:
    buttons = [w for w in shown(at(place)) if isinstance(w, QAbstractButton) and w.isEnabled()]
    unreached = [
        w for w in buttons if not w.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(w.parent(), QLineEdit)
    ]
    assert buttons
    assert unreached == []


@pytest.mark.parametrize("place", PLACES)
def test_no_button_shows_an_icon_alone_without_a_tip(at: Callable[[str], QWidget], place: str) -> None:
    window = at(place)
    for button in [w for w in shown(window) if isinstance(w, Button) and not w.text()]:
        assert button.toolTip(), button.accessibleName()


@pytest.mark.parametrize("place", PLACES)
def test_UI_01_every_label_is_plain_text(at: Callable[[str], QWidget], place: str) -> None:
    labels = list(at(place).findChildren(QLabel))
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("place", PLACES)
def test_targets_are_large_enough(at: Callable[[str], QWidget], place: str) -> None:
    for button in [w for w in shown(at(place)) if isinstance(w, Button | NavRow)]:
        assert button.height() >= MEASURES.target, button.accessibleName()


def covered(window: QWidget) -> list[tuple[str, str]]:
    """Pairs of sibling labels or buttons that lie on each other."""
    pieces = [
        w
        for w in shown(window)
        if isinstance(w, Label | Button) and w.width() > 1 and (not isinstance(w, Label) or w.text())
    ]
    by_parent: dict[int, list[QWidget]] = {}
    for piece in pieces:
        by_parent.setdefault(id(piece.parentWidget()), []).append(piece)
    found = []
    for siblings in by_parent.values():
        for place, one in enumerate(siblings):
            for other in siblings[place + 1 :]:
                both: QRect = one.geometry().intersected(other.geometry())
                if both.width() > 2 and both.height() > 2:
                    found.append((accessible_name(one), accessible_name(other)))
    return found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("dark", "language", "percent"), LOOKS, ids=IDS)
def test_nothing_is_cut_off(
    at: Callable[[str], QWidget], opened: Walk, place: str, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    window = at(place)
    opened.settle()
    assert [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window) and cut_off(label)] == []
    assert [b.text() for b in window.findChildren(QAbstractButton) if b.isVisibleTo(window) and too_narrow(b)] == []
    assert covered(window) == []


@pytest.mark.parametrize(("dark", "language", "percent"), LOOKS, ids=IDS)
def test_no_page_scrolls_sideways(
    at: Callable[[str], QWidget], opened: Walk, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    for place in ("all", "check", "settings"):
        window = at(place)
        opened.settle()
        for area in [w for w in shown(window) if isinstance(w, QScrollArea) and w.widget() is not None]:
            assert area.widget().width() <= area.viewport().width(), place


def test_the_list_tells_a_screen_reader_what_each_credential_is(at: Callable[[str], QWidget], opened: Walk) -> None:
    at("all")
    model = opened.shell.library.model
    for row in range(model.rowCount()):
        words = model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert words.count(",") >= 1
        assert ":" in words


@pytest.mark.parametrize("place", ["all", "check", "settings"])
def test_tab_goes_round_and_meets_every_control(at: Callable[[str], QWidget], opened: Walk, place: str) -> None:
    from PySide6.QtTest import QTest

    window = at(place)
    window.activateWindow()
    opened.until(lambda: QApplication.activeWindow() is window, "the window to be active")
    opened.shell.sidebar.findChildren(NavRow)[0].setFocus(Qt.FocusReason.TabFocusReason)
    met: set[QWidget] = set()
    while (focused := QApplication.focusWidget()) is not None and focused not in met:
        met.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert set(reached_by_keyboard(window)) - met == set()


def test_the_language_changes_while_the_window_is_open(at: Callable[[str], QWidget], opened: Walk) -> None:
    window = at("all")
    before = {label.text() for label in window.findChildren(Label) if label.isVisibleTo(window)}
    choose_look(language="zh_CN")
    opened.settle()
    after = {label.text() for label in window.findChildren(Label) if label.isVisibleTo(window)}
    assert "All credentials" in before
    assert "全部凭证" in after
    assert "All credentials" not in after


def test_below_1100_the_detail_takes_the_lists_place_and_gives_it_back(
    at: Callable[[str], QWidget], opened: Walk
) -> None:
    window = at("all")
    library = opened.shell.library
    size = window.size()
    opened.settle()
    library.list.choose_row(0)
    opened.until(lambda: library.detail.detail, "the detail")
    assert library.list.isVisible()
    assert library.detail.isVisible()
    window.resize(1000, 800)
    opened.settle()
    assert not library.detail.isVisible()
    library.list.opened.emit(library.list.chosen()[0].id)
    opened.until(lambda: library.detail.isVisible(), "the detail in the list's place")
    assert not library.list.isVisible()
    library.detail.closed.emit()
    assert library.list.isVisible()
    window.resize(size)
    opened.settle()


def test_several_chosen_can_be_acted_on_together(at: Callable[[str], QWidget], opened: Walk) -> None:
    at("all")
    library = opened.shell.library
    library.list.selectAll()
    opened.settle()
    assert library.selection_bar.isVisible()
    assert {b.text() for b in library.selection_bar.findChildren(Button) if b.isVisible()} >= {"Archive", "Export…"}
    library.list.choose_row(0)
    opened.settle()
    assert not library.selection_bar.isVisible()


def test_the_focus_ring_follows_the_keyboard(opened: Walk, at: Callable[[str], QWidget]) -> None:
    from PySide6.QtTest import QTest

    window = at("all")
    window.activateWindow()
    opened.until(lambda: QApplication.activeWindow() is window, "the window to be active")
    row = opened.shell.sidebar.findChildren(NavRow)[0]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Shift)
    opened.settle()
    ring = opened.window._ring
    assert ring.isVisible()
    corner = row.mapTo(window, row.rect().topLeft())
    assert ring.geometry().contains(QRect(corner, row.size()))
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert not ring.isVisible()
