"""Backing up, proving a backup, and bringing it back.

A backup is one file that needs nothing but its passphrase, or the recovery code. It is proved by opening it again. To
restore is never to overwrite (BAK-02): into a vault that is there it is a merge by id, in one transaction, in which the
later change wins; where there is none, a vault is made aside and put in place when all of it has proved itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from wallet.errors import BackupError, VaultExistsError, WrongPassphraseError
from wallet.i18n import N_
from wallet.messages.requests import BackupReport, OwnIdentifier
from wallet.messages.views import CredentialSummary
from wallet.presentations.ledger import LedgerEntry
from wallet.report import VerificationReport
from wallet.store import sealing
from wallet.store.backup_file import (
    VERSION_WITH_PACKS,
    BackupHeader,
    BackupWriter,
    Record,
    read_backup_header,
    read_records,
)
from wallet.store.durable import replacing, told_of_trouble
from wallet.store.identifiers import (
    HolderKeyRow,
    read_holder_keys,
    read_identifiers,
    write_holder_key,
    write_identifiers,
)
from wallet.store.kdf import SALT_BYTES, passphrase_bytes, wipe
from wallet.store.kept_documents import KeptDocument, merge_documents, read_documents
from wallet.store.ledger_rows import merge_ledger, read_ledger
from wallet.store.sealing import SlotKind
from wallet.store.shelf import Shelf
from wallet.store.stored_credential import StoredCredential, write_moment
from wallet.store.vault import Vault, VaultTerms

_T = TypeVar("_T")
Tick = Callable[[int, int], None]
"""Told (done, total); raises CancelledError to stop."""


class WrongBackupPassphraseError(WrongPassphraseError):
    """The passphrase does not open this backup, which is sound so far as can be seen."""

    code = "backup.wrong_passphrase"
    explanation = N_("That passphrase does not open this backup.")
    advice = N_("It opens with the passphrase, or the recovery code, that was in use when the backup was made.")


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """What a backup holds beside the credentials."""

    credentials: int
    mark: str
    identifiers: tuple[OwnIdentifier, ...] = ()
    holder_keys: tuple[HolderKeyRow, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    documents: tuple[KeptDocument, ...] = ()
    packs: int = 0


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A trust pack that the person had added, as one zip. It is proved again by whoever puts it back."""

    id: str
    zip: bytes


TakePack = Callable[[PackRecord], object]


@dataclass(frozen=True, slots=True)
class CredentialRecord:
    """One credential in a backup; binary members are base64 in the JSON."""

    id: str
    content: bytes
    original: bytes
    source: str
    reports: tuple[VerificationReport, ...]
    summary: CredentialSummary
    notes: str
    changed: datetime
    words: str
    fresh_until: datetime | None


def no_tick(_done: int, _total: int) -> None:
    """Tell nobody."""


def leave_pack(_pack: PackRecord) -> None:
    """Take no trust pack."""


def make_backup(
    vault: Vault,
    path: Path,
    terms: VaultTerms,
    now: datetime,
    passphrase: str = "",
    tick: Tick = no_tick,
    packs: Sequence[PackRecord] = (),
) -> None:
    """Write everything in `vault`, and the trust packs beside it, to `path`, whole or not at all.

    `passphrase` "" wraps it with the vault's own passphrase and recovery code. Raises VaultFullError, FileAccessError.
    """
    header, key = _new_header(vault, terms, now, passphrase)
    header = replace(header, version=VERSION_WITH_PACKS) if packs else header
    ids = vault.shelf.ids()
    database = vault.database
    own = read_identifiers(database), read_holder_keys(database), read_ledger(database), read_documents(database)
    about = VaultRecord(len(ids), "", *own, len(packs))
    with replacing(path) as file:
        writer = BackupWriter(file, header, key)
        writer.write(b"V", msgspec.json.encode(about))
        for done, key_of_one in enumerate(ids):
            tick(done, len(ids))
            writer.write(b"C", msgspec.json.encode(_record_of(vault.shelf.get(key_of_one))))
        for pack in packs:
            writer.write(b"P", msgspec.json.encode(pack))
        writer.finish()
    tick(len(ids), len(ids))


