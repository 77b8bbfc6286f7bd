"""Key pairs of the simulated institutions, with every public form a document can name them in.

Written from the specifications with `cryptography` alone: nothing of the engine under test is used here, so that a
mistake in the engine cannot cancel itself out.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
}
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
MULTICODEC = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24", "RSA": b"\x85\x24"}
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def b64u(octets: bytes) -> str:
    """Return unpadded base64url, RFC 7515 section 2."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def b64u_decode(text: str) -> bytes:
    """Return the octets of unpadded base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def base58(octets: bytes) -> str:
    """Return the Bitcoin base58 form, leading zeros kept as `1`."""
    number, text = int.from_bytes(octets, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(octets) - len(octets.lstrip(b"\0"))) + text


@dataclass(frozen=True)
class SigningKey:
    """One private key. `kind` is `Ed25519`, `P-256`, `P-384` or `RSA`."""

    kind: str
    private: Any

    @property
    def algorithm(self) -> str:
        """The one JOSE algorithm an honest issuer uses this key with."""
        return ALGORITHMS[self.kind]

    @property
    def public_octets(self) -> bytes:
        """Raw 32 bytes, compressed point, or PKCS#1 DER: what multicodec puts after its prefix."""
        public = self.private.public_key()
        raw, der = serialization.Encoding.Raw, serialization.Encoding.DER
        if self.kind == "Ed25519":
            return bytes(public.public_bytes(raw, serialization.PublicFormat.Raw))
        if self.kind == "RSA":
            return bytes(public.public_bytes(der, serialization.PublicFormat.PKCS1))
        point = serialization.PublicFormat.CompressedPoint
        return bytes(public.public_bytes(serialization.Encoding.X962, point))

    @property
    def multibase(self) -> str:
        """The Multikey form (`z6Mk...`, `zDna...`)."""
        return "z" + base58(MULTICODEC[self.kind] + self.public_octets)

    @property
    def jwk(self) -> dict[str, str]:
        """The public JWK, without `alg`, `use` or `kid`."""
        public = self.private.public_key()
        if self.kind == "Ed25519":
            return {"kty": "OKP", "crv": "Ed25519", "x": b64u(self.public_octets)}
        numbers = public.public_numbers()
        if self.kind == "RSA":
            return {"kty": "RSA", "n": b64u(numbers.n.to_bytes(256, "big")), "e": b64u(numbers.e.to_bytes(3, "big"))}
        size = CURVES[self.kind][2]
        x, y = numbers.x.to_bytes(size, "big"), numbers.y.to_bytes(size, "big")
        return {"kty": "EC", "crv": self.kind, "x": b64u(x), "y": b64u(y)}

    @property
    def thumbprint(self) -> str:
        """RFC 7638."""
        return b64u(hashlib.sha256(json.dumps(self.jwk, sort_keys=True, separators=(",", ":")).encode()).digest())

    def sign(self, message: bytes) -> bytes:
        """Return the signature as JOSE and Data Integrity both want it (R || S for the curves)."""
        if self.kind == "Ed25519":
            return bytes(self.private.sign(message))
        if self.kind == "RSA":
            return bytes(self.private.sign(message, padding.PKCS1v15(), hashes.SHA256()))
        _, digest, size = CURVES[self.kind]
        der = self.private.sign(message, ec.ECDSA(digest, deterministic_signing=True))
        return b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(der))


def make_key(kind: str, seed: bytes | None = None) -> SigningKey:
    """Return a fresh key, or always the same one for a `seed` (tests only; RSA keys are the same within one run)."""
    if kind == "RSA":
        return _rsa_key(seed) if seed is not None else _fresh_rsa()
    material = hashlib.sha512(kind.encode() + seed).digest() if seed is not None else None
    if kind == "Ed25519":
        private = ed25519.Ed25519PrivateKey
        return SigningKey(kind, private.from_private_bytes(material[:32]) if material else private.generate())
    curve = CURVES[kind][0]
    if material is None:
        return SigningKey(kind, ec.generate_private_key(curve))
    return SigningKey(kind, ec.derive_private_key(int.from_bytes(material[:31], "big") + 1, curve))


@cache
def _rsa_key(seed: bytes) -> SigningKey:
    return _fresh_rsa()


def _fresh_rsa() -> SigningKey:
    return SigningKey("RSA", rsa.generate_private_key(65537, 2048))


def did_key(key: SigningKey) -> str:
    """Return the did:key of a key."""
    return f"did:key:{key.multibase}"


def did_jwk(key: SigningKey) -> str:
    """Return the did:jwk of a key."""
    return "did:jwk:" + b64u(json.dumps(key.jwk, sort_keys=True, separators=(",", ":")).encode())
