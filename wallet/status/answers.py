"""From a number in a list to a finding."""

from wallet.clock import moment_text
from wallet.report import CheckResult, Fact, Outcome, Severity
from wallet.status.freshness import Freshness
from wallet.status.question import StatusQuestion

# purpose -> code when the entry is set. `refresh` does not take anything back: a newer edition is to be had.
_WHEN_SET = {"revocation": "status.revoked", "suspension": "status.suspended", "refresh": "status.update_available"}


def answer(
    question: StatusQuestion, freshness: Freshness, purpose: str, value: int, message: Fact = None
) -> CheckResult:
    """Return what `value` means for `purpose`. A purpose or a number nobody defined is never good (STAT-09)."""
    facts: dict[str, Fact] = {**question.facts(), "purpose": purpose, "value": value}
    if message is not None:
        facts["message"] = message
    if purpose == "message" or purpose not in _WHEN_SET:
        meaning = message if message is not None else f"0x{value:X}"
        if purpose == "message" and value == 0:
            return good(question, freshness, **facts)
        return question.not_established("status.message", freshness.as_of, **{**facts, "meaning": meaning})
    return bad(question, freshness, _WHEN_SET[purpose], **facts) if value else good(question, freshness, **facts)


def good(question: StatusQuestion, freshness: Freshness, **facts: Fact) -> CheckResult:
    """Return "not taken back": current, or only as of its date where the list is past its time (STAT-08)."""
    stale = freshness.is_stale_at(question.now)
    code, severity = ("status.refresh_due", Severity.WARNING) if stale else ("status.good", Severity.INFO)
    return CheckResult("status", Outcome.PASSED, code, severity, _dated(question, freshness, facts), freshness.as_of)


def bad(question: StatusQuestion, freshness: Freshness, code: str, **facts: Fact) -> CheckResult:
    """Return "taken back". That a list is old does not make what it took back good again."""
    known = _dated(question, freshness, facts)
    if code == "status.update_available":
        return CheckResult("status", Outcome.PASSED, code, Severity.WARNING, known, freshness.as_of)
    return CheckResult("status", Outcome.FAILED, code, Severity.ERROR, known, freshness.as_of)


def _dated(question: StatusQuestion, freshness: Freshness, facts: dict[str, Fact]) -> dict[str, Fact]:
    as_of, until = freshness.as_of, freshness.fresh_until
    dates: dict[str, Fact] = {
        "as_of": as_of.date().isoformat() if as_of is not None else None,
        "fresh_until": moment_text(until),
    }
    return {**question.facts(), **facts, **dates}
