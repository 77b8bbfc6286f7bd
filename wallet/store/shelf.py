"""The shelf: what is kept, and every way to put it there, look at it and take it away.

Each method that changes something is one transaction; when it returns, the change is on the disk. Methods take the
moment as an argument. Ids are random and say nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from wallet.errors import NotInVaultError, VaultDamagedError
from wallet.messages.requests import CredentialList, ListCredentials
from wallet.messages.views import CredentialSummary
from wallet.report import Verdict, VerificationReport
from wallet.store.database import Database
from wallet.store.kept_documents import delete_own_words, own_words_aside
from wallet.store.listing import FINE_FROM, find_numbered, find_page, find_summary
from wallet.store.rollback import seal_rows
from wallet.store.rows import Rows
from wallet.store.sealing import Entropy
from wallet.store.stored_credential import (
    NewCredential,
    StoredCredential,
    read_moment,
    read_moment_or_none,
    unpack,
    unpack_report,
    write_moment,
    write_moment_or_none,
)

TRASH_DAYS = 30
_UNPROVEN = Verdict.CANNOT_CHECK.rank  # up to here the proof did not hold, and another copy may do better


class Place(IntEnum):
    """Where a credential lies."""

    LIBRARY = 0
    ARCHIVE = 1
    TRASH = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lie where; `attention` are those of the library with a verdict worse than an unknown issuer."""

    library: int
    attention: int
    archived: int
    trashed: int
    samples: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What `keep` did: the ids in the order asked for, and which of them are new or took the place of a worse copy."""

    ids: tuple[str, ...]
    added: tuple[str, ...]
    improved: tuple[str, ...] = ()


class Shelf:
    """The credentials in an open vault."""

    def __init__(self, database: Database, entropy: Entropy) -> None:
        self._database = database
        self._entropy = entropy
        self._rows = Rows(database)

    def keep(self, arriving: Sequence[NewCredential], now: datetime) -> Kept:
        """Keep all of `arriving`, in one transaction.

        What is there already stays, unless the new copy proves more: a forged copy that came first must not keep the
        genuine one out (JOSE-08). Where neither is proved, both are kept, for which one is genuine is not known yet.
        """
        ids, added, improved = list[str](), list[str](), list[str]()
        with self.changing() as touched:
            for new in arriving:
                there = self._copy_there(new)
                if there is None:
                    key = self._entropy(10).hex()
                    unproven = new.report.verdict.rank <= _UNPROVEN and new.copy
                    number = self._rows.insert(key, new, now, new.copy if unproven else new.content)
                    added.append(key)
                else:
                    number, key, verdict = there
                    if verdict <= _UNPROVEN < new.report.verdict.rank:
                        self._rows.replace_copy(number, new, now)
                        improved.append(key)
                    self._rows.take_out_of_trash(number, now)
                touched.add(number)
                ids.append(key)
        return Kept(tuple(ids), tuple(added), tuple(improved))

    def put_back(self, stored: StoredCredential) -> int:
        """Keep a credential exactly as another vault had it, in place of one with the same id; returns its number.

        Inside `changing`, whose set of touched rows gets the number.
        """
        there = self._database.row("SELECT number FROM credential WHERE id = ?", (stored.id,))
        if there is not None:
            self._rows.delete(int(there[0]))
        summary = stored.summary
        new = NewCredential(
            stored.content,
            stored.original,
            stored.source,
            stored.reports[0],
            summary,
            tuple(stored.words.split("\n")),
            stored.fresh_until,
            summary.sample,
        )
        number = self._rows.insert(stored.id, new, summary.added or stored.changed)
        for report in stored.reports[1:]:
            self._rows.write_report(number, report)
        self._rows.write_tags(number, summary.tags, ())
        self._rows.write_notes(number, stored.notes)
        self._rows.index(number)
        place = Place.TRASH if summary.trashed_at else Place.ARCHIVE if summary.archived else Place.LIBRARY
        self._database.write(
            "UPDATE credential SET place = ?, archived = ?, trashed_at = ?, changed = ?, verdict = ? WHERE number = ?",
            (
                int(place),
                int(summary.archived),
                write_moment_or_none(summary.trashed_at),
                write_moment(stored.changed),
                summary.verdict.rank,
                number,
            ),
        )
        return number

    def record_check(self, key: str, new: NewCredential, now: datetime) -> Verdict:
        """Keep a new report beside the earlier ones; returns the verdict there was before. Raises NotInVaultError."""
        _, before = self._rows.row_of(key, "verdict")
        self.record_checks({key: new}, now)
        return Verdict(tuple(Verdict)[int(before)])

    def record_checks(self, checked: Mapping[str, NewCredential], now: datetime) -> None:
        """Keep new reports of several credentials by id, in one transaction. Raises NotInVaultError."""
        with self.changing() as touched:
            for key, new in checked.items():
                (number,) = self._rows.numbers([key])
                self._rows.describe(number, new, now)
                self._rows.write_report(number, new.report)
                self._rows.thin_reports(number)
                touched.add(number)

    def find(self, content: bytes) -> str | None:
        """Return the id of the credential with this signed content, or None."""
        row = self._database.row("SELECT id FROM credential WHERE content = ?", (content,))
        return None if row is None else str(row[0])

    def find_copy(self, new: NewCredential) -> str | None:
        """Return the id of the credential that `keep` would take for the same, or None."""
        there = self._copy_there(new)
        return None if there is None else there[1]

    def _copy_there(self, new: NewCredential) -> tuple[int, str, int] | None:
        """Return (number, id, verdict's rank) of the copy that is there: the very same, else one of the same content unless neither
        of the two is proved and they were received as different bytes."""
        query = "SELECT number, id, verdict, sha256 FROM credential JOIN original USING (number) WHERE content = ?"
        same = self._database.row(query, (new.copy,)) if new.copy else None
        there = same or self._database.row(query, (new.content,))
        if there is None:
            return None
        number, key, verdict, digest = there
        unproven = verdict <= _UNPROVEN and new.report.verdict.rank <= _UNPROVEN
        if same is None and unproven and new.copy and digest != hashlib.sha256(new.original).digest():
            return None
        return int(number), str(key), int(verdict)

    def page(self, asked: ListCredentials) -> CredentialList:
        """Return one page of summaries, and how many there are in all. Any text may be asked for."""
        return find_page(self._database, asked)

    def summary(self, key: str) -> CredentialSummary:
        """Return what lists show of one credential. Raises NotInVaultError."""
        found = find_summary(self._database, key)
        if found is None:
            raise NotInVaultError(key, step="vault.find")
        return found

    def get(self, key: str) -> StoredCredential:
        """Return one credential with its original and all its reports. Raises NotInVaultError, VaultDamagedError."""
        return self.by_number(int(self._rows.row_of(key)[0]))

    def by_number(self, number: int) -> StoredCredential:
        """Return the credential in a row, without asking any index. Raises NotInVaultError, VaultDamagedError."""
        summary = find_numbered(self._database, number)
        row = self._database.row("SELECT content, changed, fresh_until FROM credential WHERE number = ?", (number,))
        if row is None or summary is None:
            raise NotInVaultError(str(number), step="vault.find")
        (content, changed, fresh_until), key = row, summary.id
        source, original = self._original(number, key)
        notes = self._database.row("SELECT text FROM note WHERE number = ?", (number,))
        words = self._database.row("SELECT packed FROM words WHERE number = ?", (number,))
        return StoredCredential(
            key,
            content,
            original,
            source,
            self._reports(number, key),
            summary,
            notes[0] if notes else "",
            read_moment(changed),
            unpack(words[0]).decode() if words else "",
            read_moment_or_none(fresh_until),
        )

    def original_of(self, number: int) -> tuple[str, bytes]:
        """Return (source, bytes) of the original in a row. Raises NotInVaultError where there is none, VaultDamagedError."""
        if self._database.row("SELECT 1 FROM original WHERE number = ?", (number,)) is None:
            raise NotInVaultError(str(number), step="vault.find")
        return self._original(number, str(number))

    def ids(self, *, sample: bool | None = None, place: Place | None = None) -> tuple[str, ...]:
        """Return the ids of all, or of all that are samples or not, or that lie in one place; oldest kept first."""
        wanted = (None if sample is None else int(sample), None if place is None else int(place))
        rows = self._database.rows(
            "SELECT id FROM credential WHERE (? IS NULL OR sample = ?) AND (? IS NULL OR place = ?) ORDER BY number",
            (wanted[0], wanted[0], wanted[1], wanted[1]),
        )
        return tuple(row[0] for row in rows)

    def changed_at(self, key: str) -> datetime | None:
        """Return when a credential was last changed, or None where there is none."""
        row = self._database.row("SELECT changed FROM credential WHERE id = ?", (key,))
        return None if row is None else read_moment(row[0])

    def counts(self) -> Counts:
        """Return how many lie where."""
        by_place = dict(self._database.rows("SELECT place, count(*) FROM credential GROUP BY place"))
        attention = self._database.row("SELECT count(*) FROM credential WHERE place = 0 AND verdict < ?", (FINE_FROM,))
        samples = self._database.row("SELECT count(*) FROM credential WHERE sample = 1")
        places = (by_place.get(place, 0) for place in Place)
        library, archived, trashed = places
        return Counts(library, attention[0] if attention else 0, archived, trashed, samples[0] if samples else 0)

    def tags(self) -> tuple[str, ...]:
        """Return every tag in use, in order."""
        return tuple(row[0] for row in self._database.rows("SELECT DISTINCT tag FROM tag ORDER BY tag"))

    def archive(self, keys: Sequence[str], archived: bool, now: datetime) -> None:
        """Move to the archive or out of it. Raises NotInVaultError."""
        with self.changing() as touched:
            for number in self._rows.numbers(keys):
                self._database.write(
                    "UPDATE credential SET archived = ?, place = CASE WHEN place = 2 THEN 2 ELSE ? END, changed = ? "
                    "WHERE number = ?",
                    (int(archived), int(archived), write_moment(now), number),
                )
                touched.add(number)

    def trash(self, keys: Sequence[str], trashed: bool, now: datetime) -> None:
        """Move to the 30-day trash, or back to where it was. Raises NotInVaultError."""
        moment = write_moment(now)
        with self.changing() as touched:
            for number in self._rows.numbers(keys):
                if trashed:
                    self._database.write(
                        "UPDATE credential SET place = 2, trashed_at = ?, changed = ? WHERE number = ? AND place <> 2",
                        (moment, moment, number),
                    )
                else:
                    self._rows.take_out_of_trash(number, now)
                touched.add(number)

    def delete_forever(self, keys: Sequence[str]) -> None:
        """Delete so that nothing of it is left in the file (STORE-23). Raises NotInVaultError."""
        self._delete(keys, ())

    def empty_trash(self, now: datetime, *, at_once: bool = False) -> tuple[str, ...]:
        """Delete what has lain in the trash for thirty days, or all of it; returns the ids.

        The learner's own records that were taken back lie there too, each with its scan.
        """
        before = None if at_once else write_moment(now - timedelta(days=TRASH_DAYS))
        rows = self._database.rows(
            "SELECT id FROM credential WHERE place = 2 AND (? IS NULL OR trashed_at < ?)", (before, before)
        )
        due, words = tuple(str(row[0]) for row in rows), own_words_aside(self._database, before)
        if due or words:
            self._delete(due, words)
        return due + words

    def _delete(self, keys: Sequence[str], own_words: Sequence[str]) -> None:
        with self.changing():
            for number in self._rows.numbers(keys):
                self._rows.delete(number)
            delete_own_words(self._database, own_words)
            self._rows.forget_deleted_words()
        self._database.checkpoint()

    def set_tags(self, keys: Sequence[str], add: Sequence[str], remove: Sequence[str], now: datetime) -> None:
        """Add and remove tags. Raises NotInVaultError."""
        with self.changing() as touched:
            for number in self._rows.numbers(keys):
                self._rows.write_tags(number, add, remove)
                self._rows.index(number)
                self._rows.touch(number, now)
                touched.add(number)

    def set_notes(self, key: str, notes: str, now: datetime) -> None:
        """Set the notes of one credential. Raises NotInVaultError."""
        with self.changing() as touched:
            (number,) = self._rows.numbers([key])
            self._rows.write_notes(number, notes)
            self._rows.index(number)
            self._rows.touch(number, now)
            touched.add(number)

    def age(self, now: datetime) -> tuple[str, ...]:
        """Let time tell: what has expired, or rests on evidence that is no longer current, is listed as that.

        Returns the ids that changed. Only ever makes a verdict worse; the reports stay as they were made.
        """
        moment, due = write_moment(now), dict[str, tuple[int, int]]()
        for column, verdict in (("fresh_until", Verdict.REFRESH_DUE), ("valid_until", Verdict.EXPIRED)):
            sql = f"SELECT id, number FROM credential WHERE {column} < ? AND verdict > ?"  # noqa: S608 - one of two names
            due.update(
                {key: (number, verdict.rank) for key, number in self._database.rows(sql, (moment, verdict.rank))}
            )
        if due:
            with self.changing() as touched:
                for number, rank in due.values():
                    self._database.write("UPDATE credential SET verdict = ? WHERE number = ?", (rank, number))
                    touched.add(number)
        return tuple(due)

    def tell_time(self, now: datetime) -> None:
        """Take back what only a wrong clock has said of a credential, then let time tell (`age`)."""
        moment = write_moment(now)
        sql = "SELECT id, number FROM credential WHERE verdict = ? AND {} >= ?"
        found: dict[int, Verdict] = {
            number: last
            for column, verdict in (("fresh_until", Verdict.REFRESH_DUE), ("valid_until", Verdict.EXPIRED))
            for key, number in self._database.rows(sql.format(column), (verdict.rank, moment))
            if (last := self._last_verdict(number, key, now)) is not None and last is not verdict
        }
        if found:
            with self.changing() as touched:
                for number, verdict in found.items():
                    self._database.write("UPDATE credential SET verdict = ? WHERE number = ?", (verdict.rank, number))
                    touched.add(number)
        self.age(now)

    def _last_verdict(self, number: int, key: str, now: datetime) -> Verdict | None:
        """Return what the last check said that was not made in what is still to come; the oldest where all were.

        None where the reports are damaged: that is said when the credential is opened, and keeps nothing else from being listed.
        """
        try:
            reports = self._reports(number, key)
        except VaultDamagedError:
            return None
        return next((report for report in reports if report.checked_at <= now), reports[-1]).verdict

    @contextmanager
    def changing(self) -> Iterator[set[int]]:
        """One transaction; the rows whose numbers are put in the set are sealed at its end."""
        touched = set[int]()
        with self._database.writing():
            yield touched
            seal_rows(self._database, sorted(touched), self._entropy)

    def _original(self, number: int, key: str) -> tuple[str, bytes]:
        row = self._database.row("SELECT source, size, sha256, packed FROM original WHERE number = ?", (number,))
        if row is None:
            raise VaultDamagedError(f"{key} has no original", step="vault.original")
        source, size, digest, packed = row
        original = unpack(packed)
        if len(original) != size or hashlib.sha256(original).digest() != digest:
            raise VaultDamagedError(f"the original of {key} has changed", step="vault.original")
        return source, original

    def _reports(self, number: int, key: str) -> tuple[VerificationReport, ...]:
        rows = self._database.rows("SELECT packed FROM report WHERE number = ? ORDER BY checked_at DESC", (number,))
        if not rows:
            raise VaultDamagedError(f"{key} has no report", step="vault.report")
        return tuple(unpack_report(row[0]) for row in rows)
