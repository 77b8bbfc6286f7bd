"""What a person named, as labelled sources to read: files, folders, standard input."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
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


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that names stand for: counted, and found anew each time they are gone through, so that no list of them is ever held.

    A name that has gone since they were counted is a source all the same, and reading it says so: it does not cost the others.
    """

    names: tuple[str, ...]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Source]:
        for name in self.names:
            try:
                yield from walk_sources((name,))
            except FileAccessError:
                yield Source(label_of(name), Path(name))


def find_sources(names: Iterable[str]) -> Sources:
    """Count the files the names stand for, as `walk_sources` finds them.

    Raises FileAccessError for a name that is not there, before anything is read, and EmptyFolderError where there is nothing at all.
    """
    named = tuple(names)
    count = sum(1 for _ in walk_sources(named))
    if not count:
        raise EmptyFolderError("no files in it", name=", ".join(label_of(name) for name in named))
    return Sources(named, count)


def walk_sources(names: Iterable[str]) -> Iterator[Source]:
    """Yield every file the names stand for: folders whole and sorted, hidden files in them left out. Holds one folder at a time.

    Links to files are followed, links to folders only where they are named. What cannot be looked into is a source too, so that it is
    reported rather than passed over. Raises FileAccessError at a name that is not there.
    """
    for name in names:
        yield from _sources_of(name)


def _sources_of(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("-", None)
        return
    path = Path(name)
    if not name:  # as from a variable that is not set: it would stand for the folder we are in
        raise FileAccessError("an empty name", name="")
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise FileAccessError(f"{label_of(name)}: {error}", name=label_of(name)) from error
    if stat.S_ISDIR(found.st_mode):
        yield from (Source(label_of(child), child) for child in _files_below(path))
    else:
        yield Source(label_of(name), path)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, and the folders in it that cannot be opened. Pipes and devices would only keep us waiting."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if _is_theirs(entry.name)), key=attrgetter("name"))
    except OSError:
        yield folder
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(folder / entry.name)
        elif _may_be_read(entry):
            yield folder / entry.name


def _is_theirs(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_THEIRS


def _may_be_read(entry: "os.DirEntry[str]") -> bool:
    try:
        # What a listing tells of a plain file needs no second look at it.
        return entry.is_file(follow_symlinks=False) or stat.S_ISREG(entry.stat().st_mode)
    except OSError:  # a link to nowhere, say: reading it says why
        return True


def _standard_input() -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        raise FileAccessError("standard input is closed", name="-")
    return sys.stdin.buffer.read(MAX_SOURCE + 1)
