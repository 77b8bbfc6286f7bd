"""Suites that sign the canonical RDF of a document: eddsa-rdfc-2022, ecdsa-rdfc-2019, Ed25519Signature2020.

EdDSA Cryptosuites 1.0 sections 3.2 and 5, ECDSA Cryptosuites 1.0 section 3.2. A leaf that makes no quad is not signed:
`coverage` names it (threats DI-01, DI-02).
"""

from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.json_types import JsonObject
from wallet.proofs.coverage import coverage_of
from wallet.proofs.digests import ALGORITHM_OF_KIND, digest_of_kind, hash_name_of_kind
from wallet.proofs.raw_signatures import match_signature
from wallet.proofs.rdf_form import RdfForm
from wallet.proofs.secured import Examined, Secured, Unsecured, examined, malformed, read_proof_value

_ED25519: Final = frozenset({KeyKind.ED25519})
_ECDSA: Final = frozenset({KeyKind.P256, KeyKind.P384})


def verify_eddsa_rdfc_2022(secured: Secured) -> Examined:
    """EdDSA Cryptosuites section 3.2.2. Ed25519Signature2020 (section 5) differs in its type alone."""
    return _verify(secured, _ED25519)


def verify_ecdsa_rdfc_2019(secured: Secured) -> Examined:
    """ECDSA Cryptosuites section 3.2.2: P-256 with SHA-256, P-384 with SHA-384."""
    return _verify(secured, _ECDSA)


def rdfc_hash_data(unsecured: Unsecured, options: JsonObject, kind: KeyKind) -> tuple[bytes, RdfForm]:
    """Return what is signed (hash of the proof configuration, then of the document) and the configuration's form.

    Raises WalletError where a context is not held or a budget is spent.
    """
    hash_name, digest = hash_name_of_kind(kind), digest_of_kind(kind)
    configuration = unsecured.canonical_options(proof_configuration(unsecured.document, options), hash_name)
    document = unsecured.canonical(hash_name)
    return digest(configuration.octets).digest() + digest(document.octets).digest(), configuration


def proof_configuration(document: JsonObject, options: JsonObject) -> JsonObject:
    """Return the proof's options as a document of their own, under the secured document's contexts (section 3.2.5)."""
    return {**options, "@context": document["@context"]} if "@context" in document else options


def _verify(secured: Secured, kinds: frozenset[KeyKind]) -> Examined:
    if secured.key.kind not in kinds:
        return malformed("wrong_kind")
    signature = read_proof_value(secured.proof, "z")
    signed, configuration = rdfc_hash_data(secured.unsecured, secured.options("proofValue"), secured.key.kind)
    match = match_signature(ALGORITHM_OF_KIND[secured.key.kind], secured.key, signature, signed)
    form = secured.unsecured.canonical(hash_name_of_kind(secured.key.kind))
    return examined(match, coverage_of(form, configuration))
