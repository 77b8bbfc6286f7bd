"""Writing the rows of one credential. Everything here happens inside a transaction that `Shelf` has begun.

A credential is one narrow row that lists read, and rows beside it for what is long: original, reports, notes, words.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wallet.errors import NotInVaultError
from wallet.report import VerificationReport
from wallet.store import search
from wallet.store.database import Database
from wallet.store.rollback import unseal_row
from wallet.store.stored_credential import (
    NewCredential,
    pack,
    pack_report,
    pack_summary,
    unpack,
    write_moment,
    write_moment_or_none,
)

MOST_TAGS = 64
LONGEST_TAG = 100
LONGEST_NOTE = 100_000
_INDEXES = ("search_long", "search_short")


class Rows:
    """The rows of the credentials in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def row_of(self, key: str, *columns: str) -> tuple[Any, ...]:
        """Return the number of a credential and some of its columns. Raises NotInVaultError."""
        named = ", ".join(("number", *columns))
        row = self._database.row(f"SELECT {named} FROM credential WHERE id = ?", (key,))  # noqa: S608 - our names
        if row is None:
            raise NotInVaultError(key, step="vault.find")
        return row

    def numbers(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of credentials, each once. Raises NotInVaultError."""
        return tuple(int(self.row_of(key)[0]) for key in dict.fromkeys(keys))

    def insert(self, key: str, new: NewCredential, now: datetime, content: bytes | None = None) -> int:
        """Write a new credential, known by `content` where that is given; returns its number."""
        moment = write_moment(now)
        number = self._database.write(
            "INSERT INTO credential "
            "(id, content, verdict, checked_at, newest, title, issuer, added, changed, sample, summary) "
            "VALUES (?, ?, 0, '', '', '', '', ?, ?, ?, x'')",
            (key, content or new.content, moment, moment, int(new.sample)),
        )
        self.write_original(number, new)
        self.describe(number, new, now)
        self.write_report(number, new.report)
        return number

    def replace_copy(self, number: int, new: NewCredential, now: datetime) -> None:
        """Keep another copy of the same signed content in place of the one that is there."""
        self._database.write("DELETE FROM original WHERE number = ?", (number,))
        self.write_original(number, new)
        self.describe(number, new, now)
        self.write_report(number, new.report)

    def write_original(self, number: int, new: NewCredential) -> None:
        """Write the bytes as they were received."""
        self._database.write(
            "INSERT INTO original (number, source, size, sha256, packed) VALUES (?, ?, ?, ?, ?)",
            (number, new.source, len(new.original), hashlib.sha256(new.original).digest(), pack(new.original)),
        )

    def describe(self, number: int, new: NewCredential, now: datetime) -> None:
        """Write everything that lists and search know of a credential."""
        summary = new.summary
        bare = replace(summary, id="", tags=(), archived=False, trashed_at=None, added=None, checked_at=None)
        self._database.write(
            "UPDATE credential SET verdict = ?, checked_at = ?, newest = coalesce(?, added), title = ?, issuer = ?, "
            "valid_until = ?, fresh_until = ?, summary = ?, changed = ? WHERE number = ?",
            (
                new.report.verdict.rank,
                write_moment(new.report.checked_at),
                write_moment_or_none(summary.issued),
                search.fold(summary.title)[:200],
                search.fold(summary.issuer_name)[:200],
                write_moment_or_none(summary.valid_until),
                write_moment_or_none(new.fresh_until),
                pack_summary(bare),
                write_moment(now),
                number,
            ),
        )
        named = (summary.title, *(text for _, text in summary.titles), summary.issuer_name)
        words = pack(search.long_text(new.words or named).encode())
        self._database.write("INSERT OR REPLACE INTO words (number, packed) VALUES (?, ?)", (number, words))
        self.index(number)

    def index(self, number: int) -> None:
        """Bring both search indexes up to date with a credential's words, tags and notes."""
        row = self._database.row("SELECT packed FROM words WHERE number = ?", (number,))
        own = self._database.rows(
            "SELECT tag FROM tag WHERE number = ? UNION ALL SELECT text FROM note WHERE number = ?", (number, number)
        )
        folded = "\n".join([unpack(row[0]).decode() if row else "", search.long_text(text for (text,) in own)])
        for index, text in zip(_INDEXES, (folded, search.short_pieces(folded)), strict=True):
            self._database.write(f"DELETE FROM {index} WHERE rowid = ?", (number,))  # noqa: S608 - one of two names
            self._database.write(f"INSERT INTO {index} (rowid, text) VALUES (?, ?)", (number, text))  # noqa: S608

    def write_report(self, number: int, report: VerificationReport) -> None:
        """Keep a report beside the earlier ones."""
        self._database.write(
            "INSERT OR REPLACE INTO report (number, checked_at, verdict, packed) VALUES (?, ?, ?, ?)",
            (number, write_moment(report.checked_at), report.verdict.rank, pack_report(report)),
        )

    def thin_reports(self, number: int) -> None:
        """Of a run of equal verdicts keep the first and the last report: since when, and as of when."""
        newest = self._database.rows(
            "SELECT checked_at, verdict FROM report WHERE number = ? ORDER BY checked_at DESC LIMIT 3", (number,)
        )
        if len(newest) == 3 and len({verdict for _, verdict in newest}) == 1:
            self._database.write("DELETE FROM report WHERE number = ? AND checked_at = ?", (number, newest[1][0]))

    def write_tags(self, number: int, add: Sequence[str], remove: Sequence[str]) -> None:
        """Add and remove tags; any text, cut to 100 signs, white space made one."""
        for tag in map(_tidy, remove):
            self._database.write("DELETE FROM tag WHERE number = ? AND tag = ?", (number, tag))
        for tag in filter(None, map(_tidy, add[:MOST_TAGS])):
            self._database.write("INSERT OR IGNORE INTO tag (number, tag) VALUES (?, ?)", (number, tag))

    def write_notes(self, number: int, notes: str) -> None:
        """Put these notes in place of any others."""
        self._database.write("DELETE FROM note WHERE number = ?", (number,))
        if notes:
            self._database.write("INSERT INTO note (number, text) VALUES (?, ?)", (number, notes[:LONGEST_NOTE]))

    def take_out_of_trash(self, number: int, now: datetime) -> None:
        """Back to where it was; what is not in the trash stays."""
        self._database.write(
            "UPDATE credential SET place = archived, trashed_at = NULL, changed = ? WHERE number = ? AND place = 2",
            (write_moment(now), number),
        )

    def touch(self, number: int, now: datetime) -> None:
        """Note that a credential was changed."""
        self._database.write("UPDATE credential SET changed = ? WHERE number = ?", (write_moment(now), number))

    def delete(self, number: int) -> None:
        """Delete a credential and everything beside it."""
        unseal_row(self._database, number)
        for index in _INDEXES:
            self._database.write(f"DELETE FROM {index} WHERE rowid = ?", (number,))  # noqa: S608 - one of two names
        self._database.write("DELETE FROM credential WHERE number = ?", (number,))

    def forget_deleted_words(self) -> None:
        """Write the indexes anew without what was deleted: until then it is only crossed out (STORE-23)."""
        for index in _INDEXES:
            self._database.write(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 - one of two names


def _tidy(tag: str) -> str:
    return " ".join(tag.split())[:LONGEST_TAG]
