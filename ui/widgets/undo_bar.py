"""What was just done, and Undo: instead of asking "are you sure?" beforehand."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.bar_button import BarButton
from ui.widgets.floating import FloatingBar
from wallet.i18n import N_

_SHOWN_MS = 12_000


class UndoBar(FloatingBar):
    """Stays a while; longer while the mouse or the keyboard is on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._undo: Callable[[], None] | None = None
        self._say: Callable[[], str] = str
        self.undo_button = BarButton(N_("Undo"), "undo-2")
        self.undo_button.clicked.connect(self.undo)
        close = BarButton(N_("Close"), "x", icon_only=True)
        close.clicked.connect(self.hide)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self.undo_button)
        self.row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._leave_unless_used)
        self.restyle()

    def tell(self, sentence: str | Callable[[], str], undo: Callable[[], None] | None = None) -> None:
        """Say what was done and how to take it back. A callable is asked again when the language changes."""
        self._undo = undo
        self._say = sentence if callable(sentence) else lambda: sentence
        self.retranslate()
        self.undo_button.setVisible(undo is not None)
        self.show()
        self.place()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def undo(self) -> None:
        """Take back the last thing, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def retranslate(self) -> None:
        self.words.show_text(self._say())
        self.setAccessibleName(self.words.text())
        super().retranslate()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _leave_unless_used(self) -> None:
        if self.undo_button.hasFocus():
            self._timer.start()
        else:
            self.hide()
