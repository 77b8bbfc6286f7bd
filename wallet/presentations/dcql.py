"""DCQL, the query language of OpenID4VP 1.0 (sections 6 and 7): what is wanted, and which held credentials answer it.

A query (`dcql_query.py`) is matched against candidates within budgets (VP-06), without side effects. What comes back names the
fewest claims that answer, in the asker's own order of preference; nothing is disclosed here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wallet.encoding.json_types import JsonValue
from wallet.errors import TooBigError
from wallet.presentations.dcql_query import ClaimsPath, ClaimsQuery, CredentialQuery, Query, Step, read_query

__all__ = [
    "Answer",
    "Candidate",
    "ClaimsPath",
    "Place",
    "Query",
    "choose_smallest",
    "find_answers",
    "find_missing",
    "read_query",
    "select",
]

MAX_WORK = 200_000

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A held credential as DCQL sees it. `types` are compact terms and IRIs alike; `authorities` (type, value) pairs it is under.

    `always_shown`: how many values it shows whatever is chosen; `used`: how often its key was shown to anybody before.
    """

    id: str
    format: str
    claims: Mapping[str, JsonValue]
    types: frozenset[str] = frozenset()
    vct: str = ""
    doctype: str = ""
    holder_bound: bool = True
    authorities: frozenset[tuple[str, str]] = frozenset()
    always_shown: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One candidate that answers one credential query, with the places of the claims it needs.

    No places: the query names no claims, and asks for nothing that could be kept private (section 6.4.1). `cost` compares answers: the
    values given away, then how often its key was shown.
    """

    query: str
    candidate: str
    places: tuple[Place, ...]
    cost: tuple[int, int] = (0, 0)


def find_answers(query: Query, candidates: Sequence[Candidate]) -> dict[str, tuple[Answer, ...]]:
    """Return, for each credential query id, every candidate that answers it, with the fewest claims it needs."""
    if len(candidates) * sum(1 + len(wanted.claims) for wanted in query.credentials) > MAX_WORK:
        raise TooBigError("too large a query for so many credentials", step="dcql.work")
    found: dict[str, tuple[Answer, ...]] = {}
    for wanted in query.credentials:
        answers = (_answer(wanted, candidate) for candidate in candidates)
        found[wanted.id] = tuple(answer for answer in answers if answer is not None)
    return found


def find_missing(query: Query, answers: Mapping[str, Sequence[Answer]]) -> tuple[str, ...]:
    """Return the ids of credential queries that stand in the way of an answer; () means the query can be satisfied."""
    answered = {name for name, found in answers.items() if found}
    if not query.sets:
        return tuple(wanted.id for wanted in query.credentials if wanted.id not in answered)
    open_sets = [
        each for each in query.sets if each.required and not any(answered.issuperset(option) for option in each.options)
    ]
    return tuple(dict.fromkeys(name for each in open_sets for name in each.options[0] if name not in answered))


def choose_smallest(query: Query, answers: Mapping[str, Sequence[Answer]]) -> tuple[Answer, ...]:
    """Return one way to satisfy `query` that discloses the fewest claims; () where there is none."""
    if find_missing(query, answers):
        return ()
    best = {name: min(found, key=lambda answer: answer.cost) for name, found in answers.items() if found}
    needed = [wanted.id for wanted in query.credentials] if not query.sets else []
    for each in query.sets:
        options = [option for option in each.options if set(option) <= set(best)]
        if each.required:
            needed += min(options, key=lambda option: _cost_of(best[name] for name in option))
    return tuple(best[name] for name in dict.fromkeys(needed))


def _cost_of(answers: Iterable[Answer]) -> tuple[int, int, int]:
    every = tuple(answers)
    return sum(answer.cost[0] for answer in every), len(every), sum(answer.cost[1] for answer in every)


def _answer(wanted: CredentialQuery, candidate: Candidate) -> Answer | None:
    if not _meta_fits(wanted, candidate) or (wanted.holder_binding and not candidate.holder_bound):
        return None
    if wanted.authorities and not any(
        (kind, value) in candidate.authorities for kind, values in wanted.authorities for value in values
    ):
        return None
    if not wanted.claims:
        return Answer(wanted.id, candidate.id, (), (candidate.always_shown, candidate.used))
    found = [(claim, _fitting(claim, candidate.claims)) for claim in wanted.claims]
    if not wanted.claim_sets:
        chosen = found
    else:
        by_id = {claim.id: (claim, places) for claim, places in found}
        option = next((option for option in wanted.claim_sets if all(by_id[name][1] for name in option)), None)
        if option is None:
            return None
        chosen = [by_id[name] for name in option]
    if not all(places for _, places in chosen):
        return None
    places = tuple(dict.fromkeys(place for _, found_places in chosen for place in found_places))
    return Answer(wanted.id, candidate.id, places, (candidate.always_shown + len(places), candidate.used))


def _meta_fits(wanted: CredentialQuery, candidate: Candidate) -> bool:
    if wanted.format != candidate.format:
        return False
    if wanted.vct_values is not None and candidate.vct not in wanted.vct_values:
        return False
    if wanted.doctype is not None and candidate.doctype != wanted.doctype:
        return False
    return wanted.type_values is None or any(candidate.types.issuperset(types) for types in wanted.type_values)


def _fitting(claim: ClaimsQuery, claims: Mapping[str, JsonValue]) -> tuple[Place, ...]:
    """Section 7.1.1, then section 6.4.1: a claim with values matches where a selected value equals one of them."""
    selected = select(claims, claim.path)
    if not claim.values:
        return tuple(place for place, _ in selected)
    return tuple(place for place, value in selected if any(_same(value, wanted) for wanted in claim.values))


def select(claims: Mapping[str, JsonValue], path: ClaimsPath) -> list[tuple[Place, JsonValue]]:
    """Return the places and values that a claims path pointer selects (section 7.1); [] where it selects nothing."""
    selected: list[tuple[Place, JsonValue]] = [((), dict(claims))]
    for step in path:
        selected = [found for place, value in selected for found in _take(place, value, step)]
        if len(selected) > MAX_WORK:
            raise TooBigError("a path that selects too much", step="dcql.path")
    return selected


def _take(place: Place, value: JsonValue, step: Step) -> Iterable[tuple[Place, JsonValue]]:
    match step, value:
        case str(), dict() if step in value:
            return [((*place, step), value[step])]
        case None, list():
            return [((*place, at), item) for at, item in enumerate(value)]
        case int(), list() if step < len(value):
            return [((*place, step), value[step])]
        case _:
            return []


def _same(value: JsonValue, wanted: str | int | bool) -> bool:
    return type(value) is type(wanted) and value == wanted
