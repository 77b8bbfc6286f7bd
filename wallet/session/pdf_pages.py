"""A presentation as a PDF: pages for people, the QR codes, and the machine-readable presentation attached with its evidence.

The page says what it is and that only the attachment and the codes can be checked: ink proves nothing. What is attached is a dossier:
whoever opens the PDF with Tessera has everything that a zip would have given them.
"""

from collections.abc import Sequence
from io import BytesIO

from wallet.credentials.shown_text import show_line, show_text
from wallet.formats.dossier import MANIFEST, DossierFile, write_manifest
from wallet.i18n import N_, Message, plural
from wallet.intake import CheckedCredential
from wallet.presentations.presentation import Bound
from wallet.qr.choosing import choose_codes
from wallet.qr.encode import PAPER_VERSION, QrCode
from wallet.qr.picture import QUIET_ZONE
from wallet.session.pdf_text import HEIGHT, MARGIN, STRONG, WIDTH, Pages
from wallet.session.sections import sections_of
from wallet.session.sending import Sending

MOST_ROWS = 300
MOST_TEXT = 30_000  # characters of one credential
LONGEST = 2_000  # characters of one value
SMALL_SIDE, LARGE_SIDE = 240.0, WIDTH - 2 * MARGIN

BOUND = {
    Bound.CHALLENGE: N_("Made for one request only, and signed with the holder's key."),
    Bound.AUDIENCE: N_("Made for {audience}, and signed with the holder's key."),
    Bound.HOLDER: N_("Signed with the holder's key, for nobody in particular: anyone who has it can show it again."),
    Bound.NOBODY: N_("Not bound to anybody: anyone who has it can show it again."),
}


def write_pdf(sending: Sending, files: Sequence[DossierFile]) -> bytes:
    """Return the PDF's bytes: A4, pages for people, then the codes; `files` and their list are attached."""
    pages = Pages(_say(sending, N_("Shown with Tessera")))
    _write_head(pages, sending)
    for checked in sending.seen:
        _write_credential(pages, checked, sending)
    if sending.kept_private:
        pages.gap(8)
        private = plural(sending.kept_private, N_("Kept private: 1 value"), N_("Kept private: {number} values"))
        pages.write(_say(sending, private, number=sending.kept_private), 9.5, grey=0.35)
    _write_foot(pages, sending)
    _write_codes(pages, choose_codes(sending.content, max_version=PAPER_VERSION).plan.sheet(), sending)
    return _with_attachments(pages.finish(), [*files], write_manifest(files, sending.now))


def _say(sending: Sending, words: str, **facts: object) -> str:
    return Message(words, facts).render(sending.language)


def _write_head(pages: Pages, sending: Sending) -> None:
    pages.write(_say(sending, N_("Shown with Tessera")), 20, STRONG)
    pages.gap(6)
    pages.row(_say(sending, N_("Made")), sending.now.strftime("%Y-%m-%d %H:%M UTC"))
    if sending.audience:
        pages.row(_say(sending, N_("For")), sending.audience)
    if sending.expires is not None:
        pages.row(_say(sending, N_("Valid until")), sending.expires.strftime("%Y-%m-%d %H:%M UTC"))
    pages.row(_say(sending, N_("Bound")), _say(sending, BOUND[sending.presentation.bound], audience=sending.audience))


def _write_credential(pages: Pages, checked: CheckedCredential, sending: Sending) -> None:
    pages.gap(16)
    pages.room(60)
    pages.write(show_line(checked.credential.title.best(sending.language)), 14, STRONG)
    issuer = checked.credential.issuer
    pages.write(show_line(issuer.name.best(sending.language) or issuer.id or ""), 10, grey=0.35)
    pages.gap(2)
    sections = sections_of(checked.credential, checked.report)
    rows = [row for section in sections for row in section.rows if not row.text.startswith("data:")]
    room = MOST_TEXT
    for row in rows[:MOST_ROWS]:
        room -= min(len(row.text), LONGEST)
        if room < 0:
            break
        pages.row(_say(sending, row.label), show_text(row.text, LONGEST))
    if room < 0 or len(rows) > MOST_ROWS:
        pages.write(_say(sending, N_("There is more of it: the attachment has everything.")), 9, grey=0.35)


def _write_foot(pages: Pages, sending: Sending) -> None:
    pages.gap(16)
    for words in (
        N_("Only the attachment and the codes can be checked; print proves nothing."),
        N_("To check: open this file in Tessera, or run “tessera verify FILE”. No network is needed."),
    ):
        pages.write(_say(sending, words), 9, grey=0.35)
    pages.write(f"SHA-256 {sending.presentation.sha256}", 7.5, grey=0.35)


def _write_codes(pages: Pages, sheet: Sequence[QrCode], sending: Sending) -> None:
    for number, code in enumerate(sheet, 1):
        side = LARGE_SIDE if code.version > 22 else SMALL_SIDE if len(sheet) == 1 else LARGE_SIDE * 0.75
        if pages.top - side - 24 < MARGIN or number > 1:
            pages.next_page()
        if len(sheet) > 1:
            pages.write(_say(sending, N_("Code {number} of {count}"), number=number, count=len(sheet)), 9, grey=0.35)
        pages.gap(8)
        pages.squares(code.rows, QUIET_ZONE, min(side, HEIGHT - 2 * MARGIN - 32))


def _with_attachments(pages: bytes, files: Sequence[DossierFile], manifest: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pages)))
    for each in files:
        writer.add_attachment(each.name, each.content)
    writer.add_attachment(MANIFEST, manifest)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
