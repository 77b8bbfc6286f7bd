"""From the claims of a credential to the sections of the detail page: every leaf once, where people look for it.

A leaf is placed by its JSON pointer. What no rule knows goes to Other under its own name, so that nothing that was signed
is hidden; what only computers need (types, contexts, proofs) is left to the raw source.
"""

import re
from collections.abc import Iterator, Mapping

from wallet.credentials.model import Claim, Credential
from wallet.credentials.shown_text import show_text
from wallet.i18n import N_
from wallet.messages.views import Section, SectionKind, ShownClaim
from wallet.report import Outcome, VerificationReport

MOST_ROWS = 2_000
LONGEST_TEXT = 20_000

_ACHIEVEMENT = r"(?:/credentialSubject(?:/\d+)?|/vc/credentialSubject(?:/\d+)?)?/achievement(?:/\d+)?"
_SUBJECT = r"(?:/vc)?/credentialSubject(?:/\d+)?"

# The first that matches decides. Only the last member names the row.
_PLACES: tuple[tuple[re.Pattern[str], SectionKind | None], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r".*/(?:type|@type|@context)(?:/\d+)?$", None),
        (r"/(?:@context|proof|credentialSchema|refreshService|termsOfUse|_sd_alg|cnf|vct#integrity)(?:/.*)?$", None),
        (r"(?:/vc)?/(?:credentialStatus|status)(?:/.*)?$", None),
        (rf"{_ACHIEVEMENT}/criteria(?:/.*)?$", SectionKind.CRITERIA),
        (rf"{_ACHIEVEMENT}/alignments?(?:/.*)?$", SectionKind.ALIGNMENTS),
        (rf"{_ACHIEVEMENT}/resultDescription(?:/.*)?$", SectionKind.RESULTS),
        (rf"{_ACHIEVEMENT}(?:/.*)?$", SectionKind.ACHIEVEMENT),
        (rf"(?:{_SUBJECT})?/results?(?:/.*)?$", SectionKind.RESULTS),
        (rf"{_SUBJECT}/(?:creditsEarned|role|term|activityStartDate|activityEndDate|licenseNumber|narrative)$", SectionKind.RESULTS),
        (rf"(?:{_SUBJECT})?/evidence(?:/.*)?$", SectionKind.EVIDENCE),
        (rf"{_SUBJECT}(?:/.*)?$", SectionKind.SUBJECT),
        (r"(?:/vc)?/(?:issuer(?:_name)?|iss)(?:/.*)?$", SectionKind.ISSUER),
        (r"/(?:sub|holder|given_name|family_name|name_of_holder|birthdate|email|nickname|studentId)(?:/.*)?$", SectionKind.SUBJECT),
        (
            r"(?:/vc)?/(?:id|name|description|validFrom|validUntil|issuanceDate|expirationDate|awardedDate|issued|"
            r"vct|iat|nbf|exp|jti|language|inLanguage)(?:/.*)?$",
            SectionKind.ABOUT,
        ),
    )
)  # fmt: skip

