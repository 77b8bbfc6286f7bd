"""Holdings made to be counted wrongly: real credentials through the engine's front door, and lists whose figures were worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from tests.examining import Door
from tests.issuer_simulator import NOW, Issuer, bodies
from tests.wallet.pathways.stacks import TODAY, course, held, holdings, item, progress, stack
from wallet.pathways.holding import Holding, holdings_from
from wallet.pathways.progress import measure
from wallet.report import Verdict

AWARDED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def from_college(issuer: Issuer, key: str = "a", **more) -> dict:
    return course(key, 3, match=[{"by": "achievement", "id": f"{issuer.url}/achievements/{key}"}], issuers=None) | more


def badge(issuer: Issuer, key: str = "a", number: str = "", **members) -> dict:
    about = bodies.subject("did:example:learner", bodies.achievement(f"{issuer.url}/achievements/{key}", key.upper()))
    return bodies.credential(number or issuer.next_id(), issuer.profile, about, AWARDED, **members)


def pathway_of(issuer: Issuer, achievements: dict, requires, **more):
    named = {key: {n: v for n, v in made.items() if v is not None} for key, made in achievements.items()}
    recognised = {"college": {"name": "College", "ids": [issuer.id]}}
    return stack(named, requires, issuers=recognised | {"uni": {"name": "Uni", "ids": ["urn:uni"]}}, **more)


def percent(pathway, *rows: Holding) -> int:
    return measure(pathway, rows, NOW.date()).counts_now.percent


# -- a pathway's recognition is of the issuer, and of nothing else -----------------------------------------------------


def test_recognition_by_id_makes_an_unknown_issuer_count_and_says_on_whose_word():
    issuer = Issuer()
    issuer.known = False
    (one,) = holdings_from(Door((issuer,)).check(issuer.issue(body=badge(issuer))), "one")
    assert one.verdict is Verdict.ISSUER_UNKNOWN
    assert percent(pathway_of(issuer, {"a": from_college(issuer)}, [item("a")]), one) == 100


def test_recognition_by_id_never_establishes_a_status_that_nobody_could_establish():
    """The list is not held: what the issuer may have taken back counts nowhere, whoever recognises the issuer."""
    issuer = Issuer()
    issuer.known = False
    source = issuer.issue(body=badge(issuer), status="bitstring")
    issuer.withheld |= set(issuer.lists)
    (one,) = holdings_from(Door((issuer,)).check(source), "one")
    assert one.verdict is Verdict.ISSUER_UNKNOWN
    pathway = pathway_of(issuer, {"a": from_college(issuer)}, [item("a")])
    report = measure(pathway, (one,), NOW.date())
    assert (report.counts_now.percent, report.provisional.percent) == (0, 100)
    assert [reason.code for reason in report.not_counted[0].reasons] == ["verdict.status_unknown"]


@pytest.mark.parametrize("verdict", [Verdict.REVOKED, Verdict.SUSPENDED, Verdict.ALTERED, Verdict.NOT_GENUINE])
def test_recognition_by_id_never_outweighs_what_is_known_to_be_wrong(verdict):
    report = progress(stack({"a": course("a")}, [item("a")]), held("one", "a", status=str(verdict)))
    assert (report.counts_now.percent, report.if_issued.percent) == (0, 0)


def test_an_expired_credential_of_a_recognised_issuer_was_lost_to_expiry_and_does_not_count():
    issuer = Issuer()
    issuer.known = False
    made = badge(issuer, validUntil=NOW - timedelta(days=1))
    (one,) = holdings_from(Door((issuer,)).check(issuer.issue(body=made)), "one")
    report = measure(pathway_of(issuer, {"a": from_college(issuer)}, [item("a")]), (one,), NOW.date())
    assert (report.counts_now.percent, report.lost_to_expiry.figure.percent) == (0, 100)


# -- copies ------------------------------------------------------------------------------------------------------------


def test_one_credential_in_two_wrappings_counts_once_even_where_attempts_repeat():
    """The same id as JSON with a proof and, issued again, as a token (`jti`); known by an alignment only; repeats are allowed."""
    issuer = Issuer()
    node = bodies.alignment("Node", "https://x.example/node", "Framework", "N1")
    bare = {
        "type": ["Achievement"],
        "name": "A",
        "description": "A",
        "criteria": {"narrative": "x"},
        "alignment": [node],
    }
    about = bodies.subject("did:example:learner", bare)
    made = bodies.credential(issuer.next_id(), issuer.profile, about, AWARDED)
    again = made | {"name": "A, issued again"}
    rows = [
        holding
        for form, body in (("eddsa-rdfc-2022", made), ("vc+jwt", again))
        for holding in holdings_from(Door((issuer,)).check(issuer.issue(form, body)), form)
    ]
    assert len({holding.digest for holding in rows}) == 2
    repeated = from_college(issuer, match=[{"by": "alignment", "targetUrl": "https://x.example/node"}], repeatable=True)
    pool = {"id": "pool", "type": "credits", "need": {"value": 6, "unit": "us-sem"}, "from": ["a"]}
    report = measure(pathway_of(issuer, {"a": repeated}, [pool]), rows, NOW.date())
    assert report.counts_now.exact == Fraction(1, 2)
    assert [reason.code for rest in report.not_counted for reason in rest.reasons] == ["copy.counted"]


def test_two_achievements_of_one_credential_id_are_two():
    pathway = stack({"a": course("a", 3), "b": course("b", 3)}, [item("a"), item("b")])
    rows = (held("one", "a", credentialId="urn:x"), held("two", "b", credentialId="urn:x"))
    assert progress(pathway, *rows).counts_now.percent == 100


def test_a_record_a_part_of_it_and_a_copy_of_the_part_count_once():
    pool = {"id": "pool", "type": "count", "n": 3, "from": ["whole", "part"]}
    pathway = stack({"whole": course("whole"), "part": course("part", repeatable=True)}, [pool])
    rows = (
        held("record", "whole"),
        held("record/1", "part", parents=["record"]),
        held("copy", "part"),
        held("grandchild", "part", parents=["record", "record/1"], grade="B"),
    )
    assert progress(pathway, *rows).counts_now.exact == Fraction(1, 3)


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("2026-11-23T00:00:00Z", "2026-11-22"),  # ends as that day begins
        ("2026-11-22T23:59:59Z", "2026-11-22"),
        ("2026-11-22T00:00:00+08:00", "2026-11-21"),
        ("2026-11-22T00:00:01-05:00", "2026-11-22"),
    ],
)
def test_what_ends_at_midnight_does_not_hold_on_the_day_that_begins_then(until, last):
    issuer = Issuer()
    made = badge(issuer) | {"validUntil": until}
    (one,) = holdings_from(Door((issuer,)).check(issuer.issue(body=made)), "one")
    assert one.valid_until == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("awarded", "on", "percent"),
    [
        ("2023-11-22", "2026-11-22", 100),  # the last day of three years
        ("2023-11-22", "2026-11-23", 0),
        ("2024-02-29", "2027-02-28", 100),
        ("2024-02-29", "2027-03-01", 0),
        ("2023-12-31", "2026-12-31", 100),
        ("2023-12-31", "2027-01-01", 0),
    ],
)
def test_years_end_on_their_day_over_leap_days_and_new_years(awarded, on, percent):
    pathway = stack({"a": course("a", validFor="P3Y")}, [item("a")])
    rows = holdings(held("one", "a", awarded=awarded))
    assert measure(pathway, rows, date.fromisoformat(on)).counts_now.percent == percent


def test_risk_is_reckoned_at_six_and_twelve_months_to_the_day():
    """On 31 August, six months reach 28 February. Four of equal weight: over before, on, after the sixth month, after the twelfth."""
    ends = ("2027-02-27", "2027-02-28", "2027-08-31", "2027-09-01")
    pathway = stack({f"c{n}": course(f"c{n}", 3) for n in range(4)}, [item(f"c{n}") for n in range(4)])
    rows = holdings(*(held(f"h{n}", f"c{n}", validUntil=end) for n, end in enumerate(ends)))
    report = measure(pathway, rows, date(2026, 8, 31))
    assert [risk.figure.exact for risk in report.at_risk] == [Fraction(3, 4), Fraction(1, 2)]
    assert [[key for key, _ in risk.holdings] for risk in report.at_risk] == [["h0"], ["h0", "h1"]]


# -- everything must hold ----------------------------------------------------------------------------------------------


def test_an_average_of_nothing_keeps_100_percent_away():
    points = {"F": 0, "D": 1, "C": 2, "B": 3, "A": 4}
    flag = {"id": "gpa", "kind": "gpa", "scale": "letter", "points": points, "min": 2}
    pathway = stack({"a": course("a", 3)}, [item("a")], flags=[flag])
    passed = progress(pathway, held("one", "a"))
    assert (passed.counts_now.exact, passed.counts_now.percent, passed.flags[0].holds) == (1, 99, None)
    graded = progress(pathway, held("one", "a", grade="C"))
    assert (graded.counts_now.percent, graded.flags[0].value) == (100, 2)


def test_a_hundred_percent_needs_every_requirement_however_little_it_weighs():
    things = {"a": course("a", 3), "b": course("b", 3)}
    pathway = stack(things, [item("a", weight=1_000_000), item("b", weight=1)])
    report = progress(pathway, held("one", "a"))
    assert (report.counts_now.percent, report.open) == (99, ("root", "b"))


def test_between_two_blocks_so_many_credits_are_shared_and_no_more():
    """Three of 3 credits, wanted 9 in each of two blocks that may share 5: one is shared (3), two would be 6. 9 + 3 of 18."""
    pools = [
        {"id": n, "type": "credits", "need": {"value": 9, "unit": "us-sem"}, "from": ["a", "b", "c"], "block": n}
        for n in ("x", "y")
    ]
    things = {key: course(key, 3) for key in "abc"}
    pathway = stack(things, pools, sharing=[{"between": ["x", "y"], "maxCredits": 5}])
    assert progress(pathway, *(held(key) for key in "abc")).counts_now.exact == Fraction(12, 18)


def test_one_certificate_is_one_course_and_one_course_is_one_certificate():
    """Two certificates, three courses; each certificate would do for any of them. By hand: two courses of three."""
    rules = [
        {"id": f"{x}-{key}", "authority": "uni", "from": [x], "gives": [{"achievement": key}], "onePerTarget": True}
        for x in ("x1", "x2")
        for key in "abc"
    ]
    things = {key: course(key, 4) for key in ("a", "b", "c", "x1", "x2")}
    pathway = stack(things, [item(key) for key in "abc"], equivalences=rules)
    report = progress(pathway, held("one", "x1"), held("two", "x2"))
    assert (report.counts_now.exact, report.counts_now.proven) == (Fraction(2, 3), True)


def test_one_rule_gives_no_more_than_its_source_may_bring():
    """A certificate gives 4 + 3 + 2 credits, 6 at most, and the target wants 9: the best is 4 + 2."""
    gives = [
        {"achievement": key, "credits": {"value": v, "unit": "us-sem"}} for key, v in (("a", 4), ("b", 3), ("c", 2))
    ]
    rule = {"id": "r", "authority": "uni", "from": ["x"], "gives": gives, "maxCreditsPerSource": 6}
    pool = {"id": "pool", "type": "credits", "need": {"value": 9, "unit": "us-sem"}, "from": ["a", "b", "c"]}
    pathway = stack({key: course(key, 4) for key in ("a", "b", "c", "x")}, [pool], equivalences=[rule])
    assert progress(pathway, held("one", "x")).counts_now.exact == Fraction(6, 9)


@pytest.mark.parametrize(
    ("one", "two", "percent"),
    [("2024-01-01", "2024-12-31", 100), ("2023-12-31", "2024-06-01", 0), ("2024-06-01", "2025-01-01", 0)],
)
def test_a_bundle_applies_only_if_each_part_was_awarded_within_its_days(one, two, percent):
    window = {"from": "2024-01-01", "to": "2024-12-31"}
    rule = {"id": "r", "authority": "uni", "from": ["x"], "fromAny": ["y", "z"], "gives": [{"achievement": "a"}]}
    pathway = stack({key: course(key, 3) for key in "axyz"}, [item("a")], equivalences=[rule | {"effective": window}])
    report = progress(pathway, held("hx", "x", awarded=one), held("hz", "z", awarded=two))
    assert report.counts_now.percent == percent


def test_a_residence_is_filled_by_the_school_itself_and_never_by_a_rule():
    rule = {"id": "r", "authority": "uni", "from": ["x"], "gives": [{"achievement": "b"}]}
    total = {"id": "total", "type": "credits", "need": {"value": 6, "unit": "us-sem"}, "from": ["a", "b"]}
    here = {**total, "id": "here", "block": "here", "need": {"value": 6, "unit": "us-sem"}, "issuers": ["uni"]}
    pathway = stack(
        {key: course(key, 3, issuers=["uni", "bank"]) for key in "abx"},
        [total, here | {"notVia": True}],
        equivalences=[rule],
        overlayBlocks=["here"],
    )
    report = progress(pathway, held("ha", "a"), held("hx", "x", issuer={"id": "urn:bank"}))
    assert report.counts_now.exact == Fraction(6 + 3, 12)


@pytest.mark.parametrize(
    ("grade", "percent"),
    [("B", 100), ("b", 100), ("C", 0), ("A+", 0), ("3.0", 0), ("", 0)],
)
def test_a_grade_counts_on_the_scale_that_is_asked_for_and_on_no_other(grade, percent):
    pathway = stack({"a": course("a")}, [item("a", min={"scale": "letter", "value": "B"})])
    assert progress(pathway, held("one", "a", **({"grade": grade} if grade else {}))).counts_now.percent == percent


def test_scales_of_numbers_are_numbers():
    pathway = stack(
        {"a": course("a")}, [item("a", min={"scale": "hundred", "value": "80"})], scales={"hundred": ["0", "80", "100"]}
    )
    for grade, wanted in (("79.9", 0), ("80", 100), ("80.0", 100), ("85%", 100), ("101", 0)):
        assert progress(pathway, held("one", "a", grade=grade)).counts_now.percent == wanted, grade


def test_taking_what_is_held_apart_by_brute_force():
    """Every way to hand five awards to three pools that share nothing, tried by hand, against the allocator."""
    from itertools import product

    sizes = {"a": 5, "b": 4, "c": 3, "d": 3, "e": 2}
    wants = {"x": (9, "abcd"), "y": (7, "bcde"), "z": (4, "ace")}
    pools = [
        {"id": n, "type": "credits", "need": {"value": v, "unit": "us-sem"}, "from": list(keys), "block": n}
        for n, (v, keys) in wants.items()
    ]
    pathway = stack({key: course(key, size) for key, size in sizes.items()}, pools)
    best = max(
        sum(
            min(need, sum(sizes[key] for key, place in zip(sizes, places, strict=True) if place == n and key in keys))
            for n, (need, keys) in wants.items()
        )
        for places in product((*wants, ""), repeat=len(sizes))
    )
    report = progress(pathway, *(held(key) for key in sizes))
    assert (report.counts_now.exact, report.counts_now.proven) == (Fraction(best, 20), True)


def test_the_day_and_the_order_of_the_list_change_nothing_that_they_should_not():
    pathway = stack({"a": course("a", 3), "b": course("b", 3)}, [item("a"), item("b")])
    rows = holdings(held("one", "a"), held("two", "b"))
    assert measure(pathway, rows, TODAY).counts_now == measure(pathway, rows[::-1], TODAY).counts_now
    twice = (*rows, replace(rows[0]))
    assert measure(pathway, twice, TODAY).counts_now.percent == 100
