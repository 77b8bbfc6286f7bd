"""Each requirement: how far it is filled, with what, under which conditions, and what it still lacks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wallet.credentials.model import Text
from wallet.pathways.allocation import Allocation
from wallet.pathways.awards import Award
from wallet.pathways.checker import Placement
from wallet.pathways.matching import Outcome
from wallet.pathways.pathway import All, Choose, Count, CreditsFrom, Item, Requirement, Skills
from wallet.pathways.problem import Problem
from wallet.pathways.standing import Reason
from wallet.pathways.tree import need_of


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills a requirement: which holdings, as which achievement, by which rule, how much, on what conditions.

    `notes` take nothing away but must be said: on whose word an issuer is believed, by what a certificate was renewed.
    """

    holdings: tuple[str, ...]
    achievement: str
    counted: Fraction
    rule: str = ""
    conditions: tuple[Reason, ...] = ()
    expires: date | None = None
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RequirementReport:
    """One requirement, parents before children. `have` and `need` are credits, a number, or parts; `lacks` the rest."""

    id: str
    kind: str
    title: Text
    parent: str
    depth: int
    value: Fraction
    weight: Fraction
    satisfied: bool
    have: Fraction
    need: Fraction
    unit: str
    fills: tuple[Fill, ...]
    milestone: Text
    block: str = ""
    waived: Reason | None = None

    @property
    def lacks(self) -> Fraction:
        """How much is missing, 0 once it holds."""
        return Fraction(0) if self.satisfied else max(Fraction(0), self.need - self.have)


KINDS = {All: "all", Choose: "choose", Item: "item", Count: "count", CreditsFrom: "credits", Skills: "skills"}


def report_requirements(allocation: Allocation) -> tuple[RequirementReport, ...]:
    """Return every requirement of the pathway, in the file's order, as the allocation leaves it."""
    problem = allocation.problem
    placed: dict[str, list[Placement]] = defaultdict(list)
    for placement in allocation.placements:
        placed[placement.leaf].append(placement)
    conditions = {(e.award, problem.slots[e.slot].leaf.id): e.conditions for e in problem.edges}
    parents = _parents(problem)
    reports = []
    for node in problem.pathway.nodes():
        fills = tuple(_fill(problem, placement, conditions[placement.award, node.id]) for placement in placed[node.id])
        have, need, unit = _measure(allocation, node, fills)
        parent, depth = parents[node.id]
        reports.append(
            RequirementReport(
                id=node.id,
                kind=KINDS[type(node)],
                title=_title(problem, node),
                parent=parent,
                depth=depth,
                value=allocation.score.values.get(node.id, Fraction(0)),
                weight=problem.weights.get(node.id, Fraction(1)),
                satisfied=node.id in allocation.score.satisfied,
                have=have,
                need=need,
                unit=unit,
                fills=fills,
                milestone=node.milestone,
                block=node.terms.block if isinstance(node, Item | Count | CreditsFrom) else "",
                waived=problem.waived.get(node.id),
            )
        )
    return tuple(reports)


def _parents(problem: Problem) -> dict[str, tuple[str, int]]:
    found = {problem.pathway.requires.id: ("", 0)}
    for node in problem.pathway.nodes():
        if isinstance(node, All | Choose):
            found |= {part.id: (node.id, found[node.id][1] + 1) for part in node.of}
    return found


def _title(problem: Problem, node: Requirement) -> Text:
    if node.title.values or not isinstance(node, Item):
        return node.title
    return problem.pathway.achievements[node.achievements[0]].title


def _fill(problem: Problem, placement: Placement, conditions: tuple[Reason, ...]) -> Fill:
    award = problem.awards[placement.award]
    every = (*award.conditions, *conditions)
    notes = tuple(_notes(problem, award))
    return Fill(award.sources, award.achievement, placement.counted, award.rule, every, award.expires, notes)


def _notes(problem: Problem, award: Award) -> Iterator[Reason]:
    for source in award.sources:
        judged = problem.matching.judged[source]
        if judged.reason.code == "issuer.on_the_pathways_word":
            yield judged.reason
    for candidate in problem.matching.candidates if award.expires is not None else ():
        if candidate.holding in award.sources and candidate.renewed_by and candidate.outcome is Outcome.PASSED:
            yield from (test.reason for test in candidate.tests if test.reason.code == "validity.renewed")


def _measure(allocation: Allocation, node: Requirement, fills: tuple[Fill, ...]) -> tuple[Fraction, Fraction, str]:
    satisfied = allocation.score.satisfied
    match node:
        case All() | Choose():
            need = len(node.of) if isinstance(node, All) else node.n
            return Fraction(sum(part.id in satisfied for part in node.of)), Fraction(need), ""
        case Skills():
            return allocation.score.values.get(node.id, Fraction(0)) * node.n, Fraction(node.n), ""
        case _:
            unit = allocation.problem.pathway.unit if isinstance(node, CreditsFrom) else ""
            have = sum((fill.counted for fill in fills), Fraction(0))
            return have, need_of(allocation.problem.pathway, node), unit
