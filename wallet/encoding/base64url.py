"""Base64url without padding (RFC 7515 section 2) and padded base64 (RFC 4648 section 4), each with one spelling only.

A reader that takes several spellings of the same bytes lets a signed string be changed without breaking anything:
a wrong character, padding, or stray bits in the last character are refused.
"""

import binascii
import re

from wallet.errors import MalformedInputError

_URL_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_ALPHABET = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_TO_URL = bytes.maketrans(b"+/", b"-_")
# The last character of a group of two or three carries four or two bits that spell nothing: they must be zero.
_WITHOUT_STRAY_BITS = {2: frozenset("AQgw"), 3: frozenset("AEIMQUYcgkosw048")}


def read_base64url(text: str) -> bytes:
    """Return the bytes that `text` spells. Raises MalformedInputError (step base64url) for any other spelling."""
    if not _URL_ALPHABET.fullmatch(text):
        raise MalformedInputError("a character that is not base64url", step="base64url")
    over = len(text) % 4
    if over == 1:
        raise MalformedInputError("an impossible base64url length", step="base64url")
    if over and text[-1] not in _WITHOUT_STRAY_BITS[over]:
        raise MalformedInputError("stray bits at the end of base64url", step="base64url")
    return binascii.a2b_base64(text.encode("ascii").translate(_TO_STANDARD) + b"=" * (-over % 4))


def write_base64url(octets: bytes) -> str:
    """Return `octets` in base64url without padding."""
    return binascii.b2a_base64(octets, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def read_base64(text: str) -> bytes:
    """Return the bytes that padded base64 `text` spells. Raises MalformedInputError (step base64)."""
    if len(text) % 4 or not _ALPHABET.fullmatch(text):
        raise MalformedInputError("not padded base64", step="base64")
    decoded = binascii.a2b_base64(text)
    if write_base64(decoded) != text:
        raise MalformedInputError("stray bits at the end of base64", step="base64")
    return decoded


def write_base64(octets: bytes) -> str:
    """Return `octets` in base64 with padding."""
    return binascii.b2a_base64(octets, newline=False).decode("ascii")
