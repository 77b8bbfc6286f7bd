"""A public key that carries its one kind, so that no algorithm is ever chosen by a stranger's header.

`key_checks.py` says what is refused; `key_forms.py` reads and writes the forms keys are published in.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class KeyKind(StrEnum):
    """The kinds of key Tessera verifies with, and two (secp256k1, X25519) that it only recognises."""

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
    SubjectPublicKeyInfo for RSA, 96-byte compressed point for BLS12-381 G2.

    It cannot be made of bad material: raises MalformedKeyError (not such a key) or WeakKeyError (a signature would prove
    nothing).
    """

    kind: KeyKind
    material: bytes

    def __post_init__(self) -> None:
        from wallet.dids.key_checks import check_key_material

        check_key_material(self.kind, self.material)

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the kind and the material: one key, one fingerprint, in whatever form it was published."""
        return sha256(self.kind.encode("ascii") + b"\0" + self.material).hexdigest()
