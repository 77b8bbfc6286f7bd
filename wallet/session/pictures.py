"""A picture from a credential, made harmless: decoded here, in the wallet process, and encoded anew as a small PNG.

What the bytes are is told by their first bytes and must be what the credential says they are (IMG-06); SVG is never drawn
(IMG-01), nothing is fetched (IMG-11), and a picture too large to be a badge is not decoded (IMG-07). No picture is ever
worth an error: what cannot be shown is not shown.
"""

import io
import warnings
from base64 import b64decode
from binascii import Error as Base64Error

from wallet.formats.envelope import Container, Envelope
from wallet.formats.picture import picture_format
from wallet.intake import CheckedCredential

MOST_PIXELS = 16_000_000
MOST_BYTES = 8 * 1024 * 1024
SIDE = 512
_DECLARED = {"image/png": "PNG", "image/jpeg": "JPEG", "image/jpg": "JPEG", "image/webp": "WEBP"}


def picture_of(checked: CheckedCredential) -> bytes:
    """Return a PNG of at most 512 x 512, or b"" where there is no picture that can be shown safely."""
    for declared in declared_images(checked):
        source, expected = read_data_url(declared)
        if source:
            return encode_anew(source, expected)
    return encode_anew(checked.envelope.original, "PNG") if _is_badge_picture(checked.envelope) else b""


def encode_anew(source: bytes, expected: str, side: int = SIDE) -> bytes:
    """Return the picture as a PNG of our own, without anything it carried along; b"" for what is not `expected`."""
    if not source or len(source) > MOST_BYTES or picture_format(source) != expected:
        return b""
    from PIL import Image, ImageFile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(source), formats=[expected]) as opened:
                if opened.width * opened.height > MOST_PIXELS or ImageFile.LOAD_TRUNCATED_IMAGES:
                    return b""
                opened.draft("RGB", (side, side))
                shown = opened.convert("RGBA")
        shown.thumbnail((side, side))
        bare = Image.new("RGBA", shown.size)
        bare.paste(shown)
        made = io.BytesIO()
        bare.save(made, "PNG")
        return made.getvalue()
    except Exception:  # Pillow raises nearly everything for hostile pictures
        return b""


def declared_images(checked: CheckedCredential) -> tuple[str, ...]:
    """Return the pictures that a credential names, its achievement's first."""
    credential = checked.credential
    achievements = (subject.achievement for subject in credential.subjects if subject.achievement is not None)
    images = (*(achievement.image for achievement in achievements), credential.image)
    return tuple(image for image in images if image)


def read_data_url(url: str) -> tuple[bytes, str]:
    """Return the bytes of a base64 data URL and the format it declares, or nothing for any other URL."""
    head, comma, body = url.partition(",")
    kind, _, encoding = head.removeprefix("data:").partition(";")
    expected = _DECLARED.get(kind.strip().lower())
    if not head.startswith("data:") or not comma or encoding.strip().lower() != "base64" or expected is None:
        return b"", ""
    if len(body) > MOST_BYTES * 2:
        return b"", ""
    try:
        return b64decode("".join(body.split()), validate=True), expected
    except (Base64Error, ValueError):
        return b"", ""


def _is_badge_picture(envelope: Envelope) -> bool:
    return envelope.container is Container.PNG
