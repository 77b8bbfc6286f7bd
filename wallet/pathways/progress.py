"""The figures: never one number. What counts now, what might, what is at risk, what was lost, what remains.

    counts_now        verified evidence only
    certain           of that, without what somebody must still confirm
    provisional       and what could not be verified
    with_in_progress  and what is under way (the learner's word)
    if_issued         and papers, if they were issued as credentials
    at_risk           what counts_now will be in 6 and 12 months if nothing is renewed
    lost_to_expiry    what counts_now would be if nothing had lapsed

Each is the optimum of its own question, scored by the independent checker. 100 % only when every requirement and every
flag holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from wallet.pathways.allocation import SECONDS, Allocation, solve
from wallet.pathways.amounts import add_months, floor_percent
from wallet.pathways.attribution import Attribution, attribute
from wallet.pathways.flags import FlagReport, check_flags
from wallet.pathways.holding import Holding
from wallet.pathways.not_counted import NotCounted, Suggestion, explain_rest, find_suggestions
from wallet.pathways.pathway import All, Choose, Override, Pathway, Requirement
from wallet.pathways.problem import Problem, pose
from wallet.pathways.requirements import RequirementReport, report_requirements
from wallet.pathways.standing import (
    IF_ISSUED,
    WITH_IN_PROGRESS,
    WITH_UNVERIFIED,
    Scenario,
    Standing,
)

RISK_MONTHS = (6, 12)


@dataclass(frozen=True, slots=True)
class Figure:
    """One exact figure. Where `proven` is false the truth lies between `exact` and `upper`."""

    exact: Fraction
    upper: Fraction
    proven: bool
    complete: bool

    @property
    def percent(self) -> int:
        """The whole percentage to show, rounded down."""
        return floor_percent(self.exact, satisfied=self.complete)

    @property
    def upper_percent(self) -> int:
        """The whole percentage that is not exceeded."""
        return floor_percent(self.upper, satisfied=self.complete or (not self.proven and self.upper == 1))


@dataclass(frozen=True, slots=True)
class Risk:
    """What counts `months` from now, how much that is less, and which holdings lapse by then."""

    months: int
    figure: Figure
    loss: Fraction
    holdings: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What would count if nothing had lapsed, how much more that is, and what lapsed when."""

    figure: Figure
    loss: Fraction
    holdings: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """Everything there is to say about one pathway, one set of holdings, one day."""

    pathway: Pathway
    attribution: Attribution
    on: date
    counts_now: Figure
    certain: Figure
    provisional: Figure
    with_in_progress: Figure
    if_issued: Figure
    at_risk: tuple[Risk, ...]
    lost_to_expiry: Loss
    remaining: Fraction
    open: tuple[str, ...]
    requirements: tuple[RequirementReport, ...]
    not_counted: tuple[NotCounted, ...]
    suggestions: tuple[Suggestion, ...]
    flags: tuple[FlagReport, ...]
    overrides: tuple[Override, ...]
    allocation: Allocation
    catalogue_fits: bool | None = None


def measure(
    pathway: Pathway,
    holdings: Sequence[Holding],
    on: date,
    *,
    confirmed: frozenset[tuple[str, str]] = frozenset(),
    decisions: Sequence[Override] = (),
    attribution: Attribution | None = None,
    enrolled: date | None = None,
    seconds: float = SECONDS,
) -> ProgressReport:
    """Return the whole report.

    `confirmed`: names that the person confirmed. `decisions`: the learner's own waivers and acceptances, which never
    count as evidence. `enrolled`: the day that decides which catalogue applies. `seconds` bounds each question asked
    of the solver. Raises MissingLibraryError where the solver is not installed.
    """
    own = tuple(replace(decision, own=True) for decision in decisions)
    pathway = replace(pathway, overrides=(*pathway.overrides, *own))
    desk = _Desk(pathway, holdings, Scenario(on, confirmed=confirmed), seconds)
    now = desk.base
    flags = check_flags(now)
    counts_now = desk.figure(now)
    return ProgressReport(
        pathway=pathway,
        attribution=attribution or attribute(pathway),
        on=on,
        counts_now=counts_now,
        certain=desk.figure(desk.ask(certain=True)),
        provisional=desk.figure(desk.ask(include=WITH_UNVERIFIED)),
        with_in_progress=desk.figure(desk.ask(include=WITH_IN_PROGRESS)),
        if_issued=desk.figure(desk.ask(include=IF_ISSUED)),
        at_risk=tuple(_risk(desk, months) for months in RISK_MONTHS),
        lost_to_expiry=_loss(desk),
        remaining=1 - counts_now.exact,
        open=open_requirements(pathway, now.score.satisfied),
        requirements=report_requirements(now),
        not_counted=explain_rest(now, holdings),
        suggestions=find_suggestions(now.problem, holdings),
        flags=flags,
        overrides=pathway.overrides,
        allocation=now,
        catalogue_fits=_catalogue(pathway, enrolled),
    )


