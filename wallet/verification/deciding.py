"""Which of several proofs decides, and for whom it has to speak.

A passing proof by the named issuer decides. A proof that somebody added never raises trust, and a broken proof of the
issuer's own is never hidden behind a good one (DI-06; VC Data Integrity 1.0, "Understanding Proof Sets").
"""

from wallet.credentials.model import Credential
from wallet.proofs.finding import ProofFinding
from wallet.report import Outcome
from wallet.verification.examination import Examination

# Among proofs of equal standing: what is broken speaks first, what could not be checked last.
_ORDER = {Outcome.FAILED: 0, Outcome.PASSED: 1, Outcome.UNDECIDED: 2, Outcome.SKIPPED: 3}


def responsible_party(examination: Examination) -> str | None:
    """Return who must have signed: the issuer, or for a presentation its holder. None where the document names nobody."""
    credential = examination.credential
    return credential.holder if credential.is_presentation else credential.issuer.id


def expected_purpose(credential: Credential) -> str:
    """Return the one proof purpose that counts (DI-08): a credential asserts, a presentation authenticates."""
    return "authentication" if credential.is_presentation else "assertionMethod"


def claims_to_be_by(finding: ProofFinding, party: str) -> bool:
    """Say whether this proof names `party` as the controller of its key. Naming proves nothing; `issuer_key` does."""
    method = finding.verification_method or ""
    return finding.controller == party or method == party or method.startswith(f"{party}#")


def deciding_proof(examination: Examination) -> ProofFinding:
    """Return the proof whose findings become this report's."""
    party = responsible_party(examination)
    own = [finding for finding in examination.proofs if party is not None and claims_to_be_by(finding, party)]
    return min(own or examination.proofs, key=_standing)


def _standing(finding: ProofFinding) -> tuple[int, int]:
    signature, coverage = finding.signature.outcome, finding.coverage.outcome
    if signature is Outcome.PASSED and coverage is Outcome.FAILED:
        return (_ORDER[Outcome.FAILED], 1)
    return (_ORDER[signature], _ORDER[coverage])
