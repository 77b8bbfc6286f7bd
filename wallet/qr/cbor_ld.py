"""CBOR-LD, decoded: JSON-LD whose terms became small numbers in the order in which its contexts name them.

Tags: 0x0500 plain and 0x0501 compressed (the singletons of VPQR codes), 0x0600 to 0x06ff (their successors) and 0xcb1d (1.0), which
carry the number of a registry entry: 0 is plain, 1 has no table of values, any other is a table that is not here. The number of a term depends on
every context loaded before it was met, so contexts are loaded in exactly the order in which an encoder loads them: embedded,
then type-scoped by name of type, then property-scoped by name of term. A way in only; what comes out is a stranger's JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wallet.encoding.cbor import CborLimits, CborValue, Tagged, read_cbor
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld.contexts import ContextLoader, bundled_contexts
from wallet.encoding.multibase import read_varint
from wallet.errors import MalformedInputError
from wallet.qr.cbor_ld_tables import KEYWORDS, Tables, tables_of
from wallet.qr.cbor_ld_terms import ActiveTerms, Term, TermBook
from wallet.qr.cbor_ld_values import KeyOfTerm, read_value
from wallet.qr.foreign import CompactFormError

MAX_BYTES: Final = 64 * 1024
_LIMITS: Final = CborLimits(max_bytes=MAX_BYTES, max_depth=24, max_items=4_000)

_CONTEXT, _CONTEXTS = KEYWORDS["@context"], KEYWORDS["@context"] + 1
_LEGACY = -1  # stands for the singleton's own table where a registry entry is named


def read_cbor_ld(source: bytes, contexts: ContextLoader | None = None) -> JsonValue:
    """Return the JSON-LD document that `source` spells; contexts come from the bundle unless others are given.

    Raises MalformedInputError (steps cbor, cbor_ld.*), TooBigError, CompactFormError for a registry entry that is not here,
    VocabularyNeededError for a context that is not.
    """
    entry, payload = _open(read_cbor(source, _LIMITS, ordered=False, floats=True))
    if entry == 0:
        return _plain(payload)
    return _Reading(tables_of(legacy=entry == _LEGACY), TermBook(contexts or bundled_contexts())).read(payload)


def _open(item: CborValue) -> tuple[int, CborValue]:
    """Return the registry entry and the payload."""
    match item:
        case Tagged(tag=0x0500, value=payload):
            return 0, payload
        case Tagged(tag=0x0501, value=payload):
            return _LEGACY, payload
        case Tagged(tag=0xCB1D, value=[int() as entry, payload]) if not isinstance(entry, bool):
            return _known(entry), payload
        case Tagged(tag=tag, value=payload) if 0x0600 <= tag < 0x0680:
            return _known(tag - 0x0600), payload
        case Tagged(tag=tag, value=[bytes() as more, payload]) if 0x0680 <= tag <= 0x06FF and len(more) <= 8:
            return _known(_whole_varint(bytes((tag - 0x0600,)) + more)), payload
        case _:
            raise MalformedInputError("not CBOR-LD", step="cbor_ld.tag")


def _known(entry: int) -> int:
    if entry not in (0, 1):
        raise CompactFormError(f"registry entry {entry}", step="cbor_ld.registry", kind=str(entry))
    return entry


def _whole_varint(octets: bytes) -> int:
    """A registry entry begins in the tag and goes on in the bytes behind it."""
    number, rest = read_varint(octets)
    if rest:
        raise MalformedInputError("bytes after the registry entry", step="cbor_ld.tag")
    return number


def _plain(value: CborValue) -> JsonValue:
    """Return CBOR that is JSON already, as JSON."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {_text(key): _plain(item) for key, item in value.items()}
        case _:
            raise MalformedInputError("bytes where JSON was promised", step="cbor_ld.plain")


def _text(key: CborValue) -> str:
    if not isinstance(key, str):
        raise MalformedInputError("a name that is not text", step="cbor_ld.name")
    return key


@dataclass(slots=True)
class _Reading:
    """One document being decompressed."""

    tables: Tables
    book: TermBook

    def read(self, payload: CborValue) -> JsonValue:
        if isinstance(payload, list):
            return [self._object(item, ActiveTerms()) for item in payload]
        return self._object(payload, ActiveTerms())

    def _object(self, entries: CborValue, active: ActiveTerms) -> JsonObject:
        if not isinstance(entries, dict):
            raise MalformedInputError("a value where an object was promised", step="cbor_ld.object")
        document: JsonObject = {}
        contexts = self._contexts(entries)
        if contexts is not None:
            document["@context"] = contexts
            active = self.book.embed(active, contexts)
        active = self.book.scope_to_types(active, self._types(entries, active))
        named = [self._named(key, active) for key in entries if key not in (_CONTEXT, _CONTEXTS)]
        for term, key, plural in sorted(named, key=lambda one: one[0].name.encode("utf-16-be", "surrogatepass")):
            document[term.name] = self._values(entries[key], term, plural, self.book.scope_to_property(active, term))
        return document

    def _contexts(self, entries: Mapping[KeyOfTerm, CborValue]) -> JsonValue:
        one, many = entries.get(_CONTEXT), entries.get(_CONTEXTS)
        if one is not None and many is not None:
            raise MalformedInputError("both one context and many", step="cbor_ld.context")
        if many is not None and not isinstance(many, list):
            raise MalformedInputError("contexts that are no list", step="cbor_ld.context")
        return [self._context(item) for item in many] if isinstance(many, list) else self._context(one)

    def _context(self, value: CborValue) -> JsonValue:
        if isinstance(value, bool) or not isinstance(value, int):
            return _plain(value)
        if value not in self.tables.contexts:
            raise CompactFormError(f"context {value}", step="cbor_ld.context", kind=str(value))
        return self.tables.contexts[value]

    def _types(self, entries: Mapping[KeyOfTerm, CborValue], active: ActiveTerms) -> set[str]:
        found: set[str] = set()
        for name in active.type_names():
            number = self.book.number_of(name)
            value = entries.get(number, entries.get(number + 1))
            term = active.term(name)
            for item in value if isinstance(value, list) else [value] if value is not None else []:
                decoded = read_value(item, term, "@vocab", self.tables, self.book)
                found |= {decoded} if isinstance(decoded, str) else set()
        return found

    def _named(self, key: KeyOfTerm, active: ActiveTerms) -> tuple[Term, KeyOfTerm, bool]:
        if isinstance(key, bytes):
            raise MalformedInputError("a name that is bytes", step="cbor_ld.name")
        if isinstance(key, str):
            return active.term(key), key, False
        return active.term(self.book.name_of(key - (key & 1))), key, bool(key & 1)

    def _values(self, value: CborValue, term: Term, plural: bool, active: ActiveTerms) -> JsonValue:
        if not plural:
            return self._value(value, term, active)
        if not isinstance(value, list):
            raise MalformedInputError("one value where many were promised", step="cbor_ld.plural")
        return [self._value(item, term, active) for item in value]

    def _value(self, value: CborValue, term: Term, active: ActiveTerms) -> JsonValue:
        if value is None:
            return None
        if isinstance(value, dict):
            return self._object(value, active)
        decoded = read_value(value, term, term.type, self.tables, self.book)
        if decoded is not None:
            return decoded
        if isinstance(value, list):
            return [self._value(item, term, active) for item in value]
        raise MalformedInputError("a value that cannot be JSON", step="cbor_ld.value")
