"""A tag of the person's own; pressing it takes it off."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.widgets.pressable import Pressable
from ui.words import say
from wallet.i18n import N_

_WIDEST = 220


class TagChip(Pressable):
    """A chip with a small cross."""

    press_keys = (*Pressable.press_keys, Qt.Key.Key_Delete)

    def __init__(self, tag: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag = tag
        self.setText(tag)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        words = say(N_("Remove the tag “{tag}”"), tag=self._tag)
        self.setAccessibleName(words)
        self.setToolTip(words.replace("<", "‹"))  # tooltips would read tags of another kind

    def restyle(self) -> None:
        self.setFont(theme().font(Type.SMALL))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = min(metrics.horizontalAdvance(self._tag), theme().px(_WIDEST)) + theme().px(38)
        return QSize(width, max(theme().px(28), metrics.height() + 10))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, px = theme().tokens, theme().px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setPen(QColor(tokens.ink))
        room = QRectF(px(12), 0, self.width() - px(36), self.height())
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._tag, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        side = px(13)
        cross = icon_pixmap("x", tokens.ink2, side, self.devicePixelRatioF(), 2.2)
        painter.drawPixmap(QPoint(self.width() - side - px(9), (self.height() - side) // 2), cross)
