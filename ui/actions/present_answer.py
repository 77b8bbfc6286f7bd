"""Answer a challenge: read it, say who asks, find the smallest set that answers it, and open the wizard with that ticked."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.actions.receive import request_of
from ui.desk import Desk
from ui.dialogs.challenge import ChallengeDialog
from ui.dialogs.read_question import ReadQuestionDialog
from ui.problems import show_problem
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import (
    ChallengeView,
    ChosenCredential,
    Proposal,
    ProposeChoice,
    ReadChallenge,
)
from wallet.messages.requests import Problem
from wallet.messages.views import CredentialSummary

OnAnswer = Callable[[ChallengeView, Sequence[CredentialSummary], Sequence[ChosenCredential]], None]


def looks_like_challenge(text: str) -> bool:
    """Say whether a text may be a challenge, so that it is offered to be answered rather than kept."""
    start = text.lstrip()[:4096]
    return start.startswith("{") and "tessera-challenge/" in start


def answer_a_question(desk: Desk, owner: QWidget, on_answer: OnAnswer) -> ReadQuestionDialog:
    """Take somebody's question by whichever way it comes, then show who asks."""

    def take(request: ReadChallenge) -> None:
        dialog.finder.stop()
        read_challenge(desk, owner, request, on_answer, dialog.accept)

    def open_file() -> None:
        request = choose_challenge(dialog)
        if request is not None:
            take(request)

    def take_mime(mime: QMimeData) -> None:
        request = challenge_in(mime)
        if isinstance(request, Problem):
            show_problem(dialog, request)
        else:
            take(request)

    def paste() -> None:
        take_mime(QGuiApplication.clipboard().mimeData())

    dialog = ReadQuestionDialog(desk, owner, open_file, paste, take_mime)
    dialog.found.connect(lambda text: take(ReadChallenge(text)))
    dialog.open()
    return dialog


def paste_challenge(desk: Desk, owner: QWidget, on_answer: OnAnswer) -> None:
    """Answer the challenge on the clipboard: its text, a picture of its code, or a file."""
    request = challenge_in(QGuiApplication.clipboard().mimeData())
    if isinstance(request, Problem):
        show_problem(owner, request)
    else:
        read_challenge(desk, owner, request, on_answer)


def challenge_in(mime: QMimeData) -> ReadChallenge | Problem:
    """Return what was pasted or dropped, to be read as a challenge. Pictures are decoded in the wallet process only."""
    received = request_of(mime)
    if isinstance(received, Problem):
        return received
    return ReadChallenge(received.text, received.paths[0] if received.paths else "", received.png)


def choose_challenge(owner: QWidget) -> ReadChallenge | None:
    """Ask for a file: text, a picture, a PDF."""
    path, _kind = QFileDialog.getOpenFileName(owner, say(N_("Open a question")), str(Path.home()))
    return ReadChallenge(path=path) if path else None


def read_challenge(
    desk: Desk,
    owner: QWidget,
    request: ReadChallenge,
    on_answer: OnAnswer,
    on_read: Callable[[], object] = lambda: None,
) -> None:
    """Read a challenge, and show who asks before anything is chosen."""

    def read(challenge: ChallengeView) -> None:
        on_read()
        _show(desk, owner, challenge, on_answer)

    ask(desk, owner, request, read, N_("Reading…"))


def _show(desk: Desk, owner: QWidget, challenge: ChallengeView, on_answer: OnAnswer) -> None:
    dialog = ChallengeDialog(owner, challenge, desk.clock)
    dialog.answered.connect(lambda: propose(desk, owner, challenge, on_answer))
    dialog.open()


def propose(desk: Desk, owner: QWidget, challenge: ChallengeView, on_answer: OnAnswer) -> None:
    """Find what answers a challenge and hand it on with the credentials' summaries."""

    def proposed(proposal: Proposal) -> None:
        on_answer(challenge, proposal.summaries, proposal.choices)
        if proposal.missing:
            desk.signals.told.emit(say(N_("Not everything they ask for is here. You can still answer.")))

    ask(desk, owner, ProposeChoice(challenge.text), proposed, N_("Looking for what answers it…"))
