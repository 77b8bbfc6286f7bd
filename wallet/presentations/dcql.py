"""DCQL, the query language of OpenID4VP 1.0 (sections 6 and 7): what is wanted, and which held credentials answer it.

A query is a stranger's: it is read strictly, within budgets (VP-06), and matched against candidates without side effects. What
comes back names the fewest claims that answer, in the asker's own order of preference; nothing is disclosed here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError, TooBigError

MAX_QUERIES = 64
MAX_CLAIMS = 256
MAX_PATH = 32
MAX_VALUES = 1000
MAX_WORK = 200_000

Step = str | int | None
ClaimsPath = tuple[Step, ...]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ClaimsQuery:
    """Section 6.3: a claims path pointer and, if not empty, the values that are acceptable."""

    path: ClaimsPath
    id: str | None = None
    values: tuple[str | int | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class CredentialQuery:
    """Section 6.1. `type_values` (annex B.1) and `vct_values` (annex B.3) are None where the query does not say."""

    id: str
    format: str
    multiple: bool = False
    vct_values: tuple[str, ...] | None = None
    doctype: str | None = None
    type_values: tuple[tuple[str, ...], ...] | None = None
    claims: tuple[ClaimsQuery, ...] = ()
    claim_sets: tuple[tuple[str, ...], ...] = ()
    holder_binding: bool = True
    authorities: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SetQuery:
    """Section 6.2: one of `options` (each a set of credential query ids), needed unless not `required`."""

    options: tuple[tuple[str, ...], ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A whole DCQL query."""

    credentials: tuple[CredentialQuery, ...]
    sets: tuple[SetQuery, ...] = ()


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


def read_query(document: JsonObject) -> Query:
    """Return the query that `document` spells. Raises MalformedInputError (step dcql.*) or TooBigError."""
    credentials = tuple(_read_credential(entry) for entry in _objects(document, "credentials", MAX_QUERIES, least=1))
    ids = [query.id for query in credentials]
    if len(set(ids)) != len(ids):
        raise MalformedInputError("two credential queries with one id", step="dcql.id")
    sets = tuple(_read_set(entry, frozenset(ids)) for entry in _objects(document, "credential_sets", MAX_QUERIES))
    return Query(credentials, sets)


def _read_credential(entry: JsonObject) -> CredentialQuery:
    meta = entry.get("meta", {})
    if not isinstance(meta, dict):
        raise MalformedInputError("meta must be an object", step="dcql.meta")
    claims = tuple(_read_claim(claim) for claim in _objects(entry, "claims", MAX_CLAIMS))
    claim_ids = [claim.id for claim in claims if claim.id is not None]
    if len(set(claim_ids)) != len(claim_ids):
        raise MalformedInputError("two claims with one id", step="dcql.claims")
    sets = tuple(_strings(option, "dcql.claim_sets") for option in _list(entry, "claim_sets", MAX_QUERIES))
    if not set(claim_ids).issuperset(claim for option in sets for claim in option) or (sets and not claims):
        raise MalformedInputError("a claim set names an unknown claim", step="dcql.claim_sets")
    return CredentialQuery(
        id=_identifier(entry.get("id")),
        format=_string(entry.get("format"), "dcql.format"),
        multiple=_flag(entry, "multiple", default=False),
        vct_values=_strings(meta["vct_values"], "dcql.meta") if "vct_values" in meta else None,
        doctype=_string(meta["doctype_value"], "dcql.meta") if "doctype_value" in meta else None,
        type_values=tuple(_strings(types, "dcql.meta") for types in _list(meta, "type_values", 64))
        if "type_values" in meta
        else None,
        claims=claims,
        claim_sets=sets,
        holder_binding=_flag(entry, "require_cryptographic_holder_binding", default=True),
        authorities=tuple(_read_authority(authority) for authority in _objects(entry, "trusted_authorities", 64)),
    )


def _read_claim(entry: JsonObject) -> ClaimsQuery:
    if "path" in entry:
        path = tuple(_step(step) for step in _list(entry, "path", MAX_PATH, least=1))
    else:  # the mdoc spelling of drafts before 1.0
        path = (_string(entry.get("namespace"), "dcql.path"), _string(entry.get("claim_name"), "dcql.path"))
    identifier = _identifier(entry["id"]) if "id" in entry else None
    values = tuple(_value(value) for value in _list(entry, "values", MAX_VALUES))
    return ClaimsQuery(path, identifier, values)


def _read_authority(entry: JsonObject) -> tuple[str, tuple[str, ...]]:
    return _string(entry.get("type"), "dcql.trusted_authorities"), _strings(
        entry.get("values"), "dcql.trusted_authorities"
    )


def _read_set(entry: JsonObject, known: frozenset[str]) -> SetQuery:
    options = tuple(_strings(option, "dcql.credential_sets") for option in _list(entry, "options", 64, least=1))
    if not known.issuperset(name for option in options for name in option):
        raise MalformedInputError("a set names an unknown credential query", step="dcql.credential_sets")
    return SetQuery(options, _flag(entry, "required", default=True))


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


def _step(step: JsonValue) -> Step:
    if isinstance(step, str) or step is None:
        return step
    if isinstance(step, int) and not isinstance(step, bool) and step >= 0:
        return step
    raise MalformedInputError("a path has strings, null and counts", step="dcql.path")


def _value(value: JsonValue) -> str | int | bool:
    if isinstance(value, str | int):
        return value
    raise MalformedInputError("a wanted value is a text, an integer or a truth value", step="dcql.values")


def _identifier(value: JsonValue) -> str:
    text = _string(value, "dcql.id")
    if not all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in text):
        raise MalformedInputError("an id has letters, digits, _ and - only", step="dcql.id")
    return text


def _string(value: JsonValue, step: str) -> str:
    if not isinstance(value, str) or not value or len(value) > 2000:
        raise MalformedInputError("a text is expected here", step=step)
    return value


def _strings(value: JsonValue, step: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or len(value) > MAX_VALUES:
        raise MalformedInputError("a list of texts is expected here", step=step)
    return tuple(_string(item, step) for item in value)


def _list(owner: JsonObject, name: str, most: int, *, least: int = 0) -> list[JsonValue]:
    value = owner.get(name, None if least else [])
    if not isinstance(value, list) or len(value) < least or (name in owner and not value):
        raise MalformedInputError(f"{name} must be a list with something in it", step=f"dcql.{name}")
    if len(value) > most:
        raise TooBigError(f"too many {name}", step=f"dcql.{name}")
    return value


def _objects(owner: JsonObject, name: str, most: int, *, least: int = 0) -> list[JsonObject]:
    entries = _list(owner, name, most, least=least)
    if not all(isinstance(entry, dict) for entry in entries):
        raise MalformedInputError(f"{name} must hold objects", step=f"dcql.{name}")
    return [entry for entry in entries if isinstance(entry, dict)]


def _flag(owner: JsonObject, name: str, *, default: bool) -> bool:
    value = owner.get(name, default)
    if not isinstance(value, bool):
        raise MalformedInputError(f"{name} must be true or false", step=f"dcql.{name}")
    return value
