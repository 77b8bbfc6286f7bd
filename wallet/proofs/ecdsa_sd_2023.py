"""ecdsa-sd-2023: the issuer signs each statement, the holder shows some (ECDSA Cryptosuites 1.0 section 3.5).

A derived proof shows the chosen statements. A base proof is what the issuer hands to the holder: it is checked whole, by
checking every signature in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.encoding.cbor import CborKey, CborValue, read_cbor, write_cbor
from wallet.errors import InputError, TooBigError
from wallet.proofs.coverage import coverage_of
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature
from wallet.proofs.rdf_form import RdfForm
from wallet.proofs.rdfc_suites import proof_configuration
from wallet.proofs.secured import (
    Examined,
    MalformedProofError,
    Secured,
    Unsecured,
    examined,
    malformed,
    read_proof_value,
)
from wallet.proofs.selective import BaseDocument, Statements, group_by_indexes, hmac_labels, read_base_document

BASE_HEADER: Final = b"\xd9\x5d\x00"
DERIVED_HEADER: Final = b"\xd9\x5d\x01"
_P256_PREFIX: Final = b"\x80\x24"
STATEMENT_LIMIT: Final = 5000


@dataclass(frozen=True, slots=True)
class BaseProof:
    """Section 3.5.3, the components of a base proof. `public_key` is the proof's own P-256 key as Multikey bytes."""

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedProof:
    """Section 3.5.7, the components of a derived proof. `labels` maps `c14nN` to the label that was signed."""

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]


def verify_ecdsa_sd_2023(secured: Secured) -> Examined:
    """Section 3.5.8 (derived), and a base proof by every signature it holds."""
    if secured.key.kind is not KeyKind.P256:
        return malformed("wrong_kind")
    value = read_proof_value(secured.proof, "u")
    form = secured.unsecured.canonical("sha256")
    proof: BaseProof | DerivedProof
    if value.startswith(DERIVED_HEADER):
        proof = read_derived_proof(value)
        statements = group_by_indexes(form, proof.labels, proof.mandatory_indexes)
    else:
        proof = read_base_proof(value)
        statements = open_base_document(secured.unsecured, proof).statements
    configuration = secured.unsecured.canonical_options(
        proof_configuration(secured.document, secured.options("proofValue"))
    )
    match = _match_all(secured.key, proof, statements, configuration)
    return examined(match, coverage_of(form, configuration))


def open_base_document(unsecured: Unsecured, proof: BaseProof) -> BaseDocument:
    """Return the base document that a base proof is over, ready to be checked or shown in part."""
    key, form = proof.hmac_key, unsecured.canonical()
    return read_base_document(
        unsecured.document, form, unsecured.contexts, lambda made: hmac_labels(made, key), proof.mandatory_pointers
    )


def base_sign_data(configuration: RdfForm, public_key: bytes, mandatory_hash: bytes) -> bytes:
    """Section 3.5.5 serializeSignData: what the issuer's long-lived key signs."""
    return sha256(configuration.octets).digest() + public_key + mandatory_hash


def _match_all(
    key: PublicKey, proof: BaseProof | DerivedProof, statements: Statements, configuration: RdfForm
) -> Match:
    others = statements.others
    if len(others) != len(proof.signatures):
        return Match.BAD
    signed = base_sign_data(configuration, proof.public_key, statements.mandatory_hash)
    match = match_signature(Algorithm.ES256, key, proof.base_signature, signed)
    if match is not Match.GOOD:
        return match
    own_key = PublicKey(KeyKind.P256, proof.public_key[len(_P256_PREFIX) :])
    for line, signature in zip(others, proof.signatures, strict=True):
        match = match_signature(Algorithm.ES256, own_key, signature, line.encode())
        if match is not Match.GOOD:
            return match
    return Match.GOOD


def read_base_proof(value: bytes) -> BaseProof:
    """Section 3.5.3 parseBaseProofValue. Raises MalformedProofError."""
    signature, public_key, key, signatures, pointers = _components(value, BASE_HEADER)
    checked = _check_common(signature, public_key, signatures)
    return BaseProof(checked[0], checked[1], read_octets(key, 32), checked[2], read_pointers(pointers))


