"""Are the bytes what was signed?"""

from dataclasses import replace

from wallet.proofs.finding import ProofFinding
from wallet.report import CheckResult, Fact, Outcome
from wallet.verification.deciding import deciding_proof
from wallet.verification.examination import Examination
from wallet.verification.mojibake import find_mojibake


def check_signature(examination: Examination) -> CheckResult:
    """Report the deciding proof's signature; every other proof is listed in the facts, so that none is hidden (DI-06)."""
    finding = deciding_proof(examination)
    facts: dict[str, Fact] = {**finding.signature.facts, "suite": finding.suite}
    if finding.verification_method:
        facts["verification_method"] = finding.verification_method
    if len(examination.proofs) > 1:
        facts["proofs"] = tuple(_line(proof) for proof in examination.proofs)
    if finding.signature.outcome is Outcome.FAILED and (garbled := find_mojibake(examination.credential.claims)):
        facts["mojibake"] = garbled
    return replace(finding.signature, check="signature", facts=facts)


def _line(finding: ProofFinding) -> str:
    return f"{finding.suite}: {finding.signature.code} ({finding.verification_method or '?'})"
