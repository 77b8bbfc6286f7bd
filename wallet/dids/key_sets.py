"""JWK Sets, JWT VC issuer metadata, and the keys of issuers that are https URLs.

RFC 7517 section 5; SD-JWT VC "JWT VC Issuer Metadata"; Open Badges 3.0 section 8.2 (a `kid` that is the URL of a key).
Documents are looked up in what is held, by URL. A key is chosen by `kid` as an opaque string; two that match are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from wallet.dids.did_document import VerificationMethod
from wallet.dids.held import HeldDocument, HeldDocuments, find_published
from wallet.dids.key_forms import read_jwk, thumbprint
from wallet.dids.keys import KeyKind, PublicKey
from wallet.dids.resolve import FoundKey, ResolvedDocument, listed_key, resolve_controller
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import InputError, MalformedInputError, ResolutionError, TooBigError

METADATA_LIMITS: Final = JsonLimits(max_bytes=256 * 1024)
KEY_LIMIT: Final = 200
# A key set says nothing of purposes: what a party publishes as its signing keys is for all that it signs.
PUBLISHED_FOR: Final = frozenset({"assertionMethod", "authentication"})


@dataclass(frozen=True, slots=True)
class KeySetEntry:
    """One JWK of a set: its `kid`, and the key or why it cannot be used."""

    kid: str | None
    key: PublicKey | None
    fault: InputError | None = None


def read_key_set(document: JsonObject) -> tuple[KeySetEntry, ...]:
    """Read a JWK Set, or a single JWK as a set of one.

    Raises MalformedInputError where it is neither, or where one `kid` names two keys; TooBigError over 200 keys.
    """
    entries = document.get("keys", [document] if "kty" in document else None)
    if not isinstance(entries, list):
        raise MalformedInputError("not a JWK Set", step="jwks.keys")
    if len(entries) > KEY_LIMIT:
        raise TooBigError("too many keys", step="jwks.keys")
    read = tuple(_read_entry(entry) for entry in entries if isinstance(entry, dict))
    kids = [entry.kid for entry in read if entry.kid is not None]
    if len(set(kids)) != len(kids):
        raise MalformedInputError("two keys of one kid", step="jwks.duplicate_kid")
    return read


def choose_key(entries: Sequence[KeySetEntry], kid: str | None, place: str) -> PublicKey:
    """Return the key of that `kid` (or RFC 7638 thumbprint); without a `kid`, the only key of the set.

    Raises ResolutionError where none or several fit, or the fault of the one that does.
    """
    fitting = [entry for entry in entries if kid is None or _fits(entry, kid)]
    if len(fitting) != 1:
        raise ResolutionError(f"{len(fitting)} keys fit", step="jwks.no_key", did=place, method=kid or "")
    if fitting[0].key is None:
        raise fitting[0].fault or ResolutionError("no key", step="jwks.no_key", did=place)
    return fitting[0].key


def find_issuer_key(issuer: str, kid: str | None, documents: HeldDocuments) -> FoundKey:
    """Return the key of a DID or https issuer named by a bare, relative or absolute `kid`.

    Raises ResolutionError where it is not to be had from what is held, InputError where what is held is malformed.
    """
    if issuer.startswith("did:"):
        return find_listed_key(resolve_controller(issuer, documents), kid)
    if (held := find_published(documents, metadata_url(issuer))) is not None:
        return _find_in_metadata(held, issuer, kid, documents)
    if (held := find_published(documents, issuer)) is not None:
        return _find_in_issuer_document(held, issuer, kid, documents)
    if issuer.startswith("https://") and (held := find_published(documents, key_set_url(issuer))) is not None:
        return _published(choose_key(read_key_set(_content_of(held)), kid, issuer), kid, issuer, held)
    raise ResolutionError("no keys of this issuer are held", step="did.not_held", did=issuer)


def find_published_key(url: str, issuer: str, documents: HeldDocuments) -> FoundKey:
    """Return the key published at `url` (a JWK, a JWK Set, or a fragment of one): 1EdTech's `kid`.

    It counts as the issuer's own only where the issuer is an https URL of the same origin. Raises as `find_issuer_key`.
    """
    base, _, fragment = url.partition("#")
    held = find_published(documents, url) or find_published(documents, base)
    if held is None:
        raise ResolutionError("the key is not held", step="did.not_held", did=base, method=url)
    entries = read_key_set(_content_of(held))
    key = choose_key(entries, None if len(entries) == 1 else fragment or url, base)
    own = same_origin(url, issuer)
    return FoundKey(key, url, issuer if own else None, PUBLISHED_FOR if own else frozenset(), own, held.seen)


def find_listed_key(resolved: ResolvedDocument, kid: str | None) -> FoundKey:
    """Return the key of a controller document that `kid` names.

    `kid` may be a method's id, its fragment, the JWK's own `kid` or a thumbprint; without one the document must list
    exactly one signing key. Raises ResolutionError.
    """
    document = resolved.document
    if kid is None or kid == document.id:
        return listed_key(resolved, document.id)
    for reference in (kid, f"{document.id}#{kid}"):
        if reference in document.methods or (reference.startswith("#") and document.id + reference in document.methods):
            return listed_key(resolved, reference)
    fitting = [method.id for method in document.methods.values() if _is_named(method, kid)]
    if len(fitting) != 1:
        raise ResolutionError(f"{len(fitting)} keys fit", step="did.no_method", did=document.id, method=kid)
    return listed_key(resolved, fitting[0])


def metadata_url(issuer: str) -> str:
    """Return where an https issuer publishes its JWT VC issuer metadata: the well-known part goes before the path."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}/.well-known/jwt-vc-issuer{parts.path.rstrip('/')}"


