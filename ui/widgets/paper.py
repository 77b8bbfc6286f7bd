"""A sheet of paper to put things on: rounded, with a hairline."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import MEASURES


class Paper(QWidget):
    """`column` takes what stands on it. `tone` is a field of `Tokens`."""

    def __init__(self, tone: str = "surface", parent: QWidget | None = None, *, margin: int = 24) -> None:
        super().__init__(parent)
        self._tone = tone
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(12)

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme().tokens.hairline))
        painter.setBrush(QColor(getattr(theme().tokens, self._tone)))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, MEASURES.radius_hero, MEASURES.radius_hero)
