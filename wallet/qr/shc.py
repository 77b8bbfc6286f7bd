"""SMART Health Cards (SMART Health Cards Framework, "QR codes"): a compact JWS as digits, `shc:/567629...`, or `shc:/1/3/567629...`.

Each pair of digits is a character of the JWS less 45. The numeric mode of QR holds them in 3.3 bits a digit. Several codes
(deprecated since 2022, still in people's drawers) are pieces of the JWS, numbered from 1; nothing in them says which JWS, so a piece that
disagrees with one already seen means another card, and the signature tells in the end whether they belonged together.
"""

import re
from dataclasses import dataclass, field

from wallet.errors import MalformedInputError, TooBigError

PREFIX = "shc:/"
MAX_PIECES = 512
MAX_DIGITS = 2 * 1024 * 1024
_CARD = re.compile(r"shc:/(?:([1-9][0-9]{0,5})/([1-9][0-9]{0,5})/)?([0-9]+)", re.ASCII | re.IGNORECASE)
_TOKEN_LETTER = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_LOWEST = 45  # "-", the first character that a compact JWS may have


@dataclass(frozen=True, slots=True)
class CardPiece:
    """Piece `number` (from 1) of `count`."""

    number: int
    count: int
    text: str


def read_card(text: str) -> "str | CardPiece":
    """Return the compact JWS that a whole card is, or the piece of one. Raises MalformedInputError (step shc), TooBigError."""
    if len(text) > MAX_DIGITS:
        raise TooBigError("a code longer than any real one", step="shc.size")
    found = _CARD.fullmatch(text.strip())
    if found is None:
        raise MalformedInputError("not a SMART Health Card", step="shc")
    spelled = _read_digits(found[3])
    if found[1] is None:
        return spelled
    number, count = int(found[1]), int(found[2])
    if count > MAX_PIECES:
        raise TooBigError("more pieces than any real card has", step="shc.size")
    if number > count:
        raise MalformedInputError(f"piece {number} of {count}", step="shc.piece")
    return spelled if count == 1 else CardPiece(number, count, spelled)


def _read_digits(digits: str) -> str:
    if len(digits) % 2:
        raise MalformedInputError("an odd number of digits", step="shc.digits")
    spelled = "".join(chr(int(digits[at : at + 2]) + _LOWEST) for at in range(0, len(digits), 2))
    if not _TOKEN_LETTER.fullmatch(spelled):
        raise MalformedInputError("digits that spell no JWS", step="shc.digits")
    return spelled


def write_card(token: str) -> str:
    """Return a compact JWS as the text of one code."""
    if not _TOKEN_LETTER.fullmatch(token):
        raise MalformedInputError("not a compact JWS", step="shc.token")
    return PREFIX + "".join(f"{ord(letter) - _LOWEST:02}" for letter in token)


@dataclass(slots=True)
class CardJoiner:
    """Joins the pieces of one card, in any order."""

    count: int = 0
    pieces: dict[int, str] = field(default_factory=dict)

    def add(self, piece: CardPiece) -> bool:
        """Take `piece`; return whether it can belong to the card being joined."""
        self.count = self.count or piece.count
        if piece.count != self.count or self.pieces.get(piece.number, piece.text) != piece.text:
            return False
        self.pieces[piece.number] = piece.text
        return True

    @property
    def known(self) -> int:
        """How many pieces are there."""
        return len(self.pieces)

    @property
    def direct(self) -> frozenset[int]:
        """Which pieces were seen, from 0."""
        return frozenset(number - 1 for number in self.pieces)

    @property
    def complete(self) -> bool:
        """Whether all are there."""
        return 0 < self.count == len(self.pieces)

    def text(self) -> str:
        """Return the compact JWS."""
        return "".join(self.pieces[number] for number in range(1, self.count + 1))
