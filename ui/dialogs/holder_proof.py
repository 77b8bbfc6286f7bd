"""My DID and a proof that I hold it, for an issuer: as a code, as text, as a file. An issuer's challenge can be answered."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where
from ui.clipboard import copy_secret
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.problems import show_problem
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.qr_loop import QrLoop
from ui.words import say
from wallet.i18n import N_
from wallet.messages.presenting import HolderKeyView, HolderProof, ProveHolder
from wallet.messages.requests import Problem

_CANNOT_WRITE = Problem(
    "file.cannot_write",
    N_("The file could not be written."),
    N_("Choose another folder, or make room on the disk."),
)


class HolderProofDialog(Dialog):
    """The code holds the DID and the proof, as the text and the file do."""

    def __init__(self, desk: Desk, owner: QWidget, key: HolderKeyView, proof: HolderProof) -> None:
        super().__init__(N_("Give your key to an issuer"), owner.window(), width=560)
        self._desk, self._key, self.proof = desk, key, proof
        self.content.addWidget(
            Label(Type.LABEL, "ink2").say(
                N_(
                    "The issuer puts this identifier into your credential. The proof shows that the key behind it is yours."
                )
            )
        )
        self.loop = QrLoop(desk)
        self.loop.code.setFixedHeight(min(theme().px(350), 420))
        self.loop.failed.connect(lambda _problem: self.loop.hide())
        self.loop.show_text(proof.presentation)
        self.content.addWidget(self.loop)
        self.content.addWidget(Label(Type.SMALL, "ink2").selectable().show_text(proof.did))
        self._add_buttons()
        self._add_challenge()
        close = self.add_button(Button(N_("Close"), Kind.PRIMARY))
        close.clicked.connect(self.accept)

    def _add_buttons(self) -> None:
        flow = FlowLayout(gap=8)
        for words, icon, act in (
            (N_("Copy identifier"), "copy", lambda: self._copy(self.proof.did)),
            (N_("Copy proof"), "signature", lambda: self._copy(self.proof.presentation)),
            (N_("Copy proof as JWT"), "signature", lambda: self._copy(self.proof.jwt)),
            (N_("Save proof…"), "download", self._save),
        ):
            button = Button(words, Kind.SECONDARY, icon)
            button.clicked.connect(act)
            flow.addWidget(button)
        self.content.addLayout(flow)

    def _add_challenge(self) -> None:
        more = Expander("send", indent=2)
        more.button.set_words(say(N_("The issuer gave me a challenge")), say(N_("Then the proof must answer it")))
        self.challenge = self._field(more.body_layout, N_("Challenge"))
        self.domain = self._field(more.body_layout, N_("Issuer’s name or address"))
        again = Button(N_("Answer it"), Kind.SECONDARY, "refresh-cw")
        again.clicked.connect(self.answer)
        more.body_layout.addWidget(again)
        self._answered = Label(Type.SMALL, "ink2")
        self._answered.hide()
        more.body_layout.addWidget(self._answered)
        self.content.addWidget(more)

    def _field(self, column: QVBoxLayout, key: str) -> QLineEdit:
        label = Label(Type.SMALL_STRONG).say(key)
        field = QLineEdit()
        field.setMaxLength(500)
        field.setAccessibleName(say(key))
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def answer(self) -> None:
        """Make the proof again, over the issuer's challenge."""
        request = ProveHolder(self._key.id, self.challenge.text().strip(), self.domain.text().strip())

        def done(proof: HolderProof) -> None:
            self.proof = proof
            self.loop.show_text(proof.presentation)
            self._answered.say(N_("The proof now answers this challenge. Copy or save it above, or show its code."))
            self._answered.show()

        ask(self._desk, self, request, done, N_("Making the proof…"))

    def _copy(self, text: str) -> None:
        copy_secret(text)
        self._desk.signals.told.emit(say(N_("Copied. It leaves the clipboard in 60 seconds.")))

    def _save(self) -> None:
        if path := ask_where(self, N_("Save"), "holder-proof.json", "JSON (*.json)"):
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the Data Integrity presentation."""
        try:
            path.write_text(self.proof.presentation, encoding="utf-8")
        except OSError:
            show_problem(self, _CANNOT_WRITE)