LABELS: Mapping[str, str] = {
    "id": N_("Identifier"),
    "name": N_("Name"),
    "description": N_("Description"),
    "validFrom": N_("Valid from"),
    "validUntil": N_("Valid until"),
    "issuanceDate": N_("Issued"),
    "issued": N_("Issued"),
    "expirationDate": N_("Valid until"),
    "awardedDate": N_("Awarded"),
    "iat": N_("Issued"),
    "nbf": N_("Valid from"),
    "exp": N_("Valid until"),
    "jti": N_("Identifier"),
    "vct": N_("Kind of credential"),
    "iss": N_("Identifier"),
    "sub": N_("Identifier"),
    "issuer": N_("Identifier"),
    "issuer_name": N_("Name"),
    "url": N_("Web address"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
    "image": N_("Picture"),
    "narrative": N_("In words"),
    "achievementType": N_("Kind"),
    "humanCode": N_("Code"),
    "fieldOfStudy": N_("Field of study"),
    "specialization": N_("Specialisation"),
    "version": N_("Version"),
    "inLanguage": N_("Language"),
    "language": N_("Language"),
    "creditsAvailable": N_("Credits"),
    "creditsEarned": N_("Credits earned"),
    "level": N_("Level"),
    "eqfLevel": N_("Level"),
    "workload": N_("Workload"),
    "assessment": N_("Assessment"),
    "tag": N_("Keyword"),
    "role": N_("Role"),
    "term": N_("Term"),
    "activityStartDate": N_("Began"),
    "activityEndDate": N_("Ended"),
    "licenseNumber": N_("Licence number"),
    "targetName": N_("Aligned with"),
    "targetUrl": N_("Web address"),
    "targetFramework": N_("Framework"),
    "targetCode": N_("Code"),
    "targetDescription": N_("Description"),
    "targetType": N_("Kind"),
    "value": N_("Result"),
    "status": N_("State"),
    "achievedLevel": N_("Level reached"),
    "resultDescription": N_("What the result is of"),
    "resultType": N_("Kind of result"),
    "allowedValue": N_("Possible result"),
    "requiredValue": N_("Result required"),
    "requiredLevel": N_("Level required"),
    "valueMin": N_("Lowest"),
    "valueMax": N_("Highest"),
    "genre": N_("Kind"),
    "audience": N_("Audience"),
    "identityHash": N_("Identifier"),
    "identityType": N_("Kind of identifier"),
    "hashed": N_("Kept as a digest"),
    "salt": N_("Salt of the digest"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "birthdate": N_("Date of birth"),
}

TRUE, FALSE = N_("yes"), N_("no")


def sections_of(credential: Credential, report: VerificationReport) -> tuple[Section, ...]:
    """Return the sections that have rows, in the order they are shown."""
    rows: dict[SectionKind, list[ShownClaim]] = {kind: [] for kind in SectionKind}
    for claim in credential.claims[:MOST_ROWS]:
        kind = _place(claim.path)
        if kind is not None and claim.value not in (None, ""):
            rows[kind].append(_shown(claim, _is_covered(claim.path, report)))
    return tuple(Section(kind, tuple(found)) for kind, found in rows.items() if found)


def _place(path: str) -> SectionKind | None:
    for pattern, kind in _PLACES:
        if pattern.match(path):
            return kind
    return SectionKind.OTHER


def _shown(claim: Claim, covered: bool) -> ShownClaim:
    value = claim.value
    text = (TRUE if value else FALSE) if isinstance(value, bool) else show_text(str(value), LONGEST_TEXT)
    return ShownClaim(show_text(claim.path, 500), label_of(claim.path), text, covered)


def label_of(path: str) -> str:
    """Return the catalogue key of a leaf's label: what its last member means, or its own name."""
    names = [name for name in _members(path) if not name.isdigit()]
    if not names:
        return path
    if len(names) > 1 and names[-1] in ("@value", "@id"):
        names.pop()
    if len(names) > 1 and "-" not in names[-1] and len(names[-1]) in (2, 3) and names[-2] in LABELS:
        names.pop()  # a language map: /name/en
    return LABELS.get(names[-1], show_text(names[-1], 80))


def _members(path: str) -> Iterator[str]:
    for member in path.split("/")[1:]:
        yield member.replace("~1", "/").replace("~0", "~")


def _is_covered(path: str, report: VerificationReport) -> bool:
    """Only what the checks established: without a passed signature and coverage nothing counts as signed."""
    signature, coverage = report.result_of("signature"), report.result_of("coverage")
    if signature is None or signature.outcome is not Outcome.PASSED or coverage is None:
        return False
    if coverage.outcome is Outcome.PASSED:
        return True
    bare = coverage.facts.get("path")
    return isinstance(bare, str) and bool(bare) and coverage.outcome is Outcome.UNDECIDED and not path.startswith(bare)
