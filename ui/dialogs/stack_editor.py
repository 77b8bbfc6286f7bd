"""Write a stack of one's own: a title, layers from the foundations up, in each what is asked for. Saved as a valid stack file."""

import re
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.problems import ProblemLine
from ui.stack_words import unit_word
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice
from ui.widgets.clearing import discard
from ui.widgets.draft_item import large_text, make_field
from ui.widgets.draft_layer import LayerCard
from ui.widgets.label import Label
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.requests import Change, Problem
from wallet.messages.stacks import DraftItem, DraftLayer, GetStackDraft, SaveStackDraft, StackDraft

_UNITS = ("ects", "us-sem", "us-qtr", "cn-xuefen", "cats", "ceu", "clock-hour", "none")
_COMMA = re.compile(r"[,，、;；]")
MOST_UNDONE = 200


class StackEditor(Dialog):
    """Writes a new stack, or goes on with one. What cannot be saved yet is said where it is; every step can be undone."""

    def __init__(self, desk: Desk, parent: QWidget, draft: StackDraft | None = None, stack: str = "") -> None:
        super().__init__(N_("Your own stack"), parent, width=980)
        self._desk, self._stack = desk, stack
        given = draft or StackDraft("", "ects", (DraftLayer(say(N_("Foundations")), "all", ()),))
        self.layers: list[LayerCard] = []
        self._history: list[StackDraft] = []
        self._at = -1
        self._showing = False
        self.problem = ProblemLine()
        self.problem.hide()
        self._make_head()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        self._lay_out()
        self._make_buttons()
        self.show_draft(given)
        self._remember()
        self.name.setFocus()

    def _make_head(self) -> None:
        self.name = make_field(N_("Title of the stack"))
        self.unit = Choice(least=12)
        self.unit.setAccessibleName(say(N_("Unit of credit")))
        for unit in _UNITS:
            self.unit.addItem(unit_word(unit), unit)
        self.summary = make_field(N_("What it is for (optional)"))
        self.grades = make_field(N_("Grades, worst first, such as F, D, C, B, A (optional)"))
        self.unit.currentIndexChanged.connect(lambda _index: self._remember())
        for field in (self.name, self.summary):
            field.editingFinished.connect(self._remember)
        self.grades.editingFinished.connect(self._on_grades)

    def _lay_out(self) -> None:
        head = QVBoxLayout() if large_text() else QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.unit)
        add = Button(N_("Add a layer above"), Kind.SECONDARY, "plus")
        add.clicked.connect(lambda _checked=False: self._add_new())
        self.undo_button = Button(N_("Undo"), Kind.QUIET, "undo-2")
        self.undo_button.clicked.connect(lambda _checked=False: self.undo())
        self.redo_button = Button(N_("Redo"), Kind.QUIET, "rotate-cw")
        self.redo_button.clicked.connect(lambda _checked=False: self.redo())
        QShortcut(QKeySequence.StandardKey.Undo, self, self.undo)
        QShortcut(QKeySequence.StandardKey.Redo, self, self.redo)
        bar = QHBoxLayout()
        bar.addWidget(add)
        bar.addStretch(1)
        bar.addWidget(self.undo_button)
        bar.addWidget(self.redo_button)
        told = N_(
            "Layers stand from the capstone at the top down to the foundations. It is your own plan: no institution stands behind it."
        )
        self.content.addWidget(Label(Type.BODY, "ink2").say(told))
        self.content.addWidget(self.problem)
        self.content.addLayout(head)
        self.content.addWidget(self.summary)
        self.content.addWidget(self.grades)
        self.content.addLayout(bar)
        self.content.addLayout(self._cards)

    def _make_buttons(self) -> None:
        file = self.add_left_button(Button(N_("Save a file as well…"), Kind.SECONDARY, "download"))
        file.clicked.connect(lambda _checked=False: self._save_file())
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        self.save_button = self.add_button(Button(N_("Save"), Kind.PRIMARY))
        self.save_button.clicked.connect(lambda _checked=False: self.save())

    # what is written

    def show_draft(self, draft: StackDraft) -> None:
        """Show a draft in place of what is there."""
        self._showing = True
        for card in self.layers:
            self._cards.removeWidget(card)
            discard(card)
        self.layers.clear()
        self.name.setText(draft.title)
        self.summary.setText(draft.summary)
        self.grades.setText(say(N_(", ")).join(draft.grades))
        self.unit.setCurrentIndex(max(0, self.unit.findData(draft.unit)))
        for layer in draft.layers:
            self.add_layer(layer)
        self._showing = False

    def add_layer(self, layer: DraftLayer) -> LayerCard:
        """Add a layer on top of the others."""
        card = LayerCard(layer, self._titles)
        card.removed.connect(self._remove)
        card.moved.connect(self._move)
        card.changed.connect(self._remember)
        card.show_grades(self._written_grades())
        self.layers.append(card)
        self._cards.insertWidget(0, card)
        self.fit()
        return card

    def draft(self) -> StackDraft:
        """Return what is written, foundations first. Rows without a title are still being written and left out."""
        return _without_blanks(self._as_it_is())

    def _as_it_is(self) -> StackDraft:
        layers = tuple(card.draft() for card in self.layers)
        return StackDraft(
            self.name.text(), str(self.unit.currentData()), layers, self.summary.text(), self._written_grades()
        )

    def _written_grades(self) -> tuple[str, ...]:
        return tuple(grade.strip() for grade in _COMMA.split(self.grades.text()) if grade.strip())

    def _titles(self) -> dict[str, str]:
        return {row.key: row.title.text() for card in self.layers for row in card.all_rows()}

    def _add_new(self) -> None:
        self.add_layer(DraftLayer("", "all", ())).title.setFocus()
        self._remember()

    def _on_grades(self) -> None:
        for card in self.layers:
            card.show_grades(self._written_grades())
        self._remember()

    def _remove(self, card: LayerCard) -> None:
        self.layers.remove(card)
        self._cards.removeWidget(card)
        discard(card)
        self._remember()

    def _move(self, card: LayerCard, step: int) -> None:
        place = self.layers.index(card) + step
        if 0 <= place < len(self.layers):
            self.layers.remove(card)
            self.layers.insert(place, card)
            self._cards.removeWidget(card)
            self._cards.insertWidget(len(self.layers) - 1 - place, card)
            self._remember()

    # undo

    def _remember(self) -> None:
        """Note where things stand, if they stand otherwise than before."""
        if self._showing:
            return
        now = self._as_it_is()
        if self._at < 0 or now != self._history[self._at]:
            self._history = [*self._history[: self._at + 1], now][-MOST_UNDONE:]
            self._at = len(self._history) - 1
        self._show_undo()

    def undo(self) -> None:
        """Take the last step back."""
        self._remember()
        if self._at > 0:
            self._go_to(self._at - 1)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._at + 1 < len(self._history):
            self._go_to(self._at + 1)

    def _go_to(self, at: int) -> None:
        self._at = at
        self.show_draft(self._history[at])
        self._show_undo()

    def _show_undo(self) -> None:
        self.undo_button.setEnabled(self._at > 0)
        self.redo_button.setEnabled(self._at + 1 < len(self._history))

    # saving

    def save(self, path: str = "") -> None:
        """Keep it; where it does not make a stack yet, say where and why, and go on."""

        def done(change: Change) -> None:
            self._desk.busy.end()
            self._desk.signals.undoable.emit(say(N_("Your stack is saved.")), change)
            self.accept()

        def failed(problem: Problem) -> None:
            self._desk.busy.end()
            self.problem.show_problem(_with_place(problem))
            self.problem.show()
            self._go_where(problem.facts.get("at", ""))

        self._desk.wallet.change(self, SaveStackDraft(self.draft(), self._stack, path), done, failed)

    def _go_where(self, at: str) -> None:
        """Put the cursor where the refusal points."""
        places, _, item = at.partition("#")
        found: QWidget = self.grades if at == "grades" else self.name
        numbers = [int(part) for part in places.split("/") if part.isdigit()]
        if numbers and numbers[0] < len(self.layers):
            card = self.layers[numbers[0]]
            found = card.field_at(numbers[1:], int(item) if item.isdigit() else None)
        found.setFocus()
        self._scroll.ensureWidgetVisible(found)

    def _save_file(self) -> None:
        if path := ask_where(self, N_("Save a file as well…"), "stack.json", "JSON (*.json)"):
            self.save(path)


