"""The JSON Canonicalization Scheme (RFC 8785): one byte string for one JSON value."""

import json
import re
from json.encoder import encode_basestring

from wallet.encoding.json_types import JsonValue
from wallet.encoding.strict_json import MAX_SAFE_INTEGER
from wallet.errors import MalformedInputError

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


def canonicalize(value: JsonValue) -> bytes:
    """Return the canonical bytes of `value`.

    Raises MalformedInputError (step jcs) for what RFC 8785 cannot carry: NaN, infinities, integers beyond 2^53 - 1
    and lone surrogates. `strict_json.read_json` has refused those already.
    """
    try:
        text = _canonical_text(value)
        return text.encode("utf-8")
    except (UnicodeEncodeError, RecursionError) as error:
        raise MalformedInputError(f"no canonical form: {error}", step="jcs") from error


def _canonical_text(value: JsonValue) -> str:
    if _has_only_plain_numbers(value):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        # Code point order and UTF-16 order (RFC 8785 section 3.2.3) part only where surrogate pairs come in.
        if text.isascii() or not _BEYOND_BMP.search(text):
            return text
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def _has_only_plain_numbers(value: JsonValue) -> bool:
    """Tell whether the interpreter's own writer spells every number of `value` as ECMAScript does."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,):
        if isinstance(item, str):
            continue
        if isinstance(item, dict | list):
            if not _has_only_plain_numbers(item):
                return False
        elif not _is_plain(item):
            return False
    return True


def _is_plain(value: bool | int | float | None) -> bool:
    if isinstance(value, float):
        text = repr(value)
        return "e" not in text and "n" not in text and text[-2:] != ".0"
    return value is None or -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER


def _write(value: JsonValue, parts: list[str]) -> None:
    match value:
        case str():
            parts.append(encode_basestring(value))
        case bool():
            parts.append("true" if value else "false")
        case None:
            parts.append("null")
        case int() | float():
            parts.append(write_number(value))
        case list():
            parts.append("[")
            for place, item in enumerate(value):
                if place:
                    parts.append(",")
                _write(item, parts)
            parts.append("]")
        case dict():
            parts.append("{")
            for place, name in enumerate(sorted(value, key=_utf16)):
                parts.append("," if place else "")
                parts.append(encode_basestring(name))
                parts.append(":")
                _write(value[name], parts)
            parts.append("}")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def write_number(number: int | float) -> str:
    """Return `number` as ECMAScript writes it (ECMA-262 Number::toString, RFC 8785 section 3.2.2.3)."""
    if isinstance(number, int):
        if not -MAX_SAFE_INTEGER <= number <= MAX_SAFE_INTEGER:
            raise MalformedInputError("an integer beyond 2^53 - 1", step="jcs")
        return str(number)
    if number - number != 0.0:
        raise MalformedInputError("not a finite number", step="jcs")
    if number == 0.0:
        return "0"
    sign = "-" if number < 0 else ""
    digits, point = shortest_digits(abs(number))
    return sign + _place_point(digits, point)


def shortest_digits(number: float) -> tuple[str, int]:
    """Return the shortest digits that identify a positive double, and where the point stands: 0.ddd x 10^point."""
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    leading_zeros = len(whole + fraction) - len(digits)
    point = len(whole) - leading_zeros + int(exponent or 0)
    return digits.rstrip("0"), point


def _place_point(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = f"{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"{digits[0]}{'.' if count > 1 else ''}{digits[1:]}e{exponent}"
