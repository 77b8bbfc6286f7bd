"""Questions whose answer is a passphrase."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.problems import ProblemLine
from ui.widgets.button import Button, Kind
from ui.widgets.check_box import CheckBox
from ui.widgets.passphrase import LEAST, PassphraseField, StrengthHint
from wallet.i18n import N_
from wallet.messages.requests import ChangePassphrase, VaultState


class PassphraseDialog(Dialog):
    """One passphrase; `chosen` carries it once, and it is overwritten when everybody has been told."""

    chosen = Signal(object)

    def __init__(self, owner: QWidget, title: str, label: str, verb: str) -> None:
        super().__init__(title, owner.window(), width=460)
        self.field = PassphraseField(label)
        self.content.addWidget(self.field)
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        self.go = self.add_button(Button(verb, Kind.PRIMARY))
        self.go.clicked.connect(self._send)
        self.field.returned.connect(self._send)
        self.field.setFocus()

    def _send(self) -> None:
        with self.field.lent() as words:
            if words:
                self.field.wipe()
                self.accept()
                self.chosen.emit(words)


class NewPassphraseDialog(Dialog):
    """The old one and the new one; `chosen` carries a `ChangePassphrase`, overwritten when everybody has been told."""

    chosen = Signal(object)

    def __init__(self, owner: QWidget, state: VaultState) -> None:
        super().__init__(N_("Passphrase and key store"), owner.window(), width=480)
        self._old = PassphraseField(N_("The present passphrase, or the recovery code"))
        self._new = PassphraseField(N_("The new passphrase"))
        self._again = PassphraseField(N_("The same once more"))
        self._hint = StrengthHint()
        self._new.edited.connect(lambda: self._hint.show_strength(self._new))
        self._keyring = CheckBox(N_("Also let this computer’s key store unlock it"))
        self._keyring.setChecked(state.keyring)
        self._keyring.setVisible(state.keyring_available)
        self._problem = ProblemLine()
        for widget in (self._old, self._new, self._hint, self._again, self._keyring, self._problem):
            self.content.addWidget(widget)
        stay = self.add_button(Button(N_("Cancel")))
        stay.clicked.connect(self.reject)
        go = self.add_button(Button(N_("Change"), Kind.PRIMARY))
        go.clicked.connect(self._send)
        self._again.returned.connect(self._send)
        self._old.setFocus()

    def _send(self) -> None:
        if self._new.length < LEAST:
            self._problem.say(N_("The passphrase needs at least 8 characters."))
        elif not self._new.equals(self._again):
            self._problem.say(N_("The two passphrases are not the same."))
        else:
            with self._old.lent() as old, self._new.lent() as new:
                for field in (self._old, self._new, self._again):
                    field.wipe()
                self.accept()
                self.chosen.emit(ChangePassphrase(old, new, self._keyring.isChecked()))
