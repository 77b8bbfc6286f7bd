"""Says what is being done, how far it is, and offers to cancel, once it has taken longer than 400 ms."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.widgets.bar_button import BarButton
from ui.widgets.floating import FloatingBar
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Progress

_PATIENCE_MS = 400


class BusyBar(FloatingBar):
    """One piece of work at a time is shown: the latest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._cancel: Callable[[], None] | None = None
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._button = BarButton(N_("Cancel"))
        self._button.clicked.connect(self._on_cancel)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self._progress)
        self.row.addLayout(column, 1)
        self.row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._appear)
        self.restyle()

    def begin(self, key: str, cancel: Callable[[], None] | None) -> None:
        """Work has begun; the bar appears if it is not over soon."""
        self._cancel = cancel
        self.words.say(key)
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(say(key))
        self._button.setVisible(cancel is not None)
        self._button.setEnabled(True)
        if not self.isVisible():
            self._timer.start()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._progress.setRange(0, progress.total)
        self._progress.setValue(progress.done)
        if progress.sentence:
            self.words.say(progress.sentence, done=progress.done, total=progress.total)
        if self.isVisible():
            self.place()

    def end(self) -> None:
        """The work is over, well or not."""
        self._timer.stop()
        self._cancel = None
        self.hide()

    def restyle(self) -> None:
        self._progress.setMinimumWidth(theme().px(260))
        super().restyle()

    def _appear(self) -> None:
        self.show()
        self.place()

    def _on_cancel(self) -> None:
        self._button.setEnabled(False)
        if self._cancel is not None:
            self._cancel()
