"""Put one credential on paper or into a PDF."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.actions.export import stem_of
from ui.actions.writing import ask_where, tell_whether_written
from ui.desk import Desk
from ui.kinds import title_of
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail


def save_pdf(desk: Desk, owner: QWidget, detail: CredentialDetail) -> None:
    """Ask where, and write the PDF there."""
    name = f"{stem_of(title_of(detail.summary))}.pdf"
    if path := ask_where(owner, N_("Save as PDF"), name, "PDF (*.pdf)"):
        save_pdf_to(desk, owner, detail, path if Path(path).suffix else f"{path}.pdf")


def save_pdf_to(desk: Desk, owner: QWidget, detail: CredentialDetail, path: str) -> None:
    """Write the PDF to `path` and say so."""
    from ui.credential_sheet import write_pdf

    tell_whether_written(desk, owner, path, written=write_pdf(detail, path))


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
