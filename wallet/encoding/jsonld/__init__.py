"""JSON-LD 1.1 to RDF quads: what a Data Integrity signature is made over.

Start at `to_rdf.py`. Contexts come from the bundle alone (`contexts.py`), are compiled once (`context_processing.py`)
and never fetched. Nothing is dropped in silence: each member of the document that ends in no quad is named.
"""

from wallet.encoding.jsonld.contexts import BundledContexts, ContextLoader, ContextNotHeldError, bundled_contexts
from wallet.encoding.jsonld.to_rdf import RdfDataset, UncoveredLeaf, to_rdf

__all__ = [
    "BundledContexts",
    "ContextLoader",
    "ContextNotHeldError",
    "RdfDataset",
    "UncoveredLeaf",
    "bundled_contexts",
    "to_rdf",
]
