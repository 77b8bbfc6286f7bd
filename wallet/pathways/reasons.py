"""Why does this not count, why is this open: the failed test, or the exact counterfactual.

A counterfactual is computed, not guessed: the award is forced into the place and everything else is allocated anew, so
"counting it here would cost 3 credits there" is the truth about the whole stack.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wallet.pathways.allocation import SECONDS, Allocation, solve
from wallet.pathways.holding import Holding
from wallet.pathways.matching import Candidate
from wallet.pathways.not_counted import NotCounted, explain_rest
from wallet.pathways.pathway import CreditsFrom, Item, Leaf
from wallet.pathways.problem import leaf_tests
from wallet.pathways.standing import Reason
from wallet.pathways.tree import need_of


@dataclass(frozen=True, slots=True)
class Cost:
    """What one requirement would lose (in credits or awards, exactly) if an award were counted somewhere else."""

    requirement: str
    amount: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Counting a holding at `requirement`: what it would stand in for, and what that would do to the whole.

    `change` is the exact change of progress, at most 0. None: it cannot be done without breaking a rule.
    """

    requirement: str
    award: str
    replaces: tuple[str, ...]
    change: Fraction | None
    costs: tuple[Cost, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything to say about one holding that fills nothing (or about where else one could be that fills something)."""

    holding: str
    counted_at: tuple[str, ...]
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    candidates: tuple[Candidate, ...] = ()  # every test it was put to, for each achievement that it may be


def why_not(
    allocation: Allocation, holdings: Sequence[Holding], holding: str, seconds: float = SECONDS, at_most: int = 12
) -> WhyNot:
    """Return why a holding does not count, or not elsewhere. Looks at no more than `at_most` places.

    Raises KeyError for a holding that is not among `holdings`.
    """
    known = {found.id: found for found in holdings}[holding]
    problem = allocation.problem
    here = {
        (placed.award, placed.leaf)
        for placed in allocation.placements
        if holding in problem.awards[placed.award].sources
    }
    rest: dict[str, NotCounted] = {found.holding: found for found in explain_rest(allocation, holdings)}
    places = [
        (edge.award, problem.slots[edge.slot].leaf)
        for edge in problem.edges
        if holding in problem.awards[edge.award].sources
    ]
    elsewhere = [(award, leaf) for award, leaf in places if (award, leaf.id) not in here][:at_most]
    return WhyNot(
        known.id,
        tuple(sorted({leaf for _, leaf in here})),
        rest[known.id].reasons if known.id in rest else (),
        tuple(_alternative(allocation, award, leaf, seconds) for award, leaf in elsewhere),
        problem.matching.of(known.id),
    )


def _alternative(allocation: Allocation, award: int, leaf: Leaf, seconds: float) -> Alternative:
    problem = allocation.problem
    other = solve(problem, seconds, forced=((award, leaf.id),))
    there = {(placed.award, placed.leaf) for placed in other.placements}
    used = {placed.award for placed in allocation.placements if placed.leaf == leaf.id}
    replaces = tuple(sorted(problem.awards[n].sources[0] for n in used if (n, leaf.id) not in there))
    if (award, leaf.id) not in there and not _pointless(allocation, leaf):
        return Alternative(leaf.id, problem.awards[award].key, (), None)
    return Alternative(
        leaf.id, problem.awards[award].key, replaces, other.progress - allocation.progress, _costs(allocation, other)
    )


def _pointless(allocation: Allocation, leaf: Leaf) -> bool:
    """Forced in, then tidied away again because the place is full without it: possible, and of no use."""
    return not isinstance(leaf, Item) and allocation.score.values.get(leaf.id) == 1


def _costs(allocation: Allocation, other: Allocation) -> tuple[Cost, ...]:
    costs = []
    for leaf in allocation.problem.pathway.leaves():
        need = need_of(allocation.problem.pathway, leaf)
        lost = (allocation.score.values[leaf.id] - other.score.values[leaf.id]) * need
        if lost > 0:
            unit = allocation.problem.pathway.unit if isinstance(leaf, CreditsFrom) else ""
            costs.append(Cost(leaf.id, lost, unit))
    return tuple(costs)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A holding that would fit an open requirement: where it is used instead, or which test it fails there."""

    holding: str
    used_at: tuple[str, ...]
    failed: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhyOpen:
    """Why a requirement is open: what fits and is elsewhere, what nearly fits, and which achievements would do."""

    requirement: str
    lacks: Fraction
    fits: tuple[Fitting, ...]
    nearly: tuple[Fitting, ...]
    would_do: tuple[str, ...]


def why_open(allocation: Allocation, requirement: str) -> WhyOpen:
    """Return why a leaf is open. Raises KeyError for what is not a leaf of the pathway."""
    problem = allocation.problem
    leaf = {leaf.id: leaf for leaf in problem.pathway.leaves()}[requirement]
    pool = leaf.achievements if isinstance(leaf, Item) else leaf.pool
    placed: dict[int, list[str]] = {}
    for placement in allocation.placements:
        placed.setdefault(placement.award, []).append(placement.leaf)
    fitting = {edge.award for edge in problem.edges if problem.slots[edge.slot].leaf.id == requirement}
    fits, nearly = [], []
    for number, award in enumerate(problem.awards):
        named = award.achievement and (pool is None or award.achievement in pool)
        if number in fitting and requirement not in placed.get(number, ()):
            fits += [Fitting(source, _uses(allocation, source), ()) for source in award.sources]
        elif named and number not in fitting:
            tests = leaf_tests(problem.pathway, leaf, award, problem.scenario)
            failed = tuple(test.reason for test in tests if test.outcome != "passed")
            nearly += [Fitting(source, _uses(allocation, source), failed) for source in award.sources]
    have = allocation.score.values[requirement]
    lacks = (1 - have) * need_of(problem.pathway, leaf)
    done = {problem.awards[number].achievement for number in placed}
    would = tuple(key for key in (pool if pool is not None else problem.pathway.achievements) if key not in done)
    return WhyOpen(requirement, lacks, tuple(fits), tuple(nearly), would)


def _uses(allocation: Allocation, source: str) -> tuple[str, ...]:
    awards = allocation.problem.awards
    return tuple(sorted({p.leaf for p in allocation.placements if source in awards[p.award].sources}))
