"""Change what opens the vault."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.dialogs.passphrase import NewPassphraseDialog
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import ChangePassphrase, GetVaultState, VaultState


def change_passphrase(desk: Desk, owner: QWidget) -> None:
    """Ask for the old and the new passphrase, and whether the key store opens the vault too."""

    def show(state: VaultState) -> None:
        dialog = NewPassphraseDialog(owner, state)
        dialog.chosen.connect(send)
        dialog.open()

    def send(request: ChangePassphrase) -> None:
        change(
            desk, owner, request, lambda _change: say(N_("The passphrase was changed.")), N_("Changing the passphrase…")
        )

    desk.wallet.ask(owner, GetVaultState(), show, lambda _problem: None)
