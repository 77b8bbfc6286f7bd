"""`tessera init`: make a new, encrypted vault."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console
from wallet.cli.vault_access import add_vault_arguments, new_session, read_new_passphrase, show_warnings
from wallet.errors import VaultExistsError
from wallet.i18n import N_
from wallet.messages.requests import CreateVault, MakeRecoveryKit


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera init`."""
    add_vault_arguments(parser, words)
    parser.add_argument(
        "--recovery-code",
        action="store_true",
        help=words(N_("print a code that opens the vault without the passphrase")),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make the vault. Raises VaultExistsError before anything is asked."""
    session = new_session(arguments, console)
    if session.state().exists:
        raise VaultExistsError(str(session.folder), step="cli.init")
    passphrase = read_new_passphrase(arguments.passphrase_file, console)
    try:
        state = session.create(CreateVault(passphrase, use_keyring=arguments.keyring))
        console.say(N_("A new vault is in {folder}"), {"folder": state.folder})
        show_warnings(state, console)
        if arguments.recovery_code:
            console.say(N_("Recovery code. Write it down and keep it where nobody finds it with this computer:"))
            console.line(session.recovery_kit(MakeRecoveryKit()).code)
    finally:
        session.goodbye()
    return 0
