"""Multi-part codes: any order, any start, with loss; two payloads never mix."""

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.qr.collector import Collector, Seen
from wallet.qr.encode import Correction, block_size_of, capacity, draw, draw_frame, plan_codes, smallest_version
from wallet.qr.packing import QrContent, QrKind, pack
from wallet.qr.parts import MAX_PARTS, Joiner, Part, read_part, split


@given(
    payload=st.binary(min_size=1, max_size=900),
    block=st.integers(20, 200),
    start=st.integers(0, 200),
    seed=st.integers(0, 9),
)
def test_parts_join_from_any_point_in_any_order_with_loss(payload: bytes, block: int, start: int, seed: int) -> None:
    chance = random.Random(seed)
    joiner = Joiner()
    for part in islice(split(payload, block), start, start + 4000):
        if chance.random() < 0.3:
            continue
        assert joiner.add(read_part(part.text()))
        if joiner.complete:
            break
    assert joiner.payload() == payload


def test_a_fountain_needs_about_two_parts_more_than_there_are_blocks() -> None:
    payload = random.Random(1).randbytes(20_000)
    for start in range(40, 60):
        joiner, taken = Joiner(), 0
        for part in islice(split(payload, 500), start, None):
            joiner.add(part)
            taken += 1
            if joiner.complete:
                break
        assert taken <= 40 + 12
        assert joiner.payload() == payload


def test_QR_01_parts_of_two_payloads_never_mix() -> None:
    one, two = list(islice(split(b"a" * 100, 40), 3)), list(islice(split(b"b" * 100, 40), 3))
    collector = Collector()
    assert collector.see(one[0].text()) is Seen.PART
    assert collector.see(one[0].text()) is Seen.AGAIN
    assert collector.see(two[1].text()) is Seen.OTHER_PAYLOAD
    assert collector.known == 1
    assert collector.direct == {1}


def test_QR_01_a_part_that_claims_other_sizes_is_refused() -> None:
    part = next(split(b"a" * 100, 40))
    joiner = Joiner()
    joiner.add(part)
    with pytest.raises(MalformedInputError):
        joiner.add(Part(part.id, part.length, part.count + 1, 1, part.block))


def test_QR_01_the_joined_payload_must_be_the_one_that_the_parts_name() -> None:
    part = next(split(b"a" * 30, 40))
    joiner = Joiner()
    joiner.add(Part(part.id, part.length, 1, 0, b"b" * 30))
    with pytest.raises(MalformedInputError) as refusal:
        joiner.payload()
    assert refusal.value.step == "qr.checksum"


def test_QR_02_too_many_parts_are_refused_when_made_and_when_read() -> None:
    with pytest.raises(TooBigError):
        next(split(b"a" * (MAX_PARTS + 1), 1))
    with pytest.raises(TooBigError):
        read_part(Part(b"12345678", 5000, 5000, 0, b"x").text())


def test_QR_03_a_link_is_told_and_never_content() -> None:
    collector = Collector()
    assert collector.see("https://wallet.example/claim?x=1") is Seen.LINK
    assert collector.content is None
    assert collector.see("WIFI:S:guest;;") is Seen.FOREIGN
    assert collector.see("javascript:alert(1)") is Seen.FOREIGN
    assert collector.content is None


@given(text=st.text(max_size=200))
def test_any_text_of_a_code_is_seen_or_refused(text: str) -> None:
    for prefix in ("", "TSR1:", "TSM1:"):
        try:
            Collector().see(prefix + text)
        except InputError:
            continue


def test_capacity_agrees_with_the_standard() -> None:
    # ISO/IEC 18004, table 7
    assert (capacity(1, Correction.L), capacity(10, Correction.M), capacity(22, Correction.L)) == (25, 311, 1460)
    assert (capacity(40, Correction.L), capacity(40, Correction.H)) == (4296, 1852)
    assert smallest_version(4297, Correction.L) == 41


def test_a_small_content_is_one_code_and_a_large_one_is_parts_that_fit() -> None:
    small = plan_codes(QrContent(QrKind.CHALLENGE, "nonce"))
    assert small.single is not None
    assert small.count == 1
    large = plan_codes(QrContent(QrKind.PRESENTATION, random.Random(2).randbytes(9000).hex()), part_version=12)
    assert large.single is None
    assert {code.version for code in islice(large.frames(), large.count + 3)} <= set(range(1, 13))
    assert len(large.sheet(spare=2)) == large.count + 2


def test_both_writers_draw_what_the_reader_reads() -> None:
    import zxingcpp
    from PIL import Image

    from wallet.qr.picture import write_png, write_svg

    part = next(split(pack(QrContent(QrKind.PRESENTATION, "x" * 500)), block_size_of(10)))
    for code in (draw(part.text()), draw_frame(part)):
        import io

        image = Image.open(io.BytesIO(write_png(code, scale=4)))
        assert zxingcpp.read_barcode(image.convert("L")).text == part.text()
        assert write_svg(code).count("<path") == 1
