"""QR codes out: one code wherever it fits, else a loop of parts. `qrcode` draws still codes, zxing-cpp the fast frames.

A webcam reads version 22 (105 modules a side) reliably; paper takes up to version 40. Everything Tessera writes is in the
alphanumeric mode, so a code holds 5.5 bits a character and any reader gives the same text back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from wallet.errors import TooBigError
from wallet.qr.packing import QrContent, pack, pack_text
from wallet.qr.parts import Part, split

SCREEN_VERSION = 22
PAPER_VERSION = 40
PART_VERSION = 16
_PART_HEAD = 15  # bytes of a part before its block
_PREFIX = 5  # characters of "TSM1:"


class Correction(StrEnum):
    """Error correction levels of ISO/IEC 18004: about 7, 15, 25 and 30 % of the code may be lost."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


@dataclass(frozen=True, slots=True)
class QrCode:
    """One code: its text, its version (1 to 40), and its modules, a row of bytes 0 (light) and 1 (dark) each, without a quiet zone."""

    text: str
    version: int
    correction: Correction
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class QrPlan:
    """How a content travels: `single`, or with None the `payload` in parts of at most `block_size` bytes."""

    single: QrCode | None
    payload: bytes
    block_size: int

    @property
    def count(self) -> int:
        """How many plain parts there are; 1 for a single code."""
        return 1 if self.single else -(-len(self.payload) // self.block_size)

    def frames(self) -> Iterator[QrCode]:
        """Yield codes to show in turn, without end. A single code is yielded again and again."""
        if self.single is not None:
            while True:
                yield self.single
        for part in split(self.payload, self.block_size):
            yield draw_frame(part)

    def sheet(self, spare: int = 0) -> tuple[QrCode, ...]:
        """Return the codes to print: every plain part, and `spare` fountain parts that stand in for any lost ones."""
        return tuple(islice(self.frames(), self.count + (spare if self.single is None else 0)))


def plan_codes(content: QrContent, *, max_version: int = SCREEN_VERSION, part_version: int = PART_VERSION) -> QrPlan:
    """Return the plan for `content`: one code of at most `max_version`, else parts of at most `part_version`.

    Raises TooBigError (steps qr.size, qr.parts) for what no 512 parts can carry.
    """
    text = pack_text(content)
    for correction in (Correction.M, Correction.L):
        if smallest_version(len(text), correction) <= max_version:
            return QrPlan(draw(text, correction), b"", 0)
    payload = pack(content)
    plan = QrPlan(None, payload, block_size_of(part_version))
    next(split(payload, plan.block_size))  # refuses what is too large now, not at the first frame
    return plan


def block_size_of(version: int) -> int:
    """Return how many bytes of payload a part may carry so that its code stays within `version` at level L."""
    characters = capacity(version, Correction.L) - _PREFIX
    return characters // 3 * 2 - _PART_HEAD


def capacity(version: int, correction: Correction) -> int:
    """Return how many alphanumeric characters a code holds (ISO/IEC 18004, table 7)."""
    from qrcode import util

    count_bits = 9 if version < 10 else 11 if version < 27 else 13
    bits = int(util.BIT_LIMIT_TABLE[_level(correction)][version]) - 4 - count_bits
    return bits // 11 * 2 + (1 if bits % 11 >= 6 else 0)


def smallest_version(characters: int, correction: Correction) -> int:
    """Return the smallest version that holds so many alphanumeric characters; 41 where none does."""
    return next((version for version in range(1, 41) if capacity(version, correction) >= characters), 41)


def _level(correction: Correction) -> int:
    from qrcode import constants

    levels = {"L": constants.ERROR_CORRECT_L, "M": constants.ERROR_CORRECT_M}
    levels |= {"Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}
    return int(levels[correction.value])


def draw(text: str, correction: Correction = Correction.M) -> QrCode:
    """Draw a still code as small as `text` allows, with the strongest correction that costs no module. Raises TooBigError."""
    import qrcode

    version = smallest_version(len(text), correction)
    if version > PAPER_VERSION:
        raise TooBigError("too much for one code", step="qr.version")
    best = next(level for level in reversed(Correction) if capacity(version, level) >= len(text))
    drawing = qrcode.QRCode(version=version, error_correction=_level(best), border=0)
    drawing.add_data(text, optimize=0)
    drawing.make(fit=True)
    rows = tuple(bytes(1 if dark else 0 for dark in row) for row in drawing.get_matrix())
    return QrCode(text, version, best, rows)


def draw_frame(part: Part) -> QrCode:
    """Draw one part fast enough for animation."""
    import zxingcpp

    text = part.text()
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    drawn = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    image = memoryview(drawn)  # type: ignore[arg-type]  # its stubs do not say that it is a buffer
    side = image.shape[0] if image.shape is not None else 0
    flat = image.tobytes()
    rows = tuple(bytes(1 if value == 0 else 0 for value in flat[at * side : (at + 1) * side]) for at in range(side))
    return QrCode(text, (side - 17) // 4, Correction.L, rows)
