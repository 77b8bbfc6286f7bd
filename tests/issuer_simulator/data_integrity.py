"""Embedded proofs: VC Data Integrity 1.0 with its EdDSA and ECDSA suites, and Ed25519Signature2020."""

import hashlib
from typing import Any

from tests.issuer_simulator.canonical import jcs, rdfc
from tests.issuer_simulator.keys import SigningKey, base58

SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")


def add_proof(
    document: dict[str, Any], key: SigningKey, suite: str, method: str, created: str, **members: Any
) -> dict[str, Any]:
    """Return `document` with one proof appended. `members` override or extend the proof's own members."""
    options = {**_options(suite), "created": created, "verificationMethod": method, "proofPurpose": "assertionMethod"}
    options.update(members)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return {**document, "proof": sign_proof(unsecured, options, key)}


def sign_proof(unsecured: dict[str, Any], options: dict[str, Any], key: SigningKey) -> dict[str, Any]:
    """Return `options` with its `proofValue` over `unsecured`."""
    suite = options.get("cryptosuite", options["type"])
    digest = "sha384" if key.kind == "P-384" else "sha256"
    is_jcs = "-jcs-" in suite
    config = {"@context": unsecured["@context"], **options} if "@context" in unsecured else dict(options)
    canonical = jcs if is_jcs else lambda value: rdfc(value, digest)
    hashed = b"".join(hashlib.new(digest, canonical(part)).digest() for part in (config, unsecured))
    return {**(config if is_jcs else options), "proofValue": "z" + base58(key.sign(hashed))}


def _options(suite: str) -> dict[str, str]:
    if suite == "Ed25519Signature2020":
        return {"type": suite}
    return {"type": "DataIntegrityProof", "cryptosuite": suite}
