"""The QR envelope: the fewest characters that carry a presentation, a challenge or a holder's key (schema: qr-envelope-1).

    text   = "TSR1:" base45(checked)
    checked = first 4 bytes of SHA-256(packed)  packed
    packed  = raw deflate, with preset dictionary 1, of deterministic CBOR:
              {0: kind, 1: holed text, 2: [[url, holed text, seen], ...]}

`kind` is 1 presentation, 2 challenge, 3 holder key, 4 evidence only, 5 any other text. Member 2 (optional) is the evidence that
goes along: documents by URL, each with the moment it was seen (seconds since 1970, or null).
"TSR1" names both this layout and dictionary 1; another dictionary needs another name, so a code made today is read for ever.
Unpacking is bounded in bytes at each layer; the text inside is a stranger's and goes through the one strict door.
"""

import hashlib
import zlib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from wallet.encoding.base45 import read_base45, write_base45
from wallet.encoding.cbor import CborLimits, CborValue, read_cbor, write_cbor
from wallet.errors import MalformedInputError, TooBigError
from wallet.qr.holes import dig, fill
from wallet.resources import read_resource

PREFIX = "TSR1:"
SVG_CODES = "urn:tessera:codes"  # the XML namespace under which an SVG of codes carries their texts
MAX_PACKED = 1024 * 1024
MAX_UNPACKED = 4 * 1024 * 1024
_LIMITS = CborLimits(max_bytes=MAX_UNPACKED, max_depth=24, max_items=50_000)
_CHECK_BYTES = 4


class QrKind(IntEnum):
    """What a code carries."""

    PRESENTATION = 1
    CHALLENGE = 2
    HOLDER_KEY = 3
    EVIDENCE = 4
    TEXT = 5


@dataclass(frozen=True, slots=True)
class CarriedDocument:
    """A document that goes along: a status list, a DID document. `seen` is in seconds since 1970, UTC."""

    url: str
    text: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class QrContent:
    """What one QR envelope holds."""

    kind: QrKind
    text: str
    evidence: tuple[CarriedDocument, ...] = ()


def pack(content: QrContent) -> bytes:
    """Return the packed bytes of `content`, checksum first. Raises TooBigError (step qr.size) beyond 1 MiB."""
    body: dict[int | str | bytes, CborValue] = {0: int(content.kind), 1: dig(content.text)}
    if content.evidence:
        body[2] = [[document.url, dig(document.text), document.seen] for document in content.evidence]
    packed = _deflate(write_cbor(body))
    if len(packed) > MAX_PACKED:
        raise TooBigError("too large for any number of QR codes", step="qr.size")
    return hashlib.sha256(packed).digest()[:_CHECK_BYTES] + packed


def unpack(checked: bytes) -> QrContent:
    """Return what `pack` packed. Raises MalformedInputError (steps qr.checksum, qr.envelope) or TooBigError."""
    packed = checked[_CHECK_BYTES:]
    if hashlib.sha256(packed).digest()[:_CHECK_BYTES] != checked[:_CHECK_BYTES]:
        raise MalformedInputError("the checksum of the whole does not match", step="qr.checksum")
    body = read_cbor(_inflate(packed), _LIMITS)
    if not isinstance(body, dict) or not {0, 1} <= set(body) <= {0, 1, 2}:
        raise MalformedInputError("not a QR envelope", step="qr.envelope")
    kind = body[0]
    if not isinstance(kind, int) or isinstance(kind, bool) or kind not in tuple(QrKind):
        raise MalformedInputError("an unknown kind of content", step="qr.envelope")
    return QrContent(QrKind(kind), fill(body[1], MAX_UNPACKED), _evidence(body.get(2, [])))


def _evidence(listed: CborValue) -> tuple[CarriedDocument, ...]:
    if not isinstance(listed, list) or len(listed) > 64:
        raise MalformedInputError("evidence must be a short list", step="qr.evidence")
    return tuple(_carried(item) for item in listed)


def _carried(item: CborValue) -> CarriedDocument:
    match item:
        case [str() as url, list() as text, (int() | None) as seen]:
            return CarriedDocument(url, fill(text, MAX_UNPACKED), seen)
        case _:
            raise MalformedInputError("evidence must be [url, text, seen]", step="qr.evidence")


def pack_text(content: QrContent) -> str:
    """Return the text of a single code: `TSR1:` and base45, all in the alphanumeric mode of QR."""
    return PREFIX + write_base45(pack(content))


def unpack_text(text: str) -> QrContent:
    """Return what `pack_text` packed."""
    if not text.startswith(PREFIX):
        raise MalformedInputError("not a Tessera code", step="qr.prefix")
    if len(text) > MAX_PACKED * 3 // 2 + 16:
        raise TooBigError("a code longer than any real one", step="qr.size")
    return unpack(read_base45(text[len(PREFIX) :]))


@cache
def dictionary() -> bytes:
    """Return preset dictionary 1: strings that credentials share, the commonest last (RFC 1950 section 2.3)."""
    return read_resource("qr", "dictionary-1.txt")


def _deflate(source: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary())
    return packer.compress(source) + packer.flush()


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15, dictionary())
    try:
        source = unpacker.decompress(packed, MAX_UNPACKED)
    except zlib.error as error:
        raise MalformedInputError(f"not deflated: {error}", step="qr.deflate") from error
    if unpacker.unconsumed_tail:
        raise TooBigError("unpacks to more than any real credential", step="qr.unpacked_size")
    if not unpacker.eof or unpacker.unused_data:
        raise MalformedInputError("cut short, or with bytes after its end", step="qr.deflate")
    return source
