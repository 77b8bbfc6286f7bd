"""The learner's own word: a plan, work in progress, a paper with its scan. Drawn as that, and never counted."""

from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask, change
from ui.desk import Desk
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stack_views import OwnBasis
from wallet.messages.stacks import ForgetOwnWord, GetScan, RecordOwnWord, ScanView

_TOLD = {
    OwnBasis.PLANNED: N_("Planned. It never counts; you see it in “What if”."),
    OwnBasis.IN_PROGRESS: N_("In progress. It never counts; it is drawn as your own word."),
    OwnBasis.PAPER: N_("Noted. A paper would count if it were issued as a credential."),
}


def record(desk: Desk, owner: QWidget, stack: str, achievement: str, basis: OwnBasis, scan: str = "") -> None:
    """Record the learner's own word about an achievement of a stack."""
    request = RecordOwnWord(basis, stack, achievement, scan=scan)
    change(desk, owner, request, lambda _change: say(_TOLD[basis]), N_("Saving…"))


def forget(desk: Desk, owner: QWidget, own_word: str) -> None:
    """Take a record back."""
    change(desk, owner, ForgetOwnWord(own_word), lambda _change: say(N_("Taken back.")), N_("Saving…"))


def show_scan(desk: Desk, owner: QWidget, own_word: str) -> None:
    """Show the scan of a paper again. It comes from the vault and is written nowhere."""
    from ui.dialogs.scan import ScanDialog

    def show(view: ScanView) -> None:
        ScanDialog(desk, owner, own_word, view).open()

    ask(desk, owner, GetScan(own_word), show, N_("Reading…"))
