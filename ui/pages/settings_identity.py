"""Who you are: the addresses and numbers by which a credential can be told to have been issued to you."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.actions.asking import change
from ui.desk import Desk
from ui.theme.fonts import Type
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.tag import TagChip
from ui.words import say
from wallet.i18n import N_
from wallet.messages.requests import Change, GetIdentity, Identity, OwnIdentifier, SetIdentity, Touched


class IdentityRow(QWidget):
    """E-mail addresses and student numbers as chips, a field to add one, and the wallet's own DIDs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._own: tuple[OwnIdentifier, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 14)
        column.setSpacing(8)
        column.addWidget(Label(Type.BODY_STRONG).say(N_("E-mail addresses and student numbers")))
        column.addWidget(
            Label(Type.SMALL, "ink2").say(
                N_("Kept in the vault. A credential that names one of them, even hashed, is shown as issued to you.")
            )
        )
        self._chips_holder = QWidget()
        self._chips = FlowLayout(self._chips_holder, gap=6)
        column.addWidget(self._chips_holder)
        self._field = QLineEdit()
        self._field.setMaxLength(254)
        self._field.returnPressed.connect(self._add)
        add = Button(N_("Add"), Kind.SECONDARY, "plus")
        add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._dids = Label(Type.SMALL, "ink3").selectable()
        self._dids.hide()
        column.addWidget(self._dids)
        self.retranslate()
        desk.signals.changed.connect(self._on_changed)
        self._ask()

    def retranslate(self) -> None:
        self._field.setPlaceholderText(say(N_("name@example.org or a number")))
        self._field.setAccessibleName(say(N_("An e-mail address or student number")))

    def _show(self, identity: Identity) -> None:
        self._own = identity.identifiers
        clear_layout(self._chips)
        for own in identity.identifiers:
            chip = TagChip(own.value)
            chip.clicked.connect(lambda _checked=False, own=own: self._remove(own))
            self._chips.addWidget(chip)
        self._chips_holder.setVisible(bool(identity.identifiers))
        self._chips_holder.updateGeometry()
        if identity.dids:
            self._dids.show_text("\n".join(identity.dids))
            self._dids.show()

    def _add(self) -> None:
        value = self._field.text().strip()
        if value:
            kind = "emailAddress" if "@" in value else "identifier"
            self._set((*self._own, OwnIdentifier(kind, value)))
            self._field.clear()

    def _remove(self, own: OwnIdentifier) -> None:
        self._set(tuple(each for each in self._own if each != own))

    def _set(self, identifiers: tuple[OwnIdentifier, ...]) -> None:
        change(
            self._desk,
            self,
            SetIdentity(identifiers),
            lambda _change: say(N_("Your identifiers are saved.")),
            N_("Saving…"),
        )

    def _ask(self) -> None:
        self._desk.wallet.ask(self, GetIdentity(), self._show, lambda _problem: None)

    def _on_changed(self, done: Change) -> None:
        if Touched.IDENTITY in done.touched:
            self._ask()
