"""RDF quads as the strings that canonical N-Quads spells them with (RDF Dataset Canonicalization 1.0, section 5).

A term is its own spelling: `<https://…>`, `_:b0`, `"text"`, `"5"^^<…#integer>`, `"Hallo"@de`. So a quad is four
strings (the default graph is the empty one), two quads are equal when their strings are, and canonicalising only ever
replaces blank node labels.
"""

import re
from typing import TypeAlias

from wallet.errors import MalformedInputError

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object, graph; the graph is "" for the default graph."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_MUST_ESCAPE = re.compile('[\x00-\x1f\x7f"\\\\]')
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
_UNESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}

_IRI = r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_BLANK = r"_:[\w][\w.\-·]*(?<!\.)"
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:\^\^{_IRI}|@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)?'
_QUAD = re.compile(
    rf"[ \t]*({_IRI}|{_BLANK})[ \t]*({_IRI})[ \t]*({_IRI}|{_BLANK}|{_LITERAL})[ \t]*({_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_XSD_STRING_SUFFIX = f"^^<{XSD}string>"


def spell_text(text: str) -> str:
    """Return `text` as the quoted part of a literal, escaping no more than canonical N-Quads asks for."""
    # All that must be escaped but these two is not printable; most texts are, and then no pattern need be searched for.
    if (not text.isprintable() or '"' in text or "\\" in text) and _MUST_ESCAPE.search(text):
        text = text.translate(_ESCAPES)
    return f'"{text}"'


def spell_quad(quad: Quad) -> str:
    """Return the line of `quad`, with its line feed."""
    subject, predicate, object_, graph = quad
    if graph:
        return f"{subject} {predicate} {object_} {graph} .\n"
    return f"{subject} {predicate} {object_} .\n"


def read_nquads(text: str) -> list[Quad]:
    """Return the quads of an N-Quads document, spelled canonically. Raises MalformedInputError (step nquads)."""
    quads: list[Quad] = []
    # Split on line ends only: str.splitlines() would also split inside a literal that holds U+2028.
    for line in re.split("[\r\n]+", text):
        if line.strip(" \t") and not line.lstrip(" \t").startswith("#"):
            quads.append(_read_line(line))
    return quads


def _read_line(line: str) -> Quad:
    match = _QUAD.fullmatch(line)
    if not match:
        raise MalformedInputError("not an N-Quads line", step="nquads")
    subject, predicate, object_, graph = match.groups(default="")
    return (_respell(subject), _respell(predicate), _respell(object_), _respell(graph))


def _respell(term: str) -> str:
    if not term.startswith('"'):
        return _unescape(term) if "\\" in term else term
    end = term.rindex('"')
    suffix = term[end + 1 :]
    return spell_text(_unescape(term[1:end])) + ("" if suffix == _XSD_STRING_SUFFIX else _unescape(suffix))


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    four, eight, single = match.groups()
    if single is not None:
        if single not in _UNESCAPES:
            raise MalformedInputError("an escape that N-Quads does not have", step="nquads")
        return _UNESCAPES[single]
    code = int(four or eight, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise MalformedInputError("an escape that is no character", step="nquads")
    return chr(code)
