"""Asking for a proof: who asks, what for, for how long; then the question as a code that the other side reads."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.clipboard import copy_secret
from ui.desk import Desk
from ui.pages.ask_wish import WishForm
from ui.problems import ProblemLine
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.countdown import Countdown
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.paper import Paper
from ui.widgets.qr_loop import QrLoop
from ui.widgets.segmented import Segmented
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import ChallengeView, MakeChallenge

MINUTES: tuple[tuple[object, str, dict[str, object]], ...] = (
    (5, N_("{minutes} min"), {"minutes": 5}),
    (10, N_("{minutes} min"), {"minutes": 10}),
    (60, N_("1 hour"), {}),
)


class AskForm(Paper):
    """`asked` carries the ChallengeView that was made. While one waits for the answer it says what to do."""

    asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._desk = desk
        self._minutes = 10
        self._form, self._waiting = QWidget(), QWidget()
        self._fill_form(self._form)
        self._fill_waiting(self._waiting)
        self.column.addWidget(self._form)
        self.column.addWidget(self._waiting)
        self.restyle()
        self.retranslate()
        self.show_form()

    def _fill_form(self, form: QWidget) -> None:
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(Type.VERDICT).say(N_("Ask for a proof")))
        column.addWidget(
            Label(Type.LABEL, "ink2").say(
                N_(
                    "A copy or a screenshot is easily passed on. An answer to your own question shows that they hold it now."
                )
            )
        )
        self.audience = self._field(column, N_("Who asks"))
        self.purpose = self._field(column, N_("What for"))
        column.addWidget(Label(Type.BODY_STRONG).say(N_("Time to answer")))
        minutes = Segmented(N_("Time to answer"), MINUTES)
        minutes.choose(self._minutes)
        minutes.chosen.connect(self._set_minutes)
        column.addWidget(minutes)
        self._more = Expander("list-filter", indent=2)
        self.wish = WishForm()
        self.wish.changed.connect(self._say_wish)
        self._more.body_layout.addWidget(self.wish)
        column.addWidget(self._more)
        self._trouble = ProblemLine()
        column.addWidget(self._trouble)
        self.ask_button = Button(N_("Ask"), Kind.PRIMARY, "qr-code")
        self.ask_button.clicked.connect(self.ask)
        self.audience.returnPressed.connect(self.ask)
        row = QHBoxLayout()
        row.addWidget(self.ask_button)
        row.addStretch(1)
        column.addLayout(row)

    def _fill_waiting(self, waiting: QWidget) -> None:
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label(Type.VERDICT).say(N_("Waiting for their answer")))
        for icon, heading, line in (
            (
                "qr-code",
                N_("They read your code"),
                N_("With Tessera, or any wallet that understands it. Or send them its text."),
            ),
            ("volume-2", N_("Compare the check code"), N_("Read it aloud: the same code must stand on their screen.")),
            (
                "scan-search",
                N_("You read their answer"),
                N_("Through the camera, from your screen, as a file or as text."),
            ),
        ):
            column.addWidget(Notice(icon).say(heading, line))

    def _field(self, column: QVBoxLayout, key: str) -> QLineEdit:
        label = Label(Type.BODY_STRONG).say(key)
        field = QLineEdit()
        field.setMaxLength(200)
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def ask(self) -> None:
        """Make the challenge."""
        audience = self.audience.text().strip()
        if not audience:
            self._trouble.say(N_("Say who asks: the answer is made for that name alone."))
            self.audience.setFocus()
            return
        self._trouble.hide()
        wanted = self.wish.wish
        request = MakeChallenge(audience, self.purpose.text().strip(), self._minutes, self.wish.raw, wanted)
        ask(self._desk, self, request, self.asked.emit, N_("Making the question…"))

    def show_form(self) -> None:
        """Offer to ask."""
        self._form.show()
        self._waiting.hide()

    def show_waiting(self, _question: ChallengeView) -> None:
        """Say what happens next."""
        self._form.hide()
        self._waiting.show()
        self.show()

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes

    def _say_wish(self) -> None:
        self._more.button.set_words(say(N_("Ask for something particular")), self.wish.summary())

    def retranslate(self) -> None:
        self.audience.setAccessibleName(say(N_("Who asks")))
        self.audience.setPlaceholderText(say(N_("Your name or that of your organisation")))
        self.purpose.setAccessibleName(say(N_("What for")))
        self.purpose.setPlaceholderText(say(N_("An interview, an application…")))
        self._say_wish()

    def restyle(self) -> None:
        super().restyle()
        for field in (self.audience, self.purpose):
            field.setFont(theme().font(Type.BODY))


class Question(QWidget):
    """The question, large: its code, its check code, how long it is good, and its text. `again_wanted` for a new one."""

    again_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._question: ChallengeView | None = None
        self.loop = QrLoop(desk)
        self._trouble = ProblemLine()
        self.loop.failed.connect(self._trouble.show_problem)
        self.check_code = Label(Type.HERO, wraps=False)
        self._words = Label(Type.LABEL, "ink2")
        self.countdown = Countdown(desk.clock)
        copy = Button(N_("Copy as text"), Kind.SECONDARY, "copy")
        copy.clicked.connect(self._copy)
        again = Button(N_("Ask something else"), Kind.QUIET, "refresh-cw")
        again.clicked.connect(self.again_wanted)
        buttons = FlowLayout(gap=8)
        buttons.addWidget(copy)
        buttons.addWidget(again)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.check_code)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._trouble)
        column.addWidget(self.loop, 1)
        column.addLayout(head)
        column.addWidget(self.countdown)
        column.addLayout(buttons)

    def show_question(self, question: ChallengeView) -> None:
        """Show it."""
        self._question = question
        self._trouble.hide()
        self.loop.show_text(question.text)
        self.countdown.start(question.expires)
        self.retranslate()

    def retranslate(self) -> None:
        if self._question is not None:
            self.check_code.show_text(self._question.check_code)
            self.check_code.setAccessibleDescription(say(N_("Check code")))
            self._words.show_text(
                say(
                    N_("Check code. {audience} asks: {purpose}"),
                    audience=self._question.audience,
                    purpose=self._question.purpose,
                )
                if self._question.purpose
                else say(N_("Check code. {audience} asks."), audience=self._question.audience)
            )

    def _copy(self) -> None:
        if self._question is not None:
            copy_secret(self._question.text)
            self._desk.signals.told.emit(say(N_("Copied. It leaves the clipboard in 60 seconds.")))
