"""`tessera remove`: into the 30-day trash, back out of it, or gone for good."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console
from wallet.cli.vault_access import add_vault_arguments, find_each, open_session
from wallet.cli.vault_lines import say_back, say_deleted
from wallet.i18n import N_
from wallet.messages.requests import DeleteForever, RemoveSamples, Trash


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera remove`."""
    parser.add_argument("ids", metavar="ID", nargs="*", help=words(N_("the credential's id, or the beginning of it")))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--forever", action="store_true", help=words(N_("delete at once; this cannot be undone")))
    how.add_argument("--take-back", action="store_true", help=words(N_("take out of the trash again")))
    how.add_argument("--samples", action="store_true", help=words(N_("the example credentials that come with Tessera")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Remove what was named; all of it or, when one id is wrong, nothing."""
    if bool(arguments.ids) == arguments.samples:
        console.warn(N_("Name the credentials to remove, or --samples."))
        return 2
    with open_session(arguments, console) as session:
        if arguments.samples:
            removed = session.remove_samples(RemoveSamples()).ids
            many = N_("{count} example credentials were removed.")
            console.count(len(removed), N_("1 example credential was removed."), many)
            return 0
        ids = tuple(item.id for item in find_each(session, arguments.ids))
        if arguments.forever:
            session.delete_forever(DeleteForever(ids))
            say_deleted(len(ids), console)
        else:
            session.trash(Trash(ids, not arguments.take_back))
            if arguments.take_back:
                say_back(len(ids), console)
            else:
                many = N_("{count} credentials are in the trash for 30 days.")
                console.count(len(ids), N_("1 credential is in the trash for 30 days."), many)
    return 0
