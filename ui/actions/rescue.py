"""Rescue what can be read of a damaged vault, and say what came back and what did not."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.told import tell
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.requests import Change, RescueReport, RescueVault, Touched

_MOST_NAMED = 12
PARTS = {
    "own_identifier": N_("Lost: your own identifiers"),
    "holder_key": N_("Lost: your holder keys"),
    "kept_document": N_("Lost: followed stacks and plans"),
    "ledger": N_("Lost: the ledger of what was shown"),
}


def rescue_vault(desk: Desk, owner: QWidget) -> None:
    """Ask for the passphrase, and rescue."""
    dialog = PassphraseDialog(owner, N_("Rescue what can be read"), N_("Passphrase"), N_("Rescue"))
    dialog.chosen.connect(lambda words: rescue_with(desk, owner, words))
    dialog.open()


def rescue_with(desk: Desk, owner: QWidget, passphrase: str) -> None:
    """Rescue, then show the vault that was made of it."""

    def told(report: RescueReport) -> None:
        desk.signals.changed.emit(Change((Touched.VAULT, Touched.CREDENTIALS, Touched.IDENTITY)))
        desk.wallet.refresh_state()
        tell(owner, N_("What could be read is back"), *sentences_of(report))

    ask(desk, owner, RescueVault(passphrase), told, N_("Reading out what can be read"))


def sentences_of(report: RescueReport) -> list[str]:
    """Return what a person should know of a rescue, in the window's language."""
    one, many = N_("1 credential came back as it was."), N_("{number} credentials came back as they were.")
    told = [count(report.kept, one, many)]
    if report.read_again:
        one = N_("1 was read again from its file; notes and tags are gone.")
        told.append(
            count(report.read_again, one, N_("{number} were read again from their files; notes and tags are gone."))
        )
    told += [say(N_("Lost: {title}"), title=title or "?") for title in report.lost[:_MOST_NAMED]]
    rest = len(report.lost) - _MOST_NAMED
    if rest > 0:
        told.append(count(rest, N_("Lost: 1 more"), N_("Lost: {number} more")))
    told += [say(PARTS[part]) for part in report.parts if part in PARTS]
    told.append(say(N_("The damaged files are in the folder “{folder}” of the vault."), folder=report.aside))
    return told
