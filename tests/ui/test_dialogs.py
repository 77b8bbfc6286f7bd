"""Every dialog, walked as the pages are: named, reached by keyboard, closed by Escape, plain text, nothing cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from tests.ui.looking import accessible_name, choose_look, reset_look
from ui.actions.backup import make_recovery_kit
from ui.actions.open_address import ask_to_open
from ui.actions.passphrase import change_passphrase
from ui.dialogs.ask_text import ask_text
from ui.dialogs.confirm import confirm
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.told import tell
from ui.journey import Walk
from ui.problems import show_problem
from ui.widgets.button import Button
from wallet.messages.requests import Problem
from wallet.resources import resource_path

PROBLEM = Problem("x.y", "“{name}” could not be opened.", "Is it still there?", {"name": "a.json"}, source="a.json")
SAMPLES = resource_path("samples")
BAD = Path(__file__)  # no credential in it

DIALOGS: dict[str, Callable[[Walk], object]] = {
    "shortcuts": lambda walk: walk.window._show_shortcuts(),
    "palette": lambda walk: walk.window._show_palette(),
    "forgot": lambda walk: walk.window._show_forgot(),
    "confirm": lambda walk: confirm(walk.window, "Delete for good?", "This cannot be undone.", "Delete", lambda: None),
    "ask text": lambda walk: ask_text(walk.window, "Add a tag", "Tag", "Add", lambda _text: None),
    "told": lambda walk: tell(walk.window, "The backup is made", "It holds 1 credential."),
    "passphrase": lambda walk: PassphraseDialog(walk.window, "Restore a backup", "Passphrase", "Restore").open(),
    "new passphrase": lambda walk: change_passphrase(walk.window.desk, walk.window),
    "recovery kit": lambda walk: make_recovery_kit(walk.window.desk, walk.window),
    "leave": lambda walk: ask_to_open(walk.window, "https://issuer.example/a/long/path?with=questions"),
    "problem": lambda walk: show_problem(walk.window, PROBLEM),
    "review one": lambda walk: walk.window.open_paths([str(SAMPLES / "openloom-text-mining.svg")]),
    "review many": lambda walk: walk.window.open_paths([str(SAMPLES)]),
    "review nothing": lambda walk: walk.window.open_paths([str(BAD)]),
}
LOOKS = [(False, "en", 100), (True, "zh_CN", 100), (False, "en", 200), (True, "zh_CN", 200)]
IDS = ["light-en-100", "dark-zh-100", "light-en-200", "dark-zh-200"]


def open_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


@pytest.fixture
def show(opened: Walk) -> Iterator[Callable[[str], QDialog]]:
    """Open a dialog by its name here."""

    def do(name: str) -> QDialog:
        DIALOGS[name](opened)
        opened.until(open_dialogs, name)
        opened.settle()
        return open_dialogs()[-1]

    yield do
    for dialog in open_dialogs():
        dialog.close()
    opened.settle()
    reset_look()


def reached(dialog: QWidget) -> list[QWidget]:
    return [
        w
        for w in dialog.findChildren(QWidget)
        if w.isVisibleTo(dialog) and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.focusProxy()
    ]


@pytest.mark.parametrize("name", DIALOGS)
def test_everything_has_a_name_is_plain_and_escape_leaves(
    show: Callable[[str], QDialog], opened: Walk, name: str
) -> None:
    dialog = show(name)
    assert dialog.windowTitle()
    controls = reached(dialog)
    assert controls
    assert [type(widget).__name__ for widget in controls if not accessible_name(widget).strip()] == []
    assert {label.textFormat() for label in dialog.findChildren(QLabel)} <= {Qt.TextFormat.PlainText}
    buttons = [b for b in dialog.findChildren(QAbstractButton) if b.isVisibleTo(dialog) and b.isEnabled()]
    assert [
        b.accessibleName() for b in buttons if isinstance(b, Button) and b.focusPolicy() == Qt.FocusPolicy.NoFocus
    ] == []
    assert all(button.toolTip() for button in buttons if isinstance(button, Button) and not button.text())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    opened.until(lambda: dialog not in open_dialogs(), "it to close")


def cut_off(label: QLabel) -> bool:
    if not label.text() or label.width() <= 1:
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 1
    return label.width() < label.fontMetrics().horizontalAdvance(label.text())


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize(("dark", "language", "percent"), LOOKS, ids=IDS)
def test_nothing_in_a_dialog_is_cut_off(
    show: Callable[[str], QDialog], opened: Walk, name: str, dark: bool, language: str, percent: int
) -> None:
    choose_look(dark, language, percent)
    dialog = show(name)
    assert [label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog) and cut_off(label)] == []
    narrow = [
        b.text()
        for b in dialog.findChildren(Button)
        if b.isVisibleTo(dialog) and b.text() and b.width() < b.fontMetrics().horizontalAdvance(b.text()) + 8
    ]
    assert narrow == []
    foot = [b for b in dialog.findChildren(Button) if b.isVisibleTo(dialog)]
    assert all(dialog.rect().contains(b.mapTo(dialog, b.rect().center()).x(), 1) for b in foot)
