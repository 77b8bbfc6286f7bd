"""The few things people look for first, picked from everything a credential says. Pure: no widget, no Qt.

What is not picked is not lost: the page lists every claim below.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ui.words import say, show_fact
from wallet.clock import moment_of_seconds
from wallet.i18n import N_
from wallet.messages.views import CredentialDetail, CredentialSummary, SectionKind, ShownClaim

_TRUTH = (N_("yes"), N_("no"))
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_CHINESE = re.compile("[\u3400-\u9fff]")
_FACTS: Mapping[str, str] = {
    "achievedLevel": N_("Level reached"),
    "level": N_("Level"),
    "eqfLevel": N_("Level"),
    "educationLevel": N_("Level"),
    "workload": N_("Workload"),
    "assessment": N_("Assessment"),
    "fieldOfStudy": N_("Field of study"),
    "specialization": N_("Specialisation"),
    "humanCode": N_("Code"),
    "role": N_("Role"),
    "term": N_("Term"),
    "licenseNumber": N_("Licence number"),
    "activityStartDate": N_("Began"),
    "activityEndDate": N_("Ended"),
    "validFrom": N_("Valid from"),
    "nbf": N_("Valid from"),
    "validUntil": N_("Valid until"),
    "expirationDate": N_("Valid until"),
    "exp": N_("Valid until"),
}
_OWN_PARTS = (SectionKind.ABOUT, SectionKind.ACHIEVEMENT, SectionKind.RESULTS)
_ELSEWHERE = ("/creator/", "/related/", "/resultDescription/", "/alignment/", "/alignments/", "/evidence/")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value, both ready to show. `text` may be a stranger's."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What stands at the top of a credential's page."""

    description: str
    criteria: str
    facts: tuple[Fact, ...]
    skills: tuple[str, ...]


def credits_words(summary: CredentialSummary) -> str:
    """Return the credits as `5 ECTS`; a bare number gets the word for credits."""
    if not _NUMBER.fullmatch(summary.credits):
        return summary.credits
    return say(N_("1 credit")) if summary.credits == "1" else say(N_("{number} credits"), number=summary.credits)


def glance_at(detail: CredentialDetail) -> Glance:
    """Pick what people look for first."""
    claims = [(section.kind, claim) for section in detail.sections for claim in section.rows]
    rows = [claim for _kind, claim in claims]
    facts = [*_credits(detail.summary), *_results(rows), *_plain_facts(claims), *_learner(claims)]
    return Glance(
        description=_first(claims, SectionKind.ACHIEVEMENT, "description")
        or _first(claims, SectionKind.ABOUT, "description"),
        criteria=_first(claims, SectionKind.CRITERIA, "narrative"),
        facts=tuple(dict.fromkeys(facts)),
        skills=detail.summary.skills,
    )


def name_of(path: str) -> str:
    """Return the member that a JSON pointer ends in, past places in lists and languages."""
    parts = [part for part in path.split("/") if part and not part.isdigit()]
    if len(parts) > 1 and (parts[-1] in ("@value", "@id") or re.fullmatch(r"[a-z]{2,3}(-\w+)?", parts[-1])):
        return parts[-2] if parts[-2] in ("name", "description", "narrative") else parts[-1]
    return parts[-1] if parts else ""


def show_claim(claim: ShownClaim) -> str:
    """Return a claim's text as a person reads it: dates written out, also those that JWTs count in seconds."""
    if name_of(claim.path) in ("iat", "nbf", "exp") and claim.text.isdigit() and len(claim.text) < 12:
        return show_fact(moment_of_seconds(int(claim.text)))
    if claim.text in _TRUTH:
        return say(claim.text)
    return show_fact(claim.text)


def _credits(summary: CredentialSummary) -> Iterator[Fact]:
    if summary.credits:
        yield Fact(say(N_("Credits")), credits_words(summary))


def _results(rows: list[ShownClaim]) -> Iterator[Fact]:
    names = {
        row.path.rsplit("/", 1)[0]: row.text
        for row in rows
        if "/resultDescription/" in row.path and row.path.endswith("/name")
    }
    described = {
        row.text: names.get(row.path.rsplit("/", 1)[0], "")
        for row in rows
        if "/resultDescription/" in row.path and row.path.endswith("/id")
    }
    by_place = {row.path: row.text for row in rows}
    for row in rows:
        found = re.fullmatch(r"(.*/results?(?:/\d+)?)/value", row.path)
        if found:
            label = described.get(by_place.get(f"{found[1]}/resultDescription", ""), "")
            yield Fact(label or say(N_("Result")), row.text)


def _plain_facts(claims: list[tuple[SectionKind, ShownClaim]]) -> Iterator[Fact]:
    for name, label in _FACTS.items():
        for kind, claim in claims:
            own = kind in _OWN_PARTS and not any(part in claim.path for part in _ELSEWHERE)
            if own and name_of(claim.path) == name and not claim.text.startswith(("http:", "https:")):
                yield Fact(say(label), show_claim(claim))


def _learner(claims: list[tuple[SectionKind, ShownClaim]]) -> Iterator[Fact]:
    subject = {name_of(claim.path): claim.text for kind, claim in claims if kind is SectionKind.SUBJECT}
    name = subject.get("name") or _full_name(subject.get("given_name", ""), subject.get("family_name", ""))
    if name:
        yield Fact(say(N_("Learner")), name)


def _full_name(given: str, family: str) -> str:
    if _CHINESE.search(given + family):
        return family + given
    return " ".join(filter(None, (given, family)))


def _first(claims: list[tuple[SectionKind, ShownClaim]], wanted: SectionKind, name: str) -> str:
    found = (claim.text for kind, claim in claims if kind is wanted and name_of(claim.path) == name)
    return next((text for text in found if text), "")
