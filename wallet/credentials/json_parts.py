"""Reading JSON-LD shaped values as people write them: one or many, a string or an object, with or without a language."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from wallet.credentials.model import Claim, NestedDocument, Text
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError

Members: TypeAlias = Mapping[str, JsonValue]

_LANGUAGE_KEYS = ("@language", "language")
_HELD = "verifiableCredential"
_ENDORSEMENTS = ("endorsement", "endorsementJwt")


def each(value: JsonValue) -> list[JsonValue]:
    """Return the items of `value`: none, one or many. JSON-LD makes no difference between one and a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


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
    return f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}"


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


def find_nested(value: JsonValue, path: str = "") -> Iterator[NestedDocument]:
    """Yield every credential inside another, wherever it stands, in document order; what is inside those is theirs."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from find_nested(item, step(path, index))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if _is_machinery(name, path):
                continue
            role = nesting_role(name)
            if role is None:
                yield from find_nested(inner, step(path, name))
            else:
                yield from _documents(inner, step(path, name), role)


def nesting_role(name: str) -> str | None:
    """Return "held" or "endorsement" for a member that holds credentials, else None."""
    return "held" if name == _HELD else "endorsement" if name in _ENDORSEMENTS else None


def _documents(value: JsonValue, path: str, role: str) -> Iterator[NestedDocument]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _documents(item, step(path, index), role)
    elif isinstance(value, dict) or (isinstance(value, str) and value.count(".") >= 2 and value.startswith("e")):
        yield NestedDocument(path, role, value)


def find_claims(value: JsonValue, path: str = "") -> Iterator[Claim]:
    """Yield every scalar leaf with its pointer, contexts and proofs apart, and credentials inside apart: those have
    reports of their own."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not _is_machinery(name, path) and not _is_nested(name, inner):
                yield from find_claims(inner, step(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from find_claims(item, step(path, index))
    else:
        yield Claim(path, value)


def _is_machinery(name: str, path: str) -> bool:
    return name == "@context" or (name == "proof" and path == "")


def _is_nested(name: str, value: JsonValue) -> bool:
    role = nesting_role(name)
    return role is not None and any(True for _ in _documents(value, "", role))
