"""bbs-2023: one BBS signature over all statements; the holder proves some of them, unlinkably.

BBS Cryptosuites 1.0 section 3.4 (baseline). The features that bind a holder's secret or pseudonym are recognised by their
headers and said to be unsupported. The curve library is optional: without it the proof is undecided, never forged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.cbor import CborKey, CborValue, write_cbor
from wallet.proofs.bbs_hashing import curve_library
from wallet.proofs.bbs_signatures import bbs_match, bbs_match_proof
from wallet.proofs.coverage import coverage_of
from wallet.proofs.ecdsa_sd_2023 import STATEMENT_LIMIT, read_components, read_indexes, read_octets, read_pointers
from wallet.proofs.findings import not_covered_yet, undecided
from wallet.proofs.raw_signatures import Match
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
from wallet.proofs.selective import BaseDocument, group_by_indexes, read_base_document, shuffled_labels

BASE_HEADER: Final = b"\xd9\x5d\x02"
DERIVED_HEADER: Final = b"\xd9\x5d\x03"
# Base and derived headers of anonymous holder binding, pseudonyms, and both.
_FEATURE_HEADERS: Final = tuple(bytes([0xD9, 0x5D, number]) for number in range(4, 10))


@dataclass(frozen=True, slots=True)
class BaseProof:
    """Section 3.3.2, the components of a baseline base proof."""

    signature: bytes
    header: bytes
    public_key: bytes
    hmac_key: bytes
    mandatory_pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedProof:
    """Section 3.3.7, the components of a baseline derived proof. `labels` maps `c14nN` to `bM`."""

    proof: bytes
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]
    selective_indexes: tuple[int, ...]
    presentation_header: bytes


def verify_bbs_2023(secured: Secured) -> Examined:
    """Section 3.4.7 (derived), and a base proof by its signature over all statements."""
    if secured.key.kind is not KeyKind.BLS12381_G2:
        return malformed("wrong_kind")
    value = read_proof_value(secured.proof, "u")
    if value.startswith(_FEATURE_HEADERS):
        signature = undecided("signature", "proof.suite_unknown", suite="bbs-2023", reason="holder_binding")
        return Examined(signature, not_covered_yet(signature))
    curve_library()
    form = secured.unsecured.canonical("sha256")
    configuration = secured.unsecured.canonical_options(
        proof_configuration(secured.document, secured.options("proofValue"))
    )
    verify = _match_derived if value.startswith(DERIVED_HEADER) else _match_base
    return examined(verify(secured, value, configuration), coverage_of(form, configuration))


def open_base_document(unsecured: Unsecured, proof: BaseProof) -> BaseDocument:
    """Return the base document that a base proof is over, ready to be checked or shown in part."""
    key, form = proof.hmac_key, unsecured.canonical()
    return read_base_document(
        unsecured.document, form, unsecured.contexts, lambda made: shuffled_labels(made, key), proof.mandatory_pointers
    )


def bbs_header(configuration: RdfForm, mandatory_hash: bytes) -> bytes:
    """Section 3.4.4: what the signature's header binds: the proof's options and the mandatory statements."""
    return sha256(configuration.octets).digest() + mandatory_hash


def _match_derived(secured: Secured, value: bytes, configuration: RdfForm) -> Match:
    proof = read_derived_proof(value)
    statements = group_by_indexes(secured.unsecured.canonical(), proof.labels, proof.mandatory_indexes)
    others = statements.others
    if len(others) != len(proof.selective_indexes):
        return Match.BAD
    # Indexes count the issuer's statements in order, and so must the shown ones.
    if list(proof.selective_indexes) != sorted(set(proof.selective_indexes)):
        raise MalformedProofError("selective indexes", step="proof.indexes")
    shown = {index: line.encode() for index, line in zip(proof.selective_indexes, others, strict=True)}
    header = bbs_header(configuration, statements.mandatory_hash)
    return bbs_match_proof(secured.key.material, proof.proof, header, proof.presentation_header, shown)


def _match_base(secured: Secured, value: bytes, configuration: RdfForm) -> Match:
    proof = read_base_proof(value)
    statements = open_base_document(secured.unsecured, proof).statements
    header = bbs_header(configuration, statements.mandatory_hash)
    if proof.header != header or proof.public_key != secured.key.material:
        return Match.BAD
    return bbs_match(secured.key.material, proof.signature, header, [line.encode() for line in statements.others])


def read_base_proof(value: bytes) -> BaseProof:
    """Section 3.3.2 parseBaseProofValue. Raises MalformedProofError."""
    signature, header, public_key, key, pointers = read_components(value, BASE_HEADER, 5)
    octets = [read_octets(part, size) for part, size in ((signature, 80), (header, 64), (public_key, 96), (key, 32))]
    return BaseProof(octets[0], octets[1], octets[2], octets[3], read_pointers(pointers))


def read_derived_proof(value: bytes) -> DerivedProof:
    """Section 3.3.7 parseDerivedProofValue. Raises MalformedProofError."""
    proof, labels, mandatory, selective, header = read_components(value, DERIVED_HEADER, 5)
    if not isinstance(proof, bytes) or not isinstance(header, bytes):
        raise MalformedProofError("components", step="proof.components")
    return DerivedProof(proof, _read_labels(labels), read_indexes(mandatory), read_indexes(selective), header)


def write_base_proof(proof: BaseProof) -> str:
    """Section 3.3.1 serializeBaseProofValue."""
    parts: list[CborValue] = [
        proof.signature,
        proof.header,
        proof.public_key,
        proof.hmac_key,
        list(proof.mandatory_pointers),
    ]
    return "u" + write_base64url(BASE_HEADER + write_cbor(parts))


def write_derived_proof(proof: DerivedProof) -> str:
    """Section 3.3.6 serializeDerivedProofValue."""
    labels: dict[CborKey, CborValue] = {
        int(name.removeprefix("c14n")): int(label.removeprefix("b")) for name, label in proof.labels.items()
    }
    indexes: list[CborValue] = [list(proof.mandatory_indexes), list(proof.selective_indexes)]
    return "u" + write_base64url(
        DERIVED_HEADER + write_cbor([proof.proof, labels, *indexes, proof.presentation_header])
    )


def _read_labels(value: object) -> dict[str, str]:
    """Section 3.3.5 decompressLabelMap: number -> number."""
    if not isinstance(value, dict) or len(value) > STATEMENT_LIMIT:
        raise MalformedProofError("label map", step="proof.label_map")
    labels: dict[str, str] = {}
    for number, label in value.items():
        if not isinstance(number, int) or not isinstance(label, int) or min(number, label) < 0:
            raise MalformedProofError("label map", step="proof.label_map")
        labels[f"c14n{number}"] = f"b{label}"
    return labels
