"""The masonry as one painted widget: the mouse, the keyboard and a screen reader all go from brick to brick.

Arrow keys move (up and down to the nearest brick of the next layer), Home and End go to the ends of a layer, Enter tells a brick's
reasons, Ctrl and the wheel or + and - zoom, 0 fits the width again.
"""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from ui.stack_words import spoken
from ui.theme.theme import theme
from ui.widgets.masonry_layout import BrickBox, MasonryLayout
from ui.widgets.masonry_paint import MasonryPainter
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stack_views import StackView

MOST_ZOOM = 6.0
_STEP = 1.25
_TOP = 14  # room for a milestone's pill and for the ring of the topmost bricks


class Masonry(QWidget):
    """Draws a `StackView`. `chosen` carries the id of a brick, "" when nothing is."""

    chosen = Signal(str)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: StackView | None = None
        self.zoom = 1.0
        self.chosen_id = self.current_id = self._hovered = ""
        self._layout: MasonryLayout | None = None
        self._by_keyboard = False
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.valueChanged.connect(self.update)
        self._bar.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()
        from ui.widgets.masonry_access import tell_screen_readers

        tell_screen_readers(self)

    # what is shown

    def show_view(self, view: StackView | None) -> None:
        """Show another stack, or the same one anew; the chosen brick stays chosen where it is still there."""
        self.view = view
        known = {brick.id for layer in view.layers for brick in layer.bricks} if view is not None else set()
        self.chosen_id = self.chosen_id if self.chosen_id in known else ""
        self.current_id = self.current_id if self.current_id in known else ""
        self._arrange()

    def choose(self, brick: str) -> None:
        """Mark a brick and tell it."""
        self.chosen_id = brick
        if brick:
            self.current_id = brick
        self.update()
        self.chosen.emit(brick)

    @property
    def layout_(self) -> MasonryLayout | None:
        """Where everything stands at present."""
        return self._layout

    def bricks(self) -> tuple[BrickBox, ...]:
        """The bricks in the order of reading: foundations first."""
        return self._layout.bricks if self._layout is not None else ()

    def rect_of(self, box: BrickBox) -> QRect:
        """Return where a brick is on the widget, after scrolling."""
        return box.rect.translated(-self._offset(), _TOP).toAlignedRect()

    def words_of(self, box: BrickBox) -> str:
        """Return what is said of a brick."""
        unit = self.view.card.unit if self.view is not None else ""
        return spoken(box.brick, box.layer, unit)

    # zoom

    def set_zoom(self, zoom: float, around: float | None = None) -> None:
        """Zoom the bricks; the place under `around` (x on the widget) stays where it is."""
        before, layout = self.zoom, self._layout
        self.zoom = min(MOST_ZOOM, max(1.0, zoom))
        if layout is None or self.zoom == before:
            return
        left, visible = layout.area
        at = min(max((around if around is not None else left + visible / 2) - left, 0.0), visible)
        share = (at + self._offset()) / (layout.course_width or 1)
        self._arrange()
        if self._layout is not None:
            self._bar.setValue(round(share * self._layout.course_width - at))
        self.zoomed.emit(self.zoom)

    def zoom_in(self) -> None:
        """A step nearer."""
        self.set_zoom(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """A step back, until it fits."""
        self.set_zoom(self.zoom / _STEP)

    def _offset(self) -> float:
        return float(self._bar.value()) if not self._bar.isHidden() else 0.0

    # how it is shown

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("Layers of the stack")))
        self.setAccessibleDescription(
            say(N_("Arrow keys go from brick to brick, Enter tells its reasons, plus and minus zoom."))
        )
        self._arrange()

    def restyle(self) -> None:
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self.view is None:
            return 0
        layout = MasonryLayout(self.view, width, theme().scale, self.zoom)
        return round(layout.height) + _TOP + (18 if self.zoom > 1 else 4)

    def sizeHint(self) -> QSize:
        return QSize(900, self.heightForWidth(max(self.width(), 600)))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(tell=False)

    def _arrange(self, *, tell: bool = True) -> None:
        if self.view is None:
            self._layout = None
            self.update()
            return
        self._layout = MasonryLayout(self.view, self.width(), theme().scale, self.zoom)
        left, visible = self._layout.area
        beyond = round(self._layout.course_width - visible)
        self._bar.setVisible(beyond > 0)
        self._bar.setRange(0, max(0, beyond))
        self._bar.setPageStep(round(visible))
        self._bar.setSingleStep(round(visible / 10))
        self._bar.setGeometry(round(left), self.height() - 13, round(visible), 12)
        if tell:
            self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._layout is None:
            return
        painter = QPainter(self)
        painter.translate(0, _TOP)
        MasonryPainter(
            self._layout,
            theme().tokens,
            self.devicePixelRatioF(),
            chosen=self.chosen_id,
            hovered=self._hovered,
            offset=self._offset(),
        ).paint(painter)
        self._paint_current(painter)

    def _paint_current(self, painter: QPainter) -> None:
        """The keyboard's brick: a ring of its own, outside the brick."""
        box = self._current()
        if box is None or not self.hasFocus() or not self._by_keyboard:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme().tokens.accent), 2))
        painter.drawRoundedRect(box.rect.translated(-self._offset(), 0).adjusted(-4, -4, 4, 4), 10, 10)

    # the mouse

    def box_at(self, point: QPointF) -> BrickBox | None:
        """Return the brick under a point of the widget."""
        if self._layout is None:
            return None
        left, visible = self._layout.area
        if not left <= point.x() <= left + visible:
            return None
        place = point + QPointF(self._offset(), -_TOP)
        return next((box for box in self._layout.bricks if box.rect.contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        hovered = box.brick.id if box is not None else ""
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if box is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._by_keyboard = False
        box = self.box_at(event.position())
        self.choose(box.brick.id if box is not None else "")

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _STEP if event.angleDelta().y() > 0 else 1 / _STEP
            self.set_zoom(self.zoom * step, event.position().x())
            event.accept()
            return
        sideways = event.angleDelta().x() or (
            event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways and not self._bar.isHidden():
            self._bar.setValue(self._bar.value() - sideways)
            event.accept()
            return
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and (box := self.box_at(QPointF(event.pos()))) is not None:  # type: ignore[attr-defined]
            # A stranger's angle brackets would be read as rich text by the tip.
            QToolTip.showText(event.globalPos(), self.words_of(box).replace("<", "‹"), self)  # type: ignore[attr-defined]
            return True
        return super().event(event)

    # the keyboard

    def _current(self) -> BrickBox | None:
        return next((box for box in self.bricks() if box.brick.id == self.current_id), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._by_keyboard = True
        if not self.current_id and self.bricks():
            self.current_id = self.bricks()[0].brick.id
        self._tell_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = True
        if self._zoom_key(event) or self._move_key(event):
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.current_id:
                self.choose(self.current_id)
            case Qt.Key.Key_Escape if self.chosen_id:
                self.choose("")
            case _:
                super().keyPressEvent(event)

    def _zoom_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.set_zoom(1.0)
            case _:
                return False
        return True

    def _move_key(self, event: QKeyEvent) -> bool:
        step = {
            Qt.Key.Key_Left: self._beside(-1),
            Qt.Key.Key_Right: self._beside(1),
            Qt.Key.Key_Up: self._across(1),
            Qt.Key.Key_Down: self._across(-1),
            Qt.Key.Key_Home: self._end(0),
            Qt.Key.Key_End: self._end(-1),
        }
        if event.key() not in step:
            return False
        target = step[Qt.Key(event.key())]
        if target is not None:
            self.go_to(target)
        return True

    def go_to(self, box: BrickBox) -> None:
        """Put the keyboard on a brick, in sight."""
        self.current_id = box.brick.id
        if self._layout is not None and not self._bar.isHidden():
            left, visible = self._layout.area
            if box.rect.left() - left < self._offset():
                self._bar.setValue(round(box.rect.left() - left))
            elif box.rect.right() - left > self._offset() + visible:
                self._bar.setValue(round(box.rect.right() - left - visible))
        self._tell_current()
        self.update()

    def _tell_current(self) -> None:
        for place, box in enumerate(self.bricks()):
            if box.brick.id == self.current_id:
                told = QAccessibleEvent(self, QAccessible.Event.Focus)
                told.setChild(place)
                QAccessible.updateAccessibility(told)

    def _row(self) -> tuple[BrickBox, ...]:
        box = self._current()
        layers = self._layout.layers if self._layout is not None else ()
        return next((layer.bricks for layer in layers if box in layer.bricks), ())

    def _beside(self, step: int) -> BrickBox | None:
        boxes, box = self.bricks(), self._current()
        if box is None:
            return boxes[0] if boxes else None
        place = boxes.index(box) + step
        return boxes[place] if 0 <= place < len(boxes) else None

    def _across(self, step: int) -> BrickBox | None:
        box = self._current()
        if box is None or self._layout is None:
            return None
        rows = [layer.bricks for layer in reversed(self._layout.layers)]
        place = next(number for number, row in enumerate(rows) if box in row) + step
        if not 0 <= place < len(rows) or not rows[place]:
            return None
        middle = box.rect.center().x()
        return min(rows[place], key=lambda other: abs(other.rect.center().x() - middle))

    def _end(self, place: int) -> BrickBox | None:
        row = self._row()
        return row[place] if row else None
