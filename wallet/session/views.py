"""From a checked credential to what the window shows and what the vault keeps of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wallet.credentials.model import Credential, Text
from wallet.credentials.shape import shape_of
from wallet.credentials.shown_text import show_line, show_text
from wallet.formats.envelope import Envelope, Format
from wallet.intake import CheckedCredential
from wallet.messages.views import CredentialDetail, CredentialSummary, NestedView, ShapeFault
from wallet.report import NestedRole, Outcome, Verdict, VerificationReport
from wallet.session.contents import content_of, copy_of
from wallet.session.exporting import extension_of
from wallet.session.pictures import picture_of
from wallet.session.sections import sections_of
from wallet.store.stored_credential import NewCredential
from wallet.trust.known_issuers import NOBODY, KnownIssuers

MOST_SKILLS = 30
LONGEST_RAW = 1_000_000  # characters of raw source


def summary_of(checked: CheckedCredential, known: KnownIssuers) -> CredentialSummary:
    """Return what lists show. The issuer's name is a trust pack's where one vouches for it, else the credential's own."""
    credential, report = checked.credential, checked.report
    name, vouched_by = _issuer_name(credential, report, known)
    return CredentialSummary(
        id="",
        title=show_line(credential.title.best("en")),
        titles=_titles(credential.title),
        issuer_name=name,
        issuer_id=show_line(credential.issuer.id or ""),
        issuer_vouched_by=vouched_by,
        kind=show_line(_kind(credential), 100),
        verdict=report.verdict,
        signing_key=checked.signing_key,
        credits=_credits(credential),
        issued=credential.awarded or credential.valid_from,
        valid_until=credential.valid_until,
        checked_at=report.checked_at,
        skills=tuple(dict.fromkeys(_skills(credential)))[:MOST_SKILLS],
    )


def detail_of(
    checked: CheckedCredential,
    summary: CredentialSummary,
    notes: str = "",
    history: tuple[tuple[datetime, Verdict], ...] = (),
) -> CredentialDetail:
    """Return everything that the detail page shows."""
    envelope, report = checked.envelope, checked.report
    return CredentialDetail(
        summary=replace(summary, verdict=report.verdict),
        verdict=report.verdict,
        results=report.results,
        checked_at=report.checked_at,
        sections=sections_of(checked.credential, report),
        format=envelope.format.value,
        source=show_line(envelope.source),
        raw=_raw(envelope),
        size=len(envelope.original),
        nested=tuple(_nested(checked)),
        notes=notes,
        hidden_claims=envelope.selective.hidden if envelope.selective is not None else 0,
        proofs=tuple(dict.fromkeys(_proofs(envelope))),
        history=history,
        picture_png=picture_of(checked),
        ending=extension_of(envelope.original),
        shape=tuple(_shape(checked)),
    )


def new_credential(checked: CheckedCredential, known: KnownIssuers, *, sample: bool = False) -> NewCredential:
    """Return what the vault keeps."""
    summary = replace(summary_of(checked, known), sample=sample)
    return NewCredential(
        content=content_of(checked.envelope),
        copy=copy_of(checked.envelope),
        original=checked.envelope.original,
        source=checked.envelope.source,
        report=checked.report,
        summary=summary,
        words=tuple(_words(checked, summary)),
        fresh_until=fresh_until(checked.report),
        sample=sample,
    )


def fresh_until(report: VerificationReport) -> datetime | None:
    """Return when the status evidence of a report, or of what it holds, stops being current; None where there is none."""
    status = report.result_of("status")
    moments = [fresh_until(nested.report) for nested in report.nested]
    if status is not None and status.outcome is Outcome.PASSED and status.code != "status.none_claimed":
        moments.append(_day(status.facts.get("fresh_until")) or (status.as_of and status.as_of + timedelta(days=30)))
    return min((moment for moment in moments if moment is not None), default=None)


def _day(fact: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(fact))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _issuer_name(credential: Credential, report: VerificationReport, known: KnownIssuers) -> tuple[str, str]:
    issuer = report.result_of("issuer")
    entries = known.find(credential.issuer.id) if credential.issuer.id else ()
    if issuer is not None and issuer.outcome is Outcome.PASSED and entries:
        return show_line(entries[0].name), show_line(entries[0].source)
    return show_line(credential.issuer.name.best("en")), ""


