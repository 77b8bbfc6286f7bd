"""Check a credential: drop, open, paste, the screen or the camera; or ask for a proof first. Works while the vault is locked.

Nothing is stored unless it is kept. With a question pending only an answer to it counts.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.present_answer import looks_like_challenge, read_challenge
from ui.actions.present_keep import keep_shown
from ui.actions.present_print import print_report
from ui.actions.receive import choose_paths, request_of
from ui.camera import CameraDoor, camera_is_installed
from ui.desk import Desk
from ui.dialogs.read_question import CHALLENGE
from ui.pages.ask_proof import AskForm, Question
from ui.problems import ProblemLine, show_problem
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.check_mode import ONE_AT_A_TIME, CheckHead
from ui.widgets.clearing import clear_layout
from ui.widgets.dossier_notice import dossier_notice
from ui.widgets.finder import Finder
from ui.widgets.flow import FlowLayout
from ui.widgets.holder_claim import HolderClaimView
from ui.widgets.label import Label
from ui.widgets.received_list import RefusedRow
from ui.widgets.shown_result import ShownResult
from ui.widgets.two_columns import TwoColumns
from ui.words import count, language, say
from wallet.i18n import N_
from wallet.messages.presenting import (
    ChallengeView,
    CheckedShown,
    CheckShown,
    DossierStack,
    HolderClaim,
    ReadChallenge,
    ReadHolder,
    ReckonDossier,
    ScanState,
)
from wallet.messages.requests import Problem, Receive, Received

_MOST_SHOWN = 20
_HOLDER = "holder_key"


class VerifyPage(QWidget):
    """`back_wanted` when the vault is locked; `answered` carries a challenge that came in, credentials and a proposal;
    `many_wanted` carries paths, () for none: the page that checks many at once is asked for."""

    add_wanted = Signal(str)
    back_wanted = Signal()
    many_wanted = Signal(object)
    answered = Signal(object, object, object)

    def __init__(
        self, desk: Desk, *, locked: bool, parent: QWidget | None = None, door: CameraDoor | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._locked, self._door = desk, locked, door
        self._question: ChallengeView | None = None
        self._last: CheckShown | None = None
        self._showing: list[ShownResult] = []
        self.checked: CheckedShown | None = None
        self._make_left()
        self._make_right()
        self._lay_out()
        self.restyle()
        self.finder.forget()

    # what it is made of

    def _make_left(self) -> None:
        self.finder = Finder(self._desk, self._door)
        self.scene, self.reader, self.camera = self.finder.scene, self.finder.reader, self.finder.camera
        self.finder.seen.connect(self._on_scan)
        self.finder.failed.connect(self._on_blind)
        self.finder.turned.connect(self._on_turned)
        self.question = Question(self._desk)
        self.question.again_wanted.connect(self._ask_again)
        self._look = QStackedWidget()
        self._look.addWidget(self.finder)
        self._look.addWidget(self.question)
        self._look.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        ways = (
            (N_("Open a file…"), "folder-open", self.open_files),
            (N_("Paste"), "clipboard-paste", self.paste),
            (N_("Scan my screen"), "monitor", lambda: self._look_with(self.finder.turn_screen)),
            (N_("Use the camera"), "camera", lambda: self._look_with(self.finder.turn_camera)),
        )
        self.ways: dict[str, Button] = {}
        self._ways = QWidget()
        flow = FlowLayout(self._ways, gap=8)
        for words, icon, act in ways:
            button = Button(words, Kind.SECONDARY, icon)
            button.clicked.connect(act)
            self.ways[icon] = button
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._ways.setSizePolicy(policy)
        if not camera_is_installed():
            self.ways["camera"].setAccessibleDescription(say(N_("Not installed: press to learn how to get it.")))
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._look, 20)
        column.addWidget(self._ways)
        column.addStretch(1)

    def _make_right(self) -> None:
        self.form = AskForm(self._desk)
        self.form.asked.connect(self.show_question)
        self._result = QVBoxLayout()
        self._result.setSpacing(20)
        self._trouble = ProblemLine()
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._trouble)
        column.addWidget(self.form)
        column.addLayout(self._result)
        column.addStretch(1)

    def _lay_out(self) -> None:
        self.keep_button = Button(N_("Keep it"), Kind.SECONDARY, "plus")
        self.keep_button.clicked.connect(self._keep)
        self.print_button = Button(N_("Print report…"), Kind.SECONDARY, "printer")
        self.print_button.clicked.connect(self._print)
        self.next_button = Button(N_("Next"), Kind.PRIMARY, "scan-search")
        self.next_button.clicked.connect(self.clear)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        for button in (self.keep_button, self.print_button, self.next_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 28, 28, 20)
        column.setSpacing(8)
        if self._locked:
            back = Button(N_("Back"), Kind.QUIET, "arrow-left")
            back.clicked.connect(self.back_wanted)
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        head = CheckHead(ONE_AT_A_TIME)
        head.other_wanted.connect(lambda: self.many_wanted.emit(()))
        column.addWidget(head)
        column.addWidget(
            Label(Type.BODY, "ink2").say(
                N_("Everything is checked on this computer. Nothing is stored unless you keep it.")
            )
        )
        column.addSpacing(8)
        self._columns = TwoColumns(self._left, self._right, (6, 5))
        column.addWidget(self._columns, 1)
        column.addLayout(foot)
        self._show_buttons()

    def restyle(self) -> None:
        self._look.setMaximumHeight(min(theme().px(600), 720))

    def take_focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        self.ways["folder-open"].setFocus(Qt.FocusReason.OtherFocusReason)

    # what comes in

    def take(self, received: Receive) -> None:
        """Check what was dropped, pasted or opened; with a question pending only an answer to it counts."""
        if looks_like_challenge(received.text):
            self._take_challenge(ReadChallenge(received.text))
            return
        question = self._question
        if question is None and _are_many(received.paths):
            self.many_wanted.emit(received.paths)
            return
        if question is not None and self._desk.clock() >= question.expires:
            self._trouble.say(N_("Your question is over: an answer now proves nothing. Ask again."))
            return
        self._check(
            CheckShown(
                received.paths,
                received.text,
                received.png,
                question.nonce if question else "",
                question.audience if question else "",
            )
        )

    def take_mime(self, mime: QMimeData) -> None:
        """Take what was dropped or pasted."""
        request = request_of(mime)
        if isinstance(request, Problem):
            show_problem(self, request)
        else:
            self.take(request)

    def paste(self) -> None:
        """Take what the clipboard holds."""
        self.take_mime(QGuiApplication.clipboard().mimeData())

    def open_files(self) -> None:
        """Ask for files and check them."""
        paths = choose_paths(self)
        if paths:
            self.take(Receive(paths=paths))

    def show_received(self, received: Received) -> None:
        """Show what was checked elsewhere: files handed over by the system."""
        self._show(CheckedShown(tuple(item.detail for item in received.items), received.refused), None)

    def _take_challenge(self, request: ReadChallenge) -> None:
        if self._locked:
            self._trouble.say(N_("Somebody asks you for a proof. Unlock your wallet to answer."))
        else:
            read_challenge(self._desk, self, request, self._answer)

    def _answer(self, challenge: object, summaries: object, proposed: object) -> None:
        self.answered.emit(challenge, summaries, proposed)

    # looking

    def _look_with(self, turn: Callable[[], None]) -> None:
        self._trouble.hide()
        self._look.setCurrentWidget(self.finder)
        turn()

    def _on_turned(self) -> None:
        screen, camera = self.finder.looks_at_screen, self.camera.running
        self.ways["monitor"].say(N_("Stop looking") if screen else N_("Scan my screen"))
        self.ways["camera"].say(N_("Stop the camera") if camera else N_("Use the camera"))
        if not self.finder.looks and self._question is not None and self.checked is None:
            self._look.setCurrentWidget(self.question)

    def _on_blind(self, problem: Problem) -> None:
        show_problem(self, problem)

    def _stop_looking(self) -> None:
        self.finder.stop()

    def _on_scan(self, state: ScanState) -> None:
        """When something is whole, check it."""
        if state.link and not state.kind:
            self._trouble.say(N_("This code is only a web address. Tessera does not follow it."))
        if not state.kind:
            return
        self._stop_looking()
        if state.kind == CHALLENGE:
            if self._question is None or state.text != self._question.text:
                self._take_challenge(ReadChallenge(state.text))
        elif state.kind == _HOLDER:
            self._read_holder(ReadHolder(state.text))
        else:
            self.take(Receive(text=state.text))

    def _read_holder(self, request: ReadHolder) -> None:
        def read(claim: HolderClaim) -> None:
            self._show(CheckedShown((), (), (claim,)), None)

        ask(self._desk, self, request, read, N_("Checking…"))

    # the question

    def show_question(self, question: ChallengeView) -> None:
        """Show a challenge that was made: from now on only its answer counts."""
        self._question = question
        self.checked = None
        self._clear_result()
        self.question.show_question(question)
        self._look.setCurrentWidget(self.question)
        self.form.show_waiting(question)
        self._show_buttons()
        QTimer.singleShot(0, self, self._columns.show_left)

    def _ask_again(self) -> None:
        self._question = None
        self._look.setCurrentWidget(self.finder)
        self.form.show_form()
        self.form.show()
        self._show_buttons()

    # the answer

    def _check(self, request: CheckShown) -> None:
        self._trouble.hide()
        ask(self._desk, self, request, lambda checked: self._on_checked(checked, request), N_("Checking…"))

    def _on_checked(self, checked: CheckedShown, request: CheckShown) -> None:
        """A picture or a PDF may hold what is no credential: somebody's question, or their identifier."""
        kinds = {problem.facts.get("kind") for problem in checked.refused}
        if not checked.items and not checked.holders and kinds & {CHALLENGE, _HOLDER}:
            path = request.paths[0] if request.paths else ""
            if CHALLENGE in kinds:
                self._take_challenge(ReadChallenge(request.text, path, request.png))
            else:
                self._read_holder(ReadHolder(request.text, path, request.png))
            return
        self._show(checked, request)
        if checked.items and len(request.paths) == 1:
            self._reckon(request.paths[0])

    def _reckon(self, path: str) -> None:
        """Where a dossier brings a stack, say what it comes to here: the dossier's own figure is only compared."""
        shown = self.checked

        def told(stack: DossierStack) -> None:
            if stack.title and shown is self.checked:
                self._add_result(dossier_notice(stack))

        request = ReckonDossier(path, language())
        self._desk.wallet.ask(self, request, told, lambda _problem: None)

    def _show(self, checked: CheckedShown, request: CheckShown | None) -> None:
        self._clear_result()
        self.checked, self._last = checked, request
        code = self._question.check_code if self._question is not None else ""
        if len(checked.items) > 1:
            words = count(len(checked.items), N_("1 credential found"), N_("{number} credentials found"))
            self._add_result(Label(Type.CARD).show_text(words))
        for detail in checked.items[:_MOST_SHOWN]:
            result = ShownResult(detail, self._desk.clock(), code)
            self._showing.append(result)
            self._add_result(result)
        for claim in checked.holders[:_MOST_SHOWN]:
            self._add_result(HolderClaimView(self._desk, claim))
        for problem in checked.refused[:_MOST_SHOWN]:
            self._add_result(RefusedRow(problem))
        if checked.items or checked.holders:
            self._look.setCurrentWidget(self.finder)
            self.scene.strip.hide()
            self.scene.show_watching(N_("Checked"), N_("The result stands beside. Press Next for another one."))
        self.form.setVisible(not checked.items and not checked.holders)
        self._show_buttons()
        QTimer.singleShot(0, self, self._columns.show_right)

    def _add_result(self, widget: QWidget) -> None:
        self._result.addWidget(widget)

    def _clear_result(self) -> None:
        self._showing = []
        clear_layout(self._result)

    def clear(self) -> None:
        """Forget what was shown and the question, ready for the next person."""
        self._question, self.checked, self._last = None, None, None
        self._clear_result()
        self._trouble.hide()
        self.finder.begin()
        self._look.setCurrentWidget(self.finder)
        self.form.show_form()
        self.form.show()
        self._show_buttons()

    def _show_buttons(self) -> None:
        has_items = self.checked is not None and bool(self.checked.items)
        has_result = has_items or (self.checked is not None and bool(self.checked.holders))
        self.keep_button.setVisible(has_items and not self._locked and self._last is not None)
        self.keep_button.setEnabled(True)
        self.print_button.setVisible(has_items)
        self.next_button.setVisible(has_result or self._question is not None)
        self.next_button.say(N_("Next") if has_result else N_("Start again"))
        self.next_button.set_kind(Kind.PRIMARY if has_result else Kind.SECONDARY)

    def _keep(self) -> None:
        if self._last is not None:
            keep_shown(self._desk, self, Receive(self._last.paths, self._last.text, self._last.png))

    def _print(self) -> None:
        if self.checked is not None:
            print_report(self, self.checked.items, self._desk.clock())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_looking()


def _are_many(paths: Sequence[str]) -> bool:
    """Say whether these belong on the page that checks many at once: folders, and more files than are shown here."""
    return len(paths) > _MOST_SHOWN or any(Path(path).is_dir() for path in paths)
