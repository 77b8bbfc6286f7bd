"""An empty place that offers the next step."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label


class DashedPanel(QWidget):
    """A dashed edge: something may be dropped here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lively = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(40, 36, 40, 36)
        self.column.setSpacing(10)

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        pen = QPen(QColor(tokens.accent if self.lively else tokens.control_line), 1.5)
        pen.setDashPattern([5, 3.5])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.accent_soft if self.lively else tokens.surface))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(rect, MEASURES.radius_hero, MEASURES.radius_hero)


class EmptyState(QWidget):
    """Seal, heading, sentence; below it the buttons; below them an invitation."""

    def __init__(self, mark: QWidget, title: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(Type.HERO).say(title)
        self._line = Label(Type.BODY, "ink2").say(line)
        for label in (self._title, self._line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.panel = DashedPanel()
        self.panel.column.addWidget(mark)
        self.panel.column.addSpacing(6)
        self.panel.column.addWidget(self._title)
        self.panel.column.addWidget(self._line)
        self.buttons = FlowLayout(gap=10, centred=True)
        self.invitation = Label(Type.LABEL, "ink2")
        self.invitation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.below = FlowLayout(gap=10, centred=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.panel, 12)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addLayout(self.buttons)
        column.addWidget(self.invitation)
        column.addLayout(self.below)
        column.addStretch(3)
        self.restyle()

    def restyle(self) -> None:
        self.panel.setMaximumWidth(theme().px(680))

    def say(self, title: str, line: str) -> None:
        """Change the words."""
        self._title.say(title)
        self._line.say(line)

    def add(self, button: Button) -> Button:
        """Add a button below the panel."""
        self.buttons.addWidget(button)
        return button
