"""The encrypted database: opened one way only, with every setting that matters asserted.

A driver that does not encrypt says nothing and writes plaintext (STORE-01), so nothing is taken on trust: the cipher's
version, the file's first bytes and a canary row are looked at every time. One connection, used by one thread: the
driver itself refuses any other (STORE-22). All writing happens in `Database.writing`, one transaction for each act.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from wallet.errors import (
    MissingLibraryError,
    VaultBusyError,
    VaultDamagedError,
    VaultError,
    VaultFullError,
    VaultTooNewError,
)
from wallet.store.durable import PRIVATE_FILE, told_of_trouble

PLAINTEXT_HEADER = b"SQLite format 3\x00"
KEY_BYTES = 32
MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"

# What is set, and what must then be read back. None: the pragma answers nothing.
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("cell_size_check", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("foreign_keys", "ON", 1),
    ("fullfsync", "ON", 1),  # macOS: a flush that reaches the disk; elsewhere without effect
    ("checkpoint_fullfsync", "ON", 1),
    ("busy_timeout", "0", 0),  # the lock file keeps others out: whoever is here is a stranger
    ("cache_size", "-16000", -16000),
)

_FORBIDDEN = {sqlcipher.SQLITE_ATTACH, sqlcipher.SQLITE_DETACH}
_WRITES = {
    sqlcipher.SQLITE_INSERT,
    sqlcipher.SQLITE_UPDATE,
    sqlcipher.SQLITE_DELETE,
    sqlcipher.SQLITE_CREATE_TABLE,
    sqlcipher.SQLITE_CREATE_VTABLE,
    sqlcipher.SQLITE_DROP_TABLE,
    sqlcipher.SQLITE_DROP_VTABLE,
    sqlcipher.SQLITE_ALTER_TABLE,
    sqlcipher.SQLITE_TRANSACTION,
}
_FTS_OWN_PRAGMAS = {"data_version"}

# Primary SQLite result codes; extended codes carry them in their low byte.
_FULL, _IO_ERROR, _BUSY, _LOCKED, _CORRUPT, _NOT_A_DATABASE, _NO_MEMORY = 13, 10, 5, 6, 11, 26, 7
_CANNOT_OPEN, _READ_ONLY = 14, 8


class Database:
    """An open, asserted, encrypted database. Use it on the thread that opened it."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._reading_only = False
        self.path = path
        self.is_open = True
        connection.set_authorizer(self._authorize)

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a statement that only reads: anything else in it is refused."""
        with translated():
            self._reading_only = True
            try:
                found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
                return found
            finally:
                self._reading_only = False

    def row(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(sql, values)), None)

    def write(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> int:
        """Run one statement inside `writing`; returns the row id of an insert."""
        if not self._connection.in_transaction:
            raise AssertionError("every write belongs to a transaction")
        with translated(writing=True):
            return int(self._connection.execute(sql, values).lastrowid or 0)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on the disk when this returns, or none of it ever was."""
        with translated(writing=True):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with translated(writing=True):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def interrupt(self) -> None:
        """Stop the statement that is running; may be called from another thread."""
        self._connection.interrupt()

    def checkpoint(self) -> None:
        """Bring everything into the main file and empty the write-ahead log."""
        with translated(writing=True):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def damage(self) -> tuple[str, ...]:
        """Return what the integrity checks complain of, () for a sound database. Reads all of it."""
        self.checkpoint()  # cipher_integrity_check takes pages still in the log for damage
        with translated():
            pages = [str(row[0]) for row in self._connection.execute("PRAGMA cipher_integrity_check").fetchall()]
            if pages:
                return tuple(pages[:10])
            checks = [str(row[0]) for row in self._connection.execute("PRAGMA quick_check(10)").fetchall()]
        return () if checks == ["ok"] else tuple(checks)

    def close(self) -> None:
        """Empty the log and close. Never raises for an empty disk: what is in the log is safe there."""
        try:
            self.checkpoint()
        except VaultError:
            pass
        finally:
            self.is_open = False
            self._connection.close()

    def run_script(self, statements: Sequence[str]) -> None:
        """Run the statements of a migration, inside `writing`."""
        for statement in statements:
            self.write(statement)

    @property
    def schema_version(self) -> int:
        """The number of the last migration that this database has been through."""
        with translated():
            return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def set_schema_version(self, version: int) -> None:
        """Last statement of a migration, inside its transaction."""
        self.write(f"PRAGMA user_version = {version:d}")

    def _authorize(self, action: int, first: str | None, second: str | None, _db: str | None, _by: str | None) -> int:
        """STORE-20: no statement of ours attaches a file or loads code, and what reads does nothing but read."""
        denied: bool = action in _FORBIDDEN or (action == sqlcipher.SQLITE_FUNCTION and second == "load_extension")
        if self._reading_only and not denied:
            denied = action in _WRITES or (action == sqlcipher.SQLITE_PRAGMA and first not in _FTS_OWN_PRAGMAS)
        return int(sqlcipher.SQLITE_DENY if denied else sqlcipher.SQLITE_OK)


