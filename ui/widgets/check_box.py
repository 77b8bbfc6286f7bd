"""A check box large enough to hit, whose words wrap."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.widgets.pressable import Pressable
from ui.words import say

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class CheckBox(Pressable):
    """Checkable by mouse, Space and Return. Without words (`key` "") its accessible name must be set."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setCheckable(True)
        wide = QSizePolicy.Policy.Preferred if key else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(wide, QSizePolicy.Policy.Minimum if key else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(bool(key))
        self.setSizePolicy(policy)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        if self._key:
            self.setText(say(self._key))
            self.setAccessibleName(self.text())
        self.updateGeometry()

    def restyle(self) -> None:
        self.setFont(theme().font(Type.LABEL))
        self.updateGeometry()
        self.update()

    def _side(self) -> int:
        return theme().px(20)

    def _target(self) -> int:
        """Without words: large enough to hit, and for all of the box at any size of text."""
        return max(36, self._side() + 8)

    def _words_rect(self, width: int) -> QRect:
        left = self._side() + theme().px(10)
        metrics = QFontMetrics(self.font())
        return metrics.boundingRect(QRect(left, 0, max(40, width - left), 10_000), _WRAP, self.text())

    def heightForWidth(self, width: int) -> int:
        return max(36, self._words_rect(width).height() + 12) if self.text() else self._target()

    def sizeHint(self) -> QSize:
        if not self.text():
            return QSize(self._target(), self._target())
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + self._side() + theme().px(14)
        return QSize(min(width, theme().px(380)), self.heightForWidth(min(width, theme().px(380))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), 36) if self.text() else self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, side = theme().tokens, self._side()
        words = self._words_rect(self.width())
        top = (self.height() - (words.height() if self.text() else side)) / 2
        middle = top + (QFontMetrics(self.font()).height() if self.text() else side) / 2
        left = 1 if self.text() else (self.width() - side) // 2
        box = QRectF(left, middle - side / 2, side - 1, side - 1)
        painter.setPen(QPen(QColor(tokens.accent if self.isChecked() else tokens.control_line), 1.4))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 5, 5)
        if self.isChecked():
            mark = icon_pixmap("check", tokens.on_accent, side - 6, self.devicePixelRatioF(), 3.0)
            painter.drawPixmap(QPoint(left + 3, round(middle - side / 2) + 3), mark)
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.ink if self.isEnabled() else tokens.ink3))
        painter.drawText(words.translated(0, round(top)), _WRAP, self.text())
