"""Somebody asks: who, what for, what is wanted, until when. Their name is their own word, and is shown as such."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.countdown import Countdown
from ui.widgets.label import Label
from ui.widgets.notice import Notice
from ui.words import isolate, say
from wallet.clock import Clock
from wallet.i18n import N_
from wallet.messages.presenting import FACT_WORDS, ChallengeView

_MOST = 12


class ChallengeDialog(Dialog):
    """`answered` when the person goes on to choose."""

    answered = Signal()

    def __init__(self, owner: QWidget, challenge: ChallengeView, clock: Clock) -> None:
        super().__init__(N_("Somebody asks to see something"), owner.window(), width=560)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows = [
            (N_("Who asks"), isolate(challenge.audience)),
            (N_("What for"), isolate(challenge.purpose) or say(N_("They do not say."))),
            (N_("What they want to see"), wanted_words(challenge) or say(N_("Whatever you choose"))),
            (N_("Check code"), challenge.check_code),
        ]
        for at, (key, text) in enumerate(rows):
            label = Label(Type.LABEL, "ink3").say(key)
            grid.addWidget(label, at, 0)
            value = Label(Type.BODY_STRONG).selectable().show_text(text)
            value.setAccessibleDescription(label.text())
            grid.addWidget(value, at, 1)
        self.content.addLayout(grid)
        self.content.addWidget(
            Notice("info").say(
                N_("Who asks is their own word"),
                N_(
                    "Nothing proves it. Compare the check code with the one on their screen, and look at whom you face."
                ),
            )
        )
        self._countdown = Countdown(clock)
        self._countdown.start(challenge.expires)
        self.content.addWidget(self._countdown)
        cancel = self.add_button(Button(N_("Do not answer")))
        cancel.clicked.connect(self.reject)
        go = self.add_button(Button(N_("Choose what to show"), Kind.PRIMARY, "share-2"))
        go.setEnabled(not challenge.over)
        self._countdown.over.connect(lambda: go.setEnabled(False))
        go.clicked.connect(self.accept)
        self.accepted.connect(self.answered)
        go.setFocus()


def wanted_words(challenge: ChallengeView) -> str:
    """Return what a challenge asks for: facts in words, the asker's own names as they are, and what must be exactly so."""
    facts = [say(fact) if fact in FACT_WORDS.values() else isolate(_readable(fact)) for fact in challenge.facts]
    parts = [say(N_(", ")).join(facts[:_MOST])]
    if challenge.values:
        parts.append(say(N_("exactly: {values}"), values=tuple(f"“{isolate(value)}”" for value in challenge.values)))
    return " · ".join(part for part in parts if part)


def _readable(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("_", " "))
    return words[:1].upper() + words[1:]
