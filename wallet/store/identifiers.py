"""The person's own: identifiers that issuers hash into credentials, and holder keys. Kept in the vault, never elsewhere."""

from dataclasses import dataclass

from wallet.messages.requests import OwnIdentifier
from wallet.store.database import Database

MOST_IDENTIFIERS = 100
LONGEST = 500


@dataclass(frozen=True, slots=True)
class HolderKeyRow:
    """One holder key as kept. `secret` is the raw private key: it leaves the vault only inside a backup."""

    id: str
    kind: str
    did: str
    label: str
    made: str
    secret: bytes


def read_identifiers(database: Database) -> tuple[OwnIdentifier, ...]:
    """Return the person's own identifiers."""
    return tuple(
        OwnIdentifier(*row) for row in database.rows("SELECT kind, value FROM own_identifier ORDER BY kind, value")
    )


def write_identifiers(database: Database, identifiers: tuple[OwnIdentifier, ...]) -> None:
    """Put these in place of any others, inside a transaction."""
    database.write("DELETE FROM own_identifier")
    for own in identifiers[:MOST_IDENTIFIERS]:
        kind, value = own.kind.strip()[:LONGEST], own.value.strip()[:LONGEST]
        if kind and value:
            database.write("INSERT OR IGNORE INTO own_identifier (kind, value) VALUES (?, ?)", (kind, value))


def read_holder_keys(database: Database) -> tuple[HolderKeyRow, ...]:
    """Return every holder key, oldest first."""
    rows = database.rows("SELECT id, kind, did, label, made, secret FROM holder_key ORDER BY made, id")
    return tuple(HolderKeyRow(*row) for row in rows)


def write_holder_key(database: Database, row: HolderKeyRow) -> None:
    """Keep a holder key, inside a transaction."""
    database.write(
        "INSERT INTO holder_key (id, kind, did, label, made, secret) VALUES (?, ?, ?, ?, ?, ?)",
        (row.id, row.kind, row.did, row.label, row.made, row.secret),
    )
