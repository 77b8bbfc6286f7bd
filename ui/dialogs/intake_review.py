"""What was brought, before anything is kept: each credential with its verdict, each refusal with its reason."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions.keep import keep
from ui.desk import Desk
from ui.dialogs.dialog import Dialog
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.credential_view import CredentialView
from ui.widgets.label import Label
from ui.widgets.received_list import NOTHING_THERE, ReceivedRow, RefusedRow, is_offered
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import Received

_ROWS = 200  # widgets shown; everything ticked by default is kept all the same
_AT_ONCE = 8  # rows made at a time: about what the screen shows at first, few enough that nothing stutters
_BREATH_MS = 15  # for the window to draw in between


class IntakeReview(Dialog):
    """One credential is shown whole; several as a list with boxes."""

    def __init__(self, desk: Desk, owner: QWidget, received: Received) -> None:
        title = N_("Keep this?") if received.items else N_("Nothing to keep")
        super().__init__(title, owner.window(), width=640 if len(received.items) != 1 else 560)
        self._desk, self._owner, self._received = desk, owner, received
        self._rows: list[ReceivedRow] = []
        if len(received.items) == 1:
            self.content.addWidget(CredentialView(received.items[0].detail, clock=desk.clock))
        elif received.items:
            self._fill(received)
        self._fill_refused(received)
        self.content.addStretch(1)
        self._add_buttons()

    def _fill(self, received: Received) -> None:
        words = count(len(received.items), N_("1 credential found"), N_("{number} credentials found"))
        self.content.addWidget(Label(Type.LABEL, "ink2").show_text(words))
        self._list = QVBoxLayout()
        self._list.setSpacing(self.content.spacing())
        self.content.addLayout(self._list)
        self._add_rows()
        rest = sum(is_offered(item) for item in received.items[_ROWS:])
        if rest > 0:
            more = count(
                rest, N_("and 1 more, which will be kept too"), N_("and {number} more, which will be kept too")
            )
            self.content.addWidget(Label(Type.LABEL, "ink2").show_text(more))

    def _add_rows(self) -> None:
        """Add some rows, and the others when the window has had its turn."""
        shown = len(self._rows)
        for item in self._received.items[shown : min(shown + _AT_ONCE, _ROWS)]:
            row = ReceivedRow(item, choosable=True)
            row.chosen.connect(row.box.click)
            row.ticked.connect(self._say_keep)
            self._rows.append(row)
            self._list.addWidget(row)
        if len(self._rows) < min(len(self._received.items), _ROWS):
            QTimer.singleShot(_BREATH_MS, self, self._add_rows)

    def _fill_refused(self, received: Received) -> None:
        if not received.items and not received.refused:
            self.content.addWidget(RefusedRow(NOTHING_THERE))
        if received.refused and received.items:
            self.content.addWidget(Label(Type.CARD).say(N_("Could not be read")))
        for problem in received.refused[:_ROWS]:
            # The only thing there is to say is said whole.
            alone = len(received.refused) == 1 and not received.items
            self.content.addWidget(RefusedRow(problem, opened=alone))

    def _add_buttons(self) -> None:
        close = self.add_button(Button(N_("Cancel") if self._received.items else N_("Close")))
        close.clicked.connect(self.reject)
        self.keep_button = Button(N_("Keep it"), Kind.PRIMARY)
        if self._received.items:
            self.add_button(self.keep_button)
            self.keep_button.clicked.connect(self._on_keep)
            self.keep_button.setFocus()
            self._say_keep()
        else:
            close.set_kind(Kind.PRIMARY)
            close.setFocus()

    def tokens(self) -> list[str]:
        """Return what is ticked."""
        boxed = [row.item.token for row in self._rows if row.box.isChecked()]
        rest = self._received.items[len(self._rows) :]
        return boxed + [item.token for item in rest if is_offered(item)]

    def _say_keep(self) -> None:
        number = len(self.tokens())
        if len(self._received.items) == 1:
            self.keep_button.say(N_("Keep it") if number else N_("Already in your wallet"))
        elif all(item.already for item in self._received.items):
            self.keep_button.say(N_("Already in your wallet"))
        else:
            self.keep_button.say(N_("Keep {number}"), number=number)
        self.keep_button.setEnabled(bool(number))

    def _on_keep(self) -> None:
        keep(self._desk, self._owner, self.tokens())
        self.accept()
