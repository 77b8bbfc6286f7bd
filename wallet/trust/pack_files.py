"""The files of a trust pack, in a folder or a zip: read by name, within budgets, never outside the pack.

A zip is read in memory and never extracted; names are labels with plain characters only.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wallet.errors import FileAccessError, NotAFileError
from wallet.places import label_of
from wallet.trust.refusals import TrustPackError

MAX_INDEX = 32 * 1024 * 1024
MAX_FILE = 4 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_FILES = 50_000

_NAME = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")


def is_plain_name(name: object) -> bool:
    """Say whether `name` is a path below the pack's root and nothing else."""
    return (
        isinstance(name, str)
        and len(name) <= 400
        and _NAME.fullmatch(name) is not None
        and not any(part.strip(".") == "" for part in name.split("/"))
    )


@dataclass(slots=True)
class PackFiles:
    """An open pack. Exactly one of `folder` and `archive` is set. `prefix`: the folder in a zip that the pack lies in, or ""."""

    label: str
    folder: Path | None = None
    archive: zipfile.ZipFile | None = None
    prefix: str = ""
    _read: int = field(default=0)

    def read(self, name: str, limit: int = MAX_FILE) -> bytes:
        """Return one file. Raises TrustPackError (steps pack.name, pack.missing, pack.size)."""
        if not is_plain_name(name):
            raise self.refuse("pack.name", f"a file name that leaves the pack: {name!r}")
        content = self._from_folder(name, limit) if self.folder is not None else self._from_archive(name, limit)
        self._read += len(content)
        if len(content) > limit or self._read > MAX_TOTAL:
            raise self.refuse("pack.size", f"{name} is too big")
        return content

    def refuse(self, step: str, detail: str) -> TrustPackError:
        """Return the refusal of this pack at `step`."""
        return TrustPackError(f"{self.label}: {detail}", step=step, name=self.label)

    def _from_folder(self, name: str, limit: int) -> bytes:
        assert self.folder is not None
        path = self.folder / name
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
            if not inside or not path.is_file():
                raise self.refuse("pack.missing", f"no file {name}")
            with path.open("rb") as file:
                return file.read(limit + 1)
        except OSError as error:
            raise self.refuse("pack.missing", f"{name}: {error}") from error

    def _from_archive(self, name: str, limit: int) -> bytes:
        assert self.archive is not None
        try:
            with self.archive.open(self.prefix + name) as member:
                return member.read(limit + 1)
        except KeyError as error:
            raise self.refuse("pack.missing", f"no file {name}") from error
        except Exception as error:  # zlib, zipfile, RuntimeError for an encrypted member, NotImplementedError ...
            raise self.refuse("pack.damaged", f"{name}: {error}") from error


@contextmanager
def open_pack_files(path: Path) -> Iterator[PackFiles]:
    """Open the pack at `path`: a folder, its pack.json, or a zip of either.

    Raises FileAccessError where there is nothing, NotAFileError for a pipe or device, TrustPackError (steps pack.missing, pack.zip).
    """
    label = label_of(path.name or path)
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise FileAccessError(f"{label}: {error}", name=label_of(path)) from error
    if not path.is_dir() and not path.is_file():
        raise NotAFileError(label, step="pack.kind", name=label)
    if path.is_dir():
        yield PackFiles(label, folder=path)
    elif path.name == "pack.json" and path.is_file():
        yield PackFiles(path.parent.name or label, folder=path.parent)
    else:
        with _open_archive(path, label) as archive:
            yield PackFiles(label, archive=archive, prefix=prefix_of(archive.namelist()) or "")


def prefix_of(names: Iterable[str]) -> str | None:
    """Return the folder that a zip's pack lies in: "" at the top, else the only folder with a pack.json; None without a pack."""
    found = [name.removesuffix("pack.json") for name in names if name == "pack.json" or name.endswith("/pack.json")]
    if "" in found:
        return ""
    shallow = [prefix for prefix in found if prefix.count("/") == 1 and is_plain_name(prefix.rstrip("/"))]
    return shallow[0] if len(shallow) == len(found) == 1 else None


def _open_archive(path: Path, label: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TrustPackError(f"{label}: {error}", step="pack.zip", name=label) from error
    names = archive.namelist()
    if len(names) > MAX_FILES or len(set(names)) != len(names):
        archive.close()
        raise TrustPackError(f"{label}: too many members, or two of one name", step="pack.zip", name=label)
    return archive
