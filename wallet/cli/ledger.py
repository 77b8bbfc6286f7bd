"""`tessera ledger list | forget`: what was shown to whom, when, and how it was bound. Never the values."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.cli.vault_lines import print_json, second_text
from wallet.clock import moment_text
from wallet.encoding.json_types import JsonObject
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.messages.presenting import ForgetShown, GetLedger, LedgerRow


class NoSuchEntryError(WalletError):
    """The ledger has no entry of that number."""

    code = "cli.no_such_entry"
    explanation = N_("The ledger has no entry {number}.")
    advice = N_("“tessera ledger list” shows the entries and their numbers.")


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera ledger`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list | forget")
    listing = actions.add_parser("list", help=words(N_("list what was shown, newest first")))
    listing.add_argument("--json", action="store_true", help=words(N_("print one JSON object a line for each entry")))
    forgetting = actions.add_parser("forget", help=words(N_("delete an entry; that there was one stays visible")))
    forgetting.add_argument("number", metavar="NUMBER", type=int)
    for action in (listing, forgetting):
        add_vault_arguments(action, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do it. A ledger that was tampered with is shown, with a warning."""
    with open_session(arguments, console) as session:
        ledger = session.ledger(GetLedger())
        if arguments.action == "forget":
            if arguments.number not in (row.number for row in ledger.rows):
                raise NoSuchEntryError(step="cli.ledger", number=arguments.number)
            session.forget_shown(ForgetShown(arguments.number))
            return 0
    for row in ledger.rows:
        print_json(_line(row), console) if arguments.json else _show(row, console)
    if ledger.broken_at:
        console.warn(N_("The ledger was changed from outside at entry {number}."), {"number": ledger.broken_at})
    if not ledger.rows and not arguments.json:
        console.warn(N_("Nothing was shown yet."))
    return 0


def _show(row: LedgerRow, console: Console) -> None:
    if row.deleted:
        console.line(f"{row.number:>5}  {second_text(row.at)}  {console.words(N_('deleted'))}")
        return
    audience = plain(row.audience) or console.words(N_("anyone"))
    console.line(f"{row.number:>5}  {second_text(row.at)}  {audience}: {plain(', '.join(row.titles))}")
    console.line(f"       {plain(', '.join(row.shown), 1000)}")


def _line(row: LedgerRow) -> JsonObject:
    return {
        "number": row.number,
        "at": moment_text(row.at),
        "audience": row.audience,
        "purpose": row.purpose,
        "titles": list(row.titles),
        "shown": list(row.shown),
        "form": row.form,
        "bound": row.bound,
        "expires": moment_text(row.expires),
        "deleted": row.deleted,
    }
