"""Below the masonry: names to confirm, what does not count and why, flags, decisions, and where the rules were read."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.stack_words import tell
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.words import count, say, show_date
from wallet.i18n import N_
from wallet.messages.stack_views import (
    NameSuggestion,
    NotCountedRow,
    OwnBasis,
    OwnWordRow,
    StackDecision,
    StackFlag,
    StackView,
)

_SOURCE_KINDS = {
    "primary": N_("From the institution itself"),
    "secondary": N_("From somebody else’s account"),
    "illustrative": N_("Invented for illustration"),
}
_BASES = {
    OwnBasis.PLANNED: ("calendar-check", N_("Planned; seen in “What if”")),
    OwnBasis.IN_PROGRESS: ("hourglass", N_("In progress")),
    OwnBasis.PAPER: ("file-text", N_("On paper; it would count if it were issued as a credential")),
}
_ACTIONS = {"waive": N_("Waived: {title}"), "accept": N_("Accepted at: {title}"), "block": N_("Ruled out at: {title}")}


class StackNotes(QWidget):
    """`credential_wanted` carries a kept credential; `confirmed` a NameSuggestion; `taken_back` a decision's id.

    `scan_wanted` and `word_taken_back` carry the id of a record of the learner's own.
    """

    credential_wanted = Signal(str)
    confirmed = Signal(object)
    taken_back = Signal(str)
    scan_wanted = Signal(str)
    word_taken_back = Signal(str)

    def __init__(self, view: StackView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._suggestions(view.suggestions)
        self._flags(view.flags)
        self._decisions(view.decisions)
        self._own_words(view.own_words)
        self._not_counted([row for row in view.not_counted if row.named])
        self._nothing_names([row for row in view.not_counted if not row.named])
        self._sources(view)
        self._column.addSpacing(8)
        self._column.addWidget(Label(Type.SMALL, "ink2").show_text(tell(view.according_to)))

    def _heading(self, key: str) -> None:
        label = Label(Type.CARD).say(key)
        label.setContentsMargins(0, 14, 0, 2)
        self._column.addWidget(label)

    def _row(self, icon: str, tone: str, title: str, lines: Sequence[str]) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(title))
        for line in lines:
            words.addWidget(Label(Type.SMALL, "ink2").show_text(line))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.setContentsMargins(2, 5, 0, 5)
        row.addWidget(IconLabel(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._column.addLayout(row)
        return row

    def _button(self, row: QHBoxLayout, key: str, act: Callable[[], None]) -> None:
        button = Button(key, Kind.QUIET)
        button.clicked.connect(lambda _checked=False: act())
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _suggestions(self, suggestions: Sequence[NameSuggestion]) -> None:
        if not suggestions:
            return
        self._heading(N_("Is this the same?"))
        for one in suggestions:
            facts = {"holding": one.holding_title, "achievement": one.achievement_title}
            line = say(N_("Only the name agrees. If you confirm it, it counts for you, and the institution decides."))
            row = self._row("circle-help", "brass_text", say(N_("“{holding}” as “{achievement}”"), **facts), (line,))
            self._button(row, N_("It is the same"), partial(self.confirmed.emit, one))

    def _flags(self, flags: Sequence[StackFlag]) -> None:
        if not flags:
            return
        self._heading(N_("Rules beside the credits"))
        for flag in flags:
            icon, words = {
                True: ("check", N_("The rule holds")),
                False: ("circle-x", N_("The rule does not hold")),
                None: ("circle-help", N_("Not known yet")),
            }[flag.holds]
            facts = {"words": say(words), "value": flag.value, "minimum": flag.minimum}
            line = (
                say(N_("{words}: {value}, at least {minimum}"), **facts) if flag.value and flag.minimum else say(words)
            )
            self._row(icon, "danger" if flag.holds is False else "ink2", flag.title, (line,))

    def _decisions(self, decisions: Sequence[StackDecision]) -> None:
        if not decisions:
            return
        self._heading(N_("Decisions beside the rules"))
        for made in decisions:
            who = say(N_("Your own word, not the institution’s")) if made.own else made.by
            title = say(_ACTIONS.get(made.action, "{title}"), title=made.title)
            row = self._row("user-check", "ink2", title, tuple(line for line in (who, made.note) if line))
            if made.own:
                self._button(row, N_("Take it back"), partial(self.taken_back.emit, made.id))

    def _own_words(self, words: Sequence[OwnWordRow]) -> None:
        if not words:
            return
        self._heading(N_("Your own word: it never counts"))
        for word in words:
            icon, key = _BASES[word.basis]
            lines = [say(key), show_date(word.day) if word.day is not None else "", word.scan]
            row = self._row(icon, "ink2", word.title, tuple(line for line in lines if line))
            if word.scan:
                self._button(row, N_("Show the scan"), partial(self.scan_wanted.emit, word.id))
            self._button(row, N_("Take it back"), partial(self.word_taken_back.emit, word.id))

    def _not_counted(self, rows: Sequence[NotCountedRow]) -> None:
        if not rows:
            return
        self._heading(N_("Does not count, and why"))
        for rest in rows:
            self._rest(rest)

    def _rest(self, rest: NotCountedRow) -> None:
        look = VERDICT_LOOKS[rest.verdict] if rest.verdict is not None else None
        tone = look.text_in(theme().tokens) if look is not None and not look.solid else "ink2"
        if look is not None and look.solid:
            tone = look.ground_in(theme().tokens)
        icon = look.icon if look is not None else "circle-minus"
        lines = tuple(dict.fromkeys(tell(reason) for reason in rest.reasons))
        row = self._row(icon, tone, rest.title, lines)
        if rest.credential:
            self._button(row, N_("Open"), partial(self.credential_wanted.emit, rest.credential))

    def _nothing_names(self, rows: Sequence[NotCountedRow]) -> None:
        if not rows:
            return
        expander = Expander("circle-minus", "ink2")
        expander.button.set_words(
            count(
                len(rows),
                N_("1 credential that this stack does not speak of"),
                N_("{number} credentials that this stack does not speak of"),
            ),
            "",
        )
        for rest in rows:
            expander.body_layout.addWidget(Label(Type.SMALL, "ink2").show_text(f"· {rest.title}"))
        self._column.addWidget(expander)

    def _sources(self, view: StackView) -> None:
        lines = [tell(warning) for warning in view.warnings]
        if not view.sources and not lines:
            return
        expander = Expander("landmark", "ink2")
        expander.button.set_words(say(N_("Where these rules were read")), tell(view.attribution))
        for source in view.sources:
            kind = say(_SOURCE_KINDS[source.kind]) if source.kind in _SOURCE_KINDS else source.kind
            words = [part for part in (kind, source.claim, source.url, source.date) if part]
            expander.body_layout.addWidget(Label(Type.SMALL, "ink2").show_text(" · ".join(words)).selectable())
        for line in lines:
            expander.body_layout.addWidget(Label(Type.SMALL, "ink2").show_text(line))
        self._column.addWidget(expander)
