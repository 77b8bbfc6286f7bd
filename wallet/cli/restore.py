"""`tessera restore`: prove a backup and bring it back: merged into the vault that is there, or as a vault where there is none."""

import argparse
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import Console
from wallet.cli.vault_access import add_vault_arguments, new_session, open_session, read_passphrase
from wallet.i18n import N_
from wallet.messages.requests import BackupReport, DrillBackup, RestoreBackup
from wallet.session import Session


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera restore`."""
    parser.add_argument("file", metavar="FILE", type=Path, help=words(N_("the backup to bring back")))
    parser.add_argument(
        "--dry-run", action="store_true", help=words(N_("prove it and say what would change, and change nothing"))
    )
    parser.add_argument("--backup-passphrase-file", metavar="FILE",
                        help=words(N_("the backup's own passphrase, or its recovery code, if it is not the vault's")))  # fmt: skip
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Restore. Where there is no vault, the passphrase asked for is the backup's."""
    session = new_session(arguments, console)
    if session.state().exists:
        own = read_passphrase(
            arguments.backup_passphrase_file or arguments.passphrase_file, console, N_("The backup's passphrase: ")
        )
        with open_session(arguments, console) as opened:
            return _restore(opened, arguments, own, console)
    try:
        own = read_passphrase(
            arguments.backup_passphrase_file or arguments.passphrase_file, console, N_("The backup's passphrase: ")
        )
        return _restore(session, arguments, own, console)
    finally:
        session.goodbye()


def _restore(session: Session, arguments: argparse.Namespace, passphrase: str, console: Console) -> int:
    path = str(arguments.file.absolute())
    if arguments.dry_run:
        _tell(N_("The backup of {made} is whole. It would add {added}, update {updated} and leave {unchanged} as they are."),
              session.drill(DrillBackup(path, passphrase)), console)  # fmt: skip
    else:
        _tell(N_("The backup of {made} is back: {added} added, {updated} updated, {unchanged} as they were."),
              session.restore(RestoreBackup(path, passphrase)), console)  # fmt: skip
    return 0


def _tell(sentence: str, report: BackupReport, console: Console) -> None:
    facts = {"made": report.made.date().isoformat(), "added": report.added, "updated": report.updated}
    console.say(sentence, {**facts, "unchanged": report.unchanged})
    if report.packs:
        console.count(report.packs, N_("A trust pack is in it."), N_("{count} trust packs are in it."))
