"""Compressed lists of small numbers: inflated within a budget, read at one place.

Bitstring lists count bits from the left of each byte, token status lists from the right. Both are refused when they are longer
than any real list, end early, or have something behind their end (STAT-04).
"""

import zlib

from wallet.errors import MalformedInputError, TooBigError

MAX_INFLATED = 16 * 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS
ZLIB = zlib.MAX_WBITS


def inflate(packed: bytes, wrapper: int, limit: int = MAX_INFLATED) -> bytes:
    """Return what `packed` holds, at most `limit` bytes. `wrapper` is GZIP or ZLIB.

    Raises TooBigError (step status.inflate) over the limit; MalformedInputError (step status.inflate) for anything that is not
    exactly one whole stream.
    """
    stream = zlib.decompressobj(wrapper)
    try:
        inflated = stream.decompress(packed, limit + 1)
    except zlib.error as error:
        raise MalformedInputError(f"not a compressed list: {error}", step="status.inflate") from error
    if len(inflated) > limit:
        raise TooBigError(f"a status list of more than {limit} bytes", step="status.inflate")
    if not stream.eof or stream.unused_data:
        raise MalformedInputError("a compressed list that is cut short or has a tail", step="status.inflate")
    return inflated


def read_from_left(bits: bytes, index: int, size: int) -> int | None:
    """Return entry `index` of `size` bits, bit 0 being the left-most of the first byte; None beyond the end.

    Bitstring Status List 1.0, section 3.2 (validate algorithm) and section 3.3 (bitstring generation).
    """
    start = index * size
    if index < 0 or start + size > len(bits) * 8:
        return None
    first, last = start // 8, (start + size - 1) // 8
    window = int.from_bytes(bits[first : last + 1], "big")
    return (window >> ((last + 1) * 8 - start - size)) & ((1 << size) - 1)


def read_from_right(bits: bytes, index: int, size: int) -> int | None:
    """Return entry `index` of `size` (1, 2, 4 or 8) bits, entry 0 being in the lowest bits of the first byte; None beyond the end.

    Token Status List, section 4.1.
    """
    per_byte = 8 // size
    if index < 0 or index >= len(bits) * per_byte:
        return None
    return (bits[index // per_byte] >> (index % per_byte * size)) & ((1 << size) - 1)


def read_index(text: object) -> int | None:
    """Return a list index that was spelled as a plain number without sign, space or leading zeros; None otherwise (STAT-03)."""
    if isinstance(text, bool):
        return None
    if isinstance(text, int):
        return text if 0 <= text < 2**53 else None
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 16:
        return None
    return int(text) if text == "0" or not text.startswith("0") else None
