"""A brick's reasons, beside the masonry: what it is, why it stands where it does, what would fill it, what can be done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.actions.follow_pathway import decide
from ui.actions.plan_course import forget, record, show_scan
from ui.desk import Desk
from ui.dialogs.ask_text import ask_text
from ui.stack_words import amount_words, state_icon, state_words, tell
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.scroll_sheet import ScrollSheet
from ui.words import count, language, say, show_date, verdict_title
from wallet.i18n import N_, Message
from wallet.messages.requests import Problem
from wallet.messages.stack_views import BrickState, OwnBasis, StackBrick, StackLayer, StackView
from wallet.messages.stacks import TestRow, WhyAnswer, WhyBrick

PANEL = 348
_MOST_OPTIONS = 60
_OUTCOMES = {
    "passed": ("check", N_("Passed")),
    "failed": ("x", N_("Failed")),
    "suggested": ("circle-help", N_("Only suggested")),
}
_OWN = (BrickState.IN_PROGRESS, BrickState.PAPER, BrickState.PLANNED)


def _act(act: Callable[[str], object], achievement: str, _checked: bool = False) -> None:
    act(achievement)


class BrickPanel(QFrame):
    """`closed` when it is to go; `credential_wanted` carries a kept credential; `suppose_wanted` an achievement."""

    closed = Signal()
    credential_wanted = Signal(str)
    suppose_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._brick: StackBrick | None = None
        self._view: StackView | None = None
        self._sheet = ScrollSheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)
        self.why = QVBoxLayout()
        self.restyle()
        self.hide()

    def show_brick(self, view: StackView, layer: StackLayer, brick: StackBrick, supposed: tuple[str, ...]) -> None:
        """Show a brick and ask why it is as it is."""
        self._view, self._brick = view, brick
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(22, 18, 22, 24)
        self._column.setSpacing(10)
        self._head(layer, brick)
        self._facts(view, brick)
        for note in brick.notes:
            self._column.addWidget(Label(Type.BODY, "ink2").show_text(tell(note)))
        self.why = QVBoxLayout()
        self.why.setSpacing(6)
        self._column.addLayout(self.why)
        self._buttons(view, brick, supposed)
        self._column.addStretch(1)
        self._sheet.show_page(page)
        self.show()
        self._ask(view, brick)

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._brick = self._view = None
        self._sheet.show_page(None)
        self.hide()

    # what is said

    def _head(self, layer: StackLayer, brick: StackBrick) -> None:
        close = Button(N_("Close"), Kind.QUIET, "x", icon_only=True)
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addWidget(Label(Type.CAPTION, "ink2").show_text(layer.title), 1)
        row.addWidget(close)
        self._column.addLayout(row)
        self._column.addWidget(Label(Type.HERO).show_text(brick.title).selectable())
        state = QHBoxLayout()
        state.setSpacing(8)
        tone = "brass_text" if brick.state is BrickState.IN_PROGRESS else "ink2"
        state.addWidget(IconLabel(state_icon(brick), tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(Label(Type.BODY_STRONG).show_text(state_words(brick)), 1)
        self._column.addLayout(state)

    def _facts(self, view: StackView, brick: StackBrick) -> None:
        rows = [(N_("Amount"), amount_words(brick.amount, view.card.unit) if view.card.unit != "none" else "")]
        rows.append((N_("Issuer"), brick.issuer))
        rows.append((N_("Evidence"), verdict_title(brick.verdict) if brick.verdict is not None else ""))
        rows.append((N_("Awarded"), show_date(brick.awarded) if brick.awarded is not None else ""))
        rows.append((N_("Until"), show_date(brick.expires) if brick.expires is not None else ""))
        rows.append((N_("By the rule"), brick.rule))
        for key, value in rows:
            if value:
                row = QHBoxLayout()
                name = Label(Type.SMALL, "ink2", wraps=False).say(key)
                name.setFixedWidth(theme().px(92))
                row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(Label(Type.SMALL).show_text(value).selectable(), 1)
                self._column.addLayout(row)
        if brick.at_risk:
            self._column.addWidget(
                Label(Type.SMALL, "brass_text").say(N_("It lapses within a year unless it is renewed."))
            )

    def _ask(self, view: StackView, brick: StackBrick) -> None:
        open_one = brick.state in (BrickState.OPEN, BrickState.WAIVED)
        holding = "" if open_one or not brick.holdings or brick.own_word else brick.holdings[0]
        if holding.startswith("suppose:"):
            return
        request = WhyBrick(view.card.id, brick.requirement if not holding else "", holding, language())

        def done(answer: WhyAnswer) -> None:
            if self._brick is brick:
                self._show_why(answer)

        self._desk.wallet.ask(self, request, done, self._on_problem)

    def _on_problem(self, _problem: Problem) -> None:
        """The brick itself has been told; the reasons come when the wallet can give them."""

    def _show_why(self, answer: WhyAnswer) -> None:
        brick = self._brick
        if brick is None:
            return
        told = {tell(note) for note in brick.notes}
        more = tuple(sentence for sentence in answer.sentences if tell(sentence) not in told)
        if more:
            self._heading(
                N_("Could it count elsewhere?") if brick.state is BrickState.COUNTS else N_("Why it does not count")
            )
            self._sentences(more)
        if answer.fits:
            self._heading(N_("What fits, and where it is used"))
            for title, places in answer.fits:
                used = say(N_(", ")).join(places) or say(N_("not used"))
                self.why.addWidget(Label(Type.SMALL, "ink2").say(N_("{title}: {places}"), title=title, places=used))
        if answer.nearly:
            self._heading(N_("What nearly fits"))
            for title, reasons in answer.nearly:
                self.why.addWidget(Label(Type.SMALL_STRONG).show_text(title))
                self._sentences(reasons)
        options = brick.choices or (answer.would_do if brick.state is BrickState.OPEN else ())
        if options:
            self._heading(N_("What would do"))
            for option in options[:24]:
                self.why.addWidget(Label(Type.SMALL, "ink2").show_text(f"· {option}"))
        self._tests(answer.tests)

    def _tests(self, tests: tuple[TestRow, ...]) -> None:
        """Every test that was made, behind one line: who wants to know it exactly can."""
        if not tests:
            return
        expander = Expander("list", "ink2", indent=26)
        expander.button.set_words(count(len(tests), N_("1 test was made"), N_("{number} tests were made")), "")
        achievement = ""
        for test in tests:
            if test.achievement != achievement:
                achievement = test.achievement
                expander.body_layout.addWidget(Label(Type.SMALL_STRONG).show_text(achievement))
            row = QHBoxLayout()
            row.setSpacing(8)
            icon, words = _OUTCOMES[test.outcome]
            mark = IconLabel(icon, "ink2", 15)
            mark.setAccessibleName(say(words))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(Type.SMALL, "ink2").show_text(tell(test.sentence)), 1)
            expander.body_layout.addLayout(row)
        self.why.addWidget(expander)

    def _heading(self, key: str) -> None:
        label = Label(Type.BODY_STRONG).say(key)
        label.setContentsMargins(0, 8, 0, 0)
        self.why.addWidget(label)

    def _sentences(self, sentences: tuple[Message, ...]) -> None:
        for sentence in sentences:
            self.why.addWidget(Label(Type.SMALL, "ink2").show_text(tell(sentence)))

    # what can be done

    def _buttons(self, view: StackView, brick: StackBrick, supposed: tuple[str, ...]) -> None:
        flow = FlowLayout(gap=8)
        desk, stack = self._desk, view.card.id
        if brick.credential:
            self._add(
                flow, N_("Open the credential"), "file-text", lambda: self.credential_wanted.emit(brick.credential)
            )
        if brick.own_word:
            self._add(flow, N_("Take it back"), "undo-2", lambda: forget(desk, self, brick.own_word))
        if brick.achievement and brick.state in (BrickState.OPEN, BrickState.UNVERIFIED):
            key = brick.achievement
            self._add(
                flow, N_("It is in progress"), "hourglass", lambda: record(desk, self, stack, key, OwnBasis.IN_PROGRESS)
            )
            self._add(flow, N_("Plan it"), "calendar-check", lambda: record(desk, self, stack, key, OwnBasis.PLANNED))
            self._add(flow, N_("I have it on paper…"), "file-text", lambda: self._paper(stack, key))
        if brick.options and brick.state is BrickState.OPEN:
            for words, picture, act in (
                (
                    N_("Plan one of these"),
                    "calendar-check",
                    lambda key: record(desk, self, stack, key, OwnBasis.PLANNED),
                ),
                (
                    N_("One is in progress"),
                    "hourglass",
                    lambda key: record(desk, self, stack, key, OwnBasis.IN_PROGRESS),
                ),
                (N_("Suppose one is passed"), "circle-help", self.suppose_wanted.emit),
            ):
                self._add_menu(flow, words, picture, brick.options, act)
        if brick.achievement and brick.state not in (BrickState.COUNTS, BrickState.TO_CONFIRM, *_OWN):
            words = N_("Suppose it is passed")
            if brick.achievement not in supposed:
                self._add(flow, words, "circle-help", lambda: self.suppose_wanted.emit(brick.achievement))
        if brick.state is BrickState.PLANNED and brick.achievement in supposed:
            self._add(flow, N_("Suppose it no longer"), "x", lambda: self.suppose_wanted.emit(brick.achievement))
        if any(word.id == brick.own_word and word.scan for word in view.own_words):
            self._add(flow, N_("Show the scan"), "image", lambda: show_scan(desk, self, brick.own_word))
        if brick.state is BrickState.OPEN:
            self._add(flow, N_("Accept something for it…"), "user-check", lambda: self._accept(view, brick))
            self._add(flow, N_("Waive it…"), "circle-slash", lambda: self._waive(stack, brick.requirement))
        if brick.state in (BrickState.COUNTS, BrickState.TO_CONFIRM) and brick.credential:
            self._add(flow, N_("Do not count it here…"), "circle-minus", lambda: self._rule_out(stack, brick))
        self._column.addSpacing(4)
        self._column.addLayout(flow)

    def _add(self, flow: FlowLayout, key: str, icon: str, act: Callable[[], None]) -> None:
        button = Button(key, Kind.SECONDARY, icon)
        button.clicked.connect(lambda _checked=False: act())
        flow.addWidget(button)

    def _add_menu(
        self, flow: FlowLayout, key: str, icon: str, options: tuple[tuple[str, str], ...], act: Callable[[str], object]
    ) -> None:
        button = Button(key, Kind.SECONDARY, icon)
        menu = QMenu(button)
        for achievement, title in options[:_MOST_OPTIONS]:
            menu.addAction(title.replace("&", "&&")).triggered.connect(partial(_act, act, achievement))
        button.set_menu(menu)
        flow.addWidget(button)

    def _waive(self, stack: str, requirement: str) -> None:
        ask_text(
            self,
            N_("Waive this requirement"),
            N_("Why? The note stays visible, and the institution decides."),
            N_("Waive"),
            lambda note: decide(self._desk, self, stack, requirement, "waive", note),
        )

    def _accept(self, view: StackView, brick: StackBrick) -> None:
        from ui.dialogs.stack_accept import AcceptDialog

        AcceptDialog(self._desk, self, view, brick).open()

    def _rule_out(self, stack: str, brick: StackBrick) -> None:
        ask_text(
            self,
            N_("Do not count it here"),
            N_("Why? The note stays visible."),
            N_("Rule it out"),
            lambda note: decide(self._desk, self, stack, brick.requirement, "block", note, brick.holdings[0]),
        )

    def _paper(self, stack: str, achievement: str) -> None:
        kinds = say(N_("Pictures and PDF"))
        path, _kind = QFileDialog.getOpenFileName(
            self,
            say(N_("The scan of your paper; cancel to note it without one")),
            "",
            f"{kinds} (*.png *.jpg *.jpeg *.pdf)",
        )
        record(self._desk, self, stack, achievement, OwnBasis.PAPER, path)

    def restyle(self) -> None:
        self.setFixedWidth(theme().px(PANEL))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme().tokens.surface))
        painter.setPen(QColor(theme().tokens.hairline))
        painter.drawLine(0, 0, 0, self.height())
