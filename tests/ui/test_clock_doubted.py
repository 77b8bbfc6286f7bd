"""A clock that is behind what the vault remembers: said at the top of every page, with a way to say that it is right."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.conftest import PASSPHRASE
from tests.ui.looking import choose_look, reset_look
from ui.journey import Walk
from ui.problems import ProblemLine
from ui.widgets.button import Button
from wallet.clock import system_clock
from wallet.messages.requests import Unlock
from wallet.session import Session, usual_terms
from wallet.store.vault import busy


@pytest.fixture
def walk(paper: QApplication, tmp_path: Path):
    walk = Walk(tmp_path / "home")
    yield walk
    walk.close()


def lines(walk: Walk) -> list[ProblemLine]:
    return [line for line in walk.shell.findChildren(ProblemLine) if line.isVisibleTo(walk.shell)]


def test_TIME_01_the_person_is_told_and_can_say_that_the_clock_is_right(walk: Walk, tmp_path: Path) -> None:
    walk.make_vault(PASSPHRASE)
    walk.add_samples()
    walk.lock()
    walk.until(lambda: not busy(walk.vault), "the old wallet process to let go")
    later = Session(walk.vault, usual_terms(tmp_path / "state"), lambda: system_clock() + timedelta(days=2))
    later.unlock(Unlock(PASSPHRASE))
    later.goodbye()
    walk.unlock(PASSPHRASE)
    walk.until(lambda: lines(walk), "the warning")
    (line,) = lines(walk)
    assert "clock" in line.accessibleName()
    for look in ((True, "zh_CN", 200), (False, "en", 100)):
        choose_look(*look)
        walk.settle()
        for label in line.findChildren(QLabel):
            assert "{" not in label.text()
    reset_look()
    (button,) = line.findChildren(Button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    walk.until(lambda: not lines(walk), "the warning to go")
