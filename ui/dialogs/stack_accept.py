"""Accept something that is held for a requirement that does not name it, with a note. It stays the learner's own word."""

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.actions.follow_pathway import decide
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.theme.tokens import MEASURES
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.words import say, verdict_title
from wallet.i18n import N_
from wallet.messages.stack_views import StackBrick, StackView


class AcceptDialog(Dialog):
    """What does not count comes first; what counts elsewhere can be chosen as well."""

    def __init__(self, desk: Desk, owner: QWidget, view: StackView, brick: StackBrick) -> None:
        super().__init__(N_("Accept something for it"), owner.window(), width=520)
        self._desk, self._owner, self._view, self._brick = desk, owner, view, brick
        self.content.addWidget(Label(Type.CARD).show_text(brick.title))
        self.content.addWidget(
            Label(Type.BODY, "ink2").say(
                N_(
                    "It is your own word: it counts in no figure but “with what is not verified”, and the institution decides."
                )
            )
        )
        self.choice = Choice()
        self.choice.setAccessibleName(say(N_("What you hold")))
        for title, holding in _candidates(view):
            self.choice.addItem(title, holding)
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.note.setMinimumHeight(MEASURES.target)
        self.note.setAccessibleName(say(N_("Why? The note stays visible, and the institution decides.")))
        for key, field in (
            (N_("What you hold"), self.choice),
            (N_("Why? The note stays visible, and the institution decides."), self.note),
        ):
            label = Label(Type.BODY_STRONG).say(key)
            label.setBuddy(field)
            self.content.addWidget(label)
            self.content.addWidget(field)
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        self.go = self.add_button(Button(N_("Accept"), Kind.PRIMARY))
        self.go.setEnabled(False)
        self.go.clicked.connect(lambda _checked=False: self._accept())
        self.note.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip()) and self.choice.count() > 0))
        self.note.returnPressed.connect(self.go.click)

    def _accept(self) -> None:
        self.accept()
        holding = str(self.choice.currentData())
        stack, requirement = self._view.card.id, self._brick.requirement
        decide(self._desk, self._owner, stack, requirement, "accept", self.note.text(), holding)


def _candidates(view: StackView) -> list[tuple[str, str]]:
    rows = [
        (f"{row.title} ({verdict_title(row.verdict)})" if row.verdict is not None else row.title, row.holding)
        for row in view.not_counted
    ]
    bricks = (brick for layer in view.layers for brick in layer.bricks if brick.credential and brick.holdings)
    for brick in bricks:
        rows += [(say(N_("{title} (counts elsewhere)"), title=brick.title), key) for key in brick.holdings]
    return list({key: (title, key) for title, key in reversed(rows)}.values())[::-1]
