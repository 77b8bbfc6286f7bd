"""Delete an entry of the ledger. It cannot be undone, so it is asked; a tombstone stays in the chain."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.dialogs.confirm import confirm
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import ForgetShown, LedgerRow


def forget_shown(desk: Desk, owner: QWidget, row: LedgerRow) -> None:
    """Ask, then delete."""
    confirm(
        owner,
        N_("Delete this entry?"),
        N_(
            "What was shown, to whom and why is erased for good. A mark with the date stays, so that the record can be seen"
            " to be whole. What they have received is not taken back."
        ),
        N_("Delete"),
        lambda: forget_now(desk, owner, row.number),
    )


def forget_now(desk: Desk, owner: QWidget, number: int) -> None:
    """Delete entry `number`."""
    change(desk, owner, ForgetShown(number), lambda _change: say(N_("The entry is deleted.")), N_("Deleting…"))
