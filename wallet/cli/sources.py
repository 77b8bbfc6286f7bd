"""What the person named on the command line, as labelled sources to read: files, folders, standard input."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wallet.errors import FileAccessError, TooBigError

MAX_SOURCE = 200 * 1024 * 1024
_NOT_THEIRS = ("__MACOSX",)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `path` None is standard input."""

    label: str
    path: Path | None

    def read(self) -> bytes:
        """Return its bytes. Raises FileAccessError, or TooBigError over 200 MiB."""
        try:
            if self.path is None:
                content = sys.stdin.buffer.read(MAX_SOURCE + 1)
            else:
                with self.path.open("rb") as file:
                    content = file.read(MAX_SOURCE + 1)
        except OSError as error:
            raise FileAccessError(f"{self.label}: {error}", name=self.label) from error
        if len(content) > MAX_SOURCE:
            raise TooBigError(f"{self.label} is over {MAX_SOURCE} bytes", step="input.size")
        return content


def find_sources(names: Iterable[str]) -> list[Source]:
    """Return every file the names stand for: folders whole and sorted, hidden files in them left out.

    Raises FileAccessError for a name that is not there, before anything is read.
    """
    return [source for name in names for source in _sources_of(name)]


def _sources_of(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("-", None)
        return
    path = Path(name)
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            parts = child.relative_to(path).parts
            if child.is_file() and not any(part.startswith(".") or part in _NOT_THEIRS for part in parts):
                yield Source(str(child), child)
    elif path.exists():
        yield Source(name, path)
    else:
        raise FileAccessError(f"no such file: {name}", name=name)
