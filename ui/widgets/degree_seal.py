"""The degree's own seal, inked clockwise as far as the stack has come. The figure stands in its middle."""

from functools import lru_cache
from math import atan2, pi

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.stack_words import figure_words
from ui.theme.fonts import Type, font
from ui.theme.theme import theme
from ui.theme.tokens import Tokens, mix
from ui.widgets.text_lines import draw_words
from wallet.messages.rosette import roses_of
from wallet.messages.stack_views import StackFigure

_SIDE = 150


def paint_degree_seal(
    painter: QPainter,
    rect: QRectF,
    seal: str,
    figure: StackFigure,
    tokens: Tokens,
    scale: float,
    *,
    outline: bool = False,
) -> None:
    """Paint the rosette: brass where it is earned, a hair's breadth of ink elsewhere."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre, reach = rect.center(), min(rect.width(), rect.height()) / 2 - 1
    place = QTransform().translate(centre.x(), centre.y()).scale(reach, reach)
    inked, rest = split_rosette(seal, 1.0 if figure.complete else min(0.995, _share(figure)))
    painter.setPen(QPen(QColor(mix(tokens.ink3, tokens.window, 0.42)), 0.7 * scale))
    painter.drawPath(place.map(rest))
    painter.setPen(QPen(QColor(tokens.brass_fill), 1.15 * scale))
    painter.drawPath(place.map(inked))
    painter.restore()
    _words(painter, rect, figure_words(figure), tokens, scale, outline=outline)


@lru_cache(maxsize=64)
def split_rosette(seal: str, share: float) -> tuple[QPainterPath, QPainterPath]:
    """Return what is inked and what is not, of the two outer pairs of the rosette in the unit circle: its middle is free.

    Cut by arithmetic, clockwise from the top, so that no device has to clip.
    """
    inked, rest = QPainterPath(), QPainterPath()
    for rose in roses_of(seal)[:4]:
        last: QPainterPath | None = None
        before = (0.0, 0.0)
        for x, y in rose.points():
            turned = atan2(x, -y) / (2 * pi) % 1
            path = inked if turned < share or share >= 1 else rest
            if path is not last:
                path.moveTo(*(before if last is not None else (x, y)))
            path.lineTo(x, y)
            last, before = path, (x, y)
    return inked, rest


def _words(painter: QPainter, rect: QRectF, words: str, tokens: Tokens, scale: float, *, outline: bool = False) -> None:
    made, room = font(Type.HERO, scale), rect.width() * 0.36
    wide = QFontMetricsF(made).horizontalAdvance(words)
    if wide > room:
        made.setPixelSize(max(9, int(made.pixelSize() * room / wide)))
    painter.setPen(QColor(tokens.ink))
    draw_words(painter, rect, Qt.AlignmentFlag.AlignCenter, words, made, outline=outline)


def _share(figure: StackFigure) -> float:
    top, _, bottom = figure.exact.partition("/")
    return int(top) / int(bottom or 1)


class DegreeSeal(QWidget):
    """The seal at the head of the page. Decorative: the sentence beside it says the same."""

    def __init__(self, parent: QWidget | None = None, side: int = _SIDE) -> None:
        super().__init__(parent)
        self._seal, self._side = "", side
        self._figure: StackFigure | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.restyle()

    def show_figure(self, seal: str, figure: StackFigure) -> None:
        """Show another figure."""
        self._seal, self._figure = seal, figure
        self.update()

    def restyle(self) -> None:
        side = theme().px(self._side)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._figure is not None:
            paint_degree_seal(
                QPainter(self), QRectF(self.rect()), self._seal, self._figure, theme().tokens, theme().scale
            )


def paint_ring(painter: QPainter, rect: QRectF, figure: StackFigure | None, tokens: Tokens) -> None:
    """Paint the small ring of the sidebar: brass for what counts, a hairline for the rest."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    thick = max(2.5, rect.width() / 8)
    ring = rect.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.setPen(QPen(QColor(mix(tokens.ink3, tokens.sidebar, 0.4)), thick * 0.55))
    painter.drawEllipse(ring)
    if figure is not None:
        share = 1.0 if figure.complete else _share(figure)
        pen = QPen(QColor(tokens.brass_fill), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))
    painter.restore()
