"""Settings: how it looks, when it locks, who you are, whom you trust, and how nothing gets lost."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions.audit import audit_vault
from ui.actions.backup import make_backup, make_recovery_kit, prove_backup, restore_backup
from ui.actions.passphrase import change_passphrase
from ui.actions.samples import add_samples, remove_samples
from ui.actions.trust import add_pack, remove_pack
from ui.desk import Desk
from ui.look import apply_look
from ui.pages.holder_keys import HolderKeysSheet
from ui.pages.settings_identity import IdentityRow
from ui.screen_privacy import screen_privacy
from ui.settings import (
    APPEARANCE,
    HIDE_FROM_SCREEN,
    LANGUAGE,
    LOCK_AFTER_MINUTES,
    MORE_CONTRAST,
    TEXT_PERCENT,
    Setting,
    T,
)
from ui.theme.fonts import Type
from ui.theme.theme import theme
from ui.widgets.button import Button, Kind
from ui.widgets.check_box import CheckBox
from ui.widgets.clearing import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label
from ui.widgets.scroll_sheet import ScrollSheet
from ui.widgets.segmented import Segmented
from ui.widgets.setting_row import SettingRow, Sheet
from ui.words import LANGUAGE_NAMES, count, say, show_date
from wallet.i18n import N_
from wallet.messages.requests import Change, ListPacks, PackList, PackView, Touched, VaultState

_WIDTH = 840


class SettingsPage(ScrollSheet):
    """Everything takes effect at once. `lock_after_changed` when the idle timer does."""

    lock_after_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._choices: list[Callable[[], None]] = []
        page = QWidget()
        self._inner = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(36, 28, 28, 40)
        row.addWidget(self._inner, 1)
        row.addStretch(0)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(28)
        self._column.addWidget(Label(Type.PAGE).say(N_("Settings")))
        for sheet in (
            self._look(),
            self._privacy(),
            self._you(),
            HolderKeysSheet(desk),
            self._trust(),
            self._safety(),
            self._about(),
        ):
            self._column.addWidget(sheet)
        self._column.addStretch(1)
        self.show_page(page)
        desk.signals.changed.connect(self._on_changed)
        desk.signals.state.connect(self._on_state)
        desk.wallet.refresh_state()
        self.restyle()

    def restyle(self) -> None:
        self._inner.setMaximumWidth(theme().px(_WIDTH))
        for show in self._choices:  # the palette changes them too
            show()

    # look

    def _look(self) -> Sheet:
        sheet = Sheet(N_("Look"))
        languages: list[tuple[object, str, dict[str, object]]] = [("", N_("As the system"), {})]
        languages += [(code, name, {}) for code, name in LANGUAGE_NAMES.items()]
        sheet.add(SettingRow(LANGUAGE.words, "", self._choice(LANGUAGE, languages)))
        looks: list[tuple[object, str, dict[str, object]]] = [
            ("system", N_("As the system"), {}),
            ("light", N_("Light"), {}),
            ("dark", N_("Dark"), {}),
        ]
        sheet.add(SettingRow(APPEARANCE.words, "", self._choice(APPEARANCE, looks)))
        sizes: list[tuple[object, str, dict[str, object]]] = [
            (percent, N_("{percent} %"), {"percent": percent}) for percent in (100, 125, 150, 175, 200)
        ]
        sheet.add(SettingRow(TEXT_PERCENT.words, "", self._choice(TEXT_PERCENT, sizes)))
        contrast = CheckBox(N_("Black on white, stronger lines"))
        contrast.setChecked(self._desk.settings.read(MORE_CONTRAST))
        contrast.toggled.connect(self._set_contrast)
        sheet.add(SettingRow(MORE_CONTRAST.words, "", contrast))
        return sheet

    def _choice(self, setting: Setting[T], options: list[tuple[object, str, dict[str, object]]]) -> Segmented:
        control = Segmented(setting.words, options)
        control.choose(self._desk.settings.read(setting))
        control.chosen.connect(lambda value: self._set_look(setting, value))
        self._choices.append(lambda: control.choose(self._desk.settings.read(setting)))
        return control

    def _set_look(self, setting: Setting[T], value: T) -> None:
        self._desk.settings.write(setting, value)
        apply_look(self._desk.settings)

    def _set_contrast(self, wanted: bool) -> None:
        self._desk.settings.write(MORE_CONTRAST, wanted)
        apply_look(self._desk.settings)

    # privacy

    def _privacy(self) -> Sheet:
        sheet = Sheet(N_("Privacy"))
        options: list[tuple[object, str, dict[str, object]]] = [
            (minutes, N_("{minutes} min"), {"minutes": minutes}) for minutes in (2, 5, 10, 30)
        ]
        options.append((0, N_("Never"), {}))
        idle = Segmented(LOCK_AFTER_MINUTES.words, options)
        idle.choose(self._desk.settings.read(LOCK_AFTER_MINUTES))
        idle.chosen.connect(self._set_lock_after)
        line = N_("It also locks when the computer sleeps, the screen locks or somebody else logs in.")
        sheet.add(SettingRow(LOCK_AFTER_MINUTES.words, line, idle))
        change = self._button(N_("Change…"), lambda: change_passphrase(self._desk, self))
        self._opens = SettingRow(N_("Passphrase and key store"), N_("What opens this vault."), change)
        sheet.add(self._opens)
        sheet.add(self._screen_row())
        return sheet

    def _screen_row(self) -> SettingRow:
        privacy = screen_privacy()
        hide = CheckBox(N_("Also from screen sharing"))
        hide.setChecked(privacy.available and self._desk.settings.read(HIDE_FROM_SCREEN))
        hide.setEnabled(privacy.available)
        hide.toggled.connect(self._set_hidden)
        line = (
            N_("Pictures of the screen show nothing of Tessera. A camera still sees it.")
            if privacy.available
            else N_(
                "This system offers windows no way to hide from screenshots. Lock the wallet before you share the screen."
            )
        )
        return SettingRow(HIDE_FROM_SCREEN.words, line, hide)

    def _set_hidden(self, wanted: bool) -> None:
        self._desk.settings.write(HIDE_FROM_SCREEN, wanted)
        screen_privacy().choose(wanted)

    def _say_what_opens(self, state: VaultState) -> None:
        if state.keyring:
            line = N_("The passphrase opens this vault, and so does this computer’s key store.")
        elif state.keyring_available:
            line = N_("The passphrase opens this vault. This computer’s key store could open it too.")
        else:
            line = N_("The passphrase opens this vault. There is no key store here that Tessera can rely on.")
        self._opens.line.say(line)

    def _set_lock_after(self, minutes: int) -> None:
        self._desk.settings.write(LOCK_AFTER_MINUTES, minutes)
        self.lock_after_changed.emit()

    # you

    def _you(self) -> Sheet:
        sheet = Sheet(N_("You"))
        sheet.add(IdentityRow(self._desk))
        return sheet

    # trust

    def _trust(self) -> Sheet:
        sheet = Sheet(N_("Whom you trust"))
        self._packs = QVBoxLayout()
        self._packs.setSpacing(0)
        packs = QWidget()
        packs.setLayout(self._packs)
        self._packs.setContentsMargins(0, 0, 0, 0)
        sheet.add(packs)
        add = self._button(N_("Add a trust pack…"), lambda: add_pack(self._desk, self))
        line = N_("A file that says who issuers are, with their keys and status lists.")
        sheet.add(SettingRow(N_("Trust packs"), line, add))
        self._ask_packs()
        return sheet

    def _ask_packs(self) -> None:
        self._desk.wallet.ask(self, ListPacks(), self._show_packs, lambda _problem: None)

    def _show_packs(self, listed: PackList) -> None:
        clear_layout(self._packs)
        for pack in listed.packs:
            self._packs.addWidget(self._pack_row(pack))

    def _pack_row(self, pack: PackView) -> SettingRow:
        control: QWidget | None = None
        if not pack.bundled and not pack.sample:
            control = self._button(N_("Remove"), lambda: remove_pack(self._desk, self, pack.id))
        row = SettingRow(N_("Trust packs"), "", control)
        row.title.show_text(pack.name)
        parts = [count(pack.issuers, N_("1 issuer"), N_("{number} issuers"))]
        parts += [say(N_("seen {day}"), day=show_date(pack.seen))] if pack.seen else []
        parts += [say(N_("came with Tessera"))] if pack.bundled else []
        parts += [say(N_("comes and goes with the examples"))] if pack.sample else []
        row.line.show_text(" · ".join(parts))
        row.line.show()
        return row

    # safety

    def _safety(self) -> Sheet:
        sheet = Sheet(N_("So that nothing gets lost"))
        desk = self._desk
        backup = self._button(N_("Back up…"), lambda: make_backup(desk, self))
        sheet.add(SettingRow(N_("Backup"), N_("One encrypted file; it is opened again at once to prove it."), backup))
        both = QWidget()
        flow = FlowLayout(both, gap=8, right=True)
        flow.addWidget(self._button(N_("Prove a backup…"), lambda: prove_backup(desk, self)))
        flow.addWidget(self._button(N_("Restore…"), lambda: restore_backup(desk, self)))
        sheet.add(SettingRow(N_("Restore"), N_("Proving changes nothing. Restoring adds what is missing."), both))
        kit = self._button(N_("Make a recovery kit…"), lambda: make_recovery_kit(desk, self))
        sheet.add(
            SettingRow(
                N_("Recovery kit"), N_("A page to print and keep: it opens the vault when the passphrase is lost."), kit
            )
        )
        look = self._button(N_("Look it over…"), lambda: audit_vault(desk, self))
        sheet.add(
            SettingRow(N_("The vault itself"), N_("Is every page of it sound, and none an older one put back?"), look)
        )
        self._samples = self._button(N_("Load the examples"), self._turn_samples)
        self._have_samples = False
        sheet.add(
            SettingRow(
                N_("Examples"),
                N_("Invented credentials from invented institutions, to look around with."),
                self._samples,
            )
        )
        return sheet

    def _turn_samples(self) -> None:
        (remove_samples if self._have_samples else add_samples)(self._desk, self)

    # about

    def _about(self) -> Sheet:
        sheet = Sheet(N_("About Tessera"))
        row = SettingRow(N_("Tessera"), "")
        row.line.say(
            N_("Version {version}. Free software under the Apache licence 2.0. Nothing leaves this computer unasked."),
            version=_version(),
        )
        row.line.show()
        sheet.add(row)
        types = SettingRow(
            N_("Fonts and icons"), N_("Source Serif 4 and Inter (SIL Open Font Licence), Lucide (ISC), Qt (LGPL).")
        )
        sheet.add(types)
        return sheet

    # what happens elsewhere

    def _on_changed(self, change: Change) -> None:
        if Touched.TRUST in change.touched:
            self._ask_packs()

    def _on_state(self, state: VaultState) -> None:
        self._have_samples = state.samples
        self._say_what_opens(state)
        self._samples.say(N_("Remove the examples") if state.samples else N_("Load the examples"))

    def retranslate(self) -> None:
        self._ask_packs()

    def _button(self, key: str, act: object) -> Button:
        button = Button(key, Kind.SECONDARY)
        button.clicked.connect(act)
        return button


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tessera-wallet")
    except PackageNotFoundError:
        return "0.1.0"
