"""Stacks in which nothing competes: everything that fits is placed, and that is the one best allocation. No solver is asked.

Most degrees are like this at most times: each course has its place. If placing all of it breaks no rule and every single
placing is needed, nothing can be better and nothing else is as good, so neither progress nor a finer preference is in
question. Whatever is not obviously so is left to the solver. The figure is worked out by `checker.py` like any other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from wallet.pathways.checker import Placement
from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, Requirement
from wallet.pathways.problem import Bound, Edge, Problem, SharingRules, Slot


def place_everything(problem: Problem) -> tuple[Placement, ...] | None:
    """Return the one best allocation where nothing competes for anything, or None where a solver has to decide."""
    if problem.supply.truncated:
        return None
    at_slot: dict[int, list[Edge]] = defaultdict(list)
    of_award: dict[int, list[int]] = defaultdict(list)
    for edge in problem.edges:
        at_slot[edge.slot].append(edge)
        of_award[edge.award].append(edge.slot)
    used = frozenset(of_award)
    agreeable = (
        all(_needs_all(problem, problem.slots[slot], edges) for slot, edges in at_slot.items())
        and _used_once(problem, used)
        and all(_within(problem, bound, used) for bound in (*problem.once, *problem.limits))
        and not any(used & set(pair.these) and used & set(pair.others) for pair in problem.exclusions)
        and _may_share(problem, of_award)
    )
    filled = {problem.slots[slot].leaf.id for slot in at_slot} | {key for key, value in problem.fixed.items() if value}
    if not agreeable or not _every_part_counts(problem.pathway.requires, filled):
        return None
    placements = (
        Placement(edge.award, problem.slots[slot].leaf.id, _size(problem, problem.slots[slot], edge))
        for slot, edges in at_slot.items()
        for edge in edges
    )
    return tuple(sorted(placements, key=lambda placed: (placed.leaf, problem.awards[placed.award].key)))


def _size(problem: Problem, slot: Slot, edge: Edge) -> Fraction:
    return problem.awards[edge.award].credits if isinstance(slot.leaf, CreditsFrom) else Fraction(1)


def _needs_all(problem: Problem, slot: Slot, edges: Sequence[Edge]) -> bool:
    """The leaf takes everything that fits, whole, and is emptier without any one of it."""
    if slot.leaf.id in problem.fixed or len({edge.award for edge in edges}) != len(edges):
        return False
    if isinstance(slot.leaf, Item):
        return len(edges) == 1
    sizes = {edge.award: _size(problem, slot, edge) for edge in edges}
    for of, maximum in slot.caps:
        if sum((size for award, size in sizes.items() if award in of), Fraction(0)) > maximum:
            return False
    return sum(sizes.values(), Fraction(0)) - min(sizes.values()) < slot.need


def _used_once(problem: Problem, used: frozenset[int]) -> bool:
    """No two routes want the same holdings, and no route brings more than it may."""
    taken: set[int] = set()
    for route in problem.routes:
        brought = [award for award in route.awards if award in used]
        if not brought:
            continue
        total = sum((problem.awards[award].credits for award in brought), Fraction(0))
        too_much = route.max_credits is not None and total > route.max_credits
        if too_much or (route.max_awards is not None and len(brought) > route.max_awards):
            return False
        if taken.intersection(route.groups):
            return False
        taken.update(route.groups)
    return not any(one in taken and other in taken for one, other in problem.supply.apart)


def _within(problem: Problem, bound: Bound, used: frozenset[int]) -> bool:
    inside = [award for award in bound.awards if award in used]
    total = sum((problem.awards[award].credits for award in inside), Fraction(0))
    fits = bound.count is None or len(inside) <= bound.count
    return fits and (bound.credits is None or total <= bound.credits)


def _may_share(problem: Problem, of_award: Mapping[int, Sequence[int]]) -> bool:
    """Every award may stand at all its places at once, without any bound on sharing."""
    rules = SharingRules(problem.pathway)
    bounded = {
        frozenset(sharing.between)
        for sharing in problem.pathway.sharing
        if sharing.max_count is not None or sharing.max_credits is not None
    }
    for slots in of_award.values():
        blocks = [problem.slots[slot].leaf.terms.block for slot in slots]
        for one, other in combinations(blocks, 2):
            overlaid = bool({one, other} & problem.pathway.overlay_blocks)
            if not rules.allow(one, other) or (frozenset((one, other)) in bounded and not overlaid):
                return False
    return True


def _every_part_counts(node: Requirement, filled: set[str]) -> bool:
    """No choice has more to choose from than it takes: else a part of it would be held in vain."""
    if not isinstance(node, All | Choose):
        return True
    if isinstance(node, Choose) and sum(_holds_something(part, filled) for part in node.of) > node.n:
        return False
    return all(_every_part_counts(part, filled) for part in node.of)


def _holds_something(node: Requirement, filled: set[str]) -> bool:
    if node.id in filled:
        return True
    return isinstance(node, All | Choose) and any(_holds_something(part, filled) for part in node.of)
