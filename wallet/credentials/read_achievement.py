"""Open Badges 3.0 achievements, subjects and profiles, Appendix B of the specification; used by CLR 2.0 and others too."""

from wallet.credentials.dates import DateReader
from wallet.credentials.json_parts import (
    Members,
    each,
    each_object,
    first_object,
    read_decimal,
    read_id,
    read_string,
    read_strings,
    read_text,
)
from wallet.credentials.model import (
    Achievement,
    Alignment,
    Credits,
    Criteria,
    Evidence,
    HashedIdentity,
    Party,
    Result,
    ResultDescription,
    Subject,
    Text,
)
from wallet.credentials.related_resources import read_image
from wallet.encoding.json_types import JsonValue

_CREDIT_UNITS = ("creditUnit", "creditsUnit", "creditUnitType", "unit", "unitText")
_LEVELS = ("level", "educationLevel", "educationalLevel", "eqfLevel", "credentialLevel")
_WORKLOADS = ("workload", "volumeOfLearning", "studentWorkload", "timeRequired", "duration")
_ASSESSMENTS = ("assessment", "assessmentMethod", "assessmentType")


def read_party(value: JsonValue) -> Party | None:
    """Return a Profile, or the bare identifier of one; None where there is none."""
    profile = first_object(value)
    if profile is None:
        named = read_id(value)
        return Party(named) if named is not None else None
    return Party(
        read_id(profile),
        read_text(profile.get("name")),
        read_string(profile.get("url")),
        read_string(profile.get("email")),
        read_image(profile.get("image")),
    )


def read_achievement(value: JsonValue) -> Achievement | None:
    """Return an Achievement; one that is only an identifier has no name."""
    achievement = first_object(value)
    if achievement is None:
        named = read_id(value)
        return Achievement(named, Text()) if named is not None else None
    return Achievement(
        read_id(achievement),
        read_text(achievement.get("name")),
        description=read_text(achievement.get("description")),
        kind=read_string(achievement.get("achievementType")),
        criteria=read_criteria(achievement.get("criteria")),
        creator=read_party(achievement.get("creator")),
        credits_available=read_credits(achievement.get("creditsAvailable"), achievement),
        field_of_study=read_string(achievement.get("fieldOfStudy")),
        human_code=read_string(achievement.get("humanCode")),
        specialization=read_string(achievement.get("specialization")),
        version=read_string(achievement.get("version")),
        language=read_string(achievement.get("inLanguage")),
        image=read_image(achievement.get("image")),
        level=_first_text(achievement, _LEVELS),
        workload=_first_text(achievement, _WORKLOADS),
        assessment=_first_text(achievement, _ASSESSMENTS),
        tags=read_strings(achievement.get("tag")),
        alignments=read_alignments(achievement.get("alignment")),
        related=tuple(named for item in each(achievement.get("related")) if (named := read_id(item)) is not None),
        other_identifiers=_other_identifiers(achievement),
        result_descriptions=tuple(map(_result_description, each_object(achievement.get("resultDescription")))),
    )


def read_subject(subject: Members, dates: DateReader, path: str) -> Subject:
    """Return an AchievementSubject, or as much of one as any subject has. `path` is where it stands."""
    achievement = read_achievement(subject.get("achievement"))
    return Subject(
        read_id(subject.get("id")),
        name=read_text(subject.get("name")),
        identities=read_identities(subject),
        achievement=achievement,
        results=read_results(subject.get("result")),
        credits_earned=read_credits(subject.get("creditsEarned"), subject, first_object(subject.get("achievement"))),
        role=read_string(subject.get("role")),
        term=read_string(subject.get("term")),
        activity_start=dates.read(subject, "activityStartDate", path),
        activity_end=dates.read(subject, "activityEndDate", path),
        narrative=read_text(subject.get("narrative", subject.get("endorsementComment"))),
        license_number=read_string(subject.get("licenseNumber")),
        more_achievements=tuple(
            found for item in each(subject.get("achievement"))[1:] if (found := read_achievement(item)) is not None
        ),
    )


def read_criteria(value: JsonValue) -> Criteria:
    """Return Criteria: an object, or the URL of a page that has them."""
    criteria = first_object(value)
    if criteria is None:
        return Criteria(id=read_id(value))
    return Criteria(read_text(criteria.get("narrative")), read_id(criteria))


