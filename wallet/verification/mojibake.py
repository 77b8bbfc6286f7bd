"""Text that was read in a wrong encoding and saved again: the commonest innocent reason why a signature no longer matches.

Only ever a hint. Nothing is repaired: signed bytes are not altered.
"""

from collections.abc import Iterable

from wallet.credentials.model import Claim

# The replacement character, plain or read as GBK.
_LOST = ("\ufffd", "锟斤拷")


def find_mojibake(claims: Iterable[Claim]) -> str | None:
    """Return the JSON pointer of the first claim whose text looks garbled, or None."""
    return next((claim.path for claim in claims if isinstance(claim.value, str) and is_garbled(claim.value)), None)


def is_garbled(text: str) -> bool:
    """Say whether `text` becomes other, proper text when it is taken for UTF-8 that was misread."""
    if text.isascii():
        return False
    return any(sign in text for sign in _LOST) or _was_misread(text)


def _was_misread(text: str) -> bool:
    """UTF-8 taken for Western European: as Windows reads it, and as Latin-1 the octets that Windows gives no letter."""
    try:
        return b"".join(map(_octet, text)).decode("utf-8") != text
    except UnicodeError:
        return False


def _octet(letter: str) -> bytes:
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")
