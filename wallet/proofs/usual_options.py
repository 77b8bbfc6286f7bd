"""The canonical form of the options that nearly every proof has: a suite, a purpose, a moment and a key.

Under the same contexts, options of one suite and purpose differ in two values: when was signed, and with which key. Each makes one quad
of its own, so the form of the others is known once it has been worked out for one. It is used only for values that are spelled in RDF
exactly as they stand; anything else takes the general way (`rdf_form.canonical_rdf`), which gives the same bytes.
"""

import re
from dataclasses import dataclass
from typing import Final

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld import ContextLoader
from wallet.encoding.nquads import Quad
from wallet.encoding.rdf_canon import Canonical, HashName
from wallet.proofs.rdf_form import RdfForm, canonical_rdf

_NAMED: Final = frozenset({"@context", "type", "proofPurpose", "created", "verificationMethod"})
_USUAL: Final = (_NAMED, _NAMED | {"cryptosuite"})
_MAX_SHAPES: Final = 64
_CREATED: Final = re.compile(r"[0-9]{4}-[0-9T:.+Z-]{6,40}", re.ASCII)
# What stands for itself as an IRI. No context that is held has a term that begins like this.
_METHOD: Final = re.compile(r"(?:did:[a-z0-9]+:|https://)[A-Za-z0-9._:%#/=?&-]{1,2000}", re.ASCII)

_ShapeKey = tuple[JsonValue | tuple[JsonValue, ...] | bool, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One form: its quads in canonical order, and which of them name the moment (with what datatype) and the key."""

    form: RdfForm
    quads: tuple[Quad, ...]
    created: int
    suffix: str
    method: int

    def fill(self, created: str, method: str) -> RdfForm:
        """Return the form with these values."""
        quads = list(self.quads)
        for place, object_ in ((self.created, f'"{created}"{self.suffix}'), (self.method, f"<{method}>")):
            subject, predicate, _, graph = quads[place]
            quads[place] = (subject, predicate, object_, graph)
        lines = tuple([f"_:c14n0 {predicate} {object_} .\n" for _, predicate, object_, _ in quads])
        canonical = Canonical("".join(lines), lines, self.form.canonical.issued)
        return RdfForm(tuple(quads), canonical, (), self.form.directions)


class UsualOptions:
    """The shapes met so far under one set of contexts."""

    __slots__ = ("_contexts", "_shapes")

    def __init__(self, contexts: ContextLoader) -> None:
        self._contexts = contexts
        self._shapes: dict[_ShapeKey, _Shape | None] = {}

    def form(self, options: JsonObject, hash_name: HashName, *, directions: bool) -> RdfForm:
        """Return the canonical form of `options`. Raises as `canonical_rdf`."""
        created, method = options.get("created"), options.get("verificationMethod")
        key = _key_of(options, directions)
        if key is None or not isinstance(created, str) or not isinstance(method, str):
            return canonical_rdf(options, hash_name, self._contexts, directions=directions)
        if not _CREATED.fullmatch(created) or not _METHOD.fullmatch(method):
            return canonical_rdf(options, hash_name, self._contexts, directions=directions)
        shape = self._shapes.get(key)
        if shape is not None:
            return shape.fill(created, method)
        form = canonical_rdf(options, hash_name, self._contexts, directions=directions)
        if key not in self._shapes and len(self._shapes) < _MAX_SHAPES:
            self._shapes[key] = _shape_of(form, created, method)
        return form


def _key_of(options: JsonObject, directions: bool) -> _ShapeKey | None:
    """Return what decides the form of all but the two values; None for options that are not of the usual kind."""
    if options.keys() not in _USUAL:
        return None
    contexts = options["@context"]
    urls = contexts if isinstance(contexts, list) else [contexts]
    fixed = (options["type"], options.get("cryptosuite"), options["proofPurpose"], *urls)
    if not all(one is None or (isinstance(one, str) and len(one) < 200) for one in fixed):
        return None
    return (directions, "cryptosuite" in options, *fixed)


def _shape_of(form: RdfForm, created: str, method: str) -> _Shape | None:
    """Learn a form; None where the two values are not found, each in one quad of the one node, or anything is left uncovered."""
    issued = form.canonical.issued
    quads = sorted(form.quads, key=lambda quad: quad[1])
    predicates = {predicate for _, predicate, _, _ in quads}
    if form.uncovered or form.directional or len(issued) != 1 or len(predicates) != len(quads):
        return None
    if any(subject not in issued or graph or object_ in issued for subject, _, object_, graph in quads):
        return None
    moments = [place for place, quad in enumerate(quads) if quad[2].startswith(f'"{created}"')]
    methods = [place for place, quad in enumerate(quads) if quad[2] == f"<{method}>"]
    if len(moments) != 1 or len(methods) != 1:
        return None
    shape = _Shape(form, tuple(quads), moments[0], quads[moments[0]][2][len(created) + 2 :], methods[0])
    # The general way has the last word on what the form is.
    return shape if shape.fill(created, method).canonical == form.canonical else None
