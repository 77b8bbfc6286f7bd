"""From envelopes to what they say: one value or many, words in languages, dates, nesting, and structures that cannot be."""

import json
from datetime import UTC, datetime

import pytest

from tests.issuer_simulator import Hidden, Issuer
from wallet.credentials.model import Dialect, Text
from wallet.credentials.moments import read_moment, read_numeric_date
from wallet.credentials.readers import read_credential
from wallet.credentials.shown_text import isolate, show_line, show_text
from wallet.errors import MalformedInputError
from wallet.formats.registry import open_envelope

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def read(document: object):
    return read_credential(open_envelope(json.dumps(document).encode(), "test"))


def badge(**members: object) -> dict[str, object]:
    base = {
        "@context": [V2, OB3],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:northlight.example", "name": "Northlight College"},
        "credentialSubject": {"achievement": {"name": "Data Practice"}},
    }
    return {**base, **members}


def about(**members: object) -> dict[str, object]:
    return badge(credentialSubject=members)


def test_one_value_and_a_list_of_one_are_the_same():
    one = {
        "name": "A",
        "tag": "t",
        "alignment": {"targetName": "x"},
        "resultDescription": {"id": "r", "allowedValue": "A"},
    }
    many = {
        "name": ["A"],
        "tag": ["t"],
        "alignment": [{"targetName": "x"}],
        "resultDescription": [{"id": "r", "allowedValue": ["A"]}],
    }
    read_one, read_many = (read(about(achievement=value, result={"value": "A"})).subjects[0] for value in (one, [many]))
    assert read_one.achievement == read_many.achievement
    assert read(about(achievement=one, result=[{"value": "A"}])).subjects[0].results == read_one.results


def test_words_come_in_languages():
    names = [{"@value": "数据实践", "@language": "zh-CN"}, {"@value": "Data Practice", "@language": "en"}]
    credential = read(about(achievement={"name": names}))
    assert credential.title.best("zh_CN") == "数据实践"
    assert str(credential.title) == "Data Practice"
    mapped = read(about(achievement={"name": {"en": "Data Practice", "zh": "数据实践"}}))
    assert mapped.title.best("zh_CN") == "数据实践"
    assert read(badge(issuer="did:web:x.example")).issuer.name == Text()


def test_numbers_are_exact_decimals():
    cases = {
        42.0: "42",
        3.5: "3.5",
        0.1: "0.1",
        1e-7: "0.0000001",
        "7.50": "7.5",
        6: "6",
        120: "120",
        1e15: "1000000000000000",
    }
    for value, expected in cases.items():
        credits_earned = read(about(creditsEarned=value)).subjects[0].credits_earned
        assert credits_earned is not None
        assert credits_earned.value == expected
    for value in (True, None, "many", {}, []):
        assert read(about(creditsEarned=value, role="x")).subjects[0].credits_earned is None
    unit = read(about(creditsEarned=5, achievement={"name": "A", "creditUnit": "ECTS"})).subjects[0].credits_earned
    assert (unit.value, unit.unit) == ("5", "ECTS")


def test_identity_objects_hashed_and_plain():
    entries = [
        {
            "type": "IdentityObject",
            "identityHash": "sha256$aa",
            "identityType": "emailAddress",
            "hashed": True,
            "salt": "s",
        },
        {"type": "IdentityObject", "identityHash": "4711", "identityType": "sourcedId", "hashed": False},
        {"type": "IdentityObject", "identityType": "broken"},
    ]
    found = read(about(identifier=entries)).subjects[0].identities
    assert [(one.kind, one.value, one.hashed, one.salt) for one in found] == [
        ("emailAddress", "sha256$aa", True, "s"),
        ("sourcedId", "4711", False, None),
    ]


def test_credentials_inside_are_found_wherever_they_stand_and_are_not_claims_of_the_outer_one():
    inner = badge(type=["VerifiableCredential", "EndorsementCredential"])
    outer = badge(
        endorsement=[inner],
        endorsementJwt="eyJh.eyJi.c",
        issuer={"id": "did:x:y", "endorsement": inner},
        credentialSubject={"achievement": {"name": "A", "endorsementJwt": ["eyJh.eyJi.c"]}},
    )
    credential = read(outer)
    assert {(one.path, one.role) for one in credential.nested} == {
        ("/endorsement/0", "endorsement"),
        ("/endorsementJwt", "endorsement"),
        ("/issuer/endorsement", "endorsement"),
        ("/credentialSubject/achievement/endorsementJwt/0", "endorsement"),
    }
    assert not any("endorsement" in claim.path for claim in credential.claims)