def prove_backup(
    path: Path, passphrase: str, terms: VaultTerms, shelf: Shelf | None, tick: Tick = no_tick
) -> BackupReport:
    """The drill: open all of a backup and say what restoring it would do to `shelf`. Changes nothing.

    Raises WrongPassphraseError, BackupError, VaultTooNewError, FileAccessError.
    """
    header, key = open_backup(path, passphrase, terms)
    tally = _Tally()
    for record in _read_credentials(path, key, terms, tick, tally.take_pack):
        tally.count(_fate(record, shelf))
    return tally.report(path, header)


def prove_own_backup(path: Path, vault: Vault, terms: VaultTerms, tick: Tick = no_tick) -> BackupReport:
    """The drill for a backup that carries this vault's own slots: no passphrase is asked for again."""
    header, tally = read_backup_header(path, terms.policy), _Tally()
    for record in _read_credentials(path, vault.key_for_backup(), terms, tick, tally.take_pack):
        tally.count(_fate(record, vault.shelf))
    return tally.report(path, header)


def restore_into(
    vault: Vault,
    path: Path,
    passphrase: str,
    terms: VaultTerms,
    tick: Tick = no_tick,
    take_pack: TakePack = leave_pack,
) -> BackupReport:
    """Merge a backup into an open vault, all of it or nothing. Raises as `prove_backup` does; then nothing has changed.

    `take_pack` is given each trust pack once all else is on the disk: who is killed in between restores again.
    """
    header, key = _open_proven(path, passphrase, terms, tick)
    packs = list[PackRecord]()
    report = _merge(vault, path, header, key, terms, tick, packs)
    for pack in packs:
        take_pack(pack)
    return report


def _open_proven(path: Path, passphrase: str, terms: VaultTerms, tick: Tick) -> tuple[BackupHeader, bytes]:
    """Return header and key of a backup that has been read to its end. Nothing is touched before that."""
    header, key = open_backup(path, passphrase, terms)
    for _ in _read_credentials(path, key, terms, tick, leave_pack):
        pass
    return header, key


def _merge(
    vault: Vault,
    path: Path,
    header: BackupHeader,
    key: bytes,
    terms: VaultTerms,
    tick: Tick,
    packs: list[PackRecord],
) -> BackupReport:
    """All in one transaction, which is taken back when the file does not prove itself to the end a second time."""
    tally = _Tally(packs)
    with vault.shelf.changing() as touched:
        for record in _read_credentials(path, key, terms, tick, tally.take_pack, vault):
            fate = _fate(record, vault.shelf)
            tally.count(fate)
            if fate != "unchanged":
                touched.add(vault.shelf.put_back(_stored(record)))
    return tally.report(path, header)


def restore_anew(
    folder: Path,
    path: Path,
    passphrase: str,
    terms: VaultTerms,
    tick: Tick = no_tick,
    take_pack: TakePack = leave_pack,
) -> BackupReport:
    """Make a vault of a backup where there is none. It opens with the backup's passphrase and recovery code.

    `take_pack` is given each trust pack when the vault is in its place. Raises VaultExistsError, and as `prove_backup` does; then there is still no vault.
    """
    if Vault.exists(folder):
        raise VaultExistsError(str(folder), step="backup.restore")
    header, key = _open_proven(path, passphrase, terms, tick)
    packs = list[PackRecord]()
    aside = folder.with_name(f".{folder.name}.restoring")
    with told_of_trouble(folder):
        _remove_folder(aside)
        try:
            vault = Vault.create_with(aside, header.as_vault_header(), key, terms)
            try:
                report = _merge(vault, path, header, key, terms, tick, packs)
                _check_restored(vault, report)
            finally:
                vault.close()
            _put_in_place(aside, folder)
        finally:
            _remove_folder(aside)
    for pack in packs:
        take_pack(pack)
    return report


def open_backup(path: Path, passphrase: str, terms: VaultTerms) -> tuple[BackupHeader, bytes]:
    """Return the header of a backup and its key. Raises WrongPassphraseError, BackupError, VaultTooNewError."""
    header = read_backup_header(path, terms.policy)
    try:
        return header, sealing.unwrap_with_passphrase(header.as_vault_header(), passphrase, terms.policy)
    except WrongPassphraseError as error:
        raise WrongBackupPassphraseError(error.detail, step=error.step) from error


