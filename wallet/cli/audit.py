"""`tessera audit`: look at all of the vault. Exit code 0: all is well; 1: something is wrong, and said."""

import argparse
from collections.abc import Callable

from wallet.cli.console import Console
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.i18n import N_
from wallet.messages.requests import Audit


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera audit`."""
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Look at every page of it."""
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
