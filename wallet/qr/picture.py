"""QR codes as a picture: PNG bytes, or SVG text. Always dark on white, with the four-module quiet zone of ISO/IEC 18004.

Several codes stand side by side on one sheet, each with its own quiet zone, so that one look reads them all.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import ceil, isqrt
from xml.sax.saxutils import escape

from wallet.errors import PresentationError
from wallet.qr.encode import QrCode
from wallet.qr.packing import SVG_CODES

QUIET_ZONE = 4
MOST_ON_A_SHEET = 144
_MOST_PIXELS = 12_000_000  # a sheet is read again as a picture, and those have a limit


def write_png(*codes: QrCode, scale: int = 8) -> bytes:
    """Return the codes as a black and white PNG with `scale` pixels a module, fewer on a sheet too large for that.

    Raises PresentationError (step present.code) for more codes than one picture can show.
    """
    from PIL import Image

    columns, cell = _grid(codes)
    width, height = columns * cell, ceil(len(codes) / columns) * cell
    image = Image.new("1", (width, height), 1)
    for code, left, top in _places(codes, columns, cell):
        side = len(code.rows)
        drawn = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in code.rows for dark in row))
        image.paste(drawn.convert("1"), (left, top))
    while scale > 2 and width * height * scale * scale > _MOST_PIXELS:
        scale -= 1
    sized = image.resize((width * scale, height * scale), Image.Resampling.NEAREST)
    written = BytesIO()
    sized.save(written, "PNG", optimize=True)
    return written.getvalue()


def write_svg(*codes: QrCode) -> str:
    """Return the codes as a standalone SVG, one path, one unit a module, with their texts as metadata: a drawing is never drawn here.

    Raises PresentationError, as `write_png`.
    """
    columns, cell = _grid(codes)
    width, height = columns * cell, ceil(len(codes) / columns) * cell
    runs = "".join(
        _runs(row, left, top + y)
        for code, left, top in _places(codes, columns, cell)
        for y, row in enumerate(code.rows)
    )
    texts = "".join(f"<code>{escape(code.text)}</code>" for code in codes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" shape-rendering="crispEdges">'
        f'<metadata><codes xmlns="{SVG_CODES}">{texts}</codes></metadata>'
        f'<rect width="{width}" height="{height}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>\n'
    )


def _grid(codes: Sequence[QrCode]) -> tuple[int, int]:
    """Return how many codes stand in a row, and how many modules each takes."""
    if not 0 < len(codes) <= MOST_ON_A_SHEET:
        raise PresentationError("too many codes for one picture: show them, or print a PDF", step="present.code")
    return isqrt(len(codes) - 1) + 1, max(len(code.rows) for code in codes) + 2 * QUIET_ZONE


def _places(codes: Sequence[QrCode], columns: int, cell: int) -> Iterator[tuple[QrCode, int, int]]:
    for at, code in enumerate(codes):
        yield code, at % columns * cell + QUIET_ZONE, at // columns * cell + QUIET_ZONE


def _runs(row: bytes, left: int, y: int) -> str:
    """Return path commands for the dark runs of one row."""
    pieces: list[str] = []
    x = 0
    while (start := row.find(1, x)) >= 0:
        end = row.find(0, start)
        x = end if end >= 0 else len(row)
        pieces.append(f"M{start + left} {y}h{x - start}v1h-{x - start}z")
    return "".join(pieces)
