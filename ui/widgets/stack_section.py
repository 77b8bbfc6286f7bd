"""The sidebar's section of stacks: a ring for each, and a row that adds one."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.stack_words import figure_words, short_standing
from ui.theme.fonts import Type
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.clearing import clear_layout
from ui.widgets.degree_seal import paint_ring
from ui.widgets.label import Label
from ui.widgets.sidebar import NavRow, SidebarRow
from ui.words import language
from wallet.i18n import N_
from wallet.messages.requests import Change, Problem, Touched
from wallet.messages.stack_views import StackCard
from wallet.messages.stacks import ListStacks, StackList

GROWTH = "stacks:growth"  # a place of the shell


class RingRow(SidebarRow):
    """One stack: its ring, its title, how far it is."""

    def __init__(self, card: StackCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.setCheckable(True)
        self.retranslate()

    def retranslate(self) -> None:
        figure = figure_words(self.card.figure) if self.card.figure is not None else ""
        self.setAccessibleName(f"{self.card.title}, {figure}")
        self.setAccessibleDescription(short_standing(self.card))
        self.setToolTip(f"{self.card.title}, {figure}".replace("<", "‹"))
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme().font(Type.LABEL)).height() + QFontMetrics(theme().font(Type.CAPTION)).height()
        return QSize(120, max(MEASURES.target + 8, words + theme().px(16)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        tokens, px = theme().tokens, theme().px
        side = px(24)
        left = (self.width() - side) / 2 if self._slim else px(11)
        ring = QRectF(left, (self.height() - side) / 2, side, side)
        paint_ring(painter, ring, self.card.figure, tokens)
        if self.card.figure is not None and self.card.figure.complete:
            mark = icon_pixmap("check", tokens.brass_text, px(12), self.devicePixelRatioF(), 2.5)
            middle = ring.center() - QPointF(px(12) / 2, px(12) / 2)
            painter.drawPixmap(QPoint(round(middle.x()), round(middle.y())), mark)
        if not self._slim:
            self._paint_words(painter, ring.right() + px(10))

    def _paint_words(self, painter: QPainter, left: float) -> None:
        tokens = theme().tokens
        room = self.width() - left - theme().px(8)
        title, line = theme().font(Type.LABEL), theme().font(Type.CAPTION)
        line.setWeight(line.Weight.Normal)
        high = QFontMetrics(title).height()
        low = QFontMetrics(line).height()
        top = (self.height() - high - low) / 2
        painter.setFont(title)
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.ink))
        words = QFontMetrics(title).elidedText(self.card.title, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(left, top, room, high), int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.setFont(line)
        painter.setPen(QColor(tokens.ink2))
        words = QFontMetrics(line).elidedText(short_standing(self.card), Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(left, top + high, room, low), int(Qt.AlignmentFlag.AlignVCenter), words)


class StackSection(QWidget):
    """`chosen` carries a place: `stack:<id>`; `add_wanted` when a stack is to be added. `cards` are the followed stacks."""

    chosen = Signal(str)
    add_wanted = Signal()
    loaded = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards: tuple[StackCard, ...] = ()
        self._known: set[str] | None = None
        self._place = ""
        self._slim = False
        self._caption = Label(Type.CAPTION, "ink2", wraps=False).say(N_("Stacks"))
        self._caption.setContentsMargins(14, 4, 0, 4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.growth_row = NavRow(N_("Growth and work"), "briefcase")
        self.growth_row.setCheckable(True)
        self.growth_row.clicked.connect(lambda _checked=False: self.chosen.emit(GROWTH))
        self.add_row = NavRow(N_("Add a stack…"), "plus")
        self.add_row.clicked.connect(self.add_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._caption)
        column.addLayout(self._rows)
        column.addWidget(self.add_row)
        column.addWidget(self.growth_row)
        desk.signals.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Ask how far every stack is."""
        self._desk.wallet.ask(self, ListStacks(language()), self._on_list, self._on_problem)

    def rows(self) -> list[RingRow]:
        """The rows, in order."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        return [row for item in items if item is not None and isinstance(row := item.widget(), RingRow)]

    def show_chosen(self, place: str) -> None:
        """Mark a row as the present place."""
        self._place = place
        self.growth_row.setChecked(place == GROWTH)
        for row in self.rows():
            row.setChecked(place == f"stack:{row.card.id}")

    def set_slim(self, slim: bool) -> None:
        """Narrow to rings, or widen again."""
        self._slim = slim
        self._caption.setVisible(not slim)
        self.add_row.set_slim(slim)
        self.growth_row.set_slim(slim)
        for row in self.rows():
            row.set_slim(slim)

    def retranslate(self) -> None:
        self.refresh()

    def _on_list(self, answer: StackList) -> None:
        before, known = self._known, {card.id for card in answer.cards}
        self._known = known
        if answer.cards != self.cards:
            self.cards = answer.cards
            self._rebuild()
        self.loaded.emit()
        if before is not None and len(new := known - before) == 1:
            self.chosen.emit(f"stack:{new.pop()}")  # what was just followed is what one wants to see

    def _on_problem(self, _problem: Problem) -> None:
        """The page itself says what is wrong; the section keeps what it had."""

    def _rebuild(self) -> None:
        clear_layout(self._rows)
        for card in self.cards:
            row = RingRow(card)
            row.set_slim(self._slim)
            row.clicked.connect(lambda _checked=False, place=f"stack:{card.id}": self.chosen.emit(place))
            self._rows.addWidget(row)
        self.show_chosen(self._place)

    def _on_changed(self, change: Change) -> None:
        if {Touched.PATHWAYS, Touched.CREDENTIALS, Touched.TRUST, Touched.VAULT}.intersection(change.touched):
            self.refresh()
