"""`tessera passphrase`: give the vault another passphrase, and say whether this computer's key store opens it, too."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console
from wallet.cli.vault_access import new_session, read_new_passphrase, read_passphrase, show_warnings
from wallet.cli.vault_arguments import add_vault_arguments
from wallet.errors import VaultMissingError
from wallet.i18n import N_
from wallet.messages.requests import ChangePassphrase, Unlock


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera passphrase`."""
    parser.add_argument(
        "--new-passphrase-file", metavar="FILE", help=words(N_("read the new passphrase from the first line of FILE"))
    )
    parser.add_argument(
        "--no-keyring", action="store_true", help=words(N_("from now on this computer's key store opens it no longer"))
    )
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Change it. The old one may be the recovery code. Raises WrongPassphraseError, PassphrasesDifferError: nothing has changed."""
    if arguments.keyring and arguments.no_keyring:
        console.warn(N_("Choose one of --keyring and --no-keyring."))
        return 2
    session = new_session(arguments, console)
    if not session.state().exists:
        raise VaultMissingError(str(session.folder), step="cli.passphrase")
    old = read_passphrase(arguments.passphrase_file, console)
    try:
        state = session.unlock(Unlock(old))
        show_warnings(state, console)
        new = read_new_passphrase(arguments.new_passphrase_file, console)
        with_keyring = arguments.keyring or (state.keyring and not arguments.no_keyring)
        session.change_passphrase(ChangePassphrase(old, new, with_keyring))
    finally:
        session.goodbye()
    console.say(N_("The vault has its new passphrase. Backups made before still open with the old one."))
    return 0
