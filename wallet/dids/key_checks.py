"""What a public key must be before anything is verified with it.

A signature under a weak key proves nothing, and the libraries below us accept some: low-order and non-canonical Ed25519
keys, RSA exponents of 3. So every key is checked here, once, when it is made.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from wallet.dids.edwards import is_canonical, is_low_order, is_on_curve
from wallet.dids.keys import KeyKind
from wallet.errors import MalformedKeyError, WeakKeyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

COORDINATE_BYTES: Final[Mapping[KeyKind, int]] = {
    KeyKind.P256: 32,
    KeyKind.P384: 48,
    KeyKind.P521: 66,
    KeyKind.SECP256K1: 32,
}
RSA_BITS: Final = range(2048, 8193)
RSA_EXPONENT: Final = 65537
_ROCA_PRIMES: Final = tuple(n for n in range(3, 168) if all(n % d for d in range(2, n)))
_BLS_INFINITY_BIT: Final = 0x40
_BLS_COMPRESSED_BIT: Final = 0x80


@lru_cache(maxsize=1024)
def check_key_material(kind: KeyKind, material: bytes) -> None:
    """Return if `material` is a sound key of its kind. Raises MalformedKeyError or WeakKeyError."""
    _CHECKS[kind](kind, material)


@lru_cache(maxsize=512)
def ed25519_key(material: bytes) -> "Ed25519PublicKey":
    """Return the library's key for 32 checked bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(material)


@lru_cache(maxsize=512)
def ec_key(kind: KeyKind, material: bytes) -> "EllipticCurvePublicKey":
    """Return the library's key for a compressed SEC1 point. Raises MalformedKeyError where there is no such point."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    try:
        return EllipticCurvePublicKey.from_encoded_point(curve_of(kind), material)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise MalformedKeyError(f"{kind}: {error}", step="key.point", kind=kind.value) from error


@lru_cache(maxsize=256)
def rsa_key(material: bytes) -> "RSAPublicKey":
    """Return the library's key for a DER SubjectPublicKeyInfo. Raises MalformedKeyError where it is not an RSA key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(material)
    except (ValueError, UnsupportedAlgorithm) as error:
        # OpenSSL refuses some exponents by itself; to a person those keys are weak, but we cannot tell them apart here.
        raise MalformedKeyError(f"RSA: {error}", step="key.spki", kind="RSA") from error
    if not isinstance(key, RSAPublicKey):
        raise MalformedKeyError("not an RSA key", step="key.spki", kind="RSA")
    return key


def curve_of(kind: KeyKind) -> "EllipticCurve":
    """Return the library's curve for a NIST or Koblitz kind."""
    from cryptography.hazmat.primitives.asymmetric import ec

    curves: Mapping[KeyKind, type[EllipticCurve]] = {
        KeyKind.P256: ec.SECP256R1,
        KeyKind.P384: ec.SECP384R1,
        KeyKind.P521: ec.SECP521R1,
        KeyKind.SECP256K1: ec.SECP256K1,
    }
    return curves[kind]()


def _check_ed25519(kind: KeyKind, material: bytes) -> None:
    _check_length(kind, material, 32)
    if is_low_order(material):
        raise WeakKeyError("Ed25519 point of low order", step="key.low_order", kind=kind.value)
    if not is_canonical(material):
        raise WeakKeyError("Ed25519 encoding is not canonical", step="key.non_canonical", kind=kind.value)
    if not is_on_curve(material):
        raise MalformedKeyError("no such Ed25519 point", step="key.point", kind=kind.value)


def _check_point(kind: KeyKind, material: bytes) -> None:
    _check_length(kind, material, COORDINATE_BYTES[kind] + 1)
    if material[0] not in (2, 3):
        raise MalformedKeyError("not a compressed point", step="key.compressed", kind=kind.value)
    ec_key(kind, material)


def _check_rsa(kind: KeyKind, material: bytes) -> None:
    key = rsa_key(material)
    if key.key_size not in RSA_BITS:
        raise WeakKeyError(f"RSA of {key.key_size} bits", step="key.rsa_size", kind=kind.value, bits=key.key_size)
    if key.public_numbers().e != RSA_EXPONENT:
        raise WeakKeyError("RSA exponent is not 65537", step="key.rsa_exponent", kind=kind.value)
    if _has_roca_shape(key.public_numbers().n):
        raise WeakKeyError("RSA modulus made by a broken generator", step="key.roca", kind=kind.value)


def _has_roca_shape(modulus: int) -> bool:
    """CVE-2017-15361: smart cards made moduli that are powers of 65537 modulo every small prime, and can be factored."""
    return all(modulus % prime in _powers_of_65537(prime) for prime in _ROCA_PRIMES)


@cache
def _powers_of_65537(prime: int) -> frozenset[int]:
    return frozenset(pow(65537, exponent, prime) for exponent in range(prime))


def _check_bls_g2(kind: KeyKind, material: bytes) -> None:
    _check_length(kind, material, 96)
    if not material[0] & _BLS_COMPRESSED_BIT:
        raise MalformedKeyError("not a compressed G2 point", step="key.compressed", kind=kind.value)
    if material[0] & _BLS_INFINITY_BIT:
        raise WeakKeyError("the identity of G2", step="key.low_order", kind=kind.value)
    try:
        from py_arkworks_bls12381 import G2Point
    except ImportError:  # optional: without it nothing is verified with this key, so nothing is lost by not checking
        return
    try:
        G2Point.from_compressed_bytes(material)  # checks curve and subgroup
    except ValueError as error:
        raise MalformedKeyError(f"BLS12-381 G2: {error}", step="key.point", kind=kind.value) from error


def _check_x25519(kind: KeyKind, material: bytes) -> None:
    _check_length(kind, material, 32)


def _check_length(kind: KeyKind, material: bytes, wanted: int) -> None:
    if len(material) != wanted:
        detail = f"{kind} key of {len(material)} bytes, not {wanted}"
        raise MalformedKeyError(detail, step="key.length", kind=kind.value)


_CHECKS: Final[Mapping[KeyKind, Callable[[KeyKind, bytes], None]]] = {
    KeyKind.ED25519: _check_ed25519,
    KeyKind.P256: _check_point,
    KeyKind.P384: _check_point,
    KeyKind.P521: _check_point,
    KeyKind.SECP256K1: _check_point,
    KeyKind.RSA: _check_rsa,
    KeyKind.BLS12381_G2: _check_bls_g2,
    KeyKind.X25519: _check_x25519,
}
