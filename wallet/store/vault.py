"""The vault: a folder with a sealed header, an encrypted database and a lock.

    vault.json          the header (sealing.py), and vault.json.copy, the same again: without it nothing opens
    vault.db            the database (database.py)
    lock                held while the vault is open: a second instance is refused (STORE-16)
    ballast             2 MiB to give away when the disk is full, so that deleting is still possible (STORE-13)
    copies/             rotating copies of the database: before each migration, and one a week while it is sound

`Vault.create` and `Vault.open` return an open vault; use it on one thread, and `close` it.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from wallet.errors import (
    KeyringUnavailableError,
    VaultBusyError,
    VaultDamagedError,
    VaultExistsError,
    VaultFullError,
    VaultMissingError,
    WalletError,
)
from wallet.store import sealing
from wallet.store.database import MIGRATIONS_FOLDER, Database, migrate, open_database, read_migrations
from wallet.store.durable import (
    flush_folder,
    make_private_folder,
    replace_file,
    replacing,
    sweep_parts,
    told_of_trouble,
)
from wallet.store.header_file import HeaderFile
from wallet.store.kdf import KdfCost, KdfPolicy, passphrase_bytes, wipe
from wallet.store.key_store import KeyStore
from wallet.store.lock_file import LockFile
from wallet.store.recovery_code import write_recovery_code
from wallet.store.rollback import Witness, WitnessFile, is_older_than_witness, read_about, rows_add_up, seal_rows
from wallet.store.sealing import Entropy, Header, SlotKind
from wallet.store.shelf import Shelf

BALLAST_BYTES = 2 * 1024 * 1024
KEPT_COPIES = 3
WEEKLY_COPIES = 2
COPY_DAYS = 7

_SYNCED_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "坚果云",
)


@dataclass(frozen=True, slots=True)
class VaultTerms:
    """What a vault is opened with: where chance, secrets and costs come from. `cost` is asked when a passphrase is new."""

    cost: Callable[[], KdfCost]
    witness_folder: Path
    policy: KdfPolicy = field(default_factory=KdfPolicy)
    entropy: Entropy = os.urandom
    key_store: KeyStore | None = None
    migrations: Sequence[Sequence[str]] = field(default_factory=lambda: read_migrations(MIGRATIONS_FOLDER))


class Vault:
    """An open vault."""

    def __init__(self, folder: Path, lock: LockFile, header: Header, key: bytes, terms: VaultTerms) -> None:
        """Not for callers: see `create` and `open`."""
        self.folder = folder
        self.warnings: tuple[str, ...] = ()
        self._lock = lock
        self._header = header
        self._key = key
        self._terms = terms
        self._witness = WitnessFile(terms.witness_folder, header.vault_id, key)
        self.database: Database
        self.shelf: Shelf

    @staticmethod
    def exists(folder: Path) -> bool:
        """True when there is a vault in `folder`, sound or not."""
        return any((folder / name).exists() for name in ("vault.json", "vault.json.copy", "vault.db"))

    @staticmethod
    def uses_keyring(folder: Path, policy: KdfPolicy) -> bool:
        """True when the vault in `folder` can be opened by the operating system's key store."""
        try:
            return HeaderFile(folder, policy).read().slot(SlotKind.KEYRING) is not None
        except WalletError:
            return False

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, terms: VaultTerms, now: datetime, *, use_keyring: bool = False
    ) -> "Vault":
        """Make a vault and open it. Raises VaultExistsError, VaultBusyError, WrongPassphraseError for an empty one.

        A key store that is not to be had is a warning, never a reason not to make the vault.
        """
        vault_id, key = terms.entropy(16).hex(), terms.entropy(32)
        secret = passphrase_bytes(passphrase)
        try:
            slot = sealing.wrap(key, SlotKind.PASSPHRASE, secret, vault_id, terms.cost(), terms.entropy)
        finally:
            wipe(secret)
        vault = cls.create_with(folder, Header(vault_id, now, (slot,)), key, terms)
        if use_keyring:
            try:
                vault.use_keyring()
            except KeyringUnavailableError as error:
                vault.warnings += (error.code,)
        return vault

    @classmethod
    def create_with(cls, folder: Path, header: Header, key: bytes, terms: VaultTerms) -> "Vault":
        """Make a vault whose key and slots are there already, as a backup brings them.

        The header is written last: until then there is no vault, and the next attempt moves aside what was begun.
        """
        make_private_folder(folder)
        lock = LockFile(folder / "lock")
        try:
            file = HeaderFile(folder, terms.policy)
            if file.exists():
                raise VaultExistsError(str(folder), step="vault.create")
            vault = cls(folder, lock, sealing.sealed(header, key), key, terms)
            vault._set_aside_unfinished()
            vault._start_database()
            vault._fill_ballast()
            file.write(vault._header)
            vault._testify()
        except BaseException:
            lock.release()
            raise
        return vault

    @classmethod
    def open(cls, folder: Path, passphrase: str | None, terms: VaultTerms) -> "Vault":
        """Open a vault with its passphrase or recovery code, or (None) with the operating system's key store.

        Raises VaultMissingError, VaultBusyError, WrongPassphraseError, KeyringUnavailableError, VaultDamagedError,
        VaultTooNewError.
        """
        if not cls.exists(folder):
            raise VaultMissingError(str(folder), step="vault.open")
        lock = LockFile(folder / "lock")
        try:
            sweep_parts(folder)
            file = HeaderFile(folder, terms.policy)
            header = file.read()
            key = unwrap_key(header, passphrase, terms)
            sealing.check_seal(header, key)
            vault = cls(folder, lock, header, key, terms)
            vault._open_database()
            file.mend(header)
        except BaseException:
            lock.release()
            raise
        return vault

    @property
    def vault_id(self) -> str:
        """The random name of this vault."""
        return self._header.vault_id

    @property
    def header(self) -> Header:
        """The header as it stands."""
        return self._header

    @property
    def generation(self) -> int:
        """How many transactions this vault has seen."""
        return read_about(self.database)[0]

    @property
    def keyring(self) -> bool:
        """True when the key store opens this vault."""
        return self._header.slot(SlotKind.KEYRING) is not None

    @property
    def entropy(self) -> Entropy:
        """Where this vault's chance comes from."""
        return self._terms.entropy

    def key_for_backup(self) -> bytes:
        """Return the key that this vault's slots wrap: a backup that carries the slots is sealed under a key drawn from it."""
        return self._key

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the key anew (STORE-18). `old` may be the recovery code. Raises WrongPassphraseError for either."""
        sealing.unwrap_with_passphrase(self._header, old, self._terms.policy)
        self._replace_slot(SlotKind.PASSPHRASE, passphrase_bytes(new), self._terms.cost())

    def use_keyring(self) -> None:
        """Let the key store open this vault. Raises KeyringUnavailableError, and nothing has changed."""
        store = self._key_store()
        secret = bytearray(self._terms.entropy(32))
        store.write(self.vault_id, bytes(secret))
        self._replace_slot(SlotKind.KEYRING, secret, None)

    def forget_keyring(self) -> None:
        """Let the key store open this vault no longer."""
        self._write_header(tuple(slot for slot in self._header.slots if slot.kind is not SlotKind.KEYRING))
        if self._terms.key_store is not None:
            self._terms.key_store.forget(self.vault_id)

    def make_recovery_code(self) -> str:
        """Return a new recovery code; an older one opens nothing any more."""
        secret = sealing.recovery_secret(self._terms.entropy)
        self._replace_slot(SlotKind.RECOVERY, bytearray(secret), None)
        return write_recovery_code(secret)

    def audit(self) -> tuple[str, ...]:
        """Look at all of it: return the codes of what is wrong, () when all is well. Takes a while."""
        found = []
        if self.database.damage():
            found.append("vault.damaged")
        elif not rows_add_up(self.database):
            found.append("vault.rolled_back")
        return tuple(found)

    def give_ballast(self) -> None:
        """Give the ballast away: the disk is full, and deleting needs room too."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def keep_copy(self, now: datetime) -> bool:
        """Look all of it over and copy it, if the last such copy is a week old; returns whether a copy was made.

        What is damaged is never copied over what was sound: it is a warning (STORE-14). Raises VaultFullError,
        FileAccessError.
        """
        copies = self.folder / "copies"
        due = _copy_name(now - timedelta(days=COPY_DAYS))
        if any(path.name > due for path in copies.glob("vault-kept-*.db")):
            return False
        if found := self.audit():
            self.warnings += tuple(code for code in found if code not in self.warnings)
            return False
        self._copy_to(copies / _copy_name(now), "vault-kept-*.db", WEEKLY_COPIES)
        return True

    def forget_copies(self) -> None:
        """Remove the weekly copies: something was deleted for good that is still in them (STORE-23)."""
        with told_of_trouble(self.folder):
            for copy in (self.folder / "copies").glob("vault-kept-*.db"):
                copy.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the database, leave word of where it stood, and let the lock go."""
        try:
            self._testify()
            self.database.close()
        finally:
            self._lock.release()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _start_database(self) -> None:
        self.database = open_database(self.folder / "vault.db", self._key, create=True)
        try:
            migrate(self.database, self._terms.migrations, lambda: None)
            with self.database.writing():
                values = ("canary", self.vault_id.encode())
                self.database.write("INSERT INTO about (name, value) VALUES (?, ?)", values)
                seal_rows(self.database, (), self._terms.entropy)
            flush_folder(self.folder)
            self.shelf = Shelf(self.database, self._terms.entropy)
        except BaseException:
            self.database.close()
            raise

    def _open_database(self) -> None:
        self.database = open_database(self.folder / "vault.db", self._key)
        try:
            self._check_canary()
            migrate(self.database, self._terms.migrations, self._copy_database)
            self.shelf = Shelf(self.database, self._terms.entropy)
            if is_older_than_witness(self.database, self._witness.read()):
                self.warnings += ("vault.rolled_back",)
            if is_in_synced_folder(self.folder):
                self.warnings += ("vault.synced_folder",)
            self._fill_ballast()
        except BaseException:
            self.database.close()
            raise

    def _check_canary(self) -> None:
        if self.database.row("SELECT 1 FROM sqlite_master WHERE name = 'about'") is None:
            raise VaultDamagedError("the database is empty", step="vault.open.canary")
        row = self.database.row("SELECT value FROM about WHERE name = 'canary'")
        if row is None or row[0] != self.vault_id.encode():
            raise VaultDamagedError("the database is another vault's", step="vault.open.canary")

    def _copy_database(self) -> None:
        """Before a migration: a copy that an older Tessera could still read. The newest three are kept."""
        name = f"vault-schema-{self.database.schema_version}.db"
        self._copy_to(self.folder / "copies" / name, "vault-schema-*.db", KEPT_COPIES)

    def _copy_to(self, copy: Path, kind: str, most: int) -> None:
        self.database.checkpoint()
        make_private_folder(copy.parent)
        with replacing(copy) as target, self.database.path.open("rb") as source:
            while block := source.read(1 << 20):
                target.write(block)
        others = sorted(copy.parent.glob(kind), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in [path for path in others if path != copy][most - 1 :]:
            old.unlink(missing_ok=True)

    def _replace_slot(self, kind: SlotKind, secret: bytearray, cost: KdfCost | None) -> None:
        slot = sealing.wrap(self._key, kind, secret, self.vault_id, cost, self._terms.entropy)
        wipe(secret)
        self._write_header((*(other for other in self._header.slots if other.kind is not kind), slot))

    def _write_header(self, slots: tuple[sealing.Slot, ...]) -> None:
        header = sealing.sealed(replace(self._header, slots=slots), self._key)
        HeaderFile(self.folder, self._terms.policy).write(header)
        self._header = header

    def _key_store(self) -> KeyStore:
        if self._terms.key_store is None:
            raise KeyringUnavailableError("no key store here", step="keyring.absent")
        return self._terms.key_store

    def _testify(self) -> None:
        generation, mark, _ = read_about(self.database)
        self._witness.write(Witness(self.vault_id, generation, mark))

    def _fill_ballast(self) -> None:
        ballast = self.folder / "ballast"
        try:
            if not ballast.exists() or ballast.stat().st_size != BALLAST_BYTES:
                replace_file(ballast, bytes(BALLAST_BYTES))
        except (VaultFullError, OSError):
            ballast.unlink(missing_ok=True)

    def _set_aside_unfinished(self) -> None:
        """A database without a header was never finished, or has lost it: moved aside, for a backup may still open it."""
        mark = self._terms.entropy(4).hex()
        with told_of_trouble(self.folder):
            for path in self.folder.glob("vault.db*"):
                path.rename(path.with_name(path.name.replace("vault", f"aside-{mark}", 1)))


def _copy_name(moment: datetime) -> str:
    """Named by the day, so that the names sort as the days do."""
    return f"vault-kept-{moment.date().isoformat()}.db"


def unwrap_key(header: Header, passphrase: str | None, terms: VaultTerms) -> bytes:
    """Return the vault's key for a passphrase or recovery code, or (None) from the operating system's key store."""
    if passphrase is not None:
        return sealing.unwrap_with_passphrase(header, passphrase, terms.policy)
    if terms.key_store is None:
        raise KeyringUnavailableError("no key store here", step="keyring.absent")
    return sealing.unwrap_with_keyring(header, terms.key_store.read, terms.policy)


def is_in_synced_folder(folder: Path) -> bool:
    """True for a folder that a service copies elsewhere while it is being written (STORE-24)."""
    return any(name in part.lower() for part in folder.parts for name in _SYNCED_FOLDERS)


def busy(folder: Path) -> bool:
    """True when another program has the vault in `folder` open."""
    try:
        LockFile(folder / "lock").release()
    except VaultBusyError:
        return True
    except WalletError:
        return False
    return False
