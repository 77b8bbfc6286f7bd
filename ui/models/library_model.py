"""The library as a Qt model: summaries in the order the wallet gave them, fetched in pages as the view scrolls."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from ui.at_a_glance import credits_words
from ui.kinds import issuer_words, kind_words, title_of
from ui.models.index import Index
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary

SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1


class LibraryModel(QAbstractListModel):
    """Thin and without opinions. `more_wanted` asks for the page that starts at an offset."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[CredentialSummary] = []
        self._row_by_id: dict[str, int] = {}
        self._total = 0
        self._asked = False

    def show(self, rows: Sequence[CredentialSummary], total: int, offset: int) -> None:
        """Take a page: at offset 0 it replaces everything, else it is added at the end."""
        self._asked = False
        if offset == 0:
            self.beginResetModel()
            self._rows, self._total = list(rows), total
            self._row_by_id = {summary.id: row for row, summary in enumerate(rows)}
            self.endResetModel()
        elif offset == len(self._rows) and rows:
            self.beginInsertRows(QModelIndex(), offset, offset + len(rows) - 1)
            self._rows.extend(rows)
            self._row_by_id |= {summary.id: offset + row for row, summary in enumerate(rows)}
            self._total = total
            self.endInsertRows()

    @property
    def total(self) -> int:
        """How many there are, shown or not yet fetched."""
        return self._total

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, _parent: Index) -> bool:
        return not self._asked and len(self._rows) < self._total

    def fetchMore(self, _parent: Index) -> None:
        self._asked = True
        self.more_wanted.emit(len(self._rows))

    def row_of(self, credential: str) -> int:
        """Return the row of a credential's id, or -1."""
        return self._row_by_id.get(credential, -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        summary = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title_of(summary)
            case Qt.ItemDataRole.ToolTipRole:
                return None
            case Qt.ItemDataRole.AccessibleTextRole:
                return accessible_words(summary)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return say(
                    N_("{kind}, {credits}"), kind=kind_words(summary.kind), credits=credits_words(summary) or "–"
                )
            case _ if role == SUMMARY_ROLE:
                return summary
        return None

    def words_changed(self) -> None:
        """The language changed: every row reads differently."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def accessible_words(summary: CredentialSummary) -> str:
    """Return what a screen reader says of one credential."""
    return say(
        N_("{title}, from {issuer}: {verdict}"),
        title=title_of(summary),
        issuer=issuer_words(summary),
        verdict=verdict_title(summary.verdict),
    )
