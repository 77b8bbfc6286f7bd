"""One credential on paper: always dark on white, whatever the window looks like, in the window's language.

The sheet says what was established and when, and that paper itself proves nothing. What strangers wrote goes into the
document letter by letter (UI-01); the document can load nothing.
"""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from ui.at_a_glance import glance_at, name_of
from ui.kinds import issuer_words, kind_words, monogram_of, readable_name, title_of
from ui.prose import read_prose
from ui.seal import hue_of, seal_pixmap
from ui.theme.fonts import Type, font
from ui.theme.icons import icon_pixmap
from ui.theme.tokens import LIGHT, VERDICT_LOOKS, Cue, mix
from ui.widgets.check_row import OUTCOME_WORDS
from ui.widgets.claims import HEADINGS, merged
from ui.widgets.picture import read_picture
from ui.widgets.prose_view import BareDocument, write_blocks
from ui.widgets.text_lines import break_lines
from ui.words import count, finding_sentence, finding_title, say, show_date, show_moment, verdict_title
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail, ShownClaim
from wallet.report import CheckResult

WIDTH, HEIGHT = 794.0, 1123.0  # A4 at 96 dots an inch
_MARGIN = 56.0
_INSIDE = WIDTH - 2 * _MARGIN
_FOOT = 40.0
_MOST_ROWS = 400
_IN_COLOUR = (Cue.WHOLE, Cue.NOTCHED, Cue.FAINT)


