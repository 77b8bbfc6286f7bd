"""Uniform Resources (BCR-2020-005, BCR-2024-001): `ur:TYPE/BYTEWORDS`, and in parts `ur:TYPE/SEQ-COUNT/BYTEWORDS`.

A way in only. The message is one CBOR item; Tessera takes a byte string or a text that is a credential or presentation as text, and
tells any other kind as what it is. A CRC-32 is all that binds the parts of a UR to each other, so what is joined is as far
from being genuine as any other text: the door behind it decides.
"""

import re
import zlib
from dataclasses import dataclass, field

from wallet.encoding.cbor import CborLimits, Tagged, read_cbor
from wallet.errors import MalformedInputError, TooBigError
from wallet.qr.bytewords import read_bytewords
from wallet.qr.elimination import Elimination
from wallet.qr.foreign import ForeignQrError
from wallet.qr.fountain import fragments_of

PREFIX = "ur:"
MAX_PARTS = 512
MAX_BYTES = 1024 * 1024
_LIMITS = CborLimits(max_bytes=MAX_BYTES + 16, max_depth=8, max_items=1000)
_UR = re.compile(r"ur:([a-z0-9-]{1,80})/(?:([1-9][0-9]{0,9})-([1-9][0-9]{0,9})/)?([a-z]+)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class UrPart:
    """One part. `number` counts from 1 and goes on beyond `count`; `length` and `checksum` are the whole message's."""

    type: str
    number: int
    count: int
    length: int
    checksum: int
    fragment: bytes

    @property
    def message_id(self) -> tuple[str, int, int, int, int]:
        """What all parts of one message have in common."""
        return self.type, self.count, self.length, self.checksum, len(self.fragment)


def read_ur(text: str) -> "str | UrPart":
    """Return the text that a single UR carries, or the part that a multi-part one is.

    Raises MalformedInputError (steps ur, bytewords, cbor), TooBigError (step ur.size), ForeignQrError for another kind of content.
    """
    if len(text) > 2 * MAX_BYTES + 200:
        raise TooBigError("a code longer than any real one", step="ur.size")
    found = _UR.fullmatch(text.strip())
    if found is None:
        raise MalformedInputError("not a UR", step="ur")
    octets = read_bytewords(found[4])
    if found[2] is None:
        return text_of_message(octets, found[1].lower())
    return _read_part(found[1].lower(), int(found[2]), int(found[3]), octets)


def _read_part(kind: str, number: int, count: int, octets: bytes) -> UrPart:
    match read_cbor(octets, _LIMITS):
        case [int() as own_number, int() as own_count, int() as length, int() as checksum, bytes() as fragment]:
            part = UrPart(kind, own_number, own_count, length, checksum, fragment)
        case _:
            raise MalformedInputError("not a part of a UR", step="ur.part")
    if count > MAX_PARTS or part.length > MAX_BYTES:
        raise TooBigError("more parts than any real credential has", step="ur.size")
    sized = len(fragment) * (part.count - 1) < part.length <= len(fragment) * part.count
    if (part.number, part.count) != (number, count) or not sized or not 0 < number < 1 << 32 or checksum >= 1 << 32:
        raise MalformedInputError("a part of a UR that contradicts itself", step="ur.part")
    return part


def text_of_message(message: bytes, kind: str) -> str:
    """Return the text in the CBOR `message` of a UR of type `kind`. Raises MalformedInputError, ForeignQrError."""
    content = read_cbor(message, _LIMITS)
    while isinstance(content, Tagged):
        content = content.value
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8")
        except UnicodeDecodeError:
            content = None
    if not isinstance(content, str):
        raise ForeignQrError(f"a UR of type {kind} without text", step="ur.type", kind=f"ur:{kind}")
    return content


@dataclass(slots=True)
class UrJoiner:
    """Joins the parts of one UR, in any order, with loss. It never mixes two messages."""

    message_id: "tuple[str, int, int, int, int] | None" = None
    seen: set[int] = field(default_factory=set)
    _solving: Elimination = field(default_factory=lambda: Elimination(0))

    def add(self, part: UrPart) -> bool:
        """Take `part`; return whether it belongs to the message being joined. Raises MalformedInputError, as Elimination."""
        if self.message_id is None:
            self.message_id, self._solving = part.message_id, Elimination(part.count)
        if part.message_id != self.message_id:
            return False
        if part.number not in self.seen:
            self.seen.add(part.number)
            chosen = fragments_of(part.number, part.count, part.checksum)
            self._solving.add(chosen, int.from_bytes(part.fragment, "big"))
        return True

    @property
    def count(self) -> int:
        """How many independent parts are needed; 0 before the first."""
        return self._solving.count

    @property
    def known(self) -> int:
        """How many independent parts are there."""
        return self._solving.known

    @property
    def direct(self) -> frozenset[int]:
        """Which plain parts were seen, from 0."""
        return frozenset(number - 1 for number in self.seen if number <= self.count)

    @property
    def complete(self) -> bool:
        """Whether the message can be rebuilt."""
        return self._solving.complete

    def message(self) -> bytes:
        """Return the message. Raises MalformedInputError (step qr.checksum) where it does not match its checksum."""
        assert self.message_id is not None, "only when complete"
        _, _, length, checksum, size = self.message_id
        joined = self._solving.solve(size)
        if zlib.crc32(joined[:length]) != checksum or joined[length:].strip(b"\0"):
            raise MalformedInputError("the joined parts are not the message they name", step="qr.checksum")
        return joined[:length]

    def text(self) -> str:
        """Return the text that the joined message carries. Raises as `message` and `text_of_message`."""
        assert self.message_id is not None, "only when complete"
        return text_of_message(self.message(), self.message_id[0])
