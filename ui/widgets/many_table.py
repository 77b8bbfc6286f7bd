"""The table of a run of many checks: verdict pills, what each row has in common with others, columns that give way when it is narrow."""

from datetime import date

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.index import Index
from ui.models.many_model import COLUMNS, ROW_ROLE, UNREADABLE_WORDS, ManyModel, cell_text, hints_of
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.widgets.pill import paint_pill, pill_size
from ui.widgets.row_table import PAD, RowTable, paint_row_ground
from ui.widgets.text_lines import draw_elided
from ui.words import say, show_date, verdict_title
from wallet.i18n import N_
from wallet.messages.many import ManyRow, ManySort
from wallet.report import Verdict

# Least width at 100 % text, and how much of what is left over each takes. Those named first give way first.
_LEAST = {
    ManySort.VALID_UNTIL: (120, 0),
    ManySort.ISSUED: (120, 0),
    ManySort.FILE: (130, 2),
    ManySort.ISSUER: (140, 2),
    ManySort.LEARNER: (130, 2),
    ManySort.TITLE: (210, 4),
}
_LONG_DAY = date(2028, 9, 28)


class ManyTable(RowTable):
    """`chosen` carries the number of the row that is current; `sort_wanted` a column and whether downwards."""

    chosen = Signal(int)
    sort_wanted = Signal(object, bool)
    row_height = 54

    def __init__(self, model: ManyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._number = 0
        self.setModel(model)
        self.setItemDelegate(_Cell(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_header)
        self._down = False
        self._sort = ManySort.FOUND
        self.selectionModel().currentRowChanged.connect(self._on_current)
        model.modelReset.connect(self._forget)
        model.dataChanged.connect(lambda *_: self._follow())
        self.retranslate()
        self.restyle()

    @property
    def number(self) -> int:
        """The number of the current row, 0 for none."""
        return self._number

    def choose_row(self, row: int) -> None:
        """Make a row current."""
        self.setCurrentIndex(self._model.index(row, 0))

    def choose_none(self) -> None:
        """Make no row current."""
        self._number = 0
        self.clearSelection()
        self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _forget(self) -> None:
        self._number = 0

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE) if current.isValid() else None
        if isinstance(row, ManyRow) and row.number != self._number:
            self._number = row.number
            self.chosen.emit(row.number)

    def _follow(self) -> None:
        """While rows come in above it, the chosen one stays the chosen one."""
        if not self._number:
            return
        current = self.currentIndex()
        row = current.data(ROW_ROLE) if current.isValid() else None
        if isinstance(row, ManyRow) and row.number == self._number:
            return
        place = self._model.place_of(self._number)
        if place >= 0:
            self.choose_row(place)

    def _on_header(self, section: int) -> None:
        """First upwards, then downwards, then as the files were found."""
        column = COLUMNS[section][0]
        if self._sort is not column:
            self._sort, self._down = column, False
        elif not self._down:
            self._down = True
        else:
            self._sort, self._down = ManySort.FOUND, False
        header = self.horizontalHeader()
        header.setSortIndicatorShown(self._sort is not ManySort.FOUND)
        order = Qt.SortOrder.DescendingOrder if self._down else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(section, order)
        self.sort_wanted.emit(self._sort, self._down)

    def retranslate(self) -> None:
        self.setAccessibleName(say(N_("What was checked")))
        self._arrange()

    def _more_rules(self) -> str:
        return f"QHeaderView::section:hover {{ color: {theme().tokens.ink}; }}"

    def _arrange(self) -> None:
        px, room = theme().px, self.viewport().width()
        widths = {column: px(least) for column, (least, _) in _LEAST.items()}
        day = QFontMetrics(theme().font(Type.LABEL)).horizontalAdvance(show_date(_LONG_DAY)) + 2 * px(PAD) + 4
        widths[ManySort.ISSUED] = widths[ManySort.VALID_UNTIL] = day
        widths[ManySort.VERDICT] = max(
            (pill_size(verdict_title(verdict)).width() for verdict in Verdict), default=0
        ) + 2 * px(PAD)
        shown = set(widths)
        for column in _LEAST:
            if sum(widths[each] for each in shown) <= room or len(shown) <= 2:
                break
            shown.discard(column)
        left = max(0, room - sum(widths[each] for each in shown))
        shares = {column: share for column, (_, share) in _LEAST.items() if column in shown}
        whole = sum(shares.values()) or 1
        for section, (column, _words) in enumerate(COLUMNS):
            self.setColumnHidden(section, column not in shown)
            if column in shown:
                self.setColumnWidth(section, widths[column] + left * shares.get(column, 0) // whole)


class _Cell(QStyledItemDelegate):
    """Paints one cell: all text elided, never rich."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(80), theme().px(ManyTable.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        paint_row_ground(painter, rect, option.state)
        row = index.data(ROW_ROLE)
        if isinstance(row, ManyRow):
            _paint_cell(
                painter, rect.adjusted(theme().px(PAD), 0, -theme().px(PAD), 0), row, COLUMNS[index.column()][0]
            )
        painter.restore()


def _paint_cell(painter: QPainter, rect: QRectF, row: ManyRow, column: ManySort) -> None:
    tokens, px = theme().tokens, theme().px
    if column is ManySort.VERDICT:
        _paint_verdict(painter, rect, row)
        return
    text, hints = cell_text(row, column), hints_of(row) if column is ManySort.TITLE else ""
    if column is not ManySort.TITLE:
        cut = Qt.TextElideMode.ElideMiddle if column is ManySort.FILE else Qt.TextElideMode.ElideRight
        draw_elided(painter, rect, text, theme().font(Type.LABEL), tokens.ink2, cut=cut)
        return
    tone = tokens.ink if row.problem is None else tokens.ink2
    step = Type.BODY_STRONG if row.problem is None else Type.LABEL
    if not hints:
        draw_elided(painter, rect, text, theme().font(step), tone)
        return
    half = rect.height() / 2
    draw_elided(painter, rect.adjusted(0, px(5), 0, -half + px(3)), text, theme().font(step), tone)
    draw_elided(painter, rect.adjusted(0, half - px(1), 0, -px(6)), hints, theme().font(Type.SMALL), tokens.brass_text)


def _paint_verdict(painter: QPainter, rect: QRectF, row: ManyRow) -> None:
    ratio = painter.device().devicePixelRatioF()
    if row.verdict is not None:
        size = pill_size(verdict_title(row.verdict))
        paint_pill(
            painter, QPoint(round(rect.left()), round(rect.center().y() - size.height() / 2)), row.verdict, ratio
        )
        return
    side, tokens = theme().px(15), theme().tokens
    pixmap = icon_pixmap("file-x", tokens.brass_text, side, ratio, 2.0)
    painter.drawPixmap(QPoint(round(rect.left()) + theme().px(9), round(rect.center().y() - side / 2)), pixmap)
    words = rect.adjusted(theme().px(28), 0, 0, 0)
    draw_elided(painter, words, say(UNREADABLE_WORDS), theme().font(Type.SMALL_STRONG), tokens.brass_text)
