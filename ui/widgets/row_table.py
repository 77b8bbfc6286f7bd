"""Tables of rows: how they are set up, and the ground of a row."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import mix

PAD = 10


class RowTable(QTableView):
    """Rows are chosen whole, one at a time; nothing is edited. Which columns there is room for, `_arrange` says."""

    row_height = 42

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def restyle(self) -> None:
        tokens, px = theme().tokens, theme().px
        self.setStyleSheet(
            f"QTableView {{ background: transparent; border: 0; outline: 0; }}"
            f"QHeaderView {{ background: transparent; border: 0; }}"
            f"QHeaderView::section {{ background: transparent; color: {tokens.ink2}; border: 0; font-size: {px(12)}px;"
            f" font-weight: 600; border-bottom: 1px solid {tokens.control_line}; padding: {px(6)}px {px(PAD)}px; }}"
            + self._more_rules()
        )
        self.verticalHeader().setDefaultSectionSize(px(self.row_height))
        self._arrange()
        self.updateGeometry()

    def _more_rules(self) -> str:
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        raise NotImplementedError


def paint_row_ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, opens: bool = True) -> None:
    """Paint one cell's share of its row: chosen, under the mouse where it `opens` something, or a line below."""
    tokens = theme().tokens
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(tokens.accent_soft))
        painter.setPen(QPen(QColor(tokens.accent), 2))
        for line in (rect.top() + 1, rect.bottom() - 1):
            painter.drawLine(QLineF(round(rect.left()), round(line), round(rect.right()), round(line)))
        return
    if opens and state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(mix(tokens.ink, tokens.window, 0.04)))
    painter.setPen(QColor(tokens.hairline))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
