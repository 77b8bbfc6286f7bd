"""Take the word of a clock that the vault's own memory speaks against."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from wallet.i18n import N_
from wallet.messages.requests import ConfirmClock


def confirm_clock(desk: Desk, owner: QWidget) -> None:
    """Say to the wallet that this computer's clock is right; everything is shown as of now."""
    ask(desk, owner, ConfirmClock(), lambda _change: None, N_("Looking at the time…"), changes=True)
