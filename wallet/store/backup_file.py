"""The backup file: magic, a header in the clear, and everything else sealed.

    "TESSERA-BACKUP\\n"
    length of the header, 4 bytes, big-endian
    the header: JSON, resources/schemas/backup-2.schema.json (backup-1 where no trust pack is in it)
    MAC of all of the above, 32 bytes
    the sealed stream (sealed_stream.py) of records: kind, 1 byte; length, 4 bytes; content

Records: `V` the vault once, `C` a credential each, `P` (version 2) a trust pack each, `M` the manifest last, with the
counts and a digest of all before it. What holds no trust pack is still written as version 1, which every Tessera reads.
The header's slots open the file just as a vault's slots open the vault (sealing.py); the operating system's key store
is never among them, and no path and no name of a computer is in it (BAK-06).
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from wallet.errors import BackupError, NotAFileError, VaultDamagedError, VaultTooNewError, WalletError
from wallet.store.durable import told_of_trouble
from wallet.store.kdf import KdfPolicy
from wallet.store.sealed_stream import OpeningReader, SealingWriter
from wallet.store.sealing import Header, Slot, check_slots, slot_from_json, slot_to_json, subkey

MAGIC = b"TESSERA-BACKUP\n"
FORMAT = "tessera-backup"
VERSION = 1
VERSION_WITH_PACKS = 2
MOST_HEADER = 64 * 1024
MOST_RECORD = 256 * 1024 * 1024
_MAC_BYTES = 32


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What stands in the clear: whose backup, from when, and the slots that open it."""

    vault_id: str
    made: datetime
    generation: int
    salt: bytes
    slots: tuple[Slot, ...]
    version: int = VERSION

    def as_vault_header(self) -> Header:
        """Return a header whose slots can be unwrapped, and which a restored vault takes over."""
        return Header(self.vault_id, self.made, self.slots)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the sealed part."""

    kind: bytes
    content: bytes


class BackupWriter:
    """Writes one backup into an open file."""

    def __init__(self, file: BinaryIO, header: BackupHeader, key: bytes) -> None:
        """`key` is the one that the slots wrap."""
        opening = _opening(header)
        file.write(opening + _mac(key, header.salt, opening))
        self._stream = SealingWriter(file, subkey(key, "backup", header.salt))
        self._digest = hashlib.sha256()
        self._counts: dict[str, int] = {}

    def write(self, kind: bytes, content: bytes) -> None:
        """Write a record."""
        record = kind + len(content).to_bytes(4, "big") + content
        self._digest.update(record)
        self._counts[kind.decode()] = self._counts.get(kind.decode(), 0) + 1
        self._stream.write(record)

    def finish(self) -> None:
        """Write the manifest and the end mark."""
        manifest = msgspec.json.encode({"counts": self._counts, "sha256": self._digest.hexdigest()})
        self._stream.write(b"M" + len(manifest).to_bytes(4, "big") + manifest)
        self._stream.finish()


def read_backup_header(path: Path, policy: KdfPolicy) -> BackupHeader:
    """Return the header, not yet authenticated. Raises BackupError, VaultTooNewError, FileAccessError."""
    with told_of_trouble(path):
        if path.exists() and not path.is_file() and not path.is_dir():  # a backup is read twice, which a pipe cannot be
            raise NotAFileError(path.name, step="backup.kind", name=path.name)
    with told_of_trouble(path), path.open("rb") as file:
        return _read_opening(file, policy)[0]


def read_records(path: Path, key: bytes, policy: KdfPolicy) -> Iterator[Record]:
    """Yield every record, each authenticated, and prove at the end that none is missing.

    Whoever acts on records before the end must be able to take it back: BackupError may come at any time.
    """
    with told_of_trouble(path), path.open("rb") as file:
        header, opening = _read_opening(file, policy)
        if not hmac.compare_digest(file.read(_MAC_BYTES), _mac(key, header.salt, opening)):
            raise BackupError("the header's MAC does not fit", step="backup.mac")
        stream = OpeningReader(file, subkey(key, "backup", header.salt))
        digest, counts = hashlib.sha256(), dict[str, int]()
        while True:
            record = _read_record(stream)
            if record.kind == b"M":
                break
            counts[record.kind.decode("ascii", "replace")] = counts.get(record.kind.decode("ascii", "replace"), 0) + 1
            digest.update(record.kind + len(record.content).to_bytes(4, "big") + record.content)
            yield record
        _check_manifest(record.content, counts, digest.hexdigest())
        if not stream.at_end():
            raise BackupError("something follows the manifest", step="backup.manifest")


def _read_record(stream: OpeningReader) -> Record:
    opening = stream.read(5)
    length = int.from_bytes(opening[1:], "big")
    if length > MOST_RECORD:
        raise BackupError("an over-long record", step="backup.record")
    return Record(opening[:1], stream.read(length))


def _check_manifest(content: bytes, counts: dict[str, int], digest: str) -> None:
    try:
        manifest = msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise BackupError("the manifest is not JSON", step="backup.manifest") from error
    if manifest != {"counts": counts, "sha256": digest}:
        raise BackupError("the manifest does not fit", step="backup.manifest")


def _opening(header: BackupHeader) -> bytes:
    body: dict[str, Any] = {
        "format": FORMAT,
        "version": header.version,
        "vault_id": header.vault_id,
        "made": header.made.isoformat(),
        "generation": header.generation,
        "salt": b64encode(header.salt).decode(),
        "slots": [slot_to_json(slot) for slot in header.slots],
    }
    text = msgspec.json.encode(body)
    return MAGIC + len(text).to_bytes(4, "big") + text


def _read_opening(file: BinaryIO, policy: KdfPolicy) -> tuple[BackupHeader, bytes]:
    start = file.read(len(MAGIC) + 4)
    length = int.from_bytes(start[len(MAGIC) :], "big")
    if not start.startswith(MAGIC) or len(start) != len(MAGIC) + 4 or length > MOST_HEADER:
        raise BackupError("not a Tessera backup", step="backup.magic")
    text = file.read(length)
    try:
        return _read_header(text, policy), start + text
    except (BackupError, VaultTooNewError):
        raise
    except VaultDamagedError as error:
        raise BackupError(error.detail, step=error.step.replace("vault.", "backup.", 1)) from error
    except (WalletError, msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"header: {type(error).__name__}", step="backup.header") from error


def _read_header(text: bytes, policy: KdfPolicy) -> BackupHeader:
    body = msgspec.json.decode(text)
    if body["format"] != FORMAT:
        raise BackupError("another format", step="backup.header")
    if type(body["version"]) is int and body["version"] > VERSION_WITH_PACKS:
        raise VaultTooNewError(f"backup version {body['version']}", step="backup.version")
    slots = tuple(slot_from_json(slot) for slot in body["slots"])
    check_slots(slots, policy)
    generation = body["generation"]
    made = datetime.fromisoformat(body["made"])
    if type(generation) is not int or made.tzinfo is None or not isinstance(body["vault_id"], str):
        raise BackupError("header", step="backup.header")
    salt = b64decode(body["salt"], validate=True)
    return BackupHeader(body["vault_id"], made, generation, salt, slots, body["version"])


def _mac(key: bytes, salt: bytes, opening: bytes) -> bytes:
    return hmac.digest(subkey(key, "backup-header", salt), opening, "sha256")
