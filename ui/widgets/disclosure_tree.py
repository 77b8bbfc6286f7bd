"""What of one credential is shown: what always is, what one chooses, what stays private. Consequences are said at once."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.claim_rows import ClaimRow, close, label_words, rows_of, told_rows, value_words, without
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.presenting import DisclosureView

HIDING_WORDS: Mapping[str, tuple[str, str]] = {
    "nothing": (
        N_("This one can only be shown whole"),
        N_("Its format hides nothing: whoever gets it sees all of it. Go back to show another one instead."),
    ),
    "claims": (
        N_("You choose, item by item"),
        N_("What you leave out stays on this computer, and nobody can guess it."),
    ),
    "statements": (
        N_("You choose, item by item"),
        N_("What you leave out stays on this computer. The proof itself can be recognised when shown twice."),
    ),
    "unlinkable": (
        N_("You choose, item by item"),
        N_(
            "Two showings cannot be linked by their proof. An identifier or a rare value that you show still links them."
        ),
    ),
}
BOUND_TO: Mapping[str, str] = {
    "own_key": N_("Issued to your key “{label}”: you can prove that it is yours."),
    "other_key": N_("Issued to a key that is not here: it can be shown, but not proved to be yours."),
    "nobody": N_("Tied to nobody’s key: it can be shown, but nobody can prove to be its holder."),
}
_AT_ONCE = 24


class AlwaysRow(Expander):
    """What is shown whatever one chooses; opened, it lists every item."""

    def __init__(self, view: DisclosureView, rows: Iterable[ClaimRow], parent: QWidget | None = None) -> None:
        super().__init__("eye", "ink2", parent, indent=46)
        self._view = view
        self._rows = [row for row in rows if row.always]
        self.button.layout().setContentsMargins(12, 8, 28, 8)  # type: ignore[union-attr]
        self.opened.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if not hasattr(self, "_rows"):
            return
        told = told_rows([leaf for leaf in self._view.leaves if leaf.always], 3)
        heading = count(len(self._rows), N_("1 item is always shown"), N_("{number} items are always shown"))
        self.button.set_words(heading, say(N_(", ")).join(value for _label, value in told))

    def _fill(self) -> None:
        if self.body_layout.count():
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        shown = [leaf for leaf in self._view.leaves if leaf.always]
        for at, leaf in enumerate(shown[:400]):
            label = Label(Type.SMALL, "ink3").show_text(label_words(leaf))
            label.setMaximumWidth(theme().px(170))
            value = Label(Type.SMALL).selectable().show_text(value_words(leaf))
            value.setAccessibleDescription(f"{label.text()} {leaf.path}")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
        self.body_layout.addLayout(grid)


class DisclosureTree(QWidget):
    """One credential's choices. `changed` whenever what is shown changes."""

    changed = Signal()

    def __init__(self, view: DisclosureView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._rows = rows_of(view.leaves)
        self._choices = [row for row in self._rows if not row.always]
        # What only computers need comes along with what needs it, and goes with it.
        self._told_choices = [row for row in self._choices if not row.machine] or self._choices
        self._chosen: frozenset[str] = frozenset()
        self._buttons: list[ChoiceRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(Type.BODY_STRONG).show_text(view.title))
        column.addWidget(Label(Type.SMALL, "ink2").show_text(view.issuer_name))
        words = BOUND_TO.get(view.bound, BOUND_TO["nobody"])
        self.bound = Label(Type.SMALL, "ink2" if view.bound == "own_key" else "brass_text")
        self.bound.say(words, label=view.key_label or say(N_("without a name")))
        column.addWidget(self.bound)
        column.addSpacing(6)
        column.addWidget(self._notice())
        column.addSpacing(4)
        column.addWidget(AlwaysRow(view, self._rows))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self._add_rows()
        self._told = Label(Type.SMALL, "accent")
        self._told.hide()
        column.addWidget(self._told)
        column.addLayout(self._shortcuts())

    def _add_rows(self) -> None:
        """A few dozen at a time: the window never waits for hundreds."""
        made = len(self._buttons)
        for row in self._told_choices[made : made + _AT_ONCE]:
            button = ChoiceRow(row)
            button.setChecked(set(row.paths) <= self._chosen)
            button.clicked.connect(lambda on, row=row: self._on_clicked(row, on=on))
            self._buttons.append(button)
            self._list.addWidget(button)
        if len(self._buttons) < len(self._told_choices):
            QTimer.singleShot(0, self, self._add_rows)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The pointers chosen, in the tree's order, everything that comes along included."""
        return tuple(leaf.path for leaf in self.view.leaves if leaf.path in self._chosen)

    @property
    def can_hide(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._choices)

    def kept_private(self) -> int:
        """How many items stay private."""
        return sum(not set(row.paths) <= self._chosen for row in self._told_choices)

    def choose(self, paths: Iterable[str], *, everything: bool = False) -> None:
        """Choose these pointers, and what comes along."""
        wanted = [path for row in self._choices for path in row.paths] if everything else paths
        self._set(close(wanted, self._choices))

    def _notice(self) -> QWidget:
        heading, line = HIDING_WORDS.get(self.view.hiding, HIDING_WORDS["nothing"])
        notice = Notice("eye" if self.view.hiding == "nothing" else "eye-off", warm=self.view.hiding == "nothing")
        notice.say(heading, line)
        return notice

    def _shortcuts(self) -> FlowLayout:
        flow = FlowLayout(gap=6)
        if len(self._choices) > 1:
            nothing = Button(N_("Keep all private"), Kind.QUIET, "eye-off")
            nothing.clicked.connect(lambda: self.choose(()))
            all_of_it = Button(N_("Show all"), Kind.QUIET, "eye")
            all_of_it.clicked.connect(lambda: self.choose((), everything=True))
            flow.addWidget(nothing)
            flow.addWidget(all_of_it)
        return flow

    def _on_clicked(self, row: ClaimRow, *, on: bool) -> None:
        before = self._chosen
        if on:
            self._set(close([*before, *row.paths], self._choices))
            others = [each for each in self._told_choices if set(each.paths) & (self._chosen - before) and each != row]
            self._tell(N_("“{label}” brings along: {others}."), row, others)
        else:
            self._set(without(row, before, self._choices))
            others = [each for each in self._told_choices if set(each.paths) & (before - self._chosen) and each != row]
            self._tell(N_("Without “{label}” these cannot be shown either: {others}."), row, others)

    def _tell(self, key: str, row: ClaimRow, others: list[ClaimRow]) -> None:
        self._told.setVisible(bool(others))
        if others:
            self._told.say(key, label=row.label, others=tuple(each.label for each in others))
            self._told.setAccessibleName(self._told.text())
            QAccessible.updateAccessibility(QAccessibleEvent(self._told, QAccessible.Event.Alert))

    def _set(self, chosen: frozenset[str]) -> None:
        told = [path for row in self._told_choices if set(row.paths) <= chosen for path in row.paths]
        self._chosen = close(told, self._choices)
        for button in self._buttons:
            button.setChecked(set(button.row.paths) <= self._chosen)
        self.changed.emit()
