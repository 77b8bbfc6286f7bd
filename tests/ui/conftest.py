"""Fixtures for the window: always offscreen; a window of its own is a real window over a real wallet process."""

import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from tests.ui.looking import reset_look
from ui.journey import Walk

PASSPHRASE = "four plain quiet words"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # The offscreen platform says this of every dialog; it is about window managers, and there is none.
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def paper(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light theme, English, 100 %; put back afterwards."""
    qapp.setStyle("Fusion")
    reset_look()
    yield qapp
    reset_look()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Walk]:
    """A window with an open vault that holds the examples; shared by the tests of one file, which only look."""
    qapp.setStyle("Fusion")
    reset_look()
    walk = Walk(tmp_path_factory.mktemp("window"))
    walk.make_vault(PASSPHRASE)
    walk.add_samples()
    walk.window.undo_bar.hide()  # it goes by itself after a while: whoever looks at pages must not depend on when
    yield walk
    walk.close()
    reset_look()
