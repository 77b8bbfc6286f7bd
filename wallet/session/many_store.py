"""What a run of many checks has found: summaries and report lines in a file of its own, so that memory does not grow with the folder.

What stands in credentials is about people, so the file is encrypted with a key that is made for it and never leaves this process: when
the process has gone, nobody can read what may be left of it.
"""

import os
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from wallet.clock import moment_text
from wallet.errors import NotInVaultError
from wallet.messages.many import UNREADABLE, ListMany, ManyFilter, ManyPage, ManyRow, ManySort
from wallet.report import Verdict
from wallet.session.many_rows import FoundRow
from wallet.store.database import Database, open_database

DOCUMENTS_OF_A_FILE = 1 << 20  # rows are numbered file * this + place in the file + 1
MOST_ALIKE = 1_000  # counted for a hint
_WORST_OF_ALL = -1  # the rank of what could not be read
_LONGEST_QUERY = 400

_SCHEMA = (
    "CREATE TABLE file (number INTEGER PRIMARY KEY, path BLOB NOT NULL)",
    """CREATE TABLE found (number INTEGER PRIMARY KEY, rank INTEGER NOT NULL, title TEXT NOT NULL, learner TEXT NOT NULL,
       issuer TEXT NOT NULL, issued TEXT NOT NULL, valid_until TEXT NOT NULL, file TEXT NOT NULL, words TEXT NOT NULL,
       content BLOB, shown TEXT NOT NULL, line BLOB NOT NULL)""",
    "CREATE INDEX found_content ON found (content) WHERE content IS NOT NULL",
    "CREATE TABLE learner (key BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID",
    "CREATE INDEX learner_number ON learner (number)",
)
_ORDER = {
    ManySort.FOUND: "number",
    ManySort.VERDICT: "rank",
    ManySort.TITLE: "title COLLATE NOCASE",
    ManySort.LEARNER: "learner COLLATE NOCASE",
    ManySort.ISSUER: "issuer COLLATE NOCASE",
    ManySort.ISSUED: "issued",
    ManySort.VALID_UNTIL: "valid_until",
    ManySort.FILE: "file COLLATE NOCASE",
}
_OTHERS_OF_LEARNER = (
    "SELECT DISTINCT other.number FROM learner AS own JOIN learner AS other ON other.key = own.key WHERE own.number = ?"
)


