"""Taking away what adds nothing: an allocation that is worth as much with less is shown with less."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from wallet.pathways.checker import Placement, score
from wallet.pathways.pathway import Count, CreditsFrom
from wallet.pathways.problem import Problem
from wallet.pathways.tree import need_of


def tidy(problem: Problem, placements: Sequence[Placement]) -> tuple[Placement, ...]:
    """Return the placements without those whose leaf is as full without them; the doubtful and short-lived go first."""
    conditions = {(e.award, problem.slots[e.slot].leaf.id): e.conditions for e in problem.edges}
    at: dict[str, list[Placement]] = defaultdict(list)
    for placed in placements:
        at[placed.leaf].append(placed)

    def keep_first(placed: Placement) -> tuple[bool, int, Fraction, str]:
        award = problem.awards[placed.award]
        doubtful = bool(award.conditions or conditions[placed.award, placed.leaf])
        return doubtful, -(award.expires or date.max).toordinal(), -placed.counted, award.key

    kept: list[Placement] = []
    for leaf in problem.pathway.leaves():
        here = sorted(at[leaf.id], key=keep_first)
        if not isinstance(leaf, Count | CreditsFrom):
            kept += here
            continue
        need = need_of(problem.pathway, leaf)
        total = sum((placed.counted for placed in here), Fraction(0))
        for placed in reversed(here):
            if total - placed.counted >= need:
                total -= placed.counted
                here.remove(placed)
        kept += here
    assert score(problem, kept).progress == score(problem, placements).progress
    return tuple(sorted(kept, key=lambda placed: (placed.leaf, problem.awards[placed.award].key)))
