"""DI-16, DI-17 and DI-18: what a credential points to, its dates, and schemas it names."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import NOW, loads
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import b64u, base58
from wallet.credentials.related_resources import Integrity, find_related_resources
from wallet.dids.held import HeldDocument
from wallet.intake import Evidence, check_source
from wallet.report import Outcome, Verdict

PICTURE, ANOTHER = b"\x89PNG one picture", b"\x89PNG another"
ADDRESS = "https://northlight.example/badge.png"


def sri(content: bytes, kind: str = "sha384") -> str:
    return f"{kind}-{base64.b64encode(hashlib.new(kind, content).digest()).decode()}"


def multibase(content: bytes, base: str = "u") -> str:
    digest = b"\x12\x20" + hashlib.sha256(content).digest()
    return "u" + b64u(digest) if base == "u" else "z" + base58(digest)


def data_url(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


def with_picture(issuer: Issuer, image: dict[str, Any], **members: Any) -> bytes:
    return issuer.issue("eddsa-jcs-2022", issuer.badge(image={"type": "Image", **image}, **members))


def facts_of(door: Door, issued: bytes) -> dict[str, Any]:
    coverage = door.check(issued).report.result_of("coverage")
    assert coverage is not None
    assert coverage.outcome is Outcome.PASSED
    return dict(coverage.facts)


def test_DI_16_a_picture_elsewhere_without_a_digest_is_not_part_of_what_was_signed(issuer: Issuer, door: Door) -> None:
    issued = with_picture(
        issuer, {"id": ADDRESS}, evidence=[{"id": "https://northlight.example/e", "type": ["Evidence"]}]
    )
    assert facts_of(door, issued) == {"not_signed": ("/image", "/evidence/0")}


@pytest.mark.parametrize(
    "digest",
    [
        {"digestSRI": sri(PICTURE)},
        {"digestSRI": sri(PICTURE, "sha256") + " " + sri(PICTURE, "sha512")},
        {"digestMultibase": multibase(PICTURE)},
        {"digestMultibase": multibase(PICTURE, "z")},
        {"digestSRI": sri(PICTURE), "digestMultibase": multibase(PICTURE)},
    ],
    ids=["sri", "two sri", "multibase u", "multibase z", "both"],
)
def test_DI_16_a_mutated_picture_is_named_and_the_credential_stays_intact(
    issuer: Issuer, door: Door, digest: dict[str, str]
) -> None:
    issued = with_picture(issuer, {"id": ADDRESS, **digest})
    assert facts_of(door, issued) == {}
    issuer.documents[ADDRESS] = PICTURE
    assert facts_of(door, issued) == {}
    issuer.documents[ADDRESS] = ANOTHER
    assert facts_of(door, issued) == {"altered": ("/image",)}
    assert door.verdict(issued) is Verdict.VERIFIED


def test_DI_16_a_related_resource_speaks_for_every_mention_of_its_address(issuer: Issuer, door: Door) -> None:
    related = [{"id": ADDRESS, "digestSRI": sri(PICTURE)}]
    issued = with_picture(issuer, {"id": ADDRESS}, relatedResource=related)
    assert facts_of(door, issued) == {}
    issuer.documents[ADDRESS] = ANOTHER
    assert facts_of(door, issued) == {"altered": ("/relatedResource/0", "/image")}


def test_DI_16_a_picture_that_its_own_digest_denies_is_not_shown(issuer: Issuer, door: Door) -> None:
    good = with_picture(issuer, {"id": data_url(PICTURE), "digestSRI": sri(PICTURE)})
    assert door.check(good).credential.image == data_url(PICTURE)
    bad = with_picture(issuer, {"id": data_url(ANOTHER), "digestSRI": sri(PICTURE)})
    assert door.check(bad).credential.image is None
    assert facts_of(door, bad) == {"altered": ("/image",)}


def test_DI_16_a_picture_inside_the_credential_is_signed_with_it(issuer: Issuer, door: Door) -> None:
    issued = with_picture(issuer, {"id": data_url(PICTURE)})
    assert facts_of(door, issued) == {}
    changed = loads(issued)
    changed["image"]["id"] = data_url(ANOTHER)
    assert door.verdict(dump(changed)) is Verdict.ALTERED


@pytest.mark.parametrize(
    ("digest", "integrity"),
    [
        ({}, Integrity.UNSTATED),
        ({"digestSRI": "md5-AAAA"}, Integrity.UNKNOWN),
        ({"digestSRI": "nonsense"}, Integrity.UNKNOWN),
        ({"digestSRI": "sha256-AA=A"}, Integrity.UNKNOWN),
        ({"digestSRI": "sha256-AAAA"}, Integrity.ALTERED),
        ({"digestSRI": f"{sri(PICTURE, 'sha256')} {sri(ANOTHER, 'sha512')}"}, Integrity.ALTERED),
        ({"digestSRI": f"{sri(ANOTHER, 'sha256')} {sri(PICTURE, 'sha512')}"}, Integrity.INTACT),
        ({"digestSRI": f"{sri(ANOTHER)} {sri(PICTURE)}?x"}, Integrity.INTACT),
        ({"digestMultibase": "x123"}, Integrity.UNKNOWN),
        ({"digestMultibase": "u" + b64u(b"\x11\x14" + bytes(20))}, Integrity.UNKNOWN),
        ({"digestMultibase": multibase(ANOTHER)}, Integrity.ALTERED),
        ({"digestSRI": "md5-AAAA", "digestMultibase": multibase(PICTURE)}, Integrity.INTACT),
        ({"digestSRI": sri(PICTURE), "digestMultibase": multibase(ANOTHER)}, Integrity.ALTERED),
    ],
)
def test_DI_16_every_known_digest_must_fit_and_the_strongest_counts(
    digest: dict[str, str], integrity: Integrity
) -> None:
    (found,) = find_related_resources({"image": {"id": ADDRESS, **digest}})
    assert found.compare(PICTURE) is integrity


DATES = [
    ("validUntil", "2026-06-01T12:00:00Z", Verdict.VERIFIED),
    ("validUntil", "2026-06-01T11:59:59Z", Verdict.EXPIRED),
    ("validUntil", "2026-06-01T11:59:59.999999Z", Verdict.EXPIRED),
    ("validUntil", "2026-06-01T13:59:59+02:00", Verdict.EXPIRED),
    ("validUntil", "2026-06-01T14:00:00+02:00", Verdict.VERIFIED),
    ("validUntil", "2026-06-01T06:30:00-05:30", Verdict.VERIFIED),
    ("validUntil", "9999-12-31T23:59:59Z", Verdict.VERIFIED),
    ("validUntil", "9999-12-31T23:59:59-14:00", None),
    ("validUntil", "0001-01-01T00:00:00Z", Verdict.EXPIRED),
    ("validUntil", "0001-01-01T00:00:00+14:00", None),
    ("validUntil", "1969-12-31T23:59:59Z", Verdict.EXPIRED),
    ("validUntil", "2028-02-29T00:00:00Z", Verdict.VERIFIED),
    ("validUntil", "2027-02-29T00:00:00Z", Verdict.CANNOT_CHECK),
    ("validUntil", "2027-13-01T00:00:00Z", Verdict.CANNOT_CHECK),
    ("validUntil", "2027-06-31T00:00:00Z", Verdict.CANNOT_CHECK),
    ("validUntil", "2026-12-31T23:59:60Z", None),
    ("validUntil", "2026-12-31T24:00:00Z", None),
    ("validUntil", "2027-01-01T00:00:00+24:00", Verdict.CANNOT_CHECK),
    ("validUntil", "10000-01-01T00:00:00Z", None),
    ("validUntil", "-0001-01-01T00:00:00Z", None),
    ("validUntil", "2027-1-1T00:00:00Z", Verdict.CANNOT_CHECK),
    ("validUntil", "tomorrow", Verdict.CANNOT_CHECK),
    ("validUntil", "", Verdict.CANNOT_CHECK),
    ("validUntil", "２０２７-01-01T00:00:00Z", Verdict.CANNOT_CHECK),
    ("validUntil", 1_900_000_000, Verdict.CANNOT_CHECK),
    ("validUntil", True, Verdict.CANNOT_CHECK),
    ("validUntil", ["2027-01-01T00:00:00Z"], Verdict.VERIFIED),
    ("validUntil", ["2027-01-01T00:00:00Z", "2020-01-01T00:00:00Z"], Verdict.CANNOT_CHECK),
    ("validFrom", "2026-06-01T12:00:00Z", Verdict.VERIFIED),
    ("validFrom", "2026-06-01T12:05:00Z", Verdict.VERIFIED),
    ("validFrom", "2026-06-01T12:05:01Z", Verdict.NOT_YET_VALID),
    ("validFrom", "9999-12-31T23:59:59Z", Verdict.NOT_YET_VALID),
    ("validFrom", "2026-13-01T00:00:00Z", Verdict.CANNOT_CHECK),
]


@pytest.mark.parametrize(("member", "value", "verdict"), DATES)
def test_DI_17_a_date_is_read_to_the_moment_and_never_called_a_bad_signature(
    issuer: Issuer, door: Door, member: str, value: Any, verdict: Verdict | None
) -> None:
    """None: readers of dates disagree on these; whichever way it is read, the signature is not what is doubted."""
    report = door.check(issuer.issue("eddsa-jcs-2022", issuer.badge(**{member: value}))).report
    signature = report.result_of("signature")
    assert signature is not None
    assert signature.code == "signature.valid"
    allowed = (Verdict.VERIFIED, Verdict.EXPIRED, Verdict.CANNOT_CHECK) if verdict is None else (verdict,)
    assert report.verdict in allowed


def test_DI_17_a_malformed_date_beside_a_good_one_is_still_malformed(issuer: Issuer, door: Door) -> None:
    body = issuer.badge(validUntil="2027-01-01T00:00:00Z", expirationDate="soon")
    assert door.verdict(issuer.issue("eddsa-jcs-2022", body)) is Verdict.CANNOT_CHECK


@dataclass
class Recording:
    """Held documents that note what they are asked for."""

    held: dict[str, HeldDocument]
    asked: list[str] = field(default_factory=list)

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        self.asked.append(url)
        return self.held.get(url)


SCHEMAS = {
    "a pattern that never ends": {"properties": {"name": {"pattern": "^(a+)+$"}}, "type": "object"},
    "references in a circle": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
    "a reference elsewhere": {"$ref": "https://attacker.example/schema.json"},
    "a schema nothing fits": {"not": {}},
}


@pytest.mark.parametrize("case", SCHEMAS)
def test_DI_18_a_schema_that_a_credential_names_is_never_run(issuer: Issuer, door: Door, case: str) -> None:
    address = "https://northlight.example/schema.json"
    body = issuer.badge(
        name="a" * 60 + "!", credentialSchema=[{"id": address, "type": "1EdTechJsonSchemaValidator2019"}]
    )
    issued = issuer.issue("eddsa-jcs-2022", body)
    held = {url: HeldDocument(url, content, NOW, door.held_from) for url, content in issuer.published().items()}
    held[address] = HeldDocument(address, dump(SCHEMAS[case]).encode(), NOW, door.held_from)
    documents = Recording(held)
    evidence = Evidence(documents, door.evidence().known_issuers)
    (found,) = check_source(issued, "received", now=NOW, evidence=evidence)
    assert found.report.verdict is Verdict.VERIFIED
    assert address not in documents.asked
