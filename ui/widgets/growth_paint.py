"""One's own results on one scale, over time: a ladder whose rungs are the words of the scale, and a dot for each result.

The rungs stand at equal distances because the scale is only an order: the eye may compare above and below, never by how much.
For the same reason dots are joined by steps, not by slopes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.theme.fonts import Type, font
from ui.theme.tokens import Tokens
from ui.words import show_date
from wallet.messages.growth import GrowthLine
from wallet.report import Verdict

_GAP = 34.0  # between rungs, at 100 % text
_FOOT = 30.0
_TOP = 20.0
DOT = 6.0


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where everything of one line stands in a width, at a text scale."""

    line: GrowthLine
    width: float
    scale: float = 1.0

    @property
    def height(self) -> float:
        """How high the ladder is."""
        return (_TOP + _GAP * (len(self.line.scale) - 1) + _FOOT) * self.scale

    @property
    def left(self) -> float:
        """Where the rungs begin: right of the longest word of the scale, which takes at most two fifths of the width."""
        metrics = QFontMetricsF(self.small())
        widest = max((metrics.horizontalAdvance(word) for word in self.line.scale), default=0.0)
        return min(widest, self.width * 0.4) + 14 * self.scale

    def small(self) -> QFont:
        """The font of words and days."""
        return font(Type.SMALL, self.scale)

    def rung(self, place: int) -> float:
        """Return how far down a place of the scale stands, the best at the top."""
        return (_TOP + _GAP * (len(self.line.scale) - 1 - place)) * self.scale

    def points(self) -> list[QPointF]:
        """Return where the dots stand: by their days; those of one day stand beside each other."""
        days = [dot.on.toordinal() for dot in self.line.dots]
        first, span = min(days, default=0), max(days, default=0) - min(days, default=0)
        inset = 16 * self.scale
        room = self.width - self.left - 2 * inset
        points: list[QPointF] = []
        for dot, day in zip(self.line.dots, days, strict=True):
            x = self.left + inset + (room * (day - first) / span if span else room / 2)
            least = points[-1].x() + 3 * DOT * self.scale if points else x
            points.append(QPointF(min(max(x, least), self.width - inset / 2), self.rung(dot.place)))
        return points


def paint_ladder(painter: QPainter, ladder: Ladder, tokens: Tokens) -> None:
    """Paint the ladder with its top left corner at the origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_rungs(painter, ladder, tokens)
    points = ladder.points()
    _paint_steps(painter, points, tokens, ladder.scale)
    for dot, point in zip(ladder.line.dots, points, strict=True):
        paint_dot(painter, point, dot.verdict, tokens, ladder.scale)
    _paint_days(painter, ladder, points, tokens)


def _paint_rungs(painter: QPainter, ladder: Ladder, tokens: Tokens) -> None:
    small = ladder.small()
    metrics = QFontMetricsF(small)
    reached = {dot.place for dot in ladder.line.dots}
    painter.setFont(small)
    for place, word in enumerate(ladder.line.scale):
        y = ladder.rung(place)
        painter.setPen(QPen(QColor(tokens.hairline), 1))
        painter.drawLine(QPointF(ladder.left, y), QPointF(ladder.width, y))
        painter.setPen(QColor(tokens.ink if place in reached else tokens.ink2))
        room = ladder.left - 12 * ladder.scale
        shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
        rect = QRectF(0, y - metrics.height() / 2, room, metrics.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)


def _paint_steps(painter: QPainter, points: Sequence[QPointF], tokens: Tokens, scale: float) -> None:
    painter.setPen(QPen(QColor(tokens.brass_fill), 1.6 * scale))
    for one, other in pairwise(points):
        corner = QPointF(other.x(), one.y())
        painter.drawLine(one, corner)
        painter.drawLine(corner, other)


def paint_dot(painter: QPainter, at: QPointF, verdict: Verdict, tokens: Tokens, scale: float) -> None:
    """Paint one result: full where it is verified, a ring where its status data is old."""
    painter.setPen(QPen(QColor(tokens.brass_text), 2 * scale))
    painter.setBrush(QColor(tokens.brass_fill if verdict is Verdict.VERIFIED else tokens.surface))
    painter.drawEllipse(at, DOT * scale, DOT * scale)


def _paint_days(painter: QPainter, ladder: Ladder, points: Sequence[QPointF], tokens: Tokens) -> None:
    """The first and the last day below, as far as they have room beside each other."""
    if not points:
        return
    metrics = QFontMetricsF(ladder.small())
    painter.setFont(ladder.small())
    painter.setPen(QColor(tokens.ink2))
    base = ladder.height - metrics.descent() - 2
    taken = -1.0
    for dot, point in ((ladder.line.dots[0], points[0]), (ladder.line.dots[-1], points[-1])):
        words = show_date(dot.on)
        wide = metrics.horizontalAdvance(words)
        left = min(max(point.x() - wide / 2, ladder.left - 8 * ladder.scale), ladder.width - wide)
        if left > taken:
            painter.drawText(QPointF(left, base), words)
            taken = left + wide + 10 * ladder.scale
