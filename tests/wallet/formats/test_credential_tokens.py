"""Tokens taken apart: kinds that exclude each other, headers that change the meaning, and claims that contradict."""

import json

import pytest

from tests.issuer_simulator import Hidden, Issuer
from wallet.encoding.base64url import write_base64url
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.formats.budget import InputBudget
from wallet.formats.envelope import Format, Kind
from wallet.formats.jwt import read_compact_jws
from wallet.formats.refusals import CriticalHeaderError, EncryptedInputError, NotACredentialError, OpenBadges2Error
from wallet.formats.registry import open_envelope
from wallet.formats.sd_jwt import join_sd_jwt, process_disclosures, read_sd_jwt, split_sd_jwt, with_parents
from wallet.formats.vc_jwt import CLAIMS_DISAGREE, read_token

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
ISSUER, LEARNER = "did:web:northlight.example", "did:example:learner"


def part(value: object) -> str:
    return write_base64url(json.dumps(value).encode())


def token(payload: object, typ: str | None = "JWT", **header: object) -> str:
    named = {"alg": "ES256"} | ({"typ": typ} if typ is not None else {}) | header
    return f"{part(named)}.{part(payload)}.{write_base64url(bytes(64))}"


def read(text: str):
    return read_token(text, text.encode(), "token")


CREDENTIAL = {
    "@context": [V2],
    "type": ["VerifiableCredential"],
    "issuer": ISSUER,
    "credentialSubject": {"id": LEARNER},
}
BADGE = {**CREDENTIAL, "type": ["VerifiableCredential", "OpenBadgeCredential"]}
CLASSIC = {"@context": [V1], "type": ["VerifiableCredential"], "credentialSubject": {"degree": {"name": "BSc"}}}
PRESENTATION = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": LEARNER, "verifiableCredential": []}


def test_the_claims_of_a_version_1_token_become_properties_of_the_credential():
    claims = {"iss": ISSUER, "sub": LEARNER, "jti": "urn:uuid:1", "nbf": 1262373804, "exp": 1893456000, "vc": CLASSIC}
    envelope = read(token(claims))
    assert (envelope.format, envelope.kind, envelope.faults) == (Format.JWT_VC_1, Kind.CREDENTIAL, ())
    assert envelope.claims == claims
    assert envelope.document == {
        **CLASSIC,
        "issuer": ISSUER,
        "id": "urn:uuid:1",
        "credentialSubject": {"degree": {"name": "BSc"}, "id": LEARNER},
        "issuanceDate": "2010-01-01T19:23:24Z",
        "expirationDate": "2030-01-01T00:00:00Z",
    }
    assert CLASSIC["credentialSubject"] == {"degree": {"name": "BSc"}}, "the payload itself is left alone"


def test_an_issuer_object_gets_its_id_and_a_version_2_credential_its_own_dates():
    claims = {
        "iss": ISSUER,
        "nbf": 1262373804,
        "exp": 1893456000,
        "vc": {**CLASSIC, "@context": [V2], "issuer": {"name": "N"}},
    }
    document = read(token(claims)).document
    assert document["issuer"] == {"name": "N", "id": ISSUER}
    assert (document["validFrom"], document["validUntil"]) == ("2010-01-01T19:23:24Z", "2030-01-01T00:00:00Z")


def test_a_version_1_presentation_token():
    envelope = read(token({"iss": LEARNER, "vp": {"@context": [V1], "type": "VerifiablePresentation"}}))
    assert (envelope.kind, envelope.document["holder"]) == (Kind.PRESENTATION, LEARNER)


DISAGREEMENTS = [
    ("JWT", {"iss": "did:web:other.example", "vc": {**CLASSIC, "issuer": ISSUER}}),
    ("JWT", {"iss": "did:web:other.example", "vc": {**CLASSIC, "issuer": {"id": ISSUER}}}),
    ("JWT", {"iss": ISSUER, "sub": "did:example:other", "vc": {**CLASSIC, "credentialSubject": {"id": LEARNER}}}),
    (
        "JWT",
        {
            "iss": ISSUER,
            "sub": "did:example:other",
            "vc": {**CLASSIC, "credentialSubject": [{"id": LEARNER}, {"id": "did:x:y"}]},
        },
    ),
    ("JWT", {"iss": ISSUER, "jti": "urn:uuid:2", "vc": {**CLASSIC, "id": "urn:uuid:1"}}),
    ("JWT", {"iss": ISSUER, "nbf": 1262373804, "vc": {**CLASSIC, "issuanceDate": "2010-01-01T19:23:34Z"}}),
    ("JWT", {"iss": ISSUER, "exp": 1893456000, "vc": {**CLASSIC, "expirationDate": "2040-01-01T00:00:00Z"}}),
    ("JWT", {**BADGE, "nbf": 1262373804, "validFrom": "2011-01-01T19:23:24Z"}),
    ("JWT", {**BADGE, "exp": 1893456000, "validUntil": "2040-01-01T00:00:00Z"}),
    ("vc+jwt", {**CREDENTIAL, "iss": "did:web:other.example"}),
    ("vc+jwt", {**CREDENTIAL, "sub": "did:example:other"}),
    ("vc+jwt", {**CREDENTIAL, "id": "urn:uuid:1", "jti": "urn:uuid:2"}),
    ("vp+jwt", {**PRESENTATION, "iss": "did:example:other"}),
]


