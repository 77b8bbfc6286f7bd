"""A field to search with: a lens at the left, and once something stands in it a cross at the right. Escape empties it too."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.words import say
from wallet.i18n import N_

_LONGEST = 400


class SearchField(QLineEdit):
    """`placeholder` is the English key of what can be searched."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self.setMaxLength(_LONGEST)
        self._cross = _Cross(self)
        self._cross.clicked.connect(self._empty)
        self.textChanged.connect(self._on_text)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(say(self._placeholder))
        self.setAccessibleName(say(N_("Search")))
        self._cross.setAccessibleName(say(N_("Empty the search")))
        self._cross.setToolTip(say(N_("Empty the search")))

    def restyle(self) -> None:
        px = theme().px
        self.setFont(theme().font(Type.LABEL))
        self.setMinimumWidth(px(64))
        self.setMaximumWidth(px(360))
        self.setMinimumHeight(MEASURES.target)
        self._on_text(self.text())
        self._cross.setFixedSize(px(28), px(28))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._empty()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(16)
        lens = icon_pixmap("search", theme().tokens.ink3, side, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint(theme().px(11), (self.height() - side) // 2), lens)

    def _on_text(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self.setTextMargins(theme().px(24), 0, theme().px(20) if text else 0, 0)

    def _empty(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        gap = (self.height() - self._cross.height()) // 2
        self._cross.move(self.width() - self._cross.width() - gap, gap)


class _Cross(QAbstractButton):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Escape does the same
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, side = theme().tokens, theme().px(15)
        cross = icon_pixmap("x", tokens.ink if self.underMouse() else tokens.ink3, side, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint((self.width() - side) // 2, (self.height() - side) // 2), cross)
