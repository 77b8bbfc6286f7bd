"""The picture that a credential is baked into: its own where it has one that is harmless, else the issuer's seal, drawn.

A picture of its own goes along as it is, byte for byte, where it is a PNG or a still SVG; another kind is encoded as PNG without loss.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote_to_bytes

from wallet.errors import InputError
from wallet.formats.bake import bake_png, bake_svg, is_still
from wallet.formats.envelope import Container
from wallet.intake import CheckedCredential
from wallet.messages.rosette import roses_of
from wallet.session.pictures import declared_images, encode_anew, read_data_url

SIDE = 512
_INK = (43, 71, 112)
_PAPER = (250, 247, 240)


def bake(checked: CheckedCredential, content: bytes, kind: str) -> bytes:
    """Return a `png` or `svg` with `content` baked into it. Raises MalformedInputError (step bake.content)."""
    return _bake_svg(checked, content) if kind == "svg" else bake_png(_own_png(checked) or draw_seal(checked), content)


def _bake_svg(checked: CheckedCredential, content: bytes) -> bytes:
    drawing = _own_svg(checked)
    if drawing:
        try:
            return bake_svg(drawing, content)
        except InputError:
            pass  # whatever its picture is, it is no drawing to put something into
    own = _own_png(checked)
    return bake_svg(_framed(own) if own else draw_seal_svg(checked), content)


def _own_png(checked: CheckedCredential) -> bytes:
    """Return the credential's own picture as a PNG that Pillow can read, or b""."""
    if checked.envelope.container is Container.PNG and encode_anew(checked.envelope.original, "PNG"):
        return checked.envelope.original
    for declared in declared_images(checked):
        source, expected = read_data_url(declared)
        if source and encode_anew(source, expected):
            return source if expected == "PNG" else _without_loss(source, expected)
    return b""


def _own_svg(checked: CheckedCredential) -> str:
    for declared in declared_images(checked):
        head, _, body = declared.partition(",")
        if head.lower().startswith("data:image/svg+xml") and len(body) < 1024 * 1024:
            try:
                source = b64decode(body, validate=True) if head.lower().endswith(";base64") else unquote_to_bytes(body)
                text = source.decode("utf-8")
            except (Base64Error, ValueError):
                continue
            return text if is_still(text) else ""
    return ""


def _without_loss(source: bytes, expected: str) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(source), formats=[expected]) as opened:
        made = BytesIO()
        bare = Image.new("RGBA", opened.size)
        bare.paste(opened.convert("RGBA"))
        bare.save(made, "PNG")
        return made.getvalue()


def _framed(picture: bytes) -> str:
    data = b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<image width="{SIDE}" height="{SIDE}" href="data:image/png;base64,{data}"/></svg>\n'
    )


def _key(checked: CheckedCredential) -> str:
    return checked.signing_key or sha256(checked.envelope.original).hexdigest()


def draw_seal(checked: CheckedCredential) -> bytes:
    """Return the issuer's seal as a PNG; drawn twice as large and made smaller, for smooth lines."""
    from PIL import Image, ImageDraw

    side = 2 * SIDE
    image = Image.new("RGB", (side, side), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, side - 8, side - 8), outline=_INK, width=4)
    for rose in roses_of(_key(checked)):
        points = [(side / 2 * (1 + 0.92 * x), side / 2 * (1 + 0.92 * y)) for x, y in rose.points()]
        pen.line(points, fill=_INK, width=2)
    made = BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).quantize(16).save(made, "PNG", optimize=True)
    return made.getvalue()


def draw_seal_svg(checked: CheckedCredential) -> str:
    """Return the issuer's seal as a drawing."""
    paths = []
    for rose in roses_of(_key(checked)):
        points = " ".join(f"{SIDE / 2 * (1 + 0.92 * x):.1f},{SIDE / 2 * (1 + 0.92 * y):.1f}" for x, y in rose.points())
        paths.append(f'<polyline points="{points}"/>')
    ink, paper = (f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in (_INK, _PAPER))
    half = SIDE // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{paper}"/>'
        f'<g fill="none" stroke="{ink}" stroke-width="1"><circle cx="{half}" cy="{half}" r="{half - 4}" stroke-width="2"/>'
        f"{''.join(paths)}</g></svg>\n"
    )
