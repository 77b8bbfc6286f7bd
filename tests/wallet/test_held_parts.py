"""What stands where credentials are held: each entry is one, or one that cannot be read. None is dropped."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.examining import Door, codes_in
from tests.issuer_simulator import AWARDED, Hidden, Issuer, bodies, did_key, loads, make_key
from wallet.credentials.json_parts import find_parts
from wallet.formats.envelope import Kind
from wallet.report import NestedRole, Verdict

HOLDER = make_key("Ed25519", b"holder")
NO_CREDENTIALS = {
    "words": "not a token at all",
    "a link": "https://northlight.example/credentials/1",
    "a number": 7,
    "null": None,
    "truth": True,
    "an empty string": "",
    "an object that is none": {"name": "Doctor of Data"},
    "an empty object": {},
    "a list in a list": [["not a token"]],
    "a graph of words": {"@graph": ["not a token"]},
    "a data: URL of a picture": "data:image/png;base64,iVBORw0KGgo=",
}


def transcript(issuer: Issuer, held: object) -> bytes:
    body = bodies.clr(issuer.next_id(), issuer.profile, None, [], AWARDED, name="Year")
    body["credentialSubject"]["verifiableCredential"] = held
    return issuer.issue("eddsa-jcs-2022", body)


@pytest.mark.parametrize("entry", NO_CREDENTIALS.values(), ids=NO_CREDENTIALS)
def test_what_is_no_credential_counts_against_what_holds_it(issuer: Issuer, door: Door, entry: object) -> None:
    good = loads(issuer.issue())
    for whole in (transcript(issuer, [good, entry]), issuer.present([good, entry], HOLDER)):
        checked = door.check(whole)
        assert checked.report.verdict is Verdict.CANNOT_CHECK, checked.report.verdict
        verdicts = [nested.checked.report.verdict for nested in checked.nested]
        assert verdicts == [Verdict.VERIFIED, Verdict.CANNOT_CHECK]
        assert "nested.unreadable" in codes_in(checked.report)


def test_one_entry_alone_is_not_lost_either(issuer: Issuer, door: Door) -> None:
    assert door.verdict(transcript(issuer, "not a token at all")) is Verdict.CANNOT_CHECK
    assert door.verdict(transcript(issuer, {"name": "Doctor of Data"})) is Verdict.CANNOT_CHECK
    assert door.verdict(issuer.present_token(["eyJhbGciOiJFZERTQSJ9"], HOLDER)) is Verdict.CANNOT_CHECK


def test_a_credential_beside_words_in_one_object_is_not_searched_for(issuer: Issuer, door: Door) -> None:
    wrapped = {"note": "with honours", "inside": loads(issuer.issue())}
    assert door.verdict(transcript(issuer, [wrapped])) is Verdict.CANNOT_CHECK


@pytest.mark.parametrize(
    "name", ["https://www.w3.org/2018/credentials#verifiableCredential", "cred:verifiableCredential"]
)
def test_the_member_is_known_by_its_iri_too(name: str) -> None:
    (found,) = find_parts({"credentialSubject": {name: {"type": "VerifiableCredential"}}}).nested
    assert (found.path, found.role) == ("/credentialSubject/" + name.replace("/", "~1"), "held")


def test_several_may_be_written_as_json_ld_writes_them() -> None:
    parts = find_parts({"verifiableCredential": {"@graph": [{"a": 1}, {"@set": [{"b": 2}]}]}})
    paths = [found.path for found in parts.nested]
    assert paths == ["/verifiableCredential/@graph/0", "/verifiableCredential/@graph/1/@set/0"]


def test_every_leaf_is_a_claim_or_inside_a_credential() -> None:
    document = {
        "name": "x",
        "@context": ["c"],
        "proof": {"proofValue": "z"},
        "endorsement": ["in words", {"type": "EndorsementCredential"}, 5],
        "list": [{"verifiableCredential": [1, "a"], "grade": None}],
    }
    claims = [claim.path for claim in find_parts(document).claims]
    assert claims == ["/name", "/endorsement/0", "/endorsement/2", "/list/0/grade"]
    nested = [(found.path, found.role) for found in find_parts(document).nested]
    held = [("/list/0/verifiableCredential/0", "held"), ("/list/0/verifiableCredential/1", "held")]
    assert nested == [("/endorsement/1", "endorsement"), *held]


def test_an_endorsement_that_cannot_be_read_only_adds_a_reason(issuer: Issuer, door: Door) -> None:
    checked = door.check(issuer.issue("vc+jwt", issuer.badge(endorsementJwt=["nonsense"])))
    assert checked.report.verdict is Verdict.VERIFIED
    assert [nested.role for nested in checked.nested] == [NestedRole.ENDORSEMENT]
    assert "nested.unreadable" in codes_in(checked.report)


def spellings(token: str, kind: str) -> dict[str, str]:
    padded = base64.b64encode(token.encode()).decode()
    return {
        "plain": f"data:application/{kind},{token}",
        "upper case": f"DATA:Application/{kind.upper()},{token}",
        "a parameter": f"data:application/{kind};charset=utf-8,{token}",
        "base64": f"data:application/{kind};base64,{padded}",
        "base64 and a parameter": f"data:application/{kind};charset=utf-8;base64,{padded.rstrip('=')}",
        "percent": f"data:application/{kind},{quote(token, safe='').replace('.', '%2E')}",
    }


@pytest.mark.parametrize("spelling", spellings("", ""))
def test_an_enveloped_credential_is_its_token_however_its_url_is_spelled(issuer: Issuer, spelling: str) -> None:
    door = Door((issuer,))
    sealed = {"vc+jwt": issuer.issue("vc+jwt").decode()}
    college = Issuer("Harbour College", kind="P-256", host="harbour.example")
    sealed["dc+sd-jwt"] = college.sd_jwt({"course": "Maps", "grade": Hidden("B")}).token()
    for kind, token in sealed.items():
        held = {"@context": bodies.V2, "type": "EnvelopedVerifiableCredential", "id": spellings(token, kind)[spelling]}
        checked = door.of(issuer, college).check(issuer.present([held], HOLDER))
        (nested,) = checked.nested
        assert nested.checked.report.verdict is Verdict.VERIFIED, (kind, codes_in(checked.report))
        assert nested.checked.envelope.token == token
        assert door.of(issuer, college).verdict(json.dumps(held)) is Verdict.VERIFIED


def test_an_enveloped_presentation_is_the_presentation_in_it(issuer: Issuer, door: Door) -> None:
    about = bodies.subject(did_key(HOLDER), bodies.achievement(f"{issuer.url}/a", "Maps"))
    held = bodies.enveloped(issuer.issue("vc+jwt", issuer.badge(credentialSubject=about)))
    token = issuer.present_token([held], HOLDER, nonce="n", aud="v").decode()
    whole = {"@context": bodies.V2, "type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{token}"}
    checked = door.expecting("n", "v").check(json.dumps(whole))
    assert checked.envelope.kind is Kind.PRESENTATION
    assert [nested.checked.report.verdict for nested in checked.nested] == [Verdict.VERIFIED]
    damaged = whole | {"id": whole["id"][:-6] + "AAAAAA"}
    assert door.verdict(json.dumps(damaged)) is Verdict.ALTERED


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("data:application/vc+cose;base64,0oRDoQEm", "input.cose"),
        ("data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.", "input.not_a_credential"),
        ("data:application/vc+jwt;base64,***", "input.malformed"),
        ("data:application/pdf,eyJh.eyJh.AA", "input.malformed"),
        ("https://northlight.example/credentials/1", "input.malformed"),
        (None, "input.malformed"),
    ],
)
def test_an_envelope_that_cannot_be_opened_says_which_and_spoils_the_whole(
    issuer: Issuer, door: Door, url: str | None, error: str
) -> None:
    held = {"@context": bodies.V2, "type": "EnvelopedVerifiableCredential", **({"id": url} if url else {})}
    checked = door.check(issuer.present([held], HOLDER))
    (nested,) = checked.nested
    unreadable = nested.checked.report.result_of("signature")
    assert unreadable is not None
    assert unreadable.facts["error"] == error, unreadable.facts
    assert checked.report.verdict is Verdict.CANNOT_CHECK
