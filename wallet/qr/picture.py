"""A QR code as a picture: PNG bytes, or SVG text. Always dark on white, with the four-module quiet zone of ISO/IEC 18004."""

from io import BytesIO

from wallet.qr.encode import QrCode

QUIET_ZONE = 4


def write_png(code: QrCode, scale: int = 8) -> bytes:
    """Return `code` as a black and white PNG with `scale` pixels a module."""
    from PIL import Image

    side = len(code.rows) + 2 * QUIET_ZONE
    image = Image.new("1", (side, side), 1)
    dots = [(x + QUIET_ZONE, y + QUIET_ZONE) for y, row in enumerate(code.rows) for x, dark in enumerate(row) if dark]
    for dot in dots:
        image.putpixel(dot, 0)
    sized = image.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    written = BytesIO()
    sized.save(written, "PNG", optimize=True)
    return written.getvalue()


def write_svg(code: QrCode) -> str:
    """Return `code` as a standalone SVG, one path, one unit a module."""
    side = len(code.rows) + 2 * QUIET_ZONE
    runs = "".join(_runs(row, y + QUIET_ZONE) for y, row in enumerate(code.rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>\n'
    )


def _runs(row: bytes, y: int) -> str:
    """Return path commands for the dark runs of one row."""
    pieces: list[str] = []
    x = 0
    while (start := row.find(1, x)) >= 0:
        end = row.find(0, start)
        x = end if end >= 0 else len(row)
        pieces.append(f"M{start + QUIET_ZONE} {y}h{x - start}v1h-{x - start}z")
    return "".join(pieces)
