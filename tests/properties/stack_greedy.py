"""What planners get that take whatever fits first."""

from fractions import Fraction

from wallet.pathways.checker import BrokenAllocationError, Placement, score
from wallet.pathways.pathway import CreditsFrom
from wallet.pathways.problem import Edge, Problem


def greedy(problem: Problem) -> Fraction:
    """Return the progress of first come, first served: leaves in the file's order, largest awards first."""
    edges = sorted(
        problem.edges,
        key=lambda edge: (edge.slot, -problem.awards[edge.award].credits, problem.awards[edge.award].key),
    )
    return _place(problem, edges)


def greedy_by_credential(problem: Problem) -> Fraction:
    """Return the progress of using up one credential after the other wherever it first fits."""
    edges = sorted(problem.edges, key=lambda edge: (problem.awards[edge.award].sources, edge.slot))
    return _place(problem, edges)


def _place(problem: Problem, edges: list[Edge]) -> Fraction:
    placements: list[Placement] = []
    for edge in edges:
        slot = problem.slots[edge.slot]
        here = sum((p.counted for p in placements if p.leaf == slot.leaf.id), Fraction(0))
        if here >= slot.need:
            continue
        size = problem.awards[edge.award].credits if isinstance(slot.leaf, CreditsFrom) else Fraction(1)
        trial = [*placements, Placement(edge.award, slot.leaf.id, size)]
        try:
            score(problem, trial)
        except BrokenAllocationError:
            continue
        placements = trial
    return score(problem, placements).progress
