"""Write growth and work to files: CSV and the section for a résumé by the wallet, a PDF with the strokes of the window."""

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where, can_write, tell_whether_written, tell_written
from ui.desk import Desk
from ui.models.work_model import AWARDED, ENOUGH, HEADINGS, ISSUER, KIND, LEVEL, TITLE, VERDICT, cell_words
from ui.stack_words import tell
from ui.theme.fonts import Type, font
from ui.theme.tokens import LIGHT
from ui.widgets.growth_paint import Ladder, paint_ladder
from ui.widgets.text_lines import break_lines, draw_lines
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.growth import ExportGrowth, GrowthForm, GrowthView, WorkKind, WorkRow

_NAMES = {
    GrowthForm.RESULTS: (N_("results.csv"), "CSV (*.csv)"),
    GrowthForm.SKILLS: (N_("skills.csv"), "CSV (*.csv)"),
    GrowthForm.RESUME: (N_("resume.txt"), "TXT (*.txt)"),
}
_WIDTH, _MARGIN = 1000.0, 60.0
_HEIGHT = _WIDTH * 297 / 210
_INSIDE = _WIDTH - 2 * _MARGIN
# Where each column of the table begins, in shares of the width.
_COLUMNS = {TITLE: 0.0, KIND: 0.34, LEVEL: 0.44, ISSUER: 0.58, AWARDED: 0.74, VERDICT: 0.86}


def save_growth(desk: Desk, owner: QWidget, form: GrowthForm, job: str) -> None:
    """Ask where, and let the wallet write it."""
    name, kind = _NAMES[form]
    if path := ask_where(owner, N_("Export"), say(name), kind):
        request = ExportGrowth(path, form, job, language())
        ask(desk, owner, request, lambda _done: tell_written(desk, path), N_("Exporting…"))


def save_growth_pdf(desk: Desk, owner: QWidget, view: GrowthView | None) -> None:
    """Ask where, and write a PDF there."""
    if view is None:
        return
    if path := ask_where(owner, N_("Export"), say(N_("growth.pdf")), "PDF (*.pdf)"):
        tell_whether_written(desk, owner, path, written=write_growth_pdf(view, path))


def write_growth_pdf(view: GrowthView, path: str) -> bool:
    """Write a PDF on A4; returns whether it could be written."""
    if not can_write(path):
        return False
    writer = QPdfWriter(path)
    writer.setTitle(say(N_("Growth and work")))
    writer.setCreator("Tessera")
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        return False
    scale = painter.viewport().width() / _WIDTH
    painter.scale(scale, scale)
    _Sheet(painter, writer).write(view)
    return painter.end()


class _Sheet:
    """Pages that fill from the top; what has no room any more begins the next."""

    def __init__(self, painter: QPainter, writer: QPdfWriter) -> None:
        self._painter, self._writer, self._top = painter, writer, _MARGIN

    def write(self, view: GrowthView) -> None:
        self._words(say(N_("Growth and work")), Type.PAGE, LIGHT.ink)
        self._words(say(N_("Your results over time")), Type.HERO, LIGHT.ink, before=14)
        half = (_INSIDE - 40) / 2
        for number in range(0, len(view.lines), 2):
            pair = view.lines[number : number + 2]
            ladders = [Ladder(line, half) for line in pair]
            self._room(max(ladder.height for ladder in ladders) + 50)
            for place, (line, ladder) in enumerate(zip(pair, ladders, strict=True)):
                left = _MARGIN + place * (half + 40)
                self._text(line.title, Type.CARD, LIGHT.ink, left, self._top, half)
                self._painter.save()
                self._painter.translate(left, self._top + 30)
                paint_ladder(self._painter, ladder, LIGHT)
                self._painter.restore()
            self._top += max(ladder.height for ladder in ladders) + 50
        self._work(view)

    def _work(self, view: GrowthView) -> None:
        if not view.job_title:
            return
        self._words(view.job_title, Type.HERO, LIGHT.ink, before=18)
        self._words(say(N_("{met} of {asked} skills are shown"), met=view.met, asked=view.asked), Type.BODY, LIGHT.ink2)
        self._room(60)
        for column in _COLUMNS:
            self._cell(say(HEADINGS[column]), column, Type.SMALL_STRONG, LIGHT.ink2)
        self._rule(LIGHT.control_line)
        for row in view.rows:
            self._row(row)
        if view.according_to is not None:
            self._words(tell(view.according_to), Type.SMALL, LIGHT.ink2, before=12)

    def _row(self, row: WorkRow) -> None:
        self._room(30)
        job = row.kind is WorkKind.JOB
        if job:
            self._painter.fillRect(QRectF(_MARGIN, self._top - 2, _INSIDE, 26), QColor(LIGHT.brass_soft))
        for column in _COLUMNS:
            words = cell_words(row, ENOUGH if job and column == VERDICT else column)
            step = Type.SMALL_STRONG if job else Type.SMALL
            self._cell(words, column, step, LIGHT.ink if job or column in (TITLE, LEVEL) else LIGHT.ink2)
        self._rule(LIGHT.hairline)

    def _cell(self, words: str, column: int, step: Type, tone: str) -> None:
        after = [start for start in _COLUMNS.values() if start > _COLUMNS[column]]
        width = (min(after, default=1.0) - _COLUMNS[column]) * _INSIDE - 8
        self._text(words, step, tone, _MARGIN + _COLUMNS[column] * _INSIDE + 4, self._top, width)

    def _rule(self, tone: str) -> None:
        self._top += 25
        self._painter.setPen(QColor(tone))
        line = self._top - 1
        self._painter.drawLine(QPointF(_MARGIN, line), QPointF(_MARGIN + _INSIDE, line))
        self._top += 3

    def _text(self, words: str, step: Type, tone: str, left: float, top: float, width: float) -> float:
        made = font(step)
        self._painter.setPen(QColor(tone))
        at = QRectF(left, top, 1, 1).topLeft()
        return draw_lines(self._painter, at, break_lines(words, made, width, 1), made)

    def _words(self, words: str, step: Type, tone: str, before: float = 0.0) -> None:
        self._top += before
        self._room(QFontMetricsF(font(step)).height() + 6)
        made = font(step)
        self._painter.setPen(QColor(tone))
        at = QRectF(_MARGIN, self._top, 1, 1).topLeft()
        self._top = draw_lines(self._painter, at, break_lines(words, made, _INSIDE, 3), made) + 4

    def _room(self, height: float) -> None:
        if self._top + height > _HEIGHT - _MARGIN:
            self._writer.newPage()
            self._top = _MARGIN
