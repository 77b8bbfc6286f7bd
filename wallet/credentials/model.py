"""What a credential says, whatever dialect it says it in.

A `Credential` is a reading of `Envelope.document`, never a replacement for it: what we do not understand stays in the
envelope. Every value that a screen shows carries the JSON pointer it was read from, so that `coverage` can say whether
that very leaf was signed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wallet.formats.envelope import JsonObject, JsonValue


class Dialect(StrEnum):
    """Which reader understood it."""

    VCDM = "vcdm"
    OPEN_BADGE = "open_badge"
    CLR = "clr"
    SD_JWT_VC = "sd_jwt_vc"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages, as (BCP 47 tag or None, text) pairs in the order they stood."""

    values: tuple[tuple[str | None, str], ...] = ()

    def best(self, *languages: str) -> str:
        """Return the text in the first of `languages` there is, else the first there is, else ""."""
        for wanted in languages:
            prefix = wanted.replace("_", "-").split("-")[0].lower()
            for tag, text in self.values:
                if tag is not None and tag.lower().split("-")[0] == prefix:
                    return text
        plain = next((text for tag, text in self.values if tag is None), None)
        return plain if plain is not None else (self.values[0][1] if self.values else "")

    def __str__(self) -> str:
        return self.best("en")


@dataclass(frozen=True, slots=True)
class Claim:
    """One shown leaf: JSON pointer (RFC 6901) into the document, and its scalar value."""

    path: str
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Party:
    """An issuer, creator or holder as the credential itself names it: self-declared until a trust pack says so."""

    id: str | None
    name: Text = Text()
    url: str | None = None
    email: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class HashedIdentity:
    """An OB 3.0 IdentityObject: a (possibly hashed and salted) e-mail, student number and so on."""

    kind: str
    value: str
    hashed: bool
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """OB 3.0 Alignment: a node of an outside framework that this achievement corresponds to."""

    target_name: str | None = None
    target_url: str | None = None
    target_framework: str | None = None
    target_code: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """What had to be done. `narrative` is Markdown of a stranger: show as plain text or by our own subset."""

    narrative: Text = Text()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """An amount of credit as an exact decimal string with its unit as it stood ("" if none was named)."""

    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """What a result can be: OB 3.0 ResultDescription. `allowed_values` and `levels` are ordered, worst first."""

    id: str | None
    name: Text = Text()
    kind: str | None = None
    allowed_values: tuple[str, ...] = ()
    required: str | None = None
    value_min: str | None = None
    value_max: str | None = None
    levels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached: OB 3.0 Result."""

    value: str | None = None
    status: str | None = None
    description: str | None = None  # id of the ResultDescription
    achieved_level: str | None = None
    name: Text = Text()
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """OB 3.0 Evidence. Not part of what was signed unless a digest says so."""

    id: str | None = None
    name: Text = Text()
    narrative: Text = Text()
    description: Text = Text()
    genre: str | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    """OB 3.0 Achievement."""

    id: str | None
    name: Text
    description: Text = Text()
    kind: str | None = None  # achievementType
    criteria: Criteria = Criteria()
    creator: Party | None = None
    credits_available: Credits | None = None
    field_of_study: str | None = None
    human_code: str | None = None
    specialization: str | None = None
    version: str | None = None
    language: str | None = None
    image: str | None = None
    level: Text = Text()
    workload: Text = Text()
    assessment: Text = Text()
    tags: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    related: tuple[str, ...] = ()  # ids of related achievements
    other_identifiers: tuple[tuple[str, str], ...] = ()  # (identifier type, identifier)
    result_descriptions: tuple[ResultDescription, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who and what it is about: OB 3.0 AchievementSubject, or the plain subject of any credential."""

    id: str | None = None
    name: Text = Text()
    identities: tuple[HashedIdentity, ...] = ()
    achievement: Achievement | None = None
    results: tuple[Result, ...] = ()
    credits_earned: Credits | None = None
    role: str | None = None
    term: str | None = None
    activity_start: datetime | None = None
    activity_end: datetime | None = None
    narrative: Text = Text()
    license_number: str | None = None
    more_achievements: tuple[Achievement, ...] = ()  # where a subject lists several (CLR 2.0), those after the first

    @property
    def credits(self) -> Credits | None:
        """What was earned; where that is not said, what the achievement gives."""
        available = self.achievement.credits_available if self.achievement is not None else None
        return self.credits_earned or available


@dataclass(frozen=True, slots=True)
class StatusClaim:
    """One `credentialStatus` entry (or SD-JWT `status` reference), as it stood."""

    kind: str  # BitstringStatusListEntry, StatusList2021Entry, status_list, 1EdTechRevocationList ...
    list_url: str | None
    index: str | None
    purpose: str | None
    entry: JsonObject


@dataclass(frozen=True, slots=True)
class NestedDocument:
    """A credential inside this one, unread: a JSON object or a compact token, with the pointer where it stood."""

    path: str
    role: str  # "held" or "endorsement"
    content: JsonValue


@dataclass(frozen=True, slots=True)
class Association:
    """CLR 2.0 association between two achievements or credentials it holds."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential, or a presentation (then `is_presentation`, with the credentials among `nested`)."""

    dialect: Dialect
    version: str  # data model version: "1.1", "2.0", or "" for SD-JWT VC
    id: str | None
    types: tuple[str, ...]
    issuer: Party
    name: Text = Text()
    description: Text = Text()
    image: str | None = None
    subjects: tuple[Subject, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    awarded: datetime | None = None
    status: tuple[StatusClaim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    associations: tuple[Association, ...] = ()
    nested: tuple[NestedDocument, ...] = ()
    claims: tuple[Claim, ...] = ()
    partial: bool = False
    is_presentation: bool = False
    holder: str | None = None
    confirmation_key: "JsonObject | None" = field(default=None)  # SD-JWT `cnf.jwk`
    malformed_dates: tuple[str, ...] = ()  # JSON pointers of dates that say no moment; for a JWT claim `/nbf` or `/exp`

    @property
    def title(self) -> Text:
        """The name people know it by: the achievement's, else the credential's own, else its most specific type.

        A learner record goes by its own name: the achievements in it are several.
        """
        if self.dialect is Dialect.CLR and self.name.values:
            return self.name
        for subject in self.subjects:
            if subject.achievement is not None and subject.achievement.name.values:
                return subject.achievement.name
        if self.name.values:
            return self.name
        specific = [t for t in self.types if t not in ("VerifiableCredential", "VerifiablePresentation")]
        return Text(((None, (specific or list(self.types) or [""])[-1]),))
