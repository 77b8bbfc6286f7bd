"""Write a stack of one's own: a title, layers from the foundations up, in each what is asked for. Saved as a valid stack file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.problems import ProblemLine
from ui.stack_words import unit_word
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.requests import Change, Problem
from wallet.messages.stacks import DraftItem, DraftLayer, GetStackDraft, SaveStackDraft, StackDraft

_UNITS = ("ects", "us-sem", "us-qtr", "cn-xuefen", "cats", "ceu", "clock-hour", "none")
_RULES = (
    ("all", N_("Everything in it")),
    ("choose", N_("Choose a number of them")),
    ("credits", N_("So many credits")),
)


def _field(key: str, text: str = "", width: int = 0) -> QLineEdit:
    field = QLineEdit(text)
    field.setMaxLength(300)
    field.setPlaceholderText(say(key))
    field.setAccessibleName(say(key))
    field.setMinimumHeight(MEASURES.target)
    if width:
        field.setFixedWidth(theme().px(width))
    return field


class ItemRow(QWidget):
    """One thing that is asked for: title, credits, issuer, and the achievement's id where it is known."""

    removed = Signal(object)

    def __init__(self, item: DraftItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = item.key
        self.title = _field(N_("Course, certificate or badge"), item.title)
        self.credits = _field(N_("Credits"), item.credits, 84)
        self.issuer = _field(N_("Issuer (name or id)"), item.issuer, 150)
        self.identifier = _field(N_("Achievement id, if you know it"), item.identifier, 170)
        remove = Button(N_("Remove this item"), Kind.QUIET, "x", icon_only=True)
        remove.clicked.connect(lambda _checked=False: self.removed.emit(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        for widget in (self.credits, self.issuer, self.identifier, remove):
            row.addWidget(widget)

    def draft(self) -> DraftItem:
        """Return what is written."""
        return DraftItem(
            self.title.text(), self.credits.text().strip(), self.issuer.text(), self.identifier.text(), self._key
        )


class LayerCard(QFrame):
    """One layer: its title, its rule, its items."""

    removed = Signal(object)
    moved = Signal(object, int)

    def __init__(self, layer: DraftLayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ItemRow] = []
        self.title = _field(N_("Name of the layer"), layer.title)
        self.rule = QComboBox()
        self.rule.setAccessibleName(say(N_("What the layer asks")))
        self.rule.setMinimumHeight(MEASURES.target)
        for value, words in _RULES:
            self.rule.addItem(say(words), value)
        self.rule.setCurrentIndex(max(0, self.rule.findData(layer.rule)))
        self.rule.currentIndexChanged.connect(lambda _index: self._show_number())
        self.number = _field(N_("How many"), layer.number, 96)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.rule)
        head.addWidget(self.number)
        for key, icon, act in (
            (N_("Move the layer up"), "arrow-up-down", lambda: self.moved.emit(self, 1)),
            (N_("Remove the layer"), "trash-2", lambda: self.removed.emit(self)),
        ):
            head.addWidget(_small(key, icon, act))
        self._items = QVBoxLayout()
        self._items.setSpacing(6)
        add = Button(N_("Add an item"), Kind.QUIET, "plus")
        add.clicked.connect(lambda _checked=False: self.add_item(DraftItem("")).title.setFocus())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._items)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        for item in layer.items or (DraftItem(""),):
            self.add_item(item)
        self._show_number()

    def add_item(self, item: DraftItem) -> ItemRow:
        """Add a row."""
        row = ItemRow(item)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._items.addWidget(row)
        return row

    def draft(self) -> DraftLayer:
        """Return what is written."""
        items = tuple(draft for row in self.rows if (draft := row.draft()).title.strip())
        return DraftLayer(self.title.text(), str(self.rule.currentData()), items, self.number.text().strip())

    def _remove(self, row: ItemRow) -> None:
        self.rows.remove(row)
        self._items.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_number(self) -> None:
        self.number.setVisible(self.rule.currentData() != "all")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme().tokens.hairline))
        painter.setBrush(QColor(theme().tokens.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), MEASURES.radius_card, MEASURES.radius_card)


