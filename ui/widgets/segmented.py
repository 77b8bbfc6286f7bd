"""One of a few, all in sight: a row of buttons of which one is pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.words import say


class Segmented(QWidget):
    """`options` are (value, sentence key, facts); `chosen` carries the value. Arrow keys go along."""

    chosen = Signal(object)

    def __init__(
        self, key: str, options: Sequence[tuple[object, str, dict[str, object]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._buttons: dict[object, Button] = {}
        self._flow = FlowLayout(self, gap=6)
        for value, words, facts in options:
            button = Button(words, Kind.SECONDARY)
            button.say(words, **facts)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=value: self.choose(value, tell=True))
            self._buttons[value] = button
            self._flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def align_right(self, right: bool) -> None:
        """Stand at the right of the room there is, or at the left."""
        self._flow.align_right(right)

    def choose(self, value: object, *, tell: bool = False) -> None:
        """Press the button of a value."""
        for each, button in self._buttons.items():
            button.setChecked(each == value)
        if tell:
            self.chosen.emit(value)

    def retranslate(self) -> None:
        self.setAccessibleName(say(self._key))
        for button in self._buttons.values():
            button.setAccessibleDescription(say(self._key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        focused = self.focusWidget()
        if step and isinstance(focused, Button) and focused in buttons:
            buttons[(buttons.index(focused) + step) % len(buttons)].setFocus()
            return
        super().keyPressEvent(event)
