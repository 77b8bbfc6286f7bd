"""The head of a credential's page: who issued it, its whole title, and the issuer's seal, large."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kinds import issuer_words, kind_words, title_of
from ui.lookalikes import mixes_alphabets
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.label import Label
from ui.widgets.monogram import paint_band, paint_monogram
from ui.words import say, show_date
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary


class Monogram(QWidget):
    """The issuer's letters. Decorative: the name stands beside it."""

    def __init__(self, summary: CredentialSummary, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary, self._size = summary, size
        self.restyle()

    def restyle(self) -> None:
        side = theme().px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_monogram(painter, QRectF(self.rect()), self._summary)


class Hero(QWidget):
    """Nothing here is ever cut off: names and titles take the lines they need."""

    def __init__(self, summary: CredentialSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = summary
        self._issuer = Label(Type.BODY_STRONG).selectable()
        self._kind = Label(Type.SMALL, "ink2")
        self._title = Label(Type.HERO).selectable()
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._issuer)
        names.addWidget(self._kind)
        if not summary.issuer_vouched_by and mixes_alphabets(summary.issuer_name):
            names.addWidget(
                Label(Type.SMALL, "danger").say(
                    N_("This name mixes letters of different alphabets. It may imitate another.")
                )
            )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Monogram(summary, 40), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addStretch(1)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        summary = self._summary
        self._issuer.show_text(issuer_words(summary))
        kind = kind_words(summary.kind)
        dated = say(N_("{kind}, {day}"), kind=kind, day=show_date(summary.issued)) if summary.issued else kind
        self._kind.show_text(dated)
        self._title.show_text(title_of(summary))

    def restyle(self) -> None:
        self.setMinimumHeight(theme().px(150))
        right = theme().px(104)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(20, 20, right, 20)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        band = QPainterPath()
        band.addRoundedRect(QRectF(self.rect()), MEASURES.radius_hero, MEASURES.radius_hero)
        centre = QPointF(self.width() - theme().px(20), theme().px(78))
        paint_band(painter, band, centre, theme().px(188), self._summary, self.devicePixelRatioF())
