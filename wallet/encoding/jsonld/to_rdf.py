"""From a JSON-LD document to RDF quads in one walk, with an account of what was not covered.

The specification expands the document, flattens it, and turns the result into quads (JSON-LD 1.1 API sections 5.1, 7.1,
8.1). Here each node is walked once, against compiled contexts, and its quads are written as they are met; the clauses
cited are those of section 5.1.2. Blank nodes are numbered in the order of the document.

Safe mode is the only mode. A signature covers quads, so a member that ends in no quad is not signed: each is listed in
`RdfDataset.uncovered` with its JSON pointer and a reason:

    undefined_term    no context defines the name          mapped_to_null   a context defines it as null
    keyword_like      it looks like a keyword (`@foo`)      null_value       null says nothing in RDF
    relative_iri      an identifier that is not absolute    invalid_language not a language tag
    blank_predicate   RDF has no such predicate            index, direction, language  JSON-LD keeps it, RDF does not
    free_floating     a value that belongs to no node       rounded          a number with more digits than its literal
    blank_identifier  a blank node identifier that stands once and so ties nothing together
    merged            the same value twice in one place     inline_context   a context of the document's own making
    alias             a roundabout name for a known term    restructured     @graph, @included, @nest, @reverse spelled out
    split_node        what belongs to the credential, elsewhere under the credential's identifier

The last four end in quads, but in the same quads as another document that reads differently; whoever shows the
document must not trust them (threat rows DI-01, DI-02, DI-03, DI-12).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wallet.encoding.json_types import JsonValue
from wallet.encoding.jsonld.context_processing import ContextCompiler
from wallet.encoding.jsonld.contexts import ContextLoader, bundled_contexts
from wallet.encoding.jsonld.walk import Path, Walk, pointer_to
from wallet.encoding.nquads import Quad
from wallet.errors import TooBigError


@dataclass(frozen=True, slots=True)
class UncoveredLeaf:
    """A member or element that no quad stands for, and everything beneath it.

    `path` is a JSON pointer (RFC 6901); `term` is the name or value in question.
    """

    path: str
    reason: str
    term: str


@dataclass(frozen=True, slots=True)
class RdfDataset:
    """The quads of a document (the keys of `distinct`, in its order), what they do not cover, and where the document says again what it said elsewhere.

    `directional` says that some literal carries a base direction. `repeated` are pointers to leaves whose quad another node of the document with the same identifier states as well
    (an achievement's creator described like the issuer): covered, though not on their own.
    """

    distinct: Mapping[Quad, object]
    uncovered: tuple[UncoveredLeaf, ...]
    repeats: tuple[Path, ...]
    directional: bool = False

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The quads, each once."""
        return tuple(self.distinct)

    @property
    def repeated(self) -> tuple[str, ...]:
        """The pointers."""
        return tuple(map(pointer_to, self.repeats))


def to_rdf(
    document: JsonValue,
    loader: ContextLoader | None = None,
    *,
    base: str | None = None,
    context: JsonValue = None,
    directions: bool = False,
) -> RdfDataset:
    """Return the RDF dataset that `document` serialises.

    `base` resolves relative identifiers (none by default: a credential has no address); `context` is applied before the
    document's own. With `directions` a text with a base direction is spelled with a datatype that says so (`rdfDirection`:
    i18n-datatype), as signature suites do; without, the direction is named as not covered. Raises ContextNotHeldError for a context that `loader` (default: the bundle) does not hold,
    JsonLdError where the document breaks JSON-LD, TooBigError over the budget of contexts.
    """
    loader = bundled_contexts() if loader is None else loader
    compiler = ContextCompiler(loader)
    active = loader.initial(base) if context is None else compiler.embedded(loader.initial(base), context)
    walk = Walk(compiler, directions=directions)
    try:
        walk.start(document, active)
    except RecursionError as error:
        raise TooBigError("definitions that lead to one another without end", step="jsonld.depth") from error
    uncovered = tuple(UncoveredLeaf(pointer_to(path), reason, term) for path, reason, term in walk.uncovered)
    return RdfDataset(walk.quads, uncovered, tuple(walk.repeated), walk.directional)
