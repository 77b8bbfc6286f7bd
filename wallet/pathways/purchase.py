"""Allocation with things on offer: each may be taken for an amount, and something counts only if it is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from wallet.pathways.allocation import Allocation, Search, value_of
from wallet.pathways.checker import score
from wallet.pathways.model import Terms
from wallet.pathways.problem import Problem
from wallet.pathways.solver import Solver

Ways = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Bought:
    """What was taken, the allocation that follows, and whether nothing cheaper exists."""

    allocation: Allocation
    taken: frozenset[str]
    proven: bool


class Purchase(Search):
    """One problem whose planned holdings have to be taken. `needs`: offer → for each prerequisite, offers that bring it."""

    def __init__(self, problem: Problem, seconds: float, amounts: Mapping[str, Fraction], needs: Ways) -> None:
        super().__init__(problem, seconds)
        self.amounts = amounts
        self.taking = {holding: self.model.programme.column() for holding in sorted(amounts)}
        for award, column in self.model.used.items():
            for source in problem.awards[award].sources:
                if source in self.taking:
                    self.model.programme.at_most({column: 1, self.taking[source]: -1}, 0)
        for holding, prerequisites in needs.items():
            for ways in prerequisites:
                terms: Terms = {self.taking[way]: -1 for way in ways if way in self.taking}
                terms[self.taking[holding]] = terms.get(self.taking[holding], 0) + 1
                self.model.programme.at_most(terms, 0)

    def complete(self) -> Bought | None:
        """Return the cheapest way to satisfy everything, None where there is none (or none was found in time)."""
        column, surely = self.root
        if column is None and not surely:
            return None
        solver = Solver(self.model.programme)
        if column is not None:
            solver.require({column: 1}, 1.0)
        return self._cheapest(solver)

    def furthest(self) -> Bought:
        """Return the cheapest way to the most progress there can be."""
        solver = Solver(self.model.programme)
        aim = self.aim()
        answer = solver.maximise(aim, self.seconds, 0.9 if self.stepwise else 0.0)
        if answer.point is not None:
            solver.require(aim, value_of(aim, answer.point) - 0.5)
        found = self._cheapest(solver)
        return found or self._read(answer.point, proven=False)

    def _cheapest(self, solver: Solver) -> Bought | None:
        scale = lcm(1, *(amount.denominator for amount in self.amounts.values()))
        more = len(self.taking) + 1
        # Among equally cheap ways the one with fewer items; a free item that helps nobody is not taken.
        cost: Terms = {column: -int(self.amounts[h] * scale) * more - 1 for h, column in self.taking.items()}
        answer = solver.maximise(cost, self.seconds, 0.9)
        return None if answer.point is None else self._read(answer.point, proven=answer.finished)

    def _read(self, point: Sequence[float] | None, *, proven: bool) -> Bought:
        _, placements = self.read(point)
        taken = frozenset(h for h, column in self.taking.items() if point is not None and point[column] > 0.5)
        result = score(self.problem, placements)
        return Bought(Allocation(self.problem, placements, result, result.progress, False), taken, proven)