class CredentialSheet:
    """Lays a credential out on as many pages as it needs."""

    def __init__(self, detail: CredentialDetail) -> None:
        self._detail = detail
        self._title = _lines(title_of(detail.summary), Type.HERO, _INSIDE - 190, 4)
        self.document = BareDocument()
        self.document.setPageSize(QSizeF(WIDTH, HEIGHT - _FOOT))
        self._cursor = QTextCursor(self.document)
        self._write()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.document.pageCount()

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0, from its top left corner in the sheet's own pixels."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        top = page * (HEIGHT - _FOOT)
        painter.setClipRect(QRectF(0, 0, WIDTH, HEIGHT - _FOOT))
        painter.translate(0, -top)
        self.document.drawContents(painter, QRectF(0, top, WIDTH, HEIGHT - _FOOT))
        painter.restore()
        if not page:
            self._paint_head(painter)
        self._paint_foot(painter, page)

    # the head and the foot

    @property
    def _head_height(self) -> float:
        return max(128.0, 92 + QFontMetricsF(font(Type.HERO)).height() * len(self._title))

    def _paint_head(self, painter: QPainter) -> None:
        summary = self._detail.summary
        cue = VERDICT_LOOKS[summary.verdict].cue
        hue = hue_of(summary.signing_key if cue in _IN_COLOUR else "", LIGHT)
        box = QRectF(_MARGIN, _MARGIN, _INSIDE, self._head_height)
        band = QPainterPath()
        band.addRoundedRect(box, 14, 14)
        painter.save()
        painter.setClipPath(band)
        painter.fillPath(band, QColor(mix(hue, "#FFFFFF", 0.12)))
        seal = seal_pixmap(summary.signing_key, 200, 4.0, LIGHT, cue)
        painter.drawPixmap(QPointF(box.right() - 160, box.top() - 30), seal)
        painter.restore()
        square = QRectF(box.left() + 20, box.top() + 20, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue))
        painter.drawRoundedRect(square, 9, 9)
        letters = monogram_of(summary.issuer_name or summary.issuer_id)
        made = font(Type.SMALL_STRONG)
        made.setPixelSize((18, 16, 13, 11)[min(3, len(letters) - 1)])
        _draw(painter, square, letters, made, "#FFFFFF", Qt.AlignmentFlag.AlignCenter)
        names = QRectF(square.right() + 12, square.top(), _INSIDE - 250, 20)
        issuer = _lines(issuer_words(summary), Type.BODY_STRONG, names.width(), 1)[0]
        _draw(painter, names, issuer, font(Type.BODY_STRONG), LIGHT.ink)
        kind = kind_words(summary.kind)
        dated = say(N_("{kind}, {day}"), kind=kind, day=show_date(summary.issued)) if summary.issued else kind
        _draw(painter, names.translated(0, 20), dated, font(Type.SMALL), LIGHT.ink2)
        high = QFontMetricsF(font(Type.HERO)).height()
        for place, line in enumerate(self._title):
            row = QRectF(square.left(), square.bottom() + 14 + place * high, _INSIDE - 180, high)
            _draw(painter, row, line, font(Type.HERO), LIGHT.ink)

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        row = QRectF(_MARGIN, HEIGHT - _MARGIN, _INSIDE, 18)
        painter.setPen(QColor(LIGHT.hairline))
        painter.drawLine(row.topLeft() - QPointF(0, 6), row.topRight() - QPointF(0, 6))
        words = say(
            N_("Printed from Tessera. Paper proves nothing: whoever needs proof asks for the file and checks it.")
        )
        _draw(painter, row, words, font(Type.CAPTION), LIGHT.ink3)
        number = say(N_("{page} of {pages}"), page=page + 1, pages=self.pages)
        _draw(painter, row, number, font(Type.CAPTION), LIGHT.ink3, Qt.AlignmentFlag.AlignRight)

    # the body

    def _write(self) -> None:
        detail, glance = self._detail, glance_at(self._detail)
        write_blocks(self.document, (), Type.LABEL, LIGHT, 1.0)
        self.document.setDocumentMargin(_MARGIN)
        self._block(self._head_height)
        self._verdict()
        for result in detail.results:
            self._check(result)
        self._block(14)
        if glance.description:
            self._say(glance.description, Type.BODY)
        self._picture(read_picture(detail.picture_png))
        self._table((fact.label, fact.text, True) for fact in glance.facts)
        if glance.criteria:
            self._heading(say(N_("What had to be done")))
            self._prose(glance.criteria)
        if detail.notes:
            self._heading(say(N_("Notes")))
            self._say(detail.notes, Type.LABEL)
        self._claims()

    def _verdict(self) -> None:
        detail, look = self._detail, VERDICT_LOOKS[self._detail.verdict]
        ground, ink = look.ground_in(LIGHT), look.text_in(LIGHT)
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(12)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.FixedLength, 48), QTextLength(QTextLength.Type.VariableLength, 1)]
        )
        table = self._cursor.insertTable(1, 2, shape)
        for column in (0, 1):
            cell = QTextTableCellFormat()
            cell.setBackground(QColor(ground))
            table.cellAt(0, column).setFormat(cell)
        self._image(table.cellAt(0, 0).firstCursorPosition(), icon_pixmap(look.icon, ink, 26, 4.0).toImage(), 26)
        words = table.cellAt(0, 1).firstCursorPosition()
        words.insertText(verdict_title(detail.verdict), _letters(Type.VERDICT, ink))
        words.insertBlock()
        plain = ink if look.solid else LIGHT.ink
        words.insertText(
            say(N_("Checked on {moment}, on the owner’s computer."), moment=show_moment(detail.checked_at)),
            _letters(Type.SMALL, plain),
        )
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _check(self, result: CheckResult) -> None:
        self._block(8)
        self._cursor.insertText(finding_title(result), _letters(Type.BODY_STRONG))
        outcome = say(OUTCOME_WORDS[result.outcome])
        self._cursor.insertText(f"  {outcome}", _letters(Type.SMALL, LIGHT.ink3))
        self._block(0)
        self._cursor.insertText(finding_sentence(result), _letters(Type.SMALL, LIGHT.ink2))

    def _claims(self) -> None:
        if not self._detail.sections:
            return
        self._heading(say(N_("Everything it says")))
        for section in self._detail.sections:
            rows = merged(section.rows)
            self._block(12)
            self._cursor.insertText(say(HEADINGS[section.kind]), _letters(Type.BODY_STRONG))
            self._table(self._row(claim) for claim in rows[:_MOST_ROWS])
            if len(rows) > _MOST_ROWS:
                rest = count(
                    len(rows) - _MOST_ROWS, N_("1 more stands in the file."), N_("{number} more stand in the file.")
                )
                self._say(rest, Type.SMALL)

    def _row(self, claim: ShownClaim) -> tuple[str, str, bool]:
        text = claim.text
        if name_of(claim.path) == "narrative":
            text = "\n".join(block.text for block in read_prose(text))
        words = say(claim.label)
        return words if words != claim.label else readable_name(words), text, claim.covered

    # pieces

    def _block(self, above: float) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        self._cursor.insertBlock(shape)

    def _heading(self, words: str) -> None:
        self._block(18)
        self._cursor.insertText(words, _letters(Type.CARD))

    def _say(self, words: str, step: Type) -> None:
        self._block(6)
        self._cursor.insertText(words, _letters(step))

    def _prose(self, text: str) -> None:
        part = BareDocument()
        write_blocks(part, read_prose(text), Type.LABEL, LIGHT, 1.0)
        whole = QTextCursor(part)
        whole.select(QTextCursor.SelectionType.Document)
        self._block(6)
        self._cursor.insertFragment(whole.selection())

    def _table(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        kept = list(rows)
        if not kept:
            return
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(3)
        shape.setCellSpacing(0)
        shape.setTopMargin(8)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.FixedLength, 150), QTextLength(QTextLength.Type.VariableLength, 1)]
        )
        table = self._cursor.insertTable(len(kept), 2, shape)
        for place, (label, text, covered) in enumerate(kept):
            table.cellAt(place, 0).firstCursorPosition().insertText(label, _letters(Type.SMALL, LIGHT.ink3))
            value = table.cellAt(place, 1).firstCursorPosition()
            value.insertText(text, _letters(Type.SMALL))
            if not covered and self._has_covered:
                value.insertText(
                    f" ({say(N_('Not covered by the signature'))})", _letters(Type.SMALL, LIGHT.brass_text)
                )
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    @property
    def _has_covered(self) -> bool:
        return any(claim.covered for section in self._detail.sections for claim in section.rows)

    def _picture(self, image: QImage) -> None:
        if not image.isNull():
            self._block(10)
            self._image(self._cursor, image, 110)
            self._cursor.insertText(f"  {say(N_('Picture in the credential'))}", _letters(Type.SMALL, LIGHT.ink3))

    def _image(self, cursor: QTextCursor, image: QImage, side: float) -> None:
        name = f"tessera:{image.cacheKey()}"
        self.document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        size = QSizeF(image.size()).scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        shape = QTextImageFormat()
        shape.setName(name)
        shape.setWidth(size.width())
        shape.setHeight(size.height())
        cursor.insertImage(shape)


