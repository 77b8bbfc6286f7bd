"""Lists of issuers, in the forms registries and registrars write them: who somebody says an issuer is.

{"registry": {"did:key:...": {"name": ..., "url": ...}}}      DCC registries, and community registries made after them
{"issuers": [{"id": ..., "name": ...}]}, or a map, or the bare list or map; a bare list of ids
id,name[,url] as CSV, with commas, semicolons or tabs; lines that begin with a DID; one JSON object a line
an OpenID Federation entity statement (its `sub` and organisation name)

Member and column names are compared without case, spaces and underscores. An id without a name is its own name.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wallet.formats.envelope import JsonObject, JsonValue

_ID_MEMBERS = (
    "id", "did", "issuer", "issuerid", "issuerdid", "issuerurl", "identifier", "sub", "subname", "iss", "credentialissuer",
)  # fmt: skip
_NAME_MEMBERS = (
    "name", "organizationname", "organisationname", "legalname", "displayname", "issuername", "organization", "organisation",
    "institution", "title", "clientname",
)  # fmt: skip
_URL_MEMBERS = ("url", "homepageuri", "homepage", "website")
_LIST_MEMBERS = (
    "registry", "issuers", "trustedissuers", "entries", "members", "organizations", "organisations", "institutions", "providers",
    "participants", "data", "items", "results", "list",
)  # fmt: skip
_SINGLE_TYPES = frozenset(("Profile", "Issuer", "IssuerProfile", "Organization", "EducationalOrganization"))
_MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class ListedIssuer:
    """One issuer as a list names it."""

    id: str
    name: str
    url: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    valid_from: str | None = None
    valid_until: str | None = None


def looks_like_id(value: object) -> bool:
    """Say whether `value` can identify an issuer: a DID or an https URL."""
    return (
        isinstance(value, str)
        and value.startswith(("did:", "https://", "http://"))
        and not any(c.isspace() for c in value)
    )


def find_listed_issuers(value: JsonValue) -> tuple[ListedIssuer, ...]:
    """Return the issuers that a JSON list of issuers names, or () when it is not one."""
    if isinstance(value, dict) and "credentialSubject" not in value:
        for member, listed in value.items():
            if _plain_member(member) in _LIST_MEMBERS and isinstance(listed, dict | list):
                return tuple(_entries(listed))
        if _is_single(value):
            return tuple(_entries([value]))
    return tuple(_entries(value)) if _is_bare_list(value) else ()


def find_written_issuers(text: str) -> tuple[ListedIssuer, ...]:
    """Return the issuers that a plain text names: CSV whose first line names an id column, or lines that begin with a DID; or ()."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if lines and all(line.startswith("did:") for line in lines):
        pairs = [line.replace(",", " ").replace(";", " ").split(None, 1) for line in lines]
        return tuple(_entries([{"id": pair[0], "name": pair[-1].strip()} for pair in pairs]))
    return next((found for mark in ",;\t" if (found := _find_csv_issuers(text, mark))), ())


def _find_csv_issuers(text: str, delimiter: str) -> tuple[ListedIssuer, ...]:
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    except csv.Error:
        return ()
    plain: list[JsonValue] = [
        {
            _plain_member(key): (cell or "").strip()
            for key, cell in row.items()
            if isinstance(key, str) and isinstance(cell, str)
        }
        for row in rows
    ]
    return tuple(_entries(plain))


def find_federation_issuer(payload: JsonObject) -> ListedIssuer | None:
    """Return whom an OpenID Federation entity statement speaks of, or None when it gives no name."""
    metadata, subject = payload.get("metadata"), payload.get("sub")
    if not isinstance(metadata, dict) or not looks_like_id(subject):
        return None
    for entity in metadata.values():
        if isinstance(entity, dict) and (name := name_of(entity)[0]):
            return ListedIssuer(str(subject), name, _first(entity, _URL_MEMBERS))
    return None


