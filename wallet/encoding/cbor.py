"""The small part of CBOR that proof values need (RFC 8949): one spelling for each value, nothing else accepted.

Read: unsigned and negative integers, byte and text strings, arrays, maps with integer, text or byte keys, booleans,
null, and tags; floats on request. Refused: indefinite lengths, integers or lengths not in their shortest form (section 4.2.1), map keys
out of order or twice, other simple values, bytes left over. Budgets bound depth and the number of items.

Map order: deterministic encoding sorts keys bytewise (section 4.2.1). The selective-disclosure suites write label
maps whose keys are small integers in no stated order, so `ordered=False` reads them in any order.
"""

import math
import struct
from dataclasses import dataclass
from typing import TypeAlias

from wallet.errors import MalformedInputError, TooBigError

CborKey: TypeAlias = "int | str | bytes"
CborValue: TypeAlias = "int | float | str | bytes | bool | list[CborValue] | dict[CborKey, CborValue] | Tagged | None"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a CBOR tag (major type 6)."""

    tag: int
    value: "CborValue"


@dataclass(frozen=True, slots=True)
class CborLimits:
    """Budgets: bytes of input, levels of nesting, data items in all."""

    max_bytes: int = 1024 * 1024
    max_depth: int = 16
    max_items: int = 20_000


PROOF_LIMITS = CborLimits()


def read_cbor(
    source: bytes, limits: CborLimits = PROOF_LIMITS, *, ordered: bool = True, floats: bool = False
) -> CborValue:
    """Return the one value that `source` spells. A float is taken with `floats`, in any of its three widths.

    Raises MalformedInputError (step cbor) or TooBigError (steps cbor.size, cbor.depth, cbor.items).
    """
    if len(source) > limits.max_bytes:
        raise TooBigError("too many bytes of CBOR", step="cbor.size")
    reader = _Reader(source, limits, ordered, floats)
    value = reader.read(0)
    if reader.at != len(source):
        raise MalformedInputError("bytes after the CBOR value", step="cbor")
    return value


def write_cbor(value: CborValue) -> bytes:
    """Return `value` in deterministic CBOR (RFC 8949 section 4.2.1): shortest forms, keys in bytewise order."""
    match value:
        case bool():
            return b"\xf5" if value else b"\xf4"
        case None:
            return b"\xf6"
        case float():
            return _shortest_float(value)
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            text = value.encode("utf-8")
            return _head(3, len(text)) + text
        case list():
            return _head(4, len(value)) + b"".join(write_cbor(item) for item in value)
        case dict():
            pairs = sorted((write_cbor(key), write_cbor(item)) for key, item in value.items())
            return _head(5, len(pairs)) + b"".join(key + item for key, item in pairs)
        case Tagged():
            return _head(6, value.tag) + write_cbor(value.value)


def _shortest_float(value: float) -> bytes:
    for first, width in ((b"\xf9", ">e"), (b"\xfa", ">f")):
        try:
            spelled = struct.pack(width, value)
        except OverflowError:
            continue
        if struct.unpack(width, spelled)[0] == value:
            return first + spelled
    return b"\xfb" + struct.pack(">d", value)


def _head(major: int, argument: int) -> bytes:
    first = major << 5
    if argument < 24:
        return bytes((first | argument,))
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes((first | code,)) + argument.to_bytes(width, "big")
    raise MalformedInputError("an integer too long for CBOR", step="cbor")


class _Reader:
    """One pass over the bytes; `at` is the next byte."""

    __slots__ = ("_floats", "_items_left", "_limits", "_ordered", "_source", "at")

    def __init__(self, source: bytes, limits: CborLimits, ordered: bool, floats: bool) -> None:
        self._source = source
        self._limits = limits
        self._ordered = ordered
        self._floats = floats
        self._items_left = limits.max_items
        self.at = 0

    def read(self, depth: int) -> CborValue:
        self._items_left -= 1
        if self._items_left < 0:
            raise TooBigError("too many CBOR items", step="cbor.items")
        if depth > self._limits.max_depth:
            raise TooBigError("CBOR nested too deeply", step="cbor.depth")
        first = self._take(1)[0]
        major, short = first >> 5, first & 31
        if major == 7:
            return self._simple(short)
        return self._value(major, self._argument(short), depth)

    def _value(self, major: int, argument: int, depth: int) -> CborValue:
        match major:
            case 0:
                return argument
            case 1:
                return -1 - argument
            case 2:
                return self._take(argument)
            case 3:
                return self._text(argument)
            case 4:
                self._expect(argument)
                return [self.read(depth + 1) for _ in range(argument)]
            case 5:
                self._expect(2 * argument)
                return self._map(argument, depth)
            case _:
                return Tagged(argument, self.read(depth + 1))

    def _map(self, size: int, depth: int) -> dict[CborKey, CborValue]:
        entries: dict[CborKey, CborValue] = {}
        before = b""
        for _ in range(size):
            start = self.at
            key = self.read(depth + 1)
            spelled = self._source[start : self.at]
            if isinstance(key, bool) or not isinstance(key, int | str | bytes):
                raise MalformedInputError("a CBOR map key of another kind", step="cbor")
            if key in entries or (self._ordered and spelled <= before):
                raise MalformedInputError("CBOR map keys twice or out of order", step="cbor")
            before = spelled
            entries[key] = self.read(depth + 1)
        return entries

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedInputError("CBOR text that is not UTF-8", step="cbor") from error

    def _simple(self, short: int) -> bool | float | None:
        match short:
            case 20 | 21:
                return short == 21
            case 22:
                return None
            case 25 | 26 | 27 if self._floats:
                return self._float(short)
            case _:
                raise MalformedInputError("a CBOR float or simple value", step="cbor")

    def _float(self, short: int) -> float:
        value = float(struct.unpack({25: ">e", 26: ">f", 27: ">d"}[short], self._take(1 << (short - 24)))[0])
        if not math.isfinite(value):
            raise MalformedInputError("a CBOR float that is no number", step="cbor")
        return value

    def _argument(self, short: int) -> int:
        if short < 24:
            return short
        if short > 27:
            raise MalformedInputError("a reserved or indefinite CBOR length", step="cbor")
        width = 1 << (short - 24)
        argument = int.from_bytes(self._take(width), "big")
        if argument < 24 or (width > 1 and argument < 1 << (4 * width)):
            raise MalformedInputError("a CBOR length that is not in its shortest form", step="cbor")
        return argument

    def _take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self._source):
            raise MalformedInputError("CBOR cut short", step="cbor")
        taken = self._source[self.at : end]
        self.at = end
        return taken

    def _expect(self, count: int) -> None:
        """Refuse a length that the remaining bytes cannot hold, before making room for it."""
        if count > len(self._source) - self.at:
            raise MalformedInputError("CBOR cut short", step="cbor")
