"""What the person named on the command line, as labelled sources to read: files, folders, standard input."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wallet.errors import FileAccessError, TooBigError
from wallet.i18n import N_
from wallet.places import label_of

MAX_SOURCE = 200 * 1024 * 1024
_NOT_THEIRS = ("__MACOSX",)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `path` None is standard input; a folder is one that could not be looked into."""

    label: str
    path: Path | None

    def read(self) -> bytes:
        """Return its bytes. Raises FileAccessError, or TooBigError over 200 MiB."""
        try:
            if self.path is None:
                content = _standard_input()
            else:
                with self.path.open("rb") as file:
                    content = file.read(MAX_SOURCE + 1)
        except OSError as error:
            raise FileAccessError(f"{self.label}: {error}", name=self.label) from error
        if len(content) > MAX_SOURCE:
            raise TooBigError(f"{self.label} is over {MAX_SOURCE} bytes", step="input.size")
        return content


class EmptyFolderError(FileAccessError):
    """Folders were named, and there is not one file in them."""

    code = "file.empty_folder"
    explanation = N_("There are no files in “{name}”.")
    advice = N_("Name the files, or a folder that holds them. Hidden files in a folder are left out.")


def find_sources(names: Iterable[str]) -> list[Source]:
    """Return every file the names stand for: folders whole and sorted, hidden files in them left out.

    Links to files are followed, links to folders only where they are named. What cannot be looked into is a source too, so that it is
    reported rather than passed over. Raises FileAccessError for a name that is not there, before anything is read, and
    EmptyFolderError where there is nothing at all.
    """
    named = list(names)
    sources = [source for name in named for source in _sources_of(name)]
    if not sources:
        raise EmptyFolderError("no files in it", name=", ".join(label_of(name) for name in named))
    return sources


def _sources_of(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("-", None)
        return
    path = Path(name)
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise FileAccessError(f"{label_of(name)}: {error}", name=label_of(name)) from error
    if stat.S_ISDIR(found.st_mode):
        yield from (Source(label_of(child), child) for child in sorted(_files_below(path)))
    else:
        yield Source(label_of(name), path)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, and the folders in it that cannot be opened. Pipes and devices would only keep us waiting."""
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if _is_theirs(name)]
        for name in files:
            child = Path(place, name)
            if _is_theirs(name) and _may_be_read(child):
                yield child
    yield from (Path(os.fsdecode(error.filename)) for error in closed)


def _is_theirs(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_THEIRS


def _may_be_read(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:  # a link to nowhere, say: reading it says why
        return True


def _standard_input() -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        raise FileAccessError("standard input is closed", name="-")
    return sys.stdin.buffer.read(MAX_SOURCE + 1)
