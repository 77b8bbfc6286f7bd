"""Print a report of what was checked: verdict, what was shown, every check and how it is known. Plain text on paper."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from ui.at_a_glance import show_claim
from ui.kinds import issuer_words, title_of
from ui.words import finding_how, finding_sentence, finding_title, say, show_moment, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail, Section
from wallet.report import CheckResult


def print_report(owner: QWidget, items: Sequence[CredentialDetail], now: datetime) -> None:
    """Ask which printer (or a PDF), and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, owner.window())
    dialog.setWindowTitle(say(N_("Print report")))
    dialog.accepted.connect(lambda: report_document(items, now).print_(printer))
    QDialog.open(dialog)


def report_document(items: Sequence[CredentialDetail], now: datetime) -> QTextDocument:
    """Return the report as a document of plain text: nothing that a stranger wrote is read as markup."""
    document = QTextDocument()
    document.setPlainText("\n".join(report_lines(items, now)))
    return document


def report_lines(items: Sequence[CredentialDetail], now: datetime) -> Iterator[str]:
    """Yield the report line by line."""
    yield say(N_("Report of a check"))
    yield say(
        N_("Checked with Tessera on {moment}, on one computer, with the evidence it held."), moment=show_moment(now)
    )
    for detail in items:
        yield ""
        yield from _lines(title_of(detail.summary), issuer_words(detail.summary), verdict_title(detail.verdict))
        yield from _shown(detail.sections)
        yield from _checks(detail.results)
        for nested in detail.nested:
            yield ""
            yield from _lines(nested.title, nested.issuer_name, verdict_title(nested.verdict))
            yield from _shown(nested.sections)
            yield from _checks(nested.results)


def _lines(title: str, issuer: str, verdict: str) -> Iterator[str]:
    yield f"{title} · {issuer}" if issuer else title
    yield say(N_("Verdict: {verdict}"), verdict=verdict)


def _shown(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        for claim in section.rows:
            yield f"  {say(claim.label)}: {show_claim(claim)}"


def _checks(results: Sequence[CheckResult]) -> Iterator[str]:
    for result in results:
        how = finding_how(result)
        yield f"  [{result.code}] {finding_title(result)}. {finding_sentence(result)}" + (f" {how}" if how else "")
