"""Signing and showing with the selective suites: what an issuer does once, and what a holder does each time.

ECDSA Cryptosuites 1.0 sections 3.5.1 to 3.5.6, BBS Cryptosuites 1.0 sections 3.4.1 to 3.4.6. Randomness is an argument:
`hmac_key` and the proof's own key must be fresh for each credential, `random_bytes` unpredictable for each showing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wallet.encoding.json_types import JsonObject
from wallet.errors import PresentationError
from wallet.proofs import bbs_2023, ecdsa_sd_2023
from wallet.proofs.bbs_signatures import RandomBytes, bbs_prove, bbs_sign, public_key_of
from wallet.proofs.rdfc_suites import proof_configuration
from wallet.proofs.secured import Unsecured, read_proof_value
from wallet.proofs.selective import hmac_labels, read_base_document, shuffled_labels
from wallet.proofs.signing import proof_type, with_proof, write_moment
from wallet.proofs.signing_key import SigningKey

_P256_PREFIX = b"\x80\x24"


@dataclass(frozen=True, slots=True)
class ProofTerms:
    """What an issuer states in a base proof, and which parts every holder must show (JSON pointers)."""

    verification_method: str
    created: datetime | None
    mandatory_pointers: tuple[str, ...] = ()
    purpose: str = "assertionMethod"
    expires: datetime | None = None


def sign_ecdsa_sd(
    document: JsonObject, terms: ProofTerms, *, private_key: SigningKey, proof_key: SigningKey, hmac_key: bytes
) -> JsonObject:
    """Return `document` with an ecdsa-sd-2023 base proof. Both keys are P-256; `proof_key` is used once and forgotten."""
    unsecured, options = _without_proof(document), _options("ecdsa-sd-2023", terms)
    base = read_base_document(
        unsecured.document,
        unsecured.canonical(),
        unsecured.contexts,
        lambda form: hmac_labels(form, hmac_key),
        terms.mandatory_pointers,
    )
    own = _P256_PREFIX + proof_key.public.material
    configuration = unsecured.canonical_options(proof_configuration(unsecured.document, options))
    signed = ecdsa_sd_2023.base_sign_data(configuration, own, base.statements.mandatory_hash)
    signatures = tuple(proof_key.sign(line.encode()) for line in base.statements.others)
    proof = ecdsa_sd_2023.BaseProof(private_key.sign(signed), own, hmac_key, signatures, terms.mandatory_pointers)
    return with_proof(unsecured.document, {**options, "proofValue": ecdsa_sd_2023.write_base_proof(proof)})


def derive_ecdsa_sd(document: JsonObject, pointers: Sequence[str]) -> JsonObject:
    """Return what `pointers` (and the issuer's mandatory ones) select, with a derived proof.

    Raises PresentationError without a base proof, MalformedProofError for a pointer that leads nowhere.
    """
    proof = _base_proof_of(document, "ecdsa-sd-2023")
    base = ecdsa_sd_2023.read_base_proof(read_proof_value(proof, "u"))
    opened = ecdsa_sd_2023.open_base_document(_without_proof(document), base)
    shown = opened.disclose(pointers)
    signature_at = dict(zip(opened.statements.other_places, base.signatures, strict=True))
    derived = ecdsa_sd_2023.DerivedProof(
        base.base_signature,
        base.public_key,
        tuple(signature_at[place] for place in shown.places if place in signature_at),
        shown.labels,
        shown.mandatory_indexes,
    )
    return with_proof(shown.document, {**proof, "proofValue": ecdsa_sd_2023.write_derived_proof(derived)})


def sign_bbs(document: JsonObject, terms: ProofTerms, *, secret: bytes, hmac_key: bytes) -> JsonObject:
    """Return `document` with a bbs-2023 base proof (baseline). Raises MissingLibraryError without the curve library."""
    unsecured, options = _without_proof(document), _options("bbs-2023", terms)
    base = read_base_document(
        unsecured.document,
        unsecured.canonical(),
        unsecured.contexts,
        lambda form: shuffled_labels(form, hmac_key),
        terms.mandatory_pointers,
    )
    configuration = unsecured.canonical_options(proof_configuration(unsecured.document, options))
    header = bbs_2023.bbs_header(configuration, base.statements.mandatory_hash)
    signature = bbs_sign(secret, header, [line.encode() for line in base.statements.others])
    proof = bbs_2023.BaseProof(signature, header, public_key_of(secret), hmac_key, terms.mandatory_pointers)
    return with_proof(unsecured.document, {**options, "proofValue": bbs_2023.write_base_proof(proof)})


def derive_bbs(
    document: JsonObject, pointers: Sequence[str], *, presentation_header: bytes, random_bytes: RandomBytes
) -> JsonObject:
    """Return what `pointers` (and the issuer's mandatory ones) select, with an unlinkable derived proof.

    Raises PresentationError without a base proof, MissingLibraryError, MalformedProofError for a pointer that leads nowhere.
    """
    proof = _base_proof_of(document, "bbs-2023")
    base = bbs_2023.read_base_proof(read_proof_value(proof, "u"))
    opened = bbs_2023.open_base_document(_without_proof(document), base)
    shown, others = opened.disclose(pointers), opened.statements.other_places
    chosen = [index for index, place in enumerate(others) if place in set(shown.places)]
    messages = [line.encode() for line in opened.statements.others]
    made = bbs_prove(base.public_key, base.signature, base.header, presentation_header, messages, chosen, random_bytes)
    derived = bbs_2023.DerivedProof(made, shown.labels, shown.mandatory_indexes, tuple(chosen), presentation_header)
    return with_proof(shown.document, {**proof, "proofValue": bbs_2023.write_derived_proof(derived)})


def _without_proof(document: JsonObject) -> Unsecured:
    return Unsecured({name: value for name, value in document.items() if name != "proof"})


def _options(suite: str, terms: ProofTerms) -> JsonObject:
    options = proof_type(suite)
    options["verificationMethod"], options["proofPurpose"] = terms.verification_method, terms.purpose
    for name, moment in (("created", terms.created), ("expires", terms.expires)):
        if moment is not None:
            options[name] = write_moment(moment)
    return options


def _base_proof_of(document: JsonObject, suite: str) -> JsonObject:
    proofs = document.get("proof")
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        if isinstance(proof, dict) and proof.get("cryptosuite") == suite:
            return proof
    raise PresentationError(f"no {suite} proof", step="derive.no_base_proof")
