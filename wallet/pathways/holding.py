"""What a person has: a credential with its verdict, or their own word about work in progress, a plan or a paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from wallet.credentials.model import Achievement, Alignment, Credential, Result, Subject, Text
from wallet.encoding import jcs
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope
from wallet.pathways.amounts import Amount, exact
from wallet.pathways.pathway import NO_TEXT
from wallet.report import CheckResult, NestedRole, Outcome, Verdict, VerificationReport, judge
from wallet.verification.checked_credential import CheckedCredential

_INSTANT = timedelta(microseconds=1)
_CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Basis(StrEnum):
    """What stands behind a holding. Everything but `CREDENTIAL` is the learner's own word and never counts."""

    CREDENTIAL = "credential"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    PAPER = "paper"


class ResultStatus(StrEnum):
    """What a result says of itself (OB 3.0 ResultStatusType), as far as it matters here."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    UNDER_WAY = "under_way"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HeldResult:
    """One result on one scale: its value, the scale it is on (worst first), and the framework nodes it speaks of."""

    value: str
    scale: tuple[str, ...]
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing held. `verdict` is what the check found; `otherwise` is the verdict if its dates are left aside, `if_known` if
    besides its issuer were known: what a pathway that recognises the issuer may believe, and no more (None: as `otherwise`
    says, and verified where nothing but the issuer is in doubt).

    `grades` are result values as they stand, in no particular order. `parents` are the holdings it lies inside.
    `digest` is the SHA-256 of the signed content without its proofs, so that two copies are seen to be one.
    """

    id: str
    title: Text
    issuer_id: str
    verdict: Verdict
    otherwise: Verdict
    basis: Basis = Basis.CREDENTIAL
    issuer_name: str = ""
    achievement_id: str = ""
    achievement_type: str = ""
    related: tuple[str, ...] = ()
    ctids: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    awarded: date | None = None
    valid_until: date | None = None
    grades: tuple[str, ...] = ()
    result_status: ResultStatus = ResultStatus.FINAL
    credits: Amount | None = None
    subject_id: str = ""
    digest: str = ""
    parents: tuple[str, ...] = ()
    results: tuple[HeldResult, ...] = ()
    if_known: Verdict | None = None
    credential_id: str = ""
    stands_for: str = ""  # the achievement (a pathway's key) that a plan or a record of the learner's own is about


def own_word(
    identifier: str,
    basis: Basis,
    achievement_id: str,
    title: Text = NO_TEXT,
    issuer_id: str = "",
    awarded: date | None = None,
) -> Holding:
    """Return a holding that rests on the learner's word alone: work in progress, a plan, a paper certificate."""
    verdict = Verdict.UNSIGNED
    return Holding(
        identifier, title, issuer_id, verdict, verdict, basis, achievement_id=achievement_id, awarded=awarded
    )


def holdings_from(checked: CheckedCredential, stored_id: str, awarded: date | None = None) -> tuple[Holding, ...]:
    """Return a credential's holding and those of the credentials it holds (CLR), each naming what it lies inside."""
    return tuple(_read(checked, stored_id, (), awarded))


def _read(
    checked: CheckedCredential, identifier: str, parents: tuple[str, ...], awarded: date | None
) -> Iterator[Holding]:
    credential = checked.credential
    subjects = [subject for subject in credential.subjects if subject.achievement is not None]
    for number, subject in enumerate(subjects or [Subject()]):
        own = identifier if number == 0 else f"{identifier}#{number}"
        yield _holding(checked, subject, own, parents, awarded)
    held = [nested for nested in checked.nested if nested.role is NestedRole.HELD]
    for nested in held:
        inside = f"{identifier}{nested.path if nested.path.startswith(('/', '#')) else '/' + nested.path}"
        yield from _read(nested.checked, inside, (*parents, identifier), awarded or _day(credential.awarded))


