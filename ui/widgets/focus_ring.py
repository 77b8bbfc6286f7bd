"""The focus ring: 2 px, 4 px outside whatever has the keyboard, drawn over everything so that no layout pays for it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import MEASURES

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """An overlay of one window. It shows once the keyboard is in use and hides when the mouse is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._watched: list[QWidget] = []
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
            application.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._by_keyboard = True
            self._place()
        elif kind == QEvent.Type.MouseButtonPress:
            self._by_keyboard = False
            self.hide()
        elif kind in _MOVES and watched in self._watched:
            self._place()
        return False

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme().tokens.accent), MEASURES.ring))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 11, 11)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watched = _chain(new, self.window()) if new is not None else []
        self._place()

    def _place(self) -> None:
        focused = self._watched[0] if self._watched else None
        if (
            focused is None
            or not self._by_keyboard
            or isinstance(focused, QAbstractItemView)
            or not focused.isVisible()
        ):
            self.hide()
            return
        seen = focused.visibleRegion().boundingRect()
        if seen.isEmpty():
            self.hide()
            return
        reach = MEASURES.ring + MEASURES.ring_gap
        corner = focused.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(corner + seen.topLeft(), seen.size()).adjusted(-reach, -reach, reach, reach))
        self.show()
        self.raise_()


def _chain(widget: QWidget, window: QWidget) -> list[QWidget]:
    if widget.window() is not window:
        return []
    chain: list[QWidget] = []
    step: QWidget | None = widget
    while step is not None and step is not window:
        chain.append(step)
        step = step.parentWidget()
    return chain
