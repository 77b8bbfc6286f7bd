"""Is it within its dates?

VCDM 2.0 section 4.9 and RFC 7519 section 4.1: a start may lie five minutes ahead, for clocks differ (TIME-02); an end is an
end. Where several dates speak, in the document, the JWT claims and the proof, the narrowest window counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wallet.clock import moment_of_seconds, moment_text
from wallet.formats.envelope import Format, JsonValue
from wallet.report import CheckResult, Fact, Outcome, Severity
from wallet.verification.deciding import deciding_proof
from wallet.verification.examination import Examination

SKEW = timedelta(minutes=5)

_STARTS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")
# Four digits of year is what our moments can carry; RFC 7519 says a NumericDate may have a fraction, and not that nothing
# was ever issued before 1970.
_NUMERIC_DATES = (-62_135_596_800, 253_402_300_799)


@dataclass(frozen=True, slots=True)
class _Edge:
    """One end of a window. `exclusive`: over at that very moment (RFC 7519 section 4.1.4), not just after it."""

    what: str
    moment: datetime
    exclusive: bool = False


def check_validity(examination: Examination) -> CheckResult:
    """Compare the one moment of this examination with every start and end that was signed."""
    broken = next(_malformed(examination), None)
    if broken is not None:
        return CheckResult("validity", Outcome.FAILED, "validity.malformed", Severity.ERROR, {"member": broken})
    start = max(_starts(examination), key=lambda edge: edge.moment, default=None)
    end = min(_ends(examination), key=lambda edge: (edge.moment, not edge.exclusive), default=None)
    facts = _facts(start, end)
    if end is not None and (examination.now > end.moment or (end.exclusive and examination.now == end.moment)):
        # An expired achievement is still an achievement: warn, do not condemn.
        return CheckResult("validity", Outcome.FAILED, "validity.expired", Severity.WARNING, facts, end.moment)
    if start is not None and start.moment - examination.now > SKEW:
        return CheckResult("validity", Outcome.FAILED, "validity.not_yet_valid", Severity.WARNING, facts, start.moment)
    code = "validity.current" if end is not None else "validity.no_end"
    return CheckResult("validity", Outcome.PASSED, code, Severity.INFO, facts, examination.now)


def _facts(start: _Edge | None, end: _Edge | None) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "valid_from": moment_text(start.moment if start else None),
        "valid_until": moment_text(end.moment if end else None),
    }
    if end is not None and end.what == "expires":
        facts["of"] = "proof"
    return facts


def _starts(examination: Examination) -> Iterator[_Edge]:
    credential, finding = examination.credential, deciding_proof(examination)
    if credential.valid_from is not None:
        yield _Edge("validFrom", credential.valid_from)
    if (not_before := _numeric_date(examination.envelope.claims.get("nbf"))) is not None:
        yield _Edge("nbf", not_before)
    if (issued := _numeric_date(examination.envelope.claims.get("iat"))) is not None:
        yield _Edge("iat", issued)
    created = finding.created
    # A proof may be made long after what it proves began: its date only counts when it lies ahead (DI-11).
    if created is not None and created - examination.now > SKEW:
        yield _Edge("created", created)


def _ends(examination: Examination) -> Iterator[_Edge]:
    credential, finding = examination.credential, deciding_proof(examination)
    if credential.valid_until is not None:
        yield _Edge("validUntil", credential.valid_until)
    if (expires := _numeric_date(examination.envelope.claims.get("exp"))) is not None:
        yield _Edge("exp", expires, exclusive=True)
    if finding.expires is not None:
        yield _Edge("expires", finding.expires)


def _malformed(examination: Examination) -> Iterator[str]:
    """Yield every date that is there but names no moment: a wrong date is never taken for no date."""
    credential, claims = examination.credential, examination.envelope.claims
    yield from (name for name in ("nbf", "exp", "iat") if _is_broken_number(claims, name))
    if examination.envelope.format is Format.SD_JWT_VC:
        return
    yield from (name for name in (*_STARTS, *_ENDS) if f"/{name}" in credential.malformed_dates)


def _is_broken_number(claims: Mapping[str, JsonValue], name: str) -> bool:
    return name in claims and _numeric_date(claims[name]) is None


def _numeric_date(value: JsonValue) -> datetime | None:
    """RFC 7519 section 2, NumericDate: seconds since 1970, never a string and never a boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not _NUMERIC_DATES[0] <= value <= _NUMERIC_DATES[1]:
        return None
    return moment_of_seconds(value)