def _catalogue(pathway: Pathway, enrolled: date | None) -> bool | None:
    if enrolled is None or pathway.effective is None:
        return None
    return pathway.effective.contains(enrolled)


class _Desk:
    """Asks each question once: two scenarios that come to the same problem have the same answer."""

    def __init__(self, pathway: Pathway, holdings: Sequence[Holding], scenario: Scenario, seconds: float) -> None:
        self.pathway = pathway
        self.holdings = holdings
        self.scenario = scenario
        self.seconds = seconds
        self._answers: dict[object, Allocation] = {}
        self.base = self.ask()

    def ask(self, **changes: object) -> Allocation:
        """Return the best allocation of the scenario with those changes."""
        problem = pose(self.pathway, self.holdings, replace(self.scenario, **changes))  # type: ignore[arg-type]
        key = _key(problem)
        if key not in self._answers:
            # What fills what is shown for `counts_now` alone; the other figures are bare.
            self._answers[key] = solve(problem, self.seconds, finer=not self._answers)
        return self._answers[key]

    def figure(self, allocation: Allocation) -> Figure:
        """Return an allocation's figure, complete only if the flags hold too."""
        root = self.pathway.requires.id in allocation.score.satisfied
        complete = root and all(flag.established for flag in check_flags(allocation))
        return Figure(allocation.progress, allocation.upper, allocation.proven_optimal, complete)


def _key(problem: Problem) -> object:
    # Everything else follows from the pathway and from which holdings were let in. Flags look at the day as well.
    day = problem.scenario.on if problem.pathway.flags else None
    return (
        tuple(award.key for award in problem.awards),
        tuple((edge.award, edge.slot) for edge in problem.edges),
        tuple(sorted(problem.fixed.items())),
        tuple(award.expires for award in problem.awards) if day else None,
        day,
    )


def _risk(desk: _Desk, months: int) -> Risk:
    then = add_months(desk.scenario.on, months)
    later = desk.ask(on=then)
    ends = {award.sources: award.expires for award in desk.base.problem.awards if award.expires is not None}
    lapsing = sorted((source, end) for sources, end in ends.items() if end < then for source in sources)
    figure = desk.figure(later)
    return Risk(months, figure, desk.base.progress - figure.exact, tuple(dict(lapsing).items()))


def _loss(desk: _Desk) -> Loss:
    before = desk.ask(ignore_expiry=True)
    lapsed: dict[str, date | None] = {}
    for candidate in desk.base.problem.matching.candidates:
        failed = candidate.failed
        gone = desk.base.problem.matching.judged[candidate.holding].standing is Standing.EXPIRED
        if failed is not None and (failed.name == "validity" or (failed.name == "standing" and gone)):
            lapsed[candidate.holding] = candidate.expires
    figure = desk.figure(before)
    return Loss(figure, figure.exact - desk.base.progress, tuple(sorted(lapsed.items())))


def open_requirements(pathway: Pathway, satisfied: Collection[str]) -> tuple[str, ...]:
    """Return what stays open, parents first; below something that holds already, nothing does."""
    found: list[str] = []
    waiting: list[Requirement] = [pathway.requires]
    while waiting:
        node = waiting.pop()
        if node.id not in satisfied:
            found.append(node.id)
            waiting += reversed(node.of) if isinstance(node, All | Choose) else ()
    return tuple(found)