def read_alignments(value: JsonValue) -> tuple[Alignment, ...]:
    """Return every Alignment; `target_url` is as it stood, never followed."""
    return tuple(
        Alignment(
            read_string(alignment.get("targetName")),
            read_string(alignment.get("targetUrl")),
            read_string(alignment.get("targetFramework")),
            read_string(alignment.get("targetCode")),
            read_string(alignment.get("targetType")),
        )
        for alignment in each_object(value)
    )


def read_evidence(value: JsonValue) -> tuple[Evidence, ...]:
    """Return every Evidence; one that is only a URL has no words."""
    return tuple(
        Evidence(
            read_id(item),
            read_text(item.get("name")),
            read_text(item.get("narrative")),
            read_text(item.get("description")),
            read_string(item.get("genre")),
        )
        if isinstance(item, dict)
        else Evidence(read_id(item))
        for item in each(value)
        if isinstance(item, dict | str)
    )


def read_credits(value: JsonValue, *units_beside: Members | None) -> Credits | None:
    """Return an amount of credit with the unit that is named in it or beside it, or None where there is no number."""
    amount = read_decimal(value)
    if amount is None:
        return None
    places = [value] if isinstance(value, dict) else []
    for place in [*places, *units_beside]:
        for name in _CREDIT_UNITS:
            if place is not None and (unit := read_string(place.get(name))) is not None:
                return Credits(amount, unit)
    return Credits(amount)


def read_results(value: JsonValue) -> tuple[Result, ...]:
    """Return every Result."""
    return tuple(map(_result, each_object(value)))


def read_identities(subject: Members) -> tuple[HashedIdentity, ...]:
    """Return the IdentityObjects of a subject; a plain e-mail address beside them counts as one that is not hashed."""
    found = [_identity(item) for item in each_object(subject.get("identifier"))]
    email = read_string(subject.get("email"))
    plain = HashedIdentity("emailAddress", email, hashed=False) if email else None
    return tuple(identity for identity in (*found, plain) if identity is not None)


def _identity(item: Members) -> HashedIdentity | None:
    value = read_string(item.get("identityHash", item.get("identifier")))
    if value is None:
        return None
    kind = read_string(item.get("identityType", item.get("identifierType"))) or ""
    hashed = item.get("hashed")
    # Left out, it is read off the value: a digest names its algorithm (Open Badges 3.0, IdentityHash).
    is_hashed = hashed if isinstance(hashed, bool) else value.startswith(("sha256$", "md5$"))
    return HashedIdentity(kind, value, is_hashed, read_string(item.get("salt")))


def _result(item: Members) -> Result:
    return Result(
        value=read_string(item.get("value")) or read_decimal(item.get("value")),
        status=read_string(item.get("status")),
        description=read_id(item.get("resultDescription")),
        achieved_level=read_id(item.get("achievedLevel")),
        name=read_text(item.get("name")),
        alignments=read_alignments(item.get("alignment")),
    )


def _result_description(item: Members) -> ResultDescription:
    return ResultDescription(
        read_id(item.get("id")),
        name=read_text(item.get("name")),
        kind=read_string(item.get("resultType")),
        allowed_values=read_strings(item.get("allowedValue")),
        required=read_string(item.get("requiredValue")) or read_id(item.get("requiredLevel")),
        value_min=read_string(item.get("valueMin")) or read_decimal(item.get("valueMin")),
        value_max=read_string(item.get("valueMax")) or read_decimal(item.get("valueMax")),
        levels=tuple(_level(level) for level in each_object(item.get("rubricCriterionLevel"))),
    )


def _level(level: Members) -> tuple[str, str]:
    return read_id(level.get("id")) or "", str(read_text(level.get("name"))) or read_string(level.get("level")) or ""


def _other_identifiers(achievement: Members) -> tuple[tuple[str, str], ...]:
    return tuple(
        (read_string(entry.get("identifierType")) or "", identifier)
        for entry in each_object(achievement.get("otherIdentifier"))
        if (identifier := read_string(entry.get("identifier"))) is not None
    )


def _first_text(place: Members, names: tuple[str, ...]) -> Text:
    for name in names:
        value = place.get(name)
        inner = first_object(value)
        found = read_text(inner.get("name", inner.get("prefLabel")) if inner and not read_text(value).values else value)
        if found.values:
            return found
        if (number := read_decimal(value)) is not None:
            return Text(((None, number),))
    return Text()
