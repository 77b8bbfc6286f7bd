"""A stream of bytes sealed in chunks, each authenticated before it is believed, with a mark on the last (BAK-01).

The STREAM construction: 64 KiB chunks under ChaCha20-Poly1305, the nonce being a counter of eleven bytes and a last byte
that is 1 on the final chunk alone. A chunk that is cut off, repeated, moved or added does not open.
"""

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from wallet.errors import BackupError

CHUNK = 64 * 1024
TAG = 16


class SealingWriter:
    """Seals what is written; `finish` writes the end mark, without which nothing of it opens."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._cipher = ChaCha20Poly1305(key)
        self._pending = bytearray()
        self._count = 0

    def write(self, content: bytes) -> None:
        """Seal `content` behind what came before."""
        self._pending += content
        while len(self._pending) > CHUNK:  # a full last chunk stays back, for it may be the final one
            self._seal(bytes(self._pending[:CHUNK]), final=False)
            del self._pending[:CHUNK]

    def finish(self) -> None:
        """Write the final chunk."""
        self._seal(bytes(self._pending), final=True)
        self._pending.clear()

    def _seal(self, chunk: bytes, *, final: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, final=final), chunk, None))
        self._count += 1


class OpeningReader:
    """Gives back what was sealed, never a byte that is not authenticated. Raises BackupError."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._cipher = ChaCha20Poly1305(key)
        self._clear = bytearray()
        self._ahead = file.read(CHUNK + TAG)
        self._count = 0
        self._ended = False

    def read(self, length: int) -> bytes:
        """Return exactly `length` bytes. Raises BackupError when there are fewer."""
        while len(self._clear) < length:
            if self._ended:
                raise BackupError("fewer bytes than announced", step="backup.short")
            self._open_next()
        taken = bytes(self._clear[:length])
        del self._clear[:length]
        return taken

    def at_end(self) -> bool:
        """True when everything was read and the end mark was seen."""
        while not self._clear and not self._ended:
            self._open_next()
        return not self._clear

    def _open_next(self) -> None:
        sealed, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        final = not self._ahead
        try:
            self._clear += self._cipher.decrypt(_nonce(self._count, final=final), sealed, None)
        except InvalidTag as error:
            raise BackupError(f"chunk {self._count} does not open", step="backup.chunk") from error
        if not final and len(sealed) != CHUNK + TAG:
            raise BackupError("a short chunk in the middle", step="backup.chunk")
        self._count += 1
        self._ended = final


def _nonce(count: int, *, final: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([final])