class ManyStore:
    """Made empty, thrown away whole. Use it on the thread that made it."""

    def __init__(self, key: bytes) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tessera-"))
        self._database: Database = open_database(self._folder / "found.db", key, create=True)
        with self._database.writing():
            self._database.run_script(_SCHEMA)
        if os.name != "nt":  # the names go at once; what is open lives on until this process ends, however it ends
            self._remove()
        self.counts: Counter[str] = Counter()
        self.duplicates = 0
        self.documents = 0

    def close(self) -> None:
        """Throw everything away."""
        self._database.close()
        self._remove()

    def add(self, found: Iterable[tuple[int, Path, Sequence[FoundRow]]]) -> None:
        """Take in what files held: their number, path and rows. All of it or, where the disk is full, nothing."""
        counts, duplicates, documents = Counter[str](), 0, 0
        with self._database.writing():
            for file, path, rows in found:
                self._database.write("INSERT INTO file VALUES (?, ?)", (file, os.fsencode(path)))
                for place, one in enumerate(rows[: DOCUMENTS_OF_A_FILE - 1]):
                    duplicates += self._add_row(file * DOCUMENTS_OF_A_FILE + place + 1, one)
                    counts[one.row.verdict.value if one.row.verdict is not None else UNREADABLE] += 1
                    documents += 1
        self.counts += counts
        self.duplicates += duplicates
        self.documents += documents

    def _add_row(self, number: int, one: FoundRow) -> int:
        """Insert a row; returns how many rows have become copies by it: none, itself, or itself and the first."""
        row = replace(one.row, number=number, copies=0, same_learner=0)
        before = (
            len(self._database.rows("SELECT 1 FROM found WHERE content = ? LIMIT 2", (one.content,)))
            if one.content
            else 0
        )
        self._database.write(
            "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                row.verdict.rank if row.verdict is not None else _WORST_OF_ALL,
                row.title,
                row.learner,
                row.issuer,
                moment_text(row.issued) if row.issued else "",
                moment_text(row.valid_until) if row.valid_until else "",
                row.file,
                "\n".join((row.title, row.learner, row.issuer, row.file)).casefold(),
                one.content or None,
                _ENCODER.encode(row).decode(),
                zlib.compress(one.line.encode(), 6),
            ),
        )
        for key in dict.fromkeys(one.learners):
            self._database.write("INSERT OR IGNORE INTO learner VALUES (?, ?)", (key, number))
        return (0, 2)[before] if before < 2 else 1

    def page(self, request: ListMany) -> ManyPage:
        """Return one page of rows."""
        where, values = _where(request.filter)
        total = self._database.rows(f"SELECT count(*) FROM found WHERE {where}", values)[0][0]  # noqa: S608 - our own words
        way = "DESC" if request.descending else "ASC"
        found = self._database.rows(
            f"SELECT shown, content FROM found WHERE {where} ORDER BY {_ORDER[request.sort]} {way}, number LIMIT ? OFFSET ?",  # noqa: S608
            (*values, max(0, min(request.limit, MOST_ALIKE)), max(0, request.offset)),
        )
        return ManyPage(tuple(self._counted(*one) for one in found), total, request.offset)

    def row(self, number: int) -> ManyRow:
        """Return one row. Raises NotInVaultError."""
        found = self._database.row("SELECT shown, content FROM found WHERE number = ?", (number,))
        if found is None:
            raise NotInVaultError(str(number), step="many.row")
        return self._counted(*found)

    def content_of(self, number: int) -> bytes:
        """Return the digest of what was signed, b"" for what could not be read."""
        found = self._database.row("SELECT content FROM found WHERE number = ?", (number,))
        return found[0] or b"" if found is not None else b""

    def path_of(self, number: int) -> Path:
        """Return the path of the file in which a row was found."""
        found = self._database.row("SELECT path FROM file WHERE number = ?", ((number - 1) // DOCUMENTS_OF_A_FILE,))
        if found is None:
            raise NotInVaultError(str(number), step="many.file")
        return Path(os.fsdecode(found[0]))

    def lines(self, chosen: ManyFilter, batch: int = 500) -> Iterator[str]:
        """Yield the report lines of the rows that a filter lets through, in the order of the files, a batch in memory."""
        where, values = _where(chosen)
        last = 0
        while found := self._database.rows(
            f"SELECT number, line FROM found WHERE number > ? AND {where} ORDER BY number LIMIT ?",  # noqa: S608 - our own words
            (last, *values, batch),
        ):
            last = found[-1][0]
            yield from (zlib.decompress(line).decode() for _, line in found)

    def _counted(self, shown: str, content: bytes | None) -> ManyRow:
        row: ManyRow = _DECODER.decode(shown)
        copies = 0
        if content is not None:
            copies = self._number("SELECT count(*) FROM (SELECT 1 FROM found WHERE content = ? LIMIT ?)", content) - 1
        alike = self._number(f"SELECT count(*) FROM ({_OTHERS_OF_LEARNER} LIMIT ?)", row.number) - 1  # noqa: S608 - our own words
        return replace(row, copies=max(0, copies), same_learner=max(0, alike))

    def _number(self, sql: str, value: object) -> int:
        return int(self._database.rows(sql, (value, MOST_ALIKE + 1))[0][0])

    def _remove(self) -> None:
        with suppress(OSError):
            shutil.rmtree(self._folder)


def _where(chosen: ManyFilter) -> tuple[str, tuple[object, ...]]:
    """Return the condition of a filter, made of our own words and places for values only."""
    parts, values = ["1"], list[object]()
    for word in chosen.query[:_LONGEST_QUERY].casefold().split():
        parts.append("instr(words, ?) > 0")
        values.append(word)
    if chosen.verdicts:
        ranks = [rank for name in chosen.verdicts if (rank := _rank(name)) is not None]
        parts.append(f"rank IN ({','.join('?' * len(ranks))})")
        values += ranks
    if chosen.duplicates:
        parts.append(
            "content IN (SELECT content FROM found WHERE content IS NOT NULL GROUP BY content HAVING count(*) > 1)"
        )
    if chosen.copies_of:
        parts.append("content = (SELECT content FROM found WHERE number = ?)")
        values.append(chosen.copies_of)
    if chosen.learner_of:
        parts.append(f"(number = ? OR number IN ({_OTHERS_OF_LEARNER}))")
        values += [chosen.learner_of, chosen.learner_of]
    return " AND ".join(parts), tuple(values)


def _rank(name: str) -> int | None:
    if name == UNREADABLE:
        return _WORST_OF_ALL
    return Verdict(name).rank if name in tuple(Verdict) else None


_ENCODER = msgspec.json.Encoder()
_DECODER: Any = msgspec.json.Decoder(ManyRow)
