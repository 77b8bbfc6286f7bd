"""The last moment at which a vault was in use, kept in it: a clock that shows an earlier one is wrong (TIME-01)."""

from datetime import datetime

from wallet.store.database import Database
from wallet.store.rollback import seal_rows
from wallet.store.sealing import Entropy
from wallet.store.stored_credential import read_moment, write_moment

_NAME = "last_used"


def read_time_mark(database: Database) -> datetime | None:
    """Return when the vault was last in use, or None where no Tessera that keeps it has had it open."""
    row = database.row("SELECT value FROM about WHERE name = ?", (_NAME,))
    return None if row is None else read_moment(row[0].decode())


def write_time_mark(database: Database, moment: datetime, entropy: Entropy) -> None:
    """Keep `moment` as the last one, in a transaction of its own. Raises VaultFullError."""
    with database.writing():
        database.write(
            "INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (_NAME, write_moment(moment).encode()),
        )
        seal_rows(database, (), entropy)
