"""Is everything shown covered by the signature?"""

from dataclasses import replace

from wallet.report import CheckResult, Outcome, Severity
from wallet.verification.deciding import deciding_proof
from wallet.verification.examination import Examination


def check_coverage(examination: Examination) -> CheckResult:
    """Report what the deciding proof leaves uncovered. Only asked once the signature itself is good."""
    finding = deciding_proof(examination)
    if finding is None:
        return CheckResult("coverage", Outcome.SKIPPED, "coverage.moot", Severity.INFO)
    return replace(finding.coverage, check="coverage")
