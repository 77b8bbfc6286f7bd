"""Your keys: what an issuer ties a credential to, so that you alone can show it as yours. Never shown, never exported."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions.asking import ask
from ui.actions.present_keys import make_key
from ui.desk import Desk
from ui.dialogs.holder_proof import HolderProofDialog
from ui.widgets.button import Button, Kind
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.setting_row import SettingRow, Sheet
from ui.words import count, say, show_date
from wallet.i18n import N_
from wallet.messages.presenting import HolderKeys, HolderKeyView, HolderProof, ListHolderKeys, ProveHolder
from wallet.messages.requests import Change, Touched

_KINDS = (("Ed25519", "key", N_("Make a key")), ("P-256", "jwk", N_("Make a P-256 key")))


class HolderKeysSheet(Sheet):
    """A row a key, and below them how to make one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Your keys"), parent)
        self._desk = desk
        self._keys: tuple[HolderKeyView, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._rows)
        self.add(holder)
        both = QWidget()
        flow = FlowLayout(both, gap=8)
        for kind, form, words in _KINDS:
            button = Button(words, Kind.SECONDARY, "key-round" if form == "key" else "")
            button.clicked.connect(lambda _on=False, kind=kind, form=form: make_key(desk, self, kind, form))
            flow.addWidget(button)
        line = N_(
            "An issuer needs one to tie a credential to you. Use a new one where you do not want to be recognised."
        )
        self.add(SettingRow(N_("Make a key"), line, both))
        desk.signals.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the keys."""
        self._desk.wallet.ask(self, ListHolderKeys(), self._show, lambda _problem: None)

    def _show(self, answer: HolderKeys) -> None:
        self._keys = answer.keys
        self.retranslate()

    def retranslate(self) -> None:
        if not hasattr(self, "_rows"):
            return
        clear_layout(self._rows)
        for key in self._keys:
            self._rows.addWidget(self._row(key))

    def _row(self, key: HolderKeyView) -> SettingRow:
        prove = Button(N_("Give it to an issuer…"), Kind.SECONDARY, "send")
        prove.clicked.connect(lambda: self.prove(key))
        row = SettingRow(N_("Your key"), "", prove)
        row.title.show_text(key.label or say(N_("{kind} key"), kind=key.kind))
        parts = [key.kind, say(N_("made on {day}"), day=show_date(key.made))]
        if key.credentials:
            parts.append(count(key.credentials, N_("1 credential"), N_("{number} credentials")))
        row.line.show_text(f"{' · '.join(parts)}\n{key.did[:60]}{'…' if len(key.did) > 60 else ''}")
        row.line.show()
        prove.setAccessibleDescription(row.title.text())
        return row

    def prove(self, key: HolderKeyView) -> None:
        """Show the DID and a proof of control, to be given to an issuer."""

        def show(proof: HolderProof) -> None:
            HolderProofDialog(self._desk, self, key, proof).open()

        ask(self._desk, self, ProveHolder(key.id), show, N_("Making the proof…"))

    def _on_changed(self, change: Change) -> None:
        if {Touched.IDENTITY, Touched.VAULT}.intersection(change.touched):
            self.refresh()
