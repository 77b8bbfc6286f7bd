"""The masonry for screen readers: a list whose children are the bricks, each with its words, its place and a press."""

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from ui.widgets.masonry import Masonry
from ui.widgets.masonry_layout import BrickBox

# Qt keeps only a pointer to an interface: it lives as long as its widget does.
_KEPT: dict[int, "_MasonryAccess"] = {}


def tell_screen_readers(masonry: Masonry) -> None:
    """Give a masonry its tree."""
    key = id(masonry)
    access = _MasonryAccess(masonry)
    _KEPT[key] = access
    QAccessible.registerAccessibleInterface(access)
    masonry.destroyed.connect(lambda: _KEPT.pop(key, None))


class _MasonryAccess(QAccessibleWidget):
    """The list."""

    def __init__(self, masonry: Masonry) -> None:
        super().__init__(masonry, QAccessible.Role.List)
        self._masonry = masonry
        self._children: dict[str, _BrickAccess] = {}

    def childCount(self) -> int:
        return len(self._masonry.bricks()) if shiboken6.isValid(self._masonry) else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        boxes = self._masonry.bricks()
        if not 0 <= index < len(boxes):
            return None
        key = boxes[index].brick.id
        if key not in self._children:
            self._children[key] = _BrickAccess(self, key)
        return self._children[key]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = [box.brick.id for box in self._masonry.bricks()]
        return keys.index(child.key) if isinstance(child, _BrickAccess) and child.key in keys else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        keys = [box.brick.id for box in self._masonry.bricks()]
        here = self._masonry.current_id
        return self.child(keys.index(here)) if here in keys and self._masonry.hasFocus() else None

    def box(self, key: str) -> BrickBox | None:
        """Return a brick, or None once it has gone."""
        if not shiboken6.isValid(self._masonry):
            return None
        return next((box for box in self._masonry.bricks() if box.brick.id == key), None)

    @property
    def masonry(self) -> Masonry:
        """The widget."""
        return self._masonry


class _BrickAccess(QAccessibleInterface):
    """One brick."""

    def __init__(self, whole: _MasonryAccess, key: str) -> None:
        super().__init__()
        self._whole, self.key = whole, key

    def isValid(self) -> bool:
        return self._whole.box(self.key) is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._whole.window()

    def parent(self) -> QAccessibleInterface:
        return self._whole

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        box = self._whole.box(self.key)
        if box is None:
            return QRect()
        local = self._whole.masonry.rect_of(box)
        return QRect(self._whole.masonry.mapToGlobal(local.topLeft()), local.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        box = self._whole.box(self.key)
        return self._whole.masonry.words_of(box) if box is not None and kind is QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Bricks are read, not written."""

    def state(self) -> QAccessible.State:
        masonry, state = self._whole.masonry, QAccessible.State()
        state.focusable = state.selectable = True
        state.focused = masonry.hasFocus() and masonry.current_id == self.key
        state.selected = masonry.chosen_id == self.key
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()
