"""No stack yet: what they are for, and the two invented degrees to try them with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions.follow_pathway import follow_shipped
from ui.desk import Desk
from ui.seal import HOUSE_KEY
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.degree_seal import DegreeSeal
from ui.widgets.empty_state import EmptyState
from wallet.i18n import N_
from wallet.messages.stack_views import StackFigure

SAMPLE_DEGREES = ("northlight-bsc-data-practice", "yunling-data-literacy")


class StacksEmpty(QWidget):
    """`add_wanted` when a stack is to be added, `write_wanted` when one is to be written."""

    add_wanted = Signal()
    write_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = _Mark()
        state = EmptyState(
            mark,
            N_("See what your credentials add up to"),
            N_(
                "Follow a degree or a certificate: what counts, what is missing, and the closest step, exactly and with reasons."
            ),
        )
        add = state.add(Button(N_("Add a stack…"), Kind.PRIMARY, "plus"))
        add.clicked.connect(lambda _checked=False: self.add_wanted.emit())
        write = state.add(Button(N_("Write your own…"), Kind.SECONDARY, "file-plus"))
        write.clicked.connect(lambda _checked=False: self.write_wanted.emit())
        state.invitation.say(N_("Two invented degrees go with the examples:"))
        for name, words in zip(
            SAMPLE_DEGREES, (N_("BSc Data Practice"), N_("Micro-diploma in Data Literacy")), strict=True
        ):
            button = Button(words, Kind.SECONDARY, "layers")
            button.clicked.connect(lambda _checked=False, name=name: follow_shipped(desk, self, name))
            state.below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.addWidget(state)


class _Mark(QWidget):
    """A seal, two thirds inked."""

    def __init__(self) -> None:
        super().__init__()
        self._seal = DegreeSeal(side=120)
        self._seal.show_figure(HOUSE_KEY, StackFigure(66, 66, True, False, "2/3"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._seal, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setMinimumHeight(theme().px(120))
