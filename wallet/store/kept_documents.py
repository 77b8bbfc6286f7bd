"""Documents of the person's that the vault keeps whole: followed pathways, plans, the learner's own word. Each by kind and id.

What is taken back is put aside, from where it can be fetched. A record of the learner's own that was put aside goes for good with the
trash, and a scan goes with its record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wallet.store.database import Database
from wallet.store.stored_credential import write_moment

MOST_BYTES = 8 * 1024 * 1024
OWN_WORD, SCAN = "own-word", "own-scan"  # a scan has the id of its record
_ASIDE = "gone."


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """One document. `changed` is RFC 3339 in UTC, so that the newer of two sorts last."""

    kind: str
    id: str
    changed: str
    content: bytes


def read_documents(database: Database, kind: str | None = None) -> tuple[KeptDocument, ...]:
    """Return every kept document, or those of one kind, by kind and id."""
    where, values = ("", ()) if kind is None else (" WHERE kind = ?", (kind,))
    rows = database.rows(f"SELECT kind, id, changed, content FROM kept_document{where} ORDER BY kind, id", values)  # noqa: S608
    return tuple(KeptDocument(*row) for row in rows)


def find_document(database: Database, kind: str, key: str) -> KeptDocument | None:
    """Return one kept document, or None."""
    row = database.row("SELECT kind, id, changed, content FROM kept_document WHERE kind = ? AND id = ?", (kind, key))
    return None if row is None else KeptDocument(*row)


def write_document(database: Database, kind: str, key: str, content: bytes, now: datetime) -> None:
    """Keep a document in place of any other of its kind and id, inside a transaction."""
    put_document(database, KeptDocument(kind, key, write_moment(now), content))


def put_document(database: Database, document: KeptDocument) -> None:
    """Keep a document with the moment it carries, inside a transaction."""
    database.write(
        "INSERT OR REPLACE INTO kept_document (kind, id, changed, content) VALUES (?, ?, ?, ?)",
        (document.kind, document.id, document.changed, document.content),
    )


def delete_document(database: Database, kind: str, key: str) -> None:
    """Delete a document, inside a transaction."""
    database.write("DELETE FROM kept_document WHERE kind = ? AND id = ?", (kind, key))


def put_aside(database: Database, kind: str, key: str, now: datetime) -> bool:
    """Put a document aside, inside a transaction; returns whether it was there."""
    return _move(database, kind, _ASIDE + kind, key, now)


def fetch_back(database: Database, kind: str, key: str, now: datetime) -> bool:
    """Fetch back what was put aside, inside a transaction; returns whether it was there."""
    return _move(database, _ASIDE + kind, kind, key, now)


def _move(database: Database, source: str, target: str, key: str, now: datetime) -> bool:
    there = database.row("SELECT 1 FROM kept_document WHERE kind = ? AND id = ?", (source, key))
    database.write(
        "UPDATE OR REPLACE kept_document SET kind = ?, changed = ? WHERE kind = ? AND id = ?",
        (target, write_moment(now), source, key),
    )
    return there is not None


def own_words_aside(database: Database, before: str | None) -> tuple[str, ...]:
    """Return the ids of the learner's own records that were put aside before a moment, or (None) ever."""
    rows = database.rows(
        "SELECT id FROM kept_document WHERE kind = ? AND (? IS NULL OR changed < ?)",
        (_ASIDE + OWN_WORD, before, before),
    )
    return tuple(row[0] for row in rows)


def delete_own_words(database: Database, keys: Sequence[str]) -> None:
    """Delete for good records that were put aside, and the scans that no record names any more, inside a transaction."""
    for key in keys:
        delete_document(database, _ASIDE + OWN_WORD, key)
        if find_document(database, OWN_WORD, key) is None:
            delete_document(database, SCAN, key)


def merge_documents(database: Database, arriving: Iterable[KeptDocument]) -> None:
    """Keep the newest of each, put aside or not, inside a transaction: restoring an old backup takes nothing back."""
    for document in arriving:
        kind = document.kind.removeprefix(_ASIDE)
        places = (kind, _ASIDE + kind)
        kept = [find_document(database, place, document.id) for place in places]
        if all(one is None or one.changed < document.changed for one in kept):
            for place in places:
                delete_document(database, place, document.id)
            put_document(database, document)
