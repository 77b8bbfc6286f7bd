"""Embedded proofs: Verifiable Credential Data Integrity 1.0, section 4, whatever the cryptosuite.

Each proof of a set is examined by itself; a proof of a chain is examined over the document with the proofs it builds on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from wallet.dids.held import HeldDocuments
from wallet.dids.resolve import FoundKey, find_method_key
from wallet.dids.timestamps import find_moment
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError, WalletError
from wallet.proofs.cryptosuites import SIGNED_AS_JSON, find_suite, suite_name
from wallet.proofs.finding import Findings, ProofFinding
from wallet.proofs.findings import failed, finding_of_error, not_covered_yet, undecided, without_proof
from wallet.proofs.secured import Examined, MalformedProofError, Secured, Unsecured, VerifyProof, malformed
from wallet.report import CheckResult, Outcome

PROOF_LIMIT: Final = 12
_DATES: Final = ("created", "expires")
_BASE_CONTEXTS: Final = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1")


@dataclass(frozen=True, slots=True)
class _Options:
    """The members of a proof that every suite shares, read once."""

    method: str | None
    purpose: str | None
    dates: Mapping[str, datetime | None]
    challenge: str | None
    domain: tuple[str, ...]
    fault: str = ""


def examine_embedded_proofs(document: JsonObject, documents: HeldDocuments) -> Findings:
    """Examine every proof in `document["proof"]`; one finding each, in order. Never raises for a bad proof."""
    proofs = document.get("proof")
    proofs = proofs if isinstance(proofs, list) else [] if proofs is None else [proofs]
    if not proofs:
        return (without_proof(failed("signature", "signature.unsigned")),)
    if len(proofs) > PROOF_LIMIT:
        return (without_proof(undecided("signature", "proof.work_budget", step="proof.count")),)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    whole = Unsecured(unsecured)
    findings = [_examine(proof, proofs, whole, documents) for proof in proofs]
    first, *others = _follow_chain(proofs, findings)
    return (first, *others)


def _examine(proof: JsonValue, proofs: Sequence[JsonValue], whole: Unsecured, documents: HeldDocuments) -> ProofFinding:
    if not isinstance(proof, dict):
        return without_proof(failed("signature", "signature.malformed", reason="not_an_object"))
    name, options = suite_name(proof), _read_options(proof)
    if (verify := find_suite(proof)) is None:
        signature = undecided("signature", "proof.suite_unknown", suite=(name or str(proof.get("type", "")))[:80])
        return _finding(name, options, Examined(signature, not_covered_yet(signature)), None)
    if options.fault or options.method is None:
        return _finding(name, options, malformed(options.fault), None)
    try:
        found = find_method_key(options.method, documents)
    except WalletError as error:
        signature = finding_of_error(error, method=options.method[:200])
        return _finding(name, options, Examined(signature, not_covered_yet(signature)), None)
    outcome = _verify(verify, proof, proofs, whole, found)
    if name not in SIGNED_AS_JSON and (misplaced := _check_first_context(whole.document)) is not None:
        outcome = replace(outcome, coverage=misplaced)
    return _finding(name, options, outcome, found)


def _verify(
    verify: VerifyProof, proof: JsonObject, proofs: Sequence[JsonValue], whole: Unsecured, found: FoundKey
) -> Examined:
    """Run the suite; where publishers disagree about a context's bytes, under each of the editions that are held."""
    first: Examined | None = None
    for unsecured in whole.editions():
        outcome = _verify_once(verify, proof, proofs, unsecured, found)
        first = first or outcome
        if outcome.signature.outcome is Outcome.PASSED:
            return outcome
        if outcome.signature.outcome is Outcome.UNDECIDED:
            break
    assert first is not None
    return first


def _verify_once(
    verify: VerifyProof, proof: JsonObject, proofs: Sequence[JsonValue], whole: Unsecured, found: FoundKey
) -> Examined:
    try:
        outcomes = [verify(Secured(each, proof, found.key)) for each in _documents_under(proof, proofs, whole)]
        return next((one for one in outcomes if one.signature.outcome is Outcome.PASSED), outcomes[0])
    except (MalformedProofError, MalformedInputError) as error:
        # No signer of this suite can have signed what is not JSON-LD (or not JSON that has a canonical form).
        return malformed(error.step)
    except WalletError as error:
        signature = finding_of_error(error)
        return Examined(signature, not_covered_yet(signature))


def _documents_under(proof: JsonObject, proofs: Sequence[JsonValue], whole: Unsecured) -> tuple[Unsecured, ...]:
    """Section 4.5, proof chains: what was signed includes a list of the proofs that `previousProof` names.

    In RDF there is one way to say that. In JSON there are more: in the document's order, as the section says, or in that of the names,
    and without a list where it is but one. All of them say the same, and which one a signer took decides nothing else. Raises
    MalformedProofError where a name is missing, doubled, or leads round in a circle (threat DI-07).
    """
    wanted = previous_ids(proof)
    if not wanted:
        return (whole,)
    _check_chain(proof, proofs, frozenset())
    named: list[JsonValue] = [_proof_by_id(name, proofs) for name in wanted]
    spelled: list[JsonValue] = [[one for one in proofs if one in named]]
    if suite_name(proof) in SIGNED_AS_JSON:
        spelled += [named] if len(named) > 1 else named
    return tuple(
        Unsecured({**whole.document, "proof": previous}, whole.contexts, whole.effort, whole.directions)
        for previous in spelled
    )


