"""How far a credential can be believed: check results, the report, and the one function that judges.

There is no bool anywhere: `bool(report)` raises. A verdict is worked out from the results each time it is
asked for, so a stored report can never carry a verdict that its evidence does not support.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Fact = str | int | bool | tuple[str, ...] | None
Facts = Mapping[str, Fact]

CHECK_NAMES: tuple[str, ...] = ("signature", "coverage", "issuer_key", "issuer", "validity", "status", "holder")


class Outcome(StrEnum):
    """What a check found. UNDECIDED is not a failure: it is what we could not find out."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"
    SKIPPED = "skipped"


class Severity(StrEnum):
    """How much a finding matters to a person."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Verdict(StrEnum):
    """The headline, worst first: the first that applies is the verdict."""

    ALTERED = "altered"
    NOT_GENUINE = "not_genuine"
    NOT_BOUND = "not_bound"
    UNSIGNED = "unsigned"
    CANNOT_CHECK = "cannot_check"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ISSUER_UNKNOWN = "issuer_unknown"
    STATUS_UNKNOWN = "status_unknown"
    REFRESH_DUE = "refresh_due"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        """0 is worst. Use it to compare; do not compare the strings."""
        return tuple(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One finding: which check, what came out, a stable code, and the facts that fill its sentence.

    `as_of` is the moment the evidence speaks of (a status list's own signed date, say), None where time plays no part.
    """

    check: str
    outcome: Outcome
    code: str
    severity: Severity = Severity.INFO
    facts: Facts = field(default_factory=dict)
    as_of: datetime | None = None

    def __bool__(self) -> bool:
        raise TypeError("ask for result.outcome: a finding is not true or false")


class NestedRole(StrEnum):
    """How a nested credential bears on its parent."""

    HELD = "held"
    ENDORSEMENT = "endorsement"


@dataclass(frozen=True, slots=True)
class NestedReport:
    """The report of a credential found inside another, with the JSON pointer where it stood."""

    path: str
    role: NestedRole
    report: "VerificationReport"


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All findings on one credential at one moment, and the reports of what it holds."""

    results: tuple[CheckResult, ...]
    checked_at: datetime
    nested: tuple[NestedReport, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("ask for report.verdict: a report is not true or false")

    @property
    def own_verdict(self) -> Verdict:
        """The verdict on this credential alone."""
        return judge(self.results)

    @property
    def verdict(self) -> Verdict:
        """The worst of its own verdict and those of the credentials it holds; endorsements only add reasons."""
        held = [nested.report.verdict for nested in self.nested if nested.role is NestedRole.HELD]
        return min([self.own_verdict, *held], key=lambda verdict: verdict.rank)

    def result_of(self, check: str) -> CheckResult | None:
        """Return the finding of the named check, or None if it did not run."""
        return next((result for result in self.results if result.check == check), None)


# An outcome's code can call for one particular verdict; the order of the verdicts settles between several.
_BY_CODE: Mapping[str, Verdict] = {
    "signature.unsigned": Verdict.UNSIGNED,
    "status.revoked": Verdict.REVOKED,
    "status.suspended": Verdict.SUSPENDED,
    "status.refresh_due": Verdict.REFRESH_DUE,
    "validity.expired": Verdict.EXPIRED,
    "validity.not_yet_valid": Verdict.NOT_YET_VALID,
}

# What is listed in neither of these two cannot be checked.
_BY_FAILURE: Mapping[str, Verdict] = {
    "signature": Verdict.ALTERED,
    "coverage": Verdict.ALTERED,
    "issuer_key": Verdict.NOT_GENUINE,
    "holder": Verdict.NOT_BOUND,
    "issuer": Verdict.ISSUER_UNKNOWN,
    "status": Verdict.STATUS_UNKNOWN,
}

_BY_DOUBT: Mapping[str, Verdict] = {
    "issuer": Verdict.ISSUER_UNKNOWN,
    "status": Verdict.STATUS_UNKNOWN,
}

_PROOF_CHECKS = ("signature", "coverage", "issuer_key")

# Undecided, though somebody asked: what was asked for was not shown.
_ASKED_IN_VAIN = ("proof.broken_check", "holder.key_unknown")


def judge(results: Iterable[CheckResult]) -> Verdict:
    """Return the first verdict, in the order of `Verdict`, that any finding calls for.

    `verified` needs passed signature, coverage and issuer_key checks; a missing or skipped one counts as doubt.
    An undecided `holder` check (nobody asked for a proof of possession) does not count against a credential.
    """
    found = tuple(results)
    calls = [verdict for result in found if (verdict := _called_for_by(result)) is not None]
    passed = {result.check for result in found if result.outcome is Outcome.PASSED}
    if not passed.issuperset(_PROOF_CHECKS):
        calls.append(Verdict.CANNOT_CHECK)
    if not {result.check for result in found}.issuperset(("issuer", "validity", "status")):
        calls.append(Verdict.CANNOT_CHECK)
    return min(calls, key=lambda verdict: verdict.rank, default=Verdict.VERIFIED)


def _called_for_by(result: CheckResult) -> Verdict | None:
    if result.code in _BY_CODE:
        return _BY_CODE[result.code]
    match result.outcome:
        case Outcome.FAILED:
            return _BY_FAILURE.get(result.check, Verdict.CANNOT_CHECK)
        case Outcome.UNDECIDED:
            # Nobody asked: no matter. But where somebody did, and nothing could be found out, the answer is none.
            if result.check == "holder" and result.code not in _ASKED_IN_VAIN:
                return None
            return _BY_DOUBT.get(result.check, Verdict.CANNOT_CHECK)
        case _:
            return None
