"""BC-UR: single and in parts, any order, with loss; damage and other kinds are refused by name."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wallet.qr.ur_parts import ur_parts, ur_single
from wallet.encoding.cbor import Tagged, write_cbor
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.qr.bc_ur import UrJoiner, UrPart, read_ur
from wallet.qr.bytewords import read_bytewords, read_spoken_bytewords, write_bytewords
from wallet.qr.foreign import ForeignQrError

TEXT = '{"type":["VerifiablePresentation"],"holder":"did:key:z6Mk"}' * 20


@given(octets=st.binary(min_size=1, max_size=300))
def test_bytewords_round_trip_in_either_case(octets: bytes) -> None:
    assert read_bytewords(write_bytewords(octets)) == octets == read_bytewords(write_bytewords(octets).upper())


@pytest.mark.parametrize("text", ["", "a", "aeadaolazojendeowf", "zz", "aead"])
def test_damaged_bytewords_are_refused(text: str) -> None:
    with pytest.raises(MalformedInputError):
        read_bytewords(text)
    with pytest.raises(MalformedInputError):
        read_spoken_bytewords(text)


@pytest.mark.parametrize("content", [TEXT, TEXT.encode(), Tagged(24, TEXT.encode())])
def test_a_single_ur_gives_its_text_in_either_case(content: object) -> None:
    assert read_ur(ur_single(content)) == TEXT == read_ur(ur_single(content, "vc").upper())


@pytest.mark.parametrize("content", [7, [1, 2], {"a": 1}, b"\xff\xfe\x00"])
def test_a_ur_of_another_kind_is_told_as_that(content: object) -> None:
    with pytest.raises(ForeignQrError) as refusal:
        read_ur(ur_single(content, "crypto-seed"))
    assert refusal.value.facts["kind"] == "ur:crypto-seed"


@given(
    count=st.integers(1, 60), start=st.integers(1, 400), loss=st.sampled_from([0.0, 0.1, 0.3]), seed=st.integers(0, 99)
)
def test_parts_join_from_any_point_in_any_order_with_loss(count: int, start: int, loss: float, seed: int) -> None:
    chance = random.Random(seed)
    joiner = UrJoiner()
    texts = ur_parts(TEXT.encode(), count, range(start, start + 40 * count + 200))
    for text in texts:
        if chance.random() < loss:
            continue
        part = read_ur(text)
        assert isinstance(part, UrPart)
        assert joiner.add(part)
        if joiner.complete:
            break
    assert joiner.text() == TEXT


def test_QR_01_two_messages_never_mix() -> None:
    one, two = ur_parts(TEXT, 5, range(1, 3)), ur_parts(TEXT + " ", 5, range(1, 3))
    joiner = UrJoiner()
    assert joiner.add(_part(one[0]))
    assert not joiner.add(_part(two[1]))
    assert not joiner.add(_part(ur_parts(TEXT, 5, range(2, 3), "vc")[0]))
    assert joiner.known == 1


def test_QR_01_parts_that_contradict_each_other_are_refused() -> None:
    part = _part(ur_parts(TEXT, 4, range(1, 2))[0])
    joiner = UrJoiner()
    for number in range(1, 5):
        joiner.add(UrPart(part.type, number, part.count, part.length, part.checksum, part.fragment))
    with pytest.raises(MalformedInputError):
        joiner.text()
    with pytest.raises(MalformedInputError):
        joiner.add(UrPart(part.type, 5, part.count, part.length, part.checksum, b"\x05" * len(part.fragment)))


def test_QR_02_too_many_parts_are_refused() -> None:
    with pytest.raises(TooBigError):
        read_ur(f"ur:bytes/1-513/{write_bytewords(write_cbor([1, 513, 513, 0, b'x']))}")
    with pytest.raises(TooBigError):
        read_ur(f"ur:bytes/1-2/{write_bytewords(write_cbor([1, 2, 2**21, 0, b'x']))}")


@pytest.mark.parametrize(
    "fields", [[1, 2, 3, 4], [2, 2, 2, 0, b"x"], [1, 3, 2, 0, b"x"], [1, 2, 9, 0, b"x"], [1, 2, 2, 2**32, b"x"], 7]
)
def test_a_part_that_contradicts_itself_is_refused(fields: object) -> None:
    with pytest.raises(MalformedInputError):
        read_ur(f"ur:bytes/1-2/{write_bytewords(write_cbor(fields))}")


@given(octets=st.binary(min_size=1, max_size=80), place=st.sampled_from(["", "1-1/", "3-2/", "9999999999-1/"]))
def test_strangers_bytes_raise_only_input_errors(octets: bytes, place: str) -> None:
    with suppress(InputError):
        read_ur(f"ur:bytes/{place}{write_bytewords(octets)}")


def _part(text: str) -> UrPart:
    part = read_ur(text)
    assert isinstance(part, UrPart)
    return part
