"""The place of stacks in the shell: one of them, several side by side, or none yet."""

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.pages.stack import StackPage
from ui.pages.stacks_empty import StacksEmpty
from ui.widgets.stack_section import GROWTH

if TYPE_CHECKING:
    from ui.pages.growth import GrowthPage
    from ui.pages.stack_compare import ComparePage
    from ui.pages.stack_switch import SwitchPage

    Refreshed: TypeAlias = ComparePage | SwitchPage | GrowthPage

STACKS, COMPARE, SWITCH, ONE = "stacks", "stacks:compare", "stacks:switch", "stack:"


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
        self._made: dict[str, Refreshed] = {}
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
        elif place.split("/")[0] in (COMPARE, SWITCH, GROWTH):
            page = self._page(place.split("/")[0])
            self._pages.setCurrentWidget(page)
            page.refresh()
        else:
            self._pages.setCurrentWidget(self.empty)

    def add(self) -> None:
        """Offer stacks to follow."""
        from ui.dialogs.stack_add import AddStackDialog

        AddStackDialog(self._desk, self).open()

    def _write(self) -> None:
        from ui.dialogs.stack_editor import StackEditor

        StackEditor(self._desk, self).open()

    def _page(self, place: str) -> "Refreshed":
        if place not in self._made:
            page = self._make(place)
            self._made[place] = page
            self._pages.addWidget(page)
        return self._made[place]

    def _make(self, place: str) -> "Refreshed":
        if place == COMPARE:
            from ui.pages.stack_compare import ComparePage

            return ComparePage(self._desk)
        if place == SWITCH:
            from ui.pages.stack_switch import SwitchPage

            switch = SwitchPage(self._desk)
            switch.credential_wanted.connect(self.credential_wanted)
            return switch
        from ui.pages.growth import GrowthPage

        growth = GrowthPage(self._desk)
        growth.credential_wanted.connect(self.credential_wanted)
        return growth
