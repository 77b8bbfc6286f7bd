"""The figures are true: only verified evidence counts, every exclusion has its reason, nothing counts twice."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tests.wallet.pathways.stacks import TODAY, course, held, holdings, item, progress, reasons, stack
from wallet.pathways.pathway import Override, OverrideAction
from wallet.pathways.progress import measure
from wallet.report import Verdict

A = {"a": course("a", 3)}


def simple():
    return stack(A, [item("a")])


@pytest.mark.parametrize("verdict", Verdict)
def test_only_verified_and_refresh_due_count(verdict):
    report = progress(simple(), held("h", "a", status=str(verdict)))
    counts = verdict in (Verdict.VERIFIED, Verdict.REFRESH_DUE, Verdict.ISSUER_UNKNOWN)
    assert (report.counts_now.percent == 100) is counts
    if not counts:
        assert f"verdict.{verdict}" in reasons(report, "h")


def test_an_unknown_issuer_counts_only_if_the_stack_recognises_it_by_id():
    anyone = stack({"a": {k: v for k, v in course("a").items() if k != "issuers"}}, [item("a")])
    row = held("h", "a", status="issuer_unknown")
    known = progress(anyone, row)
    assert known.counts_now.percent == 100
    assert [note.code for note in known.requirements[1].fills[0].notes] == ["issuer.on_the_pathways_word"]
    assert progress(anyone, row | {"issuer": {"id": "urn:stranger", "name": "Uni"}}).counts_now.percent == 0


@pytest.mark.parametrize("verdict", ["altered", "not_genuine", "not_bound", "revoked", "suspended"])
def test_what_is_false_counts_in_no_figure(verdict):
    report = progress(simple(), held("h", "a", status=verdict))
    figures = (report.provisional, report.with_in_progress, report.if_issued, report.lost_to_expiry.figure)
    assert [figure.exact for figure in figures] == [0, 0, 0, 0]


def test_ones_own_word_never_counts_and_is_visible():
    report = progress(simple(), held("h", "a", basis="paper"))
    assert (report.counts_now.exact, report.with_in_progress.exact, report.if_issued.exact) == (0, 0, 1)
    assert report.not_counted[0].would_count
    report = progress(simple(), held("h", "a", basis="in_progress"))
    assert (report.counts_now.exact, report.provisional.exact, report.with_in_progress.exact) == (0, 0, 1)


def test_two_copies_of_one_credential_count_once():
    pathway = stack({"a": course("a", 3), "b": course("b", 3), "c": course("c", 3)}, [item("b"), item("c")],
                    equivalences=[{"id": f"a→{k}", "authority": "uni", "from": ["a"], "gives": [{"achievement": k}]} for k in "bc"])  # fmt: skip
    report = progress(pathway, held("one", "a"), held("two", "a", subject="did:example:other"))
    assert report.counts_now.percent == 50
    assert ["copy.counted"] in (reasons(report, "one"), reasons(report, "two"))
    third = held("three", "a", issuer={"id": "urn:mirror"}, digest="d"), held("four", "a", digest="d")
    assert progress(pathway, *third).counts_now.percent == 50


def test_a_container_and_what_lies_inside_never_count_twice():
    pathway = stack({"degree": course("degree", 3), "a": course("a", 3)}, [item("degree"), item("a")])
    inside = held("clr/0", "a", parents=["clr"])
    assert progress(pathway, held("clr", "degree"), inside).counts_now.percent == 50
    assert progress(pathway, held("clr", "degree"), held("x", "a")).counts_now.percent == 100


def test_a_name_only_suggests_until_it_is_confirmed():
    pathway = stack({"a": course("a", 3, match=[{"by": "name", "name": "Welding I"}])}, [item("a")])
    row = held("h", "other", name="welding  I")
    report = progress(pathway, row)
    assert (report.counts_now.exact, report.suggestions[0].achievement) == (0, "a")
    sure = progress(pathway, row, confirmed=frozenset({("h", "a")}))
    assert (sure.counts_now.percent, sure.certain.percent) == (100, 0)


@pytest.mark.parametrize(
    ("match", "more"),
    [
        (
            {"by": "ctid", "id": "ce-11111111-2222-3333-4444-555555555555"},
            {"ctids": ["ce-11111111-2222-3333-4444-555555555555"]},
        ),
        (
            {"by": "alignment", "targetUrl": "https://f.example/1"},
            {"alignments": [{"targetUrl": "https://f.example/1"}]},
        ),
        (
            {"by": "alignment", "framework": "F", "code": "1"},
            {"alignments": [{"targetFramework": "F", "targetCode": "1"}]},
        ),
        ({"by": "related", "id": "urn:x"}, {"related": ["urn:x"]}),
        ({"by": "achievement", "id": "urn:x"}, {"related": ["urn:x"]}),
    ],
)
def test_every_way_of_matching_matches(match, more):
    pathway = stack({"a": course("a", 3, match=[match])}, [item("a")])
    assert progress(pathway, held("h", "other", **more)).counts_now.percent == 100
    assert progress(pathway, held("h", "other")).counts_now.percent == 0


def test_a_higher_certificate_renews_a_lower_one_while_it_is_in_force():
    ladder = {"low": course("low", validFor="P3Y", renewedBy=["high"]), "high": course("high", validFor="P3Y")}
    pathway = stack(ladder, [item("low"), item("high")])
    low = held("l", "low", awarded="2022-06-01")
    assert progress(pathway, low, held("h", "high", awarded="2025-05-01")).counts_now.percent == 100
    late = progress(pathway, low, held("h", "high", awarded="2025-07-01"))
    assert late.counts_now.percent == 50
    assert reasons(late, "l") == ["validity.lapsed"]
    expired = held("l", "low", awarded="2022-06-01", status="expired", validUntil="2025-06-01")
    assert progress(pathway, expired, held("h", "high", awarded="2025-05-01")).counts_now.percent == 100


def test_risk_and_loss_are_told_with_their_days():
    pathway = stack({"a": course("a", validFor="P3Y"), "b": course("b", validFor="P3Y")}, [item("a"), item("b")])
    report = progress(pathway, held("h", "a", awarded="2024-02-01"), held("g", "b", awarded="2020-01-01"))
    six, twelve = report.at_risk
    assert (six.figure.percent, twelve.figure.percent, six.loss) == (0, 0, Fraction(1, 2))
    assert six.holdings == (("h", date(2027, 2, 1)),)
    assert report.lost_to_expiry.holdings == (("g", date(2023, 1, 1)),)
    assert report.lost_to_expiry.figure.percent == 100


def test_a_grade_average_is_exact_and_keeps_100_percent_away():
    points = {"A": 4, "B": 3, "C": 2, "D": 1, "F": 0}
    flag = {"id": "gpa", "kind": "gpa", "scale": "letter", "points": points, "min": "3.0"}
    pathway = stack({"a": course("a", 3), "b": course("b", 1)}, [item("a"), item("b")], flags=[flag])
    report = progress(pathway, held("h", "a", grade="B"), held("g", "b", grade="C"))
    assert report.flags[0].value == Fraction(11, 4)
    assert (report.counts_now.exact, report.counts_now.percent, report.counts_now.complete) == (1, 99, False)
    assert progress(pathway, held("h", "a", grade="B"), held("g", "b", grade="B")).counts_now.percent == 100


def test_course_age_is_a_flag_of_its_own():
    pathway = stack(A, [item("a")], flags=[{"id": "age", "kind": "age", "max": "P2Y"}])
    report = progress(pathway, held("h", "a", awarded="2024-11-21"))
    assert (report.flags[0].holds, report.counts_now.percent) == (False, 99)
    assert progress(pathway, held("h", "a", awarded="2024-11-22")).counts_now.percent == 100


@pytest.mark.parametrize(
    ("policy", "grade", "percent"), [("latest", "D", 0), ("latest", "B", 100), ("first", "D", 100), ("best", "D", 100)]
)
def test_repeats_and_grade_replacement(policy, grade, percent):
    pathway = stack(A, [item("a", min={"scale": "letter", "value": "C"})], repeats=policy)
    first, second = (
        held("one", "a", awarded="2024-01-01", grade="C"),
        held("two", "a", awarded="2025-01-01", grade=grade),
    )
    assert progress(pathway, first, second).counts_now.percent == percent


def test_what_is_not_combinable_is_not_combined():
    things = {
        "mm": course("mm"),
        "x": course("x"),
        "mm-credit": course("mm-credit", "15/2", match=[]),
        "x-credit": course("x-credit", 5, match=[]),
    }
    rules = [{"id": k, "authority": "uni", "from": [k], "gives": [{"achievement": f"{k}-credit"}]} for k in ("mm", "x")]
    total = {"id": "total", "type": "credits", "need": {"value": 30, "unit": "us-sem"}, "from": "*"}
    pathway = stack(
        things, [total], equivalences=rules, notCombinable=[{"id": "no", "rules": ["mm"], "otherTransfer": True}]
    )
    assert progress(pathway, held("mm"), held("x")).counts_now.exact == Fraction(15, 60)


def test_conversions_are_exact_and_never_assumed():
    things = {"a": course("a") | {"credits": {"value": 10, "unit": "ects"}}}
    total = {"id": "total", "type": "credits", "need": {"value": 6, "unit": "us-sem"}, "from": "*"}
    bare = progress(stack(things, [total]), held("a"))
    assert bare.counts_now.exact == 0
    assert reasons(bare, "a") == ["leaf.no_credits"]
    ratio = {"from": "ects", "to": "us-sem", "num": 10, "den": 23, "authority": "uni"}
    assert progress(stack(things, [total], conversions=[ratio]), held("a")).counts_now.exact == Fraction(100, 138)


def test_ones_own_waiver_is_visible_and_is_no_evidence():
    own = Override("a", OverrideAction.WAIVE, by="me", note="I know this", own=True)
    report = measure(simple(), (), TODAY, decisions=(own,))
    assert (report.counts_now.exact, report.provisional.exact) == (0, 1)
    assert report.overrides[0].note == "I know this"
    theirs = stack(A, [item("a")], overrides=[{"node": "a", "action": "waive", "by": "uni", "note": "work experience"}])
    assert progress(theirs).counts_now.percent == 100
    posing = stack(A, [item("a")], overrides=[{"node": "a", "action": "waive", "by": "me"}])
    assert progress(posing).counts_now.percent == 0


def test_a_decision_that_claims_the_owners_name_from_the_learner_is_the_learners():
    own = Override("a", OverrideAction.WAIVE, by="uni", note="?")
    assert measure(simple(), (), TODAY, decisions=(own,)).counts_now.exact == 0


def test_the_catalogue_that_applies_is_a_matter_of_the_day_of_enrolment():
    pathway = replace(simple(), catalogue_year="2025")
    assert progress(pathway, enrolled=date(2025, 9, 1)).catalogue_fits is None
    dated = stack(A, [item("a")], effective={"from": "2025-08-01", "to": "2026-07-31"})
    assert progress(dated, enrolled=date(2025, 9, 1)).catalogue_fits is True
    assert progress(dated, enrolled=date(2024, 9, 1)).catalogue_fits is False


def test_every_figure_says_according_to_whom():
    report = progress(simple())
    assert "no institution" in report.attribution.according_to.render("en")
    real = stack(
        A,
        [item("a")],
        status="transcribed",
        provenance=[{"url": "https://uni.example/c", "kind": "primary", "claim": "x", "retrieved": "2026-11-01"}],
    )
    assert (
        progress(real).attribution.according_to.render("en") == "According to Uni, 2026-11-01; the institution decides."
    )


def test_permuting_the_holdings_changes_nothing_at_all():
    things = {k: course(k, n + 1) for n, k in enumerate("abcdef")}
    pool = {"id": "p", "type": "credits", "need": {"value": 7, "unit": "us-sem"}, "from": list("abcdef")}
    pathway = stack(things, [pool, {"id": "c", "type": "count", "n": 2, "from": list("abcdef")}])
    rows = holdings(*(held(f"h{k}", k) for k in "abcdef"))
    one, other = measure(pathway, rows, TODAY), measure(pathway, rows[::-1], TODAY)
    assert one.requirements == other.requirements
    assert one.counts_now == other.counts_now
