"""A recorded paper's scan, shown again: from the vault, made harmless here, never written anywhere in clear unless asked to.

Pictures are decoded and encoded anew like any stranger's (`pictures.py`). Of a PDF the pictures in its pages and its words are
shown: nothing is drawn, run or followed (IMG-10). What cannot be shown safely is not shown, and the file itself can be saved.
"""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from wallet.credentials.shown_text import show_text
from wallet.formats.pdf import SIGNATURE
from wallet.formats.picture import picture_format
from wallet.messages.stacks import ScanPage
from wallet.session.pictures import MOST_PIXELS, encode_anew

SIDE = 1_600
MOST_PAGES = 20
_MOST_PICTURES = 8  # in one page
_PLAIN = {"None", "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
_MOST_WORDS = 20_000  # characters of one page


def scan_pages(content: bytes) -> tuple[tuple[ScanPage, ...], int]:
    """Return the pages that can be shown, and how many the file has."""
    if content.startswith(SIGNATURE):
        try:
            return _pdf_pages(content)
        except Exception:  # pypdf raises nearly everything for hostile files
            return (), 0
    shown = encode_anew(content, picture_format(content) or "", SIDE)
    return ((ScanPage(shown),), 1) if shown else ((), 0)


def _pdf_pages(content: bytes) -> tuple[tuple[ScanPage, ...], int]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints quote the file
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    pages: list[ScanPage] = []
    for number, page in enumerate(reader.pages):
        if number < MOST_PAGES:
            pictures = list(_pictures(page))
            pages += [ScanPage(picture) for picture in pictures[:-1]]
            words = _words(page)
            if pictures or words:
                pages.append(ScanPage(pictures[-1] if pictures else b"", words))
    return tuple(pages), len(reader.pages)


def _words(page: Any) -> str:
    try:
        return show_text(page.extract_text()[: 4 * _MOST_WORDS], _MOST_WORDS).strip()
    except Exception:  # a page whose words cannot be had may still have pictures
        return ""


def _pictures(page: Any) -> Iterator[bytes]:
    resources: Any = _resolved(page.get("/Resources"))
    named: Any = _resolved(resources.get("/XObject")) if hasattr(resources, "get") else None
    for one in list(named.values())[:_MOST_PICTURES] if hasattr(named, "values") else ():
        picture = _resolved(one)
        if not hasattr(picture, "get_data") or picture.get("/Subtype") != "/Image":
            continue
        try:
            shown = _picture(picture)
        except Exception:  # one damaged picture takes nothing from the others
            shown = b""
        if shown:
            yield shown


def _picture(picture: Any) -> bytes:
    width, height = (int(_resolved(picture.get(name, 0))) for name in ("/Width", "/Height"))
    if not 0 < width * height <= MOST_PIXELS:
        return b""
    filters = _resolved(picture.get("/Filter"))
    named = [str(one) for one in filters] if isinstance(filters, list) else [str(filters)]
    if named[-1] == "/DCTDecode":
        return encode_anew(picture.get_data(), "JPEG", SIDE)
    if not set(named) <= _PLAIN:
        return b""
    return _from_pixels(picture.get_data(), width, height, int(_resolved(picture.get("/BitsPerComponent", 8))))


def _from_pixels(octets: bytes, width: int, height: int, bits: int) -> bytes:
    """Plain 1 or 8 bit pixels as a PNG, b"" for another layout."""
    from PIL import Image

    area, row = width * height, (width + 7) // 8
    made = None
    if bits == 1 and len(octets) >= row * height:
        made = Image.frombytes("1", (width, height), octets[: row * height])
    for mode, channels in (("CMYK", 4), ("RGB", 3), ("L", 1)):
        if made is None and bits == 8 and len(octets) // area == channels:
            made = Image.frombytes(mode, (width, height), octets[: area * channels])
    if made is None:
        return b""
    shown = made.convert("RGB")
    shown.thumbnail((SIDE, SIDE))
    written = BytesIO()
    shown.save(written, "PNG")
    return written.getvalue()


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
