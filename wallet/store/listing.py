"""Listing: from what a person asks for to the rows that answer it. Values are always bound, never spelt out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wallet.messages.requests import CredentialList, ListCredentials
from wallet.messages.views import CredentialSummary, LibraryFilter, SortOrder
from wallet.report import Verdict
from wallet.store import search
from wallet.store.database import Database
from wallet.store.stored_credential import read_moment, read_moment_or_none, unpack_summary

MOST_ROWS = 2_000
FINE_FROM = Verdict.ISSUER_UNKNOWN.rank  # anything worse asks for a person's attention
_VERDICTS = tuple(Verdict)
_COLUMNS = "number, id, verdict, checked_at, added, archived, trashed_at, sample, summary"

_ORDERS: Mapping[SortOrder, str] = {
    SortOrder.NEWEST: "newest DESC, number DESC",
    SortOrder.OLDEST: "newest, number",
    SortOrder.TITLE: "title, number",
    SortOrder.ISSUER: "issuer, title, number",
    SortOrder.VERDICT: "verdict, newest DESC, number DESC",
}

_PLACES: Mapping[LibraryFilter, str] = {
    LibraryFilter.ALL: "place = 0",
    LibraryFilter.ATTENTION: f"place = 0 AND verdict < {FINE_FROM}",
    LibraryFilter.ARCHIVED: "place = 1",
    LibraryFilter.TRASH: "place = 2",
}


def find_page(database: Database, asked: ListCredentials) -> CredentialList:
    """Return one page of summaries, and how many there are in all."""
    where, values = _conditions(asked)
    offset, limit = max(0, min(asked.offset, 2**31)), max(0, min(asked.limit, MOST_ROWS))
    numbers, total = _find_numbers(database, where, values, _ORDERS[asked.sort], offset, limit)
    marks = ", ".join("?" * len(numbers))
    rows = database.rows(f"SELECT {_COLUMNS} FROM credential WHERE number IN ({marks})", numbers)  # noqa: S608 - marks
    by_number = {row[0]: row for row in rows}
    return CredentialList(_summaries(database, [by_number[number] for number in numbers]), total, offset)


def _find_numbers(
    database: Database, where: str, values: Sequence[object], order: str, offset: int, limit: int
) -> tuple[list[int], int]:
    """Return the page's numbers and how many there are in all.

    The indexes are asked once: all numbers come back as one text, which took half the time of counting and then paging, and
    a third less than a row for each. SQLite keeps the order of a subquery for `group_concat`.
    """
    found = f"SELECT number FROM credential WHERE {where} ORDER BY {order}"  # noqa: S608 - our words
    row = database.row(f"SELECT count(*), group_concat(number, ' ') FROM ({found})", values)  # noqa: S608 - our words
    total, numbers = row or (0, "")
    if limit == 0 or offset >= total:
        return [], int(total)
    ahead = str(numbers).split(" ", offset + limit)[: offset + limit]
    return [int(number) for number in ahead[offset:]], int(total)


def find_summary(database: Database, key: str) -> CredentialSummary | None:
    """Return what lists show of one credential, or None."""
    page = database.rows(f"SELECT {_COLUMNS} FROM credential WHERE id = ?", (key,))  # noqa: S608 - our words
    return next(iter(_summaries(database, page)), None)


def find_numbered(database: Database, number: int) -> CredentialSummary | None:
    """Return what lists show of the credential in a row, or None."""
    page = database.rows(f"SELECT {_COLUMNS} FROM credential WHERE number = ?", (number,))  # noqa: S608 - our words
    return next(iter(_summaries(database, page)), None)


def _conditions(asked: ListCredentials) -> tuple[str, list[object]]:
    clauses, values = [_PLACES[asked.which]], list[object]()
    if asked.verdicts:
        clauses.append(f"verdict IN ({', '.join('?' * len(asked.verdicts))})")
        values.extend(verdict.rank for verdict in asked.verdicts)
    for tag in asked.tags[:20]:
        clauses.append("number IN (SELECT number FROM tag WHERE tag = ?)")
        values.append(tag)
    query = search.read_query(asked.query)
    for index, expression in (("search_long", query.long), ("search_short", query.short)):
        if expression:
            clauses.append(f"number IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)")  # noqa: S608 - one of two
            values.append(expression)
    return " AND ".join(clauses), values


def _summaries(database: Database, page: Sequence[tuple[Any, ...]]) -> tuple[CredentialSummary, ...]:
    tags: dict[int, list[str]] = {}
    marks = ", ".join("?" * len(page))
    for number, tag in database.rows(
        f"SELECT number, tag FROM tag WHERE number IN ({marks}) ORDER BY tag",  # noqa: S608 - only question marks
        [row[0] for row in page],
    ):
        tags.setdefault(number, []).append(tag)
    return tuple(_summary(row, tuple(tags.get(row[0], ()))) for row in page)


def _summary(row: tuple[Any, ...], tags: tuple[str, ...]) -> CredentialSummary:
    _, key, verdict, checked_at, added, archived, trashed_at, sample, packed = row
    return replace(
        unpack_summary(packed),
        id=key,
        verdict=_VERDICTS[verdict],
        checked_at=read_moment(checked_at),
        added=read_moment(added),
        archived=bool(archived),
        trashed_at=read_moment_or_none(trashed_at),
        sample=bool(sample),
        tags=tags,
    )
