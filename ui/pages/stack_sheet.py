"""What the pages about stacks have in common: a sheet that scrolls, margins, trouble, and being reckoned anew."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.problems import ProblemLine
from ui.theme.theme import theme
from ui.widgets.scroll_sheet import ScrollSheet
from wallet.i18n import N_
from wallet.messages.requests import Change, Problem, Touched

_MARGIN = 34
_STANDS_ON = {Touched.PATHWAYS, Touched.CREDENTIALS, Touched.TRUST}


class StackSheetPage(QWidget):
    """`column` takes the parts from the top, `problem` among them where a page wants it; `beside` what stands beside the sheet."""

    def __init__(self, desk: Desk, spacing: int, parent: QWidget | None = None, *, across: bool = True) -> None:
        super().__init__(parent)
        self._desk = desk
        self.problem = ProblemLine(self)
        page = QWidget()
        self.column = QVBoxLayout(page)
        self.column.setSpacing(spacing)
        self.sheet = ScrollSheet(page, across=across)
        self.beside = QHBoxLayout(self)
        self.beside.setContentsMargins(0, 0, 0, 0)
        self.beside.setSpacing(0)
        self.beside.addWidget(self.sheet, 1)
        desk.signals.changed.connect(self._on_changed)
        self._set_margins()

    def refresh(self) -> None:
        """Ask again for what is shown."""
        raise NotImplementedError

    def _reckon(self, request: object, on_view: Callable[[Any], None]) -> None:
        def show(view: Any) -> None:
            self._desk.busy.end()
            on_view(view)

        cancel = self._desk.wallet.ask(self, request, show, self._on_problem, self._desk.busy.show_progress)
        self._desk.busy.begin(N_("Reckoning…"), cancel)

    def _on_problem(self, problem: Problem) -> None:
        self._desk.busy.end()
        self.problem.show_problem(problem)

    def _on_changed(self, change: Change) -> None:
        if _STANDS_ON.intersection(change.touched) and self.isVisible():
            self.refresh()

    def retranslate(self) -> None:
        if self.isVisible():
            self.refresh()

    def restyle(self) -> None:
        self._set_margins()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Set the parts by how wide the page is."""

    def _set_margins(self) -> None:
        side = theme().px(_MARGIN) if theme().scale < 1.5 else _MARGIN
        self.column.setContentsMargins(side, 26, side, 40)
