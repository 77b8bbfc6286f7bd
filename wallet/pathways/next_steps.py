"""What next: the cheapest set of offered items that completes the stack, prerequisites kept, or what stands in the way.

Cost, hours, weeks and number of courses are optimised, exactly. Aid and outcome facts travel along with source and
date and are never optimised. Weeks are counted one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from wallet.pathways.allocation import SECONDS, Allocation
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.matching import Outcome, match_holdings
from wallet.pathways.pathway import Pathway, SourcedFact
from wallet.pathways.planned import suppose
from wallet.pathways.problem import Problem, pose
from wallet.pathways.progress import open_requirements
from wallet.pathways.purchase import Purchase
from wallet.pathways.standing import Scenario, Standing


class Aim(StrEnum):
    """What is to be as small as possible."""

    COST = "cost"
    HOURS = "hours"
    WEEKS = "weeks"
    COURSES = "courses"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be taken: the holding it would bring, and what it takes."""

    holding: Holding
    cost: Fraction | None = None
    currency: str = ""
    hours: Fraction | None = None
    weeks: Fraction | None = None
    url: str = ""
    aid: tuple[SourcedFact, ...] = ()
    outcomes: tuple[SourcedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to take, after what it needs first."""

    offer: Offer
    achievement: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to take, in an order that keeps prerequisites.

    `completes`: the stack is complete afterwards. If not, `blocked` names the requirements that nothing on offer can
    fill, and the steps are those that bring most. `total` is None where an offer does not say what it takes.
    `proven`: nothing better exists.
    """

    aim: Aim
    steps: tuple[Step, ...]
    total: Fraction | None
    currency: str
    completes: bool
    blocked: tuple[str, ...]
    unmet: tuple[tuple[str, tuple[str, ...]], ...]
    progress_after: Fraction
    proven: bool


def offers_of(pathway: Pathway) -> tuple[Offer, ...]:
    """Return what the pathway itself offers: every achievement with a `plan`."""
    offers = []
    for key, rule in pathway.achievements.items():
        plan = rule.plan
        if plan is None:
            continue
        offers.append(
            Offer(
                replace(suppose(pathway, key), id=f"offer:{key}"),
                plan.cost,
                plan.currency,
                plan.hours,
                plan.weeks,
                plan.url,
                plan.aid,
                plan.outcomes,
            )
        )
    return tuple(offers)


def plan_next(
    pathway: Pathway,
    holdings: Sequence[Holding],
    offers: Sequence[Offer],
    scenario: Scenario,
    aim: Aim = Aim.COST,
    seconds: float = SECONDS,
) -> Plan:
    """Return the least that completes the stack on top of what `scenario` counts, or what stands in the way.

    Offers without a figure for `aim` are left out of it; costs in several currencies cannot be added, so only those
    in the commonest one are looked at.
    """
    usable, currency = _usable(offers, aim)
    planned = [_as_taken(pathway, offer, scenario) for offer in usable]
    problem = pose(pathway, (*holdings, *planned), replace(scenario, include=scenario.include | {Standing.PLANNED}))
    needs = _prerequisites(pathway, problem, holdings, scenario, {holding.id for holding in planned})
    amounts = {holding.id: _amount(offer, aim) for holding, offer in zip(planned, usable, strict=True)}
    allocation, taken, completes, proven = _choose(problem, amounts, needs, seconds)
    by_id = {holding.id: offer for holding, offer in zip(planned, usable, strict=True)}
    steps = _ordered(problem, allocation, taken, needs, by_id)
    total = sum((amounts[step.offer.holding.id] for step in steps), Fraction(0))
    open_leaves = () if completes else open_requirements(pathway, allocation.score.satisfied)
    return Plan(aim, steps, total, currency, completes, open_leaves, _unmet(needs, by_id), allocation.progress, proven)


def _usable(offers: Sequence[Offer], aim: Aim) -> tuple[list[Offer], str]:
    if aim is not Aim.COST:
        return [offer for offer in offers if _figure(offer, aim) is not None], ""
    priced = [offer for offer in offers if offer.cost is not None]
    currencies = [offer.currency for offer in priced]
    common = max(sorted(set(currencies)), key=currencies.count, default="")
    return [offer for offer in priced if offer.currency == common], common


def _figure(offer: Offer, aim: Aim) -> Fraction | None:
    match aim:
        case Aim.COST:
            return offer.cost
        case Aim.HOURS:
            return offer.hours
        case Aim.WEEKS:
            return offer.weeks
        case _:
            return Fraction(1)


def _amount(offer: Offer, aim: Aim) -> Fraction:
    return _figure(offer, aim) or Fraction(0)


def _as_taken(pathway: Pathway, offer: Offer, scenario: Scenario) -> Holding:
    """As if it were passed today, with the best grade there is: whether it will be is up to the learner."""
    best = tuple(scale[-1] for scale in pathway.scales.values())
    grades = offer.holding.grades or best
    day = scenario.on
    awarded = max(offer.holding.awarded, day) if offer.holding.awarded is not None else day
    return replace(offer.holding, basis=Basis.PLANNED, grades=grades, awarded=awarded)


def _prerequisites(
    pathway: Pathway, problem: Problem, holdings: Sequence[Holding], scenario: Scenario, planned: set[str]
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return offer → for each prerequisite not yet held, the offers that would bring it (() if none does)."""
    held = {
        candidate.achievement
        for candidate in match_holdings(pathway, holdings, scenario).candidates
        if candidate.outcome is Outcome.PASSED
    }
    held |= {award.achievement for award in problem.awards if award.rule and not set(award.sources) & planned}
    bringing: dict[str, list[str]] = {}
    brings: dict[str, list[str]] = {}
    for award in problem.awards:
        for source in award.sources:
            if source in planned and award.achievement:
                bringing.setdefault(award.achievement, []).append(source)
                if not award.rule:
                    brings.setdefault(source, []).append(award.achievement)
    return {
        source: tuple(
            tuple(sorted(set(bringing.get(required, ()))))
            for key in keys
            for required in pathway.achievements[key].requires
            if required not in held
        )
        for source, keys in brings.items()
    }


def _choose(
    problem: Problem,
    amounts: Mapping[str, Fraction],
    needs: Mapping[str, tuple[tuple[str, ...], ...]],
    seconds: float,
) -> tuple[Allocation, frozenset[str], bool, bool]:
    """Ask for the cheapest complete allocation; where there is none, for the best that can be had."""
    purchase = Purchase(problem, seconds, amounts, needs)
    found = purchase.complete() or purchase.furthest()
    completes = problem.pathway.requires.id in found.allocation.score.satisfied
    return found.allocation, found.taken, completes, found.proven


def _ordered(
    problem: Problem,
    allocation: Allocation,
    taken: frozenset[str],
    needs: Mapping[str, tuple[tuple[str, ...], ...]],
    offers: Mapping[str, Offer],
) -> tuple[Step, ...]:
    """Prerequisites first; among equals by id."""
    as_what = {source: award.achievement for award in problem.awards for source in award.sources if not award.rule}
    as_what |= {
        source: problem.awards[placed.award].achievement
        for placed in allocation.placements
        for source in problem.awards[placed.award].sources
    }
    waiting = sorted(taken)
    steps: list[Step] = []
    while waiting:
        done = {step.offer.holding.id for step in steps}
        ready = [s for s in waiting if all(set(ways) & done or not set(ways) & taken for ways in needs.get(s, ()))]
        chosen = (ready or waiting)[0]
        waiting.remove(chosen)
        after = tuple(sorted({way for ways in needs.get(chosen, ()) for way in ways if way in taken}))
        steps.append(Step(offers[chosen], as_what.get(chosen, ""), after))
    return tuple(steps)


def _unmet(
    needs: Mapping[str, tuple[tuple[str, ...], ...]], offers: Mapping[str, Offer]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Offers that cannot be taken because nothing brings one of their prerequisites."""
    return tuple((source, ()) for source, ways in sorted(needs.items()) if source in offers and () in ways)
