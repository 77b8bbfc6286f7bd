"""An independent judge of allocations: does it break a rule of the file, and what is it worth, in exact fractions?

It knows nothing of the model or the solver. It reads the rules off the pathway again, one by one, and works the tree
out from what is placed. Every figure that anybody sees comes from here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from wallet.pathways.awards import Award
from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, LimitOn, Requirement
from wallet.pathways.problem import Problem
from wallet.pathways.tree import evaluate, need_of


class BrokenAllocationError(Exception):
    """An allocation that breaks a rule: a bug of ours, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An award (by number) at a leaf (by id), and how much of it counts there: credits, or 1."""

    award: int
    leaf: str
    counted: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """What an allocation is worth: the whole, and every requirement, between 0 and 1."""

    progress: Fraction
    values: Mapping[str, Fraction]
    satisfied: frozenset[str]


def score(problem: Problem, placements: Sequence[Placement]) -> Score:
    """Return what the placements are worth. Raises BrokenAllocationError where they break a rule."""
    for fault in _faults(problem, placements):
        raise BrokenAllocationError(fault)
    filled: dict[str, Fraction] = {}
    for leaf in problem.pathway.leaves():
        counted = sum((placed.counted for placed in placements if placed.leaf == leaf.id), Fraction(0))
        need = need_of(problem.pathway, leaf)
        filled[leaf.id] = min(counted, need) / need
    values = evaluate(problem.pathway, problem.weights, {**filled, **problem.fixed})
    satisfied = frozenset(_satisfied(problem.pathway.requires, values, set(problem.waived)))
    return Score(values[problem.pathway.requires.id], values, satisfied)


def _satisfied(node: Requirement, values: Mapping[str, Fraction], waived: set[str]) -> Iterator[str]:
    below: list[str] = []
    if isinstance(node, All | Choose):
        for part in node.of:
            below += _satisfied(part, values, waived)
    yield from below
    match node:
        case _ if node.id in waived:
            holds = True
        case All():
            holds = all(part.id in below for part in node.of)
        case Choose():
            holds = sum(part.id in below for part in node.of) >= node.n
        case _:
            holds = values[node.id] == 1
    if holds:
        yield node.id


def _faults(problem: Problem, placements: Sequence[Placement]) -> Iterator[str]:
    used = {placed.award for placed in placements}
    awards = {number: problem.awards[number] for number in used}
    yield from _placing_faults(problem, placements)
    yield from _route_faults(problem, used)
    yield from _repetition_faults(problem, awards)
    yield from _block_faults(problem, placements)
    yield from _limit_faults(problem, awards)
    yield from _combination_faults(problem, awards)


def _placing_faults(problem: Problem, placements: Sequence[Placement]) -> Iterator[str]:
    allowed = {(edge.award, problem.slots[edge.slot].leaf.id) for edge in problem.edges}
    seen: set[tuple[int, str]] = set()
    at_leaf: dict[str, list[Placement]] = defaultdict(list)
    for placed in placements:
        pair = (placed.award, placed.leaf)
        if pair not in allowed:
            yield f"award {placed.award} does not fit {placed.leaf}"
        if pair in seen:
            yield f"award {placed.award} is twice at {placed.leaf}"
        seen.add(pair)
        at_leaf[placed.leaf].append(placed)
    for leaf in problem.pathway.leaves():
        here = at_leaf[leaf.id]
        if isinstance(leaf, Item) and len(here) > 1:
            yield f"{leaf.id} holds more than one award"
        for placed in here:
            whole = problem.awards[placed.award].credits if isinstance(leaf, CreditsFrom) else Fraction(1)
            if not 0 <= placed.counted <= whole:
                yield f"{placed.leaf} counts more of award {placed.award} than there is"
        for cap in () if isinstance(leaf, Item) else leaf.terms.caps:
            inside = [placed.counted for placed in here if problem.awards[placed.award].achievement in cap.of]
            if sum(inside, Fraction(0)) > cap.maximum:
                yield f"a cap of {leaf.id} is exceeded"


def _route_faults(problem: Problem, used: set[int]) -> Iterator[str]:
    taken: dict[int, int] = {}
    for number, route in enumerate(problem.routes):
        brought = [problem.awards[award] for award in route.awards if award in used]
        if not brought:
            continue
        for group in route.groups:
            if taken.setdefault(group, number) != number:
                yield f"the holdings of group {group} are used up twice"
        if route.max_awards is not None and len(brought) > route.max_awards:
            yield f"route {number} brings too many awards"
        total = sum((award.credits for award in brought), Fraction(0))
        if route.max_credits is not None and total > route.max_credits:
            yield f"route {number} brings too many credits"
    for one, other in problem.supply.apart:
        if one in taken and other in taken:
            yield f"groups {one} and {other} lie inside one another"


def _repetition_faults(problem: Problem, awards: Mapping[int, Award]) -> Iterator[str]:
    once = {rule.id for rule in problem.pathway.rules if rule.one_per_target}
    counts: dict[str, list[str]] = defaultdict(list)
    for award in awards.values():
        if award.achievement:
            counts[award.achievement].append(award.rule)
    for key, rules in counts.items():
        achievement = problem.pathway.achievements[key]
        times = achievement.max_times if achievement.repeatable else 1
        if times is not None and len(rules) > times:
            yield f"{key} counts {len(rules)} times"
        if sum(rule in once for rule in rules) > 1:
            yield f"{key} is replaced by more than one certificate"


def _block_faults(problem: Problem, placements: Sequence[Placement]) -> Iterator[str]:
    pathway = problem.pathway
    blocks = {leaf.id: leaf.terms.block for leaf in pathway.leaves()}
    at: dict[int, list[str]] = defaultdict(list)
    for placed in placements:
        at[placed.award].append(blocks[placed.leaf])
    shared: dict[frozenset[str], list[Fraction]] = defaultdict(list)
    for award, names in at.items():
        for one, other in combinations(names, 2):
            if one == other:
                yield f"award {award} fills two places of block “{one}”"
            elif not {one, other} & pathway.overlay_blocks:
                shared[frozenset((one, other))].append(problem.awards[award].credits)
    rules = {frozenset(sharing.between): sharing for sharing in pathway.sharing}
    for pair, sizes in shared.items():
        rule = rules.get(pair)
        if rule is None:
            yield f"blocks {sorted(pair)} share nothing"
        elif rule.max_count is not None and len(sizes) > rule.max_count:
            yield f"blocks {sorted(pair)} share too many awards"
        elif rule.max_credits is not None and sum(sizes, Fraction(0)) > rule.max_credits:
            yield f"blocks {sorted(pair)} share too many credits"


def _limit_faults(problem: Problem, awards: Mapping[int, Award]) -> Iterator[str]:
    pathway = problem.pathway
    for limit in pathway.limits:
        bounded = list(awards.values())
        if limit.on is LimitOn.VIA_RULE:
            bounded = [award for award in bounded if award.rule]
        elif limit.on is LimitOn.DIRECT:
            bounded = [award for award in bounded if not award.rule]
        elif limit.on is LimitOn.PASS_FAIL:
            bounded = [award for award in bounded if pathway.pass_fail.grades & set(award.grades)]
        if limit.of is not None:
            bounded = [award for award in bounded if award.achievement in limit.of]
        if limit.issuers is not None:
            ids = {identifier for key in limit.issuers for identifier in pathway.issuers[key].ids}
            bounded = [award for award in bounded if award.issuers <= ids]
        if limit.count is not None and len(bounded) > limit.count:
            yield f"limit {limit.id} is exceeded"
        if limit.credits is not None and sum((award.credits for award in bounded), Fraction(0)) > limit.credits:
            yield f"limit {limit.id} is exceeded"


def _combination_faults(problem: Problem, awards: Mapping[int, Award]) -> Iterator[str]:
    for pair in problem.pathway.not_combinable:
        these = [a for a in awards.values() if a.rule in pair.rules or a.achievement in pair.achievements]
        rest = [a for a in awards.values() if not (a.rule in pair.rules or a.achievement in pair.achievements)]
        named = any(a.rule in pair.with_rules or a.achievement in pair.with_achievements for a in rest)
        if these and (named or (pair.other_transfer and any(award.rule for award in rest))):
            yield f"{pair.id} is combined with what it shuts out"
