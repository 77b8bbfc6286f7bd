"""Names that mix letters of alphabets which look alike, as `Harvаrd` with a Cyrillic а does (UI-03; Unicode TR 39, clause 5.1).

Such a name is no proof of deceit, so nothing is refused; where nobody vouches for the name it is pointed out. Latin beside
Chinese, Japanese, Korean, Arabic or Hebrew is everyday writing and nothing to point out.
"""

import re
import unicodedata
from collections.abc import Iterator

_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET", "GEORGIAN")
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 400  # letters looked at


def mixes_alphabets(text: str) -> bool:
    """Say whether some word has letters of two alphabets that look alike, or styled letters in place of plain ones."""
    return any(len(set(_alphabets(word))) > 1 for word in _WORD.findall(text[:_MOST]))


def _alphabets(word: str) -> Iterator[str]:
    for letter in word:
        if letter.isascii():
            yield "LATIN"
            continue
        name = unicodedata.name(letter, "")
        first = name.split(" ", 1)[0]
        if first in _ALIKE:
            yield first
        elif first in ("MATHEMATICAL", "FULLWIDTH", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"):
            yield "STYLED"
