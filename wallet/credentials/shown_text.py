"""Strangers' text made fit to be shown: what could hide, reorder or imitate is taken out, and nothing is added (UI-03).

This is about the eye only. Comparing, searching and checking work on the text as it stands in the credential.
"""

import unicodedata

# Format characters that are seen, not merely obeyed: Arabic and Kaithi number signs.
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Letters that look like nothing at all.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f")
_VARIATION = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x1810), *range(0xE0100, 0xE01F0)))
_LINE_ENDS = {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n", "\t": " "}
_MAX_MARKS = 4
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

ELLIPSIS = "…"


def show_text(text: str, limit: int = 10_000) -> str:
    """Return `text` without control, bidirectional, zero-width and tag characters, at most `limit` characters long.

    Line ends stay, as "\\n". More than four combining marks on one letter are cut. A text that was shortened ends in "…".
    """
    shown: list[str] = []
    marks = 0
    for character in text.replace("\r\n", "\n")[: 4 * limit + 4]:
        character = _LINE_ENDS.get(character, character)
        if not _is_shown(character):
            continue
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            shown.append(character)
    return _cut("".join(shown), limit)


def show_line(text: str, limit: int = 300) -> str:
    """Return `text` as `show_text` does, on one line and without repeated spaces: for names and titles."""
    return _cut(" ".join(show_text(text, 4 * limit).split()), limit)


def isolate(text: str) -> str:
    """Return `text` between isolates, so that its direction cannot reorder the sentence it is put into (Unicode UAX 9)."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def _is_shown(character: str) -> bool:
    if character == "\n" or " " <= character <= "~":
        return True
    if character in _BLANK_LETTERS or character in _VARIATION:
        return False
    category = unicodedata.category(character)
    return category not in ("Cc", "Cf", "Cs", "Cn") or character in _SEEN_FORMATS


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + ELLIPSIS
