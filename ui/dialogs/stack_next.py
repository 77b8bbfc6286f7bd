"""Next steps: the least that completes a stack, by cost, hours, weeks or number of courses; or what stands in the way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.plan_course import record
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.stack_words import tell
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.stack_views import OwnBasis, StackView
from wallet.messages.stacks import NextSteps, StepAim, StepPlan, StepRow

_AIMS = {
    StepAim.COST: N_("Least cost"),
    StepAim.HOURS: N_("Fewest hours"),
    StepAim.WEEKS: N_("Fewest weeks"),
    StepAim.COURSES: N_("Fewest courses"),
}
_TOTALS = {
    StepAim.COST: N_("Together {total} {currency}."),
    StepAim.HOURS: N_("Together {total} hours."),
    StepAim.WEEKS: N_("Together {total} weeks, one after the other."),
    StepAim.COURSES: N_("Together {total} courses."),
}
_TOTALS_OF_ONE = {
    StepAim.HOURS: N_("1 hour."),
    StepAim.WEEKS: N_("1 week."),
    StepAim.COURSES: N_("1 course."),
}


class NextStepsDialog(Dialog):
    """Asks anew for each aim."""

    def __init__(self, desk: Desk, parent: QWidget, view: StackView) -> None:
        super().__init__(N_("Next steps"), parent, width=600)
        self._desk, self._view, self._owner = desk, view, parent
        self._aims = Segmented(N_("What should be least"), [(aim, words, {}) for aim, words in _AIMS.items()])
        self._aims.choose(StepAim.COST)
        self._aims.chosen.connect(self._ask)
        self._place = QVBoxLayout()
        self._place.setSpacing(4)
        self.content.addWidget(self._aims)
        self.content.addLayout(self._place)
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)
        self._ask(StepAim.COST)

    def _ask(self, aim: object) -> None:
        request = NextSteps(self._view.card.id, StepAim(str(aim)), language())
        ask(self._desk, self, request, self._show, N_("Looking for the shortest way"))

    def _show(self, plan: StepPlan) -> None:
        clear_layout(self._place)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(Type.CARD).show_text(_outcome(plan)))
        if plan.blocked:
            names = say(N_(", ")).join(plan.blocked)
            column.addWidget(Label(Type.BODY, "ink2").say(N_("Nothing on offer fills: {names}"), names=names))
        for number, step in enumerate(plan.steps, 1):
            column.addWidget(self._row(number, step))
        if not plan.proven:
            column.addWidget(Label(Type.SMALL, "ink2").say(N_("There may be a shorter way: the search was cut short.")))
        note = N_(
            "Costs and times are what the stack’s file says. Whether you pass is up to you; the institution decides."
        )
        column.addWidget(Label(Type.SMALL, "ink2").say(note))
        column.addWidget(Label(Type.SMALL, "ink2").show_text(tell(self._view.according_to)))
        self._place.addWidget(page)
        page.show()
        self.fit()

    def _row(self, number: int, step: StepRow) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 7, 0, 7)
        line.setSpacing(14)
        line.addWidget(Label(Type.CARD, "brass_text", wraps=False).show_text(str(number)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(step.title))
        for text in _details(step):
            words.addWidget(Label(Type.SMALL, "ink2").show_text(text))
        line.addLayout(words, 1)
        if step.achievement:
            button = Button(N_("Plan it"), Kind.SECONDARY, "calendar-check")
            button.setAccessibleDescription(step.title)
            button.clicked.connect(lambda _checked=False, key=step.achievement, b=button: self._plan(key, b))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _plan(self, achievement: str, button: Button) -> None:
        button.setEnabled(False)
        button.say(N_("Planned"))
        record(self._desk, self._owner, self._view.card.id, achievement, OwnBasis.PLANNED)


def _total(plan: StepPlan) -> str:
    words = _TOTALS_OF_ONE.get(plan.aim) if str(plan.total) == "1" else None
    return say(words or _TOTALS[plan.aim], total=plan.total, currency=plan.currency)


def _outcome(plan: StepPlan) -> str:
    total = _total(plan) if plan.total and plan.steps else ""
    if plan.completes and not plan.steps:
        return say(N_("The stack is complete already."))
    if plan.completes:
        return say(N_("With these it is complete. {total}"), total=total).strip()
    return say(N_("It cannot be completed from what is on offer. {total}"), total=total).strip()


def _details(step: StepRow) -> list[str]:
    parts = []
    if step.cost:
        parts.append(step.cost)
    if step.hours:
        parts.append(say(N_("{hours} hours"), hours=step.hours))
    if step.weeks:
        parts.append(say(N_("{weeks} weeks"), weeks=step.weeks))
    lines = [" · ".join(parts)] if parts else []
    if step.after:
        lines.append(say(N_("After: {names}"), names=say(N_(", ")).join(step.after)))
    lines += [" · ".join(part for part in (fact.claim, fact.url, fact.date) if part) for fact in step.facts]
    return lines
