"""did:key: the DID is the key (the did:key method, sections 3.1 and 5)."""

from functools import lru_cache
from typing import Final

from wallet.dids.did_document import ControllerDocument, VerificationMethod
from wallet.dids.did_url import Did
from wallet.dids.key_forms import find_g2_of_pair, multikey_of, read_multikey
from wallet.dids.keys import KeyKind, PublicKey

SIGNING_RELATIONSHIPS: Final = frozenset(
    {"authentication", "assertionMethod", "capabilityInvocation", "capabilityDelegation"}
)
AGREEMENT_RELATIONSHIPS: Final = frozenset({"keyAgreement"})


def read_did_key(did: Did) -> ControllerDocument:
    """Return the document that a did:key stands for. Raises MalformedKeyError, WeakKeyError, UnsupportedKeyError."""
    return _document_of(did.text, did.specific)


def build_key_document(did: str, fragment: str, key: PublicKey, kind_name: str = "Multikey") -> ControllerDocument:
    """Return the document of a DID that is one key: for all signing relationships, or for key agreement alone."""
    relationships = AGREEMENT_RELATIONSHIPS if key.kind is KeyKind.X25519 else SIGNING_RELATIONSHIPS
    method = VerificationMethod(f"{did}#{fragment}", kind_name, did, key, relationships=relationships)
    return ControllerDocument(did, {method.id: method})


@lru_cache(maxsize=512)
def _document_of(did: str, multikey: str) -> ControllerDocument:
    pair = find_g2_of_pair(multikey)
    if pair is not None:  # its G1 half is for a signature scheme Tessera does not know
        return build_key_document(did, multikey_of(pair), pair)
    return build_key_document(did, multikey, read_multikey(multikey))
