"""`tessera list`: what is in the vault."""

import argparse
import sys
from collections.abc import Callable
from itertools import islice

from wallet.cli.arguments import ArgumentRefusedError
from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, every_page, open_session
from wallet.cli.vault_lines import id_of, print_json, summary_line, verdict_words
from wallet.cli.verify import read_verdicts
from wallet.i18n import N_
from wallet.messages.requests import ListCredentials
from wallet.messages.views import LibraryFilter, SortOrder


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera list`."""
    parser.add_argument("query", metavar="TEXT", nargs="*", help=words(N_("only what contains this text")))
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--attention", dest="which", action="store_const", const=LibraryFilter.ATTENTION,
                       help=words(N_("only what asks for attention")))  # fmt: skip
    which.add_argument("--archived", dest="which", action="store_const", const=LibraryFilter.ARCHIVED,
                       help=words(N_("the archive")))  # fmt: skip
    which.add_argument("--trash", dest="which", action="store_const", const=LibraryFilter.TRASH,
                       help=words(N_("the trash")))  # fmt: skip
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help=words(N_("only what has this tag")))
    parser.add_argument("--verdict", action="append", default=[], type=read_verdicts, metavar="VERDICT",
                        help=words(N_("only what has this verdict")))  # fmt: skip
    parser.add_argument("--sort", choices=[order.value for order in SortOrder], default=SortOrder.NEWEST.value,
                        help=words(N_("the order of the list")))  # fmt: skip
    parser.add_argument("--limit", type=read_limit, metavar="N", help=words(N_("at most N credentials")))
    parser.add_argument(
        "--json", action="store_true", help=words(N_("print one JSON object a line for each credential"))
    )
    add_vault_arguments(parser, words)


def read_limit(text: str) -> int:
    """Read `--limit`: a number of credentials, none below one."""
    if not text.isdecimal() or not 0 < int(text) <= sys.maxsize:
        raise ArgumentRefusedError(N_("not a number of credentials: {given}"), {"given": plain(text)})
    return int(text)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the list."""
    asked = ListCredentials(
        query=" ".join(arguments.query),
        which=arguments.which or LibraryFilter.ALL,
        verdicts=tuple(verdict for chosen in arguments.verdict for verdict in chosen),
        tags=tuple(arguments.tag),
        sort=SortOrder(arguments.sort),
    )
    empty = True
    with open_session(arguments, console) as session:
        for item in islice(every_page(session, asked), arguments.limit):
            empty = False
            if arguments.json:
                print_json(summary_line(item), console)
                continue
            title = console.paint(plain(item.title, 80), "strong")
            tags = "".join(f" #{plain(tag)}" for tag in item.tags)
            console.line(
                f"{id_of(item.id)}  {verdict_words(item.verdict, console)} {title} · {plain(item.issuer_name or item.issuer_id, 60)}{tags}"
            )
    if empty and not arguments.json:
        console.warn(N_("There is nothing here."))
    return 0
