"""Why a holding does not count: the test it failed, or what stands in its place."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wallet.credentials.model import Text
from wallet.pathways.allocation import Allocation
from wallet.pathways.awards import rule_tests
from wallet.pathways.holding import Holding
from wallet.pathways.matching import Candidate, Outcome
from wallet.pathways.pathway import Item
from wallet.pathways.problem import Problem, leaf_tests
from wallet.pathways.standing import Reason, Standing


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A holding that fills nothing, with its reasons, weightiest first. `would_count`: nothing but its standing is missing."""

    holding: str
    title: Text
    reasons: tuple[Reason, ...]
    would_count: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A holding whose name alone agrees with an achievement: the person may confirm it."""

    holding: str
    achievement: str


def explain_rest(allocation: Allocation, holdings: Sequence[Holding]) -> tuple[NotCounted, ...]:
    """Return every holding that fills nothing, with the reason, by id."""
    problem = allocation.problem
    used = {source for placed in allocation.placements for source in problem.awards[placed.award].sources}
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in problem.matching.candidates:
        candidates[candidate.holding].append(candidate)
    awards_of: dict[str, list[int]] = defaultdict(list)
    for number, award in enumerate(problem.awards):
        for source in award.sources:
            awards_of[source].append(number)
    places: dict[int, list[str]] = defaultdict(list)
    for edge in problem.edges:
        places[edge.award].append(problem.slots[edge.slot].leaf.id)
    groups = {problem.supply.group_of[source]: source for source in sorted(used)}
    rest = []
    for holding in sorted(holdings, key=lambda holding: holding.id):
        if holding.id in used:
            continue
        own = candidates[holding.id]
        fits = [place for number in awards_of[holding.id] for place in places[number]]
        reasons = tuple(_reasons(problem, holding, own, awards_of[holding.id], fits, groups, used))
        only_standing = any(all(t.outcome is Outcome.PASSED or t.name == "standing" for t in c.tests) for c in own)
        standing = problem.matching.judged[holding.id].standing
        may = standing not in (Standing.COUNTS, Standing.NEVER, Standing.EXPIRED)
        rest.append(NotCounted(holding.id, holding.title, _distinct(reasons), only_standing and may))
    return tuple(rest)


def _distinct(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple({(reason.code, *map(str, reason.facts.values())): reason for reason in reasons}.values())


def _reasons(
    problem: Problem,
    holding: Holding,
    candidates: Sequence[Candidate],
    awards: Sequence[int],
    fits: Sequence[str],
    groups: dict[int, str],
    used: set[str],
) -> Iterator[Reason]:
    if not candidates:
        yield Reason("match.nothing")
        judged = problem.matching.judged[holding.id]
        if judged.standing is not Standing.COUNTS:
            yield judged.reason
        return
    copy = groups.get(problem.supply.group_of[holding.id])
    if copy is not None:
        yield Reason("copy.counted", {"by": copy})
        return
    container = next((other for other in sorted(used) if other in holding.parents), None)
    if container is not None:
        yield Reason("inside.counted", {"by": container})
        return
    if fits:
        yield Reason("unused.not_needed", {"places": tuple(dict.fromkeys(fits))})
        return
    for candidate in candidates:
        failed = candidate.failed
        if failed is not None:
            facts = dict(failed.reason.facts) | {"achievement": candidate.achievement}
            yield Reason(failed.reason.code, facts)
    yield from _failed_places(problem, awards)
    yield from _failed_rules(problem, holding, candidates)


def _failed_places(problem: Problem, awards: Sequence[int]) -> Iterator[Reason]:
    """What the leaves that name the achievement have against it."""
    anywhere = False
    for number in awards:
        award = problem.awards[number]
        for leaf in problem.pathway.leaves():
            pool = leaf.achievements if isinstance(leaf, Item) else leaf.pool
            if award.only_at or (pool is not None and award.achievement not in pool):
                continue
            anywhere = True
            for test in leaf_tests(problem.pathway, leaf, award, problem.scenario):
                if test.outcome is Outcome.FAILED:
                    yield Reason(test.reason.code, dict(test.reason.facts) | {"requirement": leaf.id})
    if awards and not anywhere:
        yield Reason("match.not_asked_for", {"achievement": problem.awards[awards[0]].achievement})


def _failed_rules(problem: Problem, holding: Holding, candidates: Sequence[Candidate]) -> Iterator[Reason]:
    """Rules that name it as a source, and why they do not apply."""
    passed = {candidate.achievement for candidate in candidates if candidate.outcome is Outcome.PASSED}
    for rule in problem.pathway.rules:
        if not passed & {*rule.sources, *rule.any_of}:
            continue
        failed = [t for t in rule_tests(problem.pathway, rule, holding, problem.scenario) if not t.passed]
        yield from (Reason(test.reason.code, dict(test.reason.facts) | {"rule": rule.id}) for test in failed)
        if not failed and len(rule.sources) + bool(rule.any_of) > 1:
            yield Reason("rule.bundle_incomplete", {"rule": rule.id})


def find_suggestions(problem: Problem, holdings: Sequence[Holding]) -> tuple[Suggestion, ...]:
    """Return what only the name speaks for, where everything else would be in order."""
    known = {holding.id for holding in holdings}
    return tuple(
        Suggestion(candidate.holding, candidate.achievement)
        for candidate in problem.matching.candidates
        if candidate.holding in known and candidate.outcome is Outcome.SUGGESTED
    )
