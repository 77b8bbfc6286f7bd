"""The ledger as the vault keeps it: entries in order, each chained to the one before (`presentations/ledger.py`)."""

import msgspec

from wallet.presentations.ledger import LedgerEntry, chained, tombstone
from wallet.store.database import Database
from wallet.store.kept_documents import KeptDocument, put_document

OTHER_LEDGER = "ledger-of-backup"


def read_ledger(database: Database) -> tuple[LedgerEntry, ...]:
    """Return every entry, oldest first."""
    return tuple(_read(row[0]) for row in database.rows("SELECT entry FROM ledger ORDER BY number"))


def append_entry(database: Database, drafted: LedgerEntry) -> LedgerEntry:
    """Chain `drafted` after the last entry and keep it, inside a transaction."""
    row = database.row("SELECT entry FROM ledger ORDER BY number DESC LIMIT 1")
    entry = chained(drafted, None if row is None else _read(row[0]))
    _write(database, entry)
    return entry


def bury_entry(database: Database, number: int) -> None:
    """Leave a tombstone in place of an entry, inside a transaction."""
    row = database.row("SELECT entry FROM ledger WHERE number = ?", (number,))
    if row is not None:
        _write(database, tombstone(_read(row[0])))


def merge_ledger(database: Database, arriving: tuple[LedgerEntry, ...], changed: str) -> None:
    """Take a backup's ledger where it goes on from ours; one that went another way is kept beside, never mixed in."""
    own = read_ledger(database)
    if [entry.digest for entry in own] == [entry.digest for entry in arriving[: len(own)]]:
        for entry in arriving[len(own) :]:
            _write(database, entry)
    elif arriving[-1].digest not in {entry.digest for entry in own}:
        content = msgspec.json.encode(arriving)
        put_document(database, KeptDocument(OTHER_LEDGER, arriving[-1].digest, changed, content))


def _read(packed: bytes) -> LedgerEntry:
    return msgspec.json.decode(packed, type=LedgerEntry)


def _write(database: Database, entry: LedgerEntry) -> None:
    database.write(
        "INSERT OR REPLACE INTO ledger (number, entry) VALUES (?, ?)", (entry.number, msgspec.json.encode(entry))
    )
