"""Check kept credentials again with the evidence that is held now."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.requests import CheckAgain


def check_again(desk: Desk, owner: QWidget, ids: Sequence[str] = ()) -> None:
    """Check `ids` again, or everything."""

    def told(_change: object) -> str:
        if not ids:
            return say(N_("Every credential was checked."))
        return count(len(ids), N_("1 credential was checked."), N_("{number} credentials were checked."))

    change(desk, owner, CheckAgain(tuple(ids)), told, N_("Checking…"))
