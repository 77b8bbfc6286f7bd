"""Bitstring Status List 1.0, and its ancestors StatusList2021 and RevocationList2020.

The three differ in the names of their members and in how the list is spelled; the list itself is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wallet.encoding.base64url import read_base64, read_base64url
from wallet.encoding.multibase import read_multibase
from wallet.errors import MalformedInputError, WalletError
from wallet.formats.envelope import JsonObject, JsonValue
from wallet.report import CheckResult, Fact, Outcome
from wallet.status.answers import answer
from wallet.status.bits import GZIP, inflate, read_from_left, read_index
from wallet.status.list_credential import BelievedList, believe_list
from wallet.status.question import StatusQuestion

# Bitstring Status List 1.0 section 6.1 (group privacy): a shorter list says too much about each of its credentials.
MIN_ENTRIES = 131_072
_MAX_SIZE = 64


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one of the three spells the same thing. `fixed_purpose`: the purpose is in the name of the type."""

    list_type: str
    subject_type: str
    url_member: str
    index_member: str
    decode: Callable[[str], bytes]
    fixed_purpose: str | None = None


def _read_old_spelling(text: str) -> bytes:
    """StatusList2021 said base64url; base64 and multibase are both found in the wild and cannot be mistaken for each other."""
    if text.startswith("uH4s"):
        return read_multibase(text)
    plain = text.rstrip("=")
    return read_base64(text) if ("+" in plain or "/" in plain) else read_base64url(plain)


def _read_multibase_u(text: str) -> bytes:
    if not text.startswith("u"):
        raise MalformedInputError("encodedList is not multibase base64url", step="status.encoding")
    return read_multibase(text)


BITSTRING = Dialect(
    "BitstringStatusListCredential", "BitstringStatusList", "statusListCredential", "statusListIndex", _read_multibase_u
)
STATUS_LIST_2021 = Dialect(
    "StatusList2021Credential", "StatusList2021", "statusListCredential", "statusListIndex", _read_old_spelling
)
REVOCATION_LIST_2020 = Dialect(
    "RevocationList2020Credential",
    "RevocationList2020",
    "revocationListCredential",
    "revocationListIndex",
    _read_old_spelling,
    "revocation",
)
SUSPENSION_LIST_2020 = Dialect(
    "SuspensionList2020Credential",
    "SuspensionList2020",
    "suspensionListCredential",
    "suspensionListIndex",
    _read_old_spelling,
    "suspension",
)


def check_bitstring(question: StatusQuestion, dialect: Dialect = BITSTRING) -> CheckResult:
    """Answer one entry. Bitstring Status List 1.0 section 3.2, Validate Algorithm."""
    entry = question.claim.entry
    url, purpose = entry.get(dialect.url_member), dialect.fixed_purpose or entry.get("statusPurpose")
    index = read_index(entry.get(dialect.index_member))
    if not isinstance(url, str) or not isinstance(purpose, str):
        return question.not_established("status.malformed", reason="status.entry")
    believed = believe_list(question, url, dialect.list_type, dialect.subject_type)
    if isinstance(believed, CheckResult):
        return believed
    if dialect.fixed_purpose is None and purpose not in _purposes(believed.subject):
        return question.not_established("status.wrong_purpose", list_purpose=", ".join(_purposes(believed.subject)))
    return _read_entry(question, dialect, believed, purpose, index)


def _read_entry(
    question: StatusQuestion, dialect: Dialect, believed: BelievedList, purpose: str, index: int | None
) -> CheckResult:
    size = question.claim.entry.get("statusSize", 1)
    encoded = believed.subject.get("encodedList")
    if (
        isinstance(size, bool)
        or not isinstance(size, int)
        or not 1 <= size <= _MAX_SIZE
        or not isinstance(encoded, str)
    ):
        return question.not_established("status.malformed", reason="status.entry")
    try:
        question.effort.spend(0)
        bits = _inflated(encoded, dialect.decode)
        question.effort.spend(len(bits))
    except WalletError as error:
        return question.not_established("status.malformed", reason=error.step)
    entries = len(bits) * 8 // size
    value = read_from_left(bits, index, size) if index is not None else None
    if value is None:
        return question.not_established("status.index_out_of_range", entries=entries)
    found = answer(question, believed.freshness, purpose, value, _message(question.claim.entry, value))
    if entries < MIN_ENTRIES and found.outcome is Outcome.PASSED:
        # Too short a list is never good news; what its issuer signed as taken back stays taken back.
        return question.not_established("status.too_short", entries=entries)
    return found


@lru_cache(maxsize=8)
def _inflated(encoded: str, decode: Callable[[str], bytes]) -> bytes:
    return inflate(decode(encoded), GZIP)


def _purposes(subject: JsonObject) -> tuple[str, ...]:
    purposes: JsonValue = subject.get("statusPurpose")
    values = purposes if isinstance(purposes, list) else [purposes]
    return tuple(value for value in values if isinstance(value, str))


def _message(entry: Mapping[str, JsonValue], value: int) -> Fact:
    """Return the text that the entry's `statusMessage` gives for `value` (hexadecimal with 0x), or None."""
    messages = entry.get("statusMessage")
    for item in messages if isinstance(messages, list) else []:
        if not isinstance(item, dict) or not isinstance(status := item.get("status"), str):
            continue
        try:
            number = int(status.removeprefix("0x"), 16)
        except ValueError:
            continue
        if number == value and isinstance(text := item.get("message"), str):
            return text[:200]
    return None
