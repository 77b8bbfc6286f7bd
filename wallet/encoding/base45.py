"""Base45 (RFC 9285): bytes in the 45 characters of a QR code's alphanumeric mode, 5.5 bits each."""

from wallet.errors import MalformedInputError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def write_base45(source: bytes) -> str:
    """Return `source` in base45: three characters for two bytes, two for a last odd one."""
    pieces: list[str] = []
    for at in range(0, len(source) - 1, 2):
        rest, low = divmod(source[at] * 256 + source[at + 1], 45)
        high, middle = divmod(rest, 45)
        pieces += (ALPHABET[low], ALPHABET[middle], ALPHABET[high])
    if len(source) % 2:
        high, low = divmod(source[-1], 45)
        pieces += (ALPHABET[low], ALPHABET[high])
    return "".join(pieces)


def read_base45(text: str) -> bytes:
    """Return the bytes that `text` spells. Raises MalformedInputError (step base45) for anything but canonical base45."""
    try:
        digits = [_VALUE[character] for character in text]
    except KeyError as error:
        raise MalformedInputError("a character outside base45", step="base45") from error
    if len(digits) % 3 == 1:
        raise MalformedInputError("base45 of an impossible length", step="base45")
    decoded = bytearray()
    for at in range(0, len(digits) - 2, 3):
        decoded += _checked(digits[at] + 45 * digits[at + 1] + 2025 * digits[at + 2], 2)
    if len(digits) % 3 == 2:
        decoded += _checked(digits[-2] + 45 * digits[-1], 1)
    return bytes(decoded)


def _checked(value: int, width: int) -> bytes:
    if value >= 1 << (8 * width):
        raise MalformedInputError("base45 digits beyond a byte's range", step="base45")
    return value.to_bytes(width, "big")
