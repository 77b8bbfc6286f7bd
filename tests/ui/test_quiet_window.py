"""Nothing flashes up: over every page and dialog no piece of one is ever shown as a window of its own."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

from tests.ui.looking import reset_look
from ui.journey import Walk, put_on
from ui.models.library_model import SUMMARY_ROLE

PLACES = ("all", "attention", "archived", "trash", "check", "check_many", "shared", "stacks", "settings", "all")


class Watch(QObject):
    """Remembers what is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMainWindow | QDialog | QMenu) and "Tip" not in type(watched).__name__:
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    reset_look()


def test_no_piece_of_a_page_is_ever_a_window(opened: Walk, watch: Watch) -> None:
    window, shell = opened.window, opened.shell
    for place in PLACES:
        shell.go(place)
        opened.settle()
    library = shell.library
    for row in range(library.model.rowCount()):
        summary = library.model.index(row).data(SUMMARY_ROLE)
        library.open_credential(summary.id)
        opened.until(
            lambda wanted=summary.id: library.detail.detail and library.detail.detail.summary.id == wanted, "it"
        )
        opened.settle()
    for look in (("dark", "zh_CN", 200), ("light", "en", 100)):
        put_on(opened, *look)
        opened.settle()
    for show in (window._show_shortcuts, window._show_palette, window._show_forgot, shell.add_stack):
        show()
        opened.settle()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog):
                dialog.close()
    assert watch.seen == []