def test_a_presentation_holds_its_credentials_in_whatever_form():
    enveloped = {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,eyJh.eyJi.c"}
    document = {
        "@context": [V2],
        "type": "VerifiablePresentation",
        "holder": {"id": "did:x:y"},
        "verifiableCredential": [badge(), "eyJh.eyJi.c", enveloped],
    }
    presentation = read(document)
    assert presentation.is_presentation
    assert presentation.holder == presentation.issuer.id == "did:x:y"
    assert [(one.path, one.role) for one in presentation.nested] == [
        (f"/verifiableCredential/{n}", "held") for n in range(3)
    ]


def test_every_leaf_is_a_claim_with_its_pointer():
    credential = read(badge(extra={"a/b": [1, 2.5, True, None], "~": "x"}, proof={"type": "T"}))
    found = {claim.path: claim.value for claim in credential.claims}
    assert found["/extra/a~1b/0"] == 1
    assert found["/extra/a~1b/1"] == 2.5
    assert found["/extra/a~1b/2"] is True
    assert found["/extra/a~1b/3"] is None
    assert found["/extra/~0"] == "x"
    assert not any(path.startswith(("/@context", "/proof")) for path in found)


@pytest.mark.parametrize("name", ["validFrom", "validUntil", "awardedDate"])
@pytest.mark.parametrize("value", ["2026-01-01", "2026-01-01T00:00:00", "soon", 7, True, {}, "2026-02-30T00:00:00Z"])
def test_a_date_that_says_no_moment_is_listed(name, value):
    assert read(badge(**{name: value})).malformed_dates == (f"/{name}",)


def test_status_entries_of_several_kinds():
    entries = [
        {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://x.example/1",
        },
        {
            "type": "StatusList2021Entry",
            "statusPurpose": "suspension",
            "statusListIndex": 3,
            "statusListCredential": "https://x.example/2",
        },
        {"type": "1EdTechRevocationList", "id": "https://x.example/3"},
    ]
    found = read(badge(credentialStatus=entries)).status
    assert [(one.kind, one.list_url, one.index, one.purpose) for one in found] == [
        ("BitstringStatusListEntry", "https://x.example/1", "94567", "revocation"),
        ("StatusList2021Entry", "https://x.example/2", "3", "suspension"),
        ("1EdTechRevocationList", "https://x.example/3", None, None),
    ]
    assert len(read(badge(credentialStatus=entries[0])).status) == 1


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"issuer": 7}, "/issuer"),
        ({"issuer": ["did:a:b"]}, "/issuer"),
        ({"credentialSubject": "somebody"}, "/credentialSubject"),
        ({"credentialSubject": [{}, 1]}, "/credentialSubject"),
        ({"credentialStatus": "revoked"}, "/credentialStatus"),
        ({"type": ["VerifiableCredential", 7]}, "/type"),
    ],
)
def test_a_structure_that_cannot_be_read_is_refused_by_its_place(members, place):
    with pytest.raises(MalformedInputError) as refused:
        read(badge(**members))
    assert refused.value.step == f"credential:{place}"


def test_a_learner_record_goes_by_its_own_name_and_lists_its_achievements():
    subject = {
        "achievement": [{"name": "Programming I"}, {"name": "Programming II"}],
        "association": [
            {"associationType": "isChildOf", "sourceId": "a", "targetId": "b"},
            {"associationType": "broken"},
        ],
        "verifiableCredential": [badge()],
        "partial": True,
    }
    record = read(badge(type=["VerifiableCredential", "ClrCredential"], name="Transcript", credentialSubject=subject))
    assert (record.dialect, str(record.title), record.partial) == (Dialect.CLR, "Transcript", True)
    assert [str(one.name) for one in record.subjects[0].more_achievements] == ["Programming II"]
    assert [(one.kind, one.source, one.target) for one in record.associations] == [("isChildOf", "a", "b")]
    assert record.nested[0].role == "held"


def test_an_old_plain_credential_has_a_name_to_go_by():
    document = {
        "@context": [V1],
        "type": ["VerifiableCredential"],
        "issuer": "did:x:y",
        "issuanceDate": "2020-01-01T00:00:00Z",
    }
    document["credentialSubject"] = {
        "id": "did:x:z",
        "hasCredential": {"type": ["EducationalOccupationalCredential"], "name": "Guide"},
    }
    credential = read(document)
    assert (credential.version, str(credential.title)) == ("1.1", "Guide")
    assert credential.valid_from == datetime(2020, 1, 1, tzinfo=UTC)


