"""Put a stack on paper, into a PDF or an SVG: the strokes of the window, in the light theme, whatever the screen shows."""

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from ui.actions.export import stem_of
from ui.actions.writing import ask_where, can_write, tell_whether_written
from ui.desk import Desk
from ui.stack_words import headline, tell
from ui.theme.fonts import Type, font
from ui.theme.tokens import LIGHT
from ui.widgets.degree_seal import paint_degree_seal
from ui.widgets.masonry_layout import MasonryLayout
from ui.widgets.masonry_paint import MasonryPainter
from ui.widgets.stack_figures import figures_shown
from ui.widgets.text_lines import break_lines, draw_lines
from wallet.i18n import N_
from wallet.messages.stack_views import StackView

WIDTH = 1240.0  # the page in the window's own pixels
_MARGIN = 40.0
_INSIDE = WIDTH - 2 * _MARGIN


class StackSheet:
    """One stack as a sheet: head, figures, masonry, source."""

    def __init__(self, view: StackView, *, outline: bool = False) -> None:
        self.view, self._outline = view, outline
        self.layout = MasonryLayout(view, _INSIDE)
        self._top = 248.0
        self._foot = 64.0

    @property
    def height(self) -> float:
        """How high the sheet is, in its own pixels."""
        return self._top + self.layout.height + self._foot + _MARGIN

    def paint(self, painter: QPainter) -> None:
        """Paint the sheet from its top left corner."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, WIDTH, self.height), QColor("#FFFFFF"))
        self._head(painter)
        painter.save()
        painter.translate(_MARGIN, self._top)
        MasonryPainter(self.layout, LIGHT, vector=True, outline=self._outline).paint(painter)
        painter.restore()
        painter.setPen(QColor(LIGHT.ink2))
        small = font(Type.SMALL)
        words = break_lines(tell(self.view.according_to), small, _INSIDE, 3)
        draw_lines(
            painter, QRectF(_MARGIN, self.height - self._foot, 1, 1).topLeft(), words, small, outline=self._outline
        )

    def _head(self, painter: QPainter) -> None:
        view, room, top = self.view, _INSIDE - 170, _MARGIN
        for text, step, tone, most in (
            (tell(view.attribution), Type.SMALL, LIGHT.ink2, 1),
            (view.card.title, Type.PAGE, LIGHT.ink, 1),
            (headline(view.card), Type.VERDICT, LIGHT.ink, 1),
            (tell(view.closest) if view.closest is not None else "", Type.BODY, LIGHT.ink2, 1),
        ):
            made = font(step)
            painter.setPen(QColor(tone))
            top = (
                draw_lines(
                    painter,
                    QRectF(_MARGIN, top, 1, 1).topLeft(),
                    break_lines(text, made, room, most),
                    made,
                    outline=self._outline,
                )
                + 2
            )
        left, top = _MARGIN, max(top, _MARGIN + 140)
        for figure in figures_shown(view):
            left = self._figure(painter, figure.label, figure.value, left, top + 10)
        seal = QRectF(WIDTH - _MARGIN - 140, _MARGIN, 140, 140)
        paint_degree_seal(painter, seal, view.seal, view.counts_now, LIGHT, 1.0, outline=self._outline)

    def _figure(self, painter: QPainter, label: str, value: str, left: float, top: float) -> float:
        strong, small = font(Type.CARD), font(Type.CAPTION)
        painter.setPen(QColor(LIGHT.ink))
        below = draw_lines(painter, QRectF(left, top, 1, 1).topLeft(), [value], strong, outline=self._outline)
        painter.setPen(QColor(LIGHT.ink2))
        draw_lines(painter, QRectF(left, below, 1, 1).topLeft(), [label], small, outline=self._outline)
        widths = QFontMetricsF(strong).horizontalAdvance(value), QFontMetricsF(small).horizontalAdvance(label)
        return left + max(widths) + 26


def write_pdf(view: StackView, path: str) -> bool:
    """Write a PDF of one page; returns whether it could be written."""
    if not can_write(path):
        return False
    sheet = StackSheet(view)
    writer = QPdfWriter(path)
    writer.setTitle(view.card.title)
    writer.setCreator("Tessera")
    portrait = sheet.height > WIDTH
    size = QPageSize(QPageSize.PageSizeId.A4)
    way = QPageLayout.Orientation.Portrait if portrait else QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))
    return _paint_to_fit(QPainter(), writer, sheet)


def write_svg(view: StackView, path: str) -> bool:
    """Write an SVG; returns whether it could be written."""
    if not can_write(path):
        return False
    sheet = StackSheet(view, outline=True)
    generator = QSvgGenerator()
    generator.setFileName(path)
    size = QSizeF(WIDTH, sheet.height).toSize()
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, WIDTH, sheet.height))
    generator.setTitle(view.card.title)
    generator.setDescription(tell(view.according_to))
    painter = QPainter()
    if not painter.begin(generator):
        return False
    sheet.paint(painter)
    return painter.end()


def _paint_to_fit(painter: QPainter, device: QPaintDevice, sheet: StackSheet) -> bool:
    if not painter.begin(device):
        return False
    page = painter.viewport()
    scale = min(page.width() / WIDTH, page.height() / sheet.height)
    painter.translate((page.width() - WIDTH * scale) / 2, 0)
    painter.scale(scale, scale)
    sheet.paint(painter)
    return painter.end()


def save_picture(desk: Desk, owner: QWidget, view: StackView, form: str) -> None:
    """Ask where, and write a PDF or an SVG there."""
    name = f"{stem_of(view.card.title)}.{form}"
    if path := ask_where(owner, N_("Export"), name, f"{form.upper()} (*.{form})"):
        write = write_pdf if form == "pdf" else write_svg
        tell_whether_written(desk, owner, path, written=write(view, path))


def print_stack(owner: QWidget, view: StackView) -> None:
    """Show the system's print dialog and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(view.card.title)
    sheet = StackSheet(view)
    if sheet.height <= WIDTH:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, owner)
    dialog.accepted.connect(lambda: _paint_to_fit(QPainter(), printer, sheet))
    dialog.show()
