"""Badges baked into PNG (Open Badges 3.0 section 5.3, 2.0 baking): a bounded walk over the chunks; the pixels are not touched."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

from wallet.errors import MalformedInputError, TooBigError, UnsupportedInputError
from wallet.formats.budget import InputBudget, require_size
from wallet.formats.refusals import AmbiguousInputError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
VERSION_3 = "openbadgecredential"
VERSION_2 = "openbadges"

_TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")


@dataclass(frozen=True, slots=True)
class BakedText:
    """The content of one badge chunk, inflated: `keyword` in lower case, `content` as bytes that ought to be UTF-8."""

    keyword: str
    content: bytes


def read_baked_png(source: bytes, budget: InputBudget) -> BakedText | None:
    """Return the badge baked into a PNG, or None where there is none. Open Badges 3.0 goes before 2.0.

    Raises MalformedInputError (`png.truncated`, `png.crc`, `png.text`, `png.empty`), TooBigError (`png.chunks`,
    `png.text`), AmbiguousInputError when two chunks have the same keyword: the standard allows exactly one.
    """
    found = [text for chunk in _text_chunks(source, budget) if (text := _read_text(*chunk, budget)) is not None]
    for keyword in (VERSION_3, VERSION_2):
        same = [text for text in found if text.keyword == keyword]
        if len(same) > 1:
            raise AmbiguousInputError(f"{len(same)} chunks called {keyword}", step="png.ambiguous")
        if same:
            return _require_content(same[0])
    return None


def _require_content(text: BakedText) -> BakedText:
    if not text.content.strip(b" \t\r\n\x00"):
        raise MalformedInputError("the badge chunk is empty", step="png.empty")
    return text


def _text_chunks(source: bytes, budget: InputBudget) -> Iterator[tuple[bytes, bytes]]:
    """Yield (type, data) of every text chunk. Nothing is allocated for what a chunk says its length is."""
    view = memoryview(source)
    place, texts = len(SIGNATURE), 0
    for _ in range(budget.chunks):
        if place == len(source):
            return  # no IEND: tolerated, for everything up to here was whole
        if place + 12 > len(source):
            raise MalformedInputError("cut short inside a chunk", step="png.truncated")
        length, kind = unpack_from(">I4s", source, place)
        end = place + 12 + length
        if end > len(source):
            raise MalformedInputError("a chunk is longer than the file", step="png.truncated")
        if zlib.crc32(view[place + 4 : end - 4]) != unpack_from(">I", source, end - 4)[0]:
            raise MalformedInputError(f"chunk {kind!r} fails its CRC", step="png.crc")
        if kind in _TEXT_CHUNKS:
            texts += 1
            if texts > budget.text_chunks:
                raise TooBigError(f"more than {budget.text_chunks} text chunks", step="png.chunks")
            require_size(length, budget.text_chunk, "png.text")
            yield kind, bytes(view[place + 8 : end - 4])
        if kind == b"IEND":
            return
        place = end
    raise TooBigError(f"more than {budget.chunks} chunks", step="png.chunks")


def _read_text(kind: bytes, data: bytes, budget: InputBudget) -> BakedText | None:
    """Return a badge chunk's keyword and content, or None for any other text."""
    name, separator, rest = data.partition(b"\0")
    keyword = name.decode("latin-1").strip().lower()
    if keyword not in (VERSION_3, VERSION_2):
        return None
    if not separator:
        raise MalformedInputError("no separator after the keyword", step="png.text")
    if kind == b"tEXt":
        return BakedText(keyword, rest)
    if kind == b"zTXt":
        return BakedText(keyword, _inflate(rest[:1], rest[1:], budget))
    return BakedText(keyword, _read_international(rest, budget))


def _read_international(rest: bytes, budget: InputBudget) -> bytes:
    """PNG section 11.3.3.4: compression flag, method, language tag, translated keyword, text."""
    if len(rest) < 4:
        raise MalformedInputError("an iTXt chunk cut short", step="png.text")
    compressed, method = rest[0], rest[1:2]
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3 or compressed > 1:
        raise MalformedInputError("an iTXt chunk without its separators", step="png.text")
    return _inflate(method, parts[2], budget) if compressed else parts[2]


def _inflate(method: bytes, data: bytes, budget: InputBudget) -> bytes:
    if method != b"\0":
        raise UnsupportedInputError(f"compression method {method!r}", step="png.compression")
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(data, budget.text_chunk + 1)
    except zlib.error as error:
        raise MalformedInputError(f"a compressed chunk: {error}", step="png.text") from error
    require_size(len(content), budget.text_chunk, "png.text")
    if not inflater.eof:
        raise MalformedInputError("a compressed chunk cut short", step="png.text")
    return content
