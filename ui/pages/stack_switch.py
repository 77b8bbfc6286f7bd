"""What if I changed school: from one stack to another, by the new school's transfer rules. What carries over, what does not, and why."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.pages.stack_compare import CompareColumn
from ui.pages.stack_sheet import StackSheetPage
from ui.stack_words import amount_words, figure_words, tell
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice
from ui.widgets.clearing import clear_layout
from ui.widgets.label import Label
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.requests import Problem
from wallet.messages.stack_views import StackCard
from wallet.messages.stacks import SHIPPED, ListStacks, StackList, SwitchRow, SwitchStack, SwitchView

_COLUMN = 520


class SwitchPage(StackSheetPage):
    """Two choices and a rule set; below them the difference. Nothing of it is kept. `credential_wanted` carries a credential."""

    credential_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, 14, parent)
        self.view: SwitchView | None = None
        self._followed: tuple[StackCard, ...] = ()
        self.before, self.after, self.rules = (self._choice() for _ in range(3))
        self._result = QVBoxLayout()
        self._result.setSpacing(12)
        self._columns: QBoxLayout | None = None
        self.column.addWidget(Label(Type.PAGE).say(N_("Change of school")))
        self.column.addWidget(
            Label(Type.BODY, "ink2").say(
                N_("What you hold, measured by another school’s rules. Only a supposition: nothing is changed.")
            )
        )
        self.column.addLayout(self._choices())
        self.column.addWidget(self.problem)
        self.column.addLayout(self._result)
        self.column.addStretch(1)

    def _choice(self) -> QComboBox:
        choice = Choice(least=20)
        choice.currentIndexChanged.connect(lambda _index: self._ask())
        return choice

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (key, choice) in enumerate(
            ((N_("From"), self.before), (N_("To"), self.after), (N_("Transfer rules"), self.rules))
        ):
            label = Label(Type.LABEL, "ink2", wraps=False).say(key)
            label.setBuddy(choice)
            choice.setAccessibleName(say(key))
            grid.addWidget(label, row, 0)
            grid.addWidget(choice, row, 1)
        self._file = Button(N_("From a file…"), Kind.SECONDARY, "folder-open")
        self._file.clicked.connect(lambda _checked=False: self._choose_file())
        grid.addWidget(self._file, 2, 2)
        return grid

    # what can be chosen

    def refresh(self) -> None:
        """Ask which stacks there are."""
        wallet = self._desk.wallet
        wallet.ask(self, ListStacks(language()), self._on_followed, self._on_problem)

    def _on_followed(self, answer: StackList) -> None:
        self._followed = answer.cards
        shipped = ListStacks(language(), shipped=True)
        self._desk.wallet.ask(self, shipped, self._on_shipped, self._on_problem)

    def _on_shipped(self, answer: StackList) -> None:
        own = [(card.title, card.id) for card in self._followed]
        others = [(card.title, f"{SHIPPED}{card.shipped}") for card in answer.cards if not card.followed]
        _fill(self.before, own or others)
        _fill(self.after, [*own, *others])
        if self.after.currentData() == self.before.currentData() and self.after.count() > 1:
            with QSignalBlocker(self.after):
                self.after.setCurrentIndex(1 - min(1, self.after.currentIndex()))
        if not self.rules.count():
            _fill(self.rules, [(say(N_("Those of the stack alone")), "")])
        self._ask()

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, say(N_("Open a rule set")), str(Path.home()), "JSON (*.json);;* (*)"
        )
        if path:
            self.take_rules(path)

    def take_rules(self, path: str) -> None:
        """Apply the rule set in a file."""
        if self.rules.findData(path) < 0:
            self.rules.addItem(Path(path).name, path)
        self.rules.setCurrentIndex(self.rules.findData(path))

    def _ask(self) -> None:
        before, after = str(self.before.currentData() or ""), str(self.after.currentData() or "")
        if not before or not after:
            return
        self._reckon(SwitchStack(before, after, str(self.rules.currentData() or ""), language()), self._on_view)

    # what is shown

    def _on_view(self, view: SwitchView) -> None:
        self.problem.hide()
        self.view = view
        known = {str(self.rules.itemData(place)) for place in range(self.rules.count())}
        with QSignalBlocker(self.rules):
            for name in view.rule_sets:
                if f"{SHIPPED}{name.key}" not in known:
                    self.rules.addItem(name.title, f"{SHIPPED}{name.key}")
        self._show(view)

    def _on_problem(self, problem: Problem) -> None:
        super()._on_problem(problem)
        self._clear()

    def _clear(self) -> None:
        clear_layout(self._result)
        self._columns = None

    def _show(self, view: SwitchView) -> None:
        self._clear()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        before, after = figure_words(view.before.counts_now), figure_words(view.after.counts_now)
        column.addWidget(Label(Type.VERDICT).say(N_("{before} there, {after} here"), before=before, after=after))
        if view.after.certain.percent < view.after.counts_now.percent:
            sure = figure_words(view.after.certain)
            column.addWidget(
                Label(Type.BODY, "ink2").say(
                    N_("{figure} of it without what the institution must confirm."), figure=sure
                )
            )
        unit = view.after.card.unit
        for key, rows, picture in (
            (N_("Carries over"), view.kept, "check"),
            (N_("Does not carry over"), view.lost, "circle-minus"),
            (N_("Counts only here"), view.gained, "plus"),
        ):
            if rows:
                heading = Label(Type.CARD).say(key)
                heading.setContentsMargins(0, 12, 0, 0)
                column.addWidget(heading)
                for row in rows:
                    column.addWidget(self._row(row, picture, unit))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(36)
        for one in (view.before, view.after):
            self._columns.addWidget(CompareColumn(one, ()), 1)
        column.addSpacing(18)
        column.addLayout(self._columns)
        self._result.addWidget(page)
        page.show()
        self._arrange()

    def _row(self, row: SwitchRow, picture: str, unit: str) -> QWidget:
        widget = QWidget()
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight, widget)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        line.addWidget(IconLabel(picture, "ink2", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(row.title))
        for text in _details(row, unit):
            words.addWidget(Label(Type.SMALL, "ink2").show_text(text))
        line.addLayout(words, 1)
        if row.credential:
            opening = Button(N_("Open the credential"), Kind.QUIET, "file-text", icon_only=True)
            opening.setAccessibleDescription(row.title)
            opening.clicked.connect(lambda _checked=False: self.credential_wanted.emit(row.credential))
            line.addWidget(opening, 0, Qt.AlignmentFlag.AlignTop)
        return widget

    # what changes

    def retranslate(self) -> None:
        with QSignalBlocker(self.rules):
            self.rules.clear()
        super().retranslate()

    def _arrange(self) -> None:
        if self._columns is not None:
            wide = self.width() >= 2 * theme().px(_COLUMN)
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _details(row: SwitchRow, unit: str) -> list[str]:
    lines = []
    if row.places:
        amount = amount_words(row.amount, unit) if row.amount else ""
        where = say(N_(", ")).join(row.places)
        lines.append(say(N_("{place}: {amount}"), place=where, amount=amount) if amount else where)
    if row.rule:
        key = N_("By the rule “{rule}”; the institution confirms") if row.to_confirm else N_("By the rule “{rule}”")
        lines.append(say(key, rule=row.rule))
    lines += [tell(reason) for reason in row.reasons]
    return lines


def _fill(choice: QComboBox, rows: list[tuple[str, str]]) -> None:
    """Fill a choice anew; what was chosen stays chosen."""
    with QSignalBlocker(choice):
        chosen = choice.currentData()
        choice.clear()
        for title, key in rows:
            choice.addItem(title, key)
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
