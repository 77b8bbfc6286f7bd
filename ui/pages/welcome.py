"""The first run: one passphrase, and the vault is there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.pages.unlock import CentredPage, HouseSeal
from ui.problems import ProblemLine
from ui.theme.fonts import Type
from ui.wallet_client import WalletClient
from ui.widgets.button import Button, Kind
from ui.widgets.check_box import CheckBox
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.passphrase import LEAST, PassphraseField, StrengthHint
from wallet.i18n import N_
from wallet.messages.requests import CreateVault, Problem, VaultState


class WelcomePage(CentredPage):
    """`created` carries the `VaultState`; `restore_wanted`, `check_wanted` go elsewhere."""

    created = Signal(object)
    restore_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, wallet: WalletClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wallet = wallet
        self.first = PassphraseField(N_("Choose a passphrase"))
        self.again = PassphraseField(N_("The same once more"))
        self._hint = StrengthHint()
        self.first.edited.connect(lambda: self._hint.show_strength(self.first))
        self.first.returned.connect(self.again.setFocus)
        self.again.returned.connect(self.make_vault)
        self._keyring = CheckBox(N_("Also let this computer’s key store unlock it"))
        self._keyring.hide()
        self._problem = ProblemLine()
        self._button = Button(N_("Make my vault"), Kind.PRIMARY).fill_width(tall=True)
        self._button.clicked.connect(self.make_vault)
        self._fill()

    def _fill(self) -> None:
        title = Label(Type.DISPLAY).say(N_("A safe place for what you have learned"))
        line = Label(Type.BODY, "ink2").say(
            N_("Your credentials stay on this computer, encrypted. Nobody can reset the passphrase for you.")
        )
        for label in (title, line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        links = FlowLayout(gap=12, centred=True)
        restore = Button(N_("Restore a backup"), Kind.QUIET)
        restore.clicked.connect(self.restore_wanted)
        check = Button(N_("Only check a credential"), Kind.QUIET)
        check.clicked.connect(self.check_wanted)
        links.addWidget(restore)
        links.addWidget(check)
        column = self.column
        column.addStretch(2)
        column.addWidget(HouseSeal(144))
        column.addSpacing(8)
        column.addWidget(title)
        column.addWidget(line)
        column.addSpacing(12)
        column.addWidget(self.first)
        column.addWidget(self._hint)
        column.addSpacing(4)
        column.addWidget(self.again)
        column.addWidget(self._keyring)
        column.addWidget(self._problem)
        column.addSpacing(4)
        column.addWidget(self._button)
        column.addSpacing(4)
        column.addLayout(links)
        column.addStretch(3)

    def show_state(self, state: VaultState) -> None:
        """Offer the key store only where there is one."""
        self._keyring.setVisible(state.keyring_available)

    def make_vault(self) -> None:
        """Make the vault, unless the passphrases differ or are too short."""
        if self.first.length < LEAST:
            self._problem.say(N_("The passphrase needs at least 8 characters."))
            self.first.setFocus()
            return
        if not self.first.equals(self.again):
            self._problem.say(N_("The two passphrases are not the same."))
            self.again.setFocus()
            return
        self._problem.hide()
        self._set_waiting(True)
        with self.first.lent() as words:
            request = CreateVault(words, self._keyring.isChecked())
            self._wallet.ask(self, request, self._on_created, self._on_problem)

    def _on_created(self, state: VaultState) -> None:
        self._set_waiting(False)
        self.first.wipe()
        self.again.wipe()
        self.created.emit(state)

    def _on_problem(self, problem: Problem) -> None:
        self._set_waiting(False)
        self._problem.show_problem(problem)

    def _set_waiting(self, waiting: bool) -> None:
        self._button.say(N_("Making the vault…") if waiting else N_("Make my vault"))
        for widget in (self._button, self.first, self.again, self._keyring):
            widget.setEnabled(not waiting)
