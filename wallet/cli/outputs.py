"""The files that a verb writes: nothing that is there is replaced unasked. Apart from the vault, for verbs that need none."""

import argparse
from collections.abc import Callable
from pathlib import Path

from wallet.errors import WalletError
from wallet.i18n import N_


class FileThereError(WalletError):
    """A file is there already, and nobody said that it may be replaced."""

    code = "cli.file_there"
    explanation = N_("“{name}” is there already.")
    advice = N_("Choose another name, or add --force to replace it.")


def add_force_argument(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the argument that lets files be replaced."""
    parser.add_argument("--force", action="store_true", help=words(N_("replace a file that is there")))


def refuse_to_replace(arguments: argparse.Namespace, *paths: Path | None) -> None:
    """Raise FileThereError unless each file that was named is free or may be replaced. In a pipe or device nothing is replaced."""
    for path in paths:
        if path is not None and not arguments.force and path.is_file():
            raise FileThereError(str(path), step="cli.output", name=path.name)
