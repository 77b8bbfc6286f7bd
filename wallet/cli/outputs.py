"""The files that a verb writes: nothing that is there is replaced unasked. Apart from the vault, for verbs that need none."""

import argparse
from collections.abc import Callable
from pathlib import Path

from wallet.cli.console import plain
from wallet.errors import FileAccessError, WalletError
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
    """Raise FileThereError unless each file that was named is free or may be replaced. In a pipe or device nothing is replaced.

    Where there is no folder to write into, or nothing but one, FileAccessError says so before any work is done.
    """
    for path in filter(None, paths):
        if not arguments.force and path.is_file():
            raise FileThereError(str(path), step="cli.output", name=path.name)
        missing = path if path.is_dir() else None if path.parent.is_dir() else path.parent
        if missing is not None:
            raise FileAccessError("not a place for a file", step="cli.output", name=plain(str(missing)))