@pytest.mark.parametrize(("typ", "payload"), DISAGREEMENTS)
def test_JOSE_13_claims_that_contradict_the_credential_are_a_fault(typ, payload):
    assert read(token(payload, typ)).faults == (CLAIMS_DISAGREE,)


@pytest.mark.parametrize(
    ("typ", "payload"),
    [
        (
            "JWT",
            {
                "iss": ISSUER,
                "sub": LEARNER,
                "vc": {**CLASSIC, "issuer": {"id": ISSUER}, "credentialSubject": {"id": LEARNER}},
            },
        ),
        ("JWT", {"iss": ISSUER, "nbf": 1262373804, "vc": {**CLASSIC, "issuanceDate": "2010-01-01T20:23:24.400+01:00"}}),
        ("JWT", {**CREDENTIAL, "nbf": 1262373804, "validFrom": "2011-01-01T19:23:24Z"}),
        ("JWT", {**BADGE, "iss": ISSUER, "sub": LEARNER, "nbf": 1262373804, "validFrom": "2010-01-01T19:23:24Z"}),
        ("vc+jwt", {**CREDENTIAL, "iss": ISSUER, "nbf": 1, "validFrom": "2010-01-01T19:23:24Z"}),
        ("vp+jwt", {**PRESENTATION, "iss": LEARNER}),
    ],
)
def test_claims_that_agree_are_none(typ, payload):
    assert read(token(payload, typ)).faults == ()


OTHER_KINDS = [
    "kb+jwt",
    "statuslist+jwt",
    "openid4vci-proof+jwt",
    "oauth-authz-req+jwt",
    "dpop+jwt",
    "at+jwt",
    "entity-statement+jwt",
    "bad+typ",
]


@pytest.mark.parametrize("typ", OTHER_KINDS)
@pytest.mark.parametrize("prefix", ["", "application/", "APPLICATION/"])
def test_JOSE_06_a_token_of_another_kind_is_never_read_as_a_credential(typ, prefix):
    for payload in (CREDENTIAL, {"vc": CLASSIC}, {"nonce": "n", "aud": "a", "iat": 1}):
        with pytest.raises(NotACredentialError):
            read(token(payload, prefix + typ))
        with pytest.raises(NotACredentialError):
            read(token({**payload, "vct": "x"}, prefix + typ) + "~")


@pytest.mark.parametrize(
    ("typ", "payload", "tail"),
    [
        ("vc+jwt", PRESENTATION, ""),
        ("vp+jwt", CREDENTIAL, ""),
        ("vc+jwt", {**CREDENTIAL, "vc": {}}, ""),
        ("vc+jwt", {"vc": CLASSIC}, ""),
        ("dc+sd-jwt", {"vct": "x"}, ""),
        ("vc+jwt", CREDENTIAL, "~"),
        ("JWT", {"vct": "x"}, "~"),
        ("JWT", {"sub": "someone", "nonce": "n"}, ""),
        (None, {"sub": "someone", "iss": "https://login.example"}, ""),
        ("JWT", {"vc": CLASSIC, "vp": {}}, ""),
        ("JWT", {"vc": "oops"}, ""),
        ("dc+sd-jwt", {"iss": ISSUER}, "~"),
        ("dc+sd-jwt", {"vct": 7}, "~"),
    ],
)
def test_JOSE_06_kinds_exclude_each_other(typ, payload, tail):
    with pytest.raises((NotACredentialError, MalformedInputError)):
        read(token(payload, typ) + tail)


@pytest.mark.parametrize("typ", ["vc+jwt", "application/vc+jwt", "VC+JWT", "vc+ld+jwt", None, "JWT"])
def test_a_type_may_be_spelled_out_or_left_out(typ):
    assert read(token(CREDENTIAL, typ)).format is Format.VC_JWT


def test_a_signed_badge_of_version_2_is_told():
    with pytest.raises(OpenBadges2Error):
        read(token({"type": "Assertion", "recipient": {}, "badge": {"name": "x"}}, None))


