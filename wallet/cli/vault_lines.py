"""What the vault's verbs print: one line for people, or one JSON object for programs."""

import json
from datetime import datetime

from wallet.cli.console import Console, pad
from wallet.clock import moment_text
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail, CredentialSummary
from wallet.report import CheckResult, Fact, Verdict
from wallet.wording import VERDICT_WORDS

_ID_COLUMNS = 20
_VERDICT_COLUMNS = 22
_GOOD = (Verdict.VERIFIED, Verdict.REFRESH_DUE)
_BAD = (Verdict.ALTERED, Verdict.NOT_GENUINE, Verdict.NOT_BOUND, Verdict.REVOKED)


def id_of(key: str) -> str:
    """Return an id in its column."""
    return pad(key, _ID_COLUMNS)


def verdict_words(verdict: Verdict, console: Console) -> str:
    """Return a verdict in words, in its column and its colour."""
    tone = "good" if verdict in _GOOD else "bad" if verdict in _BAD else "attention"
    return console.paint(pad(console.words(VERDICT_WORDS[verdict].title), _VERDICT_COLUMNS), tone)


def say_back(count: int, console: Console) -> None:
    """Say that credentials are where they were before."""
    console.count(count, N_("1 credential is back."), N_("{count} credentials are back."))


def say_deleted(count: int, console: Console) -> None:
    """Say that credentials were deleted for good, and where they still are."""
    one = N_("1 credential was deleted. Backups made before still hold it.")
    console.count(count, one, N_("{count} credentials were deleted. Backups made before still hold them."))


def print_json(line: JsonObject, console: Console) -> None:
    """Print one JSON object on a line of its own."""
    console.line(json.dumps(line, ensure_ascii=False, allow_nan=False))


def second_text(moment: datetime | None) -> str | None:
    """Return a moment as lines tell it that need no more than the second."""
    return None if moment is None else moment_text(moment.replace(microsecond=0))


def summary_line(summary: CredentialSummary) -> JsonObject:
    """Return what `list --json` says of one credential."""
    return {
        "id": summary.id,
        "title": summary.title,
        "issuer": {
            "id": summary.issuer_id,
            "name": summary.issuer_name,
            "vouched_by": summary.issuer_vouched_by or None,
        },
        "kind": summary.kind,
        "verdict": summary.verdict.value,
        "credits": summary.credits or None,
        "issued": moment_text(summary.issued),
        "valid_until": moment_text(summary.valid_until),
        "added": moment_text(summary.added),
        "checked_at": moment_text(summary.checked_at),
        "tags": list[JsonValue](summary.tags),
        "archived": summary.archived,
        "trashed_at": moment_text(summary.trashed_at),
        "sample": summary.sample,
    }


def detail_line(detail: CredentialDetail) -> JsonObject:
    """Return what `show --json` says."""
    return {
        **summary_line(detail.summary),
        "format": detail.format,
        "source": detail.source,
        "size": detail.size,
        "proofs": list[JsonValue](detail.proofs),
        "hidden_claims": detail.hidden_claims,
        "notes": detail.notes,
        "checks": [_check(result) for result in detail.results],
        "claims": [
            {"section": section.kind.value, "path": row.path, "text": row.text, "covered": row.covered}
            for section in detail.sections
            for row in section.rows
        ],
        "nested": [
            {"path": nested.path, "role": nested.role.value, "title": nested.title, "verdict": nested.verdict.value}
            for nested in detail.nested
        ],
        "history": [{"checked_at": moment_text(at), "verdict": verdict.value} for at, verdict in detail.history],
    }


def _check(result: CheckResult) -> JsonObject:
    return {
        "check": result.check,
        "outcome": result.outcome.value,
        "code": result.code,
        "severity": result.severity.value,
        "facts": {name: _fact(fact) for name, fact in result.facts.items()},
        "as_of": moment_text(result.as_of),
    }


def _fact(fact: Fact) -> JsonValue:
    return list(fact) if isinstance(fact, tuple) else fact
