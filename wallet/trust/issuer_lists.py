"""Lists of issuers, in the forms registries publish them: who somebody says an issuer is.

{"registry": {"did:key:...": {"name": ..., "url": ...}}}      DCC registries, and community registries made after them
{"issuers": [{"id": ..., "name": ...}]}, or a map, or the bare list or map
id,name[,url] as CSV
an OpenID Federation entity statement (its `sub` and organisation name)
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wallet.formats.envelope import JsonObject, JsonValue

_ID_MEMBERS = ("id", "did", "issuer", "issuer_id", "sub", "sub_name", "iss", "credential_issuer")
_NAME_MEMBERS = ("name", "organization_name", "legal_name", "display_name", "title", "client_name")
_URL_MEMBERS = ("url", "homepage_uri", "homepage", "website")
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
    if isinstance(value, dict):
        for member in ("registry", "issuers", "trusted_issuers", "entries", "members"):
            if isinstance(value.get(member), dict | list):
                return tuple(_entries(value[member]))
    return tuple(_entries(value)) if _is_bare_list(value) else ()


def find_csv_issuers(text: str) -> tuple[ListedIssuer, ...]:
    """Return the issuers of a CSV list whose first line names an id and a name column, or ()."""
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    except csv.Error:
        return ()
    plain: list[JsonValue] = [
        {
            key.strip().lower(): (cell or "").strip()
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
    named: JsonValue = next((item[member] for member in _NAME_MEMBERS if item.get(member)), None)
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
    """A list of named ids, or a map from ids to names: nothing else is taken for a list by its looks."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) and _first_id(item) and name_of(item)[0] for item in value)
    if not isinstance(value, dict) or not value:
        return False
    return all(looks_like_id(key) for key in value) and all(
        (isinstance(item, dict) and name_of(item)[0]) or isinstance(item, str) for item in value.values()
    )


def _entries(value: JsonValue) -> Iterator[ListedIssuer]:
    pairs: list[tuple[JsonValue, JsonValue]]
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [
            (_first_id(item), item) for item in (value if isinstance(value, list) else []) if isinstance(item, dict)
        ]
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


def _first_id(item: Mapping[str, JsonValue]) -> str | None:
    return next((str(item[member]) for member in _ID_MEMBERS if looks_like_id(item.get(member))), None)


def _first(item: Mapping[str, JsonValue], members: tuple[str, ...]) -> str | None:
    return next((value for member in members if isinstance(value := item.get(member), str) and value), None)
