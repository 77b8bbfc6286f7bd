"""JSON scalars as RDF literals (JSON-LD 1.1 API section 8.2.2, Object to RDF Conversion), spelled for N-Quads."""

from wallet.encoding import jcs
from wallet.encoding.json_types import JsonValue
from wallet.encoding.jsonld.active_context import datatype_suffix
from wallet.encoding.nquads import RDF, XSD, spell_text

_JSON_SUFFIX = f"^^<{RDF}JSON>"
_DOUBLE = f"{XSD}double"


def spell_json(value: JsonValue) -> str:
    """Return `value` as an rdf:JSON literal, in its canonical form (RFC 8785)."""
    return spell_text(jcs.canonicalize(value).decode()) + _JSON_SUFFIX


def spell_scalar(value: bool | int | float, datatype: str | None) -> str:
    """Return a boolean or a number as a literal of `datatype`, or of the datatype that JSON-LD gives it."""
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"{datatype_suffix(datatype or XSD + "boolean")}'
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= 1e21):
        return f'"{spell_double(value)}"{datatype_suffix(datatype or _DOUBLE)}'
    if datatype == _DOUBLE:
        return f'"{spell_double(float(value))}"{datatype_suffix(datatype)}'
    return f'"{int(value)}"{datatype_suffix(datatype or XSD + "integer")}'


def spell_double(value: float) -> str:
    """Return the canonical form of an xsd:double: 5.5E0, with at most 16 digits."""
    mantissa, _, exponent = f"{value:.15e}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def survives_spelling(value: bool | int | float) -> bool:
    """Tell whether the literal names exactly this number: the 17th digit of a double is rounded away."""
    return not isinstance(value, float) or value.is_integer() or float(spell_double(value)) == value
