"""What sort of achievement it is, in words: the types of Open Badges 3.0, clause B.1.22 AchievementType.

A type that is not in the standard is shown as it stands, split at its capitals.
"""

import re
from collections.abc import Mapping

from ui.words import language, say
from wallet.i18n import N_
from wallet.messages.views import CredentialSummary

KINDS: Mapping[str, str] = {
    "Achievement": N_("Achievement"),
    "ApprenticeshipCertificate": N_("Apprenticeship certificate"),
    "Assessment": N_("Assessment"),
    "Assignment": N_("Assignment"),
    "AssociateDegree": N_("Associate degree"),
    "Award": N_("Award"),
    "Badge": N_("Badge"),
    "BachelorDegree": N_("Bachelor’s degree"),
    "Certificate": N_("Certificate"),
    "CertificateOfCompletion": N_("Certificate of completion"),
    "Certification": N_("Certification"),
    "CommunityService": N_("Community service"),
    "Competency": N_("Competency"),
    "Course": N_("Course"),
    "CoCurricular": N_("Co-curricular activity"),
    "Degree": N_("Degree"),
    "Diploma": N_("Diploma"),
    "DoctoralDegree": N_("Doctoral degree"),
    "Fieldwork": N_("Fieldwork"),
    "GeneralEducationDevelopment": N_("General education certificate"),
    "JourneymanCertificate": N_("Journeyman’s certificate"),
    "LearningProgram": N_("Learning programme"),
    "License": N_("Licence"),
    "MasterCertificate": N_("Master craftsman’s certificate"),
    "MasterDegree": N_("Master’s degree"),
    "Membership": N_("Membership"),
    "MicroCredential": N_("Micro-credential"),
    "ProfessionalDoctorate": N_("Professional doctorate"),
    "QualityAssuranceCredential": N_("Quality assurance"),
    "ResearchDoctorate": N_("Research doctorate"),
    "SecondarySchoolDiploma": N_("Secondary school diploma"),
    "OpenBadgeCredential": N_("Open Badge"),
    "AchievementCredential": N_("Open Badge"),
    "ClrCredential": N_("Learner record"),
    "EndorsementCredential": N_("Endorsement"),
    "VerifiableCredential": N_("Credential"),
    "VerifiablePresentation": N_("Presentation"),
}

_SMALL_WORDS = frozenset(("of", "the", "and", "for", "de", "der", "die", "für", "du", "la", "le", "di", "do", "da"))
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def kind_words(kind: str) -> str:
    """Return the words for a type."""
    if kind in KINDS:
        return say(KINDS[kind])
    return _CAPITAL.sub(" ", kind.removeprefix("ext:"))


def readable_name(name: str) -> str:
    """Return a member's own name, as `credit_unit` or `studentNumber`, as words."""
    plain = _CAPITAL.sub(" ", name.replace("_", " ")).strip()
    return plain[:1].upper() + plain[1:]


def title_of(summary: CredentialSummary) -> str:
    """Return the title in the window's language where the credential has it, else as it stands."""
    wanted = language().split("_")[0]
    return next((title for tag, title in summary.titles if tag.lower().split("-")[0] == wanted), summary.title)


def issuer_words(summary: CredentialSummary) -> str:
    """Return the issuer's name: in quotation marks while it is only what the credential says of itself (UI-04)."""
    name = summary.issuer_name or summary.issuer_id
    return name if summary.issuer_vouched_by else say(N_("“{name}”"), name=name)


def monogram_of(name: str) -> str:
    """Return one to three letters that stand for an issuer."""
    words = [word for word in re.split(r"[^\w]+", name) if word]
    if not words:
        return "?"
    first = words[0]
    if not first[0].isascii() and not first[0].isupper() and not first[0].islower():
        return first[0]
    if first.isupper() and 2 <= len(first) <= 4:
        return first
    letters = [word[0] for word in words if word[0].isupper() and word.lower() not in _SMALL_WORDS]
    return "".join(letters[:3]) or first[0].upper()