def _holding(
    checked: CheckedCredential, subject: Subject, identifier: str, parents: tuple[str, ...], awarded: date | None
) -> Holding:
    credential = checked.credential
    achievement = subject.achievement or Achievement(None, credential.title)
    statuses = [_status(result) for result in subject.results]
    return Holding(
        id=identifier,
        title=achievement.name if achievement.name.values else credential.title,
        issuer_id=credential.issuer.id or "",
        issuer_name=str(credential.issuer.name),
        # A container's verdict must not hide that a child of its own is sound, nor the other way round.
        verdict=checked.report.own_verdict,
        otherwise=_but_for_dates(checked.report),
        if_known=_but_for_dates(checked.report, issuer_known=True),
        credential_id=credential.id or "",
        achievement_id=achievement.id or "",
        achievement_type=achievement.kind or "",
        related=achievement.related,
        ctids=_ctids(achievement),
        alignments=(*achievement.alignments, *(found for result in subject.results for found in result.alignments)),
        awarded=_awarded(credential, subject) or awarded,
        valid_until=_last_day(credential.valid_until),
        grades=tuple(dict.fromkeys(grade for result in subject.results for grade in _grades(result, achievement))),
        result_status=max(statuses, key=tuple(ResultStatus).index, default=ResultStatus.FINAL),
        credits=_credits(subject, achievement),
        subject_id=subject.id or "",
        digest=content_digest(checked.envelope),
        parents=parents,
        results=tuple(_results(subject, achievement)),
    )


def _results(subject: Subject, achievement: Achievement) -> Iterator[HeldResult]:
    described = {found.id: found for found in achievement.result_descriptions if found.id}
    for result in subject.results:
        description = described.get(result.description or "")
        scale = () if description is None else description.allowed_values or tuple(n for _, n in description.levels)
        nodes = [alignment.target_url or alignment.target_code or "" for alignment in result.alignments]
        for value in _grades(result, achievement):
            yield HeldResult(value, scale, tuple(dict.fromkeys(node for node in nodes if node)))


def _but_for_dates(report: VerificationReport, *, issuer_known: bool = False) -> Verdict:
    def aside(result: CheckResult) -> CheckResult:
        if result.code == "validity.expired":
            return replace(result, outcome=Outcome.PASSED, code="validity.current")
        if issuer_known and result.code == "issuer.unknown":
            return replace(result, outcome=Outcome.PASSED, code="issuer.known")
        return result

    return judge(aside(result) for result in report.results)


def _awarded(credential: Credential, subject: Subject) -> date | None:
    return _day(credential.awarded) or _day(subject.activity_end) or _day(credential.valid_from)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _last_day(end: datetime | None) -> date | None:
    """The last day that has a moment before the end: what ends at midnight does not hold on the day that begins there."""
    return None if end is None or end == datetime.min.replace(tzinfo=end.tzinfo) else (end - _INSTANT).date()


def _grades(result: Result, achievement: Achievement) -> Iterator[str]:
    if result.value:
        yield result.value.strip()
    if result.achieved_level:
        levels = {key: name for described in achievement.result_descriptions for key, name in described.levels}
        yield levels.get(result.achieved_level, result.achieved_level).strip()


_STATUS = {
    "Failed": ResultStatus.FAILED,
    "Withdrew": ResultStatus.FAILED,
    "Enrolled": ResultStatus.UNDER_WAY,
    "InProgress": ResultStatus.UNDER_WAY,
    "OnHold": ResultStatus.UNDER_WAY,
    "Provisional": ResultStatus.PROVISIONAL,
}


def _status(result: Result) -> ResultStatus:
    return _STATUS.get(result.status or "", ResultStatus.FINAL)


def _credits(subject: Subject, achievement: Achievement) -> Amount | None:
    stated = subject.credits_earned or achievement.credits_available
    value = None if stated is None else exact(stated.value)
    return None if stated is None or value is None or value < 0 else Amount(value, stated.unit)


def _ctids(achievement: Achievement) -> tuple[str, ...]:
    texts = [achievement.id or "", *(identifier for _, identifier in achievement.other_identifiers)]
    for alignment in achievement.alignments:
        if (
            "ctdl" in (alignment.target_type or "").lower()
            or "credentialengine" in (alignment.target_url or "").lower()
        ):
            texts += [alignment.target_url or "", alignment.target_code or ""]
    found = (match[0] for text in texts if (match := _CTID.search(text.lower())))
    return tuple(dict.fromkeys(found))


def content_digest(envelope: Envelope) -> str:
    """Return the SHA-256 (hex) of what was signed: the document without its proofs."""
    document = {name: value for name, value in envelope.document.items() if name != "proof"}
    try:
        return sha256(jcs.canonicalize(document)).hexdigest()
    except WalletError:
        return sha256(envelope.original).hexdigest()
