"""The rows of a run of many checks as a Qt table: only the pages that are looked at are held, so ten rows cost what a million do."""

from collections import OrderedDict
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from ui.models.index import Index
from ui.words import count, problem_sentence, say, show_date, verdict_title
from wallet.i18n import N_
from wallet.messages.many import ManyPage, ManyRow, ManySort

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PAGE = 100
_MOST_PAGES = 30
COUNTED_UP_TO = 1_000
UNREADABLE_WORDS = N_("Could not be read")

COLUMNS: tuple[tuple[ManySort, str], ...] = (
    (ManySort.VERDICT, N_("Verdict")),
    (ManySort.TITLE, N_("Title")),
    (ManySort.LEARNER, N_("Learner")),
    (ManySort.ISSUER, N_("Issuer")),
    (ManySort.ISSUED, N_("Issued")),
    (ManySort.VALID_UNTIL, N_("Valid until")),
    (ManySort.FILE, N_("File")),
)


class ManyModel(QAbstractTableModel):
    """Thin and without opinions. `page_wanted` asks for the page that starts at an offset."""

    page_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pages: OrderedDict[int, tuple[ManyRow, ...]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._total

    def clear(self) -> None:
        """Forget every row: another filter, another order, another run."""
        self.beginResetModel()
        self._total = 0
        self._pages.clear()
        self._stale.clear()
        self._asked.clear()
        self.endResetModel()

    def mark_stale(self) -> None:
        """Rows may have changed. What is held goes on being shown until it is fetched again, which happens when it is looked at."""
        self._stale.update(self._pages)
        self._asked.clear()
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))

    def show(self, page: ManyPage) -> None:
        """Take a page of rows."""
        number = page.offset // PAGE
        self._asked.discard(number)
        self._stale.discard(number)
        self._resize(page.total)
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        while len(self._pages) > _MOST_PAGES:
            self._stale.discard(self._pages.popitem(last=False)[0])
        if page.rows:
            last = page.offset + len(page.rows) - 1
            self.dataChanged.emit(self.index(page.offset, 0), self.index(last, len(COLUMNS) - 1))

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def row_at(self, row: int) -> ManyRow | None:
        """Return a row where it is held, and ask for its page where it is not, or is no longer fresh."""
        number = row // PAGE
        if (number not in self._pages or number in self._stale) and number not in self._asked:
            self._asked.add(number)
            self.page_wanted.emit(number * PAGE)
        held = self._pages.get(number, ())
        return held[row % PAGE] if row % PAGE < len(held) else None

    def place_of(self, number: int) -> int:
        """Return where the row of this number stands among those that are held, or -1."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.number == number:
                    return page * PAGE + place
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(COLUMNS[section][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.AccessibleDescriptionRole,
        )
        if not index.isValid() or (role not in wanted and role != ROW_ROLE):
            return None  # no tooltips: what a stranger wrote would be taken for rich text there
        row = self.row_at(index.row())
        if role == ROW_ROLE or row is None:
            return row
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return hints_of(row)
        return cell_text(row, COLUMNS[index.column()][0])

    def words_changed(self) -> None:
        """The language changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))


def cell_text(row: ManyRow, column: ManySort) -> str:
    """Return what stands in one cell."""
    match column:
        case ManySort.VERDICT:
            return verdict_title(row.verdict) if row.verdict is not None else say(UNREADABLE_WORDS)
        case ManySort.TITLE:
            return title_of(row)
        case ManySort.LEARNER:
            return row.learner or (say(N_("Hashed identity")) if row.learner_hidden else "")
        case ManySort.ISSUER:
            return row.issuer if row.vouched or not row.issuer else say(N_("“{name}”"), name=row.issuer)
        case ManySort.ISSUED:
            return _day(row.issued)
        case ManySort.VALID_UNTIL:
            return _day(row.valid_until)
        case _:
            return row.file


def title_of(row: ManyRow) -> str:
    """Return what a row is called: its title, how many it holds, or why it could not be read."""
    if row.problem is not None:
        return problem_sentence(row.problem)
    if row.holds > 1:
        return say(N_("{title} and {number} more, shown together"), title=row.title, number=row.holds - 1)
    return row.title


def hints_of(row: ManyRow) -> str:
    """Return what it has in common with other rows, or ""."""
    hints = []
    if row.copies:
        hints.append(copies_words(row.copies))
    if row.same_learner:
        hints.append(learner_words(row.same_learner))
    return " · ".join(hints)


def copies_words(number: int) -> str:
    """Return how many others have the same signed content."""
    if number >= COUNTED_UP_TO:
        return say(N_("Also in over 1,000 other files"))
    return count(number, N_("Also in 1 other file"), N_("Also in {number} other files"))


def learner_words(number: int) -> str:
    """Return how many others seem to be about the same learner."""
    if number >= COUNTED_UP_TO:
        return say(N_("Over 1,000 more of this learner"))
    return count(number, N_("1 more of this learner"), N_("{number} more of this learner"))


def _day(moment: datetime | None) -> str:
    return show_date(moment) if moment is not None else ""
