"""What was just done, and Undo: instead of asking "are you sure?" beforehand."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.theme.fonts import Type
from ui.widgets.bar_button import BarButton
from ui.widgets.floating import BarButtonColours, FloatingBar
from ui.widgets.label import Label
from wallet.i18n import N_

_SHOWN_MS = 12_000


class UndoBar(FloatingBar):
    """Stays a while; longer while the mouse or the keyboard is on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._undo: Callable[[], None] | None = None
        self._words = Label(Type.LABEL, wraps=False)
        self.undo_button = BarButton(N_("Undo"), "undo-2")
        self.undo_button.clicked.connect(self.undo)
        close = BarButton(N_("Close"), "x", icon_only=True)
        close.clicked.connect(self.hide)
        self.row.addWidget(self._words, 1)
        self.row.addWidget(self.undo_button)
        self.row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._leave_unless_used)
        self.restyle()

    def tell(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, in the window's language, and how to take it back."""
        self._undo = undo
        self._words.show_text(sentence)
        self.setAccessibleName(sentence)
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

    def restyle(self) -> None:
        self._words.set_tone(BarButtonColours.words())
        super().restyle()

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
