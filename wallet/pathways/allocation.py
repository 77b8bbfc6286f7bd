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
from wallet.pathways.plain import place_everything
from wallet.pathways.problem import Problem, pose, reach
from wallet.pathways.solver import Answer, Solver
from wallet.pathways.standing import Reason, Scenario
from wallet.pathways.tidy import tidy
from wallet.pathways.tree import evaluate

UNITS_AT_MOST = 1_000_000_000
REFINED_AT_MOST = 600
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
    """Return the best allocation that the solver can find in `seconds`. Where nothing competes it is not asked.

    Raises MissingLibraryError where the solver is needed and not installed.
    """
    return solve(pose(pathway, holdings, scenario), seconds)


def solve(
    problem: Problem, seconds: float = SECONDS, forced: Sequence[tuple[int, str]] = (), *, finer: bool = True
) -> Allocation:
    """Return the best allocation of a problem in which each of `forced` (award, leaf) is placed where it says.

    Without `finer` only the worth and the number of satisfied requirements are settled: enough for a bare figure.

    A forced placement that breaks a rule leaves an allocation without it: look for it before believing the figure.
    """
    everything = None if forced else place_everything(problem)
    if everything is not None:
        found = score(problem, everything)
        return Allocation(problem, everything, found, found.progress, True)
    return Search(problem, seconds).run(forced, finer)


class Search:
    """One problem, asked in two steps: the worth together with the number of requirements, then the finer preferences."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        self.problem = problem
        self.model = build_model(problem)
        self.seconds = seconds
        self.satisfied: Terms = {}
        self.root = self._add_satisfied(problem.pathway.requires, self.satisfied)
        # One more than all requirements together: a step of progress always outweighs them.
        self.factor = len(self.satisfied) + 1
        self.stepwise = self.model.units * self.factor <= UNITS_AT_MOST
        self.units = self.model.units if self.stepwise else UNITS_AT_MOST // self.factor

    def run(self, forced: Sequence[tuple[int, str]], finer: bool) -> Allocation:
        ceiling = evaluate(self.problem.pathway, self.problem.weights, {**reach(self.problem), **self.problem.fixed})
        upper = ceiling[self.problem.pathway.requires.id]
        if not self.problem.edges:
            return Allocation(self.problem, (), score(self.problem, ()), upper, True)
        solver = Solver(self.model.programme)
        for award, leaf in forced:
            solver.require({self._edge_column(award, leaf): 1}, 1.0)
        aim = self.aim()
        # Worth comes in whole steps, so a gap below one step is a proof: nothing lies between. Else only gap 0 will do.
        answer = solver.maximise(aim, self.seconds, 0.9 if self.stepwise else 0.0)
        best, placements = self.read(answer.point)
        upper = max(min(upper, self._bound(answer)), best.progress)
        settled = False
        if finer and answer.point is not None and answer.finished:
            refined, settled = self._refine(solver, aim, answer.point)
            closer, placed = self.read(refined)
            if (closer.progress, len(closer.satisfied)) >= (best.progress, len(best.satisfied)):
                best, placements = closer, placed
        if not settled:
            placements = tidy(self.problem, placements)
        return Allocation(self.problem, placements, score(self.problem, placements), upper, settled)

    def aim(self) -> Terms:
        aim: Terms = {column: share * self.units * self.factor for column, share in self.model.worth.items()}
        for column in self.satisfied:
            aim[column] = aim.get(column, 0) + 1
        return aim

    def _bound(self, answer: Answer) -> Fraction:
        """Round the solver's bound down to a step that worth can take; without steps it proves nothing."""
        if not self.stepwise or not isfinite(answer.bound):
            return Fraction(1)
        whole = Fraction(answer.bound) / self.factor + self.model.constant * self.units
        return Fraction(floor(whole + Fraction(1, 1_000) / self.factor), self.units)

    def _edge_column(self, award: int, leaf: str) -> int:
        for number, edge in enumerate(self.problem.edges):
            if edge.award == award and self.problem.slots[edge.slot].leaf.id == leaf:
                return self.model.placed[number]
        raise KeyError((award, leaf))

    def _refine(self, solver: Solver, aim: Terms, point: Sequence[float]) -> tuple[Sequence[float], bool]:
        """Among allocations worth as much, take the one with the better finer points.

        In large stacks the last preferences are as hard as the whole question and matter little: they are left to `tidy`.
        """
        reached = value_of(aim, point)
        solver.require(aim, reached - (0.5 if self.stepwise else 1e-6 * max(1.0, abs(reached))))
        doubts: Terms = dict.fromkeys(self._doubts(), -1)
        if doubts and value_of(doubts, point) < -0.5:
            point, finished = self._better(solver, doubts, point)
            if not finished:
                return point, False
        if doubts:
            solver.require(doubts, value_of(doubts, point) - 0.5)
        return self._better(solver, self._tie_break(), point)

    def _better(self, solver: Solver, terms: Terms, point: Sequence[float]) -> tuple[Sequence[float], bool]:
        left = self.seconds - solver.spent()
        if left <= 0 or len(self.problem.edges) > REFINED_AT_MOST:
            return point, False
        answer = solver.maximise(terms, left, 0.9)
        return answer.point or point, answer.point is not None and answer.finished

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
            cost = (61 - months) * size + place + 1
            column = self.model.used[award]
            terms[column] = terms.get(column, 0) - cost
        return terms

    def _months(self, award: int) -> int:
        expires = self.problem.awards[award].expires
        if expires is None:
            return 60
        on = self.problem.scenario.on
        return max(0, min(59, (expires.year - on.year) * 12 + expires.month - on.month))

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
            programme.at_most({column: 1} | {c: -f for c, f in filled.items()}, 0)
            terms[column] = 1
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
        programme.at_most({column: wanted} | dict.fromkeys(columns, -1), sure)
        terms[column] = 1
        return column, False

    def read(self, point: Sequence[float] | None) -> tuple[Score, tuple[Placement, ...]]:
        """Read a point as placements; score them; nothing placed where there is no point."""
        if point is None:
            return score(self.problem, ()), ()
        placements: list[Placement] = []
        for number, edge in enumerate(self.problem.edges):
            if point[self.model.placed[number]] < 0.5:
                continue
            leaf = self.problem.slots[edge.slot].leaf
            whole = self.problem.awards[edge.award].credits if isinstance(leaf, CreditsFrom) else Fraction(1)
            if number in self.model.counted:
                whole = Fraction(round(point[self.model.counted[number]]), self.model.scale)
            if whole:
                placements.append(Placement(edge.award, leaf.id, whole))
        placements.sort(key=lambda placed: (placed.leaf, self.problem.awards[placed.award].key))
        return score(self.problem, placements), tuple(placements)


def value_of(terms: Terms, point: Sequence[float]) -> float:
    """Return the sum of `terms` at a point, in the solver's own doubles: for its rows, never for a figure."""
    return sum(float(factor) * point[column] for column, factor in terms.items())