def open_database(path: Path, key: bytes, *, create: bool = False) -> Database:
    """Open the database with a raw 256-bit key.

    Raises VaultDamagedError when the file is not what this key wrote, MissingLibraryError when the driver does not
    encrypt, VaultTooNewError, VaultFullError, VaultBusyError.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key has 32 bytes")
    _check_file(path, create)
    connection = sqlcipher.connect(str(path), isolation_level=None, cached_statements=128)
    try:
        with translated():
            _set_key(connection, key)
            _settle(connection)
        check_is_encrypted(path)
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def check_is_encrypted(path: Path) -> None:
    """Raise VaultDamagedError when the file says it is plain SQLite (STORE-01)."""
    with told_of_trouble(path), path.open("rb") as file:
        if file.read(len(PLAINTEXT_HEADER)) == PLAINTEXT_HEADER:
            raise VaultDamagedError("the database is not encrypted", step="vault.open.plaintext")


def migrate(database: Database, migrations: Sequence[Sequence[str]], before: Callable[[], None]) -> bool:
    """Bring the schema up to date, all in one transaction. `before` makes the copy that is kept; returns whether it ran.

    Raises VaultTooNewError for a schema of a newer Tessera, which is left alone.
    """
    version = database.schema_version
    if version > len(migrations):
        raise VaultTooNewError(f"schema {version}, known {len(migrations)}", step="vault.schema")
    if version == len(migrations):
        return False
    if version:
        before()
    with database.writing():
        for statements in migrations[version:]:
            database.run_script(statements)
        database.set_schema_version(len(migrations))
    return True


def read_migrations(folder: Path) -> list[list[str]]:
    """Return the statements of every `NNN_name.sql`, in order. The numbers run from 001 without a gap."""
    files = sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))
    if [int(file.name[:3]) for file in files] != list(range(1, len(files) + 1)):
        raise AssertionError(f"migrations are not numbered from 001: {[file.name for file in files]}")
    return [list(_statements(file.read_text(encoding="utf-8"))) for file in files]


@contextmanager
def translated(*, writing: bool = False) -> Iterator[None]:
    """Turn the driver's errors into ours by their codes, never by their text.

    The driver tells "input/output error" without saying which: while writing it is a disk or a quota that is full.
    """
    try:
        yield
    except sqlcipher.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        kind = VaultFullError if writing and code == _IO_ERROR else _ERRORS.get(code)
        if kind is None:
            raise
        raise kind(str(getattr(error, "sqlite_errorname", "")), step=f"vault.sql.{code}") from error
    except MemoryError as error:
        # SQLCipher answers "out of memory" to a page that cannot be decrypted while the log is recovered.
        raise VaultDamagedError("out of memory", step="vault.sql.memory") from error


_ERRORS: dict[int, type[VaultError]] = {
    _FULL: VaultFullError,
    _IO_ERROR: VaultDamagedError,
    _BUSY: VaultBusyError,
    _LOCKED: VaultBusyError,
    _CORRUPT: VaultDamagedError,
    _NOT_A_DATABASE: VaultDamagedError,
    _NO_MEMORY: VaultDamagedError,
    _CANNOT_OPEN: VaultError,
    _READ_ONLY: VaultError,
}


def _check_file(path: Path, create: bool) -> None:
    with told_of_trouble(path):
        if create:
            path.touch(mode=PRIVATE_FILE, exist_ok=False)
            return
        if not path.is_file():
            raise VaultDamagedError("the database file is gone", step="vault.open.missing")
        if path.stat().st_size == 0:
            raise VaultDamagedError("the database file is empty", step="vault.open.empty")
    check_is_encrypted(path)


def _set_key(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        raise MissingLibraryError("the driver does not encrypt", step="vault.open.cipher", library="sqlcipher3")


def _settle(connection: Any) -> None:
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first page proves the key
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != expected:
            raise VaultError(f"PRAGMA {name} is {found}", step=f"vault.open.{name}")


def _statements(script: str) -> Iterator[str]:
    """Split a migration at the semicolons that end a statement. Ours hold none in texts or triggers."""
    bare = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--"))
    yield from (statement.strip() for statement in bare.split(";") if statement.strip())
