"""Check many files at once, for registrars and employers: begin, follow, cancel, and write the report."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.actions.receive import MOST_PATHS
from ui.actions.writing import ask_where
from ui.desk import Desk
from ui.wallet_client import WalletClient
from ui.words import count, language, say
from wallet.i18n import N_
from wallet.messages.many import (
    BeginMany,
    ExportMany,
    ForgetMany,
    ManyFilter,
    ManyState,
    ReportForm,
    StepMany,
    StopMany,
)
from wallet.messages.requests import Exported, Problem

_GONE = ("vault.locked", "wallet.stopped")


class ManyChecks(QObject):
    """A run as the window follows it: it is carried on for as long as somebody looks. `told` says where it stands."""

    told = Signal(object)
    failed = Signal(object)

    def __init__(self, wallet: WalletClient, parent: QObject) -> None:
        super().__init__(parent)
        self._wallet = wallet
        self._number = 0
        self.state = ManyState()

    def begin(self, paths: tuple[str, ...]) -> None:
        """Check these files and folders in place of others."""
        self._ask(BeginMany(paths[:MOST_PATHS], language()))

    def resume(self) -> None:
        """Go on with a run that was left, where there is one."""
        self._ask(StepMany())

    def stop(self) -> None:
        """Check no further."""
        self._ask(StopMany())

    def forget(self) -> None:
        """Forget everything that was found."""
        self._ask(ForgetMany())

    def _ask(self, request: object) -> None:
        self._number += 1
        number = self._number
        self._wallet.ask(
            self,
            request,
            lambda state: self._on_state(state, number),
            lambda problem: self._on_problem(problem, request),
        )

    def _on_state(self, state: ManyState, number: int) -> None:
        if number != self._number:
            return
        self.state = state
        self.told.emit(state)
        if state.running and number == self._number:
            self._ask(StepMany())

    def _on_problem(self, problem: Problem, request: object) -> None:
        self._number += 1
        self.failed.emit(problem)
        if not isinstance(request, StopMany) and problem.code not in _GONE:
            self.stop()  # what was found before that is still there


def paths_in(mime: QMimeData) -> tuple[str, ...]:
    """Return the files and folders of what was dropped or pasted, () where there are none."""
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())


def choose_many_files(owner: QWidget) -> tuple[str, ...]:
    """Ask for files; () when the person thinks better of it."""
    paths, _kind = QFileDialog.getOpenFileNames(owner, say(N_("Check many at once")), str(Path.home()))
    return tuple(paths)


def choose_many_folder(owner: QWidget) -> tuple[str, ...]:
    """Ask for a folder; () when the person thinks better of it."""
    path = QFileDialog.getExistingDirectory(owner, say(N_("Check many at once")), str(Path.home()))
    return (path,) if path else ()


def export_report(desk: Desk, owner: QWidget, form: ReportForm, chosen: ManyFilter) -> None:
    """Ask where to, and write the report of what is listed."""
    name, kind = {
        ReportForm.CSV: ("credentials.csv", N_("Table for a spreadsheet (CSV)")),
        ReportForm.JSON: ("credentials.jsonl", N_("Every check, for programs (JSON)")),
    }[form]
    suffix = Path(name).suffix
    if path := ask_where(owner, N_("Save the report"), name, f"{say(kind)} (*{suffix})"):
        path = path if Path(path).suffix else path + suffix
        ask(desk, owner, ExportMany(path, form, chosen), lambda done: _tell(desk, done), N_("Writing the report…"))


def _tell(desk: Desk, done: Exported) -> None:
    def words() -> str:
        return count(done.count, N_("The report has 1 document."), N_("The report has {number} documents."))

    desk.signals.told.emit(words)
