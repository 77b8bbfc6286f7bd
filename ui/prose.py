"""What strangers write in Markdown, read as a small subset of it: headings, lists, quotations, code, emphasis and links (UI-02).

Pure: no widget, no Qt. Markup of any other kind, HTML above all, stays the characters it is; a picture is its words and its
address. The work is linear in the length of the text. Criteria and narratives of Open Badges 3.0 (clause B.1.8) are Markdown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, Flag, auto

from ui.addresses import address_that_opens

MOST_TEXT = 20_000  # characters read; what the view brings is no longer
_MOST_INDENT = 3


class Style(Flag):
    """How a run of letters looks."""

    PLAIN = 0
    STRONG = auto()
    EMPHASIS = auto()
    CODE = auto()
    QUIET = auto()  # an address beside the words of its link


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look. `address` is an https address that may be opened after asking, or ""."""

    text: str
    style: Style = Style.PLAIN
    address: str = ""


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `level` is a heading's rank (1 to 6) or how deep an item stands (0 to 3); `mark` is the bullet or number."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    mark: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


_HEADING = re.compile(r" {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$")
_ITEM = re.compile(r"( {0,12})(?:([-*+])|(\d{1,6})[.)]) +(.*)$")
_QUOTATION = re.compile(r" {0,3}> ?(.*)$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)[^`]*$")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+) *$")
_PIECES = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]{1,300})`"
    r"|!?\[(?P<words>[^\[\]\n]{0,300})\]\( *<?(?P<target>[^\s<>()]{1,1000})>?(?: +\"[^\"\n]{0,200}\")? *\)"
    r"|<(?P<auto>https?://[^\s<>]{1,1000})>"
    r"|(?P<bare>https?://[^\s<>()\[\]\"“”‘’，。；、）】》]{3,1000})"
    r"|(?P<marks>\*{1,3}|_{1,3})"
)


def read_prose(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, in order."""
    return tuple(_Reader(text[:MOST_TEXT].split("\n")).blocks())


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines, self._at = lines, 0

    def blocks(self) -> Iterator[Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line.strip():
                yield self._block(line)

    def _block(self, line: str) -> Block:
        if fence := _FENCE.match(line):
            return Block(BlockKind.CODE, (Run(self._code(fence[1]), Style.CODE),))
        if heading := _HEADING.match(line):
            return Block(BlockKind.HEADING, read_runs(heading[2] or ""), level=len(heading[1]))
        if _RULE.match(line):
            return Block(BlockKind.RULE)
        if quotation := _QUOTATION.match(line):
            return Block(BlockKind.QUOTATION, read_runs(self._quoted(quotation[1])))
        if item := _ITEM.match(line):
            mark = "•" if item[2] else f"{int(item[3])}."
            level = min(len(item[1]) // 2, _MOST_INDENT)
            return Block(BlockKind.ITEM, read_runs(self._rest(item[4])), level=level, mark=mark)
        return self._paragraph(line)

    def _paragraph(self, line: str) -> Block:
        words = self._rest(line.strip())
        rank = _UNDERLINE.match(self._lines[self._at]) if self._at < len(self._lines) else None
        if rank is not None and "\n" not in words:
            self._at += 1
            return Block(BlockKind.HEADING, read_runs(words), level=1 if rank[1].startswith("=") else 2)
        return Block(BlockKind.PARAGRAPH, read_runs(words))

    def _rest(self, first: str) -> str:
        """Take the lines that go on with a paragraph. Their line ends stay: strangers mean them more often than not."""
        lines = [first]
        while self._at < len(self._lines) and not _begins_another(self._lines[self._at]):
            lines.append(self._lines[self._at].strip())
            self._at += 1
        return "\n".join(lines)

    def _quoted(self, first: str) -> str:
        lines = [first]
        while self._at < len(self._lines) and (more := _QUOTATION.match(self._lines[self._at])):
            lines.append(more[1])
            self._at += 1
        return "\n".join(lines).strip()

    def _code(self, fence: str) -> str:
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                break
            lines.append(line)
        return "\n".join(lines)


def _begins_another(line: str) -> bool:
    return not line.strip() or any(
        pattern.match(line) for pattern in (_FENCE, _HEADING, _RULE, _UNDERLINE, _QUOTATION, _ITEM)
    )


def read_runs(text: str) -> tuple[Run, ...]:
    """Return the runs of one block's text."""
    pieces: list[Run | _Mark] = []
    at = 0
    for found in _PIECES.finditer(text):
        pieces.append(Run(text[at : found.start()]))
        at = found.end()
        pieces.extend(_read_piece(found, text))
    pieces.append(Run(text[at:]))
    return _joined(_emphasised(pieces))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Asterisks or underscores that may open or close emphasis (CommonMark 0.31, clause 6.2, without its rule of three)."""

    text: str
    opens: bool
    closes: bool


def _read_piece(found: re.Match[str], text: str) -> Iterator[Run | _Mark]:
    if found["escaped"]:
        yield Run(found["escaped"])
    elif found["code"]:
        yield Run(found["code"], Style.CODE)
    elif found["target"]:
        yield from _link(found["words"].strip(), found["target"])
    elif address := found["auto"] or found["bare"]:
        bare = address.rstrip(".,;:!?'*_") if found["bare"] else address
        yield from _link("", bare)
        yield Run(address[len(bare) :])
    else:
        yield _mark(found, text)


def _link(words: str, target: str) -> Iterator[Run]:
    """The words of a link and, always in sight, where it leads. What may not be opened is text like any other."""
    opens = address_that_opens(target)
    if words and words != target:
        yield Run(words, Style.PLAIN, opens)
        yield Run(f" ({opens or target})", Style.QUIET)
    else:
        yield Run(opens or target, Style.PLAIN, opens)


def _mark(found: re.Match[str], text: str) -> _Mark:
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    opens, closes = bool(after.strip()), bool(before.strip())
    if found["marks"].startswith("_"):  # snake_case is no emphasis
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return _Mark(found["marks"], opens, closes)


_STYLES = {1: Style.EMPHASIS, 2: Style.STRONG, 3: Style.STRONG | Style.EMPHASIS}


def _emphasised(pieces: list[Run | _Mark]) -> Iterator[Run]:
    """Pair the marks, nearest first; what finds no partner stays as it was written. Each mark is put down and taken up once."""
    partner: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    waiting: Counter[str] = Counter()
    for place, piece in enumerate(pieces):
        if not isinstance(piece, _Mark):
            continue
        if piece.closes and waiting[piece.text]:
            while True:
                start, words = opened.pop()
                waiting[words] -= 1
                if words == piece.text:
                    break
            partner[start], partner[place] = place, start
        elif piece.opens:
            opened.append((place, piece.text))
            waiting[piece.text] += 1
    style: list[Style] = [Style.PLAIN]
    for place, piece in enumerate(pieces):
        if isinstance(piece, Run):
            yield replace(piece, style=piece.style | style[-1])
        elif place not in partner:
            yield Run(piece.text, style[-1])
        elif partner[place] > place:
            style.append(style[-1] | _STYLES[len(piece.text)])
        else:
            style.pop()


def _joined(runs: Iterator[Run]) -> tuple[Run, ...]:
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = found[-1] if found else None
        if last is not None and (last.style, last.address) == (run.style, run.address):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)
