"""The paper every question is written on: a title in serif, the content, the buttons at the right of the foot."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QScreen, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.screen_privacy import screen_privacy
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button
from ui.widgets.focus_ring import FocusRing
from ui.widgets.label import Label
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import say

_MARGIN = 28


class Dialog(QDialog):
    """Escape closes it; the content scrolls when the screen is too small for it."""

    def __init__(self, title_key: str, parent: QWidget | None, width: int = 520) -> None:
        super().__init__(parent)
        self._title_key, self._width = title_key, width
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say(title_key))
        self.title = Label(Type.HERO).say(title_key)
        self.page = QWidget()
        self.content = QVBoxLayout(self.page)
        self.content.setContentsMargins(_MARGIN, 4, _MARGIN, 8)
        self.content.setSpacing(12)
        self._scroll = ScrollSheet(self.page)
        self._scroll.setMinimumHeight(1)  # its own hint would squeeze the title over a short sentence
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(_MARGIN, 8, _MARGIN, 22)
        self.foot.setSpacing(10)
        self.foot.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 24, _MARGIN, 8)
        head.addWidget(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # `fit` sets the size; a layout that did would tell the window system anew at every change of words.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addLayout(self.foot)
        self._ring = FocusRing(self)

    def add_button(self, button: Button) -> Button:
        """Add a button at the right of the foot."""
        self.foot.addWidget(button)
        return button

    def add_left_button(self, button: Button) -> Button:
        """Add a button at the left of the foot."""
        self.foot.insertWidget(0, button)
        return button

    def retranslate(self) -> None:
        self.setWindowTitle(say(self._title_key))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        screen_privacy().guard(self)
        self.fit()

    def fit(self) -> None:
        """Take the size the content wants, within the screen."""
        screen: QScreen | None = self.screen()
        room = screen.availableGeometry().size() if screen is not None else QSize(1024, 768)
        width = min(theme().px(self._width), room.width() - 48)
        self.content.activate()
        wide = self.content.hasHeightForWidth()
        wanted = self.content.totalHeightForWidth(width) if wide else self.content.sizeHint().height()
        head = self.title.heightForWidth(width - 2 * _MARGIN) + 32
        height = head + wanted + self.foot.sizeHint().height() + 6
        self.resize(width, min(height, room.height() - 64))
        parent = self.parentWidget()
        if parent is not None:
            middle = parent.mapToGlobal(parent.rect().center()) - self.rect().center()
            self.move(max(0, middle.x()), max(0, middle.y()))
