"""Multibase text and multicodec prefixes (Controlled Identifiers 1.0, sections 2.4 and 2.5).

Two bases only, those that credentials use: `z` (base58 Bitcoin) and `u` (base64url without padding).
"""

from typing import Literal

from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.errors import MalformedInputError, TooBigError

Base = Literal["z", "u"]

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Every octet that is no letter of the alphabet becomes 255.
_VALUES = bytes(_BASE58.find(chr(octet)) % 256 for octet in range(256))

# Base58 costs the square of its length; the longest honest use is a key or a signature.
MAX_BASE58_LENGTH = 1024


def read_multibase(text: str) -> bytes:
    """Return the bytes of multibase `text`. Raises MalformedInputError (step multibase) or TooBigError."""
    match text[:1]:
        case "z":
            return read_base58(text[1:])
        case "u":
            return read_base64url(text[1:])
        case _:
            raise MalformedInputError("not multibase z or u", step="multibase")


def write_multibase(octets: bytes, base: Base = "z") -> str:
    """Return `octets` as multibase text in the given base."""
    return base + (write_base58(octets) if base == "z" else write_base64url(octets))


def read_base58(text: str) -> bytes:
    """Return the bytes of base58 (Bitcoin alphabet) `text`: each leading 1 is a zero byte."""
    if len(text) > MAX_BASE58_LENGTH:
        raise TooBigError("base58 text is too long", step="multibase")
    values = text.encode("latin-1", "replace").translate(_VALUES)
    if not text.isascii() or 255 in values:
        raise MalformedInputError("a character that is not base58", step="multibase")
    number = 0
    # Ten letters at a time stay within a machine word; the long multiplication is what costs.
    for start in range(0, len(values), 10):
        group = 0
        part = values[start : start + 10]
        for value in part:
            group = group * 58 + value
        number = number * 58 ** len(part) + group
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def write_base58(octets: bytes) -> str:
    """Return `octets` in base58 (Bitcoin alphabet)."""
    number = int.from_bytes(octets, "big")
    letters: list[str] = []
    while number:
        number, value = divmod(number, 58)
        letters.append(_BASE58[value])
    zeros = len(octets) - len(octets.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(letters))


def read_varint(octets: bytes) -> tuple[int, bytes]:
    """Return the unsigned varint that `octets` start with, and the rest.

    Raises MalformedInputError (step varint) when it is cut short, longer than nine bytes, or not the shortest
    spelling (multiformats unsigned-varint).
    """
    number = 0
    for place, octet in enumerate(octets[:9]):
        number |= (octet & 0x7F) << (7 * place)
        if octet < 0x80:
            if place and not octet:
                raise MalformedInputError("a varint that is not minimal", step="varint")
            return number, octets[place + 1 :]
    raise MalformedInputError("a varint that does not end", step="varint")