def key_set_url(issuer: str) -> str:
    """Return where an issuer of SMART Health Cards publishes its keys: below its own URL, as OpenID providers do too."""
    return f"{issuer.rstrip('/')}/.well-known/jwks.json"


def same_origin(one: str, other: str) -> bool:
    """Return whether both are https URLs of one host and port."""
    try:
        first, second = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    host = _authority(first.netloc)
    return first.scheme == second.scheme == "https" and host is not None and host == _authority(second.netloc)


def _authority(netloc: str) -> str | None:
    """Host and port, or None for what matches nothing: no host, or a user name, which makes two hosts look alike."""
    return netloc.lower().removesuffix(":443") if netloc and "@" not in netloc else None


def _find_in_metadata(held: HeldDocument, issuer: str, kid: str | None, documents: HeldDocuments) -> FoundKey:
    metadata = _content_of(held)
    if metadata.get("issuer") != issuer:
        raise MalformedInputError("metadata of another issuer", step="issuer_metadata.issuer")
    if ("jwks" in metadata) == ("jwks_uri" in metadata):
        raise MalformedInputError("either jwks or jwks_uri", step="issuer_metadata.jwks")
    inline, address = metadata.get("jwks"), metadata.get("jwks_uri")
    if isinstance(inline, dict):
        return _published(choose_key(read_key_set(inline), kid, issuer), kid, issuer, held)
    key_set = find_published(documents, address) if isinstance(address, str) else None
    if key_set is None:
        raise ResolutionError("the issuer's key set is not held", step="did.not_held", did=str(address))
    return _published(choose_key(read_key_set(_content_of(key_set)), kid, issuer), kid, issuer, key_set)


def _find_in_issuer_document(held: HeldDocument, issuer: str, kid: str | None, documents: HeldDocuments) -> FoundKey:
    """What is published at the issuer's own URL: a controller document, or a key set."""
    content = _content_of(held)
    if "keys" in content or "kty" in content:
        return _published(choose_key(read_key_set(content), kid, issuer), kid, issuer, held)
    if isinstance(inline := content.get("jwks"), dict) and "verificationMethod" not in content:
        return _published(choose_key(read_key_set(inline), kid, issuer), kid, issuer, held)
    resolved = resolve_controller(issuer, documents)
    if not resolved.document.methods:
        raise ResolutionError("the issuer's page names no keys", step="did.not_held", did=issuer)
    return find_listed_key(resolved, kid)


def _published(key: PublicKey, kid: str | None, issuer: str, held: HeldDocument) -> FoundKey:
    return FoundKey(key, kid or issuer, issuer, PUBLISHED_FOR, True, held.seen)


def _read_entry(entry: JsonObject) -> KeySetEntry:
    kid = entry.get("kid")
    try:
        return KeySetEntry(kid if isinstance(kid, str) else None, read_jwk(entry))
    except InputError as error:
        return KeySetEntry(kid if isinstance(kid, str) else None, None, error)


def _fits(entry: KeySetEntry, kid: str) -> bool:
    return entry.kid == kid or (entry.kid is None and entry.key is not None and _thumbprint(entry.key) == kid)


def _is_named(method: VerificationMethod, kid: str) -> bool:
    return method.key_id == kid or (method.key is not None and _thumbprint(method.key) == kid)


def _thumbprint(key: PublicKey) -> str | None:
    return None if key.kind is KeyKind.BLS12381_G2 else thumbprint(key)


def _content_of(held: HeldDocument) -> JsonObject:
    return read_json_object(held.content, METADATA_LIMITS)
