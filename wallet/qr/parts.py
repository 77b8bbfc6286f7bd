"""One payload over many QR codes: shown in a loop, joined from any point, in any order, from two screens, with loss.

    text = "TSM1:" base45( id  length  count  number  block )

`id` is the first 8 bytes of SHA-256 of the payload, `length` its bytes (3), `count` the number of blocks (2), `number` this
part's (2), all big-endian; every block has ceil(length / count) bytes, the last one padded with zeros.

Part number n < count is block n as it is. From five blocks up a part n >= count is the XOR of about half of all blocks, chosen
by the bits of SHAKE-128(id, n): a random linear fountain over GF(2). Any `count` + 2 parts or so rebuild the payload, whichever they
are (the chance that `count` + e parts do not is about 2^-e), by Gaussian elimination; nothing waits for one lost part.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from wallet.encoding.base45 import read_base45, write_base45
from wallet.errors import MalformedInputError, TooBigError
from wallet.qr.elimination import Elimination

PREFIX = "TSM1:"
MAX_PARTS = 512
MAX_BYTES = 1024 * 1024
FOUNTAIN_FROM = 5
_ID_BYTES = 8
_HEAD_BYTES = _ID_BYTES + 3 + 2 + 2
_LAST_NUMBER = 0xFFFF


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it travels."""

    id: bytes
    length: int
    count: int
    number: int
    block: bytes

    def text(self) -> str:
        """Return the text of its code."""
        head = self.id + self.length.to_bytes(3, "big") + self.count.to_bytes(2, "big") + self.number.to_bytes(2, "big")
        return PREFIX + write_base45(head + self.block)


def split(payload: bytes, block_size: int) -> Iterator[Part]:
    """Yield parts of `payload` without end: each block once, then fountain parts (or, below five blocks, the loop again).

    `block_size` is the most bytes a block may have. Raises TooBigError (step qr.parts) beyond 512 parts or 1 MiB.
    """
    count = max(1, -(-len(payload) // block_size))
    if count > MAX_PARTS or len(payload) > MAX_BYTES:
        raise TooBigError("too many parts", step="qr.parts")
    size = -(-len(payload) // count)
    blocks = [payload[at * size : (at + 1) * size].ljust(size, b"\0") for at in range(count)]
    identity = hashlib.sha256(payload).digest()[:_ID_BYTES]
    number = 0
    while True:
        yield Part(identity, len(payload), count, number, _combined(blocks, coefficients(identity, count, number)))
        number += 1
        if number > _LAST_NUMBER or (count < FOUNTAIN_FROM and number == count):
            number = 0


def coefficients(identity: bytes, count: int, number: int) -> int:
    """Return which blocks part `number` combines, as bits of an integer; never none."""
    if number < count:
        return 1 << number
    seed = identity + number.to_bytes(2, "big")
    drawn = int.from_bytes(hashlib.shake_128(seed).digest((count + 7) // 8), "big") & ((1 << count) - 1)
    return drawn or 1 << (number % count)


def _combined(blocks: list[bytes], chosen: int) -> bytes:
    total = 0
    for at, block in enumerate(blocks):
        if chosen >> at & 1:
            total ^= int.from_bytes(block, "big")
    return total.to_bytes(len(blocks[0]), "big")


def read_part(text: str) -> Part:
    """Return the part that `text` spells. Raises MalformedInputError (step qr.part) or TooBigError (step qr.parts)."""
    if not text.startswith(PREFIX):
        raise MalformedInputError("not a part", step="qr.part")
    octets = read_base45(text[len(PREFIX) :])
    if len(octets) <= _HEAD_BYTES:
        raise MalformedInputError("a part cut short", step="qr.part")
    length, count = int.from_bytes(octets[8:11], "big"), int.from_bytes(octets[11:13], "big")
    number, block = int.from_bytes(octets[13:15], "big"), octets[_HEAD_BYTES:]
    if count > MAX_PARTS or length > MAX_BYTES:
        raise TooBigError("more parts than any real credential has", step="qr.parts")
    if count == 0 or length == 0 or len(block) != -(-length // count):
        raise MalformedInputError("a part whose sizes disagree", step="qr.part")
    return Part(octets[:_ID_BYTES], length, count, number, block)


@dataclass(slots=True)
class Joiner:
    """Joins the parts of one payload. Feed it parts in any order; it never mixes two payloads (QR-01)."""

    id: bytes = b""
    length: int = 0
    count: int = 0
    seen: set[int] = field(default_factory=set)
    _solving: Elimination = field(default_factory=lambda: Elimination(0))

    def add(self, part: Part) -> bool:
        """Take `part`; return whether it belongs to the payload being joined. The first part decides which that is.

        Raises MalformedInputError (step qr.part) where it claims the same payload with other sizes or other bytes.
        """
        if not self.id:
            self.id, self.length, self.count = part.id, part.length, part.count
            self._solving = Elimination(part.count)
        if part.id != self.id:
            return False
        if (part.length, part.count) != (self.length, self.count):
            raise MalformedInputError("parts of one payload disagree about its size", step="qr.part")
        if part.number not in self.seen:
            self.seen.add(part.number)
            self._solving.add(coefficients(part.id, part.count, part.number), int.from_bytes(part.block, "big"))
        return True

    @property
    def known(self) -> int:
        """How many independent parts are there, of `count`."""
        return self._solving.known

    @property
    def direct(self) -> frozenset[int]:
        """The numbers of the plain blocks seen, for drawing the row of parts."""
        return frozenset(number for number in self.seen if number < self.count)

    @property
    def complete(self) -> bool:
        """Whether the payload can be rebuilt."""
        return self._solving.complete

    def payload(self) -> bytes:
        """Return the payload. Raises MalformedInputError (step qr.checksum) where it is not the one that the parts name."""
        joined = self._solving.solve(-(-self.length // self.count))
        payload, padding = joined[: self.length], joined[self.length :]
        if hashlib.sha256(payload).digest()[:_ID_BYTES] != self.id or padding.strip(b"\0"):
            raise MalformedInputError("the joined parts are not the payload they name", step="qr.checksum")
        return payload
