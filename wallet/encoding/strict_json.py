"""The only reader of JSON that comes from strangers.

Python's own reader keeps the last of two equal members, takes NaN and UTF-16, loses digits without a word and can
end in RecursionError. Two readers that disagree on a document are how a forged one gets in, so everything on which
readers disagree is refused here (RFC 8259, with the narrower RFC 7493), always as MalformedInputError or TooBigError
and always with the step that refused it:

    json.size  json.encoding  json.depth  json.syntax  json.duplicate  json.number  json.text
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError, TooBigError

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """Budgets for one kind of document: bytes of UTF-8, levels of nesting, characters of one number."""

    max_bytes: int
    max_depth: int = 64
    max_number_length: int = 100


CREDENTIAL_LIMITS = JsonLimits(2 * MIB)
STATUS_LIST_LIMITS = JsonLimits(4 * MIB)
METADATA_LIMITS = JsonLimits(256 * KIB)
DID_DOCUMENT_LIMITS = JsonLimits(128 * KIB)
CONTEXT_LIMITS = JsonLimits(512 * KIB)

MAX_SAFE_INTEGER = 2**53 - 1
_SAFE_LENGTH = 15
_DOUBLE_DIGITS = 17

# Members whose text names something. A U+0000 or a noncharacter in a name is only ever there to make two programs
# disagree on it; elsewhere (RFC 8259 section 7) such a character is merely odd.
IDENTIFIER_MEMBERS = frozenset(("@id", "@type", "id", "type", "alg", "typ", "kid", "iss", "sub", "aud", "jti", "vct"))
IDENTIFIER_MEMBERS |= {"issuer", "holder", "controller", "verificationMethod", "cryptosuite", "proofPurpose"}
IDENTIFIER_MEMBERS |= {"nonce", "url", "statusListCredential", "statusListIndex"}

# Strings are consumed even when they never end, so that no text can make the pattern start over at every quote.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_ODD_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F]|[fF][dD][dDeE]|[fF]{3}[eEfF])")
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(n + 0xFFFE)}-{chr(n + 0xFFFF)}" for n in range(0x10000, 0x110000, 0x10000)
)
_NONCHARACTER = re.compile(f"[{_NONCHARACTERS}]")
_ODD_IN_NAME = re.compile(f"[\x00{_NONCHARACTERS}]")


def read_json(source: bytes | str, limits: JsonLimits = CREDENTIAL_LIMITS) -> JsonValue:
    """Return what `source` says.

    Raises TooBigError over a byte or depth budget; MalformedInputError for anything that is not UTF-8 without a
    byte order mark, not JSON, has a member name twice in one object, holds a number that a double cannot carry
    unchanged, a lone surrogate, or U+0000 or a noncharacter in an identifier.
    """
    text = _decode(source, limits)
    _check_depth(text, limits.max_depth)
    value = _parse(text, limits)
    if ("\\u" in text and _ODD_ESCAPE.search(text)) or (not text.isascii() and _NONCHARACTER.search(text)):
        _check_text(value)
    return value


def read_json_object(source: bytes | str, limits: JsonLimits = CREDENTIAL_LIMITS) -> JsonObject:
    """Return what `source` says, which must be an object. Raises as `read_json`."""
    value = read_json(source, limits)
    if not isinstance(value, dict):
        raise MalformedInputError(f"an object was expected, not {type(value).__name__}", step="json.not_an_object")
    return value


def write_json(value: JsonValue) -> bytes:
    """Return `value` as compact UTF-8, members in the order they have. Raises MalformedInputError for lone surrogates."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedInputError("a lone surrogate", step="json.text") from error


def _decode(source: bytes | str, limits: JsonLimits) -> str:
    if len(source) > limits.max_bytes:
        raise TooBigError(f"more than {limits.max_bytes} bytes of JSON", step="json.size")
    try:
        if isinstance(source, str):
            text = source
            if not text.isascii() and len(text.encode("utf-8")) > limits.max_bytes:
                raise TooBigError(f"more than {limits.max_bytes} bytes of JSON", step="json.size")
        else:
            text = str(source, "utf-8")
    except UnicodeError as error:
        raise MalformedInputError(f"not UTF-8: {error.reason}", step="json.encoding") from error  # type: ignore[attr-defined]
    if text.startswith("\ufeff"):
        raise MalformedInputError("starts with a byte order mark", step="json.encoding")
    return text


def _check_depth(text: str, max_depth: int) -> None:
    """Count before parsing: the parser's own limit is the interpreter's stack."""
    if text.count("[") + text.count("{") <= max_depth:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        if bracket in "[{":
            depth += 1
            if depth > max_depth:
                raise TooBigError(f"nested deeper than {max_depth}", step="json.depth")
        else:
            depth -= 1


def _parse(text: str, limits: JsonLimits) -> JsonValue:
    decoder = _DECODER if limits.max_number_length == _DEFAULT_NUMBER_LENGTH else _decoder(limits.max_number_length)
    try:
        value: JsonValue = decoder.decode(text)
    except RecursionError as error:
        raise TooBigError("nested too deeply", step="json.depth") from error
    except MemoryError as error:
        raise TooBigError("no memory for it", step="json.size") from error
    except ValueError as error:
        raise MalformedInputError(f"not JSON: {error}", step="json.syntax") from error
    return value


def _members(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedInputError("a member name occurs twice", step="json.duplicate")
    return members


def _no_constant(token: str) -> NoReturn:
    raise MalformedInputError(f"{token} is not a JSON number", step="json.number")


def _decoder(max_length: int) -> json.JSONDecoder:
    def read_integer(token: str) -> int | float:
        if len(token) <= _SAFE_LENGTH:
            return int(token)
        value = read_real(token)
        # Beyond 2^53 a whole number is a double that happens to be written out, as RFC 8785 writes 1e20.
        return int(token) if abs(value) <= MAX_SAFE_INTEGER else value

    def read_real(token: str) -> float:
        if len(token) > max_length:
            raise MalformedInputError("a number is too long", step="json.number")
        value = float(token)
        if not _carries(token, value):
            raise MalformedInputError("a number that a double would change", step="json.number")
        return value

    return json.JSONDecoder(
        object_pairs_hook=_members, parse_int=read_integer, parse_float=read_real, parse_constant=_no_constant
    )


def _carries(token: str, value: float) -> bool:
    """Tell whether `value`, written shortest, is the number that was spelled.

    A fraction may be spelled with the 17 digits that other writers use: it names the same double, and no reader
    tells the difference (1.50, 333333333.33333329). A whole number must be exact: 9007199254740993 is refused.
    """
    if value == 0.0:
        return not any(digit in "123456789" for digit in re.split("[eE]", token)[0])
    if value - value != 0.0:
        return False
    spelled = Decimal(token)
    if spelled == Decimal(repr(value)):
        return True
    return not value.is_integer() and len(spelled.normalize().as_tuple().digits) <= _DOUBLE_DIGITS


_DEFAULT_NUMBER_LENGTH = CREDENTIAL_LIMITS.max_number_length
_DECODER = _decoder(_DEFAULT_NUMBER_LENGTH)


def _check_text(value: JsonValue) -> None:
    """Refuse lone surrogates anywhere, and U+0000 and noncharacters where text names something."""
    for name, text in _texts(value, ""):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise MalformedInputError("a lone surrogate", step="json.text") from error
        if name in IDENTIFIER_MEMBERS and _ODD_IN_NAME.search(text):
            raise MalformedInputError("U+0000 or a noncharacter in an identifier", step="json.text")


def _texts(value: JsonValue, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, name)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield "", key
            yield from _texts(item, key)
