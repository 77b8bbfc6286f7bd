"""Two older suites that are still met: Ed25519Signature2018 and JsonWebSignature2020.

Both sign the hashes of the canonical options and document through a detached JWS (RFC 7797, `b64` false).
"""

from collections.abc import Mapping
from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import read_base64url
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import read_json_object
from wallet.errors import InputError
from wallet.proofs.coverage import coverage_of
from wallet.proofs.digests import digest_of_kind
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature
from wallet.proofs.rdfc_suites import proof_configuration
from wallet.proofs.secured import Examined, MalformedProofError, Secured, examined, malformed

_SECURITY_CONTEXT: Final = "https://w3id.org/security/v2"
_KINDS: Final[Mapping[Algorithm, KeyKind]] = {
    Algorithm.EDDSA: KeyKind.ED25519,
    Algorithm.ES256: KeyKind.P256,
    Algorithm.ES384: KeyKind.P384,
    Algorithm.PS256: KeyKind.RSA,
}


def verify_ed25519_signature_2018(secured: Secured) -> Examined:
    """The Ed25519Signature2018 suite: `jws` with EdDSA, SHA-256."""
    return _verify(secured, frozenset({Algorithm.EDDSA}))


def verify_json_web_signature_2020(secured: Secured) -> Examined:
    """The JsonWebSignature2020 suite, section "Detached JWS": the algorithm goes with the kind of key."""
    return _verify(secured, frozenset(_KINDS))


def _verify(secured: Secured, algorithms: frozenset[Algorithm]) -> Examined:
    header, signing_start, signature = _read_detached(secured.proof)
    algorithm = next((one for one in algorithms if one.value == header.get("alg")), None)
    if algorithm is None or secured.key.kind is not _KINDS[algorithm]:
        return malformed("wrong_kind")
    document = secured.unsecured.canonical("sha256")
    found = Match.BAD, document
    for options in _configurations(secured):
        configuration = secured.unsecured.canonical_options(options)
        digest = digest_of_kind(KeyKind.ED25519)
        hashes = digest(configuration.octets).digest() + digest(document.octets).digest()
        found = match_signature(algorithm, secured.key, signature, signing_start + hashes), configuration
        if found[0] is Match.GOOD:
            break
    match, configuration = found
    return examined(match, coverage_of(document, configuration))


def _configurations(secured: Secured) -> tuple[JsonObject, ...]:
    """Signers of the time canonicalised the options under the document's contexts, or under security/v2."""
    options = secured.options("jws", "proofValue", "signatureValue")
    own = proof_configuration(secured.document, {name: value for name, value in options.items() if name != "@context"})
    return own, {**own, "@context": _SECURITY_CONTEXT}


def _read_detached(proof: JsonObject) -> tuple[JsonObject, bytes, bytes]:
    """Return (header, what precedes the payload in the signing input, signature). Raises MalformedProofError."""
    value = proof.get("jws")
    parts = value.split(".") if isinstance(value, str) and len(value) < 4096 else []
    if len(parts) != 3 or parts[1]:
        raise MalformedProofError("not a detached JWS", step="proof.jws")
    try:
        header = read_json_object(read_base64url(parts[0]))
        signature = read_base64url(parts[2])
    except InputError as error:
        raise MalformedProofError(error.detail, step="proof.jws") from error
    if header.get("b64") is not False or header.get("crit") != ["b64"]:
        raise MalformedProofError("b64 is not false", step="proof.jws")
    return header, parts[0].encode("ascii") + b".", signature
