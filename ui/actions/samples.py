"""The example credentials: in with one click, out with one click."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import AddSamples, RemoveSamples


def add_samples(desk: Desk, owner: QWidget) -> None:
    """Load the examples and the trust pack that vouches for their invented issuers."""
    change(desk, owner, AddSamples(), lambda _change: say(N_("The examples are here.")), N_("Loading the examples…"))


def remove_samples(desk: Desk, owner: QWidget) -> None:
    """Remove the examples and their trust pack."""
    change(
        desk, owner, RemoveSamples(), lambda _change: say(N_("The examples are gone.")), N_("Removing the examples…")
    )
