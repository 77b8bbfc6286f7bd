"""Documents of the person's that the vault keeps whole: followed pathways, plans, the learner's own word. Each by kind and id."""

from dataclasses import dataclass
from datetime import datetime

from wallet.store.database import Database
from wallet.store.stored_credential import write_moment

MOST_BYTES = 8 * 1024 * 1024


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


def merge_documents(database: Database, arriving: tuple[KeptDocument, ...]) -> None:
    """Keep the newer of each, inside a transaction: restoring an old backup takes nothing back."""
    for document in arriving:
        kept = find_document(database, document.kind, document.id)
        if kept is None or kept.changed < document.changed:
            put_document(database, document)
