"""What a JSON object is, told by its content: a credential, a presentation, a token in JSON clothes, or something else
that we know well enough to say why it is not opened."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from wallet.encoding.base64url import read_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import read_json_object
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.formats.decoded_token import token_in
from wallet.formats.envelope import Kind
from wallet.formats.refusals import (
    BadgeDefinitionError,
    BlockcertsError,
    CoseError,
    EncryptedInputError,
    JadesError,
    LegacyTranscriptError,
    OpenBadges2Error,
)
from wallet.formats.sd_jwt import join_sd_jwt
from wallet.formats.vc_jwt import types_of

# header.payload.signature, and what an SD-JWT adds. The base64url of a brace and what can follow it starts with "ey" or
# "ew". Loose on purpose: a damaged token is to be called damaged, not cut where the damage begins.
COMPACT = re.compile(r"""e[wy][A-Za-z0-9_-]{8,}\.[^\s.,;"'`<>()\[\]{}\\]+\.[^\s,;"'`<>()\[\]{}\\]*""", re.ASCII)

# As many as an embedded proof set may have proofs.
SIGNATURE_LIMIT = 12

_BESIDE = frozenset(("disclosures", "kb_jwt"))
_BASE64URL = re.compile(r"[A-Za-z0-9_=-]*", re.ASCII)
_DATA_URL = re.compile(
    r"data:application/(?:vc|vp|dc)(?:[+-]ld)?(?:\+json)?\+(?P<how>(?:sd-)?jwt|cose)(?P<how_written>(?:;[^,]*)?),(?P<body>.+)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """`kind` with or without a `token`: it can be opened; `further` tokens have the payload of the first, `shown` is what
    stands written out beside it. `error` alone: known, and why not. Nothing: a container, maybe."""

    kind: Kind | None = None
    token: str | None = None
    error: InputError | None = None
    further: tuple[str, ...] = ()
    shown: JsonObject | None = None


def recognise(value: JsonObject) -> Recognised:
    """Return what `value` is. Raises nothing; what is wrong with it is in `error`."""
    for rule in RULES:
        if (recognised := rule(value)) is not None:
            return recognised
    return Recognised()


def short_type(name: str) -> str:
    """Return `VerifiableCredential` for that, and for the IRI that ends in it."""
    return re.split(r"[#/]", name)[-1] if "://" in name else name


def short_types(value: Mapping[str, JsonValue]) -> frozenset[str]:
    """Return the last steps of all of an object's types."""
    return frozenset(short_type(name) for name in types_of(value))


def context_text(value: Mapping[str, JsonValue]) -> str:
    """Return the URLs of `@context`, joined: for recognising, never for deciding what a term means."""
    context = value.get("@context")
    every = context if isinstance(context, list) else [context]
    return " ".join(one for one in every if isinstance(one, str))


def _encrypted(value: JsonObject) -> Recognised | None:
    if isinstance(value.get("ciphertext"), str) and ("recipients" in value or "protected" in value):
        return Recognised(Kind.CREDENTIAL, error=EncryptedInputError("a JWE in JSON", step="json.jwe"))
    return None


def _json_token(value: JsonObject) -> Recognised | None:
    """RFC 7515 section 7.2 and RFC 9901 section 8: the JSON serialisation, turned into the compact one it stands for."""
    if not isinstance(value.get("payload"), str) or not ("signatures" in value or "signature" in value):
        return None
    if not _BASE64URL.fullmatch(str(value["payload"])):
        return Recognised(Kind.CREDENTIAL, error=JadesError("a JWS with its payload in the clear", step="jwt.jades"))
    if "signatures" in value and not {"signature", "protected", "header"}.isdisjoint(value):
        return _malformed("jwt.json", "both serialisations of a JWS at once")
    entries = value.get("signatures", [value])
    if not isinstance(entries, list) or not entries:
        return _malformed("jwt.json", "signatures that are no list of them")
    if len(entries) > SIGNATURE_LIMIT:
        return Recognised(Kind.CREDENTIAL, error=TooBigError(f"{len(entries)} signatures", step="jwt.signatures"))
    try:
        first, *further = (_read_signature(entry, str(value["payload"])) for entry in entries)
    except MalformedInputError as error:
        return Recognised(Kind.CREDENTIAL, error=error)
    # RFC 9901 section 8.1: what is disclosed stands in the first of the headers that are not signed, and in no other.
    if any(not _BESIDE.isdisjoint(unprotected) for _, unprotected in further):
        return _malformed("sd_jwt.json", "disclosures or kb_jwt beside a later signature")
    # Drafts before RFC 9901 wrote the disclosures beside the signature, not into its header.
    beside: JsonObject = {name: value[name] for name in _BESIDE if name in value}
    recognised = _with_disclosures(first[0], {**beside, **first[1]})
    return replace(recognised, further=tuple(token for token, _ in further))


def _read_signature(entry: JsonValue, payload: str) -> tuple[str, JsonObject]:
    """Return the compact JWS that one signature and the payload make, and its header that is not signed. Raises MalformedInputError."""
    match entry:
        case {"protected": str() as protected, "signature": str() as signature, **rest}:
            own = rest.get("header", {})
            if _says_twice(protected, own):
                raise MalformedInputError("one header parameter in two places", step="jwt.header")
            return f"{protected}.{payload}.{signature}", own if isinstance(own, dict) else {}
        case _:
            raise MalformedInputError("a JWS without a protected header and a signature", step="jwt.json")


def _says_twice(protected: str, unprotected: object) -> bool:
    """RFC 7515 section 7.2.1: what the protected header says, no other may say, too. A protected header that is none is refused later."""
    if not isinstance(unprotected, dict) or not unprotected:
        return False
    try:
        return not read_json_object(read_base64url(protected)).keys().isdisjoint(unprotected)
    except InputError:
        return False


def _with_disclosures(token: str, unprotected: JsonObject) -> Recognised:
    disclosures, key_binding = unprotected.get("disclosures"), unprotected.get("kb_jwt")
    if disclosures is None and key_binding is None:
        return Recognised(Kind.CREDENTIAL, token + "~" if _calls_itself_sd_jwt(token) else token)
    listed = disclosures if isinstance(disclosures, list) else []
    texts = [one for one in listed if isinstance(one, str) and "~" not in one]
    if len(texts) != len(listed) or not isinstance(key_binding, str | None):
        return _malformed("sd_jwt.json", "disclosures or kb_jwt of the wrong shape")
    return Recognised(Kind.CREDENTIAL, join_sd_jwt(token, texts, key_binding))


def _calls_itself_sd_jwt(token: str) -> bool:
    """RFC 9901 section 8.1: `disclosures` need not be there; an SD-JWT that discloses nothing is one by its `typ` alone."""
    try:
        named = read_json_object(read_base64url(token.partition(".")[0])).get("typ")
    except InputError:
        return False
    return isinstance(named, str) and named.lower().endswith("sd-jwt")


def token_of(url: JsonValue) -> str:
    """Return the token in a data: URL (RFC 2397), as VCDM 2.0 section 4.13 envelops credentials; its base64 is taken, too.

    Raises MalformedInputError where it is no such URL, CoseError where it holds COSE.
    """
    found = _DATA_URL.fullmatch(url) if isinstance(url, str) else None
    if found is None:
        raise MalformedInputError("not a data: URL of a JWT or SD-JWT", step="json.enveloped")
    if found["how"].lower() == "cose":
        raise CoseError("an enveloped credential", step="json.enveloped")
    body = unquote_to_bytes(found["body"])
    if found["how_written"].lower().endswith(";base64"):
        try:
            body = read_base64url(body.decode("ascii").rstrip("=").replace("+", "-").replace("/", "_"))
        except (UnicodeDecodeError, MalformedInputError) as error:
            raise MalformedInputError("a data: URL whose base64 is none", step="json.enveloped") from error
    return body.decode("utf-8", "replace")


def _enveloped(value: JsonObject) -> Recognised | None:
    """VCDM 2.0 section 4.13: an enveloped credential is a data: URL in `id`."""
    if not short_types(value) & {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}:
        return None
    try:
        return Recognised(Kind.CREDENTIAL, token_of(value.get("id")))
    except InputError as error:
        return Recognised(Kind.CREDENTIAL, error=error)


def _verifiable(value: JsonObject) -> Recognised | None:
    types = short_types(value)
    if "VerifiablePresentation" in types and "credentialSubject" not in value:
        return Recognised(Kind.PRESENTATION)
    if "VerifiableCredential" in types:
        return Recognised(Kind.CREDENTIAL)
    # A type is missing, yet it is plainly meant as one: opened, so that the checks can say what is wrong with it.
    if "credentialSubject" in value and ("issuer" in value or "proof" in value):
        return Recognised(Kind.CREDENTIAL)
    if "verifiableCredential" in value and ("holder" in value or "proof" in value):
        return Recognised(Kind.PRESENTATION)
    return None


def _decoded_token(value: JsonObject) -> Recognised | None:
    meant, token = _verifiable(value), token_in(value)
    return replace(meant, token=token, shown=value) if meant is not None and token is not None else None


def _blockcerts(value: JsonObject) -> Recognised | None:
    signature = value.get("signature")
    anchored = isinstance(signature, dict) and any("MerkleProof" in name for name in types_of(signature))
    old = "BlockchainCertificate" in types_of(value) or {"document", "receipt"} <= value.keys()
    if old or anchored or ("blockcerts" in context_text(value) and "badge" in value):
        return Recognised(error=BlockcertsError("Blockcerts before 3.0", step="json.blockcerts"))
    return None


def _open_badges_2(value: JsonObject) -> Recognised | None:
    context, types = context_text(value), short_types(value)
    known = "w3id.org/openbadges/v2" in context or "w3id.org/openbadges/v1" in context
    if "recipient" in value and "badge" in value:
        version = "1.1" if "openbadges/v1" in context else "2.0" if known or "verification" in value else "1.0"
        return Recognised(error=OpenBadges2Error("a badge assertion", step="json.open_badges_2", version=version))
    if known and types & {"BadgeClass", "Issuer", "Profile", "CryptographicKey", "RevocationList", "Extension"}:
        return Recognised(error=BadgeDefinitionError(f"Open Badges 2 {sorted(types)}", step="json.open_badges_2"))
    return None


def _legacy_transcript(value: JsonObject) -> Recognised | None:
    if "learner" in value and ("assertions" in value or "publisher" in value):
        return Recognised(error=LegacyTranscriptError("CLR 1.0", step="json.clr_1"))
    return None


def _definition(value: JsonObject) -> Recognised | None:
    if short_types(value) & {"Achievement", "Profile"} and "purl.imsglobal.org" in context_text(value):
        return Recognised(error=BadgeDefinitionError("an Achievement or Profile by itself", step="json.definition"))
    return None


def _malformed(step: str, detail: str) -> Recognised:
    return Recognised(Kind.CREDENTIAL, error=MalformedInputError(detail, step=step))


# Asked in this order; the first that knows answers.
RULES: tuple[Callable[[JsonObject], Recognised | None], ...] = (
    _encrypted,
    _json_token,
    _enveloped,
    _decoded_token,
    _verifiable,
    _blockcerts,
    _open_badges_2,
    _legacy_transcript,
    _definition,
)
