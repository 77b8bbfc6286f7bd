"""What a person asks for in plain words, as a DCQL query; and what somebody's query asks for, in words again.

DCQL names a format and exact paths, and nobody who asks knows which format the other side holds. So one wish becomes one credential
query for each format, of which any one answers, and each fact lists the places where issuers put it. What is not named stays hidden:
that is the whole of "date of birth hidden". To teach another fact: add it to FACTS, and its words to messages.presenting.FACT_WORDS.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import PresentationError
from wallet.messages.presenting import FACT_WORDS, WishView
from wallet.presentations.dcql import ClaimsPath, Query, select

_SUBJECT = ("credentialSubject",)
_ACHIEVEMENT = (*_SUBJECT, "achievement")
_BADGE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
_RECORD = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential"
_ANY = "https://www.w3.org/2018/credentials#VerifiableCredential"
_LONGEST = 500
MOST_SETS = 24

Ways = tuple[tuple[ClaimsPath, ...], ...]  # each way is all the places that spell the fact together


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be asked for: its words, and the ways it is spelt in W3C credentials and in SD-JWT VCs."""

    words: str
    w3c: Ways
    flat: Ways


def _each(*names: str) -> Ways:
    return tuple(((name,),) for name in names)


FACTS: Mapping[str, Fact] = {
    "title": Fact(
        FACT_WORDS["title"],
        (((*_ACHIEVEMENT, "name"),), (("name",),)),
        _each("credential_name", "achievement_name", "course_name", "course_title", "title", "name"),
    ),
    "holder": Fact(
        FACT_WORDS["holder"],
        (((*_SUBJECT, "name"),), ((*_SUBJECT, "givenName"), (*_SUBJECT, "familyName"))),
        ((("given_name",), ("family_name",)), (("given_name",),), (("name",),)),
    ),
    "grade": Fact(
        FACT_WORDS["grade"],
        (((*_SUBJECT, "result", None, "value"),), ((*_SUBJECT, "result", "value"),)),
        _each("grade", "final_grade", "mark", "score"),
    ),
    "credits": Fact(
        FACT_WORDS["credits"],
        (((*_SUBJECT, "creditsEarned"),), ((*_ACHIEVEMENT, "creditsAvailable"),)),
        _each("credits_earned", "credits", "ects", "ects_credits", "credit_points"),
    ),
    "awarded": Fact(
        FACT_WORDS["awarded"],
        ((("validFrom",),), (("issuanceDate",),), (("awardedDate",),)),
        _each("iat", "date_of_issuance", "issued_on"),
    ),
    "skills": Fact(
        FACT_WORDS["skills"],
        (((*_ACHIEVEMENT, "alignment", None, "targetName"),), ((*_ACHIEVEMENT, "tag", None),)),
        ((("skills", None),), (("skills",),), (("learning_outcomes",),)),
    ),
}

# kind -> the type that a W3C credential of this kind has
KINDS: Mapping[str, str] = {"any": _ANY, "certificate": _BADGE, "record": _RECORD, "type": ""}

# format of DCQL -> whether its claims are flat
_FORMATS: Mapping[str, bool] = {"ldp_vc": False, "jwt_vc_json": False, "dc+sd-jwt": True, "vc+sd-jwt": True}


def build_query(wish: WishView) -> JsonObject:
    """Return the DCQL query for a wish: `kind` of KINDS, `facts` of FACTS. Raises PresentationError (steps asking.kind, asking.fact, asking.type)."""
    if wish.kind not in KINDS:
        raise PresentationError(f"no kind {wish.kind[:40]}", step="asking.kind")
    if wish.kind == "type" and not wish.type.strip():
        raise PresentationError("a type has a name", step="asking.type")
    unknown = set(wish.facts) - set(FACTS)
    if unknown:
        raise PresentationError(f"no fact {sorted(unknown)[0][:40]}", step="asking.fact")
    queries = list[JsonValue]()
    for format_, flat in _FORMATS.items():
        if not (flat and wish.kind == "record"):  # an SD-JWT VC is one flat credential: a record is none
            queries.append(_credential_query(wish, format_, flat=flat))
    options: list[JsonValue] = [[query["id"]] for query in queries if isinstance(query, dict)]
    return {"credentials": queries, "credential_sets": [{"options": options}]}


