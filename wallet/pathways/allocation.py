"""The best allocation: what counts where, so that the tree is worth most, with a proof or an honest interval.

In order of importance: progress; satisfied requirements; fewest awards that somebody must still confirm; longest
validity; a stable choice. Input is sorted before anything is decided, so the order in which it came plays no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite

from wallet.pathways.checker import Placement, Score, score
from wallet.pathways.holding import Holding
from wallet.pathways.model import Terms, build_model
from wallet.pathways.pathway import All, Choose, Count, CreditsFrom, Item, Pathway, Requirement
from wallet.pathways.problem import Problem, pose, reach
from wallet.pathways.solver import Solver
from wallet.pathways.standing import Reason, Scenario
from wallet.pathways.tree import evaluate

UNITS_AT_MOST = 1_000_000
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Allocation:
    """What counts where. `upper` is a proven bound on progress; `proven_optimal` says that nothing better exists.

    `settled`: the finer preferences were settled too, not only progress.
    """

    problem: Problem
    placements: tuple[Placement, ...]
    score: Score
    upper: Fraction
    settled: bool

    @property
    def progress(self) -> Fraction:
        return self.score.progress

    @property
    def proven_optimal(self) -> bool:
        return self.upper == self.score.progress and not self.problem.supply.truncated

    def conditions(self) -> tuple[tuple[Placement, Reason], ...]:
        """Return what must still be confirmed for the allocation to hold, by placement."""
        at = {(edge.award, self.problem.slots[edge.slot].leaf.id): edge.conditions for edge in self.problem.edges}
        return tuple(
            (placed, reason)
            for placed in self.placements
            for reason in (*self.problem.awards[placed.award].conditions, *at[placed.award, placed.leaf])
        )


def allocate(pathway: Pathway, holdings: Sequence[Holding], scenario: Scenario, seconds: float = SECONDS) -> Allocation:
    """Return the best allocation that the solver can find in `seconds`.

    Raises MissingLibraryError where the solver is not installed.
    """
    return solve(pose(pathway, holdings, scenario), seconds)


def solve(problem: Problem, seconds: float = SECONDS, forced: Sequence[tuple[int, str]] = ()) -> Allocation:
    """Return the best allocation of a problem in which each of `forced` (award, leaf) is placed where it says.

    A forced placement that breaks a rule leaves an allocation without it: look for it before believing the figure.
    """
    return _Search(problem, seconds).run(forced)


class _Search:
    def __init__(self, problem: Problem, seconds: float) -> None:
        self.problem = problem
        self.model = build_model(problem)
        self.seconds = seconds

    def run(self, forced: Sequence[tuple[int, str]]) -> Allocation:
        ceiling = evaluate(self.problem.pathway, self.problem.weights, {**reach(self.problem), **self.problem.fixed})
        upper = ceiling[self.problem.pathway.requires.id]
        if not self.problem.edges:
            return Allocation(self.problem, (), score(self.problem, ()), upper, True)
        satisfied = self._satisfied()
        solver = Solver(self.model.programme)
        for award, leaf in forced:
            solver.require({self._edge_column(award, leaf): Fraction(1)}, 1.0)
        units = min(self.model.units, UNITS_AT_MOST)
        exact = self.model.units <= UNITS_AT_MOST
        worth = {column: factor * units for column, factor in self.model.worth.items()}
        # With whole steps a gap below one step is a proof: nothing lies between. Else only gap 0 will do.
        answer = solver.maximise(worth, self.seconds, 0.9 if exact else 0.0)
        point = answer.point
        best, placements = self._read(point)
        if exact and isfinite(answer.bound):
            steps = floor(Fraction(answer.bound) + self.model.constant * units + Fraction(1, 1_000))
            upper = min(upper, Fraction(steps, units))
        upper = max(upper, best.progress)
        settled = False
        if point is not None and answer.finished:
            point, settled = self._refine(solver, worth, best, satisfied, point)
            finer, placed = self._read(point)
            if finer.progress == best.progress:
                best, placements = finer, placed
        return Allocation(self.problem, placements, best, upper, settled)

    def _edge_column(self, award: int, leaf: str) -> int:
        for number, edge in enumerate(self.problem.edges):
            if edge.award == award and self.problem.slots[edge.slot].leaf.id == leaf:
                return self.model.placed[number]
        raise KeyError((award, leaf))

    def _refine(
        self, solver: Solver, worth: Terms, best: Score, satisfied: Terms, point: Sequence[float]
    ) -> tuple[Sequence[float], bool]:
        """Among allocations worth as much, take the one with the better finer points."""
        reached = float((best.progress - self.model.constant) * min(self.model.units, UNITS_AT_MOST))
        solver.require(worth, reached - 0.5 if self.model.units <= UNITS_AT_MOST else reached - 1e-6)
        doubts = self._doubts()
        more = len(doubts) + 1
        finer: Terms = {column: factor * more for column, factor in satisfied.items()}
        for column in doubts:
            finer[column] = finer.get(column, Fraction(0)) - 1
        for terms in (finer, self._tie_break()):
            left = self.seconds - solver.spent()
            if left <= 0:
                return point, False
            answer = solver.maximise(terms, left, 0.9)
            if answer.point is None or not answer.finished:
                return answer.point or point, False
            point = answer.point
            value = sum(float(factor) * round(point[column]) for column, factor in terms.items())
            solver.require(terms, value - 0.5)
        return point, True

    def _doubts(self) -> list[int]:
        """Variables of awards, and of placings, that somebody must still confirm."""
        awards = [column for award, column in self.model.used.items() if self.problem.awards[award].conditions]
        places = [self.model.placed[number] for number, edge in enumerate(self.problem.edges) if edge.conditions]
        return [*awards, *places]

    def _tie_break(self) -> Terms:
        """Longest validity first, then the award that comes first by id; nothing is placed that adds nothing."""
        order = sorted(self.model.used, key=lambda award: self.problem.awards[award].key)
        size = len(order)
        terms: Terms = {}
        for place, award in enumerate(order):
            months = self._months(award)
            cost = Fraction((61 - months) * size + place + 1)
            column = self.model.used[award]
            terms[column] = terms.get(column, Fraction(0)) - cost
        return terms

    def _months(self, award: int) -> int:
        expires = self.problem.awards[award].expires
        if expires is None:
            return 60
        on = self.problem.scenario.on
        return max(0, min(59, (expires.year - on.year) * 12 + expires.month - on.month))

    def _satisfied(self) -> Terms:
        """Add a variable for each requirement that can be satisfied; return their sum."""
        terms: Terms = {}
        self._add_satisfied(self.problem.pathway.requires, terms)
        return terms

    def _add_satisfied(self, node: Requirement, terms: Terms) -> tuple[int | None, bool]:
        """Return (variable, surely): the variable says whether `node` holds; None and `surely` where nothing can change it."""
        fixed = self.problem.fixed.get(node.id)
        if fixed is not None:
            return None, fixed == 1
        programme = self.model.programme
        if isinstance(node, Item | Count | CreditsFrom):
            filled = self.model.filled[node.id]
            if not filled:
                return None, False
            column = programme.column()
            programme.at_most({column: Fraction(1)} | {c: -f for c, f in filled.items()}, 0)
            terms[column] = Fraction(1)
            return column, False
        if not isinstance(node, All | Choose):
            return None, False
        parts = [self._add_satisfied(part, terms) for part in node.of]
        wanted = len(parts) if isinstance(node, All) else node.n
        sure = sum(surely for _, surely in parts)
        columns = [column for column, _ in parts if column is not None]
        if sure >= wanted or sure + len(columns) < wanted:
            return None, sure >= wanted
        column = programme.column()
        programme.at_most({column: Fraction(wanted)} | dict.fromkeys(columns, Fraction(-1)), sure)
        terms[column] = Fraction(1)
        return column, False

    def _read(self, point: Sequence[float] | None) -> tuple[Score, tuple[Placement, ...]]:
        """Read a point as placements; score them; nothing placed where there is no point."""
        if point is None:
            return score(self.problem, ()), ()
        placements: list[Placement] = []
        for number, edge in enumerate(self.problem.edges):
            if point[self.model.placed[number]] < 0.5:
                continue
            leaf = self.problem.slots[edge.slot].leaf
            if leaf.id in self.problem.fixed:
                continue
            whole = self.problem.awards[edge.award].credits if isinstance(leaf, CreditsFrom) else Fraction(1)
            if number in self.model.counted:
                whole = Fraction(round(point[self.model.counted[number]]), self.model.scale)
            if whole:
                placements.append(Placement(edge.award, leaf.id, whole))
        placements.sort(key=lambda placed: (placed.leaf, self.problem.awards[placed.award].key))
        return score(self.problem, placements), tuple(placements)
