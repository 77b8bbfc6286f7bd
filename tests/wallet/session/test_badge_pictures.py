"""Whose picture a badge is baked into: the credential's own where it is harmless, else the issuer's seal."""

import gzip
import io
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests.issuer_simulator import Issuer, baking
from tests.wallet.presentations.presenting import badge_for, holder
from wallet.formats.envelope import Envelope
from wallet.formats.registry import open_envelopes
from wallet.intake import CheckedCredential, Evidence, check_source
from wallet.session.badge_pictures import bake, draw_seal

ISSUER = Issuer()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>'


def with_picture(url: str | None) -> tuple[CheckedCredential, bytes]:
    """A checked badge whose achievement has this picture, and its bytes."""
    body = badge_for(holder(), ISSUER.id)
    if url:
        body["credentialSubject"]["achievement"]["image"] = {"id": url, "type": "Image"}
    source = ISSUER.issue("eddsa-jcs-2022", body)
    (found,) = check_source(source, "badge", now=NOW, evidence=Evidence())
    assert isinstance(found, CheckedCredential)
    return found, source


def data_url(kind: str, source: bytes) -> str:
    return f"data:{kind};base64,{b64encode(source).decode()}"


def pixels(picture: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.size, opened.convert("RGBA").tobytes()


def in_format(name: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 200, 90)).save(made, name, **({"lossless": True} if name == "WEBP" else {}))
    return made.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("image/png", "PNG"), ("image/jpeg", "JPEG"), ("image/webp", "WEBP")])
def test_its_own_picture_keeps_every_pixel(kind: str, name: str) -> None:
    own = in_format(name)
    checked, source = with_picture(data_url(kind, own))
    baked = bake(checked, source, "png")
    assert pixels(baked) == pixels(own)
    (found,) = open_envelopes(baked, "badge.png")
    assert isinstance(found, Envelope)
    drawn = bake(checked, source, "svg")
    assert b"data:image/png;base64," in drawn
    (found,) = open_envelopes(drawn, "badge.svg")
    assert isinstance(found, Envelope)


def test_its_own_drawing_is_kept_as_it_is() -> None:
    checked, source = with_picture(data_url("image/svg+xml", DRAWING))
    baked = bake(checked, source, "svg")
    assert baked.endswith(b'<circle cx="4" cy="4" r="3"/></svg>')
    assert pixels(bake(checked, source, "png")) == pixels(draw_seal(checked)), "a drawing is never drawn here"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://issuer.example/badge.png",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,%%%",
        data_url("image/png", in_format("JPEG")),
        data_url("image/svg+xml", b"<svg><script>alert(1)</script></svg>"),
        data_url("image/svg+xml", b"\xff\xfe"),
        data_url("image/svg+xml", b"<svg"),
    ],
)
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_without_a_harmless_picture_the_seal_is_drawn(url: str | None, kind: str, no_network: list[object]) -> None:
    checked, source = with_picture(url)
    baked = bake(checked, source, kind)
    assert b"<script" not in baked
    if kind == "png":
        assert pixels(baked) == pixels(draw_seal(checked))
    (found,) = open_envelopes(baked, f"badge.{kind}")
    assert isinstance(found, Envelope)
    assert no_network == []


def test_IMG_05_a_packed_drawing_is_not_unpacked() -> None:
    checked, source = with_picture(data_url("image/svg+xml", gzip.compress(b"<svg>" + b" " * 10_000_000 + b"</svg>")))
    assert len(bake(checked, source, "svg")) < 100_000


def test_a_badge_that_came_as_a_picture_keeps_it() -> None:
    _, source = with_picture(None)
    picture = baking.bake_png(source, baking.plain_png(24))
    (checked,) = check_source(picture, "badge.png", now=NOW, evidence=Evidence())
    assert isinstance(checked, CheckedCredential)
    assert pixels(bake(checked, source, "png")) == pixels(baking.plain_png(24))
