"""Finding by any text: the words of a credential as an index takes them, and what a person types as a query.

Two indexes make any text findable in any script. Three signs and more are found anywhere in a word, by FTS5's trigrams;
one or two signs are found at the start of a word, or anywhere in Chinese, Japanese and Korean, which do not part words,
by an index of our own short pieces. Every token of a query is quoted (STORE-20): nothing a person types is an operator
or names a column.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_TEXT = 20_000  # signs indexed of one credential
MOST_TOKENS = 12
LONGEST_TOKEN = 64
_WORD = re.compile(r"\S+")
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Query:
    """Two FTS5 expressions; "" asks nothing of that index. All tokens must be found."""

    long: str = ""
    short: str = ""

    @property
    def empty(self) -> bool:
        """True when there is nothing to look for."""
        return not self.long and not self.short


def fold(text: str) -> str:
    """Return `text` as both indexes see it: compatibility forms, case and accents made one, no control signs."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    joined = unicodedata.normalize("NFKC", bare)
    return "".join(sign if _is_visible(sign) else " " for sign in joined)


def read_query(text: str) -> Query:
    """Return what a person typed as two expressions that mean nothing but "contains these"."""
    tokens = [token[:LONGEST_TOKEN] for token in fold(text[:2000]).split()][:MOST_TOKENS]
    long = [_quoted(token) for token in tokens if len(token) >= _TRIGRAM]
    short = [f"{_quoted(_piece(token))}*" for token in tokens if len(token) < _TRIGRAM]
    return Query(" AND ".join(long), " AND ".join(short))


def long_text(texts: Iterable[str]) -> str:
    """Return the text for the trigram index."""
    return "\n".join(fold(text) for text in texts)[:MOST_TEXT]


def short_pieces(folded: str) -> str:
    """Return the short pieces of a folded text, each spelt in letters and digits so that no tokeniser can part it."""
    return " ".join(sorted({_piece(piece) for word in _WORD.findall(folded) for piece in _pieces(word)}))


def _pieces(word: str) -> Iterator[str]:
    """The first two signs of every part of a word, and of any ideographs each pair, with the last one alone."""
    starts = True
    for i, sign in enumerate(word):
        wide = _is_unparted(sign)
        if starts or wide or not sign.isalnum():
            yield word[i : i + 2]
        starts = wide or not sign.isalnum()


def _piece(signs: str) -> str:
    return "".join(f"{ord(sign):06x}" for sign in signs)


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ"


def _is_unparted(sign: str) -> bool:
    """True for scripts written without spaces: kana, ideographs, hangul, Thai, Lao, Khmer, Burmese."""
    place = ord(sign)
    return any(first <= place <= last for first, last in _UNPARTED)


# Thai and Lao, Burmese, Khmer, kana and ideographs, hangul, compatibility ideographs, the rarer ideographs.
_UNPARTED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
