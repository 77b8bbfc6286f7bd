"""Noticing that an older vault, or an older page of it, has been put back.

The cipher authenticates each page but not its age: a page from last week, on which a credential was not yet known to
be revoked, still fits (STORE-15). Three things together notice it:

* every row bears a seal (a digest of itself), and the sum of all seals stands in `about`: a row that is put back no
  longer adds up;
* every transaction raises `generation` and draws a new `mark`: `about` cannot be put back alone;
* a *witness* of generation and mark lies outside the vault and in every backup: the whole vault cannot be put back
  unnoticed unless the witness is put back as well.

What is noticed is a warning, never a refusal: restoring an old copy of one's own disk is no crime.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from wallet.errors import WalletError
from wallet.store.database import Database
from wallet.store.durable import make_private_folder, replace_file
from wallet.store.sealing import Entropy, subkey

_SUM_BITS = 256
_SEALED_COLUMNS = (
    "number, id, hex(content), place, archived, trashed_at, verdict, checked_at, newest, title, issuer, added, changed, "
    "valid_until, fresh_until, sample, hex(summary)"
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a vault stood: how many transactions it has seen, and the random mark of the last."""

    vault_id: str
    generation: int
    mark: str


def read_about(database: Database) -> tuple[int, str, int]:
    """Return (generation, mark, sum of seals)."""
    values = dict(database.rows("SELECT name, value FROM about"))
    return (
        int(values.get("generation", b"0")),
        values.get("mark", b"").decode(),
        int(values.get("seals", b"0") or b"0", 16),
    )


def seal_rows(database: Database, numbers: Iterable[int], entropy: Entropy) -> None:
    """Bring the seals of changed or deleted rows up to date; the last thing inside each transaction.

    A deleted row's seal was taken off by `unseal_row` before.
    """
    generation, _, total = read_about(database)
    for number in numbers:
        row = database.row(f"SELECT seal, {_SEALED_COLUMNS} FROM credential WHERE number = ?", (number,))  # noqa: S608
        if row is None:
            continue
        seal = _seal_of(row[1:])
        total += int.from_bytes(seal, "big") - int.from_bytes(row[0], "big")
        database.write("UPDATE credential SET seal = ? WHERE number = ?", (seal, number))
    _write_about(database, generation + 1, entropy(16).hex(), total)


def unseal_row(database: Database, number: int) -> None:
    """Take a row's seal off the sum, just before the row is deleted in the same transaction."""
    generation, mark, total = read_about(database)
    row = database.row("SELECT seal FROM credential WHERE number = ?", (number,))
    if row is not None:
        _write_about(database, generation, mark, total - int.from_bytes(row[0], "big"))


def rows_add_up(database: Database) -> bool:
    """Return whether every row is the one whose seal was counted. Reads every row of the narrow table."""
    total = 0
    for row in database.rows(f"SELECT seal, {_SEALED_COLUMNS} FROM credential"):  # noqa: S608
        if _seal_of(row[1:]) != row[0]:
            return False
        total += int.from_bytes(row[0], "big")
    return read_about(database)[2] == total % (1 << _SUM_BITS)


class WitnessFile:
    """The witness on this computer, outside the vault's folder. Losing it costs a warning, nothing else."""

    def __init__(self, folder: Path, vault_id: str, key: bytes) -> None:
        self._path = folder / f"{hashlib.sha256(vault_id.encode()).hexdigest()[:24]}.witness"
        self._vault_id = vault_id
        self._key = subkey(key, "witness")

    def read(self) -> Witness | None:
        """Return the witness, or None where there is none that this vault wrote."""
        try:
            body = msgspec.json.decode(self._path.read_bytes())
            witness = Witness(self._vault_id, body["generation"], body["mark"])
            genuine = hmac.compare_digest(str(body["mac"]).encode(), self._mac(witness).encode())
        except (OSError, msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError):
            return None
        return witness if genuine else None

    def write(self, witness: Witness) -> None:
        """Keep the witness; that it cannot be written is never a reason to stop."""
        body = {"generation": witness.generation, "mark": witness.mark, "mac": self._mac(witness)}
        try:
            make_private_folder(self._path.parent)
            replace_file(self._path, msgspec.json.encode(body))
        except WalletError:
            return

    def _mac(self, witness: Witness) -> str:
        return hmac.digest(self._key, msgspec.json.encode(witness), "sha256").hex()


def is_older_than_witness(database: Database, witness: Witness | None) -> bool:
    """Return whether the vault stands before, or beside, what was seen of it. Ahead is fine: a crash came in between."""
    generation, mark, _ = read_about(database)
    if witness is None:
        return False
    return generation < witness.generation or (generation == witness.generation and mark != witness.mark)


def _seal_of(row: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(msgspec.msgpack.encode(row)).digest()


def _write_about(database: Database, generation: int, mark: str, total: int) -> None:
    for name, value in (("generation", str(generation)), ("mark", mark), ("seals", f"{total % (1 << _SUM_BITS):x}")):
        database.write(
            "INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value.encode()),
        )