def test_an_sd_jwt_vc_is_read_by_its_common_claims():
    holder = {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}}
    status = {"status_list": {"uri": "https://x.example/list", "idx": 7}}
    claims = {
        "course": "Statistics",
        "credits": Hidden(5),
        "credit_unit": "ECTS",
        "given_name": "Qiao",
        "family_name": "Lin",
    }
    token = (
        Issuer()
        .sd_jwt({**claims, "issuer_name": "Northlight", "cnf": holder, "status": status, "exp": 1893456000})
        .token()
    )
    credential = read_credential(open_envelope(token.encode(), "sd"))
    subject = credential.subjects[0]
    assert (credential.dialect, str(credential.title), str(credential.issuer.name)) == (
        Dialect.SD_JWT_VC,
        "Statistics",
        "Northlight",
    )
    assert (subject.credits_earned.value, subject.credits_earned.unit, str(subject.name)) == ("5", "ECTS", "Qiao Lin")
    assert (credential.status[0].kind, credential.status[0].list_url, credential.status[0].index) == (
        "status_list",
        "https://x.example/list",
        "7",
    )
    assert credential.confirmation_key == holder["jwk"]
    assert credential.valid_until == datetime(2030, 1, 1, tzinfo=UTC)
    assert credential.types == (credential.claims and open_envelope(token.encode(), "sd").document["vct"],)


GOOD = {
    "2026-03-02T09:00:00Z": datetime(2026, 3, 2, 9, tzinfo=UTC),
    "2026-03-02T09:00:00+08:00": datetime(2026, 3, 2, 1, tzinfo=UTC),
    "2026-03-02T09:00:00-03:30": datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
    "2026-03-02T09:00:00.1234567890Z": datetime(2026, 3, 2, 9, 0, 0, 123456, UTC),
    "2026-12-31T24:00:00Z": datetime(2027, 1, 1, tzinfo=UTC),
    "2024-02-29T00:00:00Z": datetime(2024, 2, 29, tzinfo=UTC),
    "2026-03-02T09:00:00+14:00": datetime(2026, 3, 1, 19, tzinfo=UTC),
}
BAD = [
    "",
    "2026-03-02",
    "2026-03-02T09:00:00",
    "2026-03-02 09:00:00Z",
    "2026-03-02T09:00Z",
    "2026-03-02t09:00:00z",
    "0000-01-01T00:00:00Z",
]
BAD += [
    "10000-01-01T00:00:00Z",
    "-2026-01-01T00:00:00Z",
    "2026-03-02T09:00:60Z",
    "2026-03-02T24:00:01Z",
    "2026-03-02T25:00:00Z",
]
BAD += [
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-03-02T09:00:00+14:01",
    "2026-03-02T09:00:00+08:60",
    "2026-03-02T09:00:00+0800",
]
BAD += [
    " 2026-03-02T09:00:00Z",
    "2026-03-02T09:00:00Z\n",
    "２０２６-03-02T09:00:00Z",
    "2026-03-02T09:00:00.Z",
    "9999-12-31T24:00:00Z",
    "0001-01-01T00:00:00+14:00",
]


@pytest.mark.parametrize("text", GOOD)
def test_TIME_03_a_moment_is_read_in_utc(text):
    assert read_moment(text) == GOOD[text]


@pytest.mark.parametrize("text", BAD)
def test_TIME_03_what_says_no_moment_is_none(text):
    assert read_moment(text) is None


def test_TIME_03_numeric_dates():
    assert read_numeric_date(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert read_numeric_date(1.5) == datetime(1970, 1, 1, 0, 0, 1, 500000, UTC)
    for value in (True, "0", None, 1e300, -1e300, [], {}):
        assert read_numeric_date(value) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Harvard\u202egnp.exe", "Harvardgnp.exe"),
        ("a\u200bb\u200dc\u2060d\ufeffe", "abcde"),
        ("x\U000e0041\U000e007fy", "xy"),
        ("bell\x07 esc\x1b[31m", "bell esc[31m"),
        ("a\u3164b\u115fc\u2800d", "abcd"),
        ("one\r\ntwo\u2028three\tfour", "one\ntwo\nthree four"),
        ("e" + "\u0301" * 30, "e" + "\u0301" * 4),
        ("数据实践 — Écoles", "数据实践 — Écoles"),
        ("<img src=x>", "<img src=x>"),
    ],
)
def test_UI_03_what_hides_or_reorders_is_taken_out(text, shown):
    assert show_text(text) == shown


def test_UI_03_length_is_capped_and_a_name_is_one_line():
    assert show_text("x" * 50, 10) == "x" * 9 + "…"
    assert show_line("  Northlight \n\n College  ") == "Northlight College"
    assert len(show_line("n" * 10_000)) == 300
    assert isolate("عربي") == "\u2068عربي\u2069"
