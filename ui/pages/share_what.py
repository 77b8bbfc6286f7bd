"""Step two: what of each. At the right their screen, made of what is chosen at the left."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.theme.fonts import Type
from ui.widgets.clearing import clear_layout
from ui.widgets.disclosure_tree import DisclosureTree
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.paper import Paper
from ui.widgets.their_screen import Shown, TheirScreen
from ui.widgets.two_columns import TwoColumns
from wallet.i18n import N_
from wallet.messages.presenting import ChosenCredential, Disclosures, DisclosureView, GetDisclosures
from wallet.messages.requests import Problem
from wallet.messages.views import CredentialSummary

_ASKED = N_("Only what is asked is ticked")


class WhatStep(QWidget):
    """A tree of what can be chosen for each credential, and beside it what they will see. `failed` carries the Problem."""

    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._summaries: dict[str, CredentialSummary] = {}
        self._proposed: dict[str, ChosenCredential] = {}
        self.trees: list[DisclosureTree] = []
        self._left = Paper()
        self._left.column.addWidget(Label(Type.VERDICT).say(N_("What will they see?")))
        self._left.column.addWidget(Label(Type.LABEL, "ink2").say(N_("What is not ticked stays on this computer.")))
        self._asked = Notice("user-check")
        self._left.column.addWidget(self._asked)
        self._trees = QVBoxLayout()
        self._trees.setSpacing(22)
        self._left.column.addLayout(self._trees)
        self._left.column.addStretch(1)
        right = Paper("raised")
        right.column.addWidget(Label(Type.VERDICT).say(N_("Their screen")))
        self.preview = TheirScreen()
        right.column.addWidget(self.preview)
        right.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TwoColumns(self._left, right))

    @property
    def choices(self) -> tuple[ChosenCredential, ...]:
        """What is chosen of each credential."""
        return tuple(ChosenCredential(tree.view.id, tree.chosen, everything=not tree.can_hide) for tree in self.trees)

    @property
    def kept_private(self) -> dict[str, int]:
        """How many items of each credential stay private."""
        return {tree.view.id: tree.kept_private() for tree in self.trees}

    @property
    def views(self) -> Sequence[DisclosureView]:
        """What the wallet said of each."""
        return [tree.view for tree in self.trees]

    def propose(self, choices: Sequence[ChosenCredential], heading: str = _ASKED) -> None:
        """Tick what a challenge asks for, or what covers a need, and nothing else, when the trees come."""
        self._proposed = {choice.id: choice for choice in choices}
        self._asked.say(
            heading,
            N_("It is the smallest choice that answers their question. You can take more away; they may then say no.")
            if heading == _ASKED
            else N_("It is the smallest choice that we found. Take more away, or add what you like."),
        )

    def show_credentials(self, summaries: Mapping[str, CredentialSummary], then: Callable[[], None]) -> None:
        """Ask what of these can be shown; what was ticked before stays ticked."""
        self._summaries = dict(summaries)
        earlier = {choice.id: choice for choice in self.choices}

        def show(answer: Disclosures) -> None:
            self._fill(answer, {**self._proposed, **earlier})
            then()

        self._desk.wallet.ask(self, GetDisclosures(tuple(summaries)), show, self._on_problem)

    def _on_problem(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def _fill(self, answer: Disclosures, chosen: Mapping[str, ChosenCredential]) -> None:
        clear_layout(self._trees)
        self.trees = []
        for view in answer.items:
            tree = DisclosureTree(view)
            before = chosen.get(view.id)
            if before is not None:
                tree.choose(before.paths, everything=before.everything and tree.can_hide)
            tree.changed.connect(self._show_preview)
            self.trees.append(tree)
            self._trees.addWidget(tree)
        self._asked.setVisible(bool(self._proposed))
        self._show_preview()

    def _show_preview(self) -> None:
        shown = []
        for tree in self.trees:
            chosen = set(tree.chosen)
            leaves = tuple(leaf for leaf in tree.view.leaves if leaf.always or leaf.path in chosen)
            shown.append(Shown(self._summaries[tree.view.id], leaves, tree.kept_private()))
        self.preview.show_all(shown)
