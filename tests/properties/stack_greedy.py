"""What a planner gets that fills requirements one after the other with the first thing that fits."""

from fractions import Fraction

from wallet.pathways.checker import BrokenAllocationError, Placement, score
from wallet.pathways.pathway import CreditsFrom
from wallet.pathways.problem import Problem


def greedy(problem: Problem) -> Fraction:
    """Return the progress of first come, first served: leaves in the file's order, largest awards first."""
    placements: list[Placement] = []
    for number, slot in enumerate(problem.slots):
        edges = [edge for edge in problem.edges if edge.slot == number]
        edges.sort(key=lambda edge: (-problem.awards[edge.award].credits, problem.awards[edge.award].key))
        for edge in edges:
            here = sum((p.counted for p in placements if p.leaf == slot.leaf.id), Fraction(0))
            if here >= slot.need:
                break
            size = problem.awards[edge.award].credits if isinstance(slot.leaf, CreditsFrom) else Fraction(1)
            trial = [*placements, Placement(edge.award, slot.leaf.id, size)]
            try:
                score(problem, trial)
            except BrokenAllocationError:
                continue
            placements = trial
    return score(problem, placements).progress
