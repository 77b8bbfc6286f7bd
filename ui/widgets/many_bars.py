"""Above the table of many checks: how far it is, what came out, and which of it to show."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.models.many_model import UNREADABLE_WORDS
from ui.theme.fonts import Type
from ui.theme.tokens import VERDICT_LOOKS
from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.words import count, words_of
from wallet.i18n import N_, Message
from wallet.messages.many import UNREADABLE, ManyFilter, ManyState
from wallet.report import Verdict

DUPLICATES = "duplicates"


class ManyProgress(QWidget):
    """How far a run is, with a button that stops it; afterwards how much was checked."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label(Type.LABEL, "ink2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.stop_button = Button(N_("Stop"), Kind.SECONDARY, "x")
        self.stop_button.clicked.connect(self.stop_wanted)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(column, 1)
        row.addWidget(self.stop_button)
        self._state = ManyState()

    def show_state(self, state: ManyState) -> None:
        """Show where a run stands."""
        self._state = state
        self._bar.setRange(0, state.files)
        self._bar.setValue(state.files_done)
        self._bar.setVisible(state.running)
        self.stop_button.setVisible(state.running)
        self.retranslate()

    def retranslate(self) -> None:
        state = getattr(self, "_state", None)
        if state is None:
            return
        if state.running:
            self._words.say(N_("{done} of {total} files checked"), done=state.files_done, total=state.files)
        elif state.files_done < state.files:
            self._words.say(N_("Stopped after {done} of {total} files"), done=state.files_done, total=state.files)
        else:
            files = count(state.files, N_("1 file"), N_("{number} files"))
            documents = count(state.documents, N_("1 document"), N_("{number} documents"))
            self._words.say(N_("{files} checked, {documents} in them"), files=files, documents=documents)
        self._bar.setAccessibleName(self._words.text())


class ManyChips(QWidget):
    """One button a verdict that came out, with how many; and what is there more than once. `changed` when one is pressed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Button] = {}
        self._alike: tuple[ManyFilter, Message] | None = None
        self._flow = FlowLayout(self, gap=6)
        self.alike = Button(N_("Show everything"), Kind.SECONDARY, "x")
        self.alike.setCheckable(True)
        self.alike.clicked.connect(self.clear)
        self.alike.hide()
        self._flow.addWidget(self.alike)
        for name in (*(verdict.value for verdict in Verdict), UNREADABLE, DUPLICATES):
            self._add(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _add(self, name: str) -> None:
        icon = {UNREADABLE: "file-x", DUPLICATES: "copy"}.get(name) or VERDICT_LOOKS[Verdict(name)].icon
        chip = Button(_words(name), Kind.SECONDARY, icon)
        chip.setCheckable(True)
        chip.clicked.connect(self._on_chip)
        chip.hide()
        self._chips[name] = chip
        self._flow.addWidget(chip)

    def chip(self, name: str) -> Button:
        """The button of a verdict, UNREADABLE or DUPLICATES."""
        return self._chips[name]

    def show_state(self, state: ManyState) -> None:
        """Show how many there are of each."""
        numbers = {**state.counts, DUPLICATES: state.duplicates}
        for name, chip in self._chips.items():
            number = numbers.get(name, 0)
            chip.setVisible(bool(number) or chip.isChecked())
            if number:
                chip.say(N_("{words} · {number}"), words=Message(_words(name)), number=number)

    def filter(self, query: str) -> ManyFilter:
        """Return what is to be listed: what the buttons say, and every word of `query`."""
        if self._alike is not None:
            alike = self._alike[0]
            return ManyFilter(query, copies_of=alike.copies_of, learner_of=alike.learner_of)
        pressed = tuple(name for name, chip in self._chips.items() if chip.isChecked() and name != DUPLICATES)
        return ManyFilter(query, pressed, self._chips[DUPLICATES].isChecked())

    def show_alike(self, chosen: ManyFilter, words: Message) -> None:
        """Show only what is like one row, until the button that says so is pressed."""
        self.clear(tell=False)
        self._alike = (chosen, words)
        self.alike.say(words.text, **words.facts)
        self.alike.setChecked(True)
        self.alike.show()
        self.changed.emit()

    def clear(self, _checked: bool = False, *, tell: bool = True) -> None:
        """Press none."""
        self._alike = None
        self.alike.hide()
        for chip in self._chips.values():
            chip.setChecked(False)
        if tell:
            self.changed.emit()

    def is_filtering(self) -> str:
        """Return a word where something is left out, else ""."""
        pressed = [name for name, chip in self._chips.items() if chip.isChecked()]
        return "alike" if self._alike is not None else next(iter(pressed), "")

    def _on_chip(self) -> None:
        self._alike = None
        self.alike.hide()
        self.changed.emit()


def _words(name: str) -> str:
    if name == DUPLICATES:
        return N_("More than once")
    return UNREADABLE_WORDS if name == UNREADABLE else words_of(Verdict(name)).title
