"""One credential or many at once: the head that stands at the same place on both pages, with a switch between them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.fonts import Type
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from wallet.i18n import N_

ONE_AT_A_TIME, MANY_AT_ONCE = "one", "many"
_OPTIONS: tuple[tuple[object, str, dict[str, object]], ...] = (
    (ONE_AT_A_TIME, N_("One"), {}),
    (MANY_AT_ONCE, N_("Many at once"), {}),
)


class CheckHead(QWidget):
    """The title, and the switch. `other_wanted` when the other page is asked for."""

    other_wanted = Signal()

    def __init__(self, mode: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self.switch = Segmented(N_("Check one or many"), _OPTIONS)
        self.switch.choose(mode)
        self.switch.chosen.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(Label(Type.PAGE, wraps=False).say(N_("Check a credential")))
        row.addWidget(self.switch, 1, Qt.AlignmentFlag.AlignVCenter)

    def _on_chosen(self, mode: object) -> None:
        self.switch.choose(self._mode)
        if mode != self._mode:
            self.other_wanted.emit()