def previous_ids(proof: JsonObject) -> tuple[str, ...]:
    """Return the ids of `previousProof`, in order. Raises MalformedProofError for anything but strings."""
    named = proof.get("previousProof")
    every = named if isinstance(named, list) else [] if named is None else [named]
    names = tuple(name for name in every if isinstance(name, str))
    if len(names) != len(every) or len(set(names)) != len(names) or ("previousProof" in proof and not names):
        raise MalformedProofError("previousProof", step="proof.previous")
    return names


def _proof_by_id(name: str, proofs: Sequence[JsonValue]) -> JsonObject:
    found = [proof for proof in proofs if isinstance(proof, dict) and proof.get("id") == name]
    if len(found) != 1:
        raise MalformedProofError(f"{len(found)} proofs of that id", step="proof.previous")
    return found[0]


def _check_chain(proof: JsonObject, proofs: Sequence[JsonValue], passed_by: frozenset[int]) -> None:
    if id(proof) in passed_by or len(passed_by) > PROOF_LIMIT:
        raise MalformedProofError("a circle of proofs", step="proof.previous")
    for name in previous_ids(proof):
        _check_chain(_proof_by_id(name, proofs), proofs, passed_by | {id(proof)})


def _follow_chain(proofs: Sequence[JsonValue], findings: Sequence[ProofFinding]) -> list[ProofFinding]:
    """A proof is worth no more than those it builds on: walk until nothing changes."""
    current = list(findings)
    if len(current) == 1:
        return current
    for _ in proofs:
        for place, proof in enumerate(proofs):
            weaker = _weaker_previous(proof, proofs, current)
            if weaker is not None and current[place].signature.outcome is Outcome.PASSED:
                current[place] = replace(current[place], signature=weaker)
    return current


def _weaker_previous(
    proof: JsonValue, proofs: Sequence[JsonValue], findings: Sequence[ProofFinding]
) -> CheckResult | None:
    if not isinstance(proof, dict) or "previousProof" not in proof:
        return None
    try:
        names = previous_ids(proof)
    except MalformedProofError:
        return None  # reported already
    for other, finding in zip(proofs, findings, strict=True):
        if isinstance(other, dict) and other.get("id") in names and finding.signature.outcome is not Outcome.PASSED:
            return finding.signature
    return None


def _check_first_context(document: JsonObject) -> CheckResult | None:
    """VCDM section 4.3: the base context comes first, so that no other can say what its terms mean (threat DI-03)."""
    context = document.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first in _BASE_CONTEXTS:
        return None
    return failed("coverage", "coverage.unsigned_content", path="/@context", reason="first_context")


def _read_options(proof: JsonObject) -> _Options:
    method = proof.get("verificationMethod")
    if isinstance(method, dict):  # an embedded method: only its id counts, never the key beside it (threat DI-09)
        method = method.get("id")
    purpose, challenge, domain = proof.get("proofPurpose"), proof.get("challenge"), proof.get("domain")
    dates = {name: find_moment(proof.get(name)) for name in _DATES}
    domains = tuple(item for item in (domain if isinstance(domain, list) else [domain]) if isinstance(item, str))
    faults = [
        "verificationMethod" if not isinstance(method, str) or not method else "",
        "proofPurpose" if not isinstance(purpose, str) else "",
        *(name if name in proof and dates[name] is None else "" for name in _DATES),
        "challenge" if challenge is not None and not isinstance(challenge, str) else "",
    ]
    return _Options(
        method if isinstance(method, str) else None,
        purpose if isinstance(purpose, str) else None,
        dates,
        challenge if isinstance(challenge, str) else None,
        domains,
        next((fault for fault in faults if fault), ""),
    )


def _finding(name: str, options: _Options, outcome: Examined, found: FoundKey | None) -> ProofFinding:
    listed = found.listed if found else None
    ends = [moment for moment in (options.dates["expires"], listed.ends if listed else None) if moment is not None]
    return ProofFinding(
        suite=name,
        signature=outcome.signature,
        coverage=outcome.coverage,
        purpose=options.purpose,
        verification_method=options.method,
        controller=found.controller if found else None,
        key=found.key if found else None,
        in_document=found.in_document if found else False,
        relationships=found.relationships if found else frozenset(),
        created=options.dates["created"],
        expires=min(ends, default=None),
        challenge=options.challenge,
        domain=options.domain,
        document_seen=found.seen if found else None,
    )
