"""CBOR Web Tokens under one COSE signature (RFC 8392, RFC 9052 section 4.2), read into the names that JOSE uses.

Tessera reads status lists in this form (Token Status List section 5.2), not credentials. Header parameters and claims come out as a JWT
would have them: one set of checks judges both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wallet.encoding.base64url import write_base64, write_base64url
from wallet.encoding.cbor import CborLimits, CborValue, Tagged, read_cbor, write_cbor
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError

_LIMITS = CborLimits(max_bytes=8 * 1024 * 1024, max_items=2_000)
_COSE_SIGN1, _CWT = 18, 61  # the tags
_ALGORITHMS = {
    -7: "ES256",
    -8: "EdDSA",
    -9: "ESP256",
    -19: "Ed25519",
    -35: "ES384",
    -36: "ES512",
    -37: "PS256",
    -51: "ESP384",
    -52: "ESP512",
    -257: "RS256",
}
_ALG, _CRIT, _KID, _TYP, _X5CHAIN = 1, 2, 4, 16, 33
_CLAIMS = {1: "iss", 2: "sub", 3: "aud", 4: "exp", 5: "nbf", 6: "iat", 65_533: "status_list", 65_534: "ttl"}

CborMap = Mapping[object, CborValue]


@dataclass(frozen=True, slots=True)
class CoseToken:
    """A COSE_Sign1 over a CWT: `header` and `payload` in the words of a JWT, and the very bytes that were signed."""

    header: JsonObject
    payload: JsonObject
    signed: bytes
    signature: bytes


def looks_like_cwt(content: bytes) -> bool:
    """Tell whether the bytes begin as a COSE_Sign1 does: tagged as a CWT, tagged, or an array of four with a byte string first."""
    return content.startswith((b"\xd8\x3d", b"\xd2\x84")) or (content[:1] == b"\x84" and content[1:2] >= b"\x40")


def read_cwt(content: bytes) -> CoseToken:
    """Read a signed CWT. Raises MalformedInputError (steps cbor, cwt.*) or TooBigError.

    The algorithm and the type count only where they are protected; a key's name may stand in either header.
    """
    protected, unprotected, payload, signature = _parts(read_cbor(content, _LIMITS, ordered=False, floats=True))
    signed_header = _map(read_cbor(protected, _LIMITS, ordered=False)) if protected else {}
    claims = _map(read_cbor(payload, _LIMITS, ordered=False, floats=True))
    signed = write_cbor(["Signature1", protected, b"", payload])
    return CoseToken(_header(signed_header, unprotected), _payload(claims), signed, signature)


def _parts(value: CborValue) -> tuple[bytes, CborMap, bytes, bytes]:
    for tag in (_CWT, _COSE_SIGN1):
        if isinstance(value, Tagged) and value.tag == tag:
            value = value.value
    match value:
        case [bytes() as protected, dict() as unprotected, bytes() as payload, bytes() as signature]:
            return protected, unprotected, payload, signature
        case _:
            raise MalformedInputError("no COSE_Sign1 with its payload", step="cwt.parts")


def _map(value: CborValue) -> CborMap:
    if not isinstance(value, dict):
        raise MalformedInputError("a CWT part that is no map", step="cwt.parts")
    return value  # type: ignore[return-value]  # a wider key


def _header(protected: CborMap, unprotected: CborMap) -> JsonObject:
    """RFC 9052 section 3: a parameter stands in one of the two, and what is critical is protected."""
    if set(protected) & set(unprotected):
        raise MalformedInputError("a parameter in both headers", step="cwt.header")
    both = {**unprotected, **protected}
    algorithm, kind = protected.get(_ALG), protected.get(_TYP)
    named = _ALGORITHMS.get(algorithm) if isinstance(algorithm, int) else None
    header: JsonObject = {"alg": named or f"COSE {algorithm!r}"}
    if isinstance(kind, str):
        header["typ"] = kind
    if _CRIT in both:
        header["crit"] = [str(both[_CRIT])]
    if _KID in both:
        header["kid"] = _name(both[_KID])
    if _X5CHAIN in both:
        chain = both[_X5CHAIN]
        header["x5c"] = [_certificate(one) for one in (chain if isinstance(chain, list) else [chain])]
    return header


def _name(value: CborValue) -> str:
    """A key identifier is bytes; the key set that lists it spells it as text, or else in base64url."""
    if not isinstance(value, bytes):
        raise MalformedInputError("a kid that is no byte string", step="cwt.header")
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        return write_base64url(value)


def _certificate(value: CborValue) -> str:
    if not isinstance(value, bytes):
        raise MalformedInputError("a certificate that is no byte string", step="cwt.header")
    return write_base64(value)


def _payload(claims: CborMap) -> JsonObject:
    return {_CLAIMS[name]: _claim(value) for name, value in claims.items() if isinstance(name, int) and name in _CLAIMS}


def _claim(value: CborValue) -> JsonValue:
    match value:
        case bytes():
            return write_base64url(value)
        case dict():
            return {name: _claim(item) for name, item in value.items() if isinstance(name, str)}
        case list():
            return [_claim(item) for item in value]
        case Tagged():
            raise MalformedInputError("a claim with a tag", step="cwt.claims")
        case _:
            return value
