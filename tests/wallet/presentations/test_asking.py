"""A wish in plain words becomes a DCQL query that any format answers, and asks for nothing else; a query is told in words again."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wallet.presentations.presenting import badge_for, holder
from wallet.errors import PresentationError
from wallet.messages.presenting import FACT_WORDS, KIND_WORDS, WishView
from wallet.presentations.asking import FACTS, KINDS, build_query, describe, places_of
from wallet.presentations.covering import smallest_cover
from wallet.presentations.dcql import Candidate, choose_smallest, find_answers, find_missing, read_query

BADGE = badge_for(holder(), "did:web:harbourside.example", creditsEarned=6)
COURSE = {
    "iss": "did:web:harbourside.example",
    "vct": "urn:course",
    "iat": 1_770_000_000,
    "course_name": "Statistics",
    "grade": "8.5",
    "given_name": "Li",
    "family_name": "Wei",
    "ects": 6,
    "skills": ["sampling"],
    "birthdate": "2001-02-03",
}
TYPES = frozenset(
    (
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
        "https://www.w3.org/2018/credentials#VerifiableCredential",
    )
)


def held(*, bound: bool = True) -> list[Candidate]:
    return [
        Candidate("badge", "ldp_vc", BADGE, TYPES, holder_bound=bound),
        Candidate("token", "jwt_vc_json", BADGE, TYPES, holder_bound=bound),
        Candidate("course", "dc+sd-jwt", COURSE, frozenset(("urn:course",)), "urn:course", holder_bound=bound),
    ]


def answers_of(wish: WishView, candidates: list[Candidate]) -> dict[str, set[tuple[object, ...]]]:
    query = read_query(build_query(wish))
    return {one.candidate: set(one.places) for found in find_answers(query, candidates).values() for one in found}


wishes = st.builds(
    WishView,
    kind=st.sampled_from(sorted(KINDS)),
    type=st.sampled_from(("urn:course", "SomeType")),
    title=st.sampled_from(("", "Statistics")),
    issuer=st.sampled_from(("", "did:web:harbourside.example")),
    facts=st.lists(st.sampled_from(sorted(FACTS)), unique=True).map(tuple),
    unbound=st.booleans(),
)


@given(wishes)
def test_every_wish_is_a_query_that_can_be_read(wish: WishView) -> None:
    query = read_query(build_query(wish))
    assert query.sets[0].options == tuple((one.id,) for one in query.credentials)
    facts, _values = describe(query)
    assert set(facts) <= set(FACT_WORDS.values())
    assert {FACT_WORDS[fact] for fact in wish.facts} <= set(facts)


@given(wishes)
def test_nothing_is_asked_for_that_was_not_wished(wish: WishView) -> None:
    allowed = {
        place
        for claims, flat in ((BADGE, False), (COURSE, True))
        for place in places_of((*wish.facts, *(("title",) if wish.title else ())), claims, flat=flat)
    } | {("iss",), ("issuer", "id")}
    for places in answers_of(wish, held()).values():
        assert places <= allowed
        assert ("birthdate",) not in places


@pytest.mark.parametrize("facts", list(itertools.combinations(sorted(FACTS), 2)), ids="-".join)
def test_two_facts_are_found_in_each_format(facts: tuple[str, ...]) -> None:
    wanted = set(facts)
    found = answers_of(WishView(facts=facts), held())
    assert "course" in found
    assert ("badge" in found) == ("holder" not in wanted)  # this badge does not name its holder
    assert ("badge" in found) == ("token" in found)


def test_a_title_and_an_issuer_must_be_exactly_so() -> None:
    assert set(answers_of(WishView(title="Statistics"), held())) == {"badge", "token", "course"}
    assert answers_of(WishView(title="Statistic"), held()) == {}
    assert set(answers_of(WishView(issuer="did:web:harbourside.example"), held())) == {"badge", "token", "course"}
    assert answers_of(WishView(issuer="did:web:elsewhere.example"), held()) == {}


def test_a_kind_and_a_type_are_kept_to() -> None:
    assert set(answers_of(WishView(kind="certificate"), held())) == {"badge", "token", "course"}
    assert answers_of(WishView(kind="record"), held()) == {}
    assert set(answers_of(WishView(kind="type", type="urn:course"), held())) == {"course"}


def test_a_key_is_asked_for_unless_one_says_otherwise() -> None:
    assert answers_of(WishView(facts=("title",)), held(bound=False)) == {}
    assert set(answers_of(WishView(facts=("title",), unbound=True), held(bound=False))) == {"badge", "token", "course"}


@pytest.mark.parametrize(
    ("wish", "step"),
    [
        (WishView(kind="x"), "asking.kind"),
        (WishView(kind="type"), "asking.type"),
        (WishView(facts=("x",)), "asking.fact"),
    ],
)
def test_a_wish_that_is_none_is_refused(wish: WishView, step: str) -> None:
    with pytest.raises(PresentationError) as refusal:
        build_query(wish)
    assert refusal.value.step == step


def test_the_words_and_the_places_are_of_the_same_things() -> None:
    assert set(FACT_WORDS) == set(FACTS)
    assert set(KIND_WORDS) == set(KINDS)


def test_a_query_without_claims_asks_for_what_is_always_shown() -> None:
    """OpenID4VP 1.0, section 6.4.1: without `claims` nothing selectively disclosable is asked for."""
    query = read_query({"credentials": [{"id": "a", "format": "dc+sd-jwt", "meta": {"vct_values": ["urn:course"]}}]})
    answers = find_answers(query, held())
    assert find_missing(query, answers) == ()
    (chosen,) = choose_smallest(query, answers)
    assert (chosen.candidate, chosen.places) == ("course", ())


def test_the_answer_that_gives_away_the_least_is_chosen() -> None:
    whole = Candidate("whole", "jwt_vc_json", BADGE, TYPES, always_shown=30)
    parts = Candidate("parts", "dc+sd-jwt", COURSE, vct="urn:course", always_shown=4)
    query = read_query(build_query(WishView(facts=("title", "grade"))))
    (chosen,) = choose_smallest(query, find_answers(query, [whole, parts]))
    assert chosen.candidate == "parts"
    assert set(chosen.places) == {("course_name",), ("grade",)}


def test_SDJWT_16_a_spare_is_shown_before_a_key_that_was_shown() -> None:
    worn = Candidate("worn", "dc+sd-jwt", COURSE, vct="urn:course", used=2)
    spare = Candidate("spare", "dc+sd-jwt", COURSE, vct="urn:course", used=0)
    query = read_query(build_query(WishView(facts=("grade",))))
    for order in ([worn, spare], [spare, worn]):
        (chosen,) = choose_smallest(query, find_answers(query, order))
        assert chosen.candidate == "spare"


# the fewest credentials

NEEDS = tuple("abcdef")
offers = st.dictionaries(
    st.sampled_from([f"c{number}" for number in range(7)]),
    st.frozensets(st.sampled_from(NEEDS), max_size=4),
    max_size=7,
)


@given(offers, st.dictionaries(st.sampled_from([f"c{number}" for number in range(7)]), st.integers(0, 9)))
def test_no_choice_is_smaller_or_cheaper(shown: dict[str, frozenset[str]], costs: dict[str, int]) -> None:
    cover = smallest_cover(NEEDS, shown, costs)
    reachable = frozenset().union(*shown.values()) if shown else frozenset()
    assert set(cover.missing) == set(NEEDS) - reachable
    assert frozenset().union(*(shown[key] for key in cover.chosen)) >= reachable if cover.chosen else not reachable
    assert cover.proven
    best = min(
        (len(some), sum(costs.get(key, 0) for key in some))
        for size in range(len(shown) + 1)
        for some in itertools.combinations(shown, size)
        if reachable <= frozenset().union(*(shown[key] for key in some))
    )
    assert (len(cover.chosen), sum(costs.get(key, 0) for key in cover.chosen)) == best


def test_a_choice_beyond_the_budget_still_covers_and_says_that_it_is_not_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wallet.presentations.covering.MAX_WORK", 5)
    shown = {f"c{number}": frozenset((number, (number * 7) % 30, (number * 11) % 30)) for number in range(30)}
    named = {key: frozenset(f"n{each}" for each in some) for key, some in shown.items()}
    needs = tuple(sorted(frozenset().union(*named.values())))
    cover = smallest_cover(needs, named, {})
    assert frozenset().union(*(named[key] for key in cover.chosen)) == frozenset(needs)
    assert not cover.proven
