"""Any text, with its base64url and base58 runs taken out as the bytes they spell, and put back exactly.

Signatures, digests and the parts of a JWT are bytes written as text: a third larger, and opaque to a compressor. A *holed
text* keeps the text around them and the bytes beside it. Bytes that are themselves text (a JWT's header and payload, an
SD-JWT's disclosures) are holed again, so that the JSON inside meets the dictionary. Nothing is interpreted, and
`fill(dig(text)) == text` for every text: a run is only taken out when spelling its bytes gives the same characters.

In CBOR a holed text is [text, hole ...] where U+0000 in the text marks a place, and a hole is
  bytes            base64url of these bytes
  [1, bytes]       "z" and base58btc of these bytes (multibase)
  [0, holed text]  base64url of that text in UTF-8
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.encoding.cbor import CborValue
from wallet.encoding.multibase import read_multibase, write_multibase
from wallet.errors import MalformedInputError, WalletError

HoledText: TypeAlias = "list[CborValue]"

PLACE = "\x00"
_MAX_DEPTH = 4
_MOST_BASE58 = 400  # bytes: the work grows with their square
_RUN = re.compile(r"z[1-9A-HJ-NP-Za-km-z]{40,400}(?![A-Za-z0-9_-])|[A-Za-z0-9_-]{20,}")
_LOOKS_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])")  # words and UUIDs serve the dictionary better as text


def dig(text: str, depth: int = 0) -> HoledText:
    """Return `text` as a holed text. `text` must not contain U+0000 (no JSON, JWT or SD-JWT does)."""
    if PLACE in text:
        raise MalformedInputError("text with U+0000 cannot travel in a QR code", step="qr.holes")
    holes: list[CborValue] = []

    def take_out(run: re.Match[str]) -> str:
        found = _hole(run[0], depth)
        if found is None:
            return run[0]
        prefix, hole = found
        holes.append(hole)
        return prefix + PLACE

    return [_RUN.sub(take_out, text), *holes]


def _hole(run: str, depth: int) -> "tuple[str, CborValue] | None":
    """Return (characters to leave in front, hole), or None where the run is not the one spelling of any bytes."""
    if not _LOOKS_RANDOM.match(run):
        return None
    if run[0] == "z" and len(run) > 40:
        spelled = _decoded(run, read_multibase)
        if spelled is not None and len(spelled) <= _MOST_BASE58 and write_multibase(spelled) == run:
            return "", [1, spelled]
    for prefix in ("", "u"):  # "u" is multibase for base64url: left outside, as text
        if run.startswith(prefix):
            spelled = _decoded(run[len(prefix) :], read_base64url)
            if spelled is not None:
                inner = _inner_text(spelled, depth)
                return prefix, spelled if inner is None else inner
    return None


def _decoded(text: str, decode: Callable[[str], bytes]) -> bytes | None:
    try:
        return decode(text)
    except WalletError:
        return None


def _inner_text(spelled: bytes, depth: int) -> "CborValue | None":
    """Return [0, holed text] where the bytes are JSON text worth holing, else None."""
    if depth >= _MAX_DEPTH - 1 or spelled[:1] not in (b"{", b"["):
        return None
    try:
        text = spelled.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if PLACE in text else [0, dig(text, depth + 1)]


def fill(holed: CborValue, budget: int, depth: int = 0) -> str:
    """Return the text that `holed` stands for, at most `budget` characters.

    Raises MalformedInputError (step qr.holes) when places and holes do not match, or it is nested too deeply.
    """
    if depth >= _MAX_DEPTH or not isinstance(holed, list) or not holed or not isinstance(holed[0], str):
        raise MalformedInputError("not a holed text", step="qr.holes")
    around = holed[0].split(PLACE)
    if len(around) != len(holed):
        raise MalformedInputError("as many places as holes are needed", step="qr.holes")
    pieces = [around[0]]
    for hole, text in zip(holed[1:], around[1:], strict=True):
        pieces += (_spelled(hole, budget, depth), text)
    filled = "".join(pieces)
    if len(filled) > budget:
        raise MalformedInputError("the text is larger than its budget", step="qr.holes")
    return filled


def _spelled(hole: CborValue, budget: int, depth: int) -> str:
    match hole:
        case bytes():
            return write_base64url(hole)
        case [1, bytes() as spelled] if len(spelled) <= _MOST_BASE58:
            return write_multibase(spelled)
        case [0, list() as inner]:
            return write_base64url(fill(inner, budget, depth + 1).encode("utf-8"))
        case _:
            raise MalformedInputError("an unknown kind of hole", step="qr.holes")
