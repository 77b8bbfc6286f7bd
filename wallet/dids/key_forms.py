"""The forms public keys are published in: Multikey, JWK, SubjectPublicKeyInfo, raw. Each reads to one `PublicKey`.

All raise MalformedKeyError, WeakKeyError or UnsupportedKeyError. A key that says two things about itself (`kty` and
`alg`, say) is refused: choosing between them is how algorithms get confused (RFC 8725 section 3.1).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from wallet.dids.key_checks import COORDINATE_BYTES, ec_key, rsa_key
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.multibase import read_multibase, write_base58
from wallet.errors import InputError, MalformedKeyError, UnsupportedKeyError, WeakKeyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

# Multicodec prefixes as minimal varints (the multicodec table, "key" rows).
_MULTICODECS: Final[Mapping[bytes, KeyKind]] = {
    b"\xed\x01": KeyKind.ED25519,
    b"\xec\x01": KeyKind.X25519,
    b"\xe7\x01": KeyKind.SECP256K1,
    b"\xeb\x01": KeyKind.BLS12381_G2,
    b"\x80\x24": KeyKind.P256,
    b"\x81\x24": KeyKind.P384,
    b"\x82\x24": KeyKind.P521,
    b"\x85\x24": KeyKind.RSA,
}
_BLS_PAIR: Final = b"\xee\x01"
_PREFIXES: Final = {kind: prefix for prefix, kind in _MULTICODECS.items()}
_CURVES: Final[Mapping[tuple[str, str], KeyKind]] = {
    ("OKP", "Ed25519"): KeyKind.ED25519,
    ("OKP", "X25519"): KeyKind.X25519,
    ("EC", "P-256"): KeyKind.P256,
    ("EC", "P-384"): KeyKind.P384,
    ("EC", "P-521"): KeyKind.P521,
    ("EC", "secp256k1"): KeyKind.SECP256K1,
}
# What a JWK's `alg` may say for each kind: RFC 7518, RFC 8037, RFC 9864.
_ALGORITHMS: Final[Mapping[KeyKind, frozenset[str]]] = {
    KeyKind.ED25519: frozenset({"EdDSA", "Ed25519"}),
    KeyKind.P256: frozenset({"ES256", "ESP256"}),
    KeyKind.P384: frozenset({"ES384", "ESP384"}),
    KeyKind.P521: frozenset({"ES512", "ESP512"}),
    KeyKind.RSA: frozenset({"RS256", "PS256"}),
    KeyKind.SECP256K1: frozenset({"ES256K"}),
}
_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MULTIKEY_LIMIT: Final = 2048  # characters: an RSA key of 8,192 bits takes 1,410


@lru_cache(maxsize=512)
def read_multikey(text: str) -> PublicKey:
    """Read a `publicKeyMultibase`: base58btc, a minimal multicodec prefix, the key (Controlled Identifiers section 2.2.2)."""
    if len(text) > _MULTIKEY_LIMIT or not text.startswith("z"):
        raise MalformedKeyError("a Multikey is base58btc", step="key.multibase")
    encoded = _decode(lambda: read_multibase(text), "key.multibase")
    kind = _MULTICODECS.get(encoded[:2])
    if kind is None:
        raise UnsupportedKeyError(f"multicodec {encoded[:2].hex()}", step="key.multicodec")
    material = encoded[2:]
    return PublicKey(kind, _spki_of_pkcs1(material) if kind is KeyKind.RSA else material)


def find_g2_of_pair(text: str) -> PublicKey | None:
    """Return the G2 key of a BLS12-381 pair (multicodec 0xee: a G1 key, then a G2 key), or None for any other Multikey."""
    if len(text) > _MULTIKEY_LIMIT or not text.startswith("z5"):
        return None
    encoded = _decode(lambda: read_multibase(text), "key.multibase")
    if encoded[:2] != _BLS_PAIR:
        return None
    if len(encoded) != 2 + 48 + 96:
        raise MalformedKeyError("not a G1 and a G2 key", step="key.length", kind=KeyKind.BLS12381_G2.value)
    return PublicKey(KeyKind.BLS12381_G2, encoded[50:])


def read_jwk(jwk: Mapping[str, JsonValue]) -> PublicKey:
    """Read a public JWK whose `kty`, `crv`, `alg`, `use` and `key_ops` agree that it is a key that verifies (RFC 7517).

    A private or symmetric key is refused: a key that was published whole proves nothing.
    """
    if not _SECRET_MEMBERS.isdisjoint(jwk):
        raise WeakKeyError("a private or symmetric key", step="key.secret")
    kind, key = _read_jwk_material(jwk)
    _check_jwk_purpose(jwk, kind)
    return key


def read_spki(der: bytes) -> PublicKey:
    """Read a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        loaded = load_der_public_key(der)
    except UnsupportedAlgorithm as error:
        raise UnsupportedKeyError(str(error), step="key.spki") from error
    except ValueError as error:
        raise MalformedKeyError(f"SPKI: {error}", step="key.spki") from error
    return read_library_key(loaded)


