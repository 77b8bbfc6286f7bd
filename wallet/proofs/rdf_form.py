"""The canonical RDF form of a document, and which of its leaves did not make it there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wallet.encoding.json_types import JsonObject
from wallet.encoding.jsonld import ContextLoader, UncoveredLeaf, to_rdf
from wallet.encoding.nquads import Quad, spell_quad
from wallet.encoding.rdf_canon import Canonical, HashName, canonize


@dataclass(frozen=True, slots=True)
class RdfForm:
    """`quads` as the document made them, `canonical` as they are signed, `uncovered` the leaves that made none.

    `directions`: base directions of texts were to be part of it; `directional`: there were some.
    """

    quads: tuple[Quad, ...]
    canonical: Canonical
    uncovered: tuple[UncoveredLeaf, ...]
    directions: bool = True
    directional: bool = False

    @property
    def octets(self) -> bytes:
        """What is hashed."""
        return self.canonical.nquads.encode()

    @property
    def canonical_labels(self) -> tuple[str, ...]:
        """The canonical blank node labels without their `_:`."""
        return tuple(label.removeprefix("_:") for label in self.canonical.issued.values())

    def label_of(self, labels: Mapping[str, str]) -> dict[str, str]:
        """Return the new label for each blank node as the document's quads spell it."""
        return {own: labels[issued.removeprefix("_:")] for own, issued in self.canonical.issued.items()}

    def relabel(self, labels: Mapping[str, str], quads: Iterable[Quad] | None = None) -> tuple[str, ...]:
        """Return the lines of `quads` (all by default) with `labels` in place of the canonical ones, in their order."""
        named = {own: "_:" + label for own, label in self.label_of(labels).items()}
        return tuple(
            spell_quad((named.get(s, s), p, named.get(o, o), named.get(g, g)))
            for s, p, o, g in (self.quads if quads is None else quads)
        )


def canonical_rdf(
    document: JsonObject, hash_name: HashName, contexts: ContextLoader, *, directions: bool = True
) -> RdfForm:
    """Return the canonical RDF form under the given contexts.

    Raises ContextNotHeldError, InputError for what JSON-LD refuses, TooBigError over a work budget.
    """
    dataset = to_rdf(document, contexts, directions=directions)
    canonical = canonize(dataset.distinct, hash_name)
    return RdfForm(dataset.quads, canonical, dataset.uncovered, directions, dataset.directional)
