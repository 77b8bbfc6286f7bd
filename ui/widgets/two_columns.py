"""Two columns that scroll together and stand one below the other where there is little room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.widgets.scroll_sheet import ScrollSheet

_NARROW = 820


class TwoColumns(ScrollSheet):
    """`left` and `right` with their shares of the width."""

    def __init__(
        self, left: QWidget, right: QWidget, shares: tuple[int, int] = (5, 4), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(26)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(left, shares[0])
        self._columns.addWidget(right, shares[1])
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 10, 6)
        column.addLayout(self._columns, 1)
        self.show_page(page)

    def show_left(self) -> None:
        """Where one stands below the other, scroll to the upper one."""
        self.verticalScrollBar().setValue(0)

    def show_right(self) -> None:
        """Where one stands below the other, scroll to the lower one."""
        item = self._columns.itemAt(1)
        widget = item.widget() if item is not None else None
        stacked = self._columns.direction() == QBoxLayout.Direction.TopToBottom
        self.verticalScrollBar().setValue(widget.y() if stacked and widget is not None else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def restyle(self) -> None:
        self._arrange(self.width())

    def _arrange(self, width: int) -> None:
        ways = QBoxLayout.Direction
        wanted = ways.TopToBottom if width < theme().px(_NARROW) else ways.LeftToRight
        if self._columns.direction() != wanted:
            self._columns.setDirection(wanted)
