"""Reading out of a damaged vault what can be read, and making a sound vault of it (STORE-14).

Every page is authenticated, so a damaged one cannot be read at all: the rows on it are gone, the others are whole. Each
credential is read for itself, by its number. What the damaged database does not give back is looked for in the copies
beside it; an original whose row is gone is handed out, to be read and checked anew. What is lost is named.

Nothing is thrown away: the damaged files are put aside first, byte for byte, and stay.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wallet.errors import NotInVaultError, VaultDamagedError, VaultMissingError, WalletError
from wallet.store import sealing
from wallet.store.database import Database, migrate, open_database
from wallet.store.durable import flush_folder, flush_to_disk, make_private_folder, put_in_place, told_of_trouble
from wallet.store.header_file import HeaderFile
from wallet.store.identifiers import read_holder_keys, read_identifiers, write_holder_key, write_identifiers
from wallet.store.kept_documents import merge_documents, read_documents
from wallet.store.ledger_rows import merge_ledger, read_ledger
from wallet.store.lock_file import LockFile
from wallet.store.rollback import WitnessFile, read_about, seal_rows
from wallet.store.shelf import Shelf
from wallet.store.stored_credential import unpack_summary
from wallet.store.vault import Vault, VaultTerms, unwrap_key

Tick = Callable[[int, int], None]
_BATCH = 100
_PROBED = 20_000  # numbers tried where not even the last one can be read
_FILES = ("vault.db", "vault.db-wal")
_DAMAGE = (VaultDamagedError, NotInVaultError)


@dataclass(frozen=True, slots=True)
class LooseOriginal:
    """The bytes of a credential whose row is gone: to be read and checked as if it had just arrived."""

    source: str
    original: bytes


@dataclass(slots=True)
class Rescued:
    """What came back. `lost` are the titles of what did not, "" where even that is gone; `parts` name what else did not.

    `loose` and `lost` go by the number of the row. `read`: a database has been read, so that what is not missing was deleted.
    """

    aside: str = ""
    kept: int = 0
    loose: dict[int, LooseOriginal] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    read: bool = False

    @property
    def missing(self) -> list[int]:
        """The numbers of the credentials that have not come back as they were."""
        return sorted({*self.loose, *self.lost})


def rescue(folder: Path, passphrase: str | None, terms: VaultTerms, tick: Tick) -> Rescued:
    """Put the damaged database aside and a sound one in its place.

    Raises VaultMissingError, VaultBusyError, WrongPassphraseError, VaultFullError, and VaultDamagedError when both headers are
    gone, for they hold the key, or nothing at all can be read; then nothing has changed.
    """
    if not Vault.exists(folder):
        raise VaultMissingError(str(folder), step="vault.rescue")
    lock = LockFile(folder / "lock")
    work = folder / ".rescue"
    try:
        header = HeaderFile(folder, terms.policy).read()
        key = unwrap_key(header, passphrase, terms)
        sealing.check_seal(header, key)
        with told_of_trouble(folder):
            shutil.rmtree(work, ignore_errors=True)
            make_private_folder(work)
            aside = _put_aside(folder, terms)
            rescued = Rescued(aside.name)
            _build(work, [aside, *_copies(folder)], header.vault_id, key, terms, rescued, tick)
            if not rescued.read:  # not even the schema: an empty vault in its place would be no rescue
                shutil.rmtree(aside)
                raise VaultDamagedError("nothing can be read", step="vault.rescue")
            _replace_database(work / "new.db", folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        lock.release()
    return rescued


def _put_aside(folder: Path, terms: VaultTerms) -> Path:
    aside = folder / f"damaged-{terms.entropy(4).hex()}"
    make_private_folder(aside)
    for name in _FILES:
        if (folder / name).exists():
            _copy(folder / name, aside / name)
    flush_folder(aside)
    return aside


def _copies(folder: Path) -> list[Path]:
    found = (folder / "copies").glob("vault-*.db") if (folder / "copies").is_dir() else ()
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _build(
    work: Path,
    sources: Sequence[Path],
    vault_id: str,
    key: bytes,
    terms: VaultTerms,
    rescued: Rescued,
    tick: Tick,
) -> None:
    new = open_database(work / "new.db", key, create=True)
    try:
        migrate(new, terms.migrations, lambda: None)
        with new.writing():
            new.write("INSERT INTO about (name, value) VALUES (?, ?)", ("canary", vault_id.encode()))
            seal_rows(new, (), terms.entropy)
        generation = 0
        for source in _candidates(sources, work):
            with suppress(WalletError):
                reading = _Reading(source, key, new, terms, rescued)
                try:
                    generation = max(generation, reading.generation())
                    reading.read(tick)
                finally:
                    reading.close()
        witness = WitnessFile(terms.witness_folder, vault_id, key).read()
        _go_on_from(new, max(generation, witness.generation if witness else 0), terms)
    finally:
        new.close()


def _candidates(sources: Sequence[Path], work: Path) -> Iterator[Path]:
    """Yield working copies: the damaged database with its log, without it (the log may be what is damaged), then older copies."""
    for number, source in enumerate(sources):
        for tried, names in enumerate((_FILES, _FILES[:1]) if source.is_dir() else ((source.name,),)):
            place = work / f"{number}-{tried}"
            make_private_folder(place)
            home = source if source.is_dir() else source.parent
            for name in names:
                if (home / name).exists():
                    _copy(home / name, place / name.replace(source.name, "vault.db"))
            yield place / "vault.db"


class _Reading:
    """Reads one database into the new one: the first that opens whole, of the others only what is missing still.

    An older copy must not bring back what was deleted since. After one damaged page SQLCipher answers nothing more on that connection: each time it is opened anew.
    """

    def __init__(self, source: Path, key: bytes, new: Database, terms: VaultTerms, rescued: Rescued) -> None:
        self._source, self._key, self._terms = source, key, terms
        self._new, self._rescued = new, rescued
        self._to = Shelf(new, terms.entropy)
        self._open()
        try:
            migrate(self._old, terms.migrations, lambda: None)
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self._old = open_database(self._source, self._key)
        self._from = Shelf(self._old, self._terms.entropy)

    def close(self) -> None:
        """Let the working copy go."""
        if self._old.is_open:
            self._old.close()

    def _after_damage(self) -> None:
        self._old.close()
        self._open()

    def generation(self) -> int:
        """Return how many transactions this database had seen, 0 where that cannot be read."""
        try:
            return read_about(self._old)[0]
        except (VaultDamagedError, ValueError):
            self._after_damage()
            return 0

    def read(self, tick: Tick) -> None:
        self._read_parts()
        numbers = self._rescued.missing if self._rescued.read else range(1, self._last_number() + 1)
        for start in range(0, len(numbers), _BATCH):
            with self._to.changing() as touched:
                for number in numbers[start : start + _BATCH]:
                    self._read_one(number, touched)
            tick(min(start + _BATCH, len(numbers)), len(numbers))
        self._rescued.read = True

    def _last_number(self) -> int:
        found = list[int]()
        for table in ("credential", "original", "words", "report"):
            try:
                row = self._old.row(f"SELECT max(number) FROM {table}")  # noqa: S608 - one of four names
                found.append(int(row[0] or 0) if row else 0)
            except VaultDamagedError:
                self._after_damage()
        return max(found) if found else _PROBED

    def _read_one(self, number: int, touched: set[int]) -> None:
        title, known = "", True
        try:
            row = self._old.row("SELECT summary, id FROM credential WHERE number = ?", (number,))
            if row is None:
                known = False  # deleted long ago, unless something of it is still there
            else:
                title = unpack_summary(row[0]).title
                self._bring(number, str(row[1]), touched)
                return
        except _DAMAGE:
            self._after_damage()
        self._read_original(number, title, known)

    def _bring(self, number: int, key: str, touched: set[int]) -> None:
        stored = self._from.by_number(number)
        if self._to.changed_at(key) is None and self._to.find(stored.content) is None:
            touched.add(self._to.put_back(stored))
            self._rescued.kept += 1
        self._rescued.loose.pop(number, None)
        self._rescued.lost.pop(number, None)

    def _read_original(self, number: int, title: str, known: bool) -> None:
        if number in self._rescued.loose:
            return
        try:
            source, original = self._from.original_of(number)
        except NotInVaultError:
            if known:
                self._rescued.lost.setdefault(number, title)
        except VaultDamagedError:
            self._after_damage()
            self._rescued.lost.setdefault(number, title)
        else:
            self._rescued.loose[number] = LooseOriginal(source, original)
            self._rescued.lost.pop(number, None)

    def _read_parts(self) -> None:
        for name, bring in (
            ("own_identifier", self._bring_identifiers),
            ("holder_key", self._bring_keys),
            ("kept_document", self._bring_documents),
            ("ledger", self._bring_ledger),
        ):
            if self._rescued.read and name not in self._rescued.parts:
                continue
            try:
                with self._to.changing():
                    bring()
                if name in self._rescued.parts:
                    self._rescued.parts.remove(name)
            except WalletError:
                self._after_damage()
                if name not in self._rescued.parts:
                    self._rescued.parts.append(name)

    def _bring_identifiers(self) -> None:
        if not read_identifiers(self._new):
            write_identifiers(self._new, read_identifiers(self._old))

    def _bring_keys(self) -> None:
        there = {row.id for row in read_holder_keys(self._new)}
        for row in read_holder_keys(self._old):
            if row.id not in there:
                write_holder_key(self._new, row)

    def _bring_documents(self) -> None:
        merge_documents(self._new, read_documents(self._old))

    def _bring_ledger(self) -> None:
        entries = read_ledger(self._old)
        if entries:
            merge_ledger(self._new, entries, "")


def _go_on_from(database: Database, generation: int, terms: VaultTerms) -> None:
    """A rescued vault stands after the damaged one, so that it is not taken for an older one put back."""
    with database.writing():
        database.write("UPDATE about SET value = ? WHERE name = 'generation'", (str(generation + 1).encode(),))
        seal_rows(database, (), terms.entropy)


def _replace_database(made: Path, folder: Path) -> None:
    for name in ("vault.db-wal", "vault.db-shm"):  # of the damaged one: they must not be taken for the new one's
        (folder / name).unlink(missing_ok=True)
    put_in_place(made, folder / "vault.db")


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as original, target.open("xb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        flush_to_disk(copy.fileno())
    target.chmod(0o600)
