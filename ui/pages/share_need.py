"""What is it for? A job's skills, or a stack: the smallest choice that covers it is proposed, to be looked at and changed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.desk import Desk
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.widgets.segmented import Segmented
from ui.words import count, isolate, language, say
from wallet.i18n import N_
from wallet.messages.presenting import Proposal, ProposeForSkills, ProposeForStack
from wallet.messages.stacks import ListStacks, StackList

MYSELF, JOB, STACK = "myself", "job", "stack"


class NeedPanel(QWidget):
    """`proposed` carries the Proposal that was found; `dropped` when the person chooses by themselves after all."""

    proposed = Signal(object)
    dropped = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        options: tuple[tuple[object, str, dict[str, object]], ...] = (
            (MYSELF, N_("I choose myself"), {}),
            (JOB, N_("For the skills of a job"), {}),
            (STACK, N_("For a stack"), {}),
        )
        self.ways = Segmented(N_("How to choose"), options)
        self.ways.chosen.connect(self.choose_way)
        self.skills = QPlainTextEdit()
        self.skills.setTabChangesFocus(True)
        self.find_button = Button(N_("Find the smallest choice"), Kind.SECONDARY, "search")
        self.find_button.clicked.connect(self.look)
        self._job, self._stacks = QWidget(), QWidget()
        job = QVBoxLayout(self._job)
        job.setContentsMargins(0, 0, 0, 0)
        job.setSpacing(8)
        job.addWidget(self.skills)
        row = FlowLayout(gap=8)
        row.addWidget(self.find_button)
        job.addLayout(row)
        self._flow = FlowLayout(self._stacks, gap=8)
        policy = self._stacks.sizePolicy()
        policy.setHeightForWidth(True)
        self._stacks.setSizePolicy(policy)
        self.told = Notice("user-check")
        self.told.hide()
        self._none = Label(Type.SMALL, "ink2").say(N_("You follow no stack yet."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.ways, self._job, self._stacks, self._none, self.told):
            column.addWidget(widget)
        self.restyle()
        self.retranslate()
        self.reset()

    def reset(self) -> None:
        """Back to choosing by oneself."""
        self.stack = ""
        self.ways.choose(MYSELF)
        self._show(MYSELF)

    def choose_way(self, way: str) -> None:
        """Choose by oneself, for a job or for a stack."""
        self._show(way)
        self.stack = ""
        if way == MYSELF:
            self.dropped.emit()
        elif way == STACK:
            self._desk.wallet.ask(self, ListStacks(language=language()), self._show_stacks, lambda _problem: None)
        else:
            self.skills.setFocus()

    def _show(self, way: str) -> None:
        self._job.setVisible(way == JOB)
        self._stacks.setVisible(way == STACK)
        self._none.hide()
        self.told.hide()

    def _show_stacks(self, listed: StackList) -> None:
        clear_layout(self._flow)
        for card in listed.cards:
            button = Button(N_("{title}"), Kind.SECONDARY, "layers")
            button.say(N_("{title}"), title=card.title)
            button.clicked.connect(lambda _on=False, key=card.id: self.find_for_stack(key))
            self._flow.addWidget(button)
        self._none.setVisible(not listed.cards)

    def look(self) -> None:
        """Look for what shows the skills."""
        if self.skills.toPlainText().strip():
            request = ProposeForSkills(self.skills.toPlainText())
            ask(self._desk, self, request, self._on_skills, N_("Looking for what shows it…"))
        else:
            self.skills.setFocus()

    def find_for_stack(self, stack: str) -> None:
        """Look for what a stack counts."""
        self.stack = stack
        ask(self._desk, self, ProposeForStack(stack), self._on_stack, N_("Looking for what shows it…"))

    def _on_skills(self, proposal: Proposal) -> None:
        shown, asked = len(proposal.needs) - len(proposal.missing), len(proposal.needs)
        number = len(proposal.choices)
        heading = say(N_("{shown} of {asked} skills are shown"), shown=shown, asked=asked)
        if number:
            told = count(number, N_("By 1 credential."), N_("By {number} credentials."))
            parts = [told, say(N_("Fewer would not do."))] if proposal.proven and number > 1 else [told]
        else:
            parts = [say(N_("Nothing here shows any of them."))]
        if proposal.missing and number:
            parts.append(
                say(N_("Nothing here shows: {missing}."), missing=tuple(isolate(each) for each in proposal.missing))
            )
        self._tell(heading, " ".join(parts), proposal)

    def _on_stack(self, proposal: Proposal) -> None:
        number = len(proposal.choices)
        heading = count(number, N_("1 credential counts"), N_("{number} credentials count"))
        line = N_("Of each, what the stack’s figures stand on is ticked: title, credits, grade, date, skills.")
        self._tell(heading if number else say(N_("Nothing counts yet")), say(line) if number else "", proposal)

    def _tell(self, heading: str, line: str, proposal: Proposal) -> None:
        self.told.heading.show_text(heading)
        self.told.line.show_text(line)
        self.told.line.setVisible(bool(line))
        self.told.show()
        self.proposed.emit(proposal)

    def retranslate(self) -> None:
        self.skills.setAccessibleName(say(N_("The skills that are asked for")))
        self.skills.setPlaceholderText(say(N_("The skills that are asked for, one a line or parted by commas")))

    def restyle(self) -> None:
        self.skills.setFont(theme().font(Type.LABEL))
        self.skills.setFixedHeight(theme().px(76))
