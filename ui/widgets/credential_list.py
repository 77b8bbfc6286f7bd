"""The list of credentials: cards that fill the width in even columns, or rows. One view however many there are."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.models.library_model import SUMMARY_ROLE, LibraryModel
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.card_delegate import GAP, CardDelegate
from ui.widgets.row_delegate import RowDelegate
from ui.words import say
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary

_NARROWEST = 0.9  # times the card's own width: better two slim columns than one and a void
_WIDEST = 1.42  # times the card's own width, before another column is better


class CredentialList(QListView):
    """`opened` on Return or a double click; `chosen_changed` whenever the selection does."""

    opened = Signal(str)
    chosen_changed = Signal()
    trash_wanted = Signal()
    all_wanted = Signal()  # more are to be chosen than were fetched

    def __init__(self, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards, self._rows = CardDelegate(self), RowDelegate(self)
        self._as_grid = True
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSpacing(0)
        self.verticalScrollBar().setSingleStep(24)
        self.activated.connect(lambda index: self.opened.emit(index.data(SUMMARY_ROLE).id))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen_changed.emit())
        self.show_as_grid(True)
        self.retranslate()

    def show_as_grid(self, grid: bool) -> None:
        """Show cards, or rows."""
        self._as_grid = grid
        self.setViewMode(QListView.ViewMode.IconMode if grid else QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight if grid else QListView.Flow.TopToBottom)
        self.setWrapping(grid)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(self._cards if grid else self._rows)
        self._fit_columns()

    def chosen(self) -> list[CredentialSummary]:
        """Return what is selected, in the list's order."""
        indexes = sorted(self.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [summary for index in indexes if isinstance(summary := index.data(SUMMARY_ROLE), CredentialSummary)]

    def choose_row(self, row: int) -> None:
        """Select one row and make it current."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def choose_rows(self, rows: Sequence[int]) -> bool:
        """Select these rows (-1: no longer there); returns whether there are any."""
        there = QItemSelection()
        first = last = -2
        for row in [*sorted(row for row in rows if row >= 0), -2]:  # in runs: a thousand ranges of one are slow
            if row == last + 1:
                last = row
                continue
            if first >= 0:
                there.select(self.model().index(first, 0), self.model().index(last, 0))
            first = last = row
        self.selectionModel().select(there, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return not there.isEmpty()

    def selectAll(self) -> None:
        if self.model().canFetchMore(QModelIndex()):
            self.all_wanted.emit()
        else:
            self.choose_all_rows()

    def choose_all_rows(self) -> None:
        """Select everything that was fetched."""
        super().selectAll()

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("Credentials")))
        self.viewport().update()

    def restyle(self) -> None:
        self._fit_columns()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.trash_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(SUMMARY_ROLE).id)
            return
        if event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selectedIndexes()) > 1:
            self.choose_row(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _fit_columns(self) -> None:
        if not self._as_grid:
            self.setGridSize(QSize())
            return
        width = self.viewport().width()
        card, height = theme().px(MEASURES.card[0]), theme().px(MEASURES.card[1])
        columns = max(1, (width + 1) // (round(card * _NARROWEST) + GAP))
        widest = round(card * _WIDEST) + GAP
        cell = min(width // columns, widest) if columns > 1 else min(width, max(widest, card + GAP))
        wanted = QSize(max(120, cell - 1 if cell * columns >= width else cell), height + GAP)
        if wanted != self.gridSize():
            self._cards.cell = wanted
            self.setGridSize(wanted)
