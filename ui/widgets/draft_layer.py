"""One layer of a stack of one's own, or a group inside one: its title, its rule, its items, its groups."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice
from ui.widgets.clearing import discard
from ui.widgets.draft_item import Captioned, GradeChoice, ItemRow, Titles, large_text, make_field, small
from ui.widgets.flow import FlowLayout
from ui.widgets.paper import paint_paper
from ui.words import say
from wallet.i18n import N_
from wallet.messages.stacks import DraftItem, DraftLayer

DEEPEST = 4
_RULES = (
    ("all", N_("Everything in it")),
    ("choose", N_("Choose a number of them")),
    ("count", N_("So many of them, any")),
    ("credits", N_("So many credits")),
)
_POOLS = ("count", "credits")


class LayerCard(QFrame):
    """`removed` and `moved` (by so many places) carry the card; `changed` when something is settled."""

    removed = Signal(object)
    moved = Signal(object, int)
    changed = Signal()

    def __init__(self, layer: DraftLayer, titles: Titles, depth: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ItemRow] = []
        self.groups: list[LayerCard] = []
        self._titles, self._depth = titles, depth
        self._grades: tuple[str, ...] = ()
        self._make_head(layer)
        self._items, self._parts = QVBoxLayout(), QVBoxLayout()
        self._items.setSpacing(6)
        self._parts.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addLayout(self._items)
        column.addLayout(self._parts)
        column.addLayout(self._foot)
        for item in layer.items or (() if layer.parts else (DraftItem(""),)):
            self.add_item(item)
        for part in layer.parts:
            self.add_group(part)
        self._show_fields()

    def _make_head(self, layer: DraftLayer) -> None:
        words = N_("Name of the group") if self._depth else N_("Name of the layer")
        self.title = make_field(words, layer.title)
        self.rule = Choice(least=8 if large_text() else 14)
        self.rule.setAccessibleName(say(N_("What the layer asks")))
        for value, rule in _RULES:
            self.rule.addItem(say(rule), value)
        self.rule.setCurrentIndex(max(0, self.rule.findData(layer.rule)))
        self.number = make_field(N_("How many"), layer.number, 96)
        self._head = QVBoxLayout()
        self._head.setSpacing(6)
        first = QHBoxLayout()
        rest = QHBoxLayout() if large_text() else first
        for line in (first, rest) if rest is not first else (first,):
            line.setSpacing(6)
            self._head.addLayout(line)
        first.addWidget(self.title, 1)
        rest.addWidget(self.rule, 1 if rest is not first else 0)
        rest.addWidget(self.number)
        step = 1 if self._depth == 0 else -1  # layers stand from the capstone down, groups as they are read
        for key, icon, places in ((N_("Move up"), "chevron-up", step), (N_("Move down"), "chevron-down", -step)):
            rest.addWidget(small(key, icon, partial(self.moved.emit, self, places)))
        remove = N_("Remove the group") if self._depth else N_("Remove the layer")
        rest.addWidget(small(remove, "trash-2", lambda: self.removed.emit(self)))
        self._make_foot(layer)
        self.rule.currentIndexChanged.connect(lambda _index: self._on_rule())
        self.grade.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for field in (self.title, self.number, self.cap, self.milestone):
            field.editingFinished.connect(self.changed)

    def _make_foot(self, layer: DraftLayer) -> None:
        self.grade = GradeChoice(layer.grade)
        self.cap = make_field(N_("Cap: at most, from the marked items"), layer.cap, 250)
        self.milestone = make_field(N_("Milestone when it is complete (optional)"), layer.milestone, 270)
        add = Button(N_("Add an item"), Kind.QUIET, "plus")
        add.clicked.connect(lambda _checked=False: self._add_new())
        self.group = Button(N_("Add a group inside"), Kind.QUIET, "layers")
        self.group.clicked.connect(lambda _checked=False: self._add_new_group())
        self._foot = FlowLayout(gap=8)
        self.grade_box, self.cap_box = Captioned(self.grade), Captioned(self.cap)
        for widget in (self.grade_box, self.cap_box, Captioned(self.milestone), add, self.group):
            self._foot.addWidget(widget)

    # what is in it

    def add_item(self, item: DraftItem) -> ItemRow:
        """Add a row."""
        row = ItemRow(item, self._titles)
        row.removed.connect(self._remove)
        row.moved.connect(self._move)
        row.changed.connect(self.changed)
        row.grade.show_grades(self._grades)
        self.rows.append(row)
        self._items.addWidget(row)
        self._show_fields()
        return row

    def add_group(self, part: DraftLayer) -> "LayerCard":
        """Add a group inside."""
        card = LayerCard(part, self._titles, self._depth + 1)
        card.removed.connect(self._remove_group)
        card.moved.connect(self._move_group)
        card.changed.connect(self.changed)
        card.show_grades(self._grades)
        self.groups.append(card)
        self._parts.addWidget(card)
        return card

    def _add_new(self) -> None:
        self.add_item(DraftItem("")).title.setFocus()
        self.changed.emit()

    def _add_new_group(self) -> None:
        self.add_group(DraftLayer("", "choose", (), "1")).title.setFocus()
        self.changed.emit()

    def _remove(self, row: ItemRow) -> None:
        self.rows.remove(row)
        _take_out(self._items, row)
        self.changed.emit()

    def _move(self, row: ItemRow, places: int) -> None:
        if _moved(self.rows, row, places):
            self._items.removeWidget(row)
            self._items.insertWidget(self.rows.index(row), row)
            self.changed.emit()

    def _remove_group(self, card: "LayerCard") -> None:
        self.groups.remove(card)
        _take_out(self._parts, card)
        self.changed.emit()

    def _move_group(self, card: "LayerCard", places: int) -> None:
        if _moved(self.groups, card, places):
            self._parts.removeWidget(card)
            self._parts.insertWidget(self.groups.index(card), card)
            self.changed.emit()

    def all_rows(self) -> Iterator[ItemRow]:
        """Yield every row, those of groups included."""
        yield from self.rows
        for card in self.groups:
            yield from card.all_rows()

    def show_grades(self, grades: Sequence[str]) -> None:
        """Offer these grades wherever a grade can be asked for."""
        self._grades = tuple(grades)
        self.grade.show_grades(grades)
        for row in self.rows:
            row.grade.show_grades(grades)
        for card in self.groups:
            card.show_grades(grades)
        self._show_fields()

    # what it asks

    def _on_rule(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        """What the rule has no use for is out of the way; what was written there is kept."""
        rule = str(self.rule.currentData())
        pool = rule in _POOLS
        self.number.setVisible(rule != "all")
        self.cap_box.setVisible(pool)
        self.grade_box.setVisible(bool(self._grades or self.grade.grade()))
        self.group.setVisible(not pool and self._depth < DEEPEST)
        for row in self.rows:
            row.capped.setVisible(pool)
            row.grade_box.setVisible(not pool and bool(self._grades or row.grade.grade()))

    def draft(self) -> DraftLayer:
        """Return what is written."""
        pool = str(self.rule.currentData()) in _POOLS
        return DraftLayer(
            title=self.title.text(),
            rule=str(self.rule.currentData()),
            items=tuple(row.draft() for row in self.rows),
            number=self.number.text().strip(),
            grade=self.grade.grade(),
            cap=self.cap.text().strip() if pool else "",
            milestone=self.milestone.text(),
            parts=tuple(card.draft() for card in self.groups),
        )

    def field_at(self, at: Sequence[int], item: int | None) -> QWidget:
        """Return the field that a refusal speaks of, as near as can be."""
        if at and at[0] < len(self.groups):
            return self.groups[at[0]].field_at(at[1:], item)
        written = [row for row in self.rows if row.title.text().strip()]
        if item is not None and item < len(written):
            return written[item].title
        return self.number if self.number.isVisible() else self.title

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, rect = theme().tokens, QRectF(self.rect()).adjusted(0, 0, -1, -1)
        edge = tokens.control_line if self._depth else tokens.hairline
        paint_paper(self, rect, tokens.window if self._depth % 2 else tokens.surface, edge, MEASURES.radius_card)


def _moved(things: list, thing: object, places: int) -> bool:  # type: ignore[type-arg]
    """Move a thing in its list by so many places, if there are any."""
    place = things.index(thing) + places
    if not 0 <= place < len(things):
        return False
    things.remove(thing)
    things.insert(place, thing)
    return True


def _take_out(layout: QVBoxLayout, widget: QWidget) -> None:
    layout.removeWidget(widget)
    discard(widget)
