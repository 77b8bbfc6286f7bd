"""Take back a change: its `undo` is itself a request, kept as JSON by the wallet."""

import msgspec
from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Change
from wallet.messages.verbs import REQUESTS


def request_to_undo(change: Change) -> object | None:
    """Return the request that takes `change` back, or None where there is none."""
    if not change.undo:
        return None
    verb, body = msgspec.json.decode(change.undo, type=tuple[str, msgspec.Raw])
    request_type = REQUESTS[verb][0]
    return msgspec.json.decode(body, type=request_type)  # type: ignore[no-any-return]


def undo(desk: Desk, owner: QWidget, change: Change) -> None:
    """Ask the wallet to take `change` back."""
    request = request_to_undo(change)
    if request is not None:
        ask(
            desk,
            owner,
            request,
            lambda _change: desk.signals.told.emit(lambda: say(N_("Undone."))),
            N_("Undoing…"),
            changes=True,
        )
