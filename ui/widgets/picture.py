"""The achievement's picture: boxed, beside the claims and never among the verdict (UI-05).

What comes here was decoded and encoded anew as a PNG by the wallet process; the window reads no stranger's picture.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES, mix
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.pressable import Pressable
from ui.words import say
from wallet.i18n import N_

_SMALL, _LARGE = 88, 420
_MOST_BYTES = 4 * 1024 * 1024


def read_picture(png: bytes) -> QImage:
    """Return our own PNG as an image; a null image for anything else."""
    if not png or len(png) > _MOST_BYTES:
        return QImage()
    return QImage.fromData(png, "PNG")  # type: ignore[arg-type]


class PictureFrame(Pressable):
    """A small frame; pressed, it shows the picture large."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        self.clicked.connect(self._enlarge)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("Picture in the credential")))
        self.setToolTip(say(N_("Show it large")))

    def restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(_SMALL)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_framed(painter, QRectF(self.rect()), self._image, hovered=self.underMouse())

    def _enlarge(self) -> None:
        PictureDialog(self._image, self.window()).open()


class PictureBlock(QWidget):
    """The frame, and what it is worth: what its issuer drew is no evidence."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(Label(Type.LABEL).say(N_("Picture in the credential")))
        words.addWidget(
            Label(Type.SMALL, "ink3").say(N_("Anybody can draw a picture. The verdict above does not rest on it."))
        )
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(PictureFrame(image), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class PictureDialog(Dialog):
    """The picture, large, still in its frame."""

    def __init__(self, image: QImage, parent: QWidget | None) -> None:
        super().__init__(N_("Picture in the credential"), parent, width=_LARGE + 56)
        self.content.addWidget(_LargePicture(image))
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)
        close.setFocus()


class _LargePicture(QWidget):
    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(say(N_("Picture in the credential")))
        self.setMinimumHeight(theme().px(_LARGE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_framed(QPainter(self), QRectF(self.rect()), self._image)


def paint_framed(painter: QPainter, box: QRectF, image: QImage, *, hovered: bool = False) -> None:
    """Paint an image whole, in the middle of a frame of paper."""
    tokens = theme().tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(mix(tokens.ink3, tokens.hairline, 0.6) if hovered else tokens.hairline), 1))
    painter.setBrush(QColor(tokens.raised))
    painter.drawRoundedRect(frame, MEASURES.radius_control, MEASURES.radius_control)
    inside = frame.adjusted(6, 6, -6, -6)
    size = image.size().scaled(inside.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(inside.center())
    clip = QPainterPath()
    clip.addRoundedRect(place, 3, 3)
    painter.setClipPath(clip)
    painter.drawImage(place, image)
    painter.setClipping(False)
