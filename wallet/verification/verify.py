"""The procedure, as a list you can read: seven checks in order, each with its own file in `checks/`.

To add a check: write one function there, `Examination` to `CheckResult`, add one line here, one to `report.CHECK_NAMES`, and
give its codes words in `wallet/wording/`.

The first three make the proof. After one of them has not passed the others are moot: what follows is then somebody's say-so, and
an attacker's dates are never reported as findings.
"""

import logging
from collections.abc import Callable, Mapping

from wallet.report import CheckResult, Outcome, Severity, VerificationReport
from wallet.verification.checks.coverage import check_coverage
from wallet.verification.checks.holder import check_holder
from wallet.verification.checks.issuer import check_issuer
from wallet.verification.checks.issuer_key import check_issuer_key
from wallet.verification.checks.signature import check_signature
from wallet.verification.checks.status import check_status
from wallet.verification.checks.validity import check_validity
from wallet.verification.examination import Examination

Check = Callable[[Examination], CheckResult]
Checks = Mapping[str, Check]

CHECKS: Checks = {
    "signature": check_signature,
    "coverage": check_coverage,
    "issuer_key": check_issuer_key,
    "issuer": check_issuer,
    "validity": check_validity,
    "status": check_status,
    "holder": check_holder,
}

_PROOF = ("signature", "coverage", "issuer_key")
_log = logging.getLogger(__name__)


def verify(examination: Examination, checks: Checks = CHECKS) -> VerificationReport:
    """Run every check once and return what was found. Never raises for a bad credential."""
    results: list[CheckResult] = []
    proven = True
    for name, check in checks.items():
        result = _run(name, check, examination) if proven else _moot(name)
        results.append(result)
        proven = proven and not (name in _PROOF and result.outcome is not Outcome.PASSED)
    return VerificationReport(tuple(results), examination.now, examination.nested)


def _run(name: str, check: Check, examination: Examination) -> CheckResult:
    try:
        return check(examination)
    except Exception as error:  # our own fault: never a finding against the credential, never one for it
        kind = type(error).__name__
        _log.warning("the check %s broke with %s", name, kind)
        facts = {"check": name, "error": kind}
        return CheckResult(name, Outcome.UNDECIDED, "proof.broken_check", Severity.ERROR, facts)


def _moot(name: str) -> CheckResult:
    return CheckResult(name, Outcome.SKIPPED, f"{name}.moot")
