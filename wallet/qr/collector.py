"""Collects what a camera or a pile of images shows until there is something whole.

Feed it the text of every code seen. Parts of one payload are joined; a part of another payload starts again, and says so; a
whole code is an answer at once. What a code says is never acted upon: a link is told, not followed (QR-03).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from wallet.errors import TooBigError
from wallet.qr import packing, parts
from wallet.qr.packing import QrContent, QrKind

MAX_FRAMES = 4096


class Seen(StrEnum):
    """What one code turned out to be."""

    CONTENT = "content"  # something whole: `Collector.content`
    PART = "part"  # a part that was taken
    AGAIN = "again"  # seen before
    OTHER_PAYLOAD = "other_payload"  # a part of something else: collecting starts again with it
    LINK = "link"  # only a web address
    FOREIGN = "foreign"  # no form that Tessera knows


@dataclass(slots=True)
class Collector:
    """Joins codes into one content. One collector for each thing being shown."""

    content: QrContent | None = None
    link: str = ""
    _joiner: parts.Joiner = field(default_factory=parts.Joiner)
    _frames: int = 0

    @property
    def known(self) -> int:
        """How many independent parts are there."""
        return self._joiner.known

    @property
    def wanted(self) -> int:
        """How many independent parts are needed; 0 while nothing is being joined."""
        return self._joiner.count

    @property
    def direct(self) -> frozenset[int]:
        """Which plain parts were seen."""
        return self._joiner.direct

    def see(self, text: str) -> Seen:
        """Take the text of one code. Raises a WalletError for a code of ours that is damaged or over a budget."""
        self._frames += 1
        if self._frames > MAX_FRAMES:
            raise TooBigError("more frames than any real credential needs", step="qr.frames")
        if text.startswith(parts.PREFIX):
            return self._see_part(parts.read_part(text))
        if text.startswith(packing.PREFIX):
            self.content = packing.unpack_text(text)
            return Seen.CONTENT
        return self._see_foreign(text)

    def _see_part(self, part: parts.Part) -> Seen:
        if part.number in self._joiner.seen and part.id == self._joiner.id:
            return Seen.AGAIN
        if self._joiner.add(part):
            return self._finish_if_whole()
        self._joiner = parts.Joiner()
        self._joiner.add(part)
        return Seen.OTHER_PAYLOAD

    def _finish_if_whole(self) -> Seen:
        if not self._joiner.complete:
            return Seen.PART
        self.content = packing.unpack(self._joiner.payload())
        return Seen.CONTENT

    def _see_foreign(self, text: str) -> Seen:
        trimmed = text.strip()
        if trimmed.lower().startswith(("http://", "https://", "openid-credential-offer:", "openid4vp:", "haip:")):
            self.link = trimmed[:2000]
            return Seen.LINK
        if trimmed.startswith(("{", "eyJ", "shc:/", "[")) or trimmed[:3].lower() == "ur:" or trimmed[:2] == "VP":
            self.content = QrContent(QrKind.TEXT, trimmed)
            return Seen.CONTENT
        return Seen.FOREIGN