@pytest.mark.parametrize("crit", [[], ["unknown"], ["exp", "exp"], "exp", {"exp": 1}, [1], None, ["b64"]])
def test_JOSE_05_crit_is_refused_whatever_it_names(crit):
    with pytest.raises((CriticalHeaderError, MalformedInputError)) as refused:
        read(token(CREDENTIAL, "vc+jwt", crit=crit, exp=1, b64=True))
    assert refused.value.step == "jwt.crit"


@pytest.mark.parametrize("value", [False, None, "true", 0])
def test_JOSE_05_an_unencoded_payload_is_refused(value):
    with pytest.raises(CriticalHeaderError):
        read(token(CREDENTIAL, "vc+jwt", b64=value))


def test_JOSE_07_one_spelling_of_base64url():
    good = token(CREDENTIAL, "vc+jwt")
    header, payload, signature = good.split(".")
    assert read_compact_jws(good).signature == bytes(64)
    stray = signature[:-1] + "B"
    for bad in (
        f"{header}=.{payload}.{signature}",
        f"{header}.{payload}=.{signature}",
        f"{header}.{payload}.{signature}=",
        f"{header}.{payload}.{stray}",
    ):
        with pytest.raises(MalformedInputError):
            read_compact_jws(bad)
    for bad in (
        f"{header}.{payload[:8]}\n{payload[8:]}.{signature}",
        f"{header}.{payload}.+{signature[1:]}",
        f"{header}.{payload}./{signature[1:]}",
    ):
        with pytest.raises(MalformedInputError):
            read_compact_jws(bad)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a.b", "..", "a.b.c", "e30.e30", "e30..e30", "e30.e30.e30.e30", "e30.W10.AA", "W10.e30.AA", "e30.e30.AA"],
)
def test_what_is_no_token_is_malformed(text):
    with pytest.raises(MalformedInputError):
        read_compact_jws(text)


def test_a_jwe_and_a_token_over_the_budget_are_told():
    with pytest.raises(EncryptedInputError):
        read_compact_jws("e30.AA.AA.AA.AA")
    with pytest.raises(TooBigError):
        read_compact_jws(token({"x": "y" * 500}), InputBudget(credential=300))


def test_a_signature_may_be_missing_for_the_check_to_say_so():
    assert read_compact_jws(f"{part({'alg': 'none'})}.{part({})}.").signature == b""


# --- SD-JWT ----------------------------------------------------------------------------------------------------------

SAMPLE = Issuer().sd_jwt(
    {
        "course": "Statistics",
        "place": Hidden({"city": Hidden("Harbour"), "land": "X"}),
        "modules": [Hidden("one"), "two", Hidden("three")],
    }
)


def test_paths_are_pointers_into_the_disclosed_document():
    selective = open_envelope(SAMPLE.token().encode(), "sample").selective
    assert selective is not None
    assert {one.path: one.value for one in selective.disclosures} == {
        "/place": {"land": "X", "city": "Harbour"},
        "/place/city": "Harbour",
        "/modules/0": "one",
        "/modules/2": "three",
    }
    city = next(one for one in selective.disclosures if one.path == "/place/city")
    assert {one.path for one in with_parents(selective.disclosures, [city])} == {"/place", "/place/city"}


def test_with_a_fault_only_what_was_signed_in_the_clear_is_shown():
    selective = read_sd_jwt(SAMPLE.token() + "WyJzYWx0Iiwibm90IiwidGhlcmUiXQ~")
    assert selective.selective.fault == "coverage.disclosure_unreferenced"
    assert selective.document["modules"] == ["two"]
    assert "place" not in selective.document
    assert not {"_sd", "_sd_alg"} & selective.document.keys()


def test_splitting_and_joining_are_each_others_reverse():
    text = SAMPLE.token()
    assert join_sd_jwt(*split_sd_jwt(text)) == text
    assert join_sd_jwt(*split_sd_jwt(text + "a.b.c")) == text + "a.b.c"
    with pytest.raises(MalformedInputError):
        split_sd_jwt(text.rstrip("~"))


def test_processing_leaves_its_input_alone():
    payload = json.loads(json.dumps(SAMPLE.payload))
    process_disclosures(payload, SAMPLE.encoded)
    assert payload == SAMPLE.payload


def test_SDJWT_08_count_and_depth_are_budgets():
    with pytest.raises(TooBigError) as refused:
        read_sd_jwt(SAMPLE.token() + "WyJhIl0~" * 1_001)
    assert refused.value.step == "sd_jwt.count"
    with pytest.raises(InputError) as deep:
        read_sd_jwt(SAMPLE.token(), budget=InputBudget(depth=1))
    assert isinstance(deep.value, TooBigError)