def _credential_query(wish: WishView, format_: str, *, flat: bool) -> JsonObject:
    query: JsonObject = {"id": format_.replace("+", "_"), "format": format_, "meta": _meta(wish, flat=flat)}
    if wish.unbound:
        query["require_cryptographic_holder_binding"] = False
    claims, claim_sets = _claims(wish, flat=flat)
    if claims:
        query["claims"] = claims
    if len(claim_sets) > 1:
        query["claim_sets"] = claim_sets
    elif claims:
        for claim in claims:
            assert isinstance(claim, dict)
            del claim["id"]
    return query


def _meta(wish: WishView, *, flat: bool) -> JsonObject:
    if wish.kind == "type":
        name: JsonValue = wish.type.strip()[:_LONGEST]
        return {"vct_values": [name]} if flat else {"type_values": [[name]]}
    return {} if flat else {"type_values": [[KINDS[wish.kind]]]}


def _claims(wish: WishView, *, flat: bool) -> tuple[list[JsonValue], list[JsonValue]]:
    """Return every claim that may answer, and which of them answer together, the likeliest first."""
    wanted: list[tuple[Ways, str]] = []
    if wish.issuer.strip():
        ways: Ways = _each("iss", "issuer") if flat else ((("issuer", "id"),), (("issuer",),))
        wanted.append((ways, wish.issuer.strip()[:_LONGEST]))
    names = tuple(dict.fromkeys((*(("title",) if wish.title.strip() else ()), *wish.facts)))
    for name in names:
        fact = FACTS[name]
        wanted.append((fact.flat if flat else fact.w3c, wish.title.strip()[:_LONGEST] if name == "title" else ""))
    if not wanted:
        return [], []
    ids: dict[tuple[ClaimsPath, str], str] = {}
    sets: list[JsonValue] = []
    for chosen in _likeliest([ways for ways, _ in wanted]):
        asked = [(path, value) for way, (_, value) in zip(chosen, wanted, strict=True) for path in way]
        together: list[JsonValue] = [ids.setdefault(one, f"c{len(ids)}") for one in dict.fromkeys(asked)]
        if together not in sets:
            sets.append(together)
    claims: list[JsonValue] = []
    for (path, value), name in ids.items():
        claim: JsonObject = {"id": name, "path": list(path)}
        if value:
            claim["values"] = [value]
        claims.append(claim)
    return claims, sets


def _likeliest(wanted: Sequence[Ways]) -> Iterator[tuple[tuple[ClaimsPath, ...], ...]]:
    """Yield ways to spell all facts together, those that leave the usual spelling the least first, not so many that no code holds them."""
    every = product(*(enumerate(ways) for ways in wanted))
    nearest = sorted(every, key=lambda numbered: sum(place for place, _ in numbered))
    yield from (tuple(way for _, way in numbered) for numbered in nearest[:MOST_SETS])


def places_of(
    facts: tuple[str, ...], claims: Mapping[str, JsonValue], *, flat: bool
) -> tuple[tuple[str | int, ...], ...]:
    """Return where these facts stand in a credential, every spelling of each."""
    found: dict[tuple[str | int, ...], None] = {}
    for name in facts:
        for way in FACTS[name].flat if flat else FACTS[name].w3c:
            for path in way:
                found.update((place, None) for place, _ in select(claims, path))
    return tuple(found)


def describe(query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a query asks for, as names a person may know: facts (keys of FACTS' words, or the last member of a path), then
    values that must be met (issuers, titles). Of a stranger's query: names only, never relied upon."""
    return tuple(dict.fromkeys(_fact_names(query)))[:20], tuple(dict.fromkeys(_values(query)))[:10]


def _fact_names(query: Query) -> Iterator[str]:
    for credential in query.credentials:
        for claim in credential.claims:
            known = _KNOWN.get(claim.path)
            if known is not None:
                yield FACTS[known].words
            elif claim.path not in _ISSUERS:
                yield next((str(step) for step in reversed(claim.path) if isinstance(step, str)), "")


def _values(query: Query) -> Iterator[str]:
    for credential in query.credentials:
        for claim in credential.claims:
            yield from (str(value) for value in claim.values)
        yield from credential.vct_values or ()


_ISSUERS = frozenset({("iss",), ("issuer",), ("issuer", "id")})
_KNOWN: Mapping[ClaimsPath, str] = {
    path: name for name, fact in reversed(tuple(FACTS.items())) for way in (*fact.w3c, *fact.flat) for path in way
}
