"""Answer a challenge: read it, say who asks, find the smallest set that answers it, and open the wizard with that ticked."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.actions.receive import MOST_TEXT
from ui.desk import Desk
from ui.dialogs.challenge import ChallengeDialog
from ui.problems import show_problem
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import (
    ChallengeView,
    ChosenCredential,
    Proposal,
    ProposeChoice,
    ReadChallenge,
    ScanState,
    SeeFrame,
    StartScan,
)
from wallet.messages.requests import GetCredential, Problem
from wallet.messages.views import CredentialDetail, CredentialSummary

OnAnswer = Callable[[ChallengeView, Sequence[CredentialSummary], Sequence[ChosenCredential]], None]
CHALLENGE = "challenge"
_MOST_FILE = 64 * 1024
_NO_CHALLENGE = Problem(
    "challenge.none",
    N_("This is no question that Tessera can answer."),
    N_("Copy the text of the question, or open the picture of its code."),
)


def looks_like_challenge(text: str) -> bool:
    """Say whether a text may be a challenge, so that it is offered to be answered rather than kept."""
    start = text.lstrip()[:4096]
    return start.startswith("{") and "tessera-challenge/" in start


def paste_challenge(desk: Desk, owner: QWidget, on_answer: OnAnswer) -> None:
    """Answer the challenge on the clipboard: its text, or a picture of its code."""
    text = QGuiApplication.clipboard().text()
    if text.strip() and len(text) < MOST_TEXT:
        read_challenge_text(desk, owner, text, on_answer)
    else:
        read_challenge_image(desk, owner, QGuiApplication.clipboard().image(), on_answer)


def choose_challenge(desk: Desk, owner: QWidget, on_answer: OnAnswer) -> None:
    """Answer a challenge in a file: its text, or a picture of its code."""
    path, _kind = QFileDialog.getOpenFileName(owner, say(N_("Open a question")), str(Path.home()))
    if path:
        open_challenge(desk, owner, path, on_answer)


def open_challenge(desk: Desk, owner: QWidget, path: str, on_answer: OnAnswer) -> None:
    """Read a small text file as a challenge. Pictures are decoded in the wallet process only, so they go by the screen or paste."""
    try:
        source = Path(path).read_bytes()[: _MOST_FILE + 1]
        text = source.decode("utf-8") if len(source) <= _MOST_FILE else ""
    except (OSError, UnicodeDecodeError):
        text = ""
    if text:
        read_challenge_text(desk, owner, text, on_answer)
    else:
        show_problem(owner, _NO_CHALLENGE)


def read_challenge_image(desk: Desk, owner: QWidget, image: object, on_answer: OnAnswer) -> None:
    """Read a picture that the clipboard or the screen gave, as grey pixels, in the wallet process."""
    from PySide6.QtGui import QImage

    from ui.camera import grey_frame

    if not isinstance(image, QImage) or image.isNull():
        show_problem(owner, _NO_CHALLENGE)
        return
    frame = grey_frame(image)

    def seen(state: ScanState) -> None:
        if state.kind == CHALLENGE:
            read_challenge_text(desk, owner, state.text, on_answer)
        else:
            show_problem(owner, _NO_CHALLENGE)

    def started(_state: ScanState) -> None:
        ask(desk, owner, frame, seen, N_("Reading…"))

    desk.wallet.ask(owner, StartScan(), started, lambda problem: show_problem(owner, problem))


def read_challenge_text(desk: Desk, owner: QWidget, text: str, on_answer: OnAnswer) -> None:
    """Read a challenge (its JSON, or the text of its code) and show who asks before anything is chosen."""
    if text.lstrip().startswith("{"):
        ask(desk, owner, ReadChallenge(text.strip()), lambda view: _show(desk, owner, view, on_answer), N_("Reading…"))
        return

    def seen(state: ScanState) -> None:
        if state.kind == CHALLENGE:
            read_challenge_text(desk, owner, state.text, on_answer)
        else:
            show_problem(owner, _NO_CHALLENGE)

    desk.wallet.ask(owner, StartScan(), lambda _state: None, lambda _problem: None)
    ask(desk, owner, SeeFrame(texts=(text.strip(),)), seen, N_("Reading…"))


def _show(desk: Desk, owner: QWidget, challenge: ChallengeView, on_answer: OnAnswer) -> None:
    dialog = ChallengeDialog(owner, challenge, desk.clock)
    dialog.answered.connect(lambda: propose(desk, owner, challenge, on_answer))
    dialog.open()


def propose(desk: Desk, owner: QWidget, challenge: ChallengeView, on_answer: OnAnswer) -> None:
    """Find what answers a challenge and hand it on with the credentials' summaries."""

    def proposed(proposal: Proposal) -> None:
        _fetch(desk, owner, proposal, lambda summaries: on_answer(challenge, summaries, proposal.choices))
        if proposal.missing:
            desk.signals.told.emit(say(N_("Not everything they ask for is here. You can still answer.")))

    ask(desk, owner, ProposeChoice(challenge.text), proposed, N_("Looking for what answers it…"))


def _fetch(desk: Desk, owner: QWidget, proposal: Proposal, then: Callable[[Sequence[CredentialSummary]], None]) -> None:
    found: list[CredentialSummary] = []
    waiting = [choice.id for choice in proposal.choices]

    def take_next() -> None:
        if not waiting:
            then(found)
            return
        desk.wallet.ask(owner, GetCredential(waiting.pop(0)), taken, lambda problem: show_problem(owner, problem))

    def taken(detail: CredentialDetail) -> None:
        found.append(detail.summary)
        take_next()

    take_next()
