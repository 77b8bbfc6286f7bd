"""Baking: pixels untouched, one badge a picture, read back byte for byte, and no drawing that does more than show."""

import io
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.issuer_simulator import Issuer, baking
from wallet.errors import MalformedInputError
from wallet.formats.bake import bake_png, bake_svg, is_still
from wallet.formats.baked_png import read_baked_png
from wallet.formats.budget import DEFAULT_BUDGET
from wallet.formats.envelope import Container
from wallet.formats.registry import open_envelope

ISSUER = Issuer()
BADGE = ISSUER.issue("eddsa-jcs-2022")
TOKEN = ISSUER.issue("vc+jwt")
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect id="a" width="8" height="8"/><use href="#a"/></svg>'


def pixels(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.convert("RGBA").tobytes()


@pytest.mark.parametrize("content", [BADGE, TOKEN])
def test_a_png_keeps_its_pixels_and_gives_the_credential_back(content: bytes) -> None:
    picture = baking.plain_png(24)
    baked = bake_png(picture, content)
    assert pixels(baked) == pixels(picture)
    assert b"".join(baked.split(baking.text_chunk(content))) == picture, "every other byte is as it was"
    with Image.open(io.BytesIO(baked)) as opened:  # another reader's word
        assert opened.text["openbadgecredential"] == content.decode()
    found = open_envelope(baked, "badge.png")
    assert (found.container, found.original) == (Container.PNG, baked)


def test_an_older_badge_in_the_picture_goes() -> None:
    old = baking.bake_png(b'{"old":1}', baking.plain_png(8), b"iTXt", baking.text_chunk(b"x", b"openbadges", b"tEXt"))
    baked = bake_png(old, BADGE)
    assert read_baked_png(baked, DEFAULT_BUDGET).content == BADGE
    assert b'{"old":1}' not in baked
    assert b"openbadges\0" not in baked
    assert bake_png(baked, BADGE) == baked


def test_other_texts_of_the_picture_stay() -> None:
    comment = baking.chunk(b"tEXt", b"Comment\0Drawn by hand")
    assert comment in bake_png(baking.bake_png(b"{}", baking.plain_png(8), b"iTXt", comment), BADGE)


@pytest.mark.parametrize(
    "picture", [b"", b"GIF89a", baking.plain_png(8)[:-12], baking.plain_png(8)[:40], baking.SIGNATURE]
)
def test_what_is_no_whole_png_is_refused(picture: bytes) -> None:
    with pytest.raises(MalformedInputError) as refusal:
        bake_png(picture, BADGE)
    assert refusal.value.step == "bake.png"


@pytest.mark.parametrize("content", [BADGE, TOKEN, b'{"a":"]]>","b":"<&\\u0000\xe6\xbc\xa2"}'])
def test_an_svg_keeps_its_drawing_and_gives_the_credential_back(content: bytes) -> None:
    baked = bake_svg(DRAWING, content)
    head, _, tail = DRAWING.partition("<rect")
    assert baked.decode().startswith(head)
    assert baked.decode().endswith("<rect" + tail)
    if content in (BADGE, TOKEN):
        found = open_envelope(baked, "badge.svg")
        assert (found.container, found.original) == (Container.SVG, baked)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<svg:script/>",
        '<rect onload="alert(1)"/>',
        "<foreignObject/>",
        '<image href="https://tracker.example/1.png"/>',
        "<image xlink:href='file:///etc/passwd'/>",
        '<a href="javascript:alert(1)"/>',
        "<style>@import 'https://x.example/a.css';</style>",
        '<rect style="fill:url(https://x.example/a.svg#b)"/>',
        "<animate attributeName='href'/>",
        "<set attributeName='href'/>",
        '<image href="data:image/svg+xml;base64,AAAA"/>',
    ],
)
def test_IMG_01_a_drawing_that_does_more_than_show_is_not_sent_on(inside: str) -> None:
    assert not is_still(DRAWING.replace("</svg>", f"{inside}</svg>"))
    with pytest.raises(MalformedInputError):
        bake_svg(DRAWING.replace("</svg>", f"{inside}</svg>"), BADGE)


@pytest.mark.parametrize(
    "drawing",
    ["", "<svg/>", "<html/>", "<svg>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>', baking.bake_svg(BADGE).decode()],
)
def test_what_is_no_drawing_is_refused(drawing: str) -> None:
    with pytest.raises(MalformedInputError):
        bake_svg(drawing, BADGE)


def still(inside: str) -> bool:
    return is_still(DRAWING.replace("</svg>", f"{inside}</svg>"))


@pytest.mark.parametrize("place", ["/dev/zero", "file:///run/fifo", "C:\\secret.png", " ../a.png"])
def test_IMG_02_a_drawing_that_names_a_file_of_this_computer_is_not_sent_on(place: str) -> None:
    assert not still(f'<image href="{place}"/>')
    assert not still(f"<image xlink:href = '{place}'/>")


@pytest.mark.parametrize("place", ["//host/share/a.png", "\\\\host\\share\\a.png", "file://host/share/a.png"])
def test_IMG_03_a_drawing_that_names_another_computers_share_is_not_sent_on(place: str) -> None:
    assert not still(f'<image href="{place}"/>')
    assert not still(f'<rect style="fill:url({place})"/>')


def test_IMG_04_a_drawing_that_multiplies_itself_is_not_sent_on() -> None:
    doubling = "".join(f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40))
    assert not still(doubling)
    assert not still("<rect/>" * 12_000)
    assert still('<use href="#a"/>' * 20)


@pytest.mark.parametrize("place", ["https://issuer.example/logo.png", "http://1.2.3.4/a", "ftp://x.example/a"])
def test_IMG_11_a_drawing_that_would_ask_the_network_is_not_sent_on(place: str) -> None:
    assert not still(f'<image href="{place}"/>')
    assert not still(f"<style>rect {{ fill: url( '{place}' ) }}</style>")


def test_a_drawing_with_a_picture_in_it_is_still() -> None:
    data = b64encode(baking.plain_png(4)).decode()
    assert is_still(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,{data}"/></svg>')


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_json_comes_back_from_a_png(text: str) -> None:
    content = ("{" + text.replace("\0", "") + "}").encode()
    assert read_baked_png(bake_png(baking.plain_png(2), content), DEFAULT_BUDGET).content == content
