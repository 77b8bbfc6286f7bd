"""IETF SD-JWT VC: flat claims named by `vct`. Common names of learning claims are understood; the rest stays as claims."""

from dataclasses import replace

from wallet.credentials.dates import DateReader
from wallet.credentials.json_parts import (
    Members,
    find_parts,
    first_object,
    read_decimal,
    read_id,
    read_string,
    read_text,
)
from wallet.credentials.model import (
    Achievement,
    Credential,
    Credits,
    Dialect,
    Party,
    Result,
    Subject,
    Text,
)
from wallet.credentials.read_achievement import (
    read_achievement,
    read_credits,
    read_criteria,
    read_evidence,
    read_identities,
    read_party,
    read_results,
)
from wallet.credentials.read_vcdm import read_confirmation, read_token_statuses
from wallet.formats.envelope import Envelope

_TITLES = ("achievement_name", "course_name", "course_title", "badge_name", "credential_name", "qualification_name")
_TITLE_OR_OBJECT = ("achievement", "course", "badge", "degree", "qualification", "diploma", "title")
_ISSUER_NAMES = (
    "issuer_name",
    "issuing_authority",
    "issuing_institution",
    "institution_name",
    "institution",
    "university",
)
_CREDITS_EARNED = ("credits_earned", "creditsEarned", "credits", "ects", "ects_credits", "credit_points")
_GRADES = ("grade", "final_grade", "mark", "score")
_NAME_PARTS = ("given_name", "family_name")


def read_sd_jwt_vc(envelope: Envelope) -> Credential:
    """Read an SD-JWT VC. Raises nothing for claims it does not know. With a disclosure fault only clear claims are there."""
    document = envelope.document
    dates = DateReader()
    issued, start = dates.read_numeric(document, "iat"), dates.read_numeric(document, "nbf")
    vct = read_string(document.get("vct"))
    parts = find_parts(document)
    credential = Credential(
        Dialect.SD_JWT_VC,
        "",
        read_string(document.get("jti")),
        (vct,) if vct else (),
        _issuer(document),
        name=read_text(document.get("credential_name")),
        description=read_text(document.get("description")),
        subjects=(_subject(document),),
        valid_from=start or issued,
        valid_until=dates.read_numeric(document, "exp"),
        status=read_token_statuses(document),
        evidence=read_evidence(document.get("evidence")),
        nested=parts.nested,
        claims=parts.claims,
        confirmation_key=read_confirmation(document),
    )
    return replace(credential, malformed_dates=tuple(dates.malformed))


def _issuer(document: Members) -> Party:
    """`iss` says who; a name beside it is what the issuer calls itself. `issuer` may be a profile."""
    named = read_party(document.get("issuer"))
    id_ = read_string(document.get("iss")) or (named.id if named else None)
    name = next((text for key in _ISSUER_NAMES if (text := _name_of(document.get(key))).values), Text())
    if named is None:
        return Party(id_, name)
    return replace(named, id=id_, name=named.name if named.name.values else name)


def _subject(document: Members) -> Subject:
    achievement = _achievement(document)
    return Subject(
        read_string(document.get("sub")),
        name=_subject_name(document),
        identities=read_identities(document),
        achievement=achievement,
        results=_results(document),
        credits_earned=_credits(document),
    )


def _results(document: Members) -> tuple[Result, ...]:
    """Open Badges results where there are any, else a grade by one of its usual names."""
    if results := read_results(document.get("result", document.get("results"))):
        return results
    grades = (
        read_string(value) or read_decimal(value) for name in _GRADES if (value := document.get(name)) is not None
    )
    return tuple(Result(value=grade) for grade in grades if grade is not None)[:1]


def _subject_name(document: Members) -> Text:
    parts = [text for key in _NAME_PARTS if (text := read_string(document.get(key)))]
    return Text(((None, " ".join(parts)),)) if parts else read_text(document.get("name"))


def _achievement(document: Members) -> Achievement | None:
    for key in _TITLE_OR_OBJECT:
        value = document.get(key)
        inner = first_object(value)
        if (
            inner is not None
            and (read := read_achievement(inner)) is not None
            and (inner.get("name") or inner.get("title"))
        ):
            return replace(read, name=_name_of(inner))
    title = next((text for key in (*_TITLES, *_TITLE_OR_OBJECT) if (text := read_text(document.get(key))).values), None)
    if title is None:
        return None
    return Achievement(
        read_id(document.get("achievement_id")),
        title,
        description=read_text(document.get("description")),
        kind=read_string(document.get("achievement_type", document.get("achievementType"))),
        criteria=read_criteria(document.get("criteria")),
        level=read_text(document.get("level", document.get("eqf_level"))),
        field_of_study=read_string(document.get("field_of_study")),
    )


def _credits(document: Members) -> Credits | None:
    for key in _CREDITS_EARNED:
        if read_decimal(document.get(key)) is not None:
            found = read_credits(
                document.get(key), document, {"unit": document.get("credit_unit", document.get("credits_unit"))}
            )
            return Credits(found.value, found.unit or "ECTS") if found and key.startswith("ects") else found
    return None


def _name_of(value: object) -> Text:
    if isinstance(value, dict):
        return read_text(value.get("name", value.get("title")))
    return read_text(value) if isinstance(value, str | list) else Text()
