"""Hostile badges and JSON, and PngSuite: each read or refused as the manifest says, and nothing else ever happens."""

import pytest

from tests.conformance.vectors import vector
from wallet.formats.envelope import Container
from wallet.formats.registry import Refusal, open_envelopes

# file -> the step that refuses it, or the container it is read from
BAKED = {
    "bad-crc.png": "png.crc",
    "billion-laughs.svg": "svg.xml",
    "both-ob2-ob3.png": Container.PNG,
    "empty-itxt.png": "png.empty",
    "huge-length.png": "png.truncated",
    "invalid-utf8.png": "json.encoding",
    "itxt-bomb.png": "png.text",
    "missing-nulls.png": "png.text",
    "no-iend.png": Container.PNG,
    "not-a-png.png": "input.binary",
    "not-json.png": "payload.content",
    "not-wellformed.svg": "svg.xml",
    "ok-ob1-tEXt.png": "payload.link",
    "ok-ob2-hosted.png": "payload.link",
    "ok-ob3-compressed.png": Container.PNG,
    "ok-ob3-json.png": Container.PNG,
    "ok-ob3-jwt-attr.svg": "jwt.payload",
    "ok-ob3.svg": Container.SVG,
    "script.svg": Container.SVG,
    "trailing-data.png": Container.PNG,
    "truncated.png": "png.truncated",
    "two-credentials.png": "png.ambiguous",
    "two-credentials.svg": "svg.ambiguous",
    "wrong-namespace.svg": "svg.search",
    "xxe.svg": "svg.xml",
}
JSON = {
    "big-int.json": "json.number",
    "deep-nesting-100k.json": "json.depth",
    "dup-keys-credential.json": "json.duplicate",
    "lone-surrogate.json": "json.text",
    "nan-infinity.json": "json.number",
    "utf16.json": "json.encoding",
    "utf8-bom.json": "json.encoding",
}


def _outcome(source: bytes) -> str:
    (found,) = open_envelopes(source, "hostile")
    if isinstance(found, Refusal):
        return found.error.step
    assert found.original == source
    return found.container


@pytest.mark.parametrize("name", BAKED)
def test_IMG_08_IMG_09_hostile_badges(name, no_network):
    assert _outcome(vector("9-attack-corpora", "derived-baked", name).read_bytes()) == BAKED[name]
    assert no_network == []


@pytest.mark.parametrize("name", JSON)
def test_JSON_hostile_files(name):
    assert _outcome(vector("9-attack-corpora", "derived-json", name).read_bytes()) == JSON[name]


def test_no_hostile_file_is_left_out():
    for folder, known in (("derived-baked", BAKED), ("derived-json", JSON)):
        assert {path.name for path in vector("9-attack-corpora", folder).iterdir()} == set(known)


def test_IMG_12_pngsuite_holds_no_credential_and_breaks_nothing():
    pictures = sorted(vector("9-attack-corpora", "pngsuite").rglob("*.png"))
    assert len(pictures) > 150
    for picture in pictures:
        (found,) = open_envelopes(picture.read_bytes(), picture.name)
        assert isinstance(found, Refusal), picture.name
        assert found.error.step in ("qr.search", "image.decode", "png.crc", "png.truncated", "input.binary"), (
            picture.name
        )
