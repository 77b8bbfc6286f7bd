"""Selecting part of a JSON-LD document by JSON pointers, and finding the statements that the part makes.

ECDSA Cryptosuites 1.0 sections 3.4.7 (skolemize), 3.4.11 (select JSON-LD) and 3.4.12 (JSON pointers). Objects without an id
are given one, so that a node of the part can be recognised as the same node of the whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld import ContextLoader, to_rdf
from wallet.encoding.nquads import RDF, Quad, spell_text
from wallet.encoding.rdf_canon import canonize
from wallet.errors import UnsupportedInputError
from wallet.proofs.list_names import name_lists
from wallet.proofs.rdf_form import RdfForm
from wallet.proofs.secured import MalformedProofError

_SKOLEM: Final = "urn:bnid:"
_JSON_SUFFIX: Final = f"^^<{RDF}JSON>"
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,6}", re.ASCII)
_BAD_ESCAPE: Final = re.compile(r"~(?![01])")
# Objects with one of these are values, lists or graphs: an id would change what they are.
_NOT_NODES: Final = frozenset({"@list", "@set", "@language", "@direction"})


@dataclass(frozen=True, slots=True)
class SelectableDocument:
    """A document whose every node has a name: `skolemized` JSON, and its canonical form under those names."""

    skolemized: JsonObject
    form: RdfForm
    contexts: ContextLoader
    _own: frozenset[Quad]

    def select(self, pointers: Sequence[str]) -> tuple[Quad, ...]:
        """Return the statements of what the pointers select, in the labels of `form`. Raises MalformedProofError."""
        part = select_json(self.skolemized, pointers)
        if part is None:
            return ()
        quads = _named_quads(part, self.contexts, directions=self.form.directions)
        if not self._own.issuperset(quads):
            # Part of an ordered list is another list, which nobody signed.
            raise MalformedProofError("a pointer into an ordered list", step="proof.pointers")
        return quads


def make_selectable(document: JsonObject, form: RdfForm, contexts: ContextLoader) -> SelectableDocument:
    """Name every node of `document`, whose canonical form is `form`.

    Raises UnsupportedInputError where naming nodes would change what the document says: then nothing can be selected.
    """
    literals = frozenset(term for _, _, term, _ in form.quads if term.endswith(_JSON_SUFFIX))
    skolemized = _Skolemizer(literals).name_nodes(document)
    quads = _named_quads(skolemized, contexts, directions=form.directions)
    canonical = canonize(quads)
    if canonical.nquads.encode() != form.octets:
        raise UnsupportedInputError("the document cannot be selected from", step="proof.selection")
    named = RdfForm(quads, canonical, form.uncovered, form.directions, form.directional)
    return SelectableDocument(skolemized, named, contexts, frozenset(quads))


def select_json(document: JsonObject, pointers: Sequence[str]) -> JsonObject | None:
    """Return the part of `document` that the pointers select, with the ids and types on the way; None for no pointers.

    Raises MalformedProofError for a pointer that leads nowhere.
    """
    if not pointers:
        return None
    selected = _begin_selection(document)
    if "@context" in document:
        selected = {"@context": document["@context"], **selected}
    root: object = selected
    for pointer in pointers:
        root = _select(document, root, read_pointer(pointer))
    dense = _make_dense(root)
    assert isinstance(dense, dict)
    return dense


def read_pointer(pointer: str) -> tuple[str, ...]:
    """Return the reference tokens of a JSON pointer (RFC 6901). Raises MalformedProofError."""
    if pointer == "":
        return ()
    if not pointer.startswith("/") or _BAD_ESCAPE.search(pointer):
        raise MalformedProofError("not a JSON pointer", step="proof.pointers")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))


@dataclass(slots=True)
class _Sparse:
    """An array some of whose items are selected, by index."""

    items: dict[int, object] = field(default_factory=dict)


def _select(source: JsonValue, selected: object, path: Sequence[str]) -> object:
    """Return `selected`, what is selected so far of `source`, with what `path` leads to added."""
    if not path:
        return {**selected, **source} if isinstance(source, dict) and isinstance(selected, dict) else source
    step, rest = path[0], path[1:]
    if isinstance(source, list):
        return _select_item(source, selected, step, rest)
    if not isinstance(source, dict) or step not in source or not isinstance(selected, dict):
        raise MalformedProofError("a pointer that leads nowhere", step="proof.pointers")
    inner = selected[step] if step in selected else _begin(source[step])
    selected[step] = _select(source[step], inner, rest)
    return selected


def _select_item(source: list[JsonValue], selected: object, step: str, rest: Sequence[str]) -> object:
    if not _INDEX.fullmatch(step) or int(step) >= len(source):
        raise MalformedProofError("a pointer that leads nowhere", step="proof.pointers")
    if isinstance(selected, list):
        return selected  # selected whole already
    sparse = selected if isinstance(selected, _Sparse) else _Sparse()
    place = int(step)
    begun = sparse.items[place] if place in sparse.items else _begin(source[place])
    sparse.items[place] = _select(source[place], begun, rest)
    return sparse


def _begin(source: JsonValue) -> object:
    if isinstance(source, dict):
        return _begin_selection(source)
    return _Sparse() if isinstance(source, list) else None


def _begin_selection(source: JsonObject) -> JsonObject:
    """Section 3.4.10: a node keeps its id (unless it is a blank node's) and its types."""
    kept: JsonObject = {}
    for name in ("id", "@id"):
        if isinstance(identifier := source.get(name), str) and not identifier.startswith("_:"):
            kept[name] = identifier
    for name in ("type", "@type"):
        if name in source:
            kept[name] = source[name]
    return kept


def _make_dense(value: object) -> JsonValue:
    if isinstance(value, _Sparse):
        return [_make_dense(value.items[place]) for place in sorted(value.items)]
    if isinstance(value, dict):
        return {name: _make_dense(inner) for name, inner in value.items()}
    assert value is None or isinstance(value, str | int | float | list)
    return value


@dataclass(frozen=True, slots=True)
class _Skolemizer:
    """Copies a document, giving every node object an id. `@context`, values and JSON literals are left alone."""

    literals: frozenset[str]
    _numbers: Iterator[int] = field(default_factory=count)

    def name_nodes(self, value: JsonObject) -> JsonObject:
        """Return a copy of an object in which it and all nodes within have an id."""
        if "@value" in value:
            return value
        copied: JsonObject = {}
        for name, inner in value.items():
            copied[name] = inner if name == "@context" else self._copy(inner)
        if _NOT_NODES.isdisjoint(value):
            name = "id" if "id" in value else "@id"
            identifier = value.get(name)
            if identifier is None:
                copied["@id"] = f"{_SKOLEM}{next(self._numbers)}"
            elif isinstance(identifier, str) and identifier.startswith("_:"):
                copied[name] = f"{_SKOLEM}x{identifier[2:]}"
        return copied

    def _copy(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, dict | list):
            return value
        if self.literals and spell_text(canonicalize(value).decode()) + _JSON_SUFFIX in self.literals:
            return value
        return self.name_nodes(value) if isinstance(value, dict) else [self._copy(item) for item in value]


def _named_quads(skolemized: JsonObject, contexts: ContextLoader, *, directions: bool) -> tuple[Quad, ...]:
    return name_lists([_name_blank(quad) for quad in to_rdf(skolemized, contexts, directions=directions).quads])


def _name_blank(quad: Quad) -> Quad:
    """Turn skolem names back into blank nodes (section 3.4.8)."""
    subject, predicate, object_, graph = quad
    return (_blank(subject), predicate, _blank(object_), _blank(graph))


def _blank(term: str) -> str:
    return "_:s" + term[len(_SKOLEM) + 1 : -1] if term.startswith("<" + _SKOLEM) else term
