"""Public keys: every form, and every refusal when the key is made."""

import contextlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from wallet.dids.key_forms import jwk_of, multikey_of, read_jwk, read_library_key, read_multikey, read_spki, thumbprint
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.base64url import write_base64url
from wallet.encoding.multibase import write_multibase
from wallet.errors import MalformedKeyError, UnsupportedKeyError, WalletError, WeakKeyError

P = 2**255 - 19
LOW_ORDER = (
    (1).to_bytes(32, "little"),
    (P - 1).to_bytes(32, "little"),
    (0).to_bytes(32, "little"),
    (1 << 255).to_bytes(32, "little"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
    (P + 1).to_bytes(32, "little"),
)


def ec_jwk() -> dict:
    return dict(jwk_of(read_library_key(ec.derive_private_key(7, ec.SECP256R1()).public_key())))


KEYS = [
    read_library_key(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()),
    read_library_key(ec.derive_private_key(5, ec.SECP256R1()).public_key()),
    read_library_key(ec.derive_private_key(5, ec.SECP384R1()).public_key()),
    read_library_key(ec.derive_private_key(5, ec.SECP521R1()).public_key()),
    read_library_key(ec.derive_private_key(5, ec.SECP256K1()).public_key()),
    read_library_key(rsa.generate_private_key(65537, 2048).public_key()),
]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.kind.value)
def test_a_key_reads_back_from_every_form_it_is_written_in(key: PublicKey) -> None:
    assert read_multikey(multikey_of(key)) == key
    assert read_jwk(jwk_of(key)) == key
    assert len(key.fingerprint) == 64
    assert len({one.fingerprint for one in KEYS}) == len(KEYS)


def test_thumbprint_is_that_of_rfc_7638() -> None:
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI"
        "SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    assert thumbprint(read_jwk({"kty": "RSA", "n": n, "e": "AQAB"})) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


@pytest.mark.parametrize("material", LOW_ORDER)
def test_JOSE_09_low_order_ed25519_keys_are_refused_in_every_form(material: bytes) -> None:
    with pytest.raises(WeakKeyError):
        PublicKey(KeyKind.ED25519, material)
    with pytest.raises(WeakKeyError):
        read_multikey(write_multibase(b"\xed\x01" + material))
    with pytest.raises(WeakKeyError):
        read_jwk({"kty": "OKP", "crv": "Ed25519", "x": write_base64url(material)})


@given(st.integers(P, 2**255 - 1), st.booleans())
def test_JOSE_09_non_canonical_ed25519_encodings_are_refused(y: int, sign: bool) -> None:
    with pytest.raises(WeakKeyError):
        PublicKey(KeyKind.ED25519, (y | sign << 255).to_bytes(32, "little"))


def test_an_ed25519_y_without_a_point_is_refused() -> None:
    with pytest.raises(MalformedKeyError):
        PublicKey(KeyKind.ED25519, (2).to_bytes(32, "little"))


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2048, 3)])
def test_JOSE_10_small_rsa_keys_and_other_exponents_are_refused(bits: int, exponent: int) -> None:
    public = rsa.generate_private_key(exponent, bits).public_key()
    with pytest.raises(WeakKeyError):
        read_spki(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    numbers = public.public_numbers()
    n, e = (write_base64url(x.to_bytes((x.bit_length() + 7) // 8, "big")) for x in (numbers.n, numbers.e))
    with pytest.raises(WeakKeyError):
        read_jwk({"kty": "RSA", "n": n, "e": e})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"alg": "ES384"}, MalformedKeyError),
        ({"alg": "HS256"}, MalformedKeyError),
        ({"alg": None}, MalformedKeyError),
        ({"use": "enc"}, MalformedKeyError),
        ({"key_ops": ["encrypt"]}, MalformedKeyError),
        ({"key_ops": ["verify", "verify"]}, MalformedKeyError),
        ({"key_ops": "verify"}, MalformedKeyError),
        ({"crv": "P-384"}, MalformedKeyError),
        ({"crv": "P-999"}, UnsupportedKeyError),
        ({"kty": "OKP"}, UnsupportedKeyError),
        ({"kty": "oct"}, UnsupportedKeyError),
        ({"d": "AA"}, WeakKeyError),
        ({"k": "AA"}, WeakKeyError),
        ({"y": write_base64url(bytes(32))}, MalformedKeyError),
        ({"x": write_base64url(bytes(31))}, MalformedKeyError),
        ({"x": 5}, MalformedKeyError),
        ({"y": "not base64!"}, MalformedKeyError),
    ],
)
def test_JOSE_02_a_jwk_that_contradicts_itself_is_refused(change: dict, error: type[WalletError]) -> None:
    with pytest.raises(error):
        read_jwk({**ec_jwk(), **change})


def test_a_jwk_may_say_what_it_is_for() -> None:
    labelled = {**ec_jwk(), "alg": "ES256", "use": "sig", "key_ops": ["verify"], "kid": "1", "x5t": "ignored"}
    assert read_jwk(labelled) == read_jwk(ec_jwk())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "m6Mk",
        "u7QEB",
        write_multibase(b"\xed\x01" + bytes(31)),
        write_multibase(b"\xed\x81\x00" + bytes(32)),  # a varint that is not the shortest
        write_multibase(b"\x80\x24\x04" + bytes(64)),  # an uncompressed point
        write_multibase(b"\x80\x24\x02" + b"\xff" * 32),
        write_multibase(b"\x85\x24" + b"0\x03\x02\x01\x01"),
        write_multibase(b"\x99\x99" + bytes(32)),
        "z" + "1" * 3000,
    ],
)
def test_DID_05_malformed_multikeys_are_refused(text: str) -> None:
    with pytest.raises((MalformedKeyError, UnsupportedKeyError)):
        read_multikey(text)


@pytest.mark.parametrize("material", [b"\xc0" + bytes(95), b"\xe0" + bytes(95), bytes(96), b"\xff" * 96])
def test_bls_g2_identity_and_non_points_are_refused(material: bytes) -> None:
    pytest.importorskip("py_arkworks_bls12381")
    with pytest.raises((WeakKeyError, MalformedKeyError)):
        PublicKey(KeyKind.BLS12381_G2, material)


@given(st.sampled_from(list(KeyKind)), st.binary(max_size=140))
def test_strangers_bytes_as_a_key_raise_only_wallet_errors(kind: KeyKind, material: bytes) -> None:
    with contextlib.suppress(WalletError):
        PublicKey(kind, material)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops"]), JSON))
def test_strangers_jwks_raise_only_wallet_errors(jwk: dict) -> None:
    with contextlib.suppress(WalletError):
        read_jwk(jwk)
