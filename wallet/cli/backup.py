"""`tessera backup`: write the whole vault to one encrypted file, and prove that it can be brought back."""

import argparse
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.vault_access import add_vault_arguments, open_session, read_passphrase
from wallet.i18n import N_
from wallet.messages.requests import MakeBackup


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera backup`."""
    parser.add_argument("file", metavar="FILE", type=Path, help=words(N_("the backup to write")))
    parser.add_argument("--backup-passphrase-file", metavar="FILE",
                        help=words(N_("give the backup a passphrase of its own (else it opens with the vault's)")))  # fmt: skip
    add_force_argument(parser, words)
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write and prove it."""
    from wallet.store.kdf import NoSuchPassphraseError

    refuse_to_replace(arguments, arguments.file)
    own = read_passphrase(arguments.backup_passphrase_file, console) if arguments.backup_passphrase_file else ""
    if arguments.backup_passphrase_file and not own.strip():
        raise NoSuchPassphraseError(step="cli.backup_passphrase")
    with open_session(arguments, console) as session:
        report = session.backup(MakeBackup(str(arguments.file.absolute()), own))
    one = N_("1 credential is in {file}. It was opened again and proved.")
    many = N_("{count} credentials are in {file}. It was opened again and proved.")
    console.count(report.credentials, one, many, {"file": plain(report.path, 1000)})
    return 0
