"""Asking with the busy bar: progress and cancel once it takes longer than 400 ms, and trouble told in a sentence."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.problems import show_problem
from wallet.messages.requests import Change, Problem


def ask(
    desk: Desk, owner: QWidget, request: object, on_done: Callable[[Any], None], busy: str, *, changes: bool = False
) -> None:
    """Ask the wallet for `request`; `busy` is the sentence meanwhile. `changes` tells everybody what changed."""

    def done(answer: Any) -> None:
        desk.busy.end()
        on_done(answer)

    def failed(problem: Problem) -> None:
        desk.busy.end()
        show_problem(owner, problem)

    send = desk.wallet.change if changes else desk.wallet.ask
    cancel = send(owner, request, done, failed, desk.busy.show_progress)
    desk.busy.begin(busy, cancel)


def change(desk: Desk, owner: QWidget, request: object, told: Callable[[Change], str], busy: str) -> None:
    """Ask for a change, then say what was done, with Undo where the wallet offers one."""

    def done(answer: Change) -> None:
        if told(answer):
            desk.signals.undoable.emit(lambda: told(answer), answer)

    ask(desk, owner, request, done, busy, changes=True)