def _new_header(vault: Vault, terms: VaultTerms, now: datetime, passphrase: str) -> tuple[BackupHeader, bytes]:
    salt = terms.entropy(SALT_BYTES)
    if not passphrase:
        slots = tuple(slot for slot in vault.header.slots if slot.kind is not SlotKind.KEYRING)
        return BackupHeader(vault.vault_id, now, vault.generation, salt, slots), vault.key_for_backup()
    key, secret = terms.entropy(32), passphrase_bytes(passphrase)
    try:
        slot = sealing.wrap(key, SlotKind.PASSPHRASE, secret, vault.vault_id, terms.cost(), terms.entropy)
    finally:
        wipe(secret)
    return BackupHeader(vault.vault_id, now, vault.generation, salt, (slot,)), key


def _read_credentials(
    path: Path, key: bytes, terms: VaultTerms, tick: Tick, take_pack: TakePack, into: Vault | None = None
) -> Iterator[CredentialRecord]:
    """Yield the credentials; what stands beside them goes straight `into` the vault, and the packs to `take_pack`."""
    records = read_records(path, key, terms.policy)
    about = _decode(next(records, Record(b"", b"")), b"V", VaultRecord)
    if into is not None:
        _merge_about(into, about)
    done = packs = 0
    for record in records:
        if record.kind == b"P":
            packs += 1
            take_pack(_decode(record, b"P", PackRecord))
            continue
        tick(done, about.credentials)
        done += 1
        yield _decode(record, b"C", CredentialRecord)
    if done != about.credentials:
        raise BackupError("credentials are missing", step="backup.count")
    if packs != about.packs:
        raise BackupError("trust packs are missing", step="backup.packs")
    tick(done, done)


def _merge_about(vault: Vault, about: VaultRecord) -> None:
    own = dict.fromkeys((*read_identifiers(vault.database), *about.identifiers))
    write_identifiers(vault.database, tuple(own))
    merge_documents(vault.database, about.documents)
    if about.ledger:
        merge_ledger(vault.database, about.ledger, write_moment(about.ledger[-1].at))
    there = {row.id for row in read_holder_keys(vault.database)}
    for row in about.holder_keys:
        if row.id not in there:
            write_holder_key(vault.database, row)


def _fate(record: CredentialRecord, shelf: Shelf | None) -> str:
    if shelf is None:
        return "added"
    changed = shelf.changed_at(record.id)
    if changed is None:
        # The same content under another id is there already: kept once (JOSE-08).
        return "unchanged" if shelf.find(record.content) is not None else "added"
    return "updated" if record.changed > changed else "unchanged"


class _Tally:
    def __init__(self, packs: list[PackRecord] | None = None) -> None:
        self.counts = {"added": 0, "updated": 0, "unchanged": 0}
        self._packs, self._kept = 0, packs

    def take_pack(self, pack: PackRecord) -> None:
        self._packs += 1
        if self._kept is not None:
            self._kept.append(pack)

    def count(self, fate: str) -> None:
        self.counts[fate] += 1

    def report(self, path: Path, header: BackupHeader) -> BackupReport:
        total = sum(self.counts.values())
        return BackupReport(str(path), total, header.made, header.generation, **self.counts, packs=self._packs)


def _record_of(stored: StoredCredential) -> CredentialRecord:
    return CredentialRecord(**{name: getattr(stored, name) for name in CredentialRecord.__slots__})


def _stored(record: CredentialRecord) -> StoredCredential:
    return StoredCredential(**{name: getattr(record, name) for name in CredentialRecord.__slots__})


def _decode(record: Record, kind: bytes, type_: type[_T]) -> _T:
    if record.kind != kind:
        raise BackupError(f"a record of kind {record.kind!r}", step="backup.record")
    try:
        return msgspec.json.decode(record.content, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BackupError("a record that cannot be read", step="backup.record") from error


def _check_restored(vault: Vault, report: BackupReport) -> None:
    if vault.audit() or len(vault.shelf.ids()) != report.added:
        raise BackupError("what was restored does not prove itself", step="backup.restored")


def _put_in_place(aside: Path, folder: Path) -> None:
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()
    if (
        folder.exists()
    ):  # other things of the person's lie there, packs say: the vault's files join them, the header last
        for name in sorted((path.name for path in aside.iterdir()), key=lambda name: name.startswith("vault.json")):
            (aside / name).replace(folder / name)
    else:
        aside.rename(folder)


def _remove_folder(folder: Path) -> None:
    if folder.exists():
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        folder.rmdir()
