"""Reading JSON-LD shaped values as people write them: one or many, a string or an object, with or without a language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from wallet.credentials.model import Claim, NestedDocument, Text
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError

Members: TypeAlias = Mapping[str, JsonValue]

_LANGUAGE_KEYS = ("@language", "language")
_ROLES = {"verifiableCredential": "held", "endorsement": "endorsement", "endorsementJwt": "endorsement"}
_SHORT = {"@id": "id", "@type": "type"}
_WRAPPERS = ("@graph", "@set", "@list")  # JSON-LD's ways of writing several


def each(value: JsonValue) -> list[JsonValue]:
    """Return the items of `value`: none, one or many.

    JSON-LD makes no difference between one, a list of one, a list in a list, and a set written out.
    """
    if value is None:
        return []
    if isinstance(value, dict) and len(value) == 1 and (wrapper := next(iter(value))) in ("@set", "@list"):
        return each(value[wrapper])
    if not isinstance(value, list):
        return [value]
    return [inner for item in value for inner in (each(item) if isinstance(item, list | dict) else [item])]


def plainly(item: JsonObject) -> JsonObject:
    """Return `item` with JSON-LD's long spellings made short: `@type` is `type`, `{"@value": 5}` and `{"@set": [5]}` are 5."""
    return {_SHORT.get(name, name): _plain_value(value) for name, value in item.items()}


def _plain_value(value: JsonValue) -> JsonValue:
    items = each(value) if isinstance(value, dict) else []
    if len(items) != 1:
        return value
    only = items[0]
    return only["@value"] if isinstance(only, dict) and "@value" in only else only


def each_object(value: JsonValue) -> list[JsonObject]:
    """Return the objects among the items of `value`."""
    return [item for item in each(value) if isinstance(item, dict)]


def first_object(value: JsonValue) -> JsonObject | None:
    """Return the first object among the items of `value`."""
    return next(iter(each_object(value)), None)


def read_string(value: JsonValue) -> str | None:
    """Return a string, the `@value` of a value object, or the first of several; None for anything else."""
    for item in each(value):
        inner = item.get("@value") if isinstance(item, dict) else item
        if isinstance(inner, str):
            return inner
    return None


def read_strings(value: JsonValue) -> tuple[str, ...]:
    """Return every string among the items of `value`."""
    return tuple(text for item in each(value) if (text := read_string(item)) is not None)


def read_id(value: JsonValue) -> str | None:
    """Return an identifier: a string, or the `id` of an object."""
    for item in each(value):
        inner = item.get("id", item.get("@id")) if isinstance(item, dict) else item
        if isinstance(inner, str):
            return inner
    return None


def read_text(value: JsonValue) -> Text:
    """Return a text in its languages: a string, value objects (`@value`, `@language`), a language map, or a list of these."""
    return Text(tuple(pair for item in each(value) for pair in _languages(item)))


def _languages(item: JsonValue) -> Iterator[tuple[str | None, str]]:
    if isinstance(item, str):
        yield None, item
    elif isinstance(item, dict):
        inner = item.get("@value", item.get("value"))
        if isinstance(inner, str):
            tag = next((item[key] for key in _LANGUAGE_KEYS if isinstance(item.get(key), str)), None)
            yield (tag if isinstance(tag, str) else None), inner
            return
        for tag, inner in item.items():
            if 2 <= len(tag.split("-")[0]) <= 3 and tag.replace("-", "").isalnum():
                yield from ((tag, one) for one in each(inner) if isinstance(one, str))


def read_decimal(value: JsonValue) -> str | None:
    """Return a number, or a string that is one, as an exact decimal without exponent; None for anything else."""
    inner = value.get("@value", value.get("value")) if isinstance(value, dict) else value
    if isinstance(inner, bool) or not isinstance(inner, str | int | float):
        return None
    spelled = inner.strip() if isinstance(inner, str) else repr(inner)
    if len(spelled) > 40:
        return None
    try:
        number = Decimal(spelled)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def step(path: str, name: str | int) -> str:
    """Return `path` with one more reference token (RFC 6901)."""
    if isinstance(name, str) and ("~" in name or "/" in name):
        name = name.replace("~", "~0").replace("/", "~1")
    return f"{path}/{name}"


def require_objects(document: Members, name: str, path: str = "") -> list[JsonObject]:
    """Return the objects under `name`. Raises MalformedInputError naming the pointer where something else stands there."""
    found = each(document.get(name))
    if not all(isinstance(item, dict) for item in found):
        raise MalformedInputError(f"{name} is not an object", step=f"credential:{step(path, name)}")
    return each_object(document.get(name))


def require_types(document: Members) -> tuple[str, ...]:
    """Return `type` (or `@type`). Raises MalformedInputError where it is neither a string nor a list of strings."""
    found = each(document.get("type", document.get("@type")))
    if not all(isinstance(item, str) for item in found):
        raise MalformedInputError("type is not a list of strings", step="credential:/type")
    return tuple(item for item in found if isinstance(item, str))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a document says itself, and the credentials inside it, each in document order.

    `claims`: every scalar leaf with its pointer, contexts and proofs apart. `nested`: every credential inside, wherever it stands; what
    is inside those is theirs. What stands where a credential is held and is none is among them: it cannot be read, and the whole is no
    better than that. Nothing is lost between the two.
    """

    claims: tuple[Claim, ...]
    nested: tuple[NestedDocument, ...]


def find_parts(document: Members) -> Parts:
    """Return the leaves of a document and the credentials inside it."""
    claims: list[Claim] = []
    nested: list[NestedDocument] = []
    for name, value in document.items():
        if name != "proof":
            _collect({name: value}, "", claims, nested)
    return Parts(tuple(claims), tuple(nested))


def nesting_role(name: str) -> str | None:
    """Return "held" or "endorsement" for a member that holds credentials, by its term or IRI, else None."""
    return _ROLES.get(name) or (_ROLES.get(re.split("[:#]", name)[-1]) if ":" in name else None)


def _collect(value: JsonValue, path: str, claims: list[Claim], nested: list[NestedDocument]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "@context":
                continue
            here = step(path, name)
            if (role := nesting_role(name)) is not None:
                _collect_entries(inner, here, role, _may_be_words(name, inner), claims, nested)
            elif isinstance(inner, dict | list):
                _collect(inner, here, claims, nested)
            else:
                claims.append(Claim(here, inner))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _collect(item, f"{path}/{index}", claims, nested)
    else:
        claims.append(Claim(path, value))


def _collect_entries(
    value: JsonValue, path: str, role: str, words: bool, claims: list[Claim], nested: list[NestedDocument]
) -> None:
    """Take in what stands where credentials stand. A number in the place of one is one that cannot be read, and is not left out."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            _collect_entries(item, step(path, index), role, words, claims, nested)
    elif isinstance(value, dict) and len(value) == 1 and (wrapper := next(iter(value))) in _WRAPPERS:
        _collect_entries(value[wrapper], step(path, wrapper), role, words, claims, nested)
    elif isinstance(value, dict) or _is_token(value) or not words:
        nested.append(NestedDocument(path, role, value))
    else:
        claims.append(Claim(path, value))


def _may_be_words(name: str, value: JsonValue) -> bool:
    """Elsewhere than in JSON-LD an `endorsement` may be a sentence; and a null alone holds nothing."""
    return name == "endorsement" or value is None


def _is_token(value: JsonValue) -> bool:
    return isinstance(value, str) and value.startswith(("e", "data:")) and value.count(".") >= 2
