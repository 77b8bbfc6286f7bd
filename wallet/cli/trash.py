"""`tessera trash list | restore | empty`: what was removed stays thirty days, and can come back until then."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, every_page, find_each, open_session
from wallet.cli.vault_lines import id_of, print_json, say_back, say_deleted, summary_line, verdict_words
from wallet.i18n import N_
from wallet.messages.requests import EmptyTrash, ListCredentials, Trash
from wallet.messages.views import CredentialSummary, LibraryFilter
from wallet.session import Session


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera trash`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list | restore | empty")
    listing = actions.add_parser("list", help=words(N_("list what is in the trash")))
    listing.add_argument(
        "--json", action="store_true", help=words(N_("print one JSON object a line for each credential"))
    )
    restoring = actions.add_parser("restore", help=words(N_("take out of the trash again")))
    restoring.add_argument(
        "ids", metavar="ID", nargs="+", help=words(N_("the credential's id, or the beginning of it"))
    )
    emptying = actions.add_parser(
        "empty",
        help=words(N_("delete all of it at once, and the papers and plans that you took back; this cannot be undone")),
    )
    for action in (listing, restoring, emptying):
        add_vault_arguments(action, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do it."""
    with open_session(arguments, console) as session:
        if arguments.action == "restore":
            ids = tuple(item.id for item in find_each(session, arguments.ids))
            session.trash(Trash(ids, False))
            say_back(len(ids), console)
        elif arguments.action == "empty":
            count = len(_trashed(session))
            session.empty_trash(EmptyTrash())
            if count:
                say_deleted(count, console)
            else:
                console.warn(N_("The trash is empty."))
        else:
            _show(_trashed(session), console, as_json=arguments.json)
    return 0


def _trashed(session: Session) -> list[CredentialSummary]:
    return list(every_page(session, ListCredentials(which=LibraryFilter.TRASH)))


def _show(items: list[CredentialSummary], console: Console, *, as_json: bool) -> None:
    for item in items:
        if as_json:
            print_json(summary_line(item), console)
            continue
        title = console.paint(plain(item.title, 80), "strong")
        day = "" if item.trashed_at is None else item.trashed_at.date().isoformat()
        console.line(f"{id_of(item.id)}  {day}  {verdict_words(item.verdict, console)} {title}")
    if not items and not as_json:
        console.warn(N_("The trash is empty."))
