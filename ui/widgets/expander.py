"""A row that opens: an icon, a heading, a line below it, and what lies behind."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import mix
from ui.widgets.banner import IconLabel
from ui.widgets.label import Label
from ui.widgets.pressable import Pressable
from ui.words import say
from wallet.i18n import N_


class RowButton(Pressable):
    """A whole row as a button, so that the target is large and the keyboard reaches it."""

    def __init__(
        self, icon: str, tone: str, heading_step: Type = Type.BODY_STRONG, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chevron = "chevron-right"
        self.icon_label = IconLabel(icon, tone, 20)
        self.heading = Label(heading_step)
        self.line = Label(Type.SMALL, "ink2")
        for label in (self.heading, self.line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.heading)
        words.addWidget(self.line)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 8, 28, 8)
        self._row.setSpacing(12)
        self._row.addWidget(self.icon_label, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)

    def set_words(self, heading: str, line: str) -> None:
        """Set the row's words, already translated; they are its accessible name and description too."""
        self.heading.show_text(heading)
        self.line.show_text(line)
        self.line.setVisible(bool(line))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(line)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 44)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(44, self._row.totalHeightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(tokens.ink, tokens.surface, 0.04)))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-2, 1, 0, -1), 6, 6)
        side = theme().px(16)
        pixmap = icon_pixmap(self.chevron, tokens.ink3, side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - side - 4, (self.height() - side) // 2), pixmap)


class Expander(QWidget):
    """A `RowButton` and what it opens. The body is made when it is first opened."""

    opened = Signal()

    def __init__(self, icon: str, tone: str = "ink2", parent: QWidget | None = None, *, indent: int = 34) -> None:
        super().__init__(parent)
        self.button = RowButton(icon, tone)
        self.button.clicked.connect(self.toggle)
        self.body = QWidget()
        self.body_layout = QVBoxLayout(self.body)
        self.body_layout.setContentsMargins(indent, 2, 8, 12)
        self.body_layout.setSpacing(8)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(self.body)
        self._indent = indent
        self._tell()

    @property
    def is_open(self) -> bool:
        """Whether the body shows."""
        return not self.body.isHidden()

    def toggle(self) -> None:
        """Open or close."""
        if self.body.isHidden():
            self.opened.emit()
        self.body.setVisible(self.body.isHidden())
        self.button.chevron = "chevron-down" if self.is_open else "chevron-right"
        self._tell()
        self.button.update()

    def _tell(self) -> None:
        self.button.setToolTip(say(N_("Close")) if self.is_open else say(N_("Show more")))

    def retranslate(self) -> None:
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme().tokens.hairline))
        painter.drawLine(self._indent, self.height() - 1, self.width(), self.height() - 1)
