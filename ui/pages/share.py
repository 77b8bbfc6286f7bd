"""Share: which credentials, what of each, for whom and until when; then show or send exactly that."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.pages.share_show import ShowStep
from ui.pages.share_terms import TermsStep
from ui.pages.share_what import WhatStep
from ui.pages.share_which import WhichStep
from ui.problems import show_problem
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.steps import StepBar
from wallet.i18n import N_
from wallet.messages.presenting import ChallengeView, ChosenCredential, Proposal
from wallet.messages.views import CredentialSummary

WHICH, WHAT, TERMS, SHOW = range(4)
STEPS = (N_("Choose credentials"), N_("Choose what to show"), N_("For whom, until when"))


class SharePage(QWidget):
    """`closed` when the person is done or gives up. Nothing leaves before the last page."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._challenge: ChallengeView | None = None
        self.step = WHICH
        self.which, self.what, self.terms = WhichStep(desk), WhatStep(desk), TermsStep(desk)
        self._shown: ShowStep | None = None
        self._title = Label(Type.PAGE).say(N_("Share"))
        self.bar = StepBar(STEPS)
        self.bar.wanted.connect(self._go_back_to)
        self._pages = QStackedWidget()
        for page in (self.which, self.what, self.terms):
            self._pages.addWidget(page)
        self.back = Button(N_("Back"))
        self.back.clicked.connect(lambda: self._go(self.step - 1))
        self.cancel = Button(N_("Cancel"), Kind.QUIET)
        self.cancel.clicked.connect(self.closed)
        self.forward = Button(N_("Go on"), Kind.PRIMARY)
        self.forward.clicked.connect(self.go_on)
        self._lay_out()
        self.which.changed.connect(self._show_buttons)
        self.which.need.proposed.connect(self._take_proposal)
        self.which.need.dropped.connect(lambda: self.what.propose(()))
        self.what.failed.connect(lambda problem: show_problem(self, problem))
        self.terms.prepared_changed.connect(self._show_buttons)

    @property
    def shown(self) -> ShowStep:
        """The last page, made when it is first wanted."""
        if self._shown is None:
            self._shown = ShowStep(self._desk)
            self._shown.again_wanted.connect(lambda: self._go(TERMS))
            self._pages.addWidget(self._shown)
        return self._shown

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.forward)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 28, 28, 20)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(self.bar)
        column.addSpacing(2)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    # where it begins

    def start(self, summaries: Sequence[CredentialSummary]) -> None:
        """Begin with these credentials; with none, begin by choosing."""
        self._challenge = None
        self._title.say(N_("Share"))
        self.what.propose(())
        self.which.need.reset()
        self.terms.answer(None)
        self.which.choose(summaries)
        self._go(WHAT if summaries else WHICH)

    def answer(
        self,
        challenge: ChallengeView,
        summaries: Sequence[CredentialSummary],
        proposed: Sequence[ChosenCredential],
    ) -> None:
        """Begin as the answer to a challenge, with what it asks for ticked."""
        self._challenge = challenge
        self._title.say(N_("Answer {audience}"), audience=challenge.audience)
        self.which.need.reset()
        self.what.propose(proposed)
        self.terms.answer(challenge)
        self.which.choose(summaries)
        self._go(WHAT if summaries else WHICH)

    def _take_proposal(self, proposal: Proposal) -> None:
        """Choose what covers a need; the person goes on when they have looked at it."""
        self.what.trees = []
        self.what.propose(proposal.choices, N_("Only what covers it is ticked"))
        self.which.choose(proposal.summaries)
        self._show_buttons()

    # going on and back

    def go_on(self) -> None:
        """Go to the next step, or leave after the last."""
        if self.step == SHOW:
            self.closed.emit()
        else:
            self._go(self.step + 1)

    def _go_back_to(self, place: int) -> None:
        if place < self.step:
            self._go(place)

    def _go(self, step: int) -> None:
        self.step = max(WHICH, step)
        self.bar.show_step(self.step)
        self._pages.setCurrentWidget((self.which, self.what, self.terms)[self.step] if self.step < SHOW else self.shown)
        match self.step:
            case _ if self.step == WHICH:
                self.which.refresh()
            case _ if self.step == WHAT:
                self.what.show_credentials(self.which.chosen, self._show_buttons)
            case _ if self.step == TERMS:
                self.terms.show_choices(self.what.choices, self.what.views, self.which.chosen, self.what.kept_private)
            case _:
                self._show()
        self._show_buttons()

    def _show(self) -> None:
        prepared = self.terms.prepared
        if prepared is not None:
            audience = self.terms.audience.text().strip()
            chosen = list(self.which.chosen.values())
            self.shown.show_prepared(prepared, audience, self._challenge, chosen, self.which.need.stack)

    def _show_buttons(self) -> None:
        self.back.setVisible(self.step > WHICH)
        self.cancel.setVisible(self.step < SHOW)
        self.forward.set_icon("qr-code" if self.step == TERMS else "")
        words = {TERMS: N_("Show or send"), SHOW: N_("Done")}
        self.forward.say(words.get(self.step, N_("Go on")))
        ready = {
            WHICH: bool(self.which.chosen),
            WHAT: bool(self.what.trees),
            TERMS: self.terms.prepared is not None,
            SHOW: True,
        }
        self.forward.setEnabled(ready[self.step])

    def take_focus(self) -> None:
        """Put the keyboard on the way on."""
        self.forward.setFocus(Qt.FocusReason.OtherFocusReason)
