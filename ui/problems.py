"""Trouble, told as a sentence: what could not be done and what to do about it. Never a stack trace.

`show_problem` opens a small dialog; `ProblemLine` stands inside a page, next to what it is about.
"""

import logging
import sys
import uuid
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, VERDICT_LOOKS
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import problem_advice, problem_sentence
from wallet.i18n import N_
from wallet.messages.requests import Problem
from wallet.report import Verdict

_LOG = logging.getLogger("tessera.window")
_QUIET = ("cancelled", "vault.locked")


class ProblemDialog(Dialog):
    """One problem, its advice, and the code to quote when asking for help."""

    def __init__(self, problem: Problem, parent: QWidget | None) -> None:
        super().__init__(N_("That did not work"), parent, width=460)
        self.content.addWidget(Label(Type.BODY).show_text(problem_sentence(problem)))
        advice = problem_advice(problem)
        if advice:
            self.content.addWidget(Label(Type.LABEL, "ink2").show_text(advice))
        if problem.source:
            self.content.addWidget(Label(Type.SMALL, "ink2").show_text(problem.source))
        code = " · ".join(dict.fromkeys(part for part in (problem.code, problem.step) if part))
        self.content.addWidget(Label(Type.SMALL, "ink3").selectable().show_text(code))
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)
        close.setFocus()


def show_problem(owner: QWidget, problem: Problem) -> None:
    """Say what could not be done. What the person cancelled or locked needs no saying."""
    if problem.code not in _QUIET:
        ProblemDialog(problem, owner.window()).open()


class ProblemLine(QWidget):
    """A problem inside a page. Hidden until there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label(Type.LABEL)
        self._advice = Label(Type.SMALL)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        self._icon = IconLabel("circle-x", "danger", 18)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._row = row
        self.restyle()
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Show one."""
        self._sentence.say(problem.explanation, **problem.facts)
        self._advice.say(problem.advice, **problem.facts)
        self._advice.setVisible(bool(problem.advice))
        self.setAccessibleName(problem_sentence(problem))
        self.setAccessibleDescription(problem_advice(problem))
        self.show()

    def offer(self, words: str) -> Button:
        """Add a button for what can be done about it, and return it."""
        button = Button(words)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def say(self, key: str) -> None:
        """Show a sentence of the window's own."""
        self._sentence.say(key)
        self._advice.hide()
        self.show()

    def restyle(self) -> None:
        tone = VERDICT_LOOKS[Verdict.REVOKED].text_in(theme().tokens)
        self._icon.show_icon("circle-x", tone)
        self._sentence.set_tone(tone)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(VERDICT_LOOKS[Verdict.REVOKED].ground_in(theme().tokens)))
        painter.drawRoundedRect(self.rect(), MEASURES.radius_control, MEASURES.radius_control)


def catch_our_bugs() -> None:
    """Install the net under the window: an unexpected exception is logged by kind and place and told in one sentence."""

    def caught(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        number = uuid.uuid4().hex[:8]
        # Ids and places only: an exception's text may quote what a stranger or the person wrote (UI-09).
        _LOG.error("bug %s: %s at %s", number, kind.__name__, _places(trace))
        QTimer.singleShot(0, lambda: _tell_of_a_bug(number))

    sys.excepthook = caught


def _places(trace: TracebackType | None) -> str:
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places)


def _tell_of_a_bug(number: str) -> None:
    problem = Problem(
        f"bug.{number}",
        N_("Something went wrong inside Tessera. Nothing was lost."),
        N_("Go on working. If it happens again, tell us the number below and what you did."),
    )
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, ProblemDialog)]
    if windows:
        ProblemDialog(problem, windows[0]).open()
