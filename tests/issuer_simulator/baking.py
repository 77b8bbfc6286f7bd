"""The files credentials travel in: baked PNG and SVG (Open Badges 3.0 section 5.3), QR pictures, zips."""

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import quoteattr

import qrcode

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return one PNG chunk with its checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def plain_png(size: int = 16, colour: tuple[int, int, int] = (30, 110, 140)) -> bytes:
    """Return a small square picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
    rows = (b"\0" + bytes(colour) * size) * size
    return SIGNATURE + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def text_chunk(text: bytes, keyword: bytes = b"openbadgecredential", kind: bytes = b"iTXt") -> bytes:
    """Return an iTXt, tEXt or zTXt chunk."""
    match kind:
        case b"iTXt":
            return chunk(kind, keyword + b"\0\0\0\0\0" + text)
        case b"zTXt":
            return chunk(kind, keyword + b"\0\0" + zlib.compress(text))
        case _:
            return chunk(kind, keyword + b"\0" + text)


def bake_png(credential: bytes, picture: bytes | None = None, kind: bytes = b"iTXt", *extra: bytes) -> bytes:
    """Return `picture` with the credential in a text chunk right after its header, and `extra` chunks behind it."""
    picture = picture or plain_png()
    after_header = len(SIGNATURE) + 25
    return picture[:after_header] + text_chunk(credential, kind=kind) + b"".join(extra) + picture[after_header:]


def bake_svg(credential: bytes) -> bytes:
    """Return an SVG that carries JSON as CDATA, or a compact token in its `verify` attribute."""
    text = credential.decode()
    if text.startswith("{"):
        element = f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    else:
        element = f"<openbadges:credential verify={quoteattr(text)}></openbadges:credential>"
    return svg(element)


def svg(inner: str, prolog: str = "") -> bytes:
    """Return an SVG with `inner` in it, and the Open Badges namespace declared."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
    return f'{prolog}<svg {names} width="8" height="8">{inner}<rect width="8" height="8"/></svg>'.encode()


def qr_picture(text: str) -> bytes:
    """Return a PNG of a QR code that holds `text`."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, box_size=4)
    code.add_data(text)
    code.make(fit=True)
    picture = io.BytesIO()
    code.make_image().save(picture)
    return picture.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    """Return a zip of the members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()
