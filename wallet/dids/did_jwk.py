"""did:jwk: the DID is a JWK in base64url; its one method is `#0` (the did:jwk method)."""

from dataclasses import replace
from functools import lru_cache

from wallet.dids.did_document import ControllerDocument
from wallet.dids.did_key import AGREEMENT_RELATIONSHIPS, build_key_document
from wallet.dids.did_url import Did
from wallet.dids.key_forms import read_jwk
from wallet.encoding.base64url import read_base64url
from wallet.encoding.strict_json import read_json
from wallet.errors import MalformedKeyError


def read_did_jwk(did: Did) -> ControllerDocument:
    """Return the document that a did:jwk stands for. Raises an InputError for what is not one public JWK."""
    return _document_of(did.text, did.specific)


@lru_cache(maxsize=256)
def _document_of(did: str, encoded: str) -> ControllerDocument:
    jwk = read_json(read_base64url(encoded))
    if not isinstance(jwk, dict):
        raise MalformedKeyError("not a JWK", step="did_jwk.jwk")
    # "use" of "enc" makes it a key for agreement alone; everything else must be a key that verifies.
    public = {name: value for name, value in jwk.items() if name != "use"} if jwk.get("use") == "enc" else jwk
    document = build_key_document(did, "0", read_jwk(public), "JsonWebKey")
    if public is jwk:
        return document
    methods = {
        name: replace(method, relationships=AGREEMENT_RELATIONSHIPS) for name, method in document.methods.items()
    }
    return replace(document, methods=methods)
