"""Pictures of strangers: only PNG, JPEG and WebP that are what they say, and only as our own small PNG."""

import io
import struct
import zlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from wallet.session.pictures import SIDE, encode_anew


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300), **saved: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(made, kind, **saved)
    return made.getvalue()


def shown(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=["PNG"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_comes_out_small_and_with_its_proportions(kind):
    made = shown(encode_anew(picture(kind), kind))
    assert made.size == (SIDE, SIDE // 2)
    assert made.convert("RGB").getpixel((10, 10))[0] > 190


def test_nothing_that_was_in_the_file_comes_along():
    text = PngImagePlugin.PngInfo()
    text.add_itxt("openbadgecredential", '{"secret": "quetzal"}')
    made = encode_anew(picture(pnginfo=text), "PNG")
    assert b"quetzal" not in made
    assert shown(made).info == {}


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>'


@pytest.mark.parametrize(
    "source", [SVG, b"%PDF-1.7", b"\x1f\x8b\x08" + SVG, b"GIF89a", b"BM", b"", b"\x89PNG\r\n\x1a\n", picture()[:80]]
)
@pytest.mark.parametrize("declared", ["PNG", "JPEG", "WEBP"])
def test_IMG_06_what_is_not_the_picture_it_says_it_is_is_not_shown(source, declared):
    assert encode_anew(source, declared) == b""


def test_IMG_06_a_jpeg_that_says_it_is_a_png_is_not_shown():
    assert encode_anew(picture("JPEG"), "PNG") == b""


@pytest.mark.parametrize("size", [(4001, 4000), (30_000, 30_000), (2**31 - 1, 1)])
def test_IMG_07_a_picture_of_too_many_pixels_is_never_decoded(size):
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    assert encode_anew(bomb, "PNG") == b""


@given(place=st.integers(0, 400), change=st.integers(1, 255))
def test_a_damaged_picture_is_shown_or_not_and_never_an_error(place, change):
    source = bytearray(picture(size=(20, 20)))
    source[place % len(source)] ^= change
    assert encode_anew(bytes(source), "PNG")[:4] in (b"", b"\x89PNG")


def test_IMG_01_an_svg_in_a_credential_is_not_drawn():
    from dataclasses import replace

    from tests.vaults import MOMENT
    from wallet.credentials.model import Credential, Dialect, Party
    from wallet.formats.envelope import Envelope, Format, Kind
    from wallet.report import VerificationReport
    from wallet.session.pictures import picture_of
    from wallet.verification.checked_credential import CheckedCredential

    bare = Credential(Dialect.VCDM, "2.0", None, (), Party(None))
    envelope = Envelope(b"{}", "x", Format.JSON, Kind.CREDENTIAL, {})
    report = VerificationReport((), MOMENT)
    for url, is_shown in (
        (f"data:image/svg+xml;base64,{b64encode(SVG).decode()}", False),
        (f"data:image/png;base64,{b64encode(SVG).decode()}", False),
        ("https://tracker.example/pixel.png", False),
        ("file:///etc/hostname", False),
        ("data:image/png,plain", False),
        (f"data:image/png;base64,{b64encode(picture()).decode()}", True),
    ):
        checked = CheckedCredential(envelope, replace(bare, image=url), report)
        assert bool(picture_of(checked)) is is_shown
