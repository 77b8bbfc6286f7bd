"""A verdict as a pill: icon, word and shape. The same painting serves cards, rows and pages."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS, VerdictLook
from ui.words import verdict_title, words_of
from wallet.report import Verdict


def pill_size(words: str) -> QSize:
    """Return the size of a pill that says `words`."""
    metrics = QFontMetrics(theme().font(Type.SMALL_STRONG))
    return QSize(metrics.horizontalAdvance(words) + theme().px(36), max(theme().px(26), metrics.height() + 8))


def paint_pill(painter: QPainter, corner: QPoint, verdict: Verdict, ratio: float) -> QSize:
    """Paint the pill of a verdict with its top left at `corner`; return its size."""
    words = verdict_title(verdict)
    look = VERDICT_LOOKS[verdict]
    size = pill_size(words)
    rect = QRectF(corner.x() + 0.5, corner.y() + 0.5, size.width() - 1, size.height() - 1)
    _paint_ground(painter, rect, look)
    ink = look.text_in(theme().tokens)
    side = theme().px(15)
    top = corner.y() + (size.height() - side) // 2
    painter.drawPixmap(corner.x() + theme().px(9), top, icon_pixmap(look.icon, ink, side, ratio, 2.0))
    painter.setPen(QColor(ink))
    painter.setFont(theme().font(Type.SMALL_STRONG))
    rect.setLeft(corner.x() + theme().px(28))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
    return size


def _paint_ground(painter: QPainter, rect: QRectF, look: VerdictLook) -> None:
    tokens = theme().tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(look.ground_in(tokens)))
    painter.setPen(Qt.PenStyle.NoPen)
    if look.dashed:
        pen = QPen(QColor(look.text_in(tokens)), 1.2)
        pen.setDashPattern([3.5, 2.5])
        painter.setPen(pen)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)


class VerdictPill(QWidget):
    """A pill on a page."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = verdict
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(verdict_title(self._verdict))
        self.setAccessibleDescription(words_of(self._verdict).explanation)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(verdict_title(self._verdict))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QPoint(0, 0), self._verdict, self.devicePixelRatioF())
