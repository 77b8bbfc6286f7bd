"""Files that survive a power cut: written aside, flushed to the disk, then put in place in one step.

Private from the first byte: folders 0700, files 0600 (STORE-08). On Windows the person's profile folder already
has an access list of its own, which files inherit.
"""

import errno
import glob
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wallet.errors import FileAccessError, VaultFullError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})
_TRIES, _PAUSE_SECONDS = 20, 0.05
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def flush_to_disk(descriptor: int) -> None:
    """Return once the bytes of an open file are on the disk itself; on macOS that takes F_FULLFSYNC."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:  # not every file system there knows it
            pass
    os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk. Windows flushes them with the file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        flush_to_disk(descriptor)
    finally:
        os.close(descriptor)


def make_private_folder(folder: Path) -> None:
    """Make `folder` (and its parents) for this person alone. Raises FileAccessError, VaultFullError."""
    with told_of_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        if os.name != "nt":
            folder.chmod(PRIVATE_FOLDER)


def put_in_place(
    made: Path, path: Path, *, pause: Callable[[float], None] = time.sleep, system: str = sys.platform
) -> None:
    """Give a finished file its name in one step, and flush the name.

    On Windows that is refused while a virus scanner or an indexer has either file open, which passes: it is tried for a second.
    """
    for tried in range(_TRIES if system == "win32" else 1):
        try:
            made.replace(path)
            break
        except PermissionError:
            if system != "win32" or tried == _TRIES - 1:
                raise
            pause(_PAUSE_SECONDS)
    flush_folder(path.parent)


@contextmanager
def told_of_trouble(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about `path` into sentences. Raises VaultFullError, FileAccessError."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise VaultFullError(str(error), step="file.write") from error
        raise FileAccessError(str(error), step="file.access", name=path.name) from error


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; when all went well it takes the place of `path` in one step, else nothing has changed.

    What a link leads to is replaced, not the link; a pipe or a device is written into, for there is nothing to replace.
    Raises VaultFullError, FileAccessError.
    """
    with told_of_trouble(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as stream:
                yield stream
            return
        if path.is_dir():
            raise FileAccessError("a folder", step="file.access", name=path.name or str(path))
        path = path.resolve() if path.is_symlink() else path
        aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):  # by somebody who was killed
            left.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                flush_to_disk(file.fileno())
            put_in_place(aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all. Raises VaultFullError, FileAccessError."""
    with replacing(path) as file:
        file.write(content)


def sweep_parts(folder: Path) -> None:
    """Remove what an interrupted `replacing` left behind."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)
