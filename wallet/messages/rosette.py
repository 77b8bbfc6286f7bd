"""The shape of an issuer's seal: a guilloche of rose curves whose lobes, turns, depths and phases come from bytes of a key's SHA-256.

Pure numbers: the window draws it beside a credential, and a baked badge that has no picture of its own is drawn from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, gcd, pi, sin

_STEPS_A_TURN = 180


@dataclass(frozen=True, slots=True)
class Rose:
    """r(t) = radius + depth * cos(lobes / turns * t + phase), for t over `turns` whole turns; the unit circle holds it."""

    radius: float
    depth: float
    lobes: int
    turns: int
    phase: float

    def points(self) -> Iterator[tuple[float, float]]:
        """Yield the closed curve as points in the unit circle."""
        steps = _STEPS_A_TURN * self.turns
        for step in range(steps + 1):
            angle = 2 * pi * self.turns * step / steps
            reach = self.radius + self.depth * cos(self.lobes / self.turns * angle + self.phase)
            yield reach * cos(angle), reach * sin(angle)


def roses_of(signing_key: str) -> tuple[Rose, ...]:
    """Return the six curves (three pairs) for a digest in hex."""
    digest = bytes.fromhex(signing_key).ljust(24, b"\x5a")
    outer = _pair(digest[1:5], radius=0.70, depth=0.27, lobes=(9, 8), turns=(2, 3))
    middle = _pair(digest[5:9], radius=0.54, depth=0.17, lobes=(15, 9), turns=(2, 3))
    inner = _pair(digest[9:13], radius=0.38, depth=0.10, lobes=(19, 11), turns=(3, 3))
    return outer + middle + inner


def _pair(
    seed: bytes, radius: float, depth: float, lobes: tuple[int, int], turns: tuple[int, int]
) -> tuple[Rose, Rose]:
    turn_count = turns[0] + seed[1] % turns[1]
    lobe_count = lobes[0] + seed[0] % lobes[1]
    while gcd(lobe_count, turn_count) != 1:
        lobe_count += 1
    phase = pi * seed[2] / 256
    deep = depth * (0.78 + 0.22 * seed[3] / 255)
    return (
        Rose(radius, deep, lobe_count, turn_count, phase),
        Rose(radius * 0.985, deep * 0.72, lobe_count, turn_count, phase + pi),
    )
