"""A DCQL query (OpenID4VP 1.0, section 6): what is wanted. It is a stranger's: read strictly, and within budgets (VP-06)."""

from dataclasses import dataclass

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError, TooBigError

MAX_QUERIES = 64
MAX_CLAIMS = 256
MAX_PATH = 32
MAX_VALUES = 1000

Step = str | int | None
ClaimsPath = tuple[Step, ...]


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
