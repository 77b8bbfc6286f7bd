"""Writing originals out: the bytes that were received, not one more and not one fewer."""

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from wallet.messages.requests import Exported
from wallet.store.durable import replacing, told_of_trouble
from wallet.store.shelf import Shelf
from wallet.store.stored_credential import StoredCredential

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"%PDF-", "pdf"),
    (b"RIFF", "webp"),
    (b"{", "json"),
    (b"[", "json"),
    (b"<", "svg"),
)
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*\u0000-\u001f]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def export_original(stored: StoredCredential, path: Path) -> Exported:
    """Write one original to `path`, or into it under a name that is still free where `path` is a folder."""
    with told_of_trouble(path):
        taken = {entry.name.casefold() for entry in path.iterdir()} if path.is_dir() else set[str]()
        target = path / file_name(stored, taken) if path.is_dir() else path
    with replacing(target) as file:
        file.write(stored.original)
    return Exported(str(target), 1)


def export_all(shelf: Shelf, ids: Sequence[str], path: Path, tick: Callable[[int, int], None]) -> Exported:
    """Write originals into one zip, each under a name that every system accepts."""
    taken: set[str] = set()
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for done, key in enumerate(ids):
            tick(done, len(ids))
            stored = shelf.get(key)
            made.writestr(file_name(stored, taken), stored.original)
    tick(len(ids), len(ids))
    return Exported(str(path), len(ids))


def file_name(stored: StoredCredential, taken: set[str]) -> str:
    """Return a name for an original: after its title, safe on every system, and not among `taken`, which it joins."""
    stem = _UNSAFE.sub(" ", stored.summary.title)[:80].strip(" .") or "credential"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    ending = extension_of(stored.original)
    for count in range(1, len(taken) + 2):
        name = f"{stem}.{ending}" if count == 1 else f"{stem} ({count}).{ending}"
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def extension_of(original: bytes) -> str:
    """Return the usual ending for these bytes."""
    start = original[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((ending for magic, ending in _KINDS if start.startswith(magic)), None)
    if found is not None:
        return found
    return "sd-jwt" if b"~" in original[-8192:] else "jwt"
