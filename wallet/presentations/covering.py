"""The fewest credentials that together show everything that is needed: exact where that is quick, never worse than greedy.

A job names skills, each credential shows some of them. Of two choices with as few credentials the one that gives away less wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_WORK = 50_000


@dataclass(frozen=True, slots=True)
class Cover:
    """`chosen` in the order of the offers; `missing` is what nothing offers; `proven` where no smaller choice exists."""

    chosen: tuple[str, ...]
    missing: tuple[str, ...]
    proven: bool = True


def smallest_cover(needs: tuple[str, ...], offers: Mapping[str, frozenset[str]], costs: Mapping[str, int]) -> Cover:
    """Return the fewest of `offers` that cover `needs`, the cheapest of those by `costs`."""
    wanted = frozenset(needs)
    useful = {key: shown & wanted for key, shown in offers.items() if shown & wanted}
    reachable = frozenset().union(*useful.values()) if useful else frozenset()
    search = _Search(useful, costs)
    search.go(wanted & reachable, ())
    best = search.best or ()
    return Cover(
        tuple(key for key in offers if key in best),
        tuple(need for need in dict.fromkeys(needs) if need not in reachable),
        search.work < MAX_WORK,
    )


class _Search:
    """Branches on the need that fewest offers show; a branch that cannot beat the best is cut."""

    def __init__(self, useful: Mapping[str, frozenset[str]], costs: Mapping[str, int]) -> None:
        self._useful, self._costs = useful, costs
        self._widest = max((len(shown) for shown in useful.values()), default=1)
        self.best: tuple[str, ...] | None = None
        self.work = 0

    def go(self, left: frozenset[str], taken: tuple[str, ...]) -> None:
        self.work += 1
        if not left:
            if self.best is None or self._rank(taken) < self._rank(self.best):
                self.best = taken
            return
        least = len(taken) + -(-len(left) // self._widest)
        if self.best is not None and (least > len(self.best) or self.work >= MAX_WORK):
            return
        hardest = min(sorted(left), key=lambda need: sum(need in shown for shown in self._useful.values()))
        able = [key for key, shown in self._useful.items() if hardest in shown]
        for key in sorted(able, key=lambda key: (-len(self._useful[key] & left), self._costs.get(key, 0))):
            self.go(left - self._useful[key], (*taken, key))

    def _rank(self, taken: tuple[str, ...]) -> tuple[int, int]:
        return len(taken), sum(self._costs.get(key, 0) for key in taken)
