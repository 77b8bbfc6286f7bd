"""`tessera audit`: look at all of the vault. Exit code 0: all is well; 1: something is wrong, and said.

With `--rescue` a damaged vault is read out, and a sound one made of what came back: 0 when nothing is lost, else 1.
"""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, new_session, open_session, read_passphrase
from wallet.i18n import N_
from wallet.messages.requests import Audit, RescueVault


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera audit`."""
    parser.add_argument("--rescue", action="store_true",
                        help=words(N_("make a sound vault of what can be read in a damaged one; the damaged files are put aside")))  # fmt: skip
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Look at every page of it."""
    if arguments.rescue:
        return _rescue(arguments, console)
    with open_session(arguments, console) as session:
        report = session.audit(Audit())
    for problem in report.problems:
        console.warn(problem.explanation, problem.facts)
        console.warn(problem.advice, problem.facts)
    if report.problems:
        return 1
    all_well = N_("All is well: {count} credentials, every page sound.")
    console.count(report.credentials, N_("All is well: 1 credential, every page sound."), all_well)
    return 0


def _rescue(arguments: argparse.Namespace, console: Console) -> int:
    session = new_session(arguments, console)
    passphrase = None if arguments.keyring else read_passphrase(arguments.passphrase_file, console)
    try:
        report = session.rescue(RescueVault(passphrase))
    finally:
        session.goodbye()
    console.count(
        report.kept, N_("1 credential came back as it was."), N_("{count} credentials came back as they were.")
    )
    if report.read_again:
        many = N_("{count} were read again from their files; notes and tags are gone.")
        console.count(report.read_again, N_("1 was read again from its file; notes and tags are gone."), many)
    for title in report.lost:
        console.warn(N_("Lost: {title}"), {"title": plain(title) or "?"})
    for part in report.parts:
        console.warn(PARTS[part])
    console.say(N_("The damaged files are in {folder}."), {"folder": str(session.folder / report.aside)})
    return 1 if report.lost or report.parts else 0


PARTS = {
    "own_identifier": N_("Lost: your own identifiers"),
    "holder_key": N_("Lost: your holder keys"),
    "kept_document": N_("Lost: followed stacks and plans"),
    "ledger": N_("Lost: the ledger of what was shown"),
}
