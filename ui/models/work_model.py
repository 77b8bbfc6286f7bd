"""The table of work: what a job asks of each skill, and below it every course and certificate that shows it."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from ui.models.index import Index
from ui.words import say, show_date, verdict_title
from wallet.i18n import N_
from wallet.messages.growth import WorkKind, WorkRow

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TITLE, KIND, ISSUER, LEVEL, AWARDED, VERDICT, ENOUGH = range(7)
HEADINGS: tuple[str, ...] = (
    N_("Skill, and what shows it"),
    N_("Kind"),
    N_("Issuer"),
    N_("Level"),
    N_("Awarded"),
    N_("Evidence"),
    N_("Enough"),
)
KIND_WORDS: Mapping[WorkKind, str] = {
    WorkKind.JOB: N_("Job"),
    WorkKind.COURSE: N_("Course"),
    WorkKind.CERTIFICATE: N_("Certificate"),
    WorkKind.EXPERIENCE: N_("Work experience"),
}


class WorkModel(QAbstractTableModel):
    """Holds no opinion: rows in the order in which they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[WorkRow, ...] = ()

    def show_rows(self, rows: tuple[WorkRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TITLE:
            return cell_words(row, TITLE).replace("<", "‹")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(HEADINGS[section])
        return None


def cell_words(row: WorkRow, column: int) -> str:
    """Return what one cell says."""
    job = row.kind is WorkKind.JOB
    match column:
        case 0:
            return row.skill_title if job else row.title
        case 1:
            return say(KIND_WORDS[row.kind])
        case 2:
            return row.issuer
        case 3:
            return say(N_("{level} or above"), level=row.level) if job and row.level else row.level
        case 4:
            return "" if row.awarded is None else show_date(row.awarded)
        case 5:
            return "" if row.verdict is None else verdict_title(row.verdict)
        case _:
            return enough_words(row)


def enough_words(row: WorkRow) -> str:
    """Return whether it is enough: for the job, whether anything shows the skill."""
    if row.kind is WorkKind.JOB:
        return say(N_("Met")) if row.enough else say(N_("Not met yet"))
    return say(N_("Yes")) if row.enough else say(N_("No"))
