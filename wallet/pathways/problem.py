"""The question as one combinatorial problem, exact and without a solver in sight.

Choose routes, the awards they bring, and where each award is placed, so that the tree is worth most. The rules:

1. A group of copies takes at most one route; a container and what lies inside it are never both used.
2. A route brings at most `max_awards` awards and `max_credits` credits.
3. An achievement counts once, or `max_times` where it may repeat; `onePerTarget` rules give a target once together.
4. An award fills one leaf of a block; blocks share an award only where the file says so, overlay blocks with all others.
5. Limits bound all awards of a sort; what is not combinable is not combined.
6. Within a leaf, caps bound what counts (credits in part, awards whole).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wallet.i18n import N_
from wallet.pathways.awards import Award, Route, Supply, supply
from wallet.pathways.decisions import blocked_at, waived
from wallet.pathways.grades import meets, reaches
from wallet.pathways.holding import Holding
from wallet.pathways.matching import Matching, Outcome, age_test, match_holdings
from wallet.pathways.pathway import (
    All,
    Choose,
    CreditsFrom,
    Item,
    Leaf,
    Limit,
    LimitOn,
    NotCombinable,
    Pathway,
    Requirement,
)
from wallet.pathways.refusal import refuse
from wallet.pathways.skills import skill_values
from wallet.pathways.standing import Reason, Scenario
from wallet.pathways.tree import need_of, weigh

EDGES_AT_MOST = 100_000
PLACES_AT_MOST = 250


@dataclass(frozen=True, slots=True)
class Edge:
    """An award that may fill a slot, and what must still be confirmed if it does."""

    award: int
    slot: int
    conditions: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A leaf to be filled. `caps`: at most so much out of these awards."""

    leaf: Leaf
    need: Fraction
    caps: tuple[tuple[frozenset[int], Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """At most so many of these awards, or credits of them, in the whole allocation."""

    id: str
    awards: tuple[int, ...]
    count: int | None = None
    credits: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """If any of `these` is used, none of `others` may be."""

    id: str
    these: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One question, ready to be answered by anybody: the solver, or brute force."""

    pathway: Pathway
    scenario: Scenario
    matching: Matching
    supply: Supply
    slots: tuple[Slot, ...]
    edges: tuple[Edge, ...]
    once: tuple[Bound, ...]
    limits: tuple[Bound, ...]
    exclusions: tuple[Exclusion, ...]
    weights: Mapping[str, Fraction]
    fixed: Mapping[str, Fraction]  # values that no allocation changes: skills, and what was waived
    waived: Mapping[str, Reason]

    @property
    def awards(self) -> tuple[Award, ...]:
        return self.supply.awards

    @property
    def routes(self) -> tuple[Route, ...]:
        return self.supply.routes


def pose(pathway: Pathway, holdings: Sequence[Holding], scenario: Scenario) -> Problem:
    """Return the problem of one pathway, one set of holdings and one scenario. The order of holdings plays no part.

    Raises PathwayError for a stack whose working out would take more than a work budget (PATH-01).
    """
    known = sorted({holding.id: holding for holding in holdings}.values(), key=lambda holding: holding.id)
    matching = match_holdings(pathway, known, scenario)
    found = supply(pathway, known, matching, scenario)
    given_up = waived(pathway, scenario)
    leaves = pathway.leaves()
    edges = _edges(pathway, leaves, found.awards, scenario, _moot(pathway.requires, given_up))
    return Problem(
        pathway=pathway,
        scenario=scenario,
        matching=matching,
        supply=found,
        slots=tuple(_slot(pathway, leaf, found.awards) for leaf in leaves),
        edges=edges,
        once=_once(pathway, found.awards),
        limits=tuple(_limit(pathway, limit, found.awards) for limit in pathway.limits),
        exclusions=tuple(_exclusion(pair, found.awards) for pair in pathway.not_combinable),
        weights=weigh(pathway),
        fixed=skill_values(pathway, known, matching, scenario) | dict.fromkeys(given_up, Fraction(1)),
        waived=given_up,
    )


def _moot(node: Requirement, given_up: Collection[str], above: bool = False) -> frozenset[str]:
    """Return the leaves that somebody waived, or that lie below what was waived: nothing is spent on them."""
    moot = above or node.id in given_up
    if isinstance(node, All | Choose):
        return frozenset().union(*(_moot(part, given_up, moot) for part in node.of))
    return frozenset({node.id}) if moot else frozenset()


def _edges(
    pathway: Pathway, leaves: Sequence[Leaf], awards: Sequence[Award], scenario: Scenario, moot: Collection[str]
) -> tuple[Edge, ...]:
    by_achievement: dict[str, list[int]] = defaultdict(list)
    for number, award in enumerate(awards):
        by_achievement[f"only:{award.only_at}" if award.only_at else award.achievement].append(number)
    everything = [number for number, award in enumerate(awards) if not award.only_at]
    blocked = blocked_at(pathway)
    edges: list[Edge] = []
    places: dict[int, int] = defaultdict(int)
    for slot, leaf in enumerate(leaves):
        if leaf.id in moot:
            continue
        pool = leaf.achievements if isinstance(leaf, Item) else leaf.pool
        fitting = everything if pool is None else [number for key in pool for number in by_achievement.get(key, ())]
        accepted = by_achievement.get(f"only:{leaf.id}", [])
        for number in (*fitting, *accepted):
            if any((leaf.id, source) in blocked for source in awards[number].sources):
                continue
            tests = () if awards[number].only_at else leaf_tests(pathway, leaf, awards[number], scenario)
            conditions = tuple(test.reason for test in tests if test.outcome is Outcome.SUGGESTED)
            failed = any(test.outcome is Outcome.FAILED for test in tests)
            if not failed and not (conditions and scenario.certain):
                edges.append(Edge(number, slot, conditions))
                places[number] += 1
                if len(edges) > EDGES_AT_MOST or places[number] > PLACES_AT_MOST:
                    refuse(N_("{place}: this stack is too complicated to be worked out."), leaf.id[:80], "pathway.work")
    return tuple(edges)


@dataclass(frozen=True, slots=True)
class LeafTest:
    """One test of an award at a leaf. SUGGESTED: it fits if the institution confirms."""

    outcome: Outcome
    reason: Reason


def leaf_tests(pathway: Pathway, leaf: Leaf, award: Award, scenario: Scenario) -> tuple[LeafTest, ...]:
    """Return what a leaf asks of an award, and how it answers: issuer, route, grade, level, age, credits."""
    tests: list[LeafTest] = []
    terms = leaf.terms
    if terms.not_via:
        tests.append(_leaf_test(not award.rule, "leaf.direct", "leaf.not_via_rule", rule=award.rule))
    if terms.issuers is not None:
        ids = {issuer for key in terms.issuers for issuer in pathway.issuers[key].ids}
        tests.append(_leaf_test(award.issuers <= ids, "leaf.issuer", "leaf.other_issuer"))
    if terms.min_grade is not None:
        tests.append(_grade_test(pathway, leaf, award))
    if terms.min_level is not None:
        level = pathway.achievements[award.achievement].level
        good = reaches(pathway, terms.min_level, level)
        tests.append(_leaf_test(good, "leaf.level", "leaf.level_too_low", minimum=terms.min_level.value))
    if terms.max_age is not None:
        age = age_test(award.awarded, terms.max_age.months, scenario)
        tests.append(LeafTest(age.outcome, age.reason))
    if isinstance(leaf, CreditsFrom) and award.credits == 0:
        tests.append(LeafTest(Outcome.FAILED, Reason("leaf.no_credits", {"unit": pathway.unit})))
    return tuple(tests)


def _leaf_test(passed: bool, good: str, bad: str, **facts: str) -> LeafTest:
    return LeafTest(Outcome.PASSED if passed else Outcome.FAILED, Reason(good if passed else bad, facts))


def _grade_test(pathway: Pathway, leaf: Leaf, award: Award) -> LeafTest:
    minimum = leaf.terms.min_grade
    assert minimum is not None
    facts = {"minimum": minimum.value, "grade": ", ".join(award.grades)}
    reached = meets(pathway, minimum, award.grades)
    if reached is not None:
        return _leaf_test(reached, "leaf.grade", "leaf.grade_too_low", **facts)
    if pathway.pass_fail.meets_minimum and set(award.grades) & pathway.pass_fail.grades:
        return LeafTest(Outcome.PASSED, Reason("leaf.passed_without_grade", facts))
    if award.rule:
        # The rule grants the very achievement; whether with a sufficient grade, only the institution can say.
        return LeafTest(Outcome.SUGGESTED, Reason("leaf.grade_not_stated_by_rule", facts | {"rule": award.rule}))
    return LeafTest(Outcome.FAILED, Reason("leaf.no_grade", facts))


def _slot(pathway: Pathway, leaf: Leaf, awards: Sequence[Award]) -> Slot:
    caps = tuple(
        (frozenset(number for number, award in enumerate(awards) if award.achievement in cap.of), cap.maximum)
        for cap in (() if isinstance(leaf, Item) else leaf.terms.caps)
    )
    return Slot(leaf, need_of(pathway, leaf), caps)


def _once(pathway: Pathway, awards: Sequence[Award]) -> tuple[Bound, ...]:
    by_achievement: dict[str, list[int]] = defaultdict(list)
    for number, award in enumerate(awards):
        if award.achievement:
            by_achievement[award.achievement].append(number)
    bounds = []
    for key, numbers in sorted(by_achievement.items()):
        rule = pathway.achievements[key]
        times = rule.max_times if rule.repeatable else 1
        if times is not None and len(numbers) > times:
            bounds.append(Bound(f"once:{key}", tuple(numbers), count=times))
        single = {found.id for found in pathway.rules if found.one_per_target}
        replaced = tuple(number for number in numbers if awards[number].rule in single)
        if len(replaced) > 1:
            bounds.append(Bound(f"one_per_target:{key}", replaced, count=1))
    return tuple(bounds)


def _limit(pathway: Pathway, limit: Limit, awards: Sequence[Award]) -> Bound:
    ids = None if limit.issuers is None else {i for key in limit.issuers for i in pathway.issuers[key].ids}

    def bounded(award: Award) -> bool:
        match limit.on:
            case LimitOn.VIA_RULE:
                sort = bool(award.rule)
            case LimitOn.DIRECT:
                sort = not award.rule
            case LimitOn.PASS_FAIL:
                sort = bool(set(award.grades) & pathway.pass_fail.grades)
            case _:
                sort = True
        return sort and (limit.of is None or award.achievement in limit.of) and (ids is None or award.issuers <= ids)

    numbers = tuple(number for number, award in enumerate(awards) if bounded(award))
    return Bound(limit.id, numbers, limit.count, limit.credits)


def _exclusion(pair: NotCombinable, awards: Sequence[Award]) -> Exclusion:
    these = {n for n, award in enumerate(awards) if award.rule in pair.rules or award.achievement in pair.achievements}
    named = {
        n
        for n, award in enumerate(awards)
        if award.rule in pair.with_rules or award.achievement in pair.with_achievements
    }
    other = {n for n, award in enumerate(awards) if award.rule} if pair.other_transfer else set()
    return Exclusion(pair.id, tuple(sorted(these)), tuple(sorted((named | other) - these)))


class SharingRules:
    """Which blocks may use the same award at all (bounds on how much are for the whole allocation)."""

    def __init__(self, pathway: Pathway) -> None:
        self._overlay = pathway.overlay_blocks
        self._pairs = {frozenset(sharing.between) for sharing in pathway.sharing if sharing.max_count != 0}

    def allow(self, one: str, other: str) -> bool:
        """Say whether both blocks may use one award. A block never uses one twice."""
        if one == other:
            return False
        return one in self._overlay or other in self._overlay or frozenset((one, other)) in self._pairs


def reach(problem: Problem) -> Mapping[str, Fraction]:
    """Return an exact upper bound for every leaf: what it could hold if no other leaf wanted anything."""
    by_slot: dict[int, list[int]] = defaultdict(list)
    for edge in problem.edges:
        by_slot[edge.slot].append(edge.award)
    best: dict[str, Fraction] = {}
    for number, slot in enumerate(problem.slots):
        awards = by_slot[number]
        whole = [problem.awards[a].credits if isinstance(slot.leaf, CreditsFrom) else Fraction(1) for a in awards]
        capped = sum(whole, Fraction(0))
        for of, maximum in slot.caps:
            inside = sum((size for a, size in zip(awards, whole, strict=True) if a in of), Fraction(0))
            capped = min(capped, sum(whole, Fraction(0)) - inside + min(inside, maximum))
        best[slot.leaf.id] = min(slot.need, capped) / slot.need
    return best
