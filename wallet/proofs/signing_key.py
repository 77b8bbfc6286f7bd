"""A private key that signs with the one algorithm of its kind. It never shows itself: not in repr, not in errors."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from wallet.dids.key_checks import COORDINATE_BYTES, curve_of
from wallet.dids.key_forms import read_library_key
from wallet.dids.keys import KeyKind, PublicKey
from wallet.errors import PresentationError
from wallet.proofs.raw_signatures import KIND_OF_ALGORITHM, Algorithm, ecdsa_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_ALGORITHM_OF_KIND: Final = {
    KeyKind.ED25519: Algorithm.EDDSA,
    KeyKind.P256: Algorithm.ES256,
    KeyKind.P384: Algorithm.ES384,
    KeyKind.P521: Algorithm.ES512,
    KeyKind.RSA: Algorithm.PS256,
}


class SigningKey:
    """A private key of a kind that Tessera signs with."""

    __slots__ = ("_sign", "public")

    def __init__(self, public: PublicKey, sign: Callable[[bytes, Algorithm], bytes]) -> None:
        self.public = public
        self._sign = sign

    def __repr__(self) -> str:
        return f"SigningKey({self.public.kind.value}, {self.public.fingerprint[:12]})"

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of its kind."""
        return _ALGORITHM_OF_KIND[self.public.kind]

    def sign(self, message: bytes, algorithm: Algorithm | None = None) -> bytes:
        """Return the signature; ECDSA as r || s. Raises PresentationError for an algorithm of another kind."""
        wanted = algorithm or self.algorithm
        if KIND_OF_ALGORITHM[wanted] is not self.public.kind:
            raise PresentationError(f"{self.public.kind} cannot sign {wanted}", step="sign.algorithm")
        return self._sign(message, wanted)


def read_signing_key(private: "PrivateKeyTypes") -> SigningKey:
    """Return the signing key for a private key that `cryptography` holds. Raises UnsupportedKeyError."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    public = read_library_key(private.public_key())
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return SigningKey(public, lambda message, _: private.sign(message))
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return SigningKey(public, lambda message, _: _sign_ecdsa(private, public.kind, message))
    if isinstance(private, rsa.RSAPrivateKey):
        return SigningKey(public, lambda message, algorithm: _sign_rsa(private, algorithm, message))
    raise PresentationError(type(private).__name__, step="sign.key")


def signing_key_of(kind: KeyKind, secret: bytes) -> SigningKey:
    """Return the key of an Ed25519 seed (32 bytes) or of a curve's secret number (big-endian, full width)."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    if kind is KeyKind.ED25519:
        return read_signing_key(ed25519.Ed25519PrivateKey.from_private_bytes(secret))
    if kind not in COORDINATE_BYTES or len(secret) != COORDINATE_BYTES[kind]:
        raise PresentationError(f"not a {kind} secret", step="sign.key")
    return read_signing_key(ec.derive_private_key(int.from_bytes(secret, "big"), curve_of(kind)))


def _sign_ecdsa(private: "ec.EllipticCurvePrivateKey", kind: KeyKind, message: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    width = COORDINATE_BYTES[kind]
    r, s = decode_dss_signature(private.sign(message, ecdsa_of(kind)))
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def _sign_rsa(private: "rsa.RSAPrivateKey", algorithm: Algorithm, message: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    padding = PKCS1v15() if algorithm is Algorithm.RS256 else PSS(MGF1(SHA256()), 32)
    return private.sign(message, padding, SHA256())
