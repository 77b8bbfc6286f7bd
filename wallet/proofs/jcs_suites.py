"""eddsa-jcs-2022 and ecdsa-jcs-2019: the signature is over the JSON itself, so every leaf is covered.

Data Integrity EdDSA Cryptosuites 1.0 section 3.3, ECDSA Cryptosuites 1.0 section 3.3.
"""

from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.proofs.digests import ALGORITHM_OF_KIND, digest_of_kind
from wallet.proofs.findings import COVERED, failed
from wallet.proofs.raw_signatures import match_signature
from wallet.proofs.secured import Examined, MalformedProofError, Secured, examined, malformed, read_proof_value
from wallet.report import CheckResult

_ECDSA_KINDS: Final = frozenset({KeyKind.P256, KeyKind.P384})


def verify_eddsa_jcs_2022(secured: Secured) -> Examined:
    """EdDSA Cryptosuites section 3.3.2."""
    return _verify(secured, frozenset({KeyKind.ED25519}))


def verify_ecdsa_jcs_2019(secured: Secured) -> Examined:
    """ECDSA Cryptosuites section 3.3.2: P-256 with SHA-256, P-384 with SHA-384."""
    return _verify(secured, _ECDSA_KINDS)


def jcs_hash_data(document: JsonObject, options: JsonObject, kind: KeyKind) -> bytes:
    """Return what is signed: the hash of the proof's options, then that of the document (sections 3.3.4, 3.3.5)."""
    digest = digest_of_kind(kind)
    return digest(canonicalize(options)).digest() + digest(canonicalize(document)).digest()


def _verify(secured: Secured, kinds: frozenset[KeyKind]) -> Examined:
    if secured.key.kind not in kinds:
        return malformed("wrong_kind")
    signature = read_proof_value(secured.proof, "z")
    options = secured.options("proofValue")
    document, coverage = _with_proof_context(secured.document, options)
    signed = jcs_hash_data(document, options, secured.key.kind)
    return examined(match_signature(ALGORITHM_OF_KIND[secured.key.kind], secured.key, signature, signed), coverage)


def _with_proof_context(document: JsonObject, options: JsonObject) -> tuple[JsonObject, CheckResult]:
    """Section 3.3.2: a proof that states its `@context` was made over a document with exactly that one.

    The document may since have gained more contexts at the end. They are not signed, and can change what a term means.
    """
    if "@context" not in options:
        return document, COVERED
    signed, present = _as_list(options["@context"]), _as_list(document.get("@context"))
    if present[: len(signed)] != signed:
        raise MalformedProofError("the proof was made with other contexts", step="proof.context")
    coverage = (
        COVERED if len(present) == len(signed) else failed("coverage", "coverage.unsigned_content", path="/@context")
    )
    return {**document, "@context": options["@context"]}, coverage


def _as_list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