def name_of(item: Mapping[str, JsonValue]) -> tuple[str, dict[str, str]]:
    """Return the name an object gives itself, and its names in other languages."""
    members = _plain_members(item)
    named: JsonValue = next((members[member] for member in _NAME_MEMBERS if members.get(member)), None)
    names: dict[str, str] = {}
    for member in ("names", "name"):
        value = item.get(member)
        if isinstance(value, dict):
            names.update({tag: text[:_MAX_NAME] for tag, text in value.items() if isinstance(text, str)})
    display = item.get("display")
    for entry in display if isinstance(display, list) else []:
        if isinstance(entry, dict) and isinstance(text := entry.get("name"), str):
            tag = entry.get("locale")
            names.setdefault(tag if isinstance(tag, str) else "", text[:_MAX_NAME])
    plain = named if isinstance(named, str) else names.get("en") or next(iter(names.values()), "")
    return plain.strip()[:_MAX_NAME], {tag: text for tag, text in names.items() if tag}


def _is_bare_list(value: JsonValue) -> bool:
    """A list of named ids, a list of ids, or a map from ids to names: nothing else is taken for a list by its looks."""
    if isinstance(value, list):
        return bool(value) and (
            all(_is_telling(item) for item in value)
            or all(
                isinstance(item, dict) and _is_telling(_first_id(item)) and name_of(_inner(item))[0] for item in value
            )
        )
    if not isinstance(value, dict) or not value:
        return False
    return all(_is_telling(key) for key in value) and all(
        (isinstance(item, dict) and name_of(item)[0]) or isinstance(item, str) for item in value.values()
    )


def _is_telling(value: object) -> bool:
    """An id that by itself looks like an issuer's. Bare http addresses stand in too many other files."""
    return isinstance(value, str) and looks_like_id(value) and not value.startswith("http:")


def _is_single(value: JsonObject) -> bool:
    """One issuer written alone: a DID with a name, and nothing that would make it something else."""
    types = value.get("type", [])
    kinds = {item for item in (types if isinstance(types, list) else [types]) if isinstance(item, str)}
    identifier = _first_id(value)
    return (
        identifier is not None and identifier.startswith("did:") and bool(name_of(value)[0]) and kinds <= _SINGLE_TYPES
    )


def _entries(value: JsonValue) -> Iterator[ListedIssuer]:
    pairs: list[tuple[JsonValue, JsonValue]]
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        listed = value if isinstance(value, list) else []
        pairs = [(_first_id(item), _inner(item)) for item in listed if isinstance(item, dict)]
        pairs += [(item, item) for item in listed if isinstance(item, str)]
    for identifier, item in pairs:
        if not isinstance(identifier, str) or not looks_like_id(identifier):
            continue
        if isinstance(item, str) and item.strip():
            yield ListedIssuer(identifier, item.strip()[:_MAX_NAME])
        elif isinstance(item, dict) and (named := name_of(item))[0]:
            start, end = item.get("valid_from", item.get("validFrom")), item.get("valid_until", item.get("validUntil"))
            yield ListedIssuer(
                identifier,
                named[0],
                _first(item, _URL_MEMBERS),
                named[1],
                start if isinstance(start, str) and start else None,
                end if isinstance(end, str) and end else None,
            )


def _inner(item: JsonObject) -> JsonObject:
    """{"issuer": {"id": ..., "name": ...}, ...} speaks of the issuer inside."""
    issuer = item.get("issuer")
    return {**item, **issuer} if isinstance(issuer, dict) else item


def _first_id(item: JsonObject) -> str | None:
    """A credential in a list vouches for nobody, its own issuer least of all."""
    if "credentialSubject" in item or "proof" in item:
        return None
    members = _plain_members(_inner(item))
    return next((str(members[member]) for member in _ID_MEMBERS if looks_like_id(members.get(member))), None)


def _first(item: Mapping[str, JsonValue], members: tuple[str, ...]) -> str | None:
    plain = _plain_members(item)
    return next((value for member in members if isinstance(value := plain.get(member), str) and value), None)


def _plain_members(item: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The first of two members that differ in spelling only counts."""
    plain: dict[str, JsonValue] = {}
    for name, value in item.items():
        plain.setdefault(_plain_member(name), value)
    return plain


def _plain_member(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter not in " _-")
