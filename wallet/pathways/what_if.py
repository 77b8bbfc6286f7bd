"""What if: with planned credentials, in another degree, at another school with its own transfer rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from wallet.pathways.allocation import SECONDS, Allocation, solve
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.not_counted import NotCounted
from wallet.pathways.pathway import Pathway
from wallet.pathways.problem import pose
from wallet.pathways.progress import ProgressReport, measure
from wallet.pathways.standing import COUNTS_NOW, Scenario, Standing


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would count with the planned ones: never a figure that counts. `gain` is the exact difference to now."""

    now: Allocation
    then: Allocation
    gain: Fraction
    fills: tuple[tuple[str, str], ...]  # (planned holding, requirement)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One set of holdings measured against several pathways. `counted` names, for each, the holdings it uses."""

    reports: tuple[ProgressReport, ...]
    counted: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Going from one pathway to another: what carries over, what does not and why, and the difference it makes."""

    before: ProgressReport
    after: ProgressReport
    kept: tuple[str, ...]
    lost: tuple[NotCounted, ...]
    gained: tuple[str, ...]
    change: Fraction


def what_if(
    pathway: Pathway,
    holdings: Sequence[Holding],
    planned: Sequence[Holding],
    on: date,
    seconds: float = SECONDS,
    confirmed: frozenset[tuple[str, str]] = frozenset(),
) -> WhatIf:
    """Return what would count if the planned holdings were verified. Whatever their basis, they are taken as plans."""
    now = solve(pose(pathway, holdings, Scenario(on, confirmed=confirmed)), seconds)
    added = tuple(replace(holding, basis=Basis.PLANNED) for holding in planned)
    include = COUNTS_NOW | {Standing.PLANNED}
    then = solve(pose(pathway, (*holdings, *added), Scenario(on, include, confirmed=confirmed)), seconds)
    names = {holding.id for holding in added}
    fills = sorted(
        (source, placed.leaf)
        for placed in then.placements
        for source in then.problem.awards[placed.award].sources
        if source in names
    )
    return WhatIf(now, then, then.progress - now.progress, tuple(fills))


def compare(pathways: Sequence[Pathway], holdings: Sequence[Holding], on: date, seconds: float = SECONDS) -> Comparison:
    """Return every pathway's report on the same holdings."""
    reports = tuple(measure(pathway, holdings, on, seconds=seconds) for pathway in pathways)
    return Comparison(reports, tuple(_counted(report) for report in reports))


def switch(before: Pathway, after: Pathway, holdings: Sequence[Holding], on: date, seconds: float = SECONDS) -> Switch:
    """Return what going from `before` to `after` (with its own transfer rules) would do."""
    return switch_between(*compare((before, after), holdings, on, seconds).reports)


def switch_between(before: ProgressReport, after: ProgressReport) -> Switch:
    """Return the same for two reports on the same holdings."""
    old, new = _counted(before), _counted(after)
    lost = tuple(found for found in after.not_counted if found.holding in old - new)
    change = after.counts_now.exact - before.counts_now.exact
    return Switch(before, after, tuple(sorted(old & new)), lost, tuple(sorted(new - old)), change)


def _counted(report: ProgressReport) -> frozenset[str]:
    allocation = report.allocation
    awards = allocation.problem.awards
    return frozenset(source for placed in allocation.placements for source in awards[placed.award].sources)
