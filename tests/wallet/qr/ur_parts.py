"""Multi-part URs for tests: what a phone that shows one would show."""

import zlib

from wallet.encoding.cbor import CborValue, write_cbor
from wallet.qr.bytewords import write_bytewords
from wallet.qr.fountain import fragments_of


def ur_parts(content: CborValue, count: int, numbers: range, kind: str = "bytes") -> list[str]:
    """Return the given parts of a UR of `count` fragments."""
    message = write_cbor(content)
    size = -(-len(message) // count)
    count = -(-len(message) // size)
    fragments = [message[at * size : (at + 1) * size].ljust(size, b"\0") for at in range(count)]
    checksum = zlib.crc32(message)
    texts = []
    for number in numbers:
        chosen, mixed = fragments_of(number, count, checksum), 0
        for at, fragment in enumerate(fragments):
            mixed ^= int.from_bytes(fragment, "big") if chosen >> at & 1 else 0
        part = write_cbor([number, count, len(message), checksum, mixed.to_bytes(size, "big")])
        texts.append(f"ur:{kind}/{number}-{count}/{write_bytewords(part)}".upper())
    return texts


def ur_single(content: CborValue, kind: str = "bytes") -> str:
    """Return a UR in one part."""
    return f"ur:{kind}/{write_bytewords(write_cbor(content))}"
