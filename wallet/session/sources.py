"""The files that a person names or drops: found and read within bounds, one at a time."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from wallet.errors import FileAccessError, NotAFileError, TooBigError

MOST_FILES = 20_000
MOST_BYTES = 200 * 1024 * 1024
_NOT_THEIRS = ("__MACOSX",)


def find_files(paths: Sequence[str]) -> Iterator[Path]:
    """Yield each file, folders whole and in order, what is hidden in them left out. Raises TooBigError beyond 20,000."""
    count = 0
    for name in paths:
        path = Path(name)
        for found in _files_in(path) if path.is_dir() else [path]:
            count += 1
            if count > MOST_FILES:
                raise TooBigError(f"more than {MOST_FILES} files", step="input.files")
            yield found


def read_file(path: Path, at_most: int = MOST_BYTES) -> bytes:
    """Return the bytes of an ordinary file; a pipe or a device is never waited for. Raises FileAccessError, TooBigError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NotAFileError(path.name, step="input.kind", name=path.name)
            content = file.read(at_most + 1)
    except (OSError, ValueError) as error:
        raise FileAccessError(type(error).__name__, step="file.read", name=path.name) from error
    if len(content) > at_most:
        raise TooBigError(path.name, step="input.size")
    return content


def _files_in(folder: Path) -> Iterator[Path]:
    """A folder that cannot be looked into stands in the place of its files: reading it says so."""
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_THEIRS)
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
    yield from (Path(os.fsdecode(error.filename)) for error in closed)
