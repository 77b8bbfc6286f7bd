"""Put one credential on paper or into a PDF."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.export import stem_of
from ui.desk import Desk
from ui.kinds import title_of
from ui.problems import show_problem
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Problem
from wallet.messages.views import CredentialDetail

_NOT_WRITTEN = Problem(
    "print.not_written",
    N_("The file could not be written."),
    N_("Choose another place, or free some space, and try again."),
)


def save_pdf(desk: Desk, owner: QWidget, detail: CredentialDetail) -> None:
    """Ask where, and write the PDF there."""
    name = f"{stem_of(title_of(detail.summary))}.pdf"
    path, _kind = QFileDialog.getSaveFileName(owner, say(N_("Save as PDF")), str(Path.home() / name), "PDF (*.pdf)")
    if path:
        save_pdf_to(desk, owner, detail, path if Path(path).suffix else f"{path}.pdf")


def save_pdf_to(desk: Desk, owner: QWidget, detail: CredentialDetail, path: str) -> None:
    """Write the PDF to `path` and say so."""
    from ui.credential_sheet import write_pdf

    if write_pdf(detail, path):
        desk.signals.told.emit(lambda: say(N_("Written: {name}"), name=Path(path).name))
    else:
        show_problem(owner, _NOT_WRITTEN)


def print_credential(owner: QWidget, detail: CredentialDetail) -> None:
    """Show the system's print dialog and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from ui.credential_sheet import print_on

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title_of(detail.summary))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, owner)
    dialog.accepted.connect(lambda: print_on(detail, printer))
    dialog.show()
