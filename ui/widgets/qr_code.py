"""A QR code, dark on white whatever the theme, with its quiet zone; modules fall on whole pixels so that edges stay sharp."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import CodeFrame

QUIET = 4
_DARK, _LIGHT = "#0B0D12", "#FFFFFF"


def draw_code(frame: CodeFrame) -> QImage:
    """Return the code at one pixel a module, quiet zone included."""
    side = frame.side + 2 * QUIET
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(255)
    for y in range(frame.side):
        row = frame.modules[y * frame.side : (y + 1) * frame.side]
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x + QUIET, y + QUIET, 0xFF0B0D12)
    return image


class QrCodeView(QWidget):
    """Shows one code as large as there is room for, within `share` of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._share = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.retranslate()

    def show_frame(self, frame: CodeFrame) -> None:
        """Show a code."""
        self._image = draw_code(frame)
        self.update()

    def set_share(self, share: float) -> None:
        """Take this much of the room: smaller codes suit a phone held close."""
        self._share = share
        self.update()

    @property
    def image(self) -> QImage | None:
        """The code shown, one pixel a module."""
        return self._image

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("QR code")))
        self.setAccessibleDescription(say(N_("The same content can be copied as text or saved as a file.")))

    def sizeHint(self) -> QSize:
        return QSize(430, 430)  # a code does not grow with the text

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 220)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        paper = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(theme().tokens.hairline), 1))
        painter.setBrush(QColor(_LIGHT))
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), MEASURES.radius_hero, MEASURES.radius_hero)
        if self._image is None:
            return
        ratio = self.devicePixelRatioF()
        # Whole device pixels a module: a scanner sees no grey seams.
        step = max(1, int((side - 8) * self._share * ratio / self._image.width()))
        shown = step * self._image.width() / ratio
        corner = paper.center()
        left = round((corner.x() - shown / 2) * ratio) / ratio
        top = round((corner.y() - shown / 2) * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(QRectF(left, top, shown, shown), self._image)
