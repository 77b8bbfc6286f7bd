"""A bar that floats at the foot of the window: ink ground, paper words."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.theme import theme

_FROM_FOOT = 20


class FloatingBar(QWidget):
    """Keeps to the middle of its parent's foot. Subclasses fill `row`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(18, 8, 10, 8)
        self.row.setSpacing(14)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self.place()
        return False

    def place(self) -> None:
        """Take the size the words want and go to the foot of the window."""
        window = self.parentWidget()
        if window is None:
            return
        width = min(self.sizeHint().width(), window.width() - 32)
        height = max(52, self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry((window.width() - width) // 2, window.height() - height - _FROM_FOOT, width, height)
        self.raise_()

    def restyle(self) -> None:
        if self.isVisible():
            self.place()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        painter.setPen(QColor(tokens.control_line) if tokens.dark else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised if tokens.dark else tokens.ink))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


class BarButtonColours:
    """What stands on a floating bar is drawn in these."""

    @staticmethod
    def words() -> str:
        """The tone of words on the bar."""
        tokens = theme().tokens
        return tokens.ink if tokens.dark else tokens.window
