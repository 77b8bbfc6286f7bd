"""A person with a window of their own: the real window over the real wallet process, on an empty folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from ui.journey import Walk
from ui.theme.theme import Appearance, theme
from ui.words import set_language

PASSPHRASE = "four plain quiet words"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # The offscreen platform says this of every dialog; it is about window managers, and there is none.
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def person(qapp: QApplication, tmp_path: Path) -> Iterator[Walk]:
    """A window before its first run."""
    qapp.setStyle("Fusion")
    theme().choose(Appearance.LIGHT, 1.0)
    set_language("en")
    walk = Walk(tmp_path, patience=30)
    yield walk
    walk.close()


@pytest.fixture
def settled(person: Walk) -> Walk:
    """A window with an open vault and the examples in it."""
    person.make_vault(PASSPHRASE)
    person.add_samples()
    return person
