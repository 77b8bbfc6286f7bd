"""Text on PDF pages: real text in embedded fonts, Chinese too, broken into lines and pages (reportlab).

Each letter is set in the first font that has it: Inter, else Droid Sans Fallback. Only the letters used are embedded, with their meaning, so that
what is copied from a page is what stands on it. What no font has is set as a white square.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from wallet.resources import resource_path

if TYPE_CHECKING:
    pass

WIDTH, HEIGHT, MARGIN = 595.28, 841.89, 56.0  # A4, in points
PLAIN, STRONG, CHINESE = "Tessera-Plain", "Tessera-Strong", "Tessera-Chinese"
_FILES = {PLAIN: "Inter_400Regular.ttf", STRONG: "Inter_600SemiBold.ttf", CHINESE: "DroidSansFallback.ttf"}
_NOT_THERE = "\u25a1"
_NEVER_FIRST = frozenset("，。、；：？！）》】」』”’…,.;:?!)]}%")
_LEADING = 1.45


@cache
def load_fonts() -> None:
    """Register the fonts, once in a process."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FILES.items():
        registerFont(TTFont(name, str(resource_path("fonts", file))))


def _has(font: str, letter: str) -> bool:
    from reportlab.pdfbase.pdfmetrics import getFont

    return ord(letter) in getFont(font).face.charToGlyph  # type: ignore[attr-defined]  # every font here is a TTFont


@cache
def _font_of(letter: str, wanted: str) -> tuple[str, str]:
    """Return the font that `letter` is set in, and what is set."""
    found = next((font for font in (wanted, CHINESE) if _has(font, letter)), None)
    if found is not None:
        return found, letter
    return (wanted if _has(wanted, _NOT_THERE) else CHINESE), _NOT_THERE


def runs_of(text: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Yield (font, text) of each stretch of one line that is set in one font."""
    for font, letters in groupby((_font_of(letter, wanted) for letter in text), key=lambda found: found[0]):
        yield font, "".join(letter for _, letter in letters)


@cache
def _letter(letter: str, font: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    name, drawn = _font_of(letter, font)
    return float(stringWidth(drawn, name, 1))


def width_of(text: str, font: str, size: float) -> float:
    """Return how wide a line is, in points; no pair of letters is kerned."""
    return size * sum(_letter(letter, font) for letter in text)


def break_lines(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Yield the lines of `text`: broken at spaces, between ideographs, and anywhere in a word longer than a line."""
    for paragraph in text.split("\n"):
        line, reach = "", 0.0
        for word in _words(paragraph):
            for piece in _pieces(word, font, size, width):
                if line and reach + width_of(piece.rstrip(), font, size) > width:
                    yield line.rstrip()
                    line, reach = "", 0.0
                line += piece
                reach += width_of(piece, font, size)
        yield line.rstrip()


def _pieces(word: str, font: str, size: float, width: float) -> Iterator[str]:
    """Yield a word whole, or cut where it is longer than a line."""
    start, reach = 0, 0.0
    for at, letter in enumerate(word.rstrip()):
        wide = size * _letter(letter, font)
        if at > start and reach + wide > width:
            yield word[start:at]
            start, reach = at, 0.0
        reach += wide
    yield word[start:]


def _words(paragraph: str) -> Iterator[str]:
    """Yield what stays together on a line, each with the spaces and the closing marks after it."""
    start = 0
    for at in range(1, len(paragraph)):
        before, letter = paragraph[at - 1], paragraph[at]
        joins = letter == " " or letter in _NEVER_FIRST
        if not joins and (before == " " or before >= "\u2e80" or letter >= "\u2e80"):
            yield paragraph[start:at]
            start = at
    if paragraph:
        yield paragraph[start:]


class Pages:
    """Writes down a page and on to the next. Everything is measured in points from the top margin down."""

    def __init__(self, title: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        load_fonts()
        self._written = BytesIO()
        self.canvas: Canvas = Canvas(self._written, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setCreator("Tessera")
        self.top = HEIGHT - MARGIN

    def write(self, text: str, size: float = 10, font: str = PLAIN, *, left: float = 0, grey: float = 0.0) -> None:
        """Write a paragraph, `left` points further in."""
        for line in break_lines(text, font, size, WIDTH - 2 * MARGIN - left):
            self.room(size * _LEADING)
            self.top -= size * _LEADING
            self._set(line, MARGIN + left, size, font, grey)

    def row(self, label: str, text: str, size: float = 9.5, column: float = 130) -> None:
        """Write a label and what it stands for beside it."""
        labels = list(break_lines(label, PLAIN, size, column - 10))
        texts = list(break_lines(text, PLAIN, size, WIDTH - 2 * MARGIN - column))
        for at in range(max(len(labels), len(texts))):
            self.room(size * _LEADING)
            self.top -= size * _LEADING
            if at < len(labels):
                self._set(labels[at], MARGIN, size, PLAIN, 0.4)
            if at < len(texts):
                self._set(texts[at], MARGIN + column, size, PLAIN, 0.0)

    def gap(self, points: float) -> None:
        """Leave room."""
        self.top -= points

    def room(self, points: float) -> None:
        """Go to the next page unless so much is left of this one."""
        if self.top - points < MARGIN:
            self.next_page()

    def next_page(self) -> None:
        """Go to the next page."""
        self.canvas.showPage()
        self.top = HEIGHT - MARGIN

    def squares(self, rows: Sequence[bytes], quiet: int, side: float) -> None:
        """Draw a code of `side` points, its quiet zone included, in the middle of the page."""
        self.room(side)
        module, left, bottom = side / (len(rows) + 2 * quiet), (WIDTH - side) / 2, self.top - side
        self.canvas.setFillGray(1)
        self.canvas.rect(left, bottom, side, side, stroke=0, fill=1)
        self.canvas.setFillGray(0)
        path = self.canvas.beginPath()
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    path.rect(left + (x + quiet) * module, bottom + side - (y + quiet + 1) * module, module, module)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.top = bottom

    def finish(self) -> bytes:
        """Return the PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self._written.getvalue()

    def _set(self, line: str, left: float, size: float, font: str, grey: float) -> None:
        drawn = self.canvas.beginText(left, self.top)
        drawn.setFillGray(grey)
        for name, part in runs_of(line, font):
            drawn.setFont(name, size)
            drawn.textOut(part)
        self.canvas.drawText(drawn)
