"""A bar that floats at the foot of the window: ink ground, paper words."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.label import Label

_FROM_FOOT = 20
_LOWEST = 52


class FloatingBar(QWidget):
    """Keeps to the middle of its parent's foot, as wide as its words; where the window is narrower they wrap.

    Subclasses put `words` and their buttons into `row`.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.words = Label(Type.LABEL, wraps=False)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(18, 8, 10, 8)
        self.row.setSpacing(14)
        # Its pieces are told of another look or language in no order: it takes their size when all have been.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._place_if_shown)
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
        self.words.setWordWrap(False)
        room = window.width() - 32
        width = self.row.totalSizeHint().width()
        if width > room:
            self.words.setWordWrap(True)
            width = room
        self.row.invalidate()
        height = (
            self.row.totalHeightForWidth(width) if self.row.hasHeightForWidth() else self.row.totalSizeHint().height()
        )
        height = max(_LOWEST, height)
        self.setGeometry((window.width() - width) // 2, window.height() - height - _FROM_FOOT, width, height)
        self.raise_()

    def _place_if_shown(self) -> None:
        if self.isVisible():
            self.place()

    def restyle(self) -> None:
        self.words.set_tone(BarButtonColours.words())
        self._soon.start()
        self.update()

    def retranslate(self) -> None:
        self._soon.start()

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
