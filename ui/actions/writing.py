"""Writing to a file of the person's choice: where to, and what is said afterwards. The same for every way out of the window."""

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.problems import show_problem
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Problem

NOT_WRITTEN = Problem(
    "file.not_written",
    N_("The file could not be written."),
    N_("Choose another place, or free some space, and try again."),
)


def ask_where(owner: QWidget, title: str, name: str, kinds: str = "") -> str:
    """Ask where to write a file that is offered as `name`, in the person's home; "" when they think better of it.

    `title` is a sentence of the catalogues, `kinds` Qt's filter in the window's language.
    """
    path, _kind = QFileDialog.getSaveFileName(owner, say(title), str(Path.home() / name), kinds)
    return path


def can_write(path: str) -> bool:
    """Qt only warns where it cannot write."""
    folder = Path(path).parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def tell_written(desk: Desk, path: str) -> None:
    """Say that a file was written, by its name."""
    desk.signals.told.emit(lambda: say(N_("Written: {name}"), name=Path(path).name))


def tell_whether_written(desk: Desk, owner: QWidget, path: str, *, written: bool) -> None:
    """Say that a file was written, or that it could not be."""
    if written:
        tell_written(desk, path)
    else:
        show_problem(owner, NOT_WRITTEN)
