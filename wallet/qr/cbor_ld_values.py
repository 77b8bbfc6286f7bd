"""Single values of CBOR-LD: numbers, bytes and short lists that stand for texts, by the kind of value a term has."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from wallet.encoding.base64url import write_base64, write_base64url
from wallet.encoding.cbor import CborKey, CborValue
from wallet.encoding.json_types import JsonValue
from wallet.encoding.multibase import write_base58
from wallet.errors import MalformedInputError, TooBigError
from wallet.qr import cbor_ld_tables as tables
from wallet.qr.cbor_ld_tables import Tables
from wallet.qr.cbor_ld_terms import Term, TermBook

KeyOfTerm: TypeAlias = CborKey
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_BASE58 = 2048  # bytes; base58 costs the square


def read_value(value: CborValue, term: Term, kind: str | None, book_tables: Tables, book: TermBook) -> JsonValue:
    """Return the JSON that a value which is no object stands for; None where it is a list to be read item by item.

    Raises MalformedInputError (step cbor_ld.value), TooBigError.
    """
    named = _kind_of(term, kind)
    listed = book_tables.values.get(named)
    if listed is not None and (found := _listed(value, named, listed, book_tables, book)) is not None:
        return found
    match named, value:
        case tables.URL, list():
            return _url(value)
        case tables.URL, int() if not isinstance(value, bool):
            return book.name_of(value)
        case tables.MULTIBASE, bytes():
            return _multibase(value)
        case tables.DATE, int():
            return _moment(value).strftime("%Y-%m-%d")
        case tables.DATE_TIME, int():
            return _moment(value).strftime("%Y-%m-%dT%H:%M:%SZ")
        case tables.DATE_TIME, [int() as seconds, int() as milliseconds]:
            return _moment(seconds, milliseconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case _, str() | bool() | int() | float():
            return value
        case _:
            return None


def _kind_of(term: Term, kind: str | None) -> str:
    names_something = {term.name, term.id} & {"@id", "@type"} or kind in ("@id", "@vocab")
    return tables.URL if names_something else kind or tables.NONE


def _listed(
    value: CborValue, named: str, listed: Mapping[int, str], book_tables: Tables, book: TermBook
) -> "str | int | None":
    """Return what a number in the table of this kind stands for, None where the value is no such number."""
    in_bytes = named in book_tables.as_bytes
    if isinstance(value, bytes) and not in_bytes:
        return (
            int.from_bytes(value, "big", signed=True) if named != tables.NONE and len(value) in (1, 2, 4, 8) else None
        )
    if isinstance(value, bytes) and in_bytes:
        number = int.from_bytes(value, "big")
    elif isinstance(value, int) and not isinstance(value, bool) and not in_bytes:
        number = value
    else:
        return None
    if number not in listed and not (book_tables.legacy and named == tables.URL and book.has(number)):
        raise MalformedInputError(f"no value has number {number}", step="cbor_ld.value")
    return listed.get(number)


def _url(parts: list[CborValue]) -> str:
    match parts:
        case [(tables.HTTP | tables.HTTPS) as start, str() as rest]:
            return _start(start) + rest
        case [tables.UUID, str() as rest]:
            return "urn:uuid:" + rest
        case [tables.UUID, bytes() as octets] if len(octets) == 16:
            digits = octets.hex()
            return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        case [tables.DATA, str() as rest]:
            return "data:" + rest
        case [tables.DATA, str() as media_type, bytes() as content]:
            return f"data:{media_type};base64,{write_base64(content)}"
        case [tables.DID_NYM | tables.DID_KEY as start, (str() | bytes()) as name]:
            return _start(start) + _key(name)
        case [tables.DID_NYM | tables.DID_KEY as start, (str() | bytes()) as name, (str() | bytes()) as fragment]:
            return f"{_start(start)}{_key(name)}#{_key(fragment)}"
        case _:
            raise MalformedInputError("a URL of an unknown form", step="cbor_ld.url")


def _start(number: CborValue) -> str:
    return tables.URL_STARTS[number] if isinstance(number, int) else ""


def _key(name: str | bytes) -> str:
    return name if isinstance(name, str) else "z" + _base58(name)


def _multibase(value: bytes) -> JsonValue:
    match value[:1]:
        case b"z":
            return "z" + _base58(value[1:])
        case b"u":
            return "u" + write_base64url(value[1:])
        case b"M":
            return "M" + write_base64(value[1:])
        case _:
            raise MalformedInputError("multibase of an unknown alphabet", step="cbor_ld.multibase")


def _base58(octets: bytes) -> str:
    if len(octets) > _MAX_BASE58:
        raise TooBigError("a key or signature longer than any real one", step="cbor_ld.base58")
    return write_base58(octets)


def _moment(seconds: int, milliseconds: int = 0) -> datetime:
    try:
        moment = _EPOCH + timedelta(seconds=seconds, milliseconds=milliseconds)
    except OverflowError as error:
        raise MalformedInputError("a moment outside the calendar", step="cbor_ld.moment") from error
    if moment.year < 1000:
        raise MalformedInputError("a moment outside the calendar", step="cbor_ld.moment")
    return moment
