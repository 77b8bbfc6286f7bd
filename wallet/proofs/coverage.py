"""Whether everything a document shows is covered by a signature over its RDF (threats DI-01, DI-02, DI-03, DI-12).

A leaf that simply has no term was never signed, and nobody need have meant harm: undecided, and not shown as a claim. So is
what a context of the document's own making names (issuers do write such contexts, but the words are not what was signed), and
what may be written in more than one way: `@included` and `@reverse`, or the whole IRI of a name or a type for which there is a term
(JSON-LD 1.1 sections 4.5 and 4.8, VCDM 2.0 section 4.5). The statements are signed then, the shape is not: an issuer may have chosen
it, or somebody to mislead a reader. What has no honest use at all (remapping to null, keyword lookalikes) failed.
"""

from collections.abc import Mapping
from typing import Final

from wallet.encoding.jsonld import UncoveredLeaf
from wallet.proofs.findings import COVERED, failed, undecided
from wallet.proofs.rdf_form import RdfForm
from wallet.report import CheckResult

# Reasons of `wallet.encoding.jsonld` that say "this is not signed" of something an honest issuer may have written.
HARMLESS_REASONS: Final = frozenset(
    {
        "undefined_term",
        "relative_iri",
        "null_value",
        "inline_context",
        "index",
        "direction",
        "invalid_language",
        "rounded",
        "merged",
        "blank_identifier",
        "restructured",
        "alias",
    }
)


def coverage_of(form: RdfForm, configuration: RdfForm) -> CheckResult:
    """Return the coverage finding for a document's form and that of its proof's options.

    Facts: `path` (JSON pointer) and `term` of the worst leaf, `reason`, `count` of all. Paths of options begin `/proof`.
    """
    if not form.uncovered and not configuration.uncovered:
        return COVERED
    inside_proof = [UncoveredLeaf("/proof" + leaf.path, leaf.reason, leaf.term) for leaf in configuration.uncovered]
    # An inline context is counted once, in the document, where it stands.
    leaves = [*form.uncovered, *(leaf for leaf in inside_proof if not leaf.path.startswith("/proof/@context"))]
    if not leaves:
        return COVERED
    worst = min(leaves, key=lambda leaf: leaf.reason in HARMLESS_REASONS)
    facts: Mapping[str, str | int] = {
        "path": worst.path[:400],
        "term": worst.term[:120],
        "reason": worst.reason,
        "count": len(leaves),
    }
    if worst.reason in HARMLESS_REASONS:
        return undecided("coverage", "coverage.undefined_term", **facts)
    return failed("coverage", "coverage.unsigned_content", **facts)