def write_pdf(detail: CredentialDetail, path: str) -> bool:
    """Write the sheet as a PDF; returns whether it could be written. Qt only warns where it cannot write, so bytes come first."""
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setTitle(title_of(detail.summary))
    writer.setCreator("Tessera")
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    if not print_on(detail, writer):
        return False
    try:
        Path(path).write_bytes(bytes(made.data().data()))
    except OSError:
        return False
    return True


def print_on(detail: CredentialDetail, device: QPagedPaintDevice) -> bool:
    """Paint every page on a printer or PDF; returns whether that went well."""
    sheet, painter = CredentialSheet(detail), QPainter()
    if not painter.begin(device):
        return False
    room = painter.viewport()
    scale = min(room.width() / WIDTH, room.height() / HEIGHT)
    for page in range(sheet.pages):
        if page and not device.newPage():
            painter.end()
            return False
        painter.save()
        painter.scale(scale, scale)
        sheet.paint(painter, page)
        painter.restore()
    return painter.end()


def _letters(step: Type, colour: str = LIGHT.ink) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font(step))
    made.setForeground(QColor(colour))
    return made


def _lines(text: str, step: Type, width: float, most: int) -> list[str]:
    return break_lines(text, font(step), width, most)


def _draw(
    painter: QPainter,
    box: QRectF,
    text: str,
    letters: QFont,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(letters)
    painter.setPen(QColor(colour))
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)
