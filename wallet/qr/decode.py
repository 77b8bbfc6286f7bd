"""QR codes out of pictures and camera frames. Pictures are opened as one named format, never as whatever they may be."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from wallet.errors import MalformedInputError, TooBigError

MAX_PIXELS = 16_000_000


@dataclass(frozen=True, slots=True)
class QrCode:
    """One decoded code: its text, and the bytes it spelled (which need not be UTF-8)."""

    text: str
    octets: bytes


def read_qr_image(source: bytes, picture_format: str, max_pixels: int = MAX_PIXELS) -> tuple[QrCode, ...]:
    """Return the QR codes in a picture, in reading order, without repeats.

    `picture_format` is Pillow's name of the one format tried ("PNG", "JPEG", "WEBP"). Raises TooBigError over
    `max_pixels` (step `image.pixels`), MalformedInputError (`image.decode`) for a damaged picture.
    """
    return _decode(_open_grey(source, picture_format, max_pixels))


def read_qr_frame(grey: bytes, width: int, height: int) -> tuple[QrCode, ...]:
    """Return the QR codes in one camera frame of 8-bit grey pixels, row by row. Raises MalformedInputError, TooBigError."""
    from PIL import Image

    if width < 1 or height < 1 or len(grey) != width * height:
        raise MalformedInputError(f"{len(grey)} bytes for {width} x {height}", step="image.frame")
    if width * height > MAX_PIXELS:
        raise TooBigError(f"{width} x {height} pixels", step="image.pixels")
    return _decode(Image.frombytes("L", (width, height), grey))


def _open_grey(source: bytes, picture_format: str, max_pixels: int) -> Any:
    from PIL import Image

    try:
        # Pillow only warns below twice its own limit; here its warnings are refusals too.
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(source), formats=[picture_format]) as picture:
                width, height = picture.size
                if width * height > max_pixels:
                    raise TooBigError(f"{width} x {height} pixels, limit {max_pixels}", step="image.pixels")
                return _on_white(picture)
    except TooBigError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise TooBigError(str(error), step="image.pixels") from error
    except Exception as error:
        raise MalformedInputError(f"a damaged picture: {type(error).__name__}", step="image.decode") from error


def _on_white(picture: Any) -> Any:
    """Return 8-bit grey. What is transparent was meant to be seen on white, and would decode as black."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("L")
    coloured = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("L")


def _decode(grey: Any) -> tuple[QrCode, ...]:
    """Look once, and where nothing is found twice more, each time with one fault of cameras mended."""
    return _look(grey) or _look(_even_light(grey)) or _look(_sharpen(grey))


def _even_light(grey: Any) -> Any:
    """For low light and the rims of glare: the noise smoothed, the range stretched (before, one such frame in six was lost)."""
    from PIL import ImageFilter, ImageOps

    return ImageOps.autocontrast(grey.filter(ImageFilter.BoxBlur(1)), cutoff=1)


def _sharpen(grey: Any) -> Any:
    """For webcams that cannot focus on what is held close to them (half of the blurred frames that were lost before)."""
    from PIL import ImageFilter

    return grey.filter(ImageFilter.UnsharpMask(3, 250, 0))


def _look(grey: Any) -> tuple[QrCode, ...]:
    import zxingcpp

    try:
        found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    except Exception as error:
        raise MalformedInputError(f"the QR reader failed: {type(error).__name__}", step="qr.decode") from error
    codes = {bytes(code.bytes): QrCode(code.text, bytes(code.bytes)) for code in found if code.valid}
    return tuple(codes.values())
