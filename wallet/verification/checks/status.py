"""Has it been taken back? All entries are asked; the worst answer counts, and the others stand in the facts."""

from dataclasses import replace

from wallet.report import CheckResult, Outcome
from wallet.status.methods import answer_status
from wallet.status.question import ListEffort, StatusQuestion
from wallet.verification.examination import Examination

# More entries than any real credential has: each may cost the checking of a whole list.
MAX_ENTRIES = 20

_GRADES = {"status.revoked": 0, "status.suspended": 1, "status.update_available": 3, "status.refresh_due": 4}


def check_status(examination: Examination) -> CheckResult:
    """Ask every status entry of the credential."""
    credential = examination.credential
    if not credential.status:
        return CheckResult("status", Outcome.SKIPPED, "status.none_claimed")
    effort = examination.list_effort or ListEffort()
    answers = [
        answer_status(
            StatusQuestion(
                claim=claim,
                credential_id=credential.id,
                issuer_id=credential.issuer.id,
                now=examination.now,
                documents=examination.documents,
                examine=examination.examine_nested,
                effort=effort,
            )
        )
        for claim in credential.status[:MAX_ENTRIES]
    ]
    if len(credential.status) > MAX_ENTRIES:
        answers.append(replace(answers[0], outcome=Outcome.UNDECIDED, code="status.malformed"))
    worst = min(answers, key=_grade)
    if len(answers) == 1:
        return worst
    return replace(worst, facts={**worst.facts, "entries_checked": tuple(_line(result) for result in answers)})


def _grade(result: CheckResult) -> int:
    if result.code in _GRADES:
        return _GRADES[result.code]
    return 5 if result.outcome is Outcome.PASSED else 2


def _line(result: CheckResult) -> str:
    return f"{result.facts.get('purpose') or '?'}: {result.code}"
