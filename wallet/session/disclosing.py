"""Small readings that showing needs: a credential as DCQL sees it, a claim's label, what is too private to show lightly."""

import re

from wallet.credentials.model import Credential, Dialect
from wallet.formats.envelope import Envelope, Format
from wallet.i18n import N_
from wallet.presentations.dcql import Candidate, Place
from wallet.session.sections import label_of

__all__ = ["candidate_of", "label_of", "linking_kind", "pointer_of", "sensitive_kind"]

_FORMATS = {
    Format.JSON: "ldp_vc",
    Format.JWT_VC_1: "jwt_vc_json",
    Format.VC_JWT: "jwt_vc_json",
    Format.SD_JWT_VC: "dc+sd-jwt",
    Format.VC_SD_JWT: "vc+sd-jwt",
}

_IRIS = {
    "VerifiableCredential": "https://www.w3.org/2018/credentials#VerifiableCredential",
    "OpenBadgeCredential": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
    "AchievementCredential": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
    "ClrCredential": "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential",
}

_SENSITIVE = (
    (re.compile(r"/(?:birth_?date|dateOfBirth|birthday|age)$", re.IGNORECASE), N_("date of birth")),
    (re.compile(r"/(?:address|street\w*|postal_?code|locality|place_of_birth)(?:/|$)", re.IGNORECASE), N_("address")),
    (re.compile(r"/(?:phone\w*|mobile)$", re.IGNORECASE), N_("telephone number")),
    (
        re.compile(r"/(?:national\w*|personal_\w*number|passport\w*|ssn|id_?card\w*)$", re.IGNORECASE),
        N_("identity number"),
    ),
    (
        re.compile(r"/(?:gender|sex|nationality|nationalities|religion|disability\w*)(?:/|$)", re.IGNORECASE),
        N_("personal trait"),
    ),
)


_LINKING = (
    (re.compile(r"^/credentialSubject(?:/\d+)?/id$"), N_("your identifier")),
    (re.compile(r"^/id$"), N_("the credential’s own identifier")),
    (re.compile(r"/credentialStatus(?:/\d+)?/(?:statusListIndex|id)$"), N_("its place in a status list")),
    (
        re.compile(r"^/(?:validFrom|validUntil|issuanceDate|expirationDate)$"),
        N_("the moments it is valid from or until"),
    ),
)


def candidate_of(
    key: str, envelope: Envelope, credential: Credential, *, holder_bound: bool, cost: int = 0, used: int = 0
) -> Candidate:
    """Return a kept credential as DCQL matches it. `cost`: how many values it always shows; `used`: how often its key was shown."""
    types = frozenset(credential.types) | {_IRIS[each] for each in credential.types if each in _IRIS}
    vct = credential.types[0] if credential.dialect is Dialect.SD_JWT_VC and credential.types else ""
    format_ = _FORMATS[envelope.format]
    return Candidate(
        key, format_, envelope.document, types, vct, holder_bound=holder_bound, always_shown=cost, used=used
    )


def pointer_of(place: Place) -> str:
    """Return the JSON pointer (RFC 6901) of a place that DCQL selected."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def linking_kind(path: str) -> str:
    """Return what makes two showings of one credential recognisable, as a catalogue key, or ""."""
    return next((kind for pattern, kind in _LINKING if pattern.search(path)), "")


def sensitive_kind(path: str) -> str:
    """Return what makes a claim private, as a catalogue key, or ""."""
    return next((kind for pattern, kind in _SENSITIVE if pattern.search(path)), "")
