"""A layout that sets its pieces in lines, like words: buttons and chips go on to the next line when the text is large."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then the next line; each line as high as its highest piece."""

    def __init__(
        self, parent: QWidget | None = None, gap: int = 8, *, centred: bool = False, right: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._share = gap, 0.5 if centred else 1.0 if right else 0.0  # of the free room, at the left
        self.setContentsMargins(0, 0, 0, 0)

    def align_right(self, right: bool) -> None:
        """Set the pieces at the right, or at the left."""
        self._share = 1.0 if right else 0.0
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), dry=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, dry=False)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if lines[-1] and used + wanted > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wanted + self._gap
        return lines

    def _arrange(self, rect: QRect, *, dry: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            height = max((item.sizeHint().height() for item in line), default=0)
            if not dry:
                self._set_line(line, rect, top, height)
            top += height + self._gap
        return max(0, top - self._gap - rect.top())

    def _set_line(self, line: list[QLayoutItem], rect: QRect, top: int, height: int) -> None:
        width = sum(item.sizeHint().width() for item in line) + self._gap * max(0, len(line) - 1)
        left = rect.left() + round(max(0, rect.width() - width) * self._share)
        for item in line:
            size = item.sizeHint().boundedTo(QSize(rect.width(), 100_000))
            item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
            left += size.width() + self._gap
