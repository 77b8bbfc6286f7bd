"""Who is the issuer, on whose word, as of when?"""

from datetime import datetime, timedelta

from wallet.report import CheckResult, Fact, Outcome, Severity
from wallet.trust.known_issuers import IssuerEntry
from wallet.verification.examination import Examination

_SKEW = timedelta(minutes=5)


def check_issuer(examination: Examination) -> CheckResult:
    """Look the issuer up in what the person trusts. Its own name for itself is quoted, never vouched for (UI-04).

    Two sources that name one issuer differently are both shown, and the difference is a fact (DID-08).
    """
    credential = examination.credential
    if credential.is_presentation and not examination.envelope.document.get("verifiableCredential"):
        # Its signature is its maker's own: without a credential no issuer has said anything, and anybody can make one.
        return CheckResult("issuer", Outcome.UNDECIDED, "issuer.nothing_shown", Severity.WARNING)
    if credential.is_presentation:
        return CheckResult("issuer", Outcome.SKIPPED, "issuer.not_applicable")
    declared: dict[str, Fact] = {"id": credential.issuer.id, "declared_name": credential.issuer.name.best("en")}
    listed = examination.known_issuers.find(credential.issuer.id or "")
    entries = [entry for entry in listed if _in_force(entry, examination.now)]
    if not entries:
        facts = {**declared, "lapsed": tuple(entry.source for entry in listed)} if listed else declared
        return CheckResult("issuer", Outcome.UNDECIDED, "issuer.unknown", Severity.WARNING, facts)
    facts = {**declared, **_vouched(entries)}
    conflict = bool(facts["conflict"])
    severity = Severity.WARNING if conflict else Severity.INFO
    code = "issuer.known_by_several_names" if conflict else "issuer.known"
    return CheckResult("issuer", Outcome.PASSED, code, severity, facts, entries[0].seen)


def _vouched(entries: list[IssuerEntry]) -> dict[str, Fact]:
    names = tuple(dict.fromkeys(entry.name for entry in entries))
    return {
        "name": entries[0].name,
        "names": names,
        "source": entries[0].source,
        "sources": tuple(dict.fromkeys(entry.source for entry in entries)),
        "url": entries[0].url,
        "conflict": len({" ".join(name.split()).casefold() for name in names}) > 1,
    }


def _in_force(entry: IssuerEntry, now: datetime) -> bool:
    if entry.valid_from is not None and entry.valid_from - now > _SKEW:
        return False
    return entry.valid_until is None or now <= entry.valid_until
