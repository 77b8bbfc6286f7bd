"""The arguments of every verb that needs the vault; apart from opening it, so that other verbs start without the vault's libraries."""

import argparse
from collections.abc import Callable

from wallet.i18n import N_


def add_vault_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare where the vault is and how it is opened."""
    parser.add_argument(
        "--vault", metavar="DIR", help=words(N_("the vault's folder (else TESSERA_VAULT, else the usual one)"))
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help=words(N_("read the passphrase from the first line of FILE; - is standard input")),
    )
    parser.add_argument("--keyring", action="store_true", help=words(N_("use this computer's key store")))
