"""W3C Verifiable Credentials, data models 1.1 and 2.0: what every credential has, whatever it is about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from wallet.credentials.dates import DateReader
from wallet.credentials.json_parts import (
    Members,
    each,
    each_object,
    find_parts,
    first_object,
    plainly,
    read_id,
    read_string,
    read_text,
    require_objects,
    require_types,
    step,
)
from wallet.credentials.model import Achievement, Credential, Dialect, Party, StatusClaim, Subject, Text
from wallet.credentials.read_achievement import read_credits, read_evidence, read_party, read_subject
from wallet.credentials.related_resources import read_image
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError
from wallet.formats.envelope import Envelope, Format, Kind

CONTEXT_1 = "https://www.w3.org/2018/credentials/v1"
CONTEXT_2 = "https://www.w3.org/ns/credentials/v2"

# What plain credentials call the thing that was achieved: member of the subject -> members that hold its name.
_ACHIEVEMENTS = {
    "hasCredential": ("name", "competencyRequired"),
    "hasClaim": ("title", "name"),
    "degree": ("name", "title"),
    "qualification": ("name", "title"),
    "course": ("name", "title"),
}

ReadSubject = Callable[[JsonObject, DateReader, str], Subject]


def read_vcdm(
    envelope: Envelope, dialect: Dialect = Dialect.VCDM, subject_reader: ReadSubject | None = None
) -> Credential:
    """Read a credential or presentation of the W3C data model.

    Raises MalformedInputError, its step naming the JSON pointer, where a structure cannot be taken at all. What is merely
    unknown is left alone, and dates that say no moment are listed in `malformed_dates`.
    """
    document = envelope.document
    dates = DateReader()
    presentation = envelope.kind is Kind.PRESENTATION
    valid_from, valid_until = _validity(envelope, dates)
    parts = find_parts(document)
    return Credential(
        dialect,
        data_model_version(document),
        read_id(document),
        require_types(document),
        _holder(document) if presentation else _issuer(document),
        name=read_text(document.get("name")),
        description=read_text(document.get("description")),
        image=read_image(document.get("image")),
        subjects=_subjects(document, dates, subject_reader or read_plain_subject),
        valid_from=valid_from,
        valid_until=valid_until,
        awarded=dates.read(document, "awardedDate"),
        status=(*read_statuses(document), *_statuses_of_token(envelope)),
        evidence=read_evidence(document.get("evidence")),
        nested=parts.nested,
        claims=parts.claims,
        is_presentation=presentation,
        holder=read_id(document.get("holder")),
        malformed_dates=tuple(dates.malformed),  # last: all dates have been read by now
    )


def data_model_version(document: Members) -> str:
    """Return "2.0", "1.1" or "" by the base context."""
    contexts = each(document.get("@context"))
    return "2.0" if CONTEXT_2 in contexts else "1.1" if CONTEXT_1 in contexts else ""


def read_statuses(document: Members) -> tuple[StatusClaim, ...]:
    """Return every `credentialStatus` entry. Raises MalformedInputError where one is not an object."""
    return tuple(_status(plainly(entry)) for entry in require_objects(document, "credentialStatus"))


def read_token_statuses(claims: Members) -> tuple[StatusClaim, ...]:
    """Token Status List section 6.2: `status.status_list` has `uri` and `idx`. Another mechanism keeps its own name."""
    status = first_object(claims.get("status"))
    entries = (status or {}).items()
    known = [(kind, entry) for kind, entry in entries if isinstance(entry, dict) or kind == "status_list"]
    return tuple(_token_status(kind, entry if isinstance(entry, dict) else {}) for kind, entry in known)


def _token_status(kind: str, entry: JsonObject) -> StatusClaim:
    index = entry.get("idx")
    place = str(index) if isinstance(index, int) and not isinstance(index, bool) else None
    return StatusClaim(kind, read_string(entry.get("uri")), place, None, entry)


def _statuses_of_token(envelope: Envelope) -> tuple[StatusClaim, ...]:
    """A token of any kind can say that it is on a Token Status List; what is inside it can be on another."""
    if envelope.format is Format.JSON:
        return ()
    return read_token_statuses(envelope.claims if "status" in envelope.claims else envelope.document)


def read_plain_subject(subject: JsonObject, dates: DateReader, path: str) -> Subject:
    """Return a subject of any credential; what it says was achieved is taken for an achievement when it has a name."""
    read = read_subject(subject, dates, path)
    if read.achievement is not None:
        return read
    for member, names in _ACHIEVEMENTS.items():
        for item in each_object(subject.get(member)):
            name = next((text for key in names if (text := read_text(item.get(key))).values), Text())
            if name.values:
                return replace(read, achievement=_plain_achievement(item, name))
    return read


def _plain_achievement(item: JsonObject, name: Text) -> Achievement:
    kinds = [one for one in each(item.get("type")) if isinstance(one, str)]
    return Achievement(
        read_id(item.get("id")),
        name,
        description=read_text(item.get("description")),
        kind=kinds[-1] if kinds else None,
        credits_available=read_credits(item.get("creditsAvailable", item.get("credits")), item),
    )


def _issuer(document: Members) -> Party:
    """The issuer, VCDM 2.0 section 4.7: a URL, or an object with an id."""
    value = document.get("issuer")
    if value is not None and not isinstance(value, str | dict):
        raise MalformedInputError("issuer is neither a string nor an object", step="credential:/issuer")
    return read_party(value) or Party(None)


def _holder(document: Members) -> Party:
    return read_party(document.get("holder")) or Party(None)


def _subjects(document: Members, dates: DateReader, read: ReadSubject) -> tuple[Subject, ...]:
    several = isinstance(document.get("credentialSubject"), list)
    return tuple(
        read(subject, dates, step("/credentialSubject", index) if several else "/credentialSubject")
        for index, subject in enumerate(require_objects(document, "credentialSubject"))
    )


def _validity(envelope: Envelope, dates: DateReader) -> tuple[datetime | None, datetime | None]:
    """The time in which it is valid: by its own dates, and by those of the token around it where they are narrower."""
    document, claims = envelope.document, envelope.claims
    starts = [dates.read(document, "validFrom"), dates.read(document, "issuanceDate")]
    ends = [dates.read(document, "validUntil"), dates.read(document, "expirationDate")]
    if envelope.format is not Format.JSON:
        starts.append(dates.read_numeric(claims, "nbf"))
        ends.append(dates.read_numeric(claims, "exp"))
    return max((one for one in starts if one), default=None), min((one for one in ends if one), default=None)


def _status(entry: JsonObject) -> StatusClaim:
    kind = next((one for one in each(entry.get("type")) if isinstance(one, str)), "")
    url = read_id(entry.get("statusListCredential", entry.get("revocationListCredential")))
    index = entry.get("statusListIndex", entry.get("revocationListIndex"))
    return StatusClaim(
        kind,
        url if url is not None else read_id(entry.get("id")) if kind == "1EdTechRevocationList" else None,
        _index(index),
        read_string(entry.get("statusPurpose")) or ("revocation" if kind.startswith("RevocationList") else None),
        entry,
    )


def _index(value: JsonValue) -> str | None:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def read_confirmation(document: Members) -> JsonObject | None:
    """Return `cnf.jwk` (RFC 7800): the key whose holder this was issued to."""
    confirmation = first_object(document.get("cnf"))
    return first_object(confirmation.get("jwk")) if confirmation is not None else None
