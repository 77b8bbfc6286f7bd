"""Shared: what was shown to whom, when, how bound. A chain in the vault that tells when something was taken out of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.actions.present_answer import answer_a_question, paste_challenge
from ui.actions.present_forget import forget_shown
from ui.desk import Desk
from ui.models.ledger_model import ICONS, details_of, heading_of, line_of
from ui.pages.unlock import HouseSeal
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.empty_state import EmptyState
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.paper import Paper
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.presenting import GetLedger, Ledger, LedgerRow
from wallet.messages.requests import Change, Touched

_AT_ONCE = 100
_WIDTH = 900


class LedgerRowView(Expander):
    """One entry; opened, it says how it was bound and until when, and can be deleted."""

    def __init__(self, desk: Desk, row: LedgerRow, parent: QWidget | None = None, *, times: int = 1) -> None:
        icon = "trash-2" if row.deleted else ICONS.get(row.bound, "history")
        super().__init__(icon, "brass_text" if row.bound == "nobody" and not row.deleted else "ink2", parent)
        self._desk, self._row, self._times = desk, row, times
        self.opened.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "_row"):
            self.button.set_words(heading_of(self._row), line_of(self._row, self._desk.clock()))

    def _fill(self) -> None:
        if self.body_layout.count():
            return
        if self._row.deleted:
            words = N_("A mark stays in its place, so that the record can be seen to be whole.")
            self.body_layout.addWidget(Label(Type.SMALL, "ink2").say(words))
            return
        for line in details_of(self._row):
            self.body_layout.addWidget(Label(Type.SMALL, "ink2").show_text(line))
        if self._times > 1:
            again = Notice("history", warm=False)
            again.say(
                N_("You have shown them something {number} times"),
                N_("Where it was the same key, they can tell that it is the same person."),
                number=self._times,
            )
            self.body_layout.addWidget(again)
        delete = Button(N_("Delete this entry…"), Kind.SECONDARY, "trash-2")
        delete.clicked.connect(lambda: forget_shown(self._desk, self, self._row))
        flow = FlowLayout(gap=6)
        flow.addWidget(delete)
        self.body_layout.addLayout(flow)


class LedgerPage(ScrollSheet):
    """`share_wanted` to show something new; `answered` carries a challenge, credentials and what is proposed."""

    share_wanted = Signal()
    answered = Signal(object, object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._ledger = Ledger(())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._broken = Notice("triangle-alert", warm=True)
        self._broken.hide()
        self._paper = Paper(margin=16)
        self._paper.column.addLayout(self._rows)
        self._make_empty()
        self._places = QStackedWidget()
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._broken)
        column.addWidget(self._paper)
        column.addStretch(1)
        self._places.addWidget(listed)
        self._places.addWidget(self._empty)
        self._lay_out()
        desk.signals.changed.connect(self._on_changed)
        self.refresh()

    def _make_empty(self) -> None:
        self._empty = EmptyState(
            HouseSeal(96),
            N_("You have not shown anything yet"),
            N_("Whatever you show is noted here: to whom, when and how, without the values."),
        )

    def _lay_out(self) -> None:
        buttons = FlowLayout(gap=8)
        for words, kind, icon, act in (
            (N_("Show something…"), Kind.PRIMARY, "share-2", self.share_wanted.emit),
            (
                N_("Answer a question…"),
                Kind.SECONDARY,
                "scan-search",
                lambda: answer_a_question(self._desk, self, self._answer),
            ),
            (
                N_("Answer a question: paste"),
                Kind.SECONDARY,
                "clipboard-paste",
                lambda: paste_challenge(self._desk, self, self._answer),
            ),
        ):
            button = Button(words, kind, icon)
            button.clicked.connect(act)
            buttons.addWidget(button)
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(14)
        inner.addWidget(Label(Type.PAGE).say(N_("Shared")))
        self._line = Label(Type.BODY, "ink2")
        inner.addWidget(self._line)
        inner.addLayout(buttons)
        inner.addWidget(self._places, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 28, 28, 28)
        column.addWidget(self._inner, 1)
        self.show_page(page)
        self.restyle()

    def restyle(self) -> None:
        self._inner.setMaximumWidth(theme().px(_WIDTH))

    def refresh(self) -> None:
        """Ask for the ledger again."""
        self._desk.wallet.ask(self, GetLedger(), self._show, lambda _problem: None)

    def _show(self, ledger: Ledger) -> None:
        self._ledger = ledger
        clear_layout(self._rows)
        shown = [row.audience for row in ledger.rows if row.audience and not row.deleted]
        for row in ledger.rows[:_AT_ONCE]:
            self._rows.addWidget(LedgerRowView(self._desk, row, times=shown.count(row.audience)))
        self._places.setCurrentIndex(0 if ledger.rows else 1)
        self._broken.setVisible(bool(ledger.broken_at))
        if ledger.broken_at:
            self._broken.say(
                N_("This record was changed from outside"),
                N_("Entry {number} does not follow from the one before it. What stands before it is whole."),
                number=ledger.broken_at,
            )
        self.retranslate()

    def retranslate(self) -> None:
        number = sum(not row.deleted for row in self._ledger.rows)
        told = count(number, N_("You have shown something once."), N_("You have shown something {number} times."))
        self._line.show_text(told if number else say(N_("A private record, in your vault alone.")))

    def _on_changed(self, change: Change) -> None:
        if {Touched.LEDGER, Touched.VAULT}.intersection(change.touched):
            self.refresh()

    def _answer(self, challenge: object, summaries: object, proposed: object) -> None:
        self.answered.emit(challenge, summaries, proposed)
