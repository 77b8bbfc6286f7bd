"""The LER-RS record: each achievement where it belongs, with the credential it stands on, and nothing that was not shown."""

import json

import pytest

from tests.issuer_simulator import Hidden, Issuer
from tests.wallet.presentations.presenting import NOW, badge_for, ecdsa_sd_for, entropy_of, holder, showing
from wallet.credentials.readers import read_credential
from wallet.formats.registry import open_envelope
from wallet.presentations.ler_rs import TYPE, ler_rs_record
from wallet.presentations.presentation import Form, Terms, make_presentation

ISSUER, KEY = Issuer(), holder()


def record(*received: bytes | str, language: str = "en") -> dict:
    envelopes = [open_envelope(each.encode() if isinstance(each, str) else each, "shown") for each in received]
    return json.loads(ler_rs_record([(read_credential(each), each) for each in envelopes], "0" * 64, language))


def badge(kind: str, **subject: object) -> bytes:
    body = badge_for(KEY, ISSUER.id, **subject)
    body["credentialSubject"]["achievement"]["achievementType"] = kind
    body["validUntil"] = "2028-01-10T00:00:00Z"
    return ISSUER.issue(body=body)


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("License", "licenses"),
        ("Certification", "certifications"),
        ("MicroCredential", "certifications"),
        ("Course", "educationAndLearnings"),
        ("BachelorDegree", "educationAndLearnings"),
        ("ext:Other", "educationAndLearnings"),
    ],
)
def test_each_kind_of_achievement_stands_in_its_section(kind: str, section: str) -> None:
    made = record(badge(kind))
    assert made["type"] == TYPE
    (entry,) = made[section]
    assert not {"licenses", "certifications", "educationAndLearnings"} - {section} & set(made)
    (proof,) = entry["verifications"]
    assert proof["proof"], "the credential itself, signature and all"
    if section == "educationAndLearnings":
        assert entry["institution"] == {"name": "Harbourside College"}
        assert entry.get("programs") == ["Statistics"] or entry["educationDegrees"] == [{"name": "Statistics"}]
        assert entry["end"] == "2026-01-10"
    else:
        assert (entry["name"], entry["issuingAuthority"]) == ("Statistics", {"name": "Harbourside College"})
        assert entry["effectiveTimePeriod"] == {"validFrom": "2026-01-10", "validTo": "2028-01-10"}


def test_a_licence_number_makes_a_licence() -> None:
    (entry,) = record(badge("Course", licenseNumber="L-7"))["licenses"]
    assert entry["licenseNumber"] == "L-7"


def test_skills_are_listed_once() -> None:
    skills = [each["name"] for each in record(badge("Course"), badge("License"))["skills"]]
    assert skills == ["Inference", "Sampling", "statistics", "probability", "R"]


def test_a_token_is_enveloped_as_vcdm_has_it() -> None:
    token = ISSUER.issue("vc+jwt", badge_for(KEY, ISSUER.id)).decode()
    (entry,) = record(token)["educationAndLearnings"]
    assert entry["verifications"] == [
        {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "id": f"data:application/vc+jwt,{token}",
            "type": "EnvelopedVerifiableCredential",
        }
    ]


def test_a_name_stands_there_only_where_it_was_shown() -> None:
    claims = {"given_name": Hidden("Lian"), "family_name": Hidden("Wei"), "course_name": Hidden("Statistics")}
    token = ISSUER.sd_jwt({**claims, "cnf": {"jwk": KEY.jwk}}).token()
    assert record(token)["person"]["name"] == {"given": "Lian", "family": "Wei", "formattedName": "Lian Wei"}
    shown = make_presentation(
        [showing(token, "/course_name")], None, Terms(NOW), entropy=entropy_of(1), form=Form.PLAIN
    )
    assert "person" not in record(shown.text)


def test_what_was_kept_private_is_in_no_record() -> None:
    made = make_presentation([showing(ecdsa_sd_for(KEY), "/name")], None, Terms(NOW), entropy=entropy_of(1))
    text = json.dumps(record(made.text))
    assert "8.5" not in text
    assert "Inference" not in text
