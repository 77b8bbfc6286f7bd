"""A sheet of paper to put things on: rounded, with a hairline."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import MEASURES


def paint_paper(widget: QWidget, rect: QRectF, ground: str, edge: str, radius: float) -> None:
    """Paint a widget's ground: rounded, with a line around it, in colours of the theme."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect, radius, radius)


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
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = getattr(theme().tokens, self._tone)
        paint_paper(self, rect, ground, theme().tokens.hairline, MEASURES.radius_hero)
