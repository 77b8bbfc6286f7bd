"""`tessera note`: read, write or clear the note on a credential. A note is yours alone: it is never shown with the credential."""

import argparse
import sys
from collections.abc import Callable

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, find_one, open_session
from wallet.i18n import N_
from wallet.messages.requests import GetCredential, SetNotes

_MOST = 100_000


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera note`."""
    parser.add_argument("id", metavar="ID", help=words(N_("the credential's id, or the beginning of it")))
    parser.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        help=words(N_("the new note; - reads standard input; nothing shows the old one")),
    )
    parser.add_argument("--clear", action="store_true", help=words(N_("take the note away")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Show or set it."""
    if arguments.clear and arguments.text:
        console.warn(N_("Give a note or --clear, not both."))
        return 2
    text = _text(arguments.text)
    if arguments.text and not text.strip():  # an unset variable or an empty pipe takes no note away
        console.warn(N_("There is nothing in that note. To take the note away, use --clear."))
        return 2
    with open_session(arguments, console) as session:
        key = find_one(session, arguments.id).id
        if arguments.clear or text:
            session.set_notes(SetNotes(key, text))
            return 0
        for line in session.get(GetCredential(key)).notes.splitlines():
            console.line(plain(line, _MOST))
    return 0


def _text(words: list[str]) -> str:
    if words == ["-"] and sys.stdin is not None:
        return sys.stdin.buffer.read(_MOST).decode("utf-8", "replace").rstrip()
    return " ".join(words).encode("utf-8", "replace").decode("utf-8")
