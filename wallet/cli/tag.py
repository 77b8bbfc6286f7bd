"""`tessera tag`: add tags to credentials, or take them away."""

import argparse
from collections.abc import Callable

from wallet.cli.arguments import read_words
from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, find_each, open_session
from wallet.i18n import N_
from wallet.messages.requests import ListTags, SetTags


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera tag`."""
    parser.add_argument("ids", metavar="ID", nargs="*", help=words(N_("the credential's id, or the beginning of it")))
    parser.add_argument(
        "--add", action="append", default=[], metavar="TAG", type=read_words, help=words(N_("add this tag"))
    )
    parser.add_argument("--remove", action="append", default=[], metavar="TAG", help=words(N_("take this tag away")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Change tags; without ids, print every tag in use."""
    if bool(arguments.ids) != bool(arguments.add or arguments.remove):
        console.warn(N_("Name credentials and the tags to --add or to --remove, or nothing to see every tag."))
        return 2
    with open_session(arguments, console) as session:
        ids = tuple(item.id for item in find_each(session, arguments.ids))
        if ids:
            session.set_tags(SetTags(ids, tuple(arguments.add), tuple(arguments.remove)))
        else:
            for tag in session.tag_list(ListTags()).tags:
                console.line(plain(tag))
    return 0
