"""The collector: whatever kind of code is shown, joined until something is whole; nothing is acted upon."""

import random
import zlib
from contextlib import suppress
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wallet.qr.ur_parts import ur_parts, ur_single
from wallet.encoding.base45 import write_base45
from wallet.encoding.cbor import write_cbor
from wallet.errors import InputError, TooBigError
from wallet.qr import collector as collecting
from wallet.qr.collector import Collector, Seen
from wallet.qr.packing import QrContent, QrKind, pack, pack_text
from wallet.qr.parts import split
from wallet.qr.pixelpass import read_pixelpass
from wallet.qr.shc import write_card

TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2lnbmF0dXJl"
LONG = '{"type":["VerifiablePresentation"]}' * 30


def test_the_parts_of_a_ur_are_joined_with_progress() -> None:
    collector, texts = Collector(), ur_parts(LONG, 6, range(4, 40))
    assert [collector.see(text) for text in texts[:3]] == [Seen.PART] * 3
    assert (collector.known, collector.wanted, collector.direct) == (3, 6, {3, 4, 5})
    assert collector.see(texts[0]) is Seen.AGAIN
    rest = [collector.see(text) for text in texts[3:]]
    assert Seen.CONTENT in rest
    assert collector.content == QrContent(QrKind.TEXT, LONG)


def test_the_pieces_of_an_old_health_card_are_joined() -> None:
    collector = Collector()
    assert collector.see(f"shc:/2/2/{write_card(TOKEN[20:])[5:]}") is Seen.PART
    assert collector.see(f"shc:/1/2/{write_card(TOKEN[:20])[5:]}") is Seen.CONTENT
    assert collector.content == QrContent(QrKind.TEXT, TOKEN)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (write_card(TOKEN), TOKEN),
        (ur_single(TOKEN), TOKEN),
        (TOKEN, TOKEN),
        (LONG, LONG),
        (write_base45(zlib.compress(TOKEN.encode(), 9)), TOKEN),
        (write_base45(zlib.compress(write_cbor({"a": 1}), 9)), '{"a":1}'),
        (pack_text(QrContent(QrKind.TEXT, LONG)), LONG),
    ],
)
def test_a_whole_code_is_an_answer_at_once_and_again(code: str, text: str) -> None:
    collector = Collector()
    assert collector.see(code) is Seen.CONTENT
    assert collector.see(code) is Seen.CONTENT
    assert collector.content is not None
    assert collector.content.text == text


def test_QR_01_two_payloads_of_different_kinds_never_mix() -> None:
    ours = list(islice(split(pack(QrContent(QrKind.TEXT, LONG)), 20), 3))
    collector = Collector()
    assert collector.see(ours[0].text()) is Seen.PART
    assert collector.see(ur_parts(LONG, 6, range(1, 2))[0]) is Seen.OTHER_PAYLOAD
    assert (collector.known, collector.wanted) == (1, 6)
    assert collector.see(ours[1].text()) is Seen.OTHER_PAYLOAD
    assert collector.direct == {1}


@given(seed=st.integers(0, 10_000))
def test_QR_01_interleaved_payloads_give_one_of_them_or_nothing(seed: int) -> None:
    chance = random.Random(seed)
    contents = {"a" * 300, "b" * 301}
    frames = [text for content in sorted(contents) for text in ur_parts(content, 4, range(1, 9))]
    frames += [part.text() for part in islice(split(pack(QrContent(QrKind.TEXT, "c" * 300 + LONG)), 40), 9)]
    collector = Collector()
    for _ in range(40):
        collector.see(chance.choice(frames))
        if collector.content is not None:
            assert collector.content.text in {*contents, "c" * 300 + LONG}


def test_after_parts_that_contradict_each_other_collecting_starts_again() -> None:
    part = next(split(b"a" * 30, 40))
    forged = type(part)(part.id, part.length, 1, 0, b"b" * 30)
    collector = Collector()
    with pytest.raises(InputError):
        collector.see(forged.text())
    assert collector.wanted == 0


def test_QR_02_an_endless_animation_is_refused_and_repeats_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MAX_FRAMES", 10)
    texts = ur_parts(LONG, 60, range(1, 30))
    collector = Collector()
    for _ in range(5):
        for text in texts[:10]:
            collector.see(text)
    with pytest.raises(TooBigError):
        collector.see(texts[10])


def test_QR_03_links_and_other_codes_are_told_and_never_content() -> None:
    for text in ("https://x.example", "HTTPS://X.EXAMPLE", "shlink:/eyJ", "openid4vp://x"):
        collector = Collector()
        assert collector.see(text) is Seen.LINK
        assert collector.link == text
    for text in ("WIFI:S:guest;;", "javascript:alert(1)", "tel:+49", "NCF is a railway", "", "VPN"):
        assert Collector().see(text) is Seen.FOREIGN


@given(
    text=st.text(max_size=120),
    prefix=st.sampled_from(["", "ur:", "UR:BYTES/1-2/", "shc:/", "VP1-B", "VP1-R", "NCF", "TSM1:"]),
)
def test_any_text_of_a_code_is_seen_or_refused(text: str, prefix: str) -> None:
    with suppress(InputError):
        Collector().see(prefix + text)


def test_a_pixelpass_bomb_is_refused() -> None:
    with pytest.raises(TooBigError):
        read_pixelpass(write_base45(zlib.compress(b" " * 20_000_000)))
