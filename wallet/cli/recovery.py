"""`tessera recovery`: a new recovery code, on the screen or as a kit to print. An older code opens nothing any more."""

import argparse
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import Console
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.i18n import N_
from wallet.messages.requests import MakeRecoveryKit, RecoveryKit
from wallet.store.durable import replace_file


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera recovery`."""
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=words(N_("write the kit to FILE, to print")))
    add_force_argument(parser, words)
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make the code. Raises FileThereError before the old one stops working."""
    refuse_to_replace(arguments, arguments.output)
    with open_session(arguments, console) as session:
        kit = session.recovery_kit(MakeRecoveryKit())
    lines = _lines(kit, console)
    if arguments.output is None:
        for line in lines:
            console.line(line)
        return 0
    try:
        replace_file(arguments.output, "".join(f"{line}\n" for line in lines).encode())
    except Exception:
        console.line(kit.code)  # the old code is void by now: whatever happens, the new one is seen
        raise
    console.say(N_("Written: {path}"), {"path": arguments.output})
    console.warn(N_("Print it, keep the paper where nobody finds it with this computer, and delete the file."))
    return 0


def _lines(kit: RecoveryKit, console: Console) -> list[str]:
    facts = {"vault": kit.vault_id, "moment": kit.made.strftime("%Y-%m-%d %H:%M UTC")}
    return [
        console.words(N_("Tessera recovery kit")),
        console.words(
            N_(
                "This code opens your vault when the passphrase is lost. Print it or write it down, and keep it away from this "
                "computer. An older kit no longer works."
            )
        ),
        console.words(N_("Vault {vault}, made on {moment}"), facts),
        "",
        kit.code,
    ]