def read_library_key(loaded: "PublicKeyTypes") -> PublicKey:
    """Return the `PublicKey` of a key that `cryptography` has loaded."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if isinstance(loaded, ed25519.Ed25519PublicKey):
        return PublicKey(KeyKind.ED25519, loaded.public_bytes_raw())
    if isinstance(loaded, rsa.RSAPublicKey):
        return PublicKey(KeyKind.RSA, loaded.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    if isinstance(loaded, ec.EllipticCurvePublicKey):
        names = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}
        if loaded.curve.name in names:
            material = loaded.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
            return PublicKey(KeyKind(names[loaded.curve.name]), material)
    raise UnsupportedKeyError(type(loaded).__name__, step="key.spki")


def multikey_of(key: PublicKey) -> str:
    """Return the Multikey text of a key."""
    material = _pkcs1_of_spki(key.material) if key.kind is KeyKind.RSA else key.material
    return "z" + write_base58(_PREFIXES[key.kind] + material)


def jwk_of(key: PublicKey) -> JsonObject:
    """Return the public JWK of a key: its required members only (RFC 7638 section 3.2)."""
    if key.kind is KeyKind.RSA:
        numbers = rsa_key(key.material).public_numbers()
        return {"kty": "RSA", "n": _encode_number(numbers.n), "e": _encode_number(numbers.e)}
    if key.kind in COORDINATE_BYTES:
        width = COORDINATE_BYTES[key.kind]
        point = ec_key(key.kind, key.material).public_numbers()
        x, y = (write_base64url(number.to_bytes(width, "big")) for number in (point.x, point.y))
        return {"kty": "EC", "crv": key.kind.value, "x": x, "y": y}
    if key.kind is KeyKind.BLS12381_G2:
        raise UnsupportedKeyError("no JWK form", step="key.jwk")
    return {"kty": "OKP", "crv": key.kind.value, "x": write_base64url(key.material)}


def thumbprint(key: PublicKey) -> str:
    """Return the JWK SHA-256 thumbprint (RFC 7638), base64url."""
    members = sorted(jwk_of(key).items())
    # Every value is base64url or a registered name: nothing needs escaping.
    canonical = "{" + ",".join(f'"{name}":"{value}"' for name, value in members) + "}"
    return write_base64url(sha256(canonical.encode("ascii")).digest())


def _read_jwk_material(jwk: Mapping[str, JsonValue]) -> tuple[KeyKind, PublicKey]:
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if kty == "RSA":
        modulus, exponent = (int.from_bytes(_member(jwk, name), "big") for name in ("n", "e"))
        return KeyKind.RSA, PublicKey(KeyKind.RSA, _spki_of_numbers(modulus, exponent))
    if not isinstance(kty, str) or not isinstance(crv, str):
        raise MalformedKeyError("kty and crv are strings", step="key.jwk")
    kind = _CURVES.get((kty, crv))
    if kind is None:
        raise UnsupportedKeyError(f"{kty[:20]} {crv[:20]}", step="key.jwk")
    if kty == "OKP":
        return kind, PublicKey(kind, _member(jwk, "x"))
    return kind, _read_point(kind, _member(jwk, "x"), _member(jwk, "y"))


def _read_point(kind: KeyKind, x: bytes, y: bytes) -> PublicKey:
    """RFC 7518 section 6.2.1.2: coordinates have the full width of the curve."""
    width = COORDINATE_BYTES[kind]
    if (len(x), len(y)) != (width, width):
        raise MalformedKeyError("a coordinate of the wrong width", step="key.jwk", kind=kind.value)
    key = PublicKey(kind, bytes([2 + (y[-1] & 1)]) + x)
    if ec_key(kind, key.material).public_numbers().y != int.from_bytes(y, "big"):
        raise MalformedKeyError("the point is not on the curve", step="key.point", kind=kind.value)
    return key


def _check_jwk_purpose(jwk: Mapping[str, JsonValue], kind: KeyKind) -> None:
    if "alg" in jwk and jwk["alg"] not in _ALGORITHMS.get(kind, frozenset()) and kind is not KeyKind.X25519:
        raise MalformedKeyError("alg does not fit the key", step="key.alg", kind=kind.value)
    if "use" in jwk and jwk["use"] != "sig" and kind is not KeyKind.X25519:
        raise MalformedKeyError("not a key for signatures", step="key.use", kind=kind.value)
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or not all(isinstance(name, str) for name in operations):
        raise MalformedKeyError("key_ops is a list of names", step="key.key_ops")
    if len(set(map(str, operations))) != len(operations):
        raise MalformedKeyError("key_ops repeats itself", step="key.key_ops")
    if "verify" not in operations and kind is not KeyKind.X25519:
        raise MalformedKeyError("not a key that verifies", step="key.key_ops", kind=kind.value)


def _member(jwk: Mapping[str, JsonValue], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise MalformedKeyError(f"{name} is missing", step="key.jwk")
    return _decode(lambda: read_base64url(text), "key.jwk")


def _decode(read: Callable[[], bytes], step: str) -> bytes:
    try:
        return read()
    except InputError as error:
        raise MalformedKeyError(error.detail, step=step) from error


def _spki_of_numbers(modulus: int, exponent: int) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if modulus.bit_length() > 8192:
        raise WeakKeyError("RSA over 8192 bits", step="key.rsa_size", kind="RSA", bits=modulus.bit_length())
    if exponent != 65537:
        raise WeakKeyError("RSA exponent is not 65537", step="key.rsa_exponent", kind="RSA")
    try:
        key = RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise WeakKeyError(f"RSA: {error}", step="key.rsa_size", kind="RSA") from error
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _spki_of_pkcs1(der: bytes) -> bytes:
    """A Multikey's RSA key is a PKCS #1 RSAPublicKey (multicodec 0x1205), in the one DER encoding it has."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = rsa_key(der)
    if key.public_bytes(Encoding.DER, PublicFormat.PKCS1) != der:
        raise MalformedKeyError("not a DER RSAPublicKey", step="key.pkcs1", kind="RSA")
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _pkcs1_of_spki(der: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return rsa_key(der).public_bytes(Encoding.DER, PublicFormat.PKCS1)


def _encode_number(number: int) -> str:
    return write_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
