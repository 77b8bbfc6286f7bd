"""The allocator against brute force, on small random stacks that exercise every construct of the format."""

from fractions import Fraction

import pytest

from tests.properties.stack_greedy import greedy
from tests.properties.stack_instances import Instance
from tests.properties.stack_oracle import Oracle
from wallet.pathways.allocation import Search, allocate
from wallet.pathways.plain import place_everything
from wallet.pathways.problem import pose

ALL, SHARE = 2_000, 150
CONSTRUCTS = """choose count skills caps min minLevel maxAge notVia block overlayBlocks sharing maxCount maxCredits limits
via-rule direct pass-fail notCombinable otherTransfer fromAny maxCreditsPerSource onePerSource onePerTarget confirm
effective validFor countsAfterExpiry renewedBy repeatable maxTimes latest first waive accept weight ects cats meetsMinimum"""


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_brute_force_equals_the_allocator(full, record_property):
    lost = 0
    seeds = range(ALL) if full else range(0, ALL, ALL // SHARE)
    for seed in seeds:
        instance = Instance(seed)
        oracle = Oracle(instance.pathway, instance.holdings, instance.scenario)
        found = allocate(instance.pathway, instance.holdings, instance.scenario, seconds=30.0)
        assert (found.progress, _satisfied(oracle, found), -_doubts(found)) == oracle.best(), seed
        assert found.proven_optimal, seed
        assert found.settled, seed
        lost += greedy(found.problem) < found.progress
    record_property("greedy_lost", f"{lost} of {len(seeds)}")
    print(f"greedy lost on {lost} of {len(seeds)} instances")
    assert lost > len(seeds) // 50, "the instances are too easy to show anything"


def _satisfied(oracle, found):
    return sum(node.id in found.score.satisfied for node in oracle.open_nodes)


def _doubts(found):
    awards = {placed.award for placed in found.placements}
    doubtful = sum(bool(found.problem.awards[award].conditions) for award in awards)
    places = {(e.award, found.problem.slots[e.slot].leaf.id): e.conditions for e in found.problem.edges}
    return doubtful + sum(bool(places[placed.award, placed.leaf]) for placed in found.placements)


def test_the_instances_exercise_every_construct():
    texts = " ".join(str(Instance(seed).document) for seed in range(300))
    for member in CONSTRUCTS.split():
        assert f"'{member}'" in texts, member


def test_where_nothing_competes_the_solver_would_say_the_same(full):
    """The short way is taken only where the long one has nothing to decide: the same placements, to the last one."""
    plain = 0
    for seed in range(ALL if full else 300):
        instance = Instance(seed)
        problem = pose(instance.pathway, instance.holdings, instance.scenario)
        everything = place_everything(problem)
        if everything is not None:
            plain += 1
            assert Search(problem, 30.0).run((), True).placements == everything, seed
    assert plain


def test_a_point_that_breaks_a_rule_is_never_scored():
    from wallet.pathways.checker import BrokenAllocationError, Placement, score

    broken = 0
    for seed in range(40):
        instance = Instance(seed)
        found = allocate(instance.pathway, instance.holdings, instance.scenario)
        for edge in found.problem.edges:
            placed = Placement(edge.award, found.problem.slots[edge.slot].leaf.id, Fraction(1_000))
            with pytest.raises(BrokenAllocationError):
                score(found.problem, (*found.placements, placed, placed))
            broken += 1
    assert broken
