"""Where everything of the masonry stands: pure geometry, the same for the window, the printer and a picture.

Layers stand from foundations at the foot to the capstone at the top. One scale holds for all: the widest layer takes the whole width.
Words stand at the left and figures at the right; where that leaves too little room both stand above their bricks.
"""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from ui.stack_words import amount_words, milestone_words, rule_words, to_go_words
from ui.theme.fonts import Type, font
from ui.widgets.text_lines import break_lines, line_height
from wallet.messages.stack_views import StackBrick, StackLayer, StackView

_LEFT, _RIGHT, _GUTTER = 186.0, 104.0, 20.0
_STACKED_BELOW = 720.0
_PAD, _PAD_SLENDER, _ICON = 11.0, 8.0, 16.0
_SLENDER = 92.0
_GAP = 3.0  # between bricks, taken from their own widths so that the scale stays true
_MOST_LINES = 3
NARROW = 52.0  # below this a brick shows its icon and its amount, one below the other


@dataclass(frozen=True, slots=True)
class BrickBox:
    """A brick and its place. `lines` are its title; none on a brick too narrow for words."""

    brick: StackBrick
    layer: StackLayer
    rect: QRectF
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerBox:
    """A layer: its words, its bricks, its figures, and the milestone that stands above it."""

    layer: StackLayer
    words: QRectF
    title: tuple[str, ...]
    rule: tuple[str, ...]
    course: QRectF  # where the bricks stand, as wide as the scale
    figures: QRectF
    bricks: tuple[BrickBox, ...]
    milestone: QRectF | None


