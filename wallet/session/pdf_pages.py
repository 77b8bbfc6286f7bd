"""A presentation as a PDF: a page for people, the QR codes, and the machine-readable presentation attached (reportlab, pypdf).

The page says what it is and that only the attachment and the codes can be checked: ink proves nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from wallet.presentations.presentation import Presentation
from wallet.qr.encode import QrPlan
from wallet.qr.picture import QUIET_ZONE

MARGIN = 56.0
CODE_SIDE = 300.0


def write_pdf(presentation: Presentation, plan: QrPlan, titles: Sequence[str], now: datetime) -> bytes:
    """Return the PDF's bytes: A4, one page for people, then one for each code."""
    return _with_attachment(_pages(plan, titles, now), presentation)


def _pages(plan: QrPlan, titles: Sequence[str], now: datetime) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    width, height = A4
    canvas.setTitle("Tessera")
    top = height - MARGIN
    canvas.setFont("STSong-Light", 22)
    canvas.drawString(MARGIN, top, "Tessera")
    canvas.setFont("STSong-Light", 13)
    for at, title in enumerate(titles[:20]):
        canvas.drawString(MARGIN, top - 40 - 20 * at, title[:70])
    canvas.setFont("STSong-Light", 9)
    foot = ("Only the attachment and the codes can be checked; the print proves nothing. tessera verify FILE",
            "只有附件和二维码可以核验；纸面本身不能证明任何内容。", now.strftime("%Y-%m-%d %H:%M UTC"))  # fmt: skip
    for at, line in enumerate(reversed(foot)):
        canvas.drawString(MARGIN, MARGIN + 14 * at, line)
    sheet = plan.sheet(spare=0)
    for number, code in enumerate(sheet):
        if number or len(titles) > 12:
            canvas.showPage()
        side = min(CODE_SIDE if len(sheet) == 1 else width - 2 * MARGIN, width - 2 * MARGIN)
        _draw_code(canvas, code.rows, (width - side) / 2, MARGIN + 60, side)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw_code(canvas: "object", rows: Sequence[bytes], left: float, bottom: float, side: float) -> None:
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    module = side / (len(rows) + 2 * QUIET_ZONE)
    canvas.setFillGray(1)
    canvas.rect(left, bottom, side, side, stroke=0, fill=1)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.rect(
                    left + (x + QUIET_ZONE) * module, bottom + side - (y + QUIET_ZONE + 1) * module, module, module
                )
    canvas.drawPath(path, stroke=0, fill=1)


def _with_attachment(pages: bytes, presentation: Presentation) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pages)))
    writer.add_attachment(f"presentation{presentation.suffix}", presentation.text.encode())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
