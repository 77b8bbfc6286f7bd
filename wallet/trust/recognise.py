"""What a file is to a trust pack, told by its content alone.

To add a kind: write a rule `JsonObject -> Material | None`, list it in RULES, add a test. The first rule that speaks decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wallet.clock import moment_of_seconds
from wallet.dids.anchors import anchor_name, looks_like_anchors, read_anchors
from wallet.dids.did_web import did_web_url
from wallet.dids.key_sets import metadata_url
from wallet.dids.timestamps import find_moment
from wallet.encoding.strict_json import JsonLimits, read_json, write_json
from wallet.errors import InputError, MalformedInputError, TooBigError, WalletError, WeakKeyError
from wallet.formats.cwt import looks_like_cwt, read_cwt
from wallet.formats.envelope import JsonObject, JsonValue
from wallet.formats.jwt import read_compact_jws
from wallet.trust.issuer_lists import (
    ListedIssuer,
    find_federation_issuer,
    find_listed_issuers,
    find_written_issuers,
    looks_like_id,
    name_of,
)
from wallet.trust.pack_files import MAX_FILE

_LIMITS = JsonLimits(MAX_FILE)
_LIST_TYPES = frozenset(("BitstringStatusList", "StatusList2021", "RevocationList2020", "SuspensionList2020"))
_KEY_MEMBERS = (
    "verificationMethod",
    "assertionMethod",
    "authentication",
    "publicKey",
    "keyAgreement",
    "publicKeyMultibase",
)


@dataclass(frozen=True, slots=True)
class Material:
    """One thing a pack can hold: its kind, the URLs it says it has, the issuers it names.

    `needs` is the address of a key set that this document refers to and does not hold. `content` is what is to be held where that is
    not the file itself.
    """

    kind: str
    urls: tuple[str, ...] = ()
    issuers: tuple[ListedIssuer, ...] = ()
    signed: datetime | None = None
    needs: str | None = None
    content: bytes | None = None


def recognise_material(content: bytes) -> Material | None:
    """Return what `content` is to a trust pack, or None where it is nothing of the kind.

    Raises InputError for JSON or a token that breaks the rules (a DID listed twice, say): which of two readings counts is not ours
    to choose. Raises TooBigError over 4 MiB.
    """
    if len(content) > MAX_FILE:
        raise TooBigError(f"more than {MAX_FILE} bytes", step="trust.size")
    if looks_like_anchors(content) and not content.lstrip().startswith((b"{", b"[")):
        return Material("x509_anchor", tuple(map(anchor_name, read_anchors(content))))
    if looks_like_cwt(content):
        return _recognise_cwt(content)
    text = content.strip()
    if text.startswith((b"{", b"[")):
        lines = _json_lines(content)
        return _recognise_lines(lines) if lines else _recognise_json(read_json(content, _LIMITS))
    if text.startswith(b"ey") and text.count(b".") == 2 and text.isascii():
        return _recognise_token(text.decode("ascii"))
    try:
        issuers = find_written_issuers(content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return Material("issuer_list", issuers=issuers) if issuers else None


def recognise_each(content: bytes) -> tuple[Material, ...]:
    """Return everything that a file is to a trust pack; () where it is nothing of the kind.

    A JSON list of documents (or one a line), or a map from their addresses to them, holds several: each comes with its own `content`.
    Raises as `recognise_material` does.
    """
    whole = recognise_material(content)
    if whole is not None and whole.kind != "issuer_list":
        return (whole,)
    return (*_each_document(content), *((whole,) if whole is not None else ()))


def _each_document(content: bytes) -> Iterator[Material]:
    for address, document in _documents_in(content):
        found = None
        if isinstance(document, dict):
            found = next((found for rule in RULES if (found := rule(document)) is not None), None)
        elif isinstance(document, str) and document.startswith("ey") and document.count(".") == 2:
            found = _recognise_token(document)
        if found is None or found.kind == "issuer_list":
            continue
        written = document.encode() if isinstance(document, str) else write_json(document)
        yield replace(found, urls=(*found.urls, *_urls(address)), content=found.content or written)


def _documents_in(content: bytes) -> Iterator[tuple[JsonValue, JsonValue]]:
    """Yield (address or None, document) of a JSON list, of a map whose members are all addresses, or of lines of JSON."""
    lines = _json_lines(content)
    if not lines and not content.lstrip().startswith((b"{", b"[")):
        return
    value: JsonValue = [read_json(line, _LIMITS) for line in lines] if lines else read_json(content, _LIMITS)
    if isinstance(value, list):
        yield from ((None, document) for document in value)
    elif isinstance(value, dict) and all(map(looks_like_id, value)):
        yield from value.items()


def _recognise_json(value: JsonValue) -> Material | None:
    if isinstance(value, dict):
        for rule in RULES:
            if (material := rule(value)) is not None:
                return material
    issuers = find_listed_issuers(value)
    return Material("issuer_list", issuers=issuers) if issuers else None


def _recognise_lines(lines: list[bytes]) -> Material | None:
    """Each an issuer, or none of them."""
    issuers = find_listed_issuers([read_json(line, _LIMITS) for line in lines])
    return Material("issuer_list", issuers=issuers) if issuers else None


def _json_lines(content: bytes) -> list[bytes]:
    """Return the lines of a file that is one JSON object a line, [] for any other."""
    lines = [line for line in content.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.startswith(b"{") and line.rstrip().endswith(b"}") for line in lines):
        return []
    try:
        read_json(content, _LIMITS)
    except InputError:
        return lines
    return []


def _recognise_token(token: str) -> Material | None:
    jws = read_compact_jws(token)
    kind = str(jws.header.get("typ", "")).lower().removeprefix("application/")
    if kind == "statuslist+jwt":
        subject = jws.payload.get("sub")
        return Material("status_list", _urls(subject), signed=_numeric(jws.payload.get("iat")))
    if kind == "entity-statement+jwt":
        issuer = find_federation_issuer(jws.payload)
        return Material("issuer_list", issuers=(issuer,)) if issuer else None
    inner = jws.payload.get("vc", jws.payload)
    material = _status_list(inner) if isinstance(inner, dict) else None
    if material is None:
        return None
    identifier = jws.payload.get("jti")
    return Material(
        "status_list", (*material.urls, *_urls(identifier)), signed=material.signed or _numeric(jws.payload.get("nbf"))
    )


def _recognise_cwt(content: bytes) -> Material | None:
    token = read_cwt(content)
    if str(token.header.get("typ", "")).lower().removeprefix("application/") != "statuslist+cwt":
        return None
    return Material("status_list", _urls(token.payload.get("sub")), signed=_numeric(token.payload.get("iat")))


def _status_list(value: JsonObject) -> Material | None:
    subject = value.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
    if not isinstance(subject, dict) or not (_LIST_TYPES & set(_types(subject)) or "encodedList" in subject):
        return None
    identifier, inner = value.get("id"), subject.get("id")
    bare = inner.partition("#")[0] if isinstance(inner, str) else None
    signed = find_moment(value.get("validFrom")) or find_moment(value.get("issuanceDate"))
    return Material("status_list", tuple(dict.fromkeys((*_urls(identifier), *_urls(bare)))), signed=signed)


def _revocation_list(value: JsonObject) -> Material | None:
    if not any(isinstance(value.get(member), list) for member in ("revokedCredential", "revokedCredentials")):
        return None
    return Material("status_list", _urls(value.get("id")))


def _did_document(value: JsonObject) -> Material | None:
    """A DID or controller document gives keys. It names its issuer only where it is a profile, too."""
    inner = value.get("didDocument")
    if isinstance(inner, dict) and "didDocument" not in inner:  # the answer of a DID resolver, saved as it came
        told = value.get("didDocumentMetadata")
        if isinstance(told, dict) and told.get("deactivated") is True:
            raise MalformedInputError("its owner has given this identifier up", step="trust.deactivated")
        found = _did_document(inner)
        return replace(found, content=write_json(inner)) if found is not None else None
    identifier = value.get("id")
    if not looks_like_id(identifier) or not any(member in value for member in _KEY_MEMBERS):
        return None
    urls = [str(identifier)]
    if urls[0].startswith("did:web:"):
        try:
            urls.append(did_web_url(urls[0]))
        except WalletError:
            return None
    return Material("did_document", tuple(urls), tuple(_self_named(value)))


def _issuer_metadata(value: JsonObject) -> Material | None:
    """JWT VC issuer metadata (SD-JWT VC), or the metadata of an OpenID4VCI credential issuer."""
    issuer = value.get("issuer")
    if isinstance(issuer, str) and looks_like_id(issuer) and ("jwks" in value or "jwks_uri" in value):
        needs = value.get("jwks_uri")
        where = needs if isinstance(needs, str) else None
        return Material("issuer_metadata", (metadata_url(issuer),), _named(issuer, value), needs=where)
    issuer = value.get("credential_issuer")
    if isinstance(issuer, str) and looks_like_id(issuer):
        place = f"{issuer.rstrip('/')}/.well-known/openid-credential-issuer"
        return Material("issuer_metadata", (place,), _named(issuer, value))
    return None


def _named(issuer: str, value: JsonObject) -> tuple[ListedIssuer, ...]:
    name, names = name_of(value)
    return (ListedIssuer(issuer, name, None, names),) if name else ()


def _profile(value: JsonObject) -> Material | None:
    """An Open Badges profile: an issuer in its own words. Whoever puts it into a pack vouches for it.

    It has no keys, so it is held under no address: there it would stand in the way of the document that has them.
    """
    issuers = tuple(_self_named(value))
    return Material("issuer_list", issuers=issuers) if issuers else None


def _key_set(value: JsonObject) -> Material | None:
    keys = value.get("keys", [value] if "kty" in value else None)
    if not isinstance(keys, list) or not keys or not all(isinstance(key, dict) and "kty" in key for key in keys):
        return None
    if any(isinstance(key, dict) and "d" in key for key in keys):
        raise WeakKeyError("the private half of a key", step="trust.private_key")
    named = [url for key in keys if isinstance(key, dict) for url in _urls(key.get("kid"))]
    own = [url for member in ("issuer", "iss", "id", "url") for url in _urls(value.get(member))]
    return Material("key_set", tuple(dict.fromkeys((*own, *named, *(url.partition("#")[0] for url in named)))))


def _self_named(value: JsonObject) -> Iterator[ListedIssuer]:
    identifier, url = value.get("id"), value.get("url")
    name, names = name_of(value)
    if name and looks_like_id(identifier) and {"Profile", "Issuer", "IssuerProfile"} & set(_types(value)):
        yield ListedIssuer(str(identifier), name, url if isinstance(url, str) else None, names)


def _types(value: JsonObject) -> tuple[str, ...]:
    types = value.get("type", value.get("@type"))
    return tuple(item for item in (types if isinstance(types, list) else [types]) if isinstance(item, str))


def _urls(value: JsonValue) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value.startswith(("https://", "http://", "did:", "urn:")) else ()


def _numeric(value: JsonValue) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 253_402_300_799:
        return None
    return moment_of_seconds(value)


RULES: tuple[Callable[[JsonObject], Material | None], ...] = (
    _status_list,
    _revocation_list,
    _did_document,
    _issuer_metadata,
    _profile,
    _key_set,
)
