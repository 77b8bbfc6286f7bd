"""Add a stack: one that ships, one in a file, or one of one's own."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.follow_pathway import follow_file, follow_shipped
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.problems import show_problem
from ui.stack_words import tell
from ui.theme.fonts import Type
from ui.widgets.banner import IconLabel
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.words import count, language, say
from wallet.i18n import N_
from wallet.messages.stack_views import StackCard, StackWord
from wallet.messages.stacks import ListStacks, PreviewStack, StackList, StackPreview

_WORDS = {
    StackWord.PUBLISHED: N_("Published by {source}"),
    StackWord.CLAIMED: N_("Unsigned, says it is by {source}"),
    StackWord.TRANSCRIBED: N_("Transcribed from {source}"),
    StackWord.ILLUSTRATIVE: N_("Invented example"),
    StackWord.PERSONAL: N_("Your own plan"),
}


class AddStackDialog(Dialog):
    """The shipped stacks with a search, and the two other ways below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(N_("Add a stack"), parent, width=640)
        self._desk, self._owner = desk, parent
        self._search = QLineEdit()
        self._search.setPlaceholderText(say(N_("Search stacks")))
        self._search.setAccessibleName(say(N_("Search stacks")))
        self._search.textChanged.connect(self._filter)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._rows: list[tuple[str, QWidget]] = []
        self.content.addWidget(
            Label(Type.BODY, "ink2").say(
                N_("A stack says what a degree, a certificate or a job asks for, and who says so.")
            )
        )
        self.content.addWidget(self._search)
        self.content.addLayout(self._list)
        write = self.add_left_button(Button(N_("Write your own…"), Kind.SECONDARY, "file-plus"))
        write.clicked.connect(lambda _checked=False: self._write())
        file = self.add_left_button(Button(N_("From a file…"), Kind.SECONDARY, "folder-open"))
        file.clicked.connect(lambda _checked=False: self._choose_file())
        close = self.add_button(Button(N_("Close")))
        close.clicked.connect(self.reject)
        desk.wallet.ask(self, ListStacks(language(), shipped=True), self._on_list, lambda p: show_problem(self, p))

    def _on_list(self, answer: StackList) -> None:
        for card in answer.cards:
            row = self._row(card)
            self._rows.append((f"{card.title} {card.source} {card.summary}".casefold(), row))
            self._list.addWidget(row)
            row.show()
        self.fit()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, card: StackCard) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 9, 0, 9)
        line.setSpacing(14)
        line.addWidget(IconLabel("layers", "ink2", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(Type.BODY_STRONG).show_text(card.title))
        words.addWidget(Label(Type.SMALL, "ink2").show_text(say(_WORDS[card.word], source=card.source)))
        if card.summary:
            words.addWidget(Label(Type.SMALL, "ink2").show_text(card.summary))
        line.addLayout(words, 1)
        button = Button(
            N_("Followed") if card.followed else N_("Follow"), Kind.SECONDARY, "check" if card.followed else "plus"
        )
        button.setEnabled(not card.followed)
        button.setAccessibleDescription(card.title)
        button.clicked.connect(lambda _checked=False, name=card.shipped: self._follow(name))
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        for text, row in self._rows:
            row.setVisible(all(word in text for word in wanted))

    def _follow(self, name: str) -> None:
        self.accept()
        follow_shipped(self._desk, self._owner, name)

    def _write(self) -> None:
        from ui.dialogs.stack_editor import StackEditor

        self.accept()
        StackEditor(self._desk, self._owner).open()

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, say(N_("Open a stack")), str(Path.home()), f"{say(N_('Stacks'))} (*.json *.jsonld *.jwt *.txt);;* (*)"
        )
        if path:
            look_at_file(self._desk, self, path, self.accept)


def look_at_file(desk: Desk, owner: QWidget, path: str, then: object = None) -> None:
    """Read a stack's file and show what is in it, warnings and all, before it is followed."""

    def show(preview: StackPreview) -> None:
        StackPreviewDialog(desk, owner.parentWidget() or owner, path, preview).open()
        if callable(then):
            then()

    ask(desk, owner, PreviewStack(path, language()), show, N_("Reading…"))


class StackPreviewDialog(Dialog):
    """What a file holds, on whose word, and what had to be assumed."""

    def __init__(self, desk: Desk, parent: QWidget, path: str, preview: StackPreview) -> None:
        super().__init__(N_("Follow this stack?"), parent, width=560)
        self._desk, self._owner, self._path = desk, parent, path
        self.content.addWidget(Label(Type.CARD).show_text(preview.title))
        self.content.addWidget(Label(Type.LABEL, "ink2").show_text(tell(preview.attribution)))
        if preview.summary:
            self.content.addWidget(Label(Type.BODY, "ink2").show_text(preview.summary))
        asked = count(preview.requirements, N_("It asks for 1 thing."), N_("It asks for {number} things."))
        self.content.addWidget(Label(Type.BODY).show_text(asked))
        if preview.warnings:
            self.content.addWidget(Label(Type.BODY_STRONG).say(N_("What had to be assumed")))
            for warning in preview.warnings:
                self.content.addWidget(Label(Type.SMALL, "ink2").show_text(f"· {tell(warning)}"))
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        go = self.add_button(Button(N_("Follow"), Kind.PRIMARY, "plus"))
        go.clicked.connect(lambda _checked=False: self._follow())

    def _follow(self) -> None:
        self.accept()
        follow_file(self._desk, self._owner, self._path)
