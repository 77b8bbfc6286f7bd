"""Somebody at the real window who types a passphrase, key by key: run apart, so that only what the window keeps is in its memory.

Arguments: a folder. Standard input: the keys with a space after each, so that the passphrase itself is never read. Says
`PHASE WALLET_PID` when a phase is over and goes on when a line comes: `typed`, `made`, `made-locked`, `unlocked`, `slip-locked`.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ui.application import make_application
from ui.journey import Walk

RETURN = Qt.Key.Key_Return


def type_keys(field: QLineEdit, keys: Sequence[str | Qt.Key]) -> None:
    """Press every key."""
    field.setFocus()
    for key in keys:
        if isinstance(key, str) and not key.isascii():
            event = QInputMethodEvent()  # no keyboard has this one
            event.setCommitString(key)
            QCoreApplication.sendEvent(field, event)
        else:
            QTest.keyClick(field, key)


def pause(walk: Walk, phase: str) -> None:
    """Say what has been done, a second later, and wait for a line."""
    QTest.qWait(1000)
    print(phase, walk.wallet.process_id, flush=True)
    sys.stdin.readline()


def main() -> None:
    """Make a vault and lock it; open it and lock it, once after a slip of the finger."""
    application = make_application()
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[attr-defined,union-attr]
    line = sys.stdin.readline()
    keys = [line[place] for place in range(0, len(line) - 1, 2)]
    walk = Walk(Path(sys.argv[1]))
    walk.until(lambda: walk.window._welcome is not None, "the first-run page")
    type_keys(walk.window._welcome.first.field, keys)
    pause(walk, "typed")
    type_keys(walk.window._welcome.again.field, [*keys, RETURN])
    walk.until(lambda: walk.shell is not None, "the vault")
    pause(walk, "made")
    walk.lock()
    pause(walk, "made-locked")
    page = walk.window.unlock_page
    type_keys(page.field.field, [*keys, RETURN])
    walk.until(lambda: walk.shell is not None, "the vault")
    pause(walk, "unlocked")
    walk.lock()
    type_keys(page.field.field, [*keys, "x", RETURN])
    walk.until(lambda: page._problem.isVisible(), "the refusal")
    type_keys(page.field.field, [Qt.Key.Key_End, Qt.Key.Key_Backspace, RETURN])
    walk.until(lambda: walk.shell is not None, "the vault")
    walk.lock()
    pause(walk, "slip-locked")
    walk.close()
    del application


if __name__ == "__main__":
    main()