def _small(key: str, icon: str, act: Callable[[], None]) -> Button:
    button = Button(key, Kind.QUIET, icon, icon_only=True)
    button.clicked.connect(lambda _checked=False: act())
    return button


class StackEditor(Dialog):
    """Writes a new stack, or goes on with one. What cannot be saved yet is said where it is; nothing is lost."""

    def __init__(self, desk: Desk, parent: QWidget, draft: StackDraft | None = None, stack: str = "") -> None:
        super().__init__(N_("Your own stack"), parent, width=860)
        self._desk, self._stack = desk, stack
        given = draft or StackDraft("", "ects", (DraftLayer(say(N_("Foundations")), "all", ()),))
        self.layers: list[LayerCard] = []
        self.problem = ProblemLine()
        self.problem.hide()
        self.name = _field(N_("Title of the stack"), given.title)
        self.unit = QComboBox()
        self.unit.setAccessibleName(say(N_("Unit of credit")))
        self.unit.setMinimumHeight(MEASURES.target)
        for unit in _UNITS:
            self.unit.addItem(unit_word(unit), unit)
        self.unit.setCurrentIndex(max(0, self.unit.findData(given.unit)))
        self.summary = _field(N_("What it is for (optional)"), given.summary)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.unit)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        add = Button(N_("Add a layer above"), Kind.SECONDARY, "plus")
        add.clicked.connect(lambda _checked=False: self.add_layer(DraftLayer("", "all", ())).title.setFocus())
        self.content.addWidget(
            Label(Type.BODY, "ink2").say(
                N_(
                    "Layers stand from the capstone at the top down to the foundations. It is your own plan: no institution stands behind it."
                )
            )
        )
        self.content.addWidget(self.problem)
        self.content.addLayout(head)
        self.content.addWidget(self.summary)
        self.content.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addLayout(self._cards)
        for layer in given.layers:
            self.add_layer(layer)
        self._make_buttons()
        self.name.setFocus()

    def _make_buttons(self) -> None:
        file = self.add_left_button(Button(N_("Save a file as well…"), Kind.SECONDARY, "download"))
        file.clicked.connect(lambda _checked=False: self._save_file())
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        self.save_button = self.add_button(Button(N_("Save"), Kind.PRIMARY))
        self.save_button.clicked.connect(lambda _checked=False: self.save())

    def add_layer(self, layer: DraftLayer) -> LayerCard:
        """Add a layer on top of the others."""
        card = LayerCard(layer)
        card.removed.connect(self._remove)
        card.moved.connect(self._move)
        self.layers.append(card)
        self._cards.insertWidget(0, card)
        self.fit()
        return card

    def draft(self) -> StackDraft:
        """Return what is written, foundations first."""
        layers = tuple(card.draft() for card in self.layers)
        return StackDraft(self.name.text(), str(self.unit.currentData()), layers, self.summary.text())

    def save(self, path: str = "") -> None:
        """Keep it; where it does not make a stack yet, say why and go on."""

        def done(change: Change) -> None:
            self._desk.busy.end()
            self._desk.signals.undoable.emit(say(N_("Your stack is saved.")), change)
            self.accept()

        def failed(problem: Problem) -> None:
            self._desk.busy.end()
            self.problem.show_problem(problem)
            self.problem.show()

        self._desk.wallet.change(self, SaveStackDraft(self.draft(), self._stack, path), done, failed)

    def _save_file(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, say(N_("Save a file as well…")), str(Path.home() / "stack.json"), "JSON (*.json)"
        )
        if path:
            self.save(path)

    def _remove(self, card: LayerCard) -> None:
        self.layers.remove(card)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _move(self, card: LayerCard, step: int) -> None:
        place = self.layers.index(card) + step
        if 0 <= place < len(self.layers):
            self.layers.remove(card)
            self.layers.insert(place, card)
            self._cards.removeWidget(card)
            self._cards.insertWidget(len(self.layers) - 1 - place, card)


def edit_stack(desk: Desk, owner: QWidget, stack: str) -> None:
    """Go on writing a stack of one's own."""

    def show(draft: StackDraft) -> None:
        StackEditor(desk, owner, draft, stack).open()

    ask(desk, owner, GetStackDraft(stack, language()), show, N_("Reading…"))
