"""How long something is still good: counts down by the clock, and says when it is over."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.widgets.banner import IconLabel
from ui.widgets.label import Label
from ui.words import say, show_moment
from wallet.clock import Clock
from wallet.i18n import N_

_HOUR, _DAY = 3_600, 86_400


class Countdown(QWidget):
    """`over` once, when the end has come."""

    over = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._end: datetime | None = None
        self.words = Label(Type.LABEL, "ink2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel("hourglass", "ink2", 18))
        row.addWidget(self.words, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self.tick)

    def start(self, end: datetime | None) -> None:
        """Count down to `end`; None is without an end."""
        self._end = end
        self.tick()
        self._timer.start() if end is not None else self._timer.stop()

    def tick(self) -> None:
        """Look at the clock."""
        self.words.show_text(self._words())
        self.setAccessibleName(self.words.text())
        if self._end is not None and self._clock() >= self._end and self._timer.isActive():
            self._timer.stop()
            self.over.emit()

    def retranslate(self) -> None:
        self.tick()

    def _words(self) -> str:
        if self._end is None:
            return say(N_("Good without an end"))
        left = int((self._end - self._clock()).total_seconds())
        if left <= 0:
            return say(N_("It is over: make a new one"))
        if left >= _HOUR:
            return say(N_("Good until {moment}"), moment=show_moment(self._end))
        return say(N_("Good for {minutes}:{seconds} more"), minutes=left // 60, seconds=f"{left % 60:02d}")
