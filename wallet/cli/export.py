"""`tessera export`: write the exact original of a credential, or of all of them into a zip."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import Console
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.vault_access import add_vault_arguments, find_each, open_session
from wallet.i18n import N_
from wallet.messages.requests import ExportAll, ExportOriginal


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera export`."""
    parser.add_argument("ids", metavar="ID", nargs="*", help=words(N_("the credential's id, or the beginning of it")))
    parser.add_argument("-o", "--output", metavar="PATH", required=True,
                        help=words(N_("the file to write, a folder to write into, or - for standard output")))  # fmt: skip
    parser.add_argument("--all", action="store_true", help=words(N_("everything, into one zip")))
    add_force_argument(parser, words)
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write it. Several credentials go into one zip."""
    if bool(arguments.ids) == arguments.all:
        console.warn(N_("Name the credentials to export, or --all."))
        return 2
    if arguments.output == "-" and len(arguments.ids) != 1:
        console.warn(N_("Standard output takes one credential. Name a file for the zip."))
        return 2
    path = Path(arguments.output)
    refuse_to_replace(arguments, None if arguments.output == "-" or path.is_dir() else path)
    with open_session(arguments, console) as session:
        ids = tuple(item.id for item in find_each(session, arguments.ids))
        if arguments.output == "-" and len(ids) == 1:
            sys.stdout.buffer.write(session.original(ids[0]))
            sys.stdout.buffer.flush()
            return 0
        if len(ids) == 1:
            exported = session.export(ExportOriginal(ids[0], str(path)))
        else:
            exported = session.export_everything(ExportAll(str(path), ids))
    console.warn(N_("Anybody who has this file can read it: {path}"), {"path": exported.path})
    return 0
