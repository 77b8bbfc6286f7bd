"""Make a holder key."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.dialogs.ask_text import ask_text
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import HolderKeyView, NewHolderKey
from wallet.messages.requests import Change, Touched


def make_key(desk: Desk, owner: QWidget, kind: str, form: str) -> None:
    """Ask what to call it, and make it."""
    ask_text(
        owner,
        N_("Make a key"),
        N_("What to call it"),
        N_("Make it"),
        lambda label: make_key_called(desk, owner, kind, form, label.strip()),
    )


def make_key_called(desk: Desk, owner: QWidget, kind: str, form: str, label: str) -> None:
    """Make it in the wallet process; only its DID comes back."""

    def made(_key: HolderKeyView) -> None:
        desk.signals.told.emit(say(N_("The key is made. It never leaves your vault.")))
        desk.signals.changed.emit(Change((Touched.IDENTITY,)))

    ask(desk, owner, NewHolderKey(kind, form, label), made, N_("Making the key…"))
