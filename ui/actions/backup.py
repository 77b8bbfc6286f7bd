"""Backups and the recovery kit: made, proved, restored."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.actions.asking import ask
from ui.actions.writing import ask_where
from ui.desk import Desk
from ui.dialogs.passphrase import PassphraseDialog
from ui.dialogs.recovery_kit import RecoveryKitDialog
from ui.dialogs.told import tell
from ui.words import count, say, show_moment
from wallet.i18n import N_
from wallet.messages.requests import (
    BackupReport,
    Change,
    DrillBackup,
    MakeBackup,
    MakeRecoveryKit,
    RestoreBackup,
    Touched,
)

SUFFIX = ".tessera"


def make_backup(desk: Desk, owner: QWidget) -> None:
    """Ask where to, write the backup, and say what it holds, as proved by opening it again."""
    name = f"tessera-{desk.clock().astimezone():%Y-%m-%d}{SUFFIX}"
    if path := ask_where(owner, N_("Back up"), name, _kinds()):
        backup_to(desk, owner, path)


def backup_to(desk: Desk, owner: QWidget, path: str) -> None:
    """Write the backup to `path`."""

    def told(report: BackupReport) -> None:
        held = count(report.credentials, N_("It holds 1 credential."), N_("It holds {number} credentials."))
        proved = say(N_("It was opened again and proved. Your passphrase opens it."))
        tell(owner, N_("The backup is made"), held, proved)

    ask(desk, owner, MakeBackup(path), told, N_("Making the backup…"))


def prove_backup(desk: Desk, owner: QWidget) -> None:
    """The restore drill: open a backup and prove it, changing nothing."""
    path = _choose(owner)
    if path:
        dialog = PassphraseDialog(owner, N_("Prove a backup"), N_("The backup’s passphrase"), N_("Prove it"))
        dialog.chosen.connect(lambda words: _drill(desk, owner, path, words))
        dialog.open()


def _drill(desk: Desk, owner: QWidget, path: str, passphrase: str) -> None:
    def told(report: BackupReport) -> None:
        tell(owner, N_("The backup is sound"), *_described(report.credentials, report.made))

    ask(desk, owner, DrillBackup(path, passphrase), told, N_("Proving the backup…"))


def restore_backup(desk: Desk, owner: QWidget) -> None:
    """Ask for a backup and its passphrase, and restore it."""
    path = _choose(owner)
    if path:
        dialog = PassphraseDialog(owner, N_("Restore a backup"), N_("The backup’s passphrase"), N_("Restore"))
        dialog.chosen.connect(lambda words: restore_from(desk, owner, path, words))
        dialog.open()


choose_backup_to_restore = restore_backup


def restore_from(desk: Desk, owner: QWidget, path: str, passphrase: str) -> None:
    """Restore the backup at `path`."""

    def told(report: BackupReport) -> None:
        parts = [
            count(report.added, N_("1 credential was added."), N_("{number} credentials were added.")),
            count(report.unchanged, N_("1 was here already."), N_("{number} were here already.")),
        ]
        if report.packs:
            parts.append(
                count(report.packs, N_("A trust pack came with it."), N_("{number} trust packs came with it."))
            )
        tell(owner, N_("The backup is restored"), *parts)
        desk.signals.changed.emit(Change((Touched.VAULT, Touched.CREDENTIALS, Touched.TRUST)))
        desk.wallet.refresh_state()

    ask(desk, owner, RestoreBackup(path, passphrase), told, N_("Restoring the backup…"))


def make_recovery_kit(desk: Desk, owner: QWidget) -> None:
    """Make a new recovery code and show it once, for printing."""
    ask(
        desk, owner, MakeRecoveryKit(), lambda kit: RecoveryKitDialog(owner, kit).open(), N_("Making the recovery kit…")
    )


def _choose(owner: QWidget) -> str:
    path, _kind = QFileDialog.getOpenFileName(owner, say(N_("Choose a backup")), str(Path.home()), _kinds())
    return path


def _kinds() -> str:
    return f"{say(N_('Tessera backups'))} (*{SUFFIX});;{say(N_('All files'))} (*)"


def _described(credentials: int, made: datetime) -> tuple[str, str]:
    held = count(credentials, N_("It holds 1 credential."), N_("It holds {number} credentials."))
    return held, say(N_("It was made on {moment}."), moment=show_moment(made))
