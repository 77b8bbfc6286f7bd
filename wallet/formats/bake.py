"""Baking: a credential put into a picture, as Open Badges 3.0 section 5.3 has it. The pixels, or the drawing, are not touched.

PNG (5.3.1): one iTXt chunk with the keyword `openbadgecredential`, before the end. SVG (5.3.2): one `openbadges:credential` element, first in the
root; a compact JWS in its `verify` attribute, JSON as its text. What was baked into the picture before is taken out: a picture holds one badge.
"""

import re
import zlib
from collections.abc import Iterator
from struct import pack, unpack_from

from wallet.errors import InputError, MalformedInputError
from wallet.formats.baked_png import SIGNATURE, VERSION_2, VERSION_3, read_baked_png
from wallet.formats.baked_svg import NAMESPACE_2, NAMESPACE_3, read_baked_svg
from wallet.formats.budget import DEFAULT_BUDGET

_USE = re.compile(r"<(?:\w+:)?(?:use|pattern)\b")
_OLDER = (VERSION_3, VERSION_2, "openbadge")
_TEXTS = (b"iTXt", b"tEXt", b"zTXt")
_ROOT = re.compile(r"<svg(?=[\s>/])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
# What a drawing has no need of, and what a browser would run or fetch when somebody opens the badge (IMG-01, IMG-11).
_LIVELY = re.compile(
    r"<(?:\w+:)?(?:script|foreignObject|iframe|embed|object|handler|listener|set|animate\w*)\b|\son\w+\s*=|javascript:"
    r"|<!(?:DOCTYPE|ENTITY)|<\?(?!xml\s)|@import|url\(\s*['\"]?(?!#)|href\s*=\s*['\"]\s*(?!#|data:image/(?:png|jpeg|webp);)",
    re.IGNORECASE,
)


MOST_ELEMENTS = 5_000
MOST_USES = 64  # of what is drawn elsewhere in the drawing: each can hold others (IMG-04)


def bake_png(picture: bytes, content: bytes) -> bytes:
    """Return `picture` with `content` (JSON or a compact JWS, in UTF-8) baked into it.

    Raises MalformedInputError (steps bake.png, bake.content) for what is no whole PNG, or a content that cannot be read back.
    """
    chunks = list(_chunks(picture))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise MalformedInputError("not a whole PNG", step="bake.png")
    kept = [chunk for kind, chunk in chunks[:-1] if not (kind in _TEXTS and _is_badge(chunk[8:-4]))]
    text = VERSION_3.encode() + b"\0\0\0\0\0" + content
    baked = SIGNATURE + b"".join(kept) + _chunk(b"iTXt", text) + chunks[-1][1]
    read = read_baked_png(baked, DEFAULT_BUDGET)
    if read is None or read.content != content:
        raise MalformedInputError("does not come out as it went in", step="bake.content")
    return baked


def bake_svg(drawing: str, content: bytes) -> bytes:
    """Return `drawing` with `content` baked into it. Raises MalformedInputError (steps bake.svg, bake.content)."""
    if read_baked_svg(drawing.encode(), DEFAULT_BUDGET) is not None or not is_still(drawing):
        raise MalformedInputError("a drawing that does more than show, or is a badge already", step="bake.svg")
    root = _ROOT.search(drawing)
    if root is None or root[0].endswith("/>"):
        raise MalformedInputError("no svg element to put it into", step="bake.svg")
    baked = (drawing[: root.end()] + _element(content.decode("utf-8")) + drawing[root.end() :]).encode()
    try:
        read = read_baked_svg(baked, DEFAULT_BUDGET)
    except InputError as error:
        raise MalformedInputError(f"{error.step}: {error}", step="bake.content") from error
    if read != content:
        raise MalformedInputError("does not come out as it went in", step="bake.content")
    return baked


def is_still(drawing: str) -> bool:
    """Return whether a drawing only shows: no script, no animation, nothing fetched or multiplied, and no badge of its own."""
    if drawing.count("<") > 2 * MOST_ELEMENTS or len(_USE.findall(drawing)) > MOST_USES:
        return False
    return _LIVELY.search(drawing) is None and not any(name in drawing for name in (NAMESPACE_2, NAMESPACE_3))


def _element(content: str) -> str:
    opened = f'<openbadges:credential xmlns:openbadges="{NAMESPACE_3}"'
    if not content.startswith("{"):
        return f'{opened} verify="{content}"/>'
    inside = content.replace("]]>", "]]]]><![CDATA[>")
    return f"{opened}><![CDATA[{inside}]]></openbadges:credential>"


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, whole chunk) of each chunk up to the end; nothing of what comes after it."""
    if not picture.startswith(SIGNATURE):
        return
    place = len(SIGNATURE)
    while place + 12 <= len(picture):
        length, kind = unpack_from(">I4s", picture, place)
        end = place + 12 + length
        if end > len(picture):
            return
        yield kind, picture[place:end]
        if kind == b"IEND":
            return
        place = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))


def _is_badge(text: bytes) -> bool:
    return text.partition(b"\0")[0].decode("latin-1").strip().lower() in _OLDER
