"""`tessera identity list | add | remove`: your own e-mail addresses and numbers, by which credentials are recognised as issued to you.

They stay in the vault. Issuers put them into credentials hashed; a match says “issued to you” and proves nothing to anybody else.
"""

import argparse
from collections.abc import Callable

from wallet.cli.arguments import read_words
from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.cli.vault_lines import print_json
from wallet.encoding.json_types import JsonValue
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.messages.requests import GetIdentity, Identity, OwnIdentifier, SetIdentity


class NoSuchIdentifierError(WalletError):
    """It is not among the person's own."""

    code = "cli.no_such_identifier"
    explanation = N_("“{value}” is not among your own identifiers.")
    advice = N_("“tessera identity list” shows them.")


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera identity`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list | add | remove")
    listing = actions.add_parser("list", help=words(N_("list your own identifiers and the DIDs of your keys")))
    adding = actions.add_parser("add", help=words(N_("add e-mail addresses or numbers that are yours")))
    adding.add_argument(
        "--kind",
        help=words(N_("the identityType of Open Badges 3.0, such as studentId or name; else told by the value")),
    )
    removing = actions.add_parser("remove", help=words(N_("take identifiers away")))
    for action in (adding, removing):
        what = words(N_("an e-mail address, a number, a name"))
        action.add_argument("values", metavar="VALUE", nargs="+", type=read_words, help=what)
    for action in (listing, adding, removing):
        action.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))
        add_vault_arguments(action, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do it, and show how it is now. Raises NoSuchIdentifierError before anything is changed."""
    with open_session(arguments, console) as session:
        own = session.identity(GetIdentity()).identifiers
        if arguments.action == "add":
            added = tuple(OwnIdentifier(_kind(value, arguments.kind), value) for value in arguments.values)
            session.set_identity(SetIdentity((*own, *added)))
        elif arguments.action == "remove":
            for value in arguments.values:
                if value not in (each.value for each in own):
                    raise NoSuchIdentifierError(step="cli.identity", value=plain(value))
            session.set_identity(SetIdentity(tuple(each for each in own if each.value not in arguments.values)))
        _show(session.identity(GetIdentity()), console, as_json=arguments.json)
    return 0


def _kind(value: str, named: str | None) -> str:
    return named or ("emailAddress" if "@" in value else "identifier")


def _show(identity: Identity, console: Console, *, as_json: bool) -> None:
    if as_json:
        identifiers: list[JsonValue] = [{"kind": own.kind, "value": own.value} for own in identity.identifiers]
        print_json({"identifiers": identifiers, "dids": list(identity.dids)}, console)
        return
    for own in identity.identifiers:
        console.line(f"{plain(own.kind, 60):<16} {plain(own.value)}")
    for did in identity.dids:
        console.line(f"{'did':<16} {did}")
    if not identity.identifiers and not identity.dids:
        console.warn(N_("Nothing yet. Add an address with: tessera identity add name@example.org"))
