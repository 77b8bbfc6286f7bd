"""The table of work as it is seen: a band for what the job asks of a skill, below it what shows it. As high as it needs to be."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.index import Index
from ui.models.work_model import (
    AWARDED,
    ENOUGH,
    HEADINGS,
    ISSUER,
    KIND,
    LEVEL,
    ROW_ROLE,
    TITLE,
    VERDICT,
    WorkModel,
    cell_words,
)
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.widgets.pill import paint_pill, pill_size
from ui.widgets.row_table import PAD, RowTable, paint_row_ground
from ui.widgets.text_lines import draw_elided
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.growth import WorkKind, WorkRow

# Those named first give way first where it is narrow; the title takes what is left.
_GIVES_WAY = (AWARDED, ISSUER, KIND, VERDICT, LEVEL)


class WorkTable(RowTable):
    """`chosen` carries the credential of a row that was opened."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = WorkModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Cell(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.activated.connect(self._open)
        self.retranslate()
        self.restyle()

    def show_rows(self, rows: tuple[WorkRow, ...]) -> None:
        """Show other rows."""
        self.model_.show_rows(rows)
        self._arrange()
        self.updateGeometry()

    def _open(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, WorkRow) and row.credential:
            self.chosen.emit(row.credential)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("Skills that the job asks for, and what shows them")))
        self.model_.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        self._arrange()

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self.model_.rowCount()))
        return QSize(400, self.horizontalHeader().sizeHint().height() + rows + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _arrange(self) -> None:
        room = self.viewport().width()
        widths = {column: self._width_of(column) for column in (*_GIVES_WAY, ENOUGH)}
        shown = set(widths)
        least = theme().px(220)
        for column in _GIVES_WAY:
            if sum(widths[each] for each in shown) + least <= room:
                break
            shown.discard(column)
        for column in widths:
            self.setColumnHidden(column, column not in shown)
            if column in shown:
                self.setColumnWidth(column, widths[column])
        self.setColumnWidth(TITLE, max(theme().px(120), room - sum(widths[each] for each in shown)))

    def _width_of(self, column: int) -> int:
        rows, pad = self.model_.rows, 2 * theme().px(PAD) + 6
        heading = QFontMetrics(theme().font(Type.SMALL_STRONG)).horizontalAdvance(say(HEADINGS[column])) + 8
        if column == VERDICT:
            pills = (pill_size(verdict_title(row.verdict)).width() for row in rows if row.verdict is not None)
            return max(heading, *pills, 0) + pad
        metrics = QFontMetrics(theme().font(Type.SMALL_STRONG))
        longest = max((metrics.horizontalAdvance(cell_words(row, column)) for row in rows), default=0)
        if column == ENOUGH:
            longest += theme().px(24)
        return min(max(heading, longest), theme().px(210)) + pad


class _Cell(QStyledItemDelegate):
    """Paints one cell: all text elided, never rich."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, WorkRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        _paint_ground(painter, rect, option.state, row)
        pad = theme().px(PAD)
        inside = rect.adjusted(pad, 0, -pad, 0)
        column = index.column()
        if column == VERDICT and row.verdict is not None:
            size = pill_size(verdict_title(row.verdict))
            corner = QPoint(round(inside.left()), round(inside.center().y() - size.height() / 2))
            paint_pill(painter, corner, row.verdict, painter.device().devicePixelRatioF())
        elif column == ENOUGH:
            _paint_enough(painter, inside, row)
        else:
            indent = theme().px(16) if column == TITLE and row.kind is not WorkKind.JOB else 0
            _paint_text(painter, inside.adjusted(indent, 0, 0, 0), cell_words(row, column), row, column)
        painter.restore()


def _paint_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag, row: WorkRow) -> None:
    if row.kind is WorkKind.JOB:
        painter.fillRect(rect, QColor(theme().tokens.brass_soft))
    paint_row_ground(painter, rect, state, opens=bool(row.credential))


def _paint_enough(painter: QPainter, rect: QRectF, row: WorkRow) -> None:
    tokens, side = theme().tokens, theme().px(16)
    name = ("badge-check" if row.enough else "circle-dashed") if row.kind is WorkKind.JOB else "check"
    if row.enough or row.kind is WorkKind.JOB:
        tone = tokens.brass_text if row.kind is WorkKind.JOB else tokens.ink2
        pixmap = icon_pixmap(name, tone, side, painter.device().devicePixelRatioF(), 2.0)
        painter.drawPixmap(QPoint(round(rect.left()), round(rect.center().y() - side / 2)), pixmap)
    _paint_text(painter, rect.adjusted(side + theme().px(8), 0, 0, 0), cell_words(row, ENOUGH), row, ENOUGH)


def _paint_text(painter: QPainter, rect: QRectF, text: str, row: WorkRow, column: int) -> None:
    tokens = theme().tokens
    job = row.kind is WorkKind.JOB
    step = Type.BODY_STRONG if job and column == TITLE else Type.BODY if column == TITLE else Type.SMALL
    if job and column != TITLE:
        step = Type.SMALL_STRONG
    tone = tokens.ink if job or column in (TITLE, LEVEL) else tokens.ink2
    draw_elided(painter, rect, text, theme().font(step), tone)
