"""One signature over one message, by the algorithm that the key itself decides.

The only door to the library below. Ed25519 refuses the encodings of R that let one signature stand for several messages
(threat JOSE-09); ECDSA takes the fixed-width r || s form only, never DER (JOSE-08).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from wallet.dids.edwards import is_canonical, is_low_order
from wallet.dids.key_checks import COORDINATE_BYTES, ec_key, ed25519_key, rsa_key
from wallet.dids.keys import KeyKind, PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA


class Algorithm(StrEnum):
    """A signature algorithm, by its JOSE name (RFC 7518 section 3.1, RFC 8037)."""

    EDDSA = "EdDSA"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"
    RS256 = "RS256"
    PS256 = "PS256"


KIND_OF_ALGORITHM: Final[Mapping[Algorithm, KeyKind]] = {
    Algorithm.EDDSA: KeyKind.ED25519,
    Algorithm.ES256: KeyKind.P256,
    Algorithm.ES384: KeyKind.P384,
    Algorithm.ES512: KeyKind.P521,
    Algorithm.RS256: KeyKind.RSA,
    Algorithm.PS256: KeyKind.RSA,
}


class Match(StrEnum):
    """What a signature turned out to be. Never a bool: "wrong key kind" and "wrong signature" are different findings."""

    GOOD = "good"
    BAD = "bad"
    MALFORMED = "malformed"  # not a signature of that algorithm at all: length, encoding
    WRONG_KIND = "wrong_kind"  # the key is of another kind than the algorithm


def match_signature(algorithm: Algorithm, key: PublicKey, signature: bytes, message: bytes) -> Match:
    """Say whether `signature` over `message` was made with the private half of `key`."""
    if key.kind is not KIND_OF_ALGORITHM[algorithm]:
        return Match.WRONG_KIND
    if key.kind is KeyKind.ED25519:
        return _match_ed25519(key, signature, message)
    if key.kind is KeyKind.RSA:
        return _match_rsa(algorithm, key, signature, message)
    return _match_ecdsa(key, signature, message)


def _match_ed25519(key: PublicKey, signature: bytes, message: bytes) -> Match:
    from cryptography.exceptions import InvalidSignature

    if len(signature) != 64:
        return Match.MALFORMED
    nonce_point = signature[:32]
    if not is_canonical(nonce_point) or is_low_order(nonce_point):
        return Match.BAD
    try:
        ed25519_key(key.material).verify(signature, message)
    except InvalidSignature:
        return Match.BAD
    return Match.GOOD


def _match_ecdsa(key: PublicKey, signature: bytes, message: bytes) -> Match:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    width = COORDINATE_BYTES[key.kind]
    if len(signature) != 2 * width:
        return Match.MALFORMED
    r, s = (int.from_bytes(half, "big") for half in (signature[:width], signature[width:]))
    try:
        ec_key(key.kind, key.material).verify(encode_dss_signature(r, s), message, ecdsa_of(key.kind))
    except InvalidSignature:
        return Match.BAD
    return Match.GOOD


def _match_rsa(algorithm: Algorithm, key: PublicKey, signature: bytes, message: bytes) -> Match:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    loaded = rsa_key(key.material)
    if len(signature) != (loaded.key_size + 7) // 8:
        return Match.MALFORMED
    # RFC 7518 section 3.5: the salt is as long as the hash.
    padding = PKCS1v15() if algorithm is Algorithm.RS256 else PSS(MGF1(SHA256()), 32)
    try:
        loaded.verify(signature, message, padding, SHA256())
    except InvalidSignature:
        return Match.BAD
    return Match.GOOD


def ecdsa_of(kind: KeyKind) -> "ECDSA":
    """Return the library's ECDSA with the hash that goes with a curve."""
    if kind not in _ECDSA:
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

        _ECDSA.update({KeyKind.P256: ECDSA(SHA256()), KeyKind.P384: ECDSA(SHA384()), KeyKind.P521: ECDSA(SHA512())})
    return _ECDSA[kind]


_ECDSA: dict[KeyKind, "ECDSA"] = {}
