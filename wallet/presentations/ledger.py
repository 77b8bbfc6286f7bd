"""The ledger of what was shown: to whom, when, bound how. Append-only and hash-chained; it never holds a claim's value.

Each entry names the digest of the one before it, so an entry that is changed, moved or left out is noticed. A person may delete one:
a tombstone stays in its place (its digest and moment, nothing else), and the chain still holds. The store keeps the entries; this page is
the chain itself.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonObject

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One presentation. `credentials` are ids in the vault, `shown` JSON pointers, `keys` thumbprints of the holder keys used.

    `bound` says how: "challenge" (nonce and audience), "audience", "none". `digest` chains it to `previous`. A tombstone has
    `deleted` True and empty contents, with the digest it had.
    """

    number: int
    at: datetime
    audience: str
    purpose: str
    credentials: tuple[str, ...]
    titles: tuple[str, ...]
    shown: tuple[str, ...]
    form: str
    bound: str
    expires: datetime | None
    keys: tuple[str, ...]
    presentation: str  # SHA-256 of the exact bytes sent, hex
    previous: str
    digest: str = ""
    deleted: bool = False


def chained(entry: LedgerEntry, last: LedgerEntry | None) -> LedgerEntry:
    """Return `entry` numbered and chained after `last`."""
    numbered = replace(
        entry, number=1 if last is None else last.number + 1, previous=FIRST if last is None else last.digest
    )
    return replace(numbered, digest=_digest(numbered))


def tombstone(entry: LedgerEntry) -> LedgerEntry:
    """Return what is left of a deleted entry: its place in the chain and its moment."""
    empty = LedgerEntry(entry.number, entry.at, "", "", (), (), (), "", "", None, (), "", entry.previous)
    return replace(empty, digest=entry.digest, deleted=True)


def find_break(entries: Iterable[LedgerEntry]) -> int | None:
    """Return the number of the first entry that does not follow from the one before it, or None where the chain holds."""
    previous, expected = FIRST, 1
    for entry in entries:
        if entry.number != expected or entry.previous != previous:
            return expected
        if not entry.deleted and entry.digest != _digest(entry):
            return expected
        previous, expected = entry.digest, expected + 1
    return None


def shown_before(entries: Iterable[LedgerEntry], audience: str, keys: frozenset[str]) -> bool:
    """Return whether one of these keys was shown to this audience before: they can link the two visits."""
    return any(entry.audience == audience and keys & set(entry.keys) for entry in entries if not entry.deleted)


def _digest(entry: LedgerEntry) -> str:
    document: JsonObject = {
        "number": entry.number,
        "at": _moment(entry.at),
        "audience": entry.audience,
        "purpose": entry.purpose,
        "credentials": list(entry.credentials),
        "titles": list(entry.titles),
        "shown": list(entry.shown),
        "form": entry.form,
        "bound": entry.bound,
        "expires": None if entry.expires is None else _moment(entry.expires),
        "keys": list(entry.keys),
        "presentation": entry.presentation,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonicalize(document)).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
