"""An HR Open LER-RS record (Learning and Employment Record, Resume Standard, 4.4) of what is shown.

What an achievement is decides where it stands: `licenses`, `certifications` or `educationAndLearnings`; the skills it names are listed under
`skills`. Each entry carries the credential it comes from under `verifications`, as it was shown, so that nobody has to take the record's word.
The record itself is not signed. It is a file that the person sends; Tessera sends nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wallet.credentials.model import Achievement, Credential, Subject, Text
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import write_json
from wallet.formats.envelope import Envelope

TYPE = "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"

# OB 3.0 achievementType -> the section it belongs to; everything else is learning.
_LICENSES = frozenset(("License", "Licence"))
_CERTIFICATIONS = frozenset(
    ("Certification", "CertificateOfCompletion", "Certificate", "Badge", "MicroCredential", "ProfessionalCertificate")
)
_DEGREES = ("Degree", "Diploma", "QualityAssuranceCredential", "SecondarySchoolDiploma", "GeneralEducationDevelopment")
_NAMES: Mapping[str, str] = {"name": "formattedName", "given_name": "given", "family_name": "family"}


def ler_rs_record(shown: Sequence[tuple[Credential, Envelope]], sha256: str, language: str) -> bytes:
    """Return the record as JSON. `shown` is what a presentation shows, read from its own bytes; `sha256` is theirs in hex."""
    credentials = [credential for credential, _ in shown]
    record: JsonObject = {"type": TYPE, "documentId": {"value": f"urn:sha256:{sha256}"}}
    person = _person(credentials, language)
    if person:
        record["person"] = person
    sections: dict[str, list[JsonValue]] = {"educationAndLearnings": [], "certifications": [], "licenses": []}
    for credential, envelope in shown:
        section = _section(credential)
        sections[section].append(_entry(credential, section, _verification(envelope), language))
    record |= {name: entries for name, entries in sections.items() if entries}
    skills: list[JsonValue] = [{"name": name} for name in _skills(credentials)]
    return write_json(record | ({"skills": skills} if skills else {}))


def _section(credential: Credential) -> str:
    kind = next((each.kind for each in _achievements(credential) if each.kind), "") or ""
    if kind in _LICENSES or any(subject.license_number for subject in credential.subjects):
        return "licenses"
    return "certifications" if kind in _CERTIFICATIONS else "educationAndLearnings"


def _entry(credential: Credential, section: str, verification: JsonValue, language: str) -> JsonObject:
    issuer, title = credential.issuer.name.best(language), credential.title.best(language)
    subject = next(iter(credential.subjects), Subject())
    began, ended = subject.activity_start, subject.activity_end or credential.awarded
    described = _described(credential).best(language)
    entry: JsonObject = {"descriptions": [described]} if described else {}
    if section == "educationAndLearnings":
        kind = next((each.kind for each in _achievements(credential) if each.kind), "") or ""
        named: JsonObject = (
            {"educationDegrees": [{"name": title}]} if kind.endswith(_DEGREES) else {"programs": [title]}
        )
        entry |= {"institution": {"name": issuer}} if issuer else {}
        entry |= {**named, **_dated("start", began), **_dated("end", ended or credential.valid_from)}
    else:
        entry |= {"name": title} | ({"issuingAuthority": {"name": issuer}} if issuer else {})
        entry |= _dated("firstIssued", credential.awarded or credential.valid_from)
        validity = {**_dated("validFrom", credential.valid_from), **_dated("validTo", credential.valid_until)}
        entry |= {"effectiveTimePeriod": validity} if credential.valid_until else {}
        if section == "licenses" and subject.license_number:
            entry["licenseNumber"] = subject.license_number
    return {**entry, "verifications": [verification]}


def _described(credential: Credential) -> Text:
    texts = (credential.description, *(each.description for each in _achievements(credential)))
    return next((text for text in texts if text.values), Text())


def _achievements(credential: Credential) -> list[Achievement]:
    return [
        achievement
        for subject in credential.subjects
        for achievement in (subject.achievement, *subject.more_achievements)
        if achievement is not None
    ]


def _skills(shown: Sequence[Credential]) -> list[str]:
    names = (
        name
        for credential in shown
        for achievement in _achievements(credential)
        for name in (*(each.target_name for each in achievement.alignments), *achievement.tags)
        if name
    )
    return list(dict.fromkeys(names))


def _person(shown: Sequence[Credential], language: str) -> JsonObject:
    """Return the name of whom it is about, only where what is shown says it in the clear."""
    found: dict[str, JsonValue] = {}
    for credential in shown:
        for subject in credential.subjects:
            if subject.name.values and subject.name != credential.title:  # a claim called `name` may be the course's
                found.setdefault("formattedName", subject.name.best(language))
            for identity in subject.identities:
                if identity.kind == "name" and not identity.hashed:
                    found.setdefault("formattedName", identity.value)
        for claim in credential.claims:
            member = claim.path.rpartition("/")[2]
            if claim.path.count("/") == 1 and member in ("given_name", "family_name") and isinstance(claim.value, str):
                found.setdefault(_NAMES[member], claim.value)
    if "formattedName" not in found and {"given", "family"} <= set(found):
        found["formattedName"] = f"{found['given']} {found['family']}"
    return {"name": found} if found else {}


def _verification(envelope: Envelope) -> JsonValue:
    """Return a credential as it was shown: JSON as it is, a token as an enveloped credential (VCDM 2.0 section 4.13)."""
    if not envelope.token:
        return envelope.document
    media_type = "application/dc+sd-jwt" if envelope.selective is not None else "application/vc+jwt"
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": f"data:{media_type},{envelope.token}",
        "type": "EnvelopedVerifiableCredential",
    }


def _dated(name: str, moment: datetime | None) -> JsonObject:
    return {} if moment is None else {name: moment.date().isoformat()}
