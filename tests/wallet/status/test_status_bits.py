"""Reading one small number out of a compressed list."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import MalformedInputError, TooBigError, WalletError
from wallet.status.bits import GZIP, ZLIB, inflate, read_from_left, read_from_right, read_index


@given(st.lists(st.integers(0, 255), min_size=1, max_size=40), st.sampled_from([1, 2, 4, 8]))
def test_entries_from_the_left_spell_the_bits_from_left_to_right(octets: list[int], size: int) -> None:
    bits = bytes(octets)
    spelled = "".join(f"{octet:08b}" for octet in octets)
    entries = [int(spelled[at : at + size], 2) for at in range(0, len(spelled), size)]
    assert [read_from_left(bits, index, size) for index in range(len(entries))] == entries
    assert read_from_left(bits, len(entries), size) is None


@given(st.binary(min_size=1, max_size=40), st.integers(1, 64), st.integers(0, 50))
def test_entries_that_straddle_bytes_are_read_whole(bits: bytes, size: int, index: int) -> None:
    spelled = "".join(f"{octet:08b}" for octet in bits)
    part = spelled[index * size : index * size + size]
    assert read_from_left(bits, index, size) == (int(part, 2) if len(part) == size else None)


@given(st.binary(min_size=1, max_size=40), st.sampled_from([1, 2, 4, 8]))
def test_entries_from_the_right_start_in_the_lowest_bits(bits: bytes, size: int) -> None:
    number = int.from_bytes(bits, "little")
    count = len(bits) * 8 // size
    expected = [(number >> (index * size)) & ((1 << size) - 1) for index in range(count)]
    assert [read_from_right(bits, index, size) for index in range(count)] == expected
    assert read_from_right(bits, count, size) is None
    assert read_from_right(bits, -1, size) is None


@given(st.binary(max_size=2000))
def test_what_was_compressed_is_inflated(content: bytes) -> None:
    assert inflate(gzip.compress(content), GZIP) == content
    assert inflate(zlib.compress(content), ZLIB) == content


@given(st.binary(max_size=200), st.sampled_from([GZIP, ZLIB]))
def test_strangers_bytes_raise_only_refusals(content: bytes, wrapper: int) -> None:
    with suppress(WalletError):
        inflate(content, wrapper)


def test_STAT_04_a_bomb_is_given_up_at_the_limit() -> None:
    with pytest.raises(TooBigError):
        inflate(gzip.compress(bytes(1 << 20)), GZIP, limit=1 << 16)
    assert len(inflate(gzip.compress(bytes(1 << 16)), GZIP, limit=1 << 16)) == 1 << 16


@pytest.mark.parametrize("tail", [b"\0", gzip.compress(b"more", mtime=0)])
def test_STAT_04_nothing_may_follow_the_list(tail: bytes) -> None:
    with pytest.raises(MalformedInputError):
        inflate(gzip.compress(b"list") + tail, GZIP)


@pytest.mark.parametrize(("spelled", "index"), [("0", 0), ("94567", 94567), (7, 7), ("9007199254740991", 2**53 - 1)])
def test_an_index_is_a_plain_number(spelled: object, index: int) -> None:
    assert read_index(spelled) == index


@pytest.mark.parametrize(
    "spelled",
    ["", "-1", "+1", " 1", "1 ", "01", "1.0", "1e3", "0x1", "١", "1_0", 1.0, True, None, [], -1, 2**63, "9" * 40],
)
def test_STAT_03_anything_else_is_no_index(spelled: object) -> None:
    assert read_index(spelled) is None
