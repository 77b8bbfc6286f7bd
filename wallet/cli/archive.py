"""`tessera archive`: put credentials aside without losing them, or take them back."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console
from wallet.cli.vault_access import add_vault_arguments, find_each, open_session
from wallet.cli.vault_lines import say_back
from wallet.i18n import N_
from wallet.messages.requests import Archive


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera archive`."""
    parser.add_argument("ids", metavar="ID", nargs="+", help=words(N_("the credential's id, or the beginning of it")))
    parser.add_argument("--take-back", action="store_true", help=words(N_("take out of the archive again")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Move what was named; all of it or, when one id is wrong, nothing."""
    with open_session(arguments, console) as session:
        ids = tuple(item.id for item in find_each(session, arguments.ids))
        session.archive(Archive(ids, not arguments.take_back))
    if arguments.take_back:
        say_back(len(ids), console)
    else:
        console.count(len(ids), N_("1 credential is in the archive."), N_("{count} credentials are in the archive."))
    return 0