def _without_blanks(draft: StackDraft) -> StackDraft:
    """Without rows that have no title yet; nothing comes after what has been taken out."""
    known = {item.key for layer in draft.layers for item in _items(layer) if item.title.strip()}

    def bare(layer: DraftLayer) -> DraftLayer:
        written = (item for item in layer.items if item.title.strip())
        items = tuple(replace(item, after=tuple(key for key in item.after if key in known)) for item in written)
        return replace(layer, items=items, parts=tuple(bare(part) for part in layer.parts))

    return replace(draft, layers=tuple(bare(layer) for layer in draft.layers))


def _items(layer: DraftLayer) -> Iterator[DraftItem]:
    yield from layer.items
    for part in layer.parts:
        yield from _items(part)


def _with_place(problem: Problem) -> Problem:
    """The reason with the place in front of it, where it has one."""
    where = problem.facts.get("where", "")
    if not where:
        return problem
    facts = {"where": where, "reason": say(problem.explanation, **problem.facts)}
    return Problem(problem.code, N_("{where}: {reason}"), problem.advice, facts, problem.step)


def edit_stack(desk: Desk, owner: QWidget, stack: str) -> None:
    """Go on writing a stack of one's own."""

    def show(draft: StackDraft) -> None:
        StackEditor(desk, owner, draft, stack).open()

    ask(desk, owner, GetStackDraft(stack, language()), show, N_("Reading…"))
