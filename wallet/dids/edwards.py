"""Encodings of points on edwards25519 that no honest signer ever makes.

OpenSSL takes low-order and non-canonical public keys, under which one signature can be good for many messages.
RFC 8032 section 5.1.3 says how a point is decoded; the points of small order are those that eight times anything kills.
"""

from functools import lru_cache
from typing import Final

_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_Y_OF_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
# y = 1 (neutral), y = -1 (order 2), y = 0 (order 4), and the two y of order 8; the sign bit does not matter.
_LOW_ORDER_Y: Final = frozenset({0, 1, _P - 1, _Y_OF_ORDER_8, _P - _Y_OF_ORDER_8})
_Y_MASK: Final = 2**255 - 1


def is_low_order(encoded: bytes) -> bool:
    """Return whether 32 bytes encode a point whose order divides 8, in a canonical encoding or in another."""
    return (int.from_bytes(encoded, "little") & _Y_MASK) % _P in _LOW_ORDER_Y


def is_canonical(encoded: bytes) -> bool:
    """Return whether y is below the field's prime and the sign bit is clear where x is zero (y = 1 or -1)."""
    number = int.from_bytes(encoded, "little")
    y = number & _Y_MASK
    return y < _P and not (number >> 255 and y in (1, _P - 1))


@lru_cache(maxsize=512)
def is_on_curve(encoded: bytes) -> bool:
    """Return whether there is a point with this y: (y² - 1) / (dy² + 1) must be a square."""
    y = (int.from_bytes(encoded, "little") & _Y_MASK) % _P
    square = y * y % _P
    numerator, denominator = (square - 1) % _P, (_D * square + 1) % _P
    ratio_class = numerator * denominator % _P  # n/d is a square exactly when n·d is
    return pow(ratio_class, (_P - 1) // 2, _P) in (0, 1)
