"""What a cryptosuite is handed, and what it hands back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from wallet.dids.keys import PublicKey
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.jsonld import ContextLoader, bundled_contexts
from wallet.encoding.multibase import read_multibase
from wallet.encoding.rdf_canon import HashName
from wallet.errors import InputError, TooBigError
from wallet.i18n import N_
from wallet.proofs.findings import COVERED, failed, finding_of_match, not_covered_yet
from wallet.proofs.raw_signatures import Match
from wallet.proofs.rdf_form import RdfForm, canonical_rdf
from wallet.proofs.usual_options import UsualOptions
from wallet.report import CheckResult

PROOF_VALUE_LIMIT: Final = 1024 * 1024


class MalformedProofError(InputError):
    """A proof that is not built as its cryptosuite says; reported as `signature.malformed`; raised only to a holder who asks to show part of it."""

    code = "proof.malformed"
    explanation = N_("The proof in this is not built as its kind of proof says.")
    advice = N_("Ask the issuer for the credential again.")


@dataclass(slots=True)
class Effort:
    """What is left of the work that one document may cause, in quads canonicalised: many proofs multiply it."""

    quads_left: int = 150_000

    def spend(self, quads: int) -> None:
        """Count work done. Raises TooBigError (step proof.effort) when there is none left."""
        self.quads_left -= quads
        if self.quads_left < 0:
            raise TooBigError("the proofs of this document ask for too much work", step="proof.effort")


@dataclass(frozen=True, slots=True)
class Unsecured:
    """The document that was signed, with its canonical forms worked out once for all of its proofs.

    Suites sign the base direction of texts; without `directions` it is left out, as some signers did (and named as uncovered).
    """

    document: JsonObject
    contexts: ContextLoader = field(default_factory=bundled_contexts)
    effort: Effort = field(default_factory=Effort)
    directions: bool = True
    _others: "list[Unsecured]" = field(default_factory=list)
    _forms: dict[HashName, RdfForm] = field(default_factory=dict)

    def editions(self) -> "Iterator[Unsecured]":
        """Yield this document under each combination of the editions its contexts have, the usual ones first; then without directions."""
        yield self
        if not self._others and self.contexts is bundled_contexts():
            loaders = bundled_contexts().choices_for(context_urls(self.document))
            self._others.extend(
                Unsecured(self.document, loader, self.effort) for loader in loaders if loader is not self.contexts
            )
        yield from self._others
        if any(form.directional for form in self._forms.values()):
            yield Unsecured(self.document, self.contexts, self.effort, directions=False)

    def canonical(self, hash_name: HashName = "sha256") -> RdfForm:
        """Return the canonical RDF form. Raises WalletError where a context is not held or a budget is spent."""
        if hash_name not in self._forms:
            self.effort.spend(0)
            form = canonical_rdf(self.document, hash_name, self.contexts, directions=self.directions)
            self.effort.spend(len(form.quads))
            self._forms[hash_name] = form
        return self._forms[hash_name]

    def canonical_options(self, options: JsonObject, hash_name: HashName = "sha256") -> RdfForm:
        """Return the canonical form of a proof's options, under this document's contexts. Raises as `canonical`."""
        if self.contexts is bundled_contexts():
            return _usual_options().form(options, hash_name, directions=self.directions)
        return canonical_rdf(options, hash_name, self.contexts, directions=self.directions)


@cache
def _usual_options() -> UsualOptions:
    return UsualOptions(bundled_contexts())


@dataclass(frozen=True, slots=True)
class Secured:
    """A document, one proof over it, and the key the proof names. `proof` is whole, as it stood."""

    unsecured: Unsecured
    proof: JsonObject
    key: PublicKey

    @property
    def document(self) -> JsonObject:
        """The unsecured document."""
        return self.unsecured.document

    def options(self, *without: str) -> JsonObject:
        """Return the proof without the members that hold the signature itself."""
        return {name: value for name, value in self.proof.items() if name not in without}


@dataclass(frozen=True, slots=True)
class Examined:
    """The two findings on one proof."""

    signature: CheckResult
    coverage: CheckResult


VerifyProof: TypeAlias = Callable[[Secured], Examined]


def context_urls(value: JsonValue) -> frozenset[str]:
    """Return the URLs of every context that stands anywhere in a document."""
    if isinstance(value, list):
        return frozenset[str]().union(*map(context_urls, value))
    if not isinstance(value, dict):
        return frozenset()
    own = value.get("@context")
    named = (item for item in (own if isinstance(own, list) else [own]) if isinstance(item, str))
    return frozenset(named).union(*(context_urls(inner) for name, inner in value.items() if name != "@context"))


def examined(match: Match, coverage: CheckResult = COVERED) -> Examined:
    """Return the findings for the library's answer and what was covered."""
    return Examined(finding_of_match(match), coverage)


def malformed(reason: str) -> Examined:
    """Return the findings for a proof that is not one."""
    signature = failed("signature", "signature.malformed", reason=reason)
    return Examined(signature, not_covered_yet(signature))


def read_proof_value(proof: JsonObject, base: str) -> bytes:
    """Return the bytes of `proofValue`, which must be multibase of the one `base` that the suite names.

    Raises MalformedProofError.
    """
    value = proof.get("proofValue")
    if not isinstance(value, str) or len(value) > PROOF_VALUE_LIMIT:
        raise MalformedProofError("no proofValue", step="proof.value")
    if not value.startswith(base):
        raise MalformedProofError("proofValue in another base", step="proof.multibase")
    try:
        return read_multibase(value)
    except InputError as error:
        raise MalformedProofError(error.detail, step="proof.multibase") from error