@dataclass(frozen=True)
class MasonryLayout:
    """The whole, for a width in pixels, a text scale, and a zoom of the bricks (1 fits the width)."""

    view: StackView
    width: float
    scale: float = 1.0
    zoom: float = 1.0

    @cached_property
    def stacked(self) -> bool:
        """True where words and figures stand above their bricks."""
        return self.width < _STACKED_BELOW * self.scale

    @cached_property
    def area(self) -> tuple[float, float]:
        """Left edge and visible width of the bricks."""
        if self.stacked:
            return 0.0, max(60.0, self.width)
        left = (_LEFT + _GUTTER) * self.scale
        return left, max(60.0, self.width - left - (_RIGHT + _GUTTER) * self.scale)

    @cached_property
    def course_width(self) -> float:
        """Width of the widest layer at this zoom; more than the visible width where one has to scroll."""
        return self.area[1] * self.zoom

    @cached_property
    def layers(self) -> tuple[LayerBox, ...]:
        """The layers, capstone first, as they stand from the top down."""
        top, boxes = 0.0, []
        for layer in reversed(self.view.layers):
            box, top = self._layer(layer, top)
            boxes.append(box)
        return tuple(boxes)

    @cached_property
    def bricks(self) -> tuple[BrickBox, ...]:
        """Every brick, foundations first, left to right: the order of reading aloud."""
        return tuple(box for layer in reversed(self.layers) for box in layer.bricks)

    @cached_property
    def height(self) -> float:
        """How high it all is."""
        return self.layers[-1].course.bottom() + 2 if self.layers else 0.0

    def font(self, step: Type) -> QFont:
        """Return a step of the type scale at this text size."""
        return font(step, self.scale)

    def icon_size(self) -> float:
        """Return the side of an icon."""
        return _ICON * self.scale

    def pad(self, width: float) -> float:
        """Return the space inside a brick of a width."""
        return (_PAD if width >= _SLENDER * self.scale else _PAD_SLENDER) * self.scale

    def title_font(self, width: float) -> QFont:
        """Return the font of a title on a brick of a width."""
        return self.font(Type.SMALL_STRONG if width >= _SLENDER * self.scale else Type.CAPTION)

    def foot_width(self, brick: StackBrick, width: float) -> float:
        """Return how far the icon and the amount reach."""
        words = QFontMetricsF(self.font(Type.SMALL)).horizontalAdvance(self.amount(brick, width))
        return self.pad(width) + self.icon_size() + 9 * self.scale + words

    # inside

    def _layer(self, layer: StackLayer, top: float) -> tuple[LayerBox, float]:
        scale = self.scale
        milestone = self._milestone(layer, top)
        if milestone is not None:
            top = milestone.bottom() + 10 * scale
        title, rule, words_high = self._words(layer)
        left, visible = self.area
        words = QRectF(0, top, (self.width if self.stacked else _LEFT * scale), words_high)
        figures_high = line_height(self.font(Type.CARD)) + line_height(self.font(Type.SMALL)) + 4 * scale
        if self.stacked:
            figures = QRectF(self.width - _RIGHT * scale, top, _RIGHT * scale, figures_high)
            course_top = top + max(words_high, figures_high) + 8 * scale
        else:
            figures = QRectF(left + visible + _GUTTER * scale, top, _RIGHT * scale, figures_high)
            course_top = top
        high = self._brick_height(layer)
        course = QRectF(left, course_top, self.course_width, high)
        bricks = tuple(self._bricks(layer, course))
        bottom = max(course.bottom(), words.bottom() if not self.stacked else 0.0, figures.bottom())
        gap = 26 * scale if self._next_has_milestone(layer) else 30 * scale
        return LayerBox(layer, words, title, rule, course, figures, bricks, milestone), bottom + gap

    def _next_has_milestone(self, layer: StackLayer) -> bool:
        place = self.view.layers.index(layer)
        return place > 0 and bool(self.view.layers[place - 1].milestone)

    def _milestone(self, layer: StackLayer, top: float) -> QRectF | None:
        if not layer.milestone:
            return None
        text = milestone_words(layer, self.view.card.unit)
        metrics = QFontMetricsF(self.font(Type.SMALL_STRONG))
        room = self.area[1] - 30 * self.scale
        wide = min(room, metrics.horizontalAdvance(text) + self.icon_size() + 32 * self.scale)
        return QRectF(self.area[0] + 15 * self.scale, top - 8 * self.scale, wide, metrics.height() + 11 * self.scale)

    def _words(self, layer: StackLayer) -> tuple[tuple[str, ...], tuple[str, ...], float]:
        room = (self.width - (_RIGHT + _GUTTER) * self.scale) if self.stacked else _LEFT * self.scale
        title = break_lines(layer.title, self.font(Type.CARD), room, 3)
        rule = break_lines(rule_words(layer), self.font(Type.SMALL), room, 6)
        high = len(title) * line_height(self.font(Type.CARD)) + len(rule) * line_height(self.font(Type.SMALL))
        return tuple(title), tuple(rule), high + 4 * self.scale

    def _widths(self, layer: StackLayer) -> list[float]:
        widest = max((one.size for one in self.view.layers), default=1.0) or 1.0
        return [brick.size / widest * self.course_width for brick in layer.bricks]

    def _brick_height(self, layer: StackLayer) -> float:
        lines = max((len(self._title(b, w)) for b, w in zip(layer.bricks, self._widths(layer), strict=True)), default=1)
        text = max(2, lines) * line_height(self.font(Type.SMALL_STRONG))
        return text + line_height(self.font(Type.SMALL)) + 25 * self.scale

    def _title(self, brick: StackBrick, width: float) -> list[str]:
        if width < NARROW * self.scale:
            return []
        room = width - self.pad(width) - 6 * self.scale - _GAP
        return break_lines(brick.title, self.title_font(width), room, _MOST_LINES)

    def _bricks(self, layer: StackLayer, course: QRectF) -> list[BrickBox]:
        left, boxes = course.left(), []
        for brick, width in zip(layer.bricks, self._widths(layer), strict=True):
            rect = QRectF(left, course.top(), max(3.0, width - _GAP), course.height())
            boxes.append(BrickBox(brick, layer, rect, tuple(self._title(brick, width))))
            left += width
        return boxes

    def amount(self, brick: StackBrick, width: float) -> str:
        """Return a brick's amount, with its unit where there is room for it."""
        whole = amount_words(brick.amount, self.view.card.unit)
        metrics = QFontMetricsF(self.font(Type.SMALL))
        room = width - 2 * self.pad(width) - self.icon_size() - 6 * self.scale
        return whole if metrics.horizontalAdvance(whole) <= room else brick.amount


def figures_of(layer: StackLayer) -> tuple[str, str]:
    """Return `27 / 30` and `3 to go`."""
    return f"{layer.have} / {layer.need}", to_go_words(layer)
