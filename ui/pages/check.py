"""Check a credential, whether the vault is open or not. Nothing is stored unless it is kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.actions.keep import keep
from ui.desk import Desk
from ui.pages.unlock import HouseSeal
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.credential_view import CredentialView
from ui.widgets.empty_state import DashedPanel
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.received_list import NOTHING_THERE, ReceivedRow, RefusedRow
from ui.words import count
from wallet.i18n import N_
from wallet.messages.requests import Received, ReceivedItem

_NARROW = 860


class CheckPage(QScrollArea):
    """`add_wanted` names how to bring something: `files`, `folder` or `paste`; `back_wanted` when the vault is locked."""

    add_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, desk: Desk, *, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._locked = desk, locked
        self._received: Received | None = None
        self._chosen = 0
        self._rows: list[ReceivedRow] = []
        self._title = Label(Type.PAGE).say(N_("Check a credential"))
        self._line = Label(Type.BODY, "ink2").say(
            N_("Everything is checked on this computer. Nothing is stored unless you keep it.")
        )
        self._make_drop()
        self._result = QVBoxLayout()
        self._view: CredentialView | None = None
        self._lay_out()

    def _make_drop(self) -> None:
        self.panel = DashedPanel()
        heading = Label(Type.HERO).say(N_("Drop it here"))
        words = Label(Type.BODY, "ink2").say(N_("A file, a badge picture, a QR code in a picture, or its text."))
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = FlowLayout(gap=10, centred=True)
        open_files = Button(N_("Open files…"), Kind.PRIMARY, "file-plus")
        open_files.clicked.connect(lambda: self.add_wanted.emit("files"))
        paste = Button(N_("Paste"), Kind.SECONDARY, "clipboard-paste")
        paste.clicked.connect(lambda: self.add_wanted.emit("paste"))
        self._first = open_files
        buttons.addWidget(open_files)
        buttons.addWidget(paste)
        self._mark = HouseSeal(112)
        column = self.panel.column
        column.addStretch(1)
        column.addWidget(self._mark)
        column.addSpacing(4)
        column.addWidget(heading)
        column.addWidget(words)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)

    def _lay_out(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._keep = Button(N_("Keep it"), Kind.PRIMARY, "plus")
        self._keep.clicked.connect(self._on_keep)
        self._keep.hide()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.panel, 8)
        left.addLayout(self._list)
        left.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addLayout(left, 5)
        self._columns.addLayout(self._result, 6)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 28, 28, 28)
        column.setSpacing(8)
        if self._locked:
            back = Button(N_("Back"), Kind.QUIET, "arrow-left")
            back.clicked.connect(self.back_wanted)
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addSpacing(12)
        column.addLayout(self._columns, 1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.setAutoFillBackground(False)  # setWidget turned it on
        self.viewport().setAutoFillBackground(False)

    def show_received(self, received: Received) -> None:
        """Show what was found: each credential with its verdict, and what was refused with the reason."""
        self._received, self._chosen = received, 0
        self._fill_list(received)
        if received.items:
            self._choose(0)
        else:
            self._forget_view()
            self._keep.hide()

    def clear(self) -> None:
        """Forget what was shown."""
        self._forget_view()
        self._keep.hide()

    def take_focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_list(self, received: Received) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._rows = []
        if len(received.items) > 1:
            words = count(len(received.items), N_("1 credential found"), N_("{number} credentials found"))
            self._list.addWidget(Label(Type.CARD).show_text(words))
            for place, received_item in enumerate(received.items[:50]):
                row = ReceivedRow(received_item, choosable=False)
                row.chosen.connect(lambda place=place: self._choose(place))
                self._rows.append(row)
                self._list.addWidget(row)
        nothing = (NOTHING_THERE,) if not received.items and not received.refused else ()
        for problem in (*received.refused[:20], *nothing):
            self._list.addWidget(RefusedRow(problem))

    def _choose(self, place: int) -> None:
        if self._received is None:
            return
        self._chosen = place
        for number, row in enumerate(self._rows):
            row.set_current(number == place)
        item = self._received.items[place]
        self._forget_view()
        self._view = CredentialView(item.detail, clock=self._desk.clock)
        self._view.column.addStretch(1)
        self._result.addWidget(self._view)
        self._show_keep(item)
        self._arrange(self.width())

    def _forget_view(self) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
            self._view = None

    def _show_keep(self, item: ReceivedItem) -> None:
        self._keep.setVisible(not self._locked)
        self._keep.setEnabled(not item.already)
        self._keep.say(N_("Already in your wallet") if item.already else N_("Keep it"))

    def _on_keep(self) -> None:
        if self._received is not None and self._received.items:
            keep(self._desk, self, [self._received.items[self._chosen].token])
            self._keep.setEnabled(False)
            self._keep.say(N_("Kept"))

    def restyle(self) -> None:
        self._arrange(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        narrow = width < theme().px(_NARROW)
        self.panel.setMaximumHeight(theme().px(440))
        self._mark.setVisible(not narrow or self._view is None)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
