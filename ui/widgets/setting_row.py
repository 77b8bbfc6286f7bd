"""A sheet of settings: a heading, and rows of words at the left with their control at the right, or below."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.check_box import CheckBox
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.paper import paint_paper
from ui.widgets.segmented import Segmented

_SIDE_BY_SIDE = 560


class Sheet(QWidget):
    """A heading over a sheet of paper."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = _Paper()
        self.rows = QVBoxLayout(self._paper)
        self.rows.setContentsMargins(20, 6, 20, 6)
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(Type.CARD).say(heading))
        column.addWidget(self._paper)

    def add(self, row: QWidget) -> None:
        """Add a row, with a line above it unless it is the first."""
        if self.rows.count():
            self.rows.addWidget(_Line())
        self.rows.addWidget(row)


class SettingRow(QWidget):
    """Words and a control."""

    def __init__(self, title: str, line: str = "", control: QWidget | None = None) -> None:
        super().__init__()
        self.title = Label(Type.BODY_STRONG).say(title)
        self.line = Label(Type.SMALL, "ink2")
        if line:
            self.line.say(line)
        else:
            self.line.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 12, 0, 12)
        self._box.setSpacing(12)
        self._box.addLayout(words, 5)
        if control is not None:
            self._box.addWidget(control, 6, Qt.AlignmentFlag.AlignVCenter)
            control.setAccessibleDescription(control.accessibleDescription() or self.line.text())
        self._control = control

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= theme().px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)
        self._align(wide)

    def _align(self, wide: bool) -> None:
        """Controls stand at the right where they are beside their words, and below them at the left."""
        control = self._control
        if control is None:
            return
        if isinstance(control, Segmented):
            control.align_right(wide)
        elif isinstance(layout := control.layout(), FlowLayout):
            layout.align_right(wide)
        side = Qt.AlignmentFlag.AlignRight if wide else Qt.AlignmentFlag.AlignLeft
        fixed = control.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed or isinstance(control, CheckBox)
        self._box.setAlignment(control, Qt.AlignmentFlag.AlignVCenter | side if fixed else Qt.AlignmentFlag(0))


class _Paper(QWidget):
    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, rect = theme().tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_paper(self, rect, tokens.surface, tokens.hairline, MEASURES.radius_card)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme().tokens.hairline))
