"""Print a report of what was checked: verdict, what was shown, every check and how it is known. Plain text on paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from ui.at_a_glance import show_claim
from ui.kinds import issuer_words, title_of
from ui.words import count, finding_how, finding_sentence, finding_title, say, show_date, show_moment, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail, Section
from wallet.report import CheckResult, Verdict


def print_report(owner: QWidget, items: Sequence[CredentialDetail], now: datetime) -> None:
    """Ask which printer (or a PDF), and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, owner.window())
    dialog.setWindowTitle(say(N_("Print report")))
    dialog.accepted.connect(lambda: report_document(items, now).print_(printer))
    QDialog.open(dialog)


def report_document(items: Sequence[CredentialDetail], now: datetime) -> QTextDocument:
    """Return the report as a document. Every line is inserted as plain text: nothing that a stranger wrote is read as markup."""
    document = QTextDocument()
    document.setDefaultFont(QFont(document.defaultFont().family(), 10))
    cursor = QTextCursor(document)
    for place, line in enumerate(report_lines(items, now)):
        if place:
            cursor.insertBlock()
        size, strong, before = _LOOKS[line.look]
        block = QTextBlockFormat()
        block.setTopMargin(before)
        cursor.setBlockFormat(block)
        letters = QTextCharFormat()
        letters.setFontPointSize(size)
        letters.setFontWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        cursor.insertText(line.text, letters)
    return document


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line; `look` is a key of `_LOOKS`."""

    text: str
    look: str = "plain"


# look -> size in points, whether strong, and the space above in points
_LOOKS: Mapping[str, tuple[float, bool, float]] = {
    "title": (20, True, 0),
    "heading": (14, True, 18),
    "verdict": (11, True, 2),
    "part": (11, True, 10),
    "plain": (10, False, 1),
    "small": (8.5, False, 4),
}


def report_lines(items: Sequence[CredentialDetail], now: datetime) -> Iterator[ReportLine]:
    """Yield the report line by line."""
    yield ReportLine(say(N_("Report of a check")), "title")
    told = N_("Checked with Tessera on {moment}, on one computer, with the evidence it held.")
    yield ReportLine(say(told, moment=show_moment(now)), "small")
    for detail in items:
        title, issuer = title_of(detail.summary), issuer_words(detail.summary)
        yield from _one(title, issuer, detail.verdict, detail.sections, detail.results)
        if detail.hidden_claims:
            yield _private(detail.hidden_claims)
        for nested in detail.nested:
            yield from _one(nested.title, nested.issuer_name, nested.verdict, nested.sections, nested.results)
            if nested.hidden_claims:
                yield _private(nested.hidden_claims)


def _one(
    title: str, issuer: str, verdict: Verdict, sections: Sequence[Section], results: Sequence[CheckResult]
) -> Iterator[ReportLine]:
    yield ReportLine(f"{title} · {issuer}" if issuer else title, "heading")
    yield ReportLine(say(N_("Verdict: {verdict}"), verdict=verdict_title(verdict)), "verdict")
    rows = [claim for section in sections for claim in section.rows]
    if rows:
        yield ReportLine(say(N_("What was shown")), "part")
        yield from (ReportLine(f"{say(claim.label)}: {show_claim(claim)}") for claim in rows)
    yield ReportLine(say(N_("How far it can be believed")), "part")
    for result in results:
        how = finding_how(result)
        yield ReportLine(f"{finding_title(result)}. {finding_sentence(result)}")
        dated = say(N_("Evidence of {day}"), day=show_date(result.as_of)) if result.as_of else ""
        yield ReportLine(" · ".join(part for part in (how, dated, result.code) if part), "small")


def _private(number: int) -> ReportLine:
    kept = count(number, N_("1 item was kept private"), N_("{number} items were kept private"))
    return ReportLine(f"{kept}. {say(N_('By the holder’s choice; this is normal'))}")
