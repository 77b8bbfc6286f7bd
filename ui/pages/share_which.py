"""Step one: which credentials."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.kinds import issuer_words, title_of
from ui.pages.share_need import NeedPanel
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.check_box import CheckBox
from ui.widgets.clearing import clear_layout
from ui.widgets.hero import Monogram
from ui.widgets.label import Label
from ui.widgets.paper import Paper
from ui.widgets.pill import VerdictPill
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import count, say
from wallet.i18n import N_
from wallet.messages.requests import CredentialList, ListCredentials
from wallet.messages.views import CredentialSummary

_AT_ONCE = 60
_PAUSE_MS = 120


class WhichStep(ScrollSheet):
    """`changed` whenever another set is chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._chosen: dict[str, CredentialSummary] = {}
        self._number = 0
        paper = Paper()
        paper.column.addWidget(Label(Type.VERDICT).say(N_("Which credentials?")))
        self._line = Label(Type.LABEL, "ink2")
        paper.column.addWidget(self._line)
        self.need = NeedPanel(desk)
        paper.column.addWidget(self.need)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(400)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        paper.column.addWidget(self.search)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        paper.column.addLayout(self._rows)
        paper.column.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 10, 6)
        column.addWidget(paper)
        self.show_page(page)
        self.retranslate()

    @property
    def chosen(self) -> Mapping[str, CredentialSummary]:
        """The credentials chosen, by id, in the order they were chosen."""
        return self._chosen

    def choose(self, summaries: Sequence[CredentialSummary]) -> None:
        """Choose exactly these."""
        self._chosen = {summary.id: summary for summary in summaries}
        self.refresh()
        self.retranslate()

    def refresh(self) -> None:
        """Ask for what can be chosen."""
        self._number += 1
        number = self._number
        request = ListCredentials(query=self.search.text().strip(), limit=_AT_ONCE)
        self._desk.wallet.ask(self, request, lambda listed: self._show(listed, number), lambda _problem: None)

    def _show(self, listed: CredentialList, number: int) -> None:
        if number != self._number:
            return
        clear_layout(self._rows)
        first = list(self._chosen.values())
        for summary in [*first, *(each for each in listed.items if each.id not in self._chosen)]:
            self._rows.addWidget(self._row(summary))
        if listed.total > len(listed.items):
            self._rows.addWidget(Label(Type.SMALL, "ink3").say(N_("There are more: search for them by name.")))

    def _row(self, summary: CredentialSummary) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(4, 6, 4, 6)
        line.setSpacing(12)
        box = CheckBox()
        box.setChecked(summary.id in self._chosen)
        box.setAccessibleName(say(N_("{title}, from {issuer}"), title=title_of(summary), issuer=issuer_words(summary)))
        box.toggled.connect(lambda on, summary=summary: self._turn(summary, on=on))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(title_of(summary)))
        words.addWidget(Label(Type.SMALL, "ink2").show_text(issuer_words(summary)))
        line.addWidget(box)
        line.addWidget(Monogram(summary, 36))
        line.addLayout(words, 1)
        line.addWidget(VerdictPill(summary.verdict))
        return row

    def _turn(self, summary: CredentialSummary, *, on: bool) -> None:
        if on:
            self._chosen[summary.id] = summary
        else:
            self._chosen.pop(summary.id, None)
        self.retranslate()
        self.changed.emit()

    def retranslate(self) -> None:
        self.search.setPlaceholderText(say(N_("Search titles, issuers, skills")))
        self.search.setAccessibleName(say(N_("Search")))
        number = len(self._chosen)
        self._line.show_text(
            count(number, N_("1 credential is chosen."), N_("{number} credentials are chosen."))
            if number
            else say(N_("Choose what answers the question you were asked, and no more."))
        )

    def restyle(self) -> None:
        self.search.setFont(theme().font(Type.LABEL))
        self.search.setMaximumWidth(theme().px(420))
