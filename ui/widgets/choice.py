"""A choice among several: a combo box that shows by its arrow that it opens."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES


class Choice(QComboBox):
    """As wide as its place, whatever the longest of its words."""

    def __init__(self, parent: QWidget | None = None, *, least: int = 12) -> None:
        super().__init__(parent)
        self.setMinimumHeight(MEASURES.target)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(least)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(16)
        tone = theme().tokens.ink2 if self.isEnabled() else theme().tokens.ink3
        pixmap = icon_pixmap("chevron-down", tone, side, self.devicePixelRatioF(), 2.0)
        at = QPoint(self.width() - side - theme().px(10), (self.height() - side) // 2)
        QPainter(self).drawPixmap(at, pixmap)
