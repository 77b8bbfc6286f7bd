"""A public key that carries its one kind, so that no algorithm is ever chosen by a stranger's header."""

from dataclasses import dataclass
from enum import StrEnum


class KeyKind(StrEnum):
    """The kinds of key Tessera verifies with."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    P521 = "P-521"
    RSA = "RSA"
    BLS12381_G2 = "BLS12381-G2"
    SECP256K1 = "secp256k1"
    X25519 = "X25519"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`material`: raw 32 bytes for Ed25519 and X25519, compressed SEC1 point for P-curves and secp256k1, DER
    SubjectPublicKeyInfo for RSA, 96-byte compressed point for BLS12-381 G2. Checked when made (see `dids/key_material.py`)."""

    kind: KeyKind
    material: bytes
