"""A quiet remark on a page."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.banner import IconLabel
from ui.widgets.label import Label


class Notice(QWidget):
    """A quiet remark with an icon: indigo for what is good to know, brass for what to think about."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, warm: bool = False) -> None:
        super().__init__(parent)
        self._warm = warm
        tone = "brass_text" if warm else "accent"
        self.heading = Label(Type.SMALL_STRONG, "ink")
        self.line = Label(Type.SMALL, "ink2")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.heading)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel(icon, tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def say(self, heading: str, line: str = "", **facts: object) -> "Notice":
        """Show a heading and a line, each a sentence key."""
        self.heading.say(heading, **facts)
        self.line.say(line, **facts) if line else self.line.hide()
        return self

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = theme().tokens
        painter.setBrush(QColor(tokens.brass_soft if self._warm else tokens.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
