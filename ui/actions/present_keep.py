"""Keep what somebody showed: it is read again as any credential is, and put into the vault."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.actions.keep import keep
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Receive, Received


def keep_shown(desk: Desk, owner: QWidget, source: Receive) -> None:
    """Keep it. What is in the vault already is not kept twice."""

    def received(answer: Received) -> None:
        tokens = [item.token for item in answer.items if not item.already]
        if tokens:
            keep(desk, owner, tokens)
        else:
            desk.signals.told.emit(say(N_("Already in your wallet")))

    ask(desk, owner, source, received, N_("Reading and checking…"))
