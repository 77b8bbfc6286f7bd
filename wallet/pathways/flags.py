"""Flags: a grade average, a course age. Exact, beside the progress and not in it; 100 % needs them all the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wallet.credentials.model import Text
from wallet.pathways.allocation import Allocation
from wallet.pathways.amounts import add_months
from wallet.pathways.awards import Award
from wallet.pathways.pathway import CourseAge, Flag, GradeAverage


@dataclass(frozen=True, slots=True)
class FlagReport:
    """One flag. `holds` is None where nothing yet bears on it. `value` is the exact average; `holdings` what decides."""

    id: str
    kind: str
    title: Text
    holds: bool | None
    value: Fraction | None
    minimum: Fraction | None
    holdings: tuple[str, ...]

    @property
    def established(self) -> bool:
        """Whether it may be called complete: an average of nothing is none, while nothing that counts is no older than anything."""
        return bool(self.holds) or (self.holds is None and self.kind == "age")


def check_flags(allocation: Allocation) -> tuple[FlagReport, ...]:
    """Return every flag of the pathway, judged for one allocation's evidence."""
    return tuple(_check(flag, allocation) for flag in allocation.problem.pathway.flags)


def _check(flag: Flag, allocation: Allocation) -> FlagReport:
    return _average(flag, allocation) if isinstance(flag, GradeAverage) else _age(flag, allocation)


def _average(flag: GradeAverage, allocation: Allocation) -> FlagReport:
    """All that is held and graded, counted or not: an average over the best few would be no average."""
    graded = [
        (award, points) for award in _direct(allocation, flag.over) if (points := _points(flag, award)) is not None
    ]
    chosen = _one_attempt(allocation, graded)
    weights = [award.credits or Fraction(1) for award, _ in chosen]
    if not chosen:
        return FlagReport(flag.id, "gpa", flag.title, None, None, flag.minimum, ())
    total = sum((weight * points for weight, (_, points) in zip(weights, chosen, strict=True)), Fraction(0))
    value = total / sum(weights, Fraction(0))
    holdings = tuple(award.sources[0] for award, _ in chosen)
    return FlagReport(flag.id, "gpa", flag.title, value >= flag.minimum, value, flag.minimum, holdings)


def _direct(allocation: Allocation, over: tuple[str, ...] | None) -> list[Award]:
    awards = allocation.problem.awards
    return [
        award
        for award in awards
        if not award.rule and award.achievement and (over is None or award.achievement in over)
    ]


def _points(flag: GradeAverage, award: Award) -> Fraction | None:
    found = [flag.points[grade] for grade in award.grades if grade in flag.points]
    return min(found, default=None)


def _one_attempt(allocation: Allocation, graded: Sequence[tuple[Award, Fraction]]) -> list[tuple[Award, Fraction]]:
    """Copies count once; of what counts once only the best attempt stands (replaced ones never come this far)."""
    problem = allocation.problem
    best: dict[tuple[str, int], tuple[Award, Fraction]] = {}
    for award, points in sorted(graded, key=lambda pair: (-pair[1], pair[0].key)):
        repeatable = problem.pathway.achievements[award.achievement].repeatable
        group = problem.supply.group_of[award.sources[0]] if repeatable else -1
        best.setdefault((award.achievement, group), (award, points))
    by_group: dict[int, tuple[Award, Fraction]] = {}
    for award, points in best.values():
        by_group.setdefault(problem.supply.group_of[award.sources[0]], (award, points))
    return sorted(by_group.values(), key=lambda pair: pair[0].key)


def _age(flag: CourseAge, allocation: Allocation) -> FlagReport:
    on = allocation.problem.scenario.on
    used: dict[bool, list[str]] = defaultdict(list)
    for placed in allocation.placements:
        award = allocation.problem.awards[placed.award]
        if flag.over is None or award.achievement in flag.over:
            young = award.awarded is not None and add_months(award.awarded, flag.maximum.months) >= on
            used[young] += award.sources
    holds = None if not used else not used[False]
    old = tuple(dict.fromkeys(used[False]))
    return FlagReport(flag.id, "age", flag.title, holds, None, Fraction(flag.maximum.months), old)
