"""Keep what was received and reviewed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import Change, Keep


def keep(desk: Desk, owner: QWidget, tokens: Sequence[str]) -> None:
    """Put received credentials into the vault."""

    def told(done: Change) -> str:
        return count(len(done.ids), N_("1 credential was kept."), N_("{number} credentials were kept."))

    change(desk, owner, Keep(tuple(tokens)), told, N_("Keeping…"))
