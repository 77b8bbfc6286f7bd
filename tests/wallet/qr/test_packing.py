"""The QR envelope: exact, small, bounded."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.encoding.base45 import read_base45, write_base45
from wallet.encoding.base64url import write_base64url
from wallet.encoding.multibase import write_multibase
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.qr.holes import dig, fill
from wallet.qr.packing import CarriedDocument, QrContent, QrKind, dictionary, pack, pack_text, unpack, unpack_text

ANY_TEXT = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=300)
LIKE_TOKENS = st.lists(
    st.one_of(
        ANY_TEXT,
        st.binary(min_size=14, max_size=80).map(write_base64url),
        st.binary(min_size=30, max_size=80).map(write_multibase),
        st.sampled_from(['{"proofValue":"', '"}', ".", "~", "u", "z", "eyJhbGciOiJFUzI1NiJ9"]),
    )
).map("".join)


@given(source=st.binary(max_size=200))
def test_base45_round_trips(source: bytes) -> None:
    assert read_base45(write_base45(source)) == source


def test_base45_spells_the_examples_of_rfc_9285() -> None:
    assert write_base45(b"AB") == "BB8"
    assert write_base45(b"Hello!!") == "%69 VD92EX0"
    assert write_base45(b"base-45") == "UJCLQE7W581"
    assert read_base45("QED8WEX0") == b"ietf!"


@pytest.mark.parametrize("text", ["A", "::::", "GGW", "ab", ":::"])
def test_base45_refuses_what_is_not_canonical(text: str) -> None:
    with pytest.raises(MalformedInputError):
        read_base45(text)


@pytest.mark.parametrize("ones", [398, 399, 400, 401, 402, 1_000, 3_000])
def test_long_runs_of_the_letters_of_base58_come_back_too(ones: int) -> None:
    """Each leading 1 is a byte: the only text of base58 that spells as many bytes as it has letters."""
    text = f'{{"proofValue":"z{"1" * ones}A"}}'
    assert fill(dig(text), 10**6) == text


@given(text=LIKE_TOKENS)
def test_digging_and_filling_gives_every_text_back(text: str) -> None:
    assert fill(dig(text), 10**6) == text


@given(
    text=LIKE_TOKENS, evidence=st.lists(st.tuples(ANY_TEXT, LIKE_TOKENS, st.none() | st.integers(0, 2**40)), max_size=3)
)
def test_packing_gives_everything_back(text: str, evidence: list[tuple[str, str, int | None]]) -> None:
    content = QrContent(QrKind.PRESENTATION, text, tuple(CarriedDocument(*carried) for carried in evidence))
    assert unpack(pack(content)) == content
    assert unpack_text(pack_text(content)) == content


def test_a_jwt_is_far_smaller_than_its_text() -> None:
    payload = write_base64url(
        b'{"iss":"did:web:college.example","type":["VerifiableCredential","OpenBadgeCredential"]}' * 4
    )
    token = f"{write_base64url(b'{}' + b' ' * 20)}.{payload}.{write_base64url(hashlib.sha512(b'x').digest())}"
    assert len(pack(QrContent(QrKind.PRESENTATION, token))) < len(token) / 2


@given(source=st.binary(max_size=300))
def test_strangers_bytes_raise_only_input_errors(source: bytes) -> None:
    checked = hashlib.sha256(source).digest()[:4] + source
    for attempt in (
        lambda: unpack(source),
        lambda: unpack(checked),
        lambda: unpack_text("TSR1:" + write_base45(checked)),
    ):
        with pytest.raises(InputError):
            attempt()


@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    packed = bytearray(pack(QrContent(QrKind.PRESENTATION, '{"type":["VerifiablePresentation"]}')))
    packed[place % len(packed)] ^= change
    with pytest.raises(InputError):
        unpack(bytes(packed))


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary())
    bomb = packer.compress(b"\0" * 50_000_000) + packer.flush()
    with pytest.raises(TooBigError) as refusal:
        unpack(hashlib.sha256(bomb).digest()[:4] + bomb)
    assert refusal.value.step == "qr.unpacked_size"
