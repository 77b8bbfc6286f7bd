"""QR codes in the pictures of a PDF's pages: a scan, a printout that came back. Nothing is drawn, run or followed (IMG-10).

Only what a scanner or a word processor writes is decoded: JPEG as it is, and plain 1 or 8 bit grey or colour behind deflate. The size that the
page declares is held against the budget before anything is unpacked.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError
from wallet.formats.budget import DEFAULT_BUDGET, refusing, require_size
from wallet.formats.opening import Found, Opening
from wallet.qr.decode import MAX_PIXELS, read_qr_frame, read_qr_image

MAX_PICTURES = 64
MAX_PAGES = 100
MAX_TEXT = 1024 * 1024
MAX_ALL_PIXELS = 8 * MAX_PIXELS


def open_page_codes(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what the codes in a PDF's pages hold. Raises UnrecognisedInputError (`pdf.attachments`) where there are none."""
    from wallet.formats.codes import open_codes

    codes = read_page_codes(_reader(source), opening.meter.budget.pixels)
    if not codes:
        raise UnrecognisedInputError("a PDF without attachments", step="pdf.attachments")
    yield from open_codes(codes, opening)


def read_pdf_texts(source: bytes) -> list[str]:
    """Return the texts attached to a PDF, then those of the codes in its pages: for what is no credential, such as a challenge.

    Raises MalformedInputError (`pdf.read`), TooBigError (`pdf.size`, `pdf.attachments`).
    """
    require_size(len(source), DEFAULT_BUDGET.pdf, "pdf.size")
    reader, attached = _reader(source), list[str]()
    with refusing("pdf.read", MalformedInputError):
        for place, attachment in enumerate(reader.attachment_list):
            content = attachment.content
            if place >= MAX_PICTURES or len(content) > DEFAULT_BUDGET.collection:
                raise TooBigError("too many or too large attachments", step="pdf.attachments")
            attached.append(content[:MAX_TEXT].decode("utf-8", "replace"))
    return [*attached, *read_page_codes(reader)]


def _reader(source: bytes) -> Any:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints quote the stranger's file
    with refusing("pdf.read", MalformedInputError):
        reader = PdfReader(BytesIO(source), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        return reader


def read_page_codes(reader: Any, pixels: int = MAX_PIXELS) -> list[str]:
    """Return the text of every QR code in the pages' pictures, in order. `reader` is a pypdf reader. Damaged pictures are passed over."""
    texts: list[str] = []
    spent = 0
    with refusing("pdf.read", MalformedInputError):
        for place, picture in enumerate(_pictures(reader)):
            width, height = _number(picture, "/Width"), _number(picture, "/Height")
            spent += width * height
            if place >= MAX_PICTURES or spent > MAX_ALL_PIXELS:
                break
            if 0 < width * height <= pixels:
                texts += _codes_in(picture, width, height, pixels)
    return texts


def _pictures(reader: Any) -> Iterator[Any]:
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            return
        resources = _resolved(page.get("/Resources"))
        named: Any = _resolved(resources.get("/XObject")) if hasattr(resources, "get") else None
        for one in list(named.values())[:MAX_PICTURES] if hasattr(named, "values") else ():
            picture = _resolved(one)
            if hasattr(picture, "get_data") and picture.get("/Subtype") == "/Image":
                yield picture


def _codes_in(picture: Any, width: int, height: int, pixels: int) -> list[str]:
    filters = _resolved(picture.get("/Filter"))
    named = [str(one) for one in filters] if isinstance(filters, list) else [str(filters)]
    try:
        if named[-1] == "/DCTDecode":
            return [code.text for code in read_qr_image(picture.get_data(), "JPEG", pixels)]
        if set(named) <= {"/FlateDecode", "None"}:
            grey = _grey(picture.get_data(), width, height, _number(picture, "/BitsPerComponent"))
            return [code.text for code in read_qr_frame(grey, width, height)] if grey else []
    except InputError:
        return []
    except Exception:  # pypdf raises nearly everything for hostile streams
        return []
    return []


def _grey(octets: bytes, width: int, height: int, bits: int) -> bytes:
    """Return 8-bit grey pixels, or b"" for a layout that is none of ours."""
    from PIL import Image

    row = (width + 7) // 8
    if bits == 1 and len(octets) >= row * height:
        return Image.frombytes("1", (width, height), octets[: row * height]).convert("L").tobytes()
    area = width * height
    for mode, channels in (("CMYK", 4), ("RGB", 3), ("L", 1)):
        if bits == 8 and len(octets) // area == channels:
            return Image.frombytes(mode, (width, height), octets[: area * channels]).convert("L").tobytes()
    return b""


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _number(picture: Any, name: str) -> int:
    value = _resolved(picture.get(name, 0))
    return int(value) if isinstance(value, int) and 0 <= value <= 100_000 else 0