def _titles(title: Text) -> tuple[tuple[str, str], ...]:
    return tuple((tag or "", show_line(text)) for tag, text in title.values[:20])


def _kind(credential: Credential) -> str:
    achievements = [subject.achievement for subject in credential.subjects if subject.achievement is not None]
    kinds = [achievement.kind for achievement in achievements if achievement.kind]
    general = ("VerifiableCredential", "VerifiablePresentation")
    specific = [name for name in credential.types if name not in general]
    return (kinds or specific or list(credential.types) or [""])[-1]


def _credits(credential: Credential) -> str:
    for subject in credential.subjects:
        if subject.credits is not None:
            return show_line(f"{subject.credits.value} {subject.credits.unit}", 60)
    return ""


def _skills(credential: Credential) -> Iterator[str]:
    for subject in credential.subjects:
        aligned = [alignment for result in subject.results for alignment in result.alignments]
        if subject.achievement is not None:
            aligned = [*subject.achievement.alignments, *aligned]
            yield from (show_line(tag, 100) for tag in subject.achievement.tags if tag)
        yield from (show_line(alignment.target_name, 100) for alignment in aligned if alignment.target_name)


def _words(checked: CheckedCredential, summary: CredentialSummary) -> Iterator[str]:
    yield from (
        summary.title,
        *(text for _, text in summary.titles),
        summary.issuer_name,
        summary.kind,
        summary.credits,
    )
    yield from summary.skills
    yield from (subject.id for subject in checked.credential.subjects if subject.id)
    confirmed = (checked.credential.confirmation_key or {}).get("x")
    yield from (confirmed,) if isinstance(confirmed, str) else ()
    for one in (checked, *(nested.checked for nested in checked.nested)):
        for claim in one.credential.claims:
            if isinstance(claim.value, str) and not claim.value.startswith("data:") and "/type" not in claim.path:
                yield claim.value[:2_000]


def _shape(checked: CheckedCredential) -> Iterator[ShapeFault]:
    for fault in shape_of(checked.envelope):
        yield ShapeFault(show_line(fault.path), fault.code, checked.credential.is_presentation)


def _raw(envelope: Envelope) -> str:
    try:
        return show_text(envelope.original.decode("utf-8"), LONGEST_RAW)
    except UnicodeDecodeError:
        return ""


def _nested(checked: CheckedCredential) -> Iterator[NestedView]:
    for item in checked.nested:
        inner = item.checked
        yield NestedView(
            path=show_line(item.path),
            role=item.role,
            title=show_line(inner.credential.title.best("en")),
            issuer_name=show_line(inner.credential.issuer.name.best("en") or inner.credential.issuer.id or ""),
            verdict=inner.report.verdict,
            results=inner.report.results,
            nested=tuple(_nested(inner)),
            sections=sections_of(inner.credential, inner.report) if item.role is NestedRole.HELD else (),
            summary=_nested_summary(inner) if item.role is NestedRole.HELD else None,
            hidden_claims=inner.envelope.selective.hidden if inner.envelope.selective is not None else 0,
            shape=tuple(_shape(inner)),
        )


def _nested_summary(inner: CheckedCredential) -> CredentialSummary:
    """What lists show, with the issuer named as its own check found it."""
    issuer, summary = inner.report.result_of("issuer"), summary_of(inner, NOBODY)
    if issuer is None or issuer.outcome is not Outcome.PASSED:
        return summary
    name, source = issuer.facts.get("name"), issuer.facts.get("source")
    return replace(summary, issuer_name=show_line(str(name or "")), issuer_vouched_by=show_line(str(source or "")))


def _proofs(envelope: Envelope) -> Iterator[str]:
    if envelope.format is not Format.JSON:
        yield from (show_line(str(header.get("alg", "")), 60) for header in envelope.headers)
        return
    proof = envelope.document.get("proof")
    for one in proof if isinstance(proof, list) else [proof]:
        if isinstance(one, dict):
            yield show_line(str(one.get("cryptosuite") or one.get("type") or ""), 60)
