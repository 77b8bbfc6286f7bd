"""The line that `verify --json` prints: `resources/schemas/verify-report-1.schema.json`.

Made from checked credentials, never read back into one.
"""

from datetime import datetime

from wallet.clock import moment_text
from wallet.credentials.model import Credential
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import WalletError
from wallet.i18n import translate
from wallet.report import CheckResult, Fact
from wallet.verification.checked_credential import CheckedCredential, CheckedNested


def report_line(checked: CheckedCredential, source: str) -> JsonObject:
    """Return the line for one top-level document."""
    return {"source": source, **_report(checked)}


def refusal_line(error: WalletError, source: str, language: str = "en") -> JsonObject:
    """Return the line for something that could not be read: no verdict, no checks, and why."""
    return {
        "source": source,
        "format": None,
        "verdict": None,
        "checks": [],
        "credential": None,
        "nested": [],
        "error": {
            "code": error.code,
            "message": translate(error.explanation, language, error.facts),
            "step": error.step,
            "advice": translate(error.advice, language, error.facts),
        },
    }


def _report(checked: CheckedCredential) -> JsonObject:
    return {
        "format": checked.envelope.format.value,
        "verdict": checked.report.verdict.value,
        "checks": [_check(result) for result in checked.report.results],
        "credential": None if checked.credential.is_presentation else _credential(checked.credential),
        "nested": [_nested(item) for item in checked.nested],
        "error": None,
    }


def _nested(item: CheckedNested) -> JsonObject:
    return {"path": item.path, "role": item.role.value, **_report(item.checked)}


def _check(result: CheckResult) -> JsonObject:
    return {
        "check": result.check,
        "outcome": result.outcome.value,
        "code": result.code,
        "severity": result.severity.value,
        "facts": {name: _fact(fact) for name, fact in result.facts.items()},
        "as_of": _moment(result.as_of),
    }


def _credential(credential: Credential) -> JsonObject:
    issuer = credential.issuer
    subject = next((subject.id for subject in credential.subjects if subject.id is not None), None)
    return {
        "id": credential.id,
        "types": list(credential.types),
        "name": credential.title.best("en"),
        "issuer": {"id": issuer.id, "name": issuer.name.best("en") or None},
        "subject": {"id": subject},
        "issued": _moment(credential.awarded or credential.valid_from),
        "valid_until": _moment(credential.valid_until),
    }


def _fact(fact: Fact) -> JsonValue:
    return list(fact) if isinstance(fact, tuple) else fact


def _moment(moment: datetime | None) -> str | None:
    if moment is None or moment.tzinfo is None:
        return None
    return moment_text(moment)
