"""Hostile pictures whose checksums are right, so that they reach the decoders behind them (IMG-12)."""

import io
import random
import zlib

import pytest
from PIL import Image

from tests.issuer_simulator import Issuer, baking
from wallet.errors import InputError
from wallet.formats.envelope import Envelope
from wallet.formats.registry import Refusal, open_envelopes

TOKEN = Issuer().sd_jwt({"course": "Statistics"}).token()


def answer(source: bytes) -> list[Envelope]:
    found = list(open_envelopes(source, "picture"))
    assert found
    for one in found:
        assert isinstance(one, Envelope) or isinstance(one.error, InputError)
        assert isinstance(one, Refusal) or one.original == source
    return [one for one in found if isinstance(one, Envelope)]


def _saved(picture: Image.Image, form: str) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, form)
    return packed.getvalue()


@pytest.mark.long
def test_IMG_12_damaged_qr_pictures_are_read_whole_or_not_at_all(full):
    chance = random.Random(12)
    original = Image.open(io.BytesIO(baking.qr_picture(TOKEN))).convert("L")
    read = 0
    for number in range(10_000 if full else 120):
        pixels = bytearray(original.tobytes())
        for _ in range(chance.choice((1, 20, 400, 4_000))):
            pixels[chance.randrange(len(pixels))] = chance.randrange(256)
        picture = Image.frombytes("L", original.size, bytes(pixels))
        envelopes = answer(_saved(picture, ("PNG", "JPEG", "WEBP")[number % 3]))
        assert all(envelope.token == TOKEN for envelope in envelopes)
        read += len(envelopes)
    assert read, "some of the damage is what QR codes correct"


def _rechecked(source: bytes, chance: random.Random) -> bytes:
    """Return a PNG with changed bytes in its chunks and checksums that fit them."""
    parts, place = [source[:8]], 8
    while place < len(source):
        length = int.from_bytes(source[place : place + 4], "big")
        kind, data = source[place + 4 : place + 8], bytearray(source[place + 8 : place + 8 + length])
        for _ in range(chance.choice((0, 0, 1, 3)) if data else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() > 0.05:
            parts.append(length.to_bytes(4, "big") + kind + bytes(data) + zlib.crc32(kind + data).to_bytes(4, "big"))
        place += 12 + length
    return b"".join(parts)


@pytest.mark.long
def test_IMG_08_changed_chunks_with_fitting_checksums_are_answered(full):
    chance = random.Random(8)
    badge = Issuer().issue("eddsa-jcs-2022")
    sources = [baking.bake_png(badge, None, kind) for kind in (b"iTXt", b"tEXt", b"zTXt")] + [baking.qr_picture(TOKEN)]
    for _ in range(5_000 if full else 300):
        answer(_rechecked(chance.choice(sources), chance))
