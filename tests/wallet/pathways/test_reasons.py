"""Reasons, growth and what-if."""

from fractions import Fraction

import pytest

from tests.wallet.pathways.stacks import TODAY, course, held, holdings, item, progress, stack
from wallet.credentials.model import Alignment
from wallet.errors import MissingLibraryError
from wallet.pathways import solver
from wallet.pathways.allocation import allocate
from wallet.pathways.growth import growth, growth_csv, skills_csv, skills_for
from wallet.pathways.holding import HeldResult
from wallet.pathways.library import shipped
from wallet.pathways.reasons import why_not, why_open
from wallet.pathways.standing import Scenario
from wallet.pathways.what_if import compare, switch, what_if


def test_a_counterfactual_is_exact_about_what_it_would_cost():
    """One award, two blocks that share nothing: three credits here or one item there."""
    pool = {"id": "pool", "type": "credits", "need": {"value": 6, "unit": "us-sem"}, "from": ["a", "b"], "block": "x"}
    pathway = stack({"a": course("a", 3), "b": course("b", 3)}, [item("a", block="y", weight=1), pool])
    rows = holdings(held("h", "a"), held("g", "b"))
    found = allocate(pathway, rows, Scenario(TODAY))
    why = why_not(found, rows, "h")
    assert why.counted_at == ("pool",)
    other = why.alternatives[0]
    assert (other.requirement, other.change) == ("a", Fraction(1, 7) - Fraction(3, 7))
    assert [(cost.requirement, cost.amount, cost.unit) for cost in other.costs] == [("pool", 3, "us-sem")]
    opened = why_open(found, "a")
    assert [(fit.holding, fit.used_at) for fit in opened.fits] == [("h", ("pool",))]


def test_a_missing_solver_is_said_and_not_worked_around(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(MissingLibraryError) as caught:
        solver.load_highs()
    assert caught.value.facts["library"] == "highspy"
    either = {"id": "either", "type": "item", "achievement": ["a", "b"]}
    with pytest.raises(MissingLibraryError):
        progress(stack({"a": course("a"), "b": course("b")}, [either]), held("h", "a"), held("g", "b"))


def test_where_nothing_competes_no_solver_is_needed(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "highspy", None)
    report = progress(stack({"a": course("a", 3), "b": course("b", 1)}, [item("a"), item("b")]), held("h", "a"))
    assert (report.counts_now.exact, report.counts_now.proven) == (Fraction(3, 4), True)


def test_what_if_never_touches_what_counts():
    pathway = stack({"a": course("a", 3), "b": course("b", 1)}, [item("a"), item("b")])
    found = what_if(pathway, holdings(held("h", "a")), holdings(held("p", "b")), TODAY)
    assert (found.now.progress, found.then.progress, found.gain) == (Fraction(3, 4), 1, Fraction(1, 4))
    assert found.fills == (("p", "b"),)


def test_two_degrees_and_a_change_of_school():
    here = stack({"a": course("a", 3), "b": course("b", 3)}, [item("a"), item("b")])
    rule = {"id": "a→z", "authority": "bank", "from": ["a"], "gives": [{"achievement": "z"}], "confirm": True}
    there = stack(
        {"a": course("a"), "z": course("z", 3, match=[])}, [item("z")], id="urn:example:there", equivalences=[rule]
    )
    rows = holdings(held("h", "a"), held("g", "b"))
    both = compare((here, there), rows, TODAY)
    assert [report.counts_now.percent for report in both.reports] == [100, 100]
    moved = switch(here, there, rows, TODAY)
    assert (moved.kept, [lost.holding for lost in moved.lost], moved.change) == (("h",), ["g"], 0)
    assert both.reports[1].certain.percent == 0


def test_growth_compares_only_like_with_like():
    stage = ("Beginning", "Developing", "Proficient")
    rows = holdings(held("one", "a", awarded="2025-01-01"), held("two", "b", awarded="2026-01-01"), held("three", "c"))
    values = (("Beginning", stage), ("Proficient", stage), ("B", ("C", "B", "A")))
    from dataclasses import replace

    graded = [replace(h, results=(HeldResult(v, s, ("urn:node",)),)) for h, (v, s) in zip(rows, values, strict=True)]
    series = growth(graded)
    assert [len(one.points) for one in series] == [2, 1] or [len(one.points) for one in series] == [1, 2]
    long = next(one for one in series if len(one.points) == 2)
    assert [point.place for point in long.points] == [0, 2]
    assert growth_csv(series).count("\r\n") == 4


def test_skills_against_a_job_with_evidence_level_and_verdict():
    job = shipped("junior-data-analyst")
    node = Alignment(target_url="https://frameworks.example/ods/ODS-CODE")
    from dataclasses import replace

    code = replace(holdings(held("h", "x", grade="Developing", name="=2+2"))[0], alignments=(node,))
    rows = {row.skill: row for row in skills_for(job, (code,), TODAY)}
    assert (rows["ODS-CODE"].holding, rows["ODS-CODE"].wanted, rows["ODS-CODE"].enough) == ("h", "Proficient", False)
    assert rows["ODS-ETH"].holding == ""
    better = replace(code, grades=("Proficient",))
    assert next(row for row in skills_for(job, (better,), TODAY) if row.skill == "ODS-CODE").enough
    assert "'=1" in skills_csv([replace(rows["ODS-CODE"], title="=1")])
