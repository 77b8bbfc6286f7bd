"""The locked wallet: a seal, a passphrase, and still a way to check a stranger's credential."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.problems import ProblemLine
from ui.seal import HOUSE_KEY, seal_pixmap
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.theme.tokens import Cue
from ui.wallet_client import WalletClient
from ui.widgets.button import Button, Kind
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.passphrase import PassphraseField
from ui.widgets.scroll_sheet import ScrollSheet
from wallet.i18n import N_
from wallet.messages.requests import Problem, Unlock, VaultState

_WIDTH = 440
_NARROWEST = 240


class HouseSeal(QWidget):
    """Tessera's own rosette. Decorative."""

    def __init__(self, diameter: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diameter = diameter

    def sizeHint(self) -> QSize:
        return QSize(self._diameter, self._diameter)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme().tokens
        seal = seal_pixmap(HOUSE_KEY, self._diameter, self.devicePixelRatioF(), tokens, Cue.WHOLE, tokens.accent)
        QPainter(self).drawPixmap(QPointF((self.width() - self._diameter) / 2, 0), seal)


class CentredPage(ScrollSheet):
    """A column in the middle of the window that scrolls when the text is large."""

    def __init__(self, parent: QWidget | None = None, width: int = _WIDTH) -> None:
        super().__init__(parent=parent)
        self._column_width = width
        outer = QWidget()
        self.column_widget = QWidget()
        self.column = QVBoxLayout(self.column_widget)
        self.column.setContentsMargins(0, 32, 0, 32)
        self.column.setSpacing(12)
        row = QHBoxLayout(outer)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(self.column_widget)
        row.addStretch(1)
        self.show_page(outer)
        self.restyle()

    def restyle(self) -> None:
        room = self.viewport().width() - 48
        self.column_widget.setFixedWidth(max(_NARROWEST, min(theme().px(self._column_width), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()


class UnlockPage(CentredPage):
    """`opened` carries the `VaultState`; `check_wanted`, `forgot_wanted`, `rescue_wanted` go elsewhere."""

    opened = Signal(object)
    check_wanted = Signal()
    forgot_wanted = Signal()
    rescue_wanted = Signal()

    def __init__(self, wallet: WalletClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wallet = wallet
        self.field = PassphraseField(N_("Passphrase"))
        self.field.returned.connect(self.unlock)
        self._problem = ProblemLine()
        self._button = Button(N_("Unlock"), Kind.PRIMARY).fill_width(tall=True)
        self._button.clicked.connect(self.unlock)
        self._keyring = Button(N_("Unlock with this computer’s key store"), Kind.SECONDARY, "fingerprint").fill_width(
            tall=True
        )
        self._keyring.clicked.connect(lambda: self._ask(Unlock(None)))
        self._keyring.hide()
        self.rescue_button = Button(N_("Rescue what can be read"), Kind.SECONDARY).fill_width(tall=True)
        self.rescue_button.clicked.connect(self.rescue_wanted)
        self.rescue_button.hide()
        self._fill()

    def _fill(self) -> None:
        title = Label(Type.DISPLAY).say(N_("Welcome back"))
        line = Label(Type.BODY, "ink2").say(N_("Your wallet is locked. Nothing in it can be read."))
        for label in (title, line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        links = FlowLayout(gap=4, centred=True)
        forgot = Button(N_("Forgot the passphrase?"), Kind.QUIET)
        forgot.clicked.connect(self.forgot_wanted)
        check = Button(N_("Check a credential without unlocking"), Kind.QUIET)
        check.clicked.connect(self.check_wanted)
        links.addWidget(forgot)
        links.addWidget(check)
        column = self.column
        column.addStretch(2)
        column.addWidget(HouseSeal(208))
        column.addSpacing(12)
        column.addWidget(title)
        column.addWidget(line)
        column.addSpacing(16)
        column.addWidget(self.field)
        column.addWidget(self._problem)
        column.addSpacing(4)
        column.addWidget(self._button)
        column.addWidget(self._keyring)
        column.addWidget(self.rescue_button)
        column.addSpacing(8)
        column.addLayout(links)
        column.addStretch(3)

    def show_state(self, state: VaultState) -> None:
        """Offer the key store only where this vault can be opened with it."""
        self._keyring.setVisible(state.keyring)

    def show_trouble(self, problem: Problem) -> None:
        """Say that there is nothing to unlock with."""
        self._problem.show_problem(problem)
        self._button.setEnabled(False)
        self._keyring.hide()

    def unlock(self) -> None:
        """Try what was typed."""
        with self.field.lent() as words:
            if words:
                self._ask(Unlock(words))
            else:
                self.field.setFocus()

    def _ask(self, request: Unlock) -> None:
        self._set_waiting(True)
        self._problem.hide()
        self.rescue_button.hide()
        self._wallet.ask(self, request, self._on_open, self._on_problem)

    def _on_open(self, state: VaultState) -> None:
        self._set_waiting(False)
        self.field.wipe()
        self.opened.emit(state)

    def _on_problem(self, problem: Problem) -> None:
        self._set_waiting(False)
        self._problem.show_problem(problem)
        self.rescue_button.setVisible(problem.code == "vault.damaged")
        self.field.field.selectAll()
        self.field.setFocus()

    def _set_waiting(self, waiting: bool) -> None:
        self._button.say(N_("Unlocking…") if waiting else N_("Unlock"))
        for widget in (self._button, self._keyring, self.field):
            widget.setEnabled(not waiting)
