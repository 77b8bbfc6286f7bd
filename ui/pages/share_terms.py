"""Step three: for whom, what for, until when, bound by what. At the right exactly what will be sent, read from its bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.problems import ProblemLine
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.check_box import CheckBox
from ui.widgets.clearing import clear_layout
from ui.widgets.expander import Expander
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.paper import Paper
from ui.widgets.segmented import Segmented
from ui.widgets.their_screen import Shown, TheirScreen
from ui.widgets.two_columns import TwoColumns
from ui.words import problem_advice, problem_sentence, say
from wallet.i18n import N_
from wallet.messages.presenting import (
    ChallengeView,
    ChosenCredential,
    DisclosureView,
    PreparedPresentation,
    PreparePresentation,
)
from wallet.messages.requests import Problem
from wallet.messages.views import CredentialSummary

MINUTES: tuple[tuple[object, str, dict[str, object]], ...] = (
    (5, N_("{minutes} min"), {"minutes": 5}),
    (10, N_("{minutes} min"), {"minutes": 10}),
    (60, N_("1 hour"), {}),
    (1440, N_("1 day"), {}),
    (0, N_("No end"), {}),
)
FORMS: tuple[tuple[str, str], ...] = (
    ("automatic", N_("What fits best")),
    ("sd-jwt", N_("SD-JWT")),
    ("data-integrity", N_("Data Integrity")),
    ("vcdm-1.1", N_("Learner-credential verifiers (VCDM 1.1)")),
    ("vp+jwt", N_("JWT presentation")),
    ("plain", N_("The credential as it is")),
)
BOUND_WORDS: Mapping[str, tuple[str, str]] = {
    "challenge": ("user-check", N_("It answers their question, for them alone, and cannot be used elsewhere.")),
    "audience": ("user-check", N_("It is signed with your key for “{audience}”, so it cannot be used elsewhere.")),
    "holder": ("key-round", N_("It is signed with your key, for nobody in particular.")),
    "nobody": ("triangle-alert", N_("Nothing ties it to you: anyone who gets it can show it again.")),
}
_PAUSE_MS = 250


class TermsStep(QWidget):
    """`prepared_changed` whenever there is something to send, or nothing any more."""

    prepared_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._choices: tuple[ChosenCredential, ...] = ()
        self._summaries: dict[str, CredentialSummary] = {}
        self._challenge: ChallengeView | None = None
        self._kept: dict[str, int] = {}
        self._minutes, self._form, self._number = 10, "automatic", 0
        self.prepared: PreparedPresentation | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._prepare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TwoColumns(self._make_left(), self._make_right()))
        self.restyle()
        self.retranslate()

    def _make_left(self) -> QWidget:
        paper = Paper()
        column = paper.column
        column.addWidget(Label(Type.VERDICT).say(N_("For whom, and until when?")))
        self._asks = Notice("user-check")
        column.addWidget(self._asks)
        self.audience = self._field(column, N_("Who will see it"))
        self.purpose = self._field(column, N_("What for"))
        column.addSpacing(4)
        column.addWidget(Label(Type.BODY_STRONG).say(N_("Good for")))
        self.minutes = Segmented(N_("Good for"), MINUTES)
        self.minutes.choose(self._minutes)
        self.minutes.chosen.connect(self._set_minutes)
        column.addWidget(self.minutes)
        column.addSpacing(4)
        self.bind = CheckBox(N_("Sign it with my key, to show that it is mine"))
        self.bind.setChecked(True)
        self.bind.toggled.connect(lambda _on: self._later())
        column.addWidget(self.bind)
        self._unbound = Label(Type.SMALL, "ink2").say(
            N_(
                "None of these was issued to a key of yours: they can be shown, but not proved to be yours, and not made to end."
            )
        )
        column.addWidget(self._unbound)
        column.addWidget(self._make_forms())
        column.addStretch(1)
        return paper

    def _make_forms(self) -> QWidget:
        self._more = Expander("settings", indent=2)
        self._more.button.set_words(say(N_("Form, and who can read it")), "")
        self.forms = Segmented(N_("Form, and who can read it"), [(value, words, {}) for value, words in FORMS])
        self.forms.choose(self._form)
        self.forms.chosen.connect(self._set_form)
        self._more.body_layout.addWidget(self.forms)
        self.evidence = CheckBox(N_("Send the status lists along, so that they can check without a network"))
        self.evidence.setChecked(True)
        self.evidence.toggled.connect(lambda _on: self._later())
        self._more.body_layout.addWidget(self.evidence)
        return self._more

    def _make_right(self) -> QWidget:
        paper = Paper("raised")
        paper.column.addWidget(Label(Type.VERDICT).say(N_("Their screen")))
        self._trouble = ProblemLine()
        paper.column.addWidget(self._trouble)
        self.preview = TheirScreen()
        paper.column.addWidget(self.preview)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(8)
        paper.column.addLayout(self._warnings)
        paper.column.addStretch(1)
        self._bound = Label(Type.LABEL, "ink2")
        self._exact = Label(Type.SMALL, "ink3").selectable()
        paper.column.addWidget(self._bound)
        paper.column.addWidget(self._exact)
        return paper

    def _field(self, column: QVBoxLayout, key: str) -> QLineEdit:
        label = Label(Type.BODY_STRONG).say(key)
        field = QLineEdit()
        field.setMaxLength(200)
        field.textEdited.connect(lambda _text: self._later())
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    # what is asked

    def answer(self, challenge: ChallengeView | None) -> None:
        """Take who asks, what for and until when from a challenge; None lets the person write them."""
        self._challenge = challenge
        for field in (self.audience, self.purpose):
            field.setReadOnly(challenge is not None)
        if challenge is not None:
            self.audience.setText(challenge.audience)
            self.purpose.setText(challenge.purpose)
            self.bind.setChecked(True)
            self._asks.say(
                N_("They asked: check code {code}"),
                N_("Their name is their own word. Compare the check code with the one on their screen."),
                code=challenge.check_code,
            )
        self._asks.setVisible(challenge is not None)

    def show_choices(
        self,
        choices: Sequence[ChosenCredential],
        views: Sequence[DisclosureView],
        summaries: Mapping[str, CredentialSummary],
        kept_private: Mapping[str, int],
    ) -> None:
        """Prepare what was chosen. `kept_private` counts what stays private as the person was told it, by credential."""
        self._choices, self._summaries, self._kept = tuple(choices), dict(summaries), dict(kept_private)
        has_key = any(view.key for view in views)
        if has_key != self.bind.isEnabled():
            self.bind.setEnabled(has_key)
            self.bind.setChecked(has_key)
        self.minutes.setEnabled(has_key)
        self._unbound.setVisible(not has_key)
        self.prepare_now()

    def prepare_now(self) -> None:
        """Prepare at once."""
        self._pause.stop()
        self._prepare()

    def _later(self) -> None:
        self._set_prepared(None)
        self._pause.start()

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self._later()

    def _set_form(self, form: str) -> None:
        self._form = form
        self._later()

    def _prepare(self) -> None:
        self._number += 1
        number = self._number
        request = PreparePresentation(
            choices=self._choices,
            audience=self.audience.text().strip(),
            purpose=self.purpose.text().strip(),
            nonce=self._challenge.nonce if self._challenge else "",
            minutes=self._minutes,
            bind=self.bind.isChecked() and self.bind.isEnabled(),
            form=self._form,
            evidence=self.evidence.isChecked(),
            not_after=self._challenge.expires if self._challenge else None,
        )

        def done(prepared: PreparedPresentation) -> None:
            if number == self._number:
                self._trouble.hide()
                shown = tuple(
                    replace(one, kept_private=self._kept.get(one.id, one.kept_private)) for one in prepared.shown
                )
                self._set_prepared(replace(prepared, shown=shown))

        def failed(problem: Problem) -> None:
            if number == self._number:
                self._set_prepared(None)
                self._trouble.show_problem(problem)

        self._desk.wallet.ask(self, request, done, failed)

    # what will be sent

    def _set_prepared(self, prepared: PreparedPresentation | None) -> None:
        self.prepared = prepared
        if prepared is not None:
            self.preview.show_all(
                [Shown(self._summaries[one.id], one.leaves, one.kept_private) for one in prepared.shown]
            )
        self.retranslate()
        self.prepared_changed.emit()

    def _show_warnings(self, warnings: Sequence[Problem]) -> None:
        clear_layout(self._warnings)
        for problem in warnings:
            notice = Notice("triangle-alert", warm=True)
            notice.heading.show_text(problem_sentence(problem))
            notice.line.show_text(problem_advice(problem))
            self._warnings.addWidget(notice)

    def retranslate(self) -> None:
        self.audience.setAccessibleName(say(N_("Who will see it")))
        self.audience.setPlaceholderText(say(N_("A name, as you know them")))
        self.purpose.setAccessibleName(say(N_("What for")))
        self.purpose.setPlaceholderText(say(N_("An interview, an application…")))
        prepared = self.prepared
        self._show_warnings(prepared.warnings if prepared else ())
        for label in (self._bound, self._exact):
            label.setVisible(prepared is not None)
        if prepared is None:
            return
        _icon, words = BOUND_WORDS.get(prepared.bound, BOUND_WORDS["nobody"])
        self._bound.show_text(say(words, audience=self.audience.text().strip()))
        readers = say(N_(", ")).join(say(reader) for reader in prepared.readers)
        self._more.button.set_words(say(N_("Form, and who can read it")), f"{form_words(prepared.form)} · {readers}")
        self._exact.show_text(say(N_("This is exactly what is sent: SHA-256 {digest}…"), digest=prepared.sha256[:16]))

    def restyle(self) -> None:
        for field in (self.audience, self.purpose):
            field.setFont(theme().font(Type.BODY))


def form_words(form: str) -> str:
    """Return the words for a form."""
    return say(dict(FORMS).get(form, form))
