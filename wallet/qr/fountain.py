"""Which fragments a part of a multi-part UR mixes (BCR-2024-001): drawn from the part's number and the message's checksum.

Everything is settled by the reference implementation: Xoshiro256** seeded with a SHA-256, degrees 1/1, 1/2, 1/3 ... sampled
by Vose's alias method with indexes taken from the end, then a shuffle that draws without replacement.
"""

import hashlib
from functools import lru_cache

_MASK = (1 << 64) - 1


class Xoshiro256:
    """Xoshiro256** (Blackman and Vigna), seeded with the SHA-256 of `seed`."""

    __slots__ = ("_state",)

    def __init__(self, seed: bytes) -> None:
        digest = hashlib.sha256(seed).digest()
        self._state = [int.from_bytes(digest[at : at + 8], "big") for at in range(0, 32, 8)]

    def next(self) -> int:
        """Return the next 64 bits."""
        s = self._state
        result = _turned(s[1] * 5 & _MASK, 7) * 9 & _MASK
        kept = s[1] << 17 & _MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= kept
        s[3] = _turned(s[3], 45)
        return result

    def share(self) -> float:
        """Return a number from 0 up to 1."""
        return float(self.next()) / 18446744073709551616.0

    def below(self, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int(self.share() * count)


def _turned(value: int, by: int) -> int:
    return (value << by | value >> (64 - by)) & _MASK


def fragments_of(number: int, count: int, checksum: int) -> int:
    """Return which of `count` fragments part `number` (from 1) mixes, as bits of an integer; the first `count` are plain."""
    if number <= count:
        return 1 << (number - 1)
    draw = Xoshiro256(number.to_bytes(4, "big") + checksum.to_bytes(4, "big"))
    degree = _degree(count, draw)
    left, chosen = list(range(count)), 0
    for _ in range(degree):
        chosen |= 1 << left.pop(draw.below(len(left)))
    return chosen


def _degree(count: int, draw: Xoshiro256) -> int:
    shares, aliases = _alias_table(count)
    first, second = draw.share(), draw.share()
    at = int(first * count)
    return (at if second < shares[at] else aliases[at]) + 1


@lru_cache(maxsize=8)
def _alias_table(count: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    weights = [1.0 / degree for degree in range(1, count + 1)]
    total = 0.0
    for weight in weights:  # one after the other, as the reference adds: sum() is more exact from Python 3.12 on
        total += weight
    scaled = [weight * float(count) / total for weight in weights]
    small = [at for at in reversed(range(count)) if scaled[at] < 1]
    large = [at for at in reversed(range(count)) if scaled[at] >= 1]
    shares, aliases = [0.0] * count, [0] * count
    while small and large:
        lesser, greater = small.pop(), large.pop()
        shares[lesser], aliases[lesser] = scaled[lesser], greater
        scaled[greater] += scaled[lesser] - 1
        (small if scaled[greater] < 1 else large).append(greater)
    for at in (*large, *small):
        shares[at] = 1.0
    return tuple(shares), tuple(aliases)
