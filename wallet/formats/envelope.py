"""An envelope: the exact bytes that were received, and the secured document found in them.

`original` is kept and exported byte for byte, for ever. Everything else is a reading of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.qr.packing import CarriedDocument

__all__ = ["Container", "Disclosure", "Envelope", "Format", "JsonObject", "JsonValue", "Kind", "SelectiveDisclosure"]


class Format(StrEnum):
    """How the secured document inside is secured (not what file it came in)."""

    JSON = "json"  # JSON with embedded proofs, or with none
    JWT_VC_1 = "jwt-vc"  # VCDM 1.1 JWT with a `vc` (or `vp`) claim
    VC_JWT = "vc+jwt"  # VCDM 2.0 secured with JOSE (also vp+jwt)
    SD_JWT_VC = "dc+sd-jwt"  # IETF SD-JWT VC (also the older typ vc+sd-jwt without an @context)
    VC_SD_JWT = "vc+sd-jwt"  # VCDM 2.0 secured with SD-JWT
    CWT = "cwt"  # CBOR under a COSE signature: status lists only, never what a person receives


class Container(StrEnum):
    """The kind of file it came in."""

    FILE = "file"
    TEXT = "text"
    PNG = "png"
    SVG = "svg"
    QR = "qr"
    PDF = "pdf"


class Kind(StrEnum):
    """What the secured document is."""

    CREDENTIAL = "credential"
    PRESENTATION = "presentation"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One SD-JWT disclosure, RFC 9901 section 4.2. `path` is the JSON pointer of its value in the disclosed document."""

    encoded: str
    digest: str
    path: str
    name: str | None
    value: JsonValue


@dataclass(frozen=True, slots=True)
class SelectiveDisclosure:
    """What an SD-JWT carries beside its document.

    `fault` is the code of a rule of RFC 9901 section 7.1 that the disclosures break (`coverage.*`), or None. With a fault
    the document shows only what the issuer signed in the clear. `hidden` counts digests without a disclosure (decoys included).
    """

    disclosures: tuple[Disclosure, ...]
    hidden: int
    key_binding: str | None
    signed_part: str
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class FurtherSignature:
    """Another signature over the payload of a JWS (RFC 7515 section 7.2.1): its protected header, and the compact JWS that it makes."""

    header: Mapping[str, JsonValue]
    token: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """One received document.

    `original`: the received bytes (for a zip the member's, for pasted text the part that is the credential).
    `token`: the compact serialisation for JOSE formats, else "".
    `document`: the JSON object that the proof is about: for JOSE the credential itself after the format's own mapping
    (`claims` keeps the raw JWT payload, of an SD-JWT with the dates and names that were disclosed). `source` is a label for people, never opened again: `a.zip!b.json`.
    `faults`: codes of what the format itself found wrong with a document that could still be read, such as
    `coverage.claims_disagree` (the JWT claims and the credential inside contradict each other); each is a failed finding.
    `further`: the signatures of a general JWS beside the one that `token` and `header` are.
    """

    original: bytes
    source: str
    format: Format
    kind: Kind
    document: JsonObject
    container: Container = Container.FILE
    token: str = ""
    header: Mapping[str, JsonValue] = field(default_factory=dict)
    claims: Mapping[str, JsonValue] = field(default_factory=dict)
    selective: SelectiveDisclosure | None = None
    faults: tuple[str, ...] = ()
    carried: tuple[CarriedDocument, ...] = ()
    further: tuple[FurtherSignature, ...] = ()

    @property
    def headers(self) -> tuple[Mapping[str, JsonValue], ...]:
        """The protected headers of all signatures of a token."""
        return (self.header, *(signature.header for signature in self.further))
