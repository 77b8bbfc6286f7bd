"""The issuer's seal: a guilloche rosette drawn from the SHA-256 of the key that signed.

Same key, same seal: a changed key is visible. It is decoration and never evidence, so it has no accessible text, and how
much of it is drawn follows the verdict (`Cue`). Three nested pairs of rose curves; lobes, turns, depths and phases come
from bytes of the digest, the hue from its first byte.
"""

from functools import lru_cache
from math import pi

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ui.theme.tokens import Cue, Tokens
from wallet.messages.rosette import Rose, roses_of

HOUSE_KEY = "08dd282d28b9d37592b714bd07"  # Tessera's own mark: a fixed pattern, not anybody's key
_SMALL = 56  # logical pixels
_NOTCH_FROM, _NOTCH_SPAN = 28.0, 34.0  # degrees, counter-clockwise from three o'clock


def hue_of(signing_key: str, tokens: Tokens) -> str:
    """Return the issuer's hue, or the neutral ink where no key is known."""
    if not signing_key:
        return tokens.ink3
    return tokens.hues[int(signing_key[:2], 16) % len(tokens.hues)]


# So small that a dense rosette would be a blot: two open curves, the same for all.
_SMALL_ROSES = (Rose(0.60, 0.37, 13, 3, 0.0), Rose(0.46, 0.16, 13, 3, pi))


@lru_cache(maxsize=256)
def rosette_path(signing_key: str, pairs: int = 3) -> QPainterPath:
    """Return the rosette in the unit circle as one path; a small one has fewer pairs, or it would be a blot."""
    path = QPainterPath()
    for rose in roses_of(signing_key) if pairs == 3 else _SMALL_ROSES:
        points = rose.points()
        path.moveTo(*next(points))
        for x, y in points:
            path.lineTo(x, y)
    return path


@lru_cache(maxsize=192)
def seal_pixmap(signing_key: str, diameter: int, ratio: float, tokens: Tokens, cue: Cue, colour: str = "") -> QPixmap:
    """Return the seal as a pixmap of `diameter` logical pixels, cached by everything that shapes it."""
    pixmap = QPixmap(round(diameter * ratio), round(diameter * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, signing_key, diameter, tokens, cue, colour or hue_of(signing_key, tokens))
    painter.end()
    return pixmap


def _paint(painter: QPainter, signing_key: str, diameter: int, tokens: Tokens, cue: Cue, colour: str) -> None:
    match cue:
        case Cue.NONE:
            return
        case Cue.EMPTY:
            _paint_empty(painter, diameter, tokens)
        case _ if signing_key:
            _paint_rosette(painter, signing_key, diameter, cue, colour)
    if cue is Cue.BARRED:
        _paint_bar(painter, diameter, tokens)
    if cue is Cue.SPLIT:
        painter.setPen(QPen(QColor(tokens.ink2), 1.5))
        painter.drawEllipse(QRectF(1, 1, diameter - 2, diameter - 2))


def _paint_rosette(painter: QPainter, signing_key: str, diameter: int, cue: Cue, colour: str) -> None:
    painter.save()
    if cue is Cue.NOTCHED:
        painter.setClipPath(_all_but_the_notch(diameter))
    if cue is Cue.SPLIT:
        painter.setClipRect(QRectF(0, 0, diameter / 2, diameter))
    painter.setOpacity({Cue.FAINT: 0.34, Cue.HALF: 0.5, Cue.BARRED: 0.5}.get(cue, 0.92))
    painter.translate(diameter / 2, diameter / 2)
    reach = diameter / 2 - 1
    painter.scale(reach, reach)
    pen = QPen(QColor(colour), max(0.62, min(1.1, diameter / 190)))
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawPath(rosette_path(signing_key, 2 if diameter < _SMALL else 3))
    painter.restore()


def _all_but_the_notch(diameter: int) -> QPainterPath:
    whole = QPainterPath()
    whole.addRect(QRectF(0, 0, diameter, diameter))
    notch = QPainterPath(QPointF(diameter / 2, diameter / 2))
    notch.arcTo(QRectF(-diameter, -diameter, 3 * diameter, 3 * diameter), 180 - _NOTCH_FROM - _NOTCH_SPAN, _NOTCH_SPAN)
    notch.closeSubpath()
    return whole.subtracted(notch)


def _paint_empty(painter: QPainter, diameter: int, tokens: Tokens) -> None:
    pen = QPen(QColor(tokens.ink3), 1.25)
    pen.setDashPattern([5, 3.5])
    painter.setPen(pen)
    for share in (0.98, 0.56):
        reach = diameter * share / 2 - 1
        painter.drawEllipse(QPointF(diameter / 2, diameter / 2), reach, reach)


def _paint_bar(painter: QPainter, diameter: int, tokens: Tokens) -> None:
    painter.setPen(QPen(QColor(tokens.danger), max(2.0, diameter / 44), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    inset = diameter * 0.14
    painter.drawLine(QPointF(inset, diameter * 0.74), QPointF(diameter - inset, diameter * 0.26))
