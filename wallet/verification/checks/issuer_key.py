"""Is the key one that this issuer allows for this?

A good signature says that somebody signed. This check says who: the key's controller must be the issuer named in the credential,
and the issuer's own document must list the key under the proof's purpose (VC Data Integrity 1.0, "Retrieve Verification Method";
DI-08, DI-09). A key that merely came along, in a header or a URL fragment, proves possession and nothing more (JOSE-03).
"""

from wallet.clock import moment_text
from wallet.proofs.finding import ProofFinding
from wallet.report import CheckResult, Fact, Outcome, Severity
from wallet.verification.deciding import deciding_proof, expected_purpose, responsible_party
from wallet.verification.examination import Examination


def check_issuer_key(examination: Examination) -> CheckResult:
    """Compare the deciding proof's key with what the named issuer (of a presentation: the holder) allows."""
    finding = deciding_proof(examination)
    if finding.key is None:
        return _result(Outcome.UNDECIDED, "issuer_key.not_found", finding)
    party, purpose = responsible_party(examination), expected_purpose(examination.credential)
    if examination.credential.is_presentation and party is None:
        party = finding.controller
    facts: dict[str, Fact] = {"issuer": party, "purpose": purpose}
    if finding.purpose is not None and finding.purpose != purpose:
        return _result(Outcome.FAILED, "issuer_key.wrong_purpose", finding, {**facts, "proof_purpose": finding.purpose})
    if party is None:
        return _result(Outcome.UNDECIDED, "issuer_key.not_found", finding, facts)
    if not finding.in_document and finding.controller in (None, party):
        return _result(Outcome.UNDECIDED, "issuer_key.possession_only", finding, facts)
    if finding.controller != party or purpose not in finding.relationships:
        return _result(Outcome.FAILED, "issuer_key.not_allowed", finding, facts)
    return _result(Outcome.PASSED, "issuer_key.allowed", finding, facts)


def _result(outcome: Outcome, code: str, finding: ProofFinding, facts: dict[str, Fact] | None = None) -> CheckResult:
    severity = {Outcome.PASSED: Severity.INFO, Outcome.FAILED: Severity.ERROR}.get(outcome, Severity.WARNING)
    known: dict[str, Fact] = {
        **(facts or {}),
        "verification_method": finding.verification_method,
        "controller": finding.controller,
        "document_seen": moment_text(finding.document_seen),
    }
    return CheckResult("issuer_key", outcome, code, severity, known, finding.document_seen)
