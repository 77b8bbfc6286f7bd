"""Base64url, multibase, multicodec and CBOR: one spelling for one value."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.encoding import base64url, cbor, multibase
from wallet.errors import MalformedInputError, TooBigError, WalletError

octets = st.binary(max_size=100)


@given(octets)
def test_base64url_round_trip_and_agreement_with_the_library(source):
    text = base64url.write_base64url(source)
    assert text == base64.urlsafe_b64encode(source).rstrip(b"=").decode()
    assert base64url.read_base64url(text) == source
    assert base64url.read_base64(base64url.write_base64(source)) == source


@given(st.text("AQgw_-+/=B\n ", max_size=12))
def test_base64url_has_one_spelling(text):
    try:
        decoded = base64url.read_base64url(text)
    except MalformedInputError:
        return
    assert base64url.write_base64url(decoded) == text


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "AAB", "A A", "AA\n", "+/8", "é", "AAAAA"])
def test_other_spellings_of_base64url_are_refused(text):
    with pytest.raises(MalformedInputError):
        base64url.read_base64url(text)


@pytest.mark.parametrize("text", ["AA", "AB==", "AA=A", "AA==AA==", "-_8=", "===="])
def test_other_spellings_of_base64_are_refused(text):
    with pytest.raises(MalformedInputError):
        base64url.read_base64(text)


@given(octets, st.sampled_from(["z", "u"]))
def test_multibase_round_trip(source, base):
    assert multibase.read_multibase(multibase.write_multibase(source, base)) == source


@pytest.mark.parametrize("text", ["", "m", "zl", "z0", "u=", "f00", "Z1", "zé"])
def test_malformed_multibase_is_refused(text):
    with pytest.raises(MalformedInputError):
        multibase.read_multibase(text)


def test_base58_known_answers():
    assert multibase.write_base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert multibase.write_base58(b"\0\0\x28\x7f\xb4\xcd") == "11233QC4"
    with pytest.raises(TooBigError):
        multibase.read_multibase("z" + "2" * 2000)


@given(st.integers(0, 2**63 - 1), octets)
def test_varint_round_trip(number, rest):
    groups = [number >> shift & 0x7F for shift in range(0, max(number.bit_length(), 1), 7)]
    spelled = bytes([*(group | 0x80 for group in groups[:-1]), groups[-1]])
    assert multibase.read_varint(spelled + rest) == (number, rest)


@pytest.mark.parametrize("source", [b"", b"\x80", b"\x80\x00", b"\xed\x81\x00", b"\xff" * 10])
def test_varints_that_are_cut_short_or_not_minimal_are_refused(source):
    with pytest.raises(MalformedInputError):
        multibase.read_varint(source)


cbor_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.binary()
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.integers(-(2**64), 2**64 - 1) | st.text("abcé") | st.binary(max_size=4), inner)
    ),
    max_leaves=20,
)


@given(cbor_values)
def test_cbor_round_trip(value):
    assert cbor.read_cbor(cbor.write_cbor(value)) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("00", 0),
        ("1817", None),
        ("1818", 24),
        ("1bffffffffffffffff", 2**64 - 1),
        ("3bffffffffffffffff", -(2**64)),
        ("83010203", [1, 2, 3]),
        ("a26161016162820203", {"a": 1, "b": [2, 3]}),
        ("a2616201616102", None),
        ("a2616101616102", None),
        ("d9d9f780", cbor.Tagged(0xD9F7, [])),
        ("9f01ff", None),
        ("fb3ff0000000000000", None),
        ("f7", None),
        ("61ff", None),
        ("0000", None),
        ("9affffffff", None),
        ("5bffffffffffffffff", None),
        ("a1f501", None),
        ("", None),
    ],
)
def test_cbor_known_answers(source, value):
    if value is None:
        with pytest.raises(MalformedInputError):
            cbor.read_cbor(bytes.fromhex(source))
    else:
        assert cbor.read_cbor(bytes.fromhex(source)) == value
        assert cbor.write_cbor(value) == bytes.fromhex(source)


def test_label_maps_may_come_in_any_order():
    assert cbor.read_cbor(bytes.fromhex("a201000002"), ordered=False) == {1: 0, 0: 2}


def test_cbor_budgets():
    with pytest.raises(TooBigError):
        cbor.read_cbor(b"\x81" * 100 + b"\x00")
    with pytest.raises(TooBigError):
        cbor.read_cbor(b"\x99\x75\x30" + b"\x00" * 30_000)
    with pytest.raises(TooBigError):
        cbor.read_cbor(bytes(2_000_000))


@given(st.binary(max_size=120))
def test_strangers_octets_raise_only_wallet_errors(source):
    for read in (cbor.read_cbor, multibase.read_varint):
        try:
            value = read(source)
        except WalletError:
            continue
        if read is cbor.read_cbor:
            assert cbor.write_cbor(value) == source


@given(st.text(max_size=60))
def test_strangers_text_raises_only_wallet_errors(text):
    for read in (base64url.read_base64url, base64url.read_base64, multibase.read_multibase):
        try:
            read(text)
        except WalletError:
            continue
