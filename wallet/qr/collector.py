"""Collects what a camera or a pile of images shows until there is something whole.

Feed it the text of every code seen. Parts of one payload are joined: Tessera's own, BC-UR's, and the pieces of old health cards.
A part of another payload starts again, and says so; a whole code is an answer at once. What a code says is never acted upon: a
link is told, not followed (QR-03). A camera shows one code again and again: only a new part counts towards the limit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from wallet.errors import MalformedInputError, TooBigError, WalletError
from wallet.qr import bc_ur, packing, parts, pixelpass, shc, vpqr
from wallet.qr.packing import QrContent, QrKind

MAX_FRAMES: Final = 4096
_LINKS = ("http://", "https://", "openid-credential-offer:", "openid4vp:", "haip:", "shlink:/")
_PLAIN = ("{", "[", "eyJ")
_AnyJoiner = parts.Joiner | bc_ur.UrJoiner | shc.CardJoiner
_AnyPart = parts.Part | bc_ur.UrPart | shc.CardPiece

# How a text begins, in lower case -> what reads it: the text of a whole content, or a part of one.
_READERS: Mapping[str, Callable[[str], str | _AnyPart]] = {
    parts.PREFIX.lower(): parts.read_part,
    bc_ur.PREFIX: bc_ur.read_ur,
    shc.PREFIX: shc.read_card,
    vpqr.PREFIX.lower(): vpqr.read_vpqr,
}


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
    _joiner: _AnyJoiner | None = None
    _taken: set[str] = field(default_factory=set)
    _frames: int = 0

    @property
    def known(self) -> int:
        """How many independent parts are there."""
        return self._joiner.known if self._joiner else 0

    @property
    def wanted(self) -> int:
        """How many independent parts are needed; 0 while nothing is being joined."""
        return self._joiner.count if self._joiner else 0

    @property
    def direct(self) -> frozenset[int]:
        """Which plain parts were seen, from 0."""
        return self._joiner.direct if self._joiner else frozenset()

    @property
    def identity(self) -> object:
        """What the payload being joined is called by all its parts; None where they do not say."""
        match self._joiner:
            case parts.Joiner() as joiner:
                return joiner.id
            case bc_ur.UrJoiner() as joiner:
                return joiner.message_id
            case _:
                return None

    def see(self, text: str) -> Seen:
        """Take the text of one code. Raises a WalletError for a code that is known and damaged, or over a budget.

        After an error in what was joined, collecting starts again: it cannot be told which part was wrong.
        """
        if text in self._taken:
            return Seen.AGAIN
        trimmed = text.strip()
        start = trimmed[:32].lower()
        if start.startswith(_LINKS):
            self.link = trimmed[:2000]
            return Seen.LINK
        for prefix, read in _READERS.items():
            if start.startswith(prefix):
                found = read(trimmed)  # base45 never ends in a space
                return self._found_text(found) if isinstance(found, str) else self._take(text, found)
        if trimmed.startswith(packing.PREFIX):
            return self._found(packing.unpack_text(trimmed))
        return self._see_plain(trimmed)

    def _see_plain(self, trimmed: str) -> Seen:
        if trimmed.startswith(_PLAIN):
            return self._found_text(trimmed)
        if trimmed.startswith(pixelpass.PREFIX):
            try:
                return self._found_text(pixelpass.read_pixelpass(trimmed))
            except MalformedInputError:
                pass  # three letters prove nothing
        return Seen.FOREIGN

    def _take(self, text: str, part: _AnyPart) -> Seen:
        self._frames += 1
        if self._frames > MAX_FRAMES:
            raise TooBigError("more frames than any real credential needs", step="qr.frames")
        try:
            seen = Seen.PART if self._added(part) else self._start_again(part)
            self._taken.add(text)
            return self._finish() if self._joiner is not None and self._joiner.complete else seen
        except WalletError:
            self._joiner, self._taken = None, set()
            raise

    def _added(self, part: _AnyPart) -> bool:
        match self._joiner, part:
            case (parts.Joiner() as joiner, parts.Part()):
                return joiner.add(part)
            case (bc_ur.UrJoiner() as joiner, bc_ur.UrPart()):
                return joiner.add(part)
            case (shc.CardJoiner() as joiner, shc.CardPiece()):
                return joiner.add(part)
            case _:
                return False

    def _start_again(self, part: _AnyPart) -> Seen:
        seen = Seen.PART if self._joiner is None else Seen.OTHER_PAYLOAD
        match part:
            case parts.Part():
                self._joiner = parts.Joiner()
            case bc_ur.UrPart():
                self._joiner = bc_ur.UrJoiner()
            case shc.CardPiece():
                self._joiner = shc.CardJoiner()
        self._taken = set()
        self._frames = 1
        self._added(part)
        return seen

    def _finish(self) -> Seen:
        match self._joiner:
            case parts.Joiner() as joiner:
                return self._found(packing.unpack(joiner.payload()))
            case bc_ur.UrJoiner() | shc.CardJoiner() as other:
                return self._found_text(other.text())
            case None:
                return Seen.FOREIGN

    def _found_text(self, text: str) -> Seen:
        return self._found(QrContent(QrKind.TEXT, text))

    def _found(self, content: QrContent) -> Seen:
        self.content = content
        return Seen.CONTENT
