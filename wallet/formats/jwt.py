"""Compact JWS, taken apart strictly (RFC 7515 section 7.1). No signature is checked here: that is `wallet.proofs`."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from wallet.encoding.base64url import read_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import MalformedInputError, TooBigError
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget, require_size
from wallet.formats.refusals import CriticalHeaderError, EncryptedInputError, NotACredentialError

# What a token says it is (`typ`) -> what it is to us. Kinds exclude each other (RFC 8725 section 3.11): a token of one
# kind is never read as another. None: `typ` says nothing, the payload decides.
TOKEN_TYPES: Mapping[str, str | None] = {
    "": None,
    "jwt": None,
    "vc+jwt": "vc+jwt",
    "vc+ld+jwt": "vc+jwt",
    "vc+ld+json+jwt": "vc+jwt",
    "vp+jwt": "vp+jwt",
    "vp+ld+jwt": "vp+jwt",
    "vp+ld+json+jwt": "vp+jwt",
    "dc+sd-jwt": "dc+sd-jwt",
    "vc+sd-jwt": "vc+sd-jwt",
    "vc+ld+sd-jwt": "vc+sd-jwt",
    "vc+ld+json+sd-jwt": "vc+sd-jwt",
    "vp+sd-jwt": "vp+sd-jwt",
    "vp+ld+sd-jwt": "vp+sd-jwt",
    "vp+ld+json+sd-jwt": "vp+sd-jwt",
}


@dataclass(frozen=True, slots=True)
class CompactJws:
    """`header.payload.signature`, decoded. `signing_input` is what was signed, exactly as received."""

    token: str
    header: JsonObject
    payload: JsonObject
    signature: bytes

    @property
    def signing_input(self) -> bytes:
        """The ASCII bytes of `header.payload` (RFC 7515 section 5.1)."""
        return self.token.rpartition(".")[0].encode("ascii")


def read_compact_jws(token: str, budget: InputBudget = DEFAULT_BUDGET, *, deflated: bool = False) -> CompactJws:
    """Take a compact JWS apart. The signature may be empty (`alg` none): that is for the signature check to say.

    With `deflated` a payload may be compressed as SMART Health Cards are (`zip`: DEF, raw RFC 1951): the signature is over the
    compressed bytes, and at most the budget of a credential is unpacked. Raises MalformedInputError (step `jwt.parts`, `jwt.header`, `jwt.payload`, `jwt.signature`, `jwt.crit`), TooBigError,
    EncryptedInputError for a JWE, CriticalHeaderError for a `crit` or `b64` that is not understood.
    """
    require_size(len(token), budget.credential, "jwt.size")
    parts = token.split(".")
    if len(parts) == 5:
        raise EncryptedInputError("a JWE of five parts", step="jwt.encrypted")
    if len(parts) != 3 or not parts[0] or not parts[1]:
        raise MalformedInputError(f"{len(parts)} parts where a JWS has 3", step="jwt.parts")
    header = read_part(parts[0], "jwt.header", budget)
    packed = deflated and header.get("zip") == "DEF"
    require_plain_header({name: value for name, value in header.items() if name != "zip"} if packed else header)
    payload = _read_deflated(parts[1], budget) if packed else read_part(parts[1], "jwt.payload", budget)
    return CompactJws(token, header, payload, decode_part(parts[2], "jwt.signature"))


def read_part(part: str, step: str, budget: InputBudget = DEFAULT_BUDGET) -> JsonObject:
    """Decode one base64url part that holds a JSON object. Raises MalformedInputError or TooBigError naming `step`."""
    return read_json_object(decode_part(part, step), JsonLimits(budget.credential, budget.depth))


def _read_deflated(part: str, budget: InputBudget) -> JsonObject:
    """Raises MalformedInputError (step `jwt.deflate`), TooBigError (step `jwt.unpacked_size`) for a bomb."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(decode_part(part, "jwt.payload"), budget.credential)
    except zlib.error as error:
        raise MalformedInputError(f"not deflated: {error}", step="jwt.deflate") from error
    if unpacker.unconsumed_tail:
        raise TooBigError("unpacks to more than any real credential", step="jwt.unpacked_size")
    if not unpacker.eof or unpacker.unused_data:
        raise MalformedInputError("cut short, or with bytes after its end", step="jwt.deflate")
    return read_json_object(unpacked, JsonLimits(budget.credential, budget.depth))


def decode_part(part: str, step: str) -> bytes:
    """Decode strict base64url (JOSE-07). Raises MalformedInputError naming `step`."""
    try:
        return read_base64url(part)
    except MalformedInputError as error:
        raise MalformedInputError(error.detail, step=step) from error


def require_plain_header(header: Mapping[str, JsonValue]) -> None:
    """Refuse what would change the meaning of the token: `crit` (RFC 7515 section 4.1.11), `b64` (RFC 7797) and `zip`.

    Tessera implements no critical extension, so every well-formed `crit` names something unknown.
    """
    if "crit" in header:
        names = header["crit"]
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and n in header for n in names):
            raise MalformedInputError("crit is not a list of header names", step="jwt.crit")
        raise CriticalHeaderError(f"crit {names}", step="jwt.crit", name=", ".join(map(str, names))[:80])
    if header.get("b64", True) is not True:
        raise CriticalHeaderError("b64 is not true", step="jwt.b64", name="b64")
    if "zip" in header:
        raise CriticalHeaderError("a compressed payload", step="jwt.zip", name="zip")
    if not isinstance(header.get("alg"), str):
        raise MalformedInputError("no alg", step="jwt.alg")


def token_type(header: Mapping[str, JsonValue]) -> str | None:
    """Return what `typ` says the token is, or None where it says nothing and the payload must tell.

    Raises NotACredentialError for a token of another kind: key binding, status list, sign-in, proof of possession.
    """
    named = header.get("typ", "")
    if not isinstance(named, str):
        raise MalformedInputError("typ is not a string", step="jwt.typ")
    short = named.strip().lower().removeprefix("application/")
    if short not in TOKEN_TYPES:
        raise NotACredentialError(f"typ {named!r}", step="jwt.typ", kind=short[:60])
    return TOKEN_TYPES[short]