def read_derived_proof(value: bytes) -> DerivedProof:
    """Section 3.5.7 parseDerivedProofValue. Raises MalformedProofError."""
    signature, public_key, signatures, labels, indexes = _components(value, DERIVED_HEADER)
    checked = _check_common(signature, public_key, signatures)
    return DerivedProof(*checked, read_byte_labels(labels), read_indexes(indexes))


def write_base_proof(proof: BaseProof) -> str:
    """Section 3.5.2 serializeBaseProofValue."""
    parts: list[CborValue] = [
        proof.base_signature,
        proof.public_key,
        proof.hmac_key,
        list(proof.signatures),
        list(proof.mandatory_pointers),
    ]
    return "u" + write_base64url(BASE_HEADER + write_cbor(parts))


def write_derived_proof(proof: DerivedProof) -> str:
    """Section 3.5.6 serializeDerivedProofValue."""
    labels: dict[CborKey, CborValue] = {
        int(name.removeprefix("c14n")): read_base64url(label[1:]) for name, label in proof.labels.items()
    }
    parts: list[CborValue] = [
        proof.base_signature,
        proof.public_key,
        list(proof.signatures),
        labels,
        list(proof.mandatory_indexes),
    ]
    return "u" + write_base64url(DERIVED_HEADER + write_cbor(parts))


def read_byte_labels(value: object) -> dict[str, str]:
    """Section 3.5.4 decompressLabelMap: number -> 32 bytes. Raises MalformedProofError."""
    if not isinstance(value, dict) or len(value) > STATEMENT_LIMIT:
        raise MalformedProofError("label map", step="proof.label_map")
    labels: dict[str, str] = {}
    for number, label in value.items():
        if not isinstance(number, int) or not isinstance(label, bytes) or len(label) != 32 or number < 0:
            raise MalformedProofError("label map", step="proof.label_map")
        labels[f"c14n{number}"] = "u" + write_base64url(label)
    return labels


def read_indexes(value: object) -> tuple[int, ...]:
    """Return a list of places. Raises MalformedProofError."""
    if not isinstance(value, list) or len(value) > STATEMENT_LIMIT:
        raise MalformedProofError("indexes", step="proof.indexes")
    if not all(isinstance(index, int) and not isinstance(index, bool) and index >= 0 for index in value):
        raise MalformedProofError("indexes", step="proof.indexes")
    return tuple(value)


def read_octets(value: object, length: int) -> bytes:
    """Return a byte string of that length. Raises MalformedProofError."""
    if not isinstance(value, bytes) or len(value) != length:
        raise MalformedProofError(f"not {length} bytes", step="proof.components")
    return value


def read_pointers(value: object) -> tuple[str, ...]:
    """Return a list of texts. Raises MalformedProofError."""
    if not isinstance(value, list) or not all(isinstance(pointer, str) for pointer in value):
        raise MalformedProofError("mandatory pointers", step="proof.components")
    return tuple(value)


def read_components(value: bytes, header: bytes, count: int) -> list[object]:
    """Return the CBOR array after a three-byte header. Raises MalformedProofError."""
    if not value.startswith(header):
        raise MalformedProofError("another kind of proof value", step="proof.header")
    try:
        parts = read_cbor(value[len(header) :], ordered=False)
    except TooBigError:
        raise
    except InputError as error:
        raise MalformedProofError(error.detail, step="proof.cbor") from error
    if not isinstance(parts, list) or len(parts) != count:
        raise MalformedProofError("components", step="proof.components")
    return list(parts)


def _components(value: bytes, header: bytes) -> list[object]:
    return read_components(value, header, 5)


def _check_common(signature: object, public_key: object, signatures: object) -> tuple[bytes, bytes, tuple[bytes, ...]]:
    own_key = read_octets(public_key, 35)
    if not own_key.startswith(_P256_PREFIX):
        raise MalformedProofError("the proof's own key", step="proof.components")
    if not isinstance(signatures, list) or len(signatures) > STATEMENT_LIMIT:
        raise MalformedProofError("signatures", step="proof.components")
    return read_octets(signature, 64), own_key, tuple(read_octets(one, 64) for one in signatures)
