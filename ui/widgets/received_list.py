"""Rows of a review: a checked credential, or something refused with the reason."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kinds import issuer_words, title_of
from ui.models.library_model import accessible_words
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.banner import IconLabel
from ui.widgets.check_box import CheckBox
from ui.widgets.doctor import Doctor
from ui.widgets.hero import Monogram
from ui.widgets.label import Label
from ui.widgets.paper import paint_paper
from ui.widgets.pill import VerdictPill
from ui.words import problem_advice, problem_sentence, say
from wallet.i18n import N_
from wallet.messages.requests import Problem, ReceivedItem
from wallet.report import Verdict

_NOT_OFFERED = (Verdict.ALTERED, Verdict.NOT_GENUINE)  # they can be kept, but not by pressing on unread


def is_offered(item: ReceivedItem) -> bool:
    """True when it is kept unless the person says otherwise."""
    return not item.already and item.detail.summary.verdict not in _NOT_OFFERED


class ReceivedRow(QWidget):
    """`chosen` when pressed; with `choosable` a box says whether to keep it."""

    chosen = Signal()
    ticked = Signal()

    def __init__(self, item: ReceivedItem, *, choosable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        summary = item.detail.summary
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 12, 10)
        row.setSpacing(12)
        self.box = CheckBox(parent=self)
        self.box.setAccessibleName(say(N_("Keep {title}"), title=title_of(summary)))
        self.box.setChecked(is_offered(item))
        self.box.setEnabled(not item.already)
        self.box.toggled.connect(lambda _on: self.ticked.emit())
        self.box.setVisible(choosable)
        if choosable:
            row.addWidget(self.box)
        row.addWidget(Monogram(summary, 36))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(title_of(summary)))
        issuer = issuer_words(summary)
        line = Label(Type.SMALL, "ink2")
        if item.already:
            line.say(N_("{issuer} · already in your wallet"), issuer=issuer)
        else:
            line.show_text(issuer)
        words.addWidget(line)
        row.addLayout(words, 1)
        row.addWidget(VerdictPill(summary.verdict))
        self.setAccessibleName(accessible_words(summary))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, rect = theme().tokens, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint_paper(self, rect, tokens.raised, tokens.hairline, MEASURES.radius_card)


NOTHING_THERE = Problem(
    "receive.nothing",
    N_("There is nothing in it that Tessera can read. An empty folder, perhaps?"),
    N_("Copy or drop a credential: a file, a badge picture, or its text."),
)


class RefusedRow(QWidget):
    """What was refused, and why."""

    def __init__(self, problem: Problem, parent: QWidget | None = None, *, opened: bool = False) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(2)
        if problem.source:
            words.addWidget(Label(Type.BODY_STRONG).show_text(" ".join(problem.source.split())))
        words.addWidget(Label(Type.LABEL).show_text(problem_sentence(problem)))
        advice = problem_advice(problem)
        doctor = Doctor(problem=problem, indent=2)
        words.addWidget(doctor)
        if opened:
            doctor.toggle()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(IconLabel("circle-slash", "brass_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(problem_sentence(problem))
        self.setAccessibleDescription(advice)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.brass_soft))
        painter.drawRoundedRect(QRectF(self.rect()), MEASURES.radius_card, MEASURES.radius_card)
