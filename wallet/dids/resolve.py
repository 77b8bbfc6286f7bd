"""From a DID or a URL to the document held here, and from a method's name to a key.

To add a DID method: write `did_x.py` with a reader, list it in DID_METHODS, add a vector test. Nothing here reaches the
network: what is not held is a ResolutionError, which a check reports as "cannot be checked", never as forged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from wallet.dids.did_document import ControllerDocument, VerificationMethod, read_controller_document
from wallet.dids.did_jwk import read_did_jwk
from wallet.dids.did_key import read_did_key
from wallet.dids.did_url import Did, read_did, split_reference
from wallet.dids.did_web import url_of_did_web
from wallet.dids.held import HeldDocument, HeldDocuments, HeldFrom, find_published
from wallet.dids.key_forms import read_multikey
from wallet.dids.keys import PublicKey
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import ResolutionError, WalletError

DID_DOCUMENT_LIMITS: Final = JsonLimits(max_bytes=128 * 1024)


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """A controller's document, when it was last seen, and on whose word. `seen` is None where the id is the key."""

    document: ControllerDocument
    seen: datetime | None = None
    held_from: HeldFrom | None = None


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key by name.

    `in_document` is True when a document held here lists it, `controller` is then whom that document says the key belongs to;
    False when it was merely carried along: then `controller` is None and there are no relationships.
    """

    key: PublicKey
    method: str
    controller: str | None = None
    relationships: frozenset[str] = frozenset()
    in_document: bool = False
    seen: datetime | None = None
    listed: VerificationMethod | None = None


def resolve_did(did: str, documents: HeldDocuments) -> ResolvedDocument:
    """Return the document of a bare DID.

    Raises ResolutionError (facts: did) where it is not held or the method is unknown, InputError where the DID or what is
    held for it is malformed.
    """
    parts = read_did(did)
    read = DID_METHODS.get(parts.method)
    if read is None:
        raise ResolutionError(f"did:{parts.method}", step="did.method", did=did, method=parts.method)
    return read(parts, documents)


def resolve_controller(url: str, documents: HeldDocuments) -> ResolvedDocument:
    """Return the document of a DID or of an https controller (Controlled Identifiers 1.0). Raises as `resolve_did`."""
    if url.startswith("did:"):
        return resolve_did(url, documents)
    held = find_published(documents, url)
    if held is None:
        raise ResolutionError("no controller document is held", step="did.not_held", did=url)
    return _read_held(held, url)


def find_method_key(reference: str, documents: HeldDocuments) -> FoundKey:
    """Return the key that a verification method's absolute URL names.

    Where the controller's document is not held but the fragment is itself a Multikey, that key is returned with
    `in_document` False. Raises ResolutionError where there is no key to be had, InputError for a malformed or weak one.
    """
    base, fragment = split_reference(reference)
    try:
        resolved = _resolve_listing(reference, base, documents)
    except ResolutionError:
        carried = _find_carried_key(fragment)
        if carried is None:
            raise
        return FoundKey(carried, reference)
    found = listed_key(resolved, reference)
    return found if found.controller == resolved.document.id else _as_its_controller_says(found, documents)


def _as_its_controller_says(found: FoundKey, documents: HeldDocuments) -> FoundKey:
    """VC Data Integrity 1.0, "Retrieve Verification Method": the document of a method's controller has to list the method.

    Anybody can write another's name under a key of their own: what that key is good for is for the one so named to say (DI-09).
    """
    try:
        resolved = resolve_controller(found.controller or "", documents)
    except WalletError:
        return replace(found, relationships=frozenset(), in_document=False)
    document = resolved.document
    listed = document.methods.get(found.method)
    if listed is not None and listed.key == found.key:
        return replace(found, relationships=listed.relationships)
    return replace(found, relationships=document.elsewhere.get(found.method, frozenset()))


def listed_key(resolved: ResolvedDocument, reference: str) -> FoundKey:
    """Return the key a document lists under `reference`. Raises ResolutionError (step did.no_method) or the key's fault."""
    document = resolved.document
    method = document.find_method(reference)
    if method is None:
        raise ResolutionError(
            "the document lists no such method", step="did.no_method", did=document.id, method=reference
        )
    if method.key is None:
        raise method.fault or ResolutionError("no key", step="did.no_key", did=document.id, method=reference)
    # A key that its document says belongs to somebody else speaks for them, not for the document's subject (DI-09).
    return FoundKey(method.key, method.id, method.controller, method.relationships, True, resolved.seen, method)


def _resolve_listing(reference: str, base: str, documents: HeldDocuments) -> ResolvedDocument:
    """A method's document is the URL without its fragment; a method published alone names its controller."""
    if base.startswith("did:"):
        return resolve_did(base.partition("?")[0].partition("/")[0], documents)
    held = find_published(documents, base) or find_published(documents, reference)
    if held is None:
        raise ResolutionError("no controller document is held", step="did.not_held", did=base)
    content = _content_of(held)
    controller = content.get("controller")
    if "verificationMethod" not in content and isinstance(controller, str) and controller != base:
        return resolve_controller(controller, documents)
    return ResolvedDocument(_read_document(held.content, base), held.seen, held.held_from)


def _find_carried_key(fragment: str) -> PublicKey | None:
    """A weak key carried in a fragment is still refused: its error passes through."""
    if not fragment.startswith("z"):
        return None
    return read_multikey(fragment)


def _resolve_key(did: Did, documents: HeldDocuments) -> ResolvedDocument:  # noqa: ARG001 - the DID is the document
    return ResolvedDocument(read_did_key(did))


def _resolve_jwk(did: Did, documents: HeldDocuments) -> ResolvedDocument:  # noqa: ARG001
    return ResolvedDocument(read_did_jwk(did))


def _resolve_web(did: Did, documents: HeldDocuments) -> ResolvedDocument:
    url = url_of_did_web(did)
    held = find_published(documents, did.text) or find_published(documents, url)
    if held is None:
        raise ResolutionError("the document is not held", step="did.not_held", did=did.text, url=url)
    return _read_held(held, did.text)


def _read_held(held: HeldDocument, expected_id: str) -> ResolvedDocument:
    return ResolvedDocument(_read_document(held.content, expected_id), held.seen, held.held_from)


@lru_cache(maxsize=128)
def _read_document(content: bytes, expected_id: str) -> ControllerDocument:
    return read_controller_document(read_json_object(content, DID_DOCUMENT_LIMITS), expected_id)


def _content_of(held: HeldDocument) -> JsonObject:
    return read_json_object(held.content, DID_DOCUMENT_LIMITS)


DID_METHODS: Final[Mapping[str, Callable[[Did, HeldDocuments], ResolvedDocument]]] = {
    "key": _resolve_key,
    "jwk": _resolve_jwk,
    "web": _resolve_web,
}

__all__ = [
    "DID_METHODS",
    "FoundKey",
    "ResolvedDocument",
    "find_method_key",
    "listed_key",
    "resolve_controller",
    "resolve_did",
]
