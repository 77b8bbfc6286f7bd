"""Stacks side by side: two degrees, or one at two schools, each with its figures and its masonry."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.pages.stack_sheet import StackSheetPage
from ui.stack_words import headline, tell
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.degree_seal import DegreeSeal
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.masonry import Masonry
from ui.widgets.stack_figures import FigureRow
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.requests import Problem
from wallet.messages.stack_views import StackCard, StackView
from wallet.messages.stacks import GetStack, ListStacks, StackList

MOST_SHOWN = 3
_COLUMN = 560


class CompareColumn(QFrame):
    """One stack of several."""

    def __init__(self, view: StackView, only: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(Label(Type.HERO).show_text(view.card.title))
        words.addWidget(Label(Type.BODY_STRONG).show_text(headline(view.card)))
        if view.closest is not None:
            words.addWidget(Label(Type.SMALL, "ink2").show_text(tell(view.closest)))
        words.addStretch(1)
        seal = DegreeSeal(side=96)
        seal.show_figure(view.seal, view.counts_now)
        head.addLayout(words, 1)
        head.addWidget(seal, 0, Qt.AlignmentFlag.AlignTop)
        figures = FigureRow()
        figures.show_view(view)
        self.masonry = Masonry()
        self.masonry.show_view(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(figures)
        if only:
            names = say(N_(", ")).join(only)
            column.addWidget(Label(Type.SMALL, "ink2").say(N_("Counts only here: {names}"), names=names))
        column.addWidget(self.masonry)
        column.addWidget(Label(Type.SMALL, "ink2").show_text(tell(view.according_to)))
        column.addStretch(1)


class ComparePage(StackSheetPage):
    """Choose which of the followed stacks stand beside each other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, 16, parent)
        self._cards: tuple[StackCard, ...] = ()
        self.chosen: list[str] = []
        self._views: dict[str, StackView] = {}
        self._choices = FlowLayout(gap=8)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(36)
        about = Label(Type.BODY, "ink2").say(N_("The same credentials, measured against several stacks."))
        self.column.addWidget(Label(Type.PAGE).say(N_("Side by side")))
        self.column.addWidget(about)
        self.column.addLayout(self._choices)
        self.column.addLayout(self._columns)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Ask which stacks there are, and for those that are shown."""
        self._desk.wallet.ask(self, ListStacks(language()), self._on_list, self._on_problem)

    def columns(self) -> list[CompareColumn]:
        """The columns, from the left."""
        items = (self._columns.itemAt(place) for place in range(self._columns.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), CompareColumn)]

    def _on_list(self, answer: StackList) -> None:
        self._cards = answer.cards
        known = [card.id for card in answer.cards]
        self.chosen = [key for key in self.chosen if key in known] or known[:2]
        self._show_choices()
        self._views.clear()
        for key in self.chosen:
            self._desk.wallet.ask(self, GetStack(key, language()), self._on_view, self._on_problem)

    def _show_choices(self) -> None:
        clear_layout(self._choices)
        for card in self._cards:
            button = Button(N_("{title}"), Kind.SECONDARY)
            button.say(N_("{title}"), title=card.title)
            button.setCheckable(True)
            button.setChecked(card.id in self.chosen)
            button.clicked.connect(lambda _checked=False, key=card.id: self._toggle(key))
            self._choices.addWidget(button)

    def _toggle(self, key: str) -> None:
        if key in self.chosen:
            self.chosen.remove(key)
        else:
            self.chosen = [*self.chosen[-MOST_SHOWN + 1 :], key]
        self.refresh()

    def _on_view(self, view: StackView) -> None:
        self._views[view.card.id] = view
        if all(key in self._views for key in self.chosen):
            self._show_columns([self._views[key] for key in self.chosen])

    def _show_columns(self, views: list[StackView]) -> None:
        clear_layout(self._columns)
        for view in views:
            others = {title for other in views if other is not view for title in _counted(other)}
            only = tuple(title for title in _counted(view) if title not in others) if len(views) > 1 else ()
            self._columns.addWidget(CompareColumn(view, only), 1)
        self._arrange()

    def _on_problem(self, _problem: Problem) -> None:
        """Each stack's own page says what is wrong with it."""

    def _arrange(self) -> None:
        side_by_side = self.width() >= theme().px(_COLUMN) * max(1, len(self.columns()))
        way = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)


def _counted(view: StackView) -> list[str]:
    bricks = [brick for layer in view.layers for brick in layer.bricks if brick.credential]
    return list(dict.fromkeys(brick.title for brick in bricks if brick.state in ("counts", "to_confirm")))
