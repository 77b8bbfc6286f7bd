"""Signing: for the holder's own proofs, and for issuers in tests. The counterpart of everything this room checks.

Time and randomness are arguments. Raises PresentationError where a key cannot sign with a suite, and WalletError where a
context is not held: nothing is signed that a verifier could not check.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.multibase import write_multibase
from wallet.encoding.strict_json import write_json
from wallet.errors import PresentationError
from wallet.proofs.cryptosuites import DATA_INTEGRITY_PROOF, NAMED_BY_TYPE
from wallet.proofs.jcs_suites import jcs_hash_data
from wallet.proofs.key_binding import KEY_BINDING_TYPE, disclosure_digest
from wallet.proofs.raw_signatures import Algorithm
from wallet.proofs.rdfc_suites import rdfc_hash_data
from wallet.proofs.secured import Unsecured
from wallet.proofs.signing_key import SigningKey

_KINDS_OF_SUITE: Final[Mapping[str, frozenset[KeyKind]]] = {
    "eddsa-rdfc-2022": frozenset({KeyKind.ED25519}),
    "eddsa-jcs-2022": frozenset({KeyKind.ED25519}),
    "Ed25519Signature2020": frozenset({KeyKind.ED25519}),
    "ecdsa-rdfc-2019": frozenset({KeyKind.P256, KeyKind.P384}),
    "ecdsa-jcs-2019": frozenset({KeyKind.P256, KeyKind.P384}),
}


def sign_data_integrity(
    document: JsonObject,
    *,
    suite: str,
    private_key: SigningKey,
    verification_method: str,
    created: datetime | None,
    purpose: str = "assertionMethod",
    challenge: str | None = None,
    domain: str | None = None,
    expires: datetime | None = None,
    previous_proof: str | None = None,
    proof_id: str | None = None,
) -> JsonObject:
    """Return `document` with one more proof of `suite` (Data Integrity 1.0 section 4.1).

    Proofs already there stay; `previous_proof` names the one this builds on.
    """
    if private_key.public.kind not in _KINDS_OF_SUITE.get(suite, frozenset()):
        raise PresentationError(f"{private_key.public.kind} cannot sign {suite}", step="sign.suite")
    members: dict[str, JsonValue] = {
        "id": proof_id,
        "created": write_moment(created),
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
        "expires": write_moment(expires),
        "challenge": challenge,
        "domain": domain,
        "previousProof": previous_proof,
    }
    options = {**proof_type(suite), **{name: value for name, value in members.items() if value is not None}}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    proofs = _proofs_of(document)
    if previous_proof is not None:
        # Section 4.3: a list, of one, too.
        unsecured["proof"] = [
            next(proof for proof in proofs if isinstance(proof, dict) and proof.get("id") == previous_proof)
        ]
    proof = _sign_options(unsecured, options, suite, private_key)
    return with_proof(document, proof)


def proof_type(suite: str) -> JsonObject:
    """Return the members by which a proof names its suite."""
    return {"type": suite} if suite in NAMED_BY_TYPE else {"type": DATA_INTEGRITY_PROOF, "cryptosuite": suite}


def with_proof(document: JsonObject, proof: JsonObject) -> JsonObject:
    """Return `document` with `proof` after those it has."""
    proofs = _proofs_of(document)
    return {**document, "proof": [*proofs, proof] if proofs else proof}


def write_moment(moment: datetime | None) -> str | None:
    """Return a moment as an xsd:dateTimeStamp in UTC, to the second."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _proofs_of(document: JsonObject) -> list[JsonValue]:
    proof = document.get("proof")
    return list(proof) if isinstance(proof, list) else [] if proof is None else [proof]


def _sign_options(unsecured: JsonObject, options: JsonObject, suite: str, private_key: SigningKey) -> JsonObject:
    kind = private_key.public.kind
    if "-jcs-" in suite:
        # A JCS proof carries the contexts it was made with (EdDSA Cryptosuites section 3.3.1 step 2).
        if "@context" in unsecured:
            options = {"@context": unsecured["@context"], **options}
        signed = jcs_hash_data(unsecured, options, kind)
    else:
        signed, _ = rdfc_hash_data(Unsecured(unsecured), options, kind)
    return {**options, "proofValue": write_multibase(private_key.sign(signed), "z")}


def sign_compact(payload: JsonObject | bytes, header: JsonObject, private_key: SigningKey) -> str:
    """Return a compact JWS (RFC 7515 section 7.1). `alg` is set from the key where the header does not say it."""
    full: JsonObject = {"alg": private_key.algorithm.value, **header}
    octets = payload if isinstance(payload, bytes) else write_json(payload)
    signed = f"{write_base64url(write_json(full))}.{write_base64url(octets)}"
    algorithm = Algorithm(str(full["alg"]))
    return f"{signed}.{write_base64url(private_key.sign(signed.encode('ascii'), algorithm))}"


def sign_key_binding(
    presented: str,
    *,
    private_key: SigningKey,
    nonce: str,
    audience: str,
    made: datetime,
    digest_algorithm: str = "sha-256",
    expires: datetime | None = None,
) -> str:
    """Return the key-binding JWT for an SD-JWT shown as `presented`, which ends in a tilde (RFC 9901 section 4.3)."""
    digest = disclosure_digest(presented, digest_algorithm)
    if not presented.endswith("~") or digest is None:
        raise PresentationError("not an SD-JWT to bind", step="sign.key_binding")
    payload: JsonObject = {"iat": int(made.timestamp()), "aud": audience, "nonce": nonce, "sd_hash": digest}
    if expires is not None:
        payload["exp"] = int(expires.timestamp())
    return sign_compact(payload, {"typ": KEY_BINDING_TYPE}, private_key)
