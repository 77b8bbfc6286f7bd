"""Painting the masonry: the same strokes for the window, the printer and an SVG.

Filled in the issuer's tint with a 4 px spine: counts. Hatched brass: in progress. Dashed: open. Never colour alone: each brick has its
icon and its words, and each state its own edge.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from ui.seal import hue_of, rosette_path, seal_pixmap
from ui.stack_words import milestone_words, state_icon
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.tokens import Cue, Tokens, mix
from ui.widgets.masonry_layout import BrickBox, LayerBox, MasonryLayout, figures_of
from ui.widgets.text_lines import LEFT, draw_lines, draw_words, line_height
from wallet.messages.stack_views import BrickState
from wallet.report import Verdict

_SPINE = 4.0
_RADIUS = 7.0
_FILLED = (BrickState.COUNTS, BrickState.TO_CONFIRM)
_OWN_WORD = (BrickState.PAPER, BrickState.PLANNED)


@dataclass(frozen=True)
class MasonryPainter:
    """Paints one layout with one set of tokens. `vector`: no pixmaps but icons, for print and SVG."""

    layout: MasonryLayout
    tokens: Tokens
    ratio: float = 1.0
    vector: bool = False
    chosen: str = ""
    hovered: str = ""
    offset: float = 0.0  # how far the bricks are scrolled to the left
    outline: bool = False  # words as shapes and nothing clipped: for SVG

    def paint(self, painter: QPainter) -> None:
        """Paint everything."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self.layout.layers:
            self._words(painter, layer)
            self._milestone(painter, layer)
        painter.save()
        left, visible = self.layout.area
        if not self.outline:
            painter.setClipRect(QRectF(left - 2, -4, visible + 4, self.layout.height + 12))
        painter.translate(-self.offset, 0)
        for layer in self.layout.layers:
            self._rest_line(painter, layer)
            for box in layer.bricks:
                self._brick(painter, box)
        painter.restore()

    # around the bricks

    def _words(self, painter: QPainter, box: LayerBox) -> None:
        layout = self.layout
        painter.setPen(QColor(self.tokens.ink))
        next_top = draw_lines(
            painter, box.words.topLeft(), list(box.title), layout.font(Type.CARD), outline=self.outline
        )
        painter.setPen(QColor(self.tokens.ink2))
        draw_lines(
            painter,
            QPointF(box.words.left(), next_top + 2),
            list(box.rule),
            layout.font(Type.SMALL),
            outline=self.outline,
        )
        self._figures(painter, box)

    def _figures(self, painter: QPainter, box: LayerBox) -> None:
        layout, tokens = self.layout, self.tokens
        have, to_go = figures_of(box.layer)
        right = layout.stacked
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        font, small = layout.font(Type.CARD), layout.font(Type.SMALL)
        painter.setPen(QColor(tokens.ink))
        high = line_height(font)
        top = QRectF(box.figures.left(), box.figures.top(), box.figures.width(), high)
        self._say(painter, top, align | Qt.AlignmentFlag.AlignVCenter, have, font)
        side = layout.icon_size() * 0.94
        metrics = QFontMetricsF(small)
        width = side + 5 * layout.scale + metrics.horizontalAdvance(to_go)
        left = box.figures.right() - width if right else box.figures.left()
        line = QRectF(left, top.bottom() + 2, side, metrics.height())
        tone = self._good() if box.layer.complete else tokens.ink2
        self._icon(painter, "badge-check" if box.layer.complete else "circle-dashed", tone, line, side)
        painter.setPen(QColor(tone))
        words = QRectF(line.right() + 5 * layout.scale, line.top(), width, line.height())
        self._say(painter, words, LEFT, to_go, small)

    def _milestone(self, painter: QPainter, box: LayerBox) -> None:
        if box.milestone is None:
            return
        layout, tokens, pill = self.layout, self.tokens, box.milestone
        left, visible = layout.area
        pen = QPen(QColor(tokens.brass_fill), 1.5)
        if not box.layer.complete:
            pen.setDashPattern([3, 2.4])
        painter.setPen(pen)
        painter.drawLine(QPointF(left - 8, pill.center().y()), QPointF(left + visible, pill.center().y()))
        ground = tokens.brass_soft if box.layer.complete else tokens.window
        painter.setPen(QPen(QColor(tokens.brass_fill), 1.25))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        side = layout.icon_size() * 0.94
        mark = QRectF(pill.left() + 11 * layout.scale, pill.top(), side, pill.height())
        self._icon(painter, "award" if box.layer.complete else "flag", tokens.brass_text, mark, side)
        font = layout.font(Type.SMALL_STRONG)
        painter.setPen(QColor(tokens.brass_text))
        room = QRectF(mark.right() + 7 * layout.scale, pill.top(), 0, pill.height())
        room.setRight(pill.right() - 8 * layout.scale)
        words = QFontMetricsF(font).elidedText(
            milestone_words(box.layer, layout.view.card.unit), Qt.TextElideMode.ElideRight, room.width()
        )
        self._say(painter, room, LEFT, words, font)

    def _say(self, painter: QPainter, rect: QRectF, align: Qt.AlignmentFlag, words: str, font: QFont) -> None:
        draw_words(painter, rect, align, words, font, outline=self.outline)

    def _rest_line(self, painter: QPainter, box: LayerBox) -> None:
        """A hairline shows how much wider the widest layer is."""
        end = box.bricks[-1].rect.right() if box.bricks else box.course.left()
        if box.course.right() - end > 14:
            painter.setPen(QPen(QColor(self.tokens.hairline), 1, Qt.PenStyle.DotLine))
            middle = box.course.center().y()
            painter.drawLine(QPointF(end + 9, middle), QPointF(box.course.right(), middle))

    # bricks

    def _brick(self, painter: QPainter, box: BrickBox) -> None:
        brick = box.brick
        body = QPainterPath()
        body.addRoundedRect(box.rect.adjusted(0.6, 0.6, -0.6, -0.6), _RADIUS, _RADIUS)
        if brick.state in _FILLED or brick.state is BrickState.UNVERIFIED:
            self._held(painter, box, body)
        elif brick.state is BrickState.IN_PROGRESS:
            self._hatched(painter, body, self.tokens.brass_soft, self.tokens.brass_fill, 0.42)
            self._edge(painter, body, self.tokens.brass_fill, 1.3)
        elif brick.state in _OWN_WORD:
            self._hatched(painter, body, self.tokens.accent_soft, self.tokens.accent, 0.14)
            self._edge(painter, body, self.tokens.accent, 1.2, [1.2, 2.6])
        else:
            if brick.id == self.hovered:
                painter.fillPath(body, QColor(mix(self.tokens.ink, self.tokens.window, 0.04)))
            self._edge(painter, body, self.tokens.control_line, 1.15, [5, 3.4])
        self._inside(painter, box)
        if brick.id == self.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.tokens.accent), 2.2))
            painter.drawRoundedRect(box.rect.adjusted(-0.6, -0.6, 0.6, 0.6), _RADIUS + 1, _RADIUS + 1)

    def _held(self, painter: QPainter, box: BrickBox, body: QPainterPath) -> None:
        """Held and counting: the issuer's tint and spine. Held and in doubt: the same in grey, hatched, with a broken edge."""
        tokens, brick = self.tokens, box.brick
        counts = brick.state in _FILLED
        hue = hue_of(brick.signing_key, tokens) if counts else tokens.ink3
        share = (0.24 if tokens.dark else 0.15) + (0.05 if brick.id == self.hovered else 0)
        ground = mix(hue, tokens.raised, share)
        if counts:
            painter.fillPath(body, QColor(ground))
        else:
            self._hatched(painter, body, mix(tokens.ink3, tokens.window, 0.07), tokens.ink3, 0.16)
        if brick.signing_key and box.lines and not self.outline:
            painter.save()
            painter.setClipPath(body, Qt.ClipOperation.IntersectClip)
            self._seal(painter, box, counts)
            painter.restore()
        if counts:
            spine = QPainterPath()
            spine.addRect(QRectF(box.rect.left(), box.rect.top(), _SPINE + 0.6, box.rect.height()))
            painter.fillPath(body.intersected(spine), QColor(hue))
        if counts:
            self._edge(painter, body, mix(hue, tokens.raised, 0.46))
        else:
            self._edge(painter, body, tokens.ink3, 1.15, [2.6, 2.2])

    def _seal(self, painter: QPainter, box: BrickBox, counts: bool) -> None:
        # As large as leaves the amount free.
        room = box.rect.width() - self.layout.foot_width(box.brick, box.rect.width())
        diameter = round(min(104 * self.layout.scale, room / 0.74))
        if diameter < 34 * self.layout.scale:
            return
        centre = QPointF(box.rect.right() - diameter * 0.24, box.rect.bottom() - diameter * 0.14)
        cue = Cue.WHOLE if counts and box.brick.verdict is not Verdict.REFRESH_DUE else Cue.NOTCHED
        painter.setOpacity(0.42 if counts else 0.22)
        if self.vector:
            tokens = self.tokens
            pen = QPen(QColor(hue_of(box.brick.signing_key, tokens)), 0.6)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            reach = diameter / 2 - 1
            place = QTransform().translate(centre.x(), centre.y()).scale(reach, reach)
            painter.drawPath(place.map(rosette_path(box.brick.signing_key)))
        else:
            seal = seal_pixmap(box.brick.signing_key, diameter, self.ratio, self.tokens, cue)
            painter.drawPixmap(QPointF(centre.x() - diameter / 2, centre.y() - diameter / 2), seal)
        painter.setOpacity(1.0)

    def _hatched(self, painter: QPainter, body: QPainterPath, ground: str, stroke: str, strength: float) -> None:
        painter.fillPath(body, QColor(ground))
        painter.setPen(QPen(QBrush(QColor(mix(stroke, ground, strength))), 1.1))
        rect, step = body.boundingRect().adjusted(0.8, 0.8, -0.8, -0.8), 8.0
        start = rect.left() - rect.height() - (rect.left() - rect.height()) % step
        while start < rect.right():
            # Cut to the brick by arithmetic, since an SVG knows no clipping; the corners take a little less.
            low, high = max(start, rect.left()), min(start + rect.height(), rect.right())
            corner = _RADIUS * 0.6
            if start < rect.left() - rect.height() + corner or start > rect.right() - corner or high <= low:
                start += step
                continue
            painter.drawLine(QPointF(low, rect.bottom() - (low - start)), QPointF(high, rect.bottom() - (high - start)))
            start += step

    def _edge(
        self, painter: QPainter, body: QPainterPath, colour: str, width: float = 1.0, dashes: list[float] | None = None
    ) -> None:
        pen = QPen(QColor(colour), width)
        if dashes is not None:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(body)

    def _inside(self, painter: QPainter, box: BrickBox) -> None:
        layout, rect = self.layout, box.rect
        pad, side = layout.pad(rect.width()), layout.icon_size()
        ink, soft = self._inks(box)
        small = layout.font(Type.SMALL)
        high = QFontMetricsF(small).height()
        if not box.lines:
            self._narrow(painter, box, soft)
            return
        painter.setPen(QColor(ink))
        draw_lines(
            painter,
            QPointF(rect.left() + pad, rect.top() + 8 * layout.scale),
            list(box.lines),
            layout.title_font(rect.width()),
            outline=self.outline,
        )
        foot = QRectF(rect.left() + pad, rect.bottom() - high - 9 * layout.scale, side, high)
        self._icon(painter, state_icon(box.brick), self._icon_tone(box), foot, side)
        painter.setPen(QColor(soft))
        words = QRectF(foot.right() + 5 * layout.scale, foot.top(), rect.width(), high)
        amount = layout.amount(box.brick, rect.width())
        self._say(painter, words, LEFT, amount, small)

    def _narrow(self, painter: QPainter, box: BrickBox, soft: str) -> None:
        layout, rect = self.layout, box.rect
        side = min(layout.icon_size(), max(8.0, rect.width() - 6))
        font = layout.font(Type.SMALL)
        high = QFontMetricsF(font).height()
        together = side + 6 * layout.scale + high
        mark = QRectF(rect.center().x() - side / 2, rect.center().y() - together / 2, side, side)
        self._icon(painter, state_icon(box.brick), self._icon_tone(box), mark, side)
        if QFontMetricsF(font).horizontalAdvance(box.brick.amount) > rect.width() - 4:
            return
        painter.setPen(QColor(soft))
        words = QRectF(rect.left(), mark.bottom() + 6 * layout.scale, rect.width(), high)
        self._say(painter, words, Qt.AlignmentFlag.AlignCenter, box.brick.amount, font)

    def _inks(self, box: BrickBox) -> tuple[str, str]:
        tokens = self.tokens
        if box.brick.state in _FILLED:
            return tokens.ink, tokens.ink2 if not tokens.dark else tokens.ink
        return (tokens.ink, tokens.ink2) if box.brick.state is not BrickState.OPEN else (tokens.ink2, tokens.ink2)

    def _icon_tone(self, box: BrickBox) -> str:
        tokens, brick = self.tokens, box.brick
        if brick.state is BrickState.IN_PROGRESS or state_icon(brick) == "clock-alert":
            return tokens.brass_text
        return self._good() if brick.state in _FILLED else tokens.ink2

    def _good(self) -> str:
        return "#8AD9A8" if self.tokens.dark else "#1B6440"

    def _icon(self, painter: QPainter, name: str, tone: str, at: QRectF, side: float) -> None:
        ratio = 4.0 if self.vector else self.ratio
        pixmap = icon_pixmap(name, tone, max(4, round(side)), ratio)
        target = QRectF(at.left(), at.center().y() - side / 2, side, side)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
