"""The import doctor: "What can I do?" for whatever was refused or doubted. At which step, why, where exactly, and what helps.

It never changes what it explains. The words are those of `wallet/hints.py`, `wallet/wording/` and the errors themselves.
"""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.clearing import clear_layout
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.words import (
    finding_advice,
    finding_sentence,
    finding_title,
    problem_advice,
    problem_sentence,
    say,
)
from wallet.hints import hints_for
from wallet.i18n import N_, Message
from wallet.messages.requests import Problem
from wallet.messages.views import ShapeFault
from wallet.report import CheckResult, Outcome, Severity
from wallet.wording.shape import NOTE, words_of_fault

CHECK_STEPS: Mapping[str, str] = {
    "signature": N_("Comparing it with its signature"),
    "coverage": N_("Looking whether everything shown is signed"),
    "issuer_key": N_("Looking whether the key is the issuer’s"),
    "issuer": N_("Looking up who the issuer is"),
    "validity": N_("Looking at its dates"),
    "status": N_("Looking whether it was taken back"),
    "holder": N_("Looking whether whoever shows it may"),
}
# By the first word of a refusal's step; the longest that fits counts.
READING_STEPS: Mapping[str, str] = {
    "file": N_("Opening the file"),
    "input": N_("Recognising what it is"),
    "text": N_("Recognising what it is"),
    "payload": N_("Recognising what it is"),
    "json": N_("Reading it as JSON"),
    "jsonld": N_("Working out what its terms mean"),
    "jwt": N_("Reading it as a signed token"),
    "jose": N_("Reading it as a signed token"),
    "sd_jwt": N_("Reading it as a signed token"),
    "kb_jwt": N_("Reading it as a signed token"),
    "base64url": N_("Reading it as a signed token"),
    "png": N_("Looking inside the picture"),
    "svg": N_("Looking inside the picture"),
    "image": N_("Looking inside the picture"),
    "qr": N_("Reading the QR code"),
    "shc": N_("Reading the QR code"),
    "vpqr": N_("Reading the QR code"),
    "ur": N_("Reading the QR code"),
    "cbor": N_("Reading the QR code"),
    "cbor_ld": N_("Reading the QR code"),
    "base45": N_("Reading the QR code"),
    "pixelpass": N_("Reading the QR code"),
    "pdf": N_("Looking inside the PDF"),
    "zip": N_("Unpacking the zip file"),
    "mail": N_("Looking inside the message"),
    "credential": N_("Reading what the credential says"),
    "nested": N_("Reading what it holds"),
    "key": N_("Reading a public key"),
    "vault": N_("Working with the vault"),
}
_NOT_DOUBTS = ("status.none_claimed", "holder.not_asked", "holder.issued_to_you", "holder.bound")
_MOST_DOUBTS = 7


def needs_explaining(result: CheckResult) -> str:
    """Return the code of a finding that a person may want to do something about, or "": what nobody asked for is no trouble."""
    if result.outcome is Outcome.PASSED:
        return "" if result.severity is Severity.INFO and result.code != "status.refresh_due" else result.code
    return "" if result.code.endswith(".moot") or result.code in _NOT_DOUBTS else result.code


def doubts_in(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Return the findings that need explaining, in the order of the checks."""
    return [result for result in results if needs_explaining(result)][:_MOST_DOUBTS]


def step_words(step: str) -> str:
    """Return a step of reading as a person calls it, with its own name for whoever asks for help."""
    words = READING_STEPS.get(step.partition(".")[0])
    return say(N_("{words} ({step})"), words=say(words), step=step) if words else step


def problem_points(problem: Problem) -> list[tuple[str, str]]:
    """Return heading and text of everything that can be said about a refusal."""
    step = problem.step or problem.code
    return _points(
        step_words(step),
        problem_sentence(problem),
        hints_for(problem.code, problem.facts, problem.step),
        problem_advice(problem),
    )


def finding_points(result: CheckResult) -> list[tuple[str, str]]:
    """Return heading and text of everything that can be said about a finding."""
    step = say(N_("{words} ({step})"), words=say(CHECK_STEPS[result.check]), step=result.code)
    reason = say(N_("{title}. {sentence}"), title=finding_title(result), sentence=finding_sentence(result))
    return _points(step, reason, hints_for(result.code, result.facts), finding_advice(result))


def shape_points(fault: ShapeFault) -> list[tuple[str, str]]:
    """Return heading and text of everything that can be said about a rule of shape that a document breaks."""
    told = words_of_fault(fault.code, fault.path, presentation=fault.presentation)
    title, rule, place, advice = (say(message.text, **message.facts) for message in told)
    step = say(N_("{words} ({step})"), words=say(N_("Looking at its shape")), step=fault.code)
    reason = say(N_("{title}. {sentence}"), title=title, sentence=rule)
    return [
        (N_("Step"), step),
        (N_("Why"), f"{reason} {say(NOTE)}"),
        (N_("In particular"), place),
        (N_("What to do"), advice),
    ]


def _points(step: str, reason: str, hints: Iterable[Message], advice: str) -> list[tuple[str, str]]:
    points = [(N_("Step"), step), (N_("Why"), reason)]
    points += [(N_("In particular"), say(hint.text, **hint.facts)) for hint in hints]
    points.append((N_("What to do"), advice or say(N_("Nothing that you can do: ask the issuer, and show them this."))))
    return [(heading, text) for heading, text in points if text]


class Doctor(Expander):
    """An expander over what can be said and done; hidden where there is nothing."""

    def __init__(
        self,
        findings: Iterable[CheckResult] = (),
        problem: Problem | None = None,
        parent: QWidget | None = None,
        *,
        shape: Iterable[ShapeFault] = (),
        indent: int = 34,
    ) -> None:
        super().__init__("life-buoy", "brass_text", parent, indent=indent)
        self._findings, self._problem, self._shape = doubts_in(findings), problem, tuple(shape)
        self.opened.connect(self._fill_once)
        self.needed = bool(self._findings or self._shape) or problem is not None
        if not self.needed:
            self.hide()  # never show(): without a parent yet it would flash up as a window
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "_findings"):
            return
        self.button.set_words(say(N_("What can I do?")), self._short())
        if self.body_layout.count():
            clear_layout(self.body_layout)
            self._fill()

    def _short(self) -> str:
        advice = [problem_advice(self._problem)] if self._problem is not None else []
        advice += [finding_advice(result) for result in self._findings]
        if self._shape and not self._findings:
            advice.append(say(N_("Another wallet may refuse it")))
        return next((words for words in advice if words), "")

    def _fill_once(self) -> None:
        if not self.body_layout.count():
            self._fill()

    def _fill(self) -> None:
        told = [problem_points(self._problem)] if self._problem is not None else []
        told += [finding_points(result) for result in self._findings]
        told += [shape_points(fault) for fault in self._shape]
        for points in told:
            self.body_layout.addWidget(_Points(points))


class _Points(QWidget):
    """Headings at the left, what there is to say at the right."""

    def __init__(self, points: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._headings = []
        for row, (heading, text) in enumerate(points):
            label = Label(Type.SMALL_STRONG, "ink2").say(heading)
            self._headings.append(label)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(Type.SMALL, "ink").selectable().show_text(text), row, 1, Qt.AlignmentFlag.AlignTop)
        self.restyle()

    def restyle(self) -> None:
        for label in getattr(self, "_headings", ()):
            label.setMinimumWidth(theme().px(84))
            label.setMaximumWidth(theme().px(110))
