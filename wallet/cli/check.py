"""`tessera check`: check what the vault keeps again, with the packs and lists held now, and say what has changed."""

import argparse
from collections.abc import Callable, Mapping

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, every_credential, find_each, open_session
from wallet.cli.vault_lines import id_of, print_json, summary_line, verdict_words
from wallet.i18n import N_
from wallet.messages.requests import CheckAgain, ConfirmClock
from wallet.messages.views import CredentialSummary
from wallet.report import Verdict
from wallet.session import Session
from wallet.wording import VERDICT_WORDS


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera check`."""
    parser.add_argument(
        "ids", metavar="ID", nargs="*", help=words(N_("only these credentials, by id or its beginning"))
    )
    parser.add_argument(
        "--json", action="store_true", help=words(N_("print one JSON object a line for each credential"))
    )
    parser.add_argument("--clock-is-right", action="store_true",
                        help=words(N_("first take this computer's clock as right, where the vault remembers a later moment")))  # fmt: skip
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check them. What has changed is shown; with --json, everything that was checked."""
    with open_session(arguments, console) as session:
        before = _verdicts(session, arguments.ids)
        if arguments.clock_is_right:
            session.confirm_clock(ConfirmClock())
        session.check_again(CheckAgain(tuple(before) if arguments.ids else ()))
        after = [item for item in every_credential(session) if item.id in before]
    changed = 0
    for item in after:
        changed += item.verdict is not before[item.id]
        if arguments.json:
            print_json({**summary_line(item), "before": before[item.id].value}, console)
        elif item.verdict is not before[item.id]:
            _show(item, before, console)
    if not arguments.json:
        many = N_("{count} credentials checked, {changed} changed")
        console.count(len(after), N_("1 credential checked, {changed} changed"), many, {"changed": changed})
    return 0


def _verdicts(session: Session, starts: list[str]) -> dict[str, Verdict]:
    items = find_each(session, starts) if starts else every_credential(session)
    return {item.id: item.verdict for item in items}


def _show(item: CredentialSummary, before: Mapping[str, Verdict], console: Console) -> None:
    title = console.paint(plain(item.title, 80), "strong")
    was = console.words(N_("before: {verdict}"), {"verdict": console.words(VERDICT_WORDS[before[item.id]].title)})
    console.line(f"{id_of(item.id)}  {verdict_words(item.verdict, console)} {title}  ({was})")
