"""The place of stacks in the shell: one of them, several side by side, or none yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.pages.stack import StackPage
from ui.pages.stacks_empty import StacksEmpty

STACKS, COMPARE, ONE = "stacks", "stacks:compare", "stack:"


def is_stack_place(place: str) -> bool:
    """Say whether a place of the shell is one of these."""
    return place.startswith(("stacks", ONE))


class StacksPlace(QWidget):
    """`credential_wanted` carries a kept credential; `place_wanted` a place of the shell."""

    credential_wanted = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._compare: QWidget | None = None
        self.page = StackPage(desk)
        self.page.credential_wanted.connect(self.credential_wanted)
        self.page.place_wanted.connect(self.place_wanted)
        self.empty = StacksEmpty(desk)
        self.empty.add_wanted.connect(self.add)
        self.empty.write_wanted.connect(self._write)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def show_place(self, place: str) -> None:
        """Show a stack, the comparison, or the invitation."""
        if place.startswith(ONE):
            self._pages.setCurrentWidget(self.page)
            self.page.show_stack(place.removeprefix(ONE))
        elif place == COMPARE:
            self._show_compare()
        else:
            self._pages.setCurrentWidget(self.empty)

    def add(self) -> None:
        """Offer stacks to follow."""
        from ui.dialogs.stack_add import AddStackDialog

        AddStackDialog(self._desk, self).open()

    def _write(self) -> None:
        from ui.dialogs.stack_editor import StackEditor

        StackEditor(self._desk, self).open()

    def _show_compare(self) -> None:
        from ui.pages.stack_compare import ComparePage

        if not isinstance(self._compare, ComparePage):
            self._compare = ComparePage(self._desk)
            self._compare.place_wanted.connect(self.place_wanted)
            self._pages.addWidget(self._compare)
        self._pages.setCurrentWidget(self._compare)
        self._compare.refresh()
