"""Several signatures over one payload (RFC 7515 section 7.2.1): what holds for the proofs of a set (DI-06) holds for them."""

import json
import zlib
from itertools import permutations
from typing import Any

import pytest
from cryptography.x509 import UniformResourceIdentifier

from tests.examining import Door
from tests.issuer_simulator import Hidden, Issuer, bind, did_key, make_key
from tests.issuer_simulator.certificates import Authority, chain_of
from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.jose_json import entry, general
from tests.issuer_simulator.keys import SigningKey, b64u
from wallet.dids.anchors import ANCHORS
from wallet.encoding.base64url import read_base64url
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.formats.envelope import Format
from wallet.formats.recognise import SIGNATURE_LIMIT
from wallet.formats.refusals import CriticalHeaderError, NotACredentialError
from wallet.report import Outcome, Verdict
from wallet.session.contents import copy_of

STRANGER, SECOND = make_key("P-256", b"stranger"), make_key("P-384", b"second")


def over(token: str | bytes, key: SigningKey | None, **header: Any) -> dict[str, Any]:
    """Another signature over the payload of `token`; None leaves a member out."""
    text = token.decode() if isinstance(token, bytes) else token
    base = {"alg": key.algorithm if key else "none", "typ": "vc+jwt", **header}
    payload = read_base64url(text.partition("~")[0].split(".")[1]).decode()
    return entry(compact({name: item for name, item in base.items() if item is not None}, payload, key))


def spoilt(signed: dict[str, Any]) -> dict[str, Any]:
    """The same entry with another signature of the right length."""
    octets = bytearray(64)
    octets[0] = 1
    return {**signed, "signature": b64u(bytes(octets))}


def kid_of(key: SigningKey) -> str:
    return f"{did_key(key)}#{key.multibase}"


@pytest.mark.parametrize("secured", ["vc+jwt", "jwt-vc"])
def test_DI_06_one_signature_in_the_general_form_is_the_compact_token(issuer: Issuer, door: Door, secured: str) -> None:
    token = issuer.issue(secured)
    checked = door.check(general(token, entry(token)))
    assert (checked.report.verdict, checked.envelope.token) == (Verdict.VERIFIED, token.decode())
    assert "proofs" not in checked.report.result_of("signature").facts


@pytest.mark.parametrize("secured", ["vc+jwt", "jwt-vc"])
def test_DI_06_the_issuers_signature_decides_wherever_it_stands_and_every_other_is_told(
    issuer: Issuer, door: Door, secured: str
) -> None:
    token = issuer.issue(secured)
    typ = "JWT" if secured == "jwt-vc" else "vc+jwt"
    signatures = [
        entry(token),
        over(token, STRANGER, kid=kid_of(STRANGER), typ=typ),
        over(token, SECOND, kid=kid_of(SECOND), typ=typ),
    ]
    for order in permutations(signatures):
        checked = door.check(general(token, *order))
        told = checked.report.result_of("signature")
        assert checked.report.verdict is Verdict.VERIFIED
        assert told.facts["verification_method"] == issuer.key_id
        assert len(told.facts["proofs"]) == 3
        assert {line.partition(":")[0] for line in told.facts["proofs"]} == {"EdDSA", "ES256", "ES384"}
        assert checked.envelope.token == token.decode(), "what is shown of it is what the issuer signed"
        assert checked.signing_key == door.check(token).signing_key


def test_DI_06_strangers_signatures_raise_no_trust_in_what_the_issuer_did_not_sign(issuer: Issuer, door: Door) -> None:
    forged = compact({"alg": "ES256", "typ": "vc+jwt", "kid": kid_of(STRANGER)}, issuer.badge(), STRANGER)
    assert door.verdict(general(forged, entry(forged), over(forged, SECOND, kid=kid_of(SECOND)))) is (
        Verdict.NOT_GENUINE
    )
    honest = entry(issuer.issue("vc+jwt"))  # of another credential
    for order in ([entry(forged), honest], [honest, entry(forged)]):
        assert door.verdict(general(forged, *order)) is Verdict.ALTERED


@pytest.mark.parametrize("last", [False, True])
def test_DI_06_a_broken_signature_of_the_issuers_is_not_hidden_behind_a_good_one(
    issuer: Issuer, door: Door, last: bool
) -> None:
    token = issuer.issue("vc+jwt")
    broken = [
        spoilt(entry(token)),
        spoilt(over(token, issuer.key, kid=None)),
        spoilt(over(token, issuer.key, kid="key-1")),
    ]
    for bad in broken:
        order = [entry(token), bad] if last else [bad, entry(token)]
        assert door.verdict(general(token, *order)) is Verdict.ALTERED


def test_DI_06_a_strangers_broken_signature_is_told_and_takes_nothing_away(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    strangers = [
        spoilt(over(token, STRANGER, kid=kid_of(STRANGER))),
        over(token, STRANGER, kid=None, jwk=STRANGER.jwk),  # brought its own key: not the issuer's failure
        over(token, STRANGER, kid="did:web:elsewhere.example#1"),  # its key is not held
        over(token, STRANGER, kid=kid_of(STRANGER), alg="ES999"),
    ]
    for stranger in strangers:
        for order in ([entry(token), stranger], [stranger, entry(token)]):
            checked = door.check(general(token, *order))
            assert checked.report.verdict is Verdict.VERIFIED
            assert len(checked.report.result_of("signature").facts["proofs"]) == 2
            assert checked.report.result_of("signature").code == "signature.valid"


@pytest.mark.parametrize("kid", [None, "key-1", "#key-1", "did:web:northlight.example#key-1"])
@pytest.mark.parametrize("spelling", ["none", "None", ""])
def test_JOSE_01_none_beside_a_good_signature_is_a_broken_one_of_the_issuers(
    issuer: Issuer, door: Door, kid: str | None, spelling: str
) -> None:
    token = issuer.issue("vc+jwt")
    nothing = over(token, None, kid=kid, alg=spelling)
    for order in ([entry(token), nothing], [nothing, entry(token)]):
        report = door.check(general(token, *order)).report
        assert report.verdict is Verdict.ALTERED
        assert report.result_of("signature").code == "signature.malformed"
        assert report.result_of("signature").facts["reason"] == "alg"
    assert door.verdict(general(token, nothing, nothing)).rank < Verdict.CANNOT_CHECK.rank


def test_JOSE_02_each_signature_is_checked_under_its_own_algorithm(world: Door) -> None:
    issuer = Issuer(kind="P-256")
    door, token = world.of(issuer), issuer.issue("vc+jwt")
    for algorithm in ("EdDSA", "RS256", "ES384"):
        confused = over(token, issuer.key, kid=issuer.key_id, alg=algorithm)
        report = door.check(general(token, entry(token), confused)).report
        assert report.verdict is Verdict.ALTERED, algorithm
    unknown = over(token, issuer.key, kid=issuer.key_id, alg="HS256")
    assert door.verdict(general(token, unknown, unknown)) is Verdict.CANNOT_CHECK


def test_a_signature_of_the_issuers_that_cannot_be_checked_is_beside_a_good_one_no_doubt(
    issuer: Issuer, door: Door
) -> None:
    """As with proof sets: what an issuer signs in an old and a new way holds where one of them can be checked."""
    token = issuer.issue("vc+jwt")
    newer = over(token, issuer.key, kid=issuer.key_id, alg="ML-DSA-44")
    for order in ([entry(token), newer], [newer, entry(token)]):
        report = door.check(general(token, *order)).report
        assert report.verdict is Verdict.VERIFIED
        assert any("proof.suite_unknown" in line for line in report.result_of("signature").facts["proofs"])
    stranger = over(token, STRANGER, kid=kid_of(STRANGER))
    for order in ([newer, stranger], [stranger, newer]):
        assert door.verdict(general(token, *order)) is Verdict.CANNOT_CHECK


def test_a_signature_written_twice_says_no_more_than_once(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    assert door.verdict(general(token, entry(token), entry(token))) is Verdict.VERIFIED
    bad = spoilt(entry(token))
    assert door.verdict(general(token, bad, bad)) is Verdict.ALTERED


def test_a_key_that_the_issuer_does_not_allow_is_none_of_the_issuers_whatever_stands_beside_it(world: Door) -> None:
    issuer = Issuer()
    issuer.relationships = ("authentication",)
    token = issuer.issue("vc+jwt")
    for order in ([entry(token), over(token, STRANGER, kid=kid_of(STRANGER))], [entry(token), entry(token)]):
        assert world.of(issuer).verdict(general(token, *order)) is Verdict.NOT_GENUINE


@pytest.mark.parametrize("typ", ["statuslist+jwt", "kb+jwt", "JWT", "vp+jwt", "dc+sd-jwt", "id_token"])
def test_JOSE_06_a_signature_for_another_purpose_signs_no_credential(issuer: Issuer, door: Door, typ: str) -> None:
    """The issuer signed this payload as something else; a stranger says that it is a credential."""
    token = issuer.issue("vc+jwt")
    otherwise = over(token, issuer.key, kid=issuer.key_id, typ=typ)
    stranger = over(token, STRANGER, kid=kid_of(STRANGER))
    for order in ([stranger, otherwise], [otherwise, stranger]):
        assert all(isinstance(error, InputError) for error in door.refusals(general(token, *order)))
        door.assert_not_believed(general(token, *order))
    (error,) = door.refusals(general(token, stranger, otherwise))
    assert isinstance(error, MalformedInputError | NotACredentialError)
    assert error.step == "jwt.typ"


def test_JOSE_05_what_one_signature_may_not_say_none_may(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    for more in ({"crit": ["exp"], "exp": 1}, {"b64": False}, {"zip": "DEF"}):
        (error,) = door.refusals(general(token, entry(token), over(token, issuer.key, kid=issuer.key_id, **more)))
        assert isinstance(error, CriticalHeaderError), more
    (error,) = door.refusals(general(token, entry(token), {**entry(token), "header": {"alg": "none"}}))
    assert error.step == "jwt.header"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        5,
        [],
        {},
        {"protected": "e30"},
        {"signature": "AAAA"},
        {"protected": 5, "signature": "AAAA"},
        {"protected": "e30", "signature": "AAAA"},
        {"protected": "a.b", "signature": "AAAA"},
        {"protected": "", "signature": ""},
        {"protected": "e30~", "signature": "AAAA~"},
        {"protected": "eyJhbGciOiJFZERTQSIsInR5cCI6InZjK2p3dCJ9", "signature": "A"},
        {"protected": "eyJhbGciOiJFZERTQSIsInR5cCI6InZjK2p3dCJ9", "signature": "AA=="},
        {"protected": "eyJhbGciOiJFZERTQSIsInR5cCI6InZjK2p3dCJ9", "signature": "AA.AA"},
        {"protected": "W10", "signature": "AAAA"},
    ],
)
def test_an_entry_that_is_no_signature_refuses_the_whole(issuer: Issuer, door: Door, bad: Any) -> None:
    token = issuer.issue("vc+jwt")
    for order in ([entry(token), bad], [bad, entry(token)]):
        (error,) = door.refusals(general(token, *order))
        assert isinstance(error, MalformedInputError)
        assert error.step.startswith(("jwt.", "json.", "sd_jwt."))


@pytest.mark.parametrize(
    ("bad", "step"),
    [
        ({"protected": "a.b", "signature": "AAAA"}, "jwt.parts"),
        ({"protected": "e3", "signature": "AAAA"}, "jwt.header"),
        ({"signature": "A"}, "jwt.signature"),
    ],
)
def test_a_later_entry_is_refused_at_its_own_step(issuer: Issuer, door: Door, bad: dict[str, str], step: str) -> None:
    token = issuer.issue("vc+jwt")
    (error,) = door.refusals(general(token, entry(token), {**entry(token), **bad}))
    assert error.step == step


def test_a_packed_payload_is_packed_for_every_signature(issuer: Issuer, door: Door) -> None:
    """The header says how the payload is to be read (`zip` of SMART Health Cards): all have to say the same."""
    claims = json.dumps(issuer.badge()).encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    payload = b64u(packer.compress(claims) + packer.flush())

    def signed(key: SigningKey, kid: str, **more: str) -> dict[str, str]:
        protected = b64u(dump({"alg": key.algorithm, "kid": kid, "typ": "vc+jwt", **more}).encode())
        return {"protected": protected, "signature": b64u(key.sign(f"{protected}.{payload}".encode()))}

    own, stranger = signed(issuer.key, issuer.key_id, zip="DEF"), signed(STRANGER, kid_of(STRANGER), zip="DEF")
    for order in ([own, stranger], [stranger, own]):
        checked = door.check(dump({"payload": payload, "signatures": order}))
        assert checked.report.verdict is Verdict.VERIFIED
        assert len(checked.report.result_of("signature").facts["proofs"]) == 2
    for other in (signed(STRANGER, kid_of(STRANGER)), signed(STRANGER, kid_of(STRANGER), zip="GZ")):
        (error,) = door.refusals(dump({"payload": payload, "signatures": [own, other]}))
        assert error.step in ("jwt.typ", "jwt.zip")


def test_where_no_signature_names_the_issuer_the_first_is_what_is_shown(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt", header={"kid": None})
    checked = door.check(general(token, entry(token), over(token, STRANGER, kid=kid_of(STRANGER))))
    assert (checked.report.verdict, checked.envelope.token) == (Verdict.VERIFIED, token.decode())


@pytest.mark.parametrize("signatures", [[], {}, None, "x", 5])
def test_signatures_that_are_no_list_of_them_are_refused(issuer: Issuer, door: Door, signatures: Any) -> None:
    payload = issuer.issue("vc+jwt").decode().split(".")[1]
    (error,) = door.refusals(dump({"payload": payload, "signatures": signatures}))
    assert error.step == "jwt.json"


def test_the_number_of_signatures_has_a_bound(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    assert SIGNATURE_LIMIT == 12
    assert door.verdict(general(token, *[entry(token)] * 12)) is Verdict.VERIFIED
    (error,) = door.refusals(general(token, *[entry(token)] * 13))
    assert (type(error), error.step) == (TooBigError, "jwt.signatures")


def test_SDJWT_01_several_signatures_over_selective_disclosures(issuer: Issuer, door: Door) -> None:
    issued = issuer.sd_jwt({"course": Hidden("Statistics"), "grade": Hidden("A")})
    token, disclosures = issued.token(), issued.encoded
    stranger = compact({"alg": "ES256", "typ": "dc+sd-jwt", "kid": kid_of(STRANGER)}, issued.payload, STRANGER)
    for order in ([token, stranger], [stranger, token]):
        first, *rest = order
        whole = general(token, entry(first, disclosures=disclosures), *map(entry, rest))
        checked = door.check(whole)
        assert (checked.report.verdict, checked.envelope.format) == (Verdict.VERIFIED, Format.SD_JWT_VC)
        assert checked.envelope.document["course"] == "Statistics"
        assert checked.envelope.token == token
    late = general(token, entry(token), entry(stranger, disclosures=disclosures))
    assert door.refusals(late)[0].step == "sd_jwt.json"
    added = [*disclosures, b64u(dump(["salt", "extra", "x"]).encode())]
    assert door.verdict(general(token, entry(token, disclosures=added), entry(stranger))) is Verdict.ALTERED


def test_SDJWT_11_a_key_binding_is_over_the_first_signature(issuer: Issuer, door: Door) -> None:
    holder = make_key("P-256", b"holder")
    issued = issuer.sd_jwt({"course": Hidden("Statistics"), "cnf": {"jwk": holder.jwk}})
    made = int(door.now.timestamp())
    bind(issued, holder, "n-1", "https://verifier.example", made)
    token, binding = issued.token(), issued.key_binding
    stranger = compact({"alg": "ES256", "typ": "dc+sd-jwt", "kid": kid_of(STRANGER)}, issued.payload, STRANGER)
    asked = door.expecting("n-1", "https://verifier.example")
    header = {"disclosures": issued.encoded, "kb_jwt": binding}
    bound = asked.check(general(token, entry(token, **header), entry(stranger)))
    assert bound.report.result_of("holder").code == "holder.bound"
    assert bound.report.verdict is Verdict.VERIFIED
    moved = asked.check(general(token, entry(stranger, **header), entry(token)))
    assert moved.report.result_of("holder").outcome is Outcome.FAILED
    assert moved.report.verdict is Verdict.NOT_BOUND


def test_two_copies_with_other_signatures_beside_the_first_are_two_copies(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    alone, joined = (
        door.check(general(token, *order)).envelope
        for order in ([entry(token)], [entry(token), over(token, STRANGER, kid=kid_of(STRANGER))])
    )
    assert copy_of(alone) == copy_of(door.check(token).envelope) != copy_of(joined)


def test_JOSE_12_a_chain_counts_in_whichever_signature_it_stands(world: Door) -> None:
    issuer = Issuer(method="https", kind="P-256")
    issuer.withheld = set(issuer.published())
    root = Authority("Ministry Root", 101)
    issuer.documents[ANCHORS] = root.pem()
    names = (UniformResourceIdentifier(issuer.id),)
    chain = chain_of(root.certify(issuer.key.private.public_key(), "Northlight", names))
    token = issuer.sd_jwt({"name": "Ada"}, x5c=chain, kid=None).token()
    assert world.of(issuer).verdict(token) is Verdict.VERIFIED
    stranger = over(token, STRANGER, kid=kid_of(STRANGER), typ="dc+sd-jwt")
    for order in (
        [entry(token, disclosures=[]), stranger],
        [{**stranger, "header": {"disclosures": []}}, entry(token)],
    ):
        assert world.of(issuer).verdict(general(token, *order)) is Verdict.VERIFIED


def test_JOSE_12_a_chain_that_leads_nowhere_neither_adds_nor_takes_away(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt")
    chained = over(token, STRANGER, kid=None, x5c=["AAAA"])
    assert door.verdict(general(token, entry(token), chained)) is Verdict.VERIFIED
    door.assert_not_believed(general(token, chained, over(token, STRANGER, kid=kid_of(STRANGER))))


def test_a_presentation_signed_twice_is_its_holders(world: Door) -> None:
    issuer, holder = Issuer(), make_key("Ed25519", b"holder")
    token = issuer.present_token([issuer.issue("vc+jwt").decode()], holder, nonce="n-1", aud="v")
    asked = world.of(issuer).expecting("n-1", "v")
    stranger = over(token, STRANGER, kid=kid_of(STRANGER), typ="vp+jwt")
    for order in ([entry(token), stranger], [stranger, entry(token)]):
        checked = asked.check(general(token, *order))
        holder_found = checked.report.result_of("holder")
        assert (holder_found.code, holder_found.facts["holder"]) == ("holder.bound", did_key(holder))
    broken = asked.check(general(token, stranger, spoilt(entry(token))))
    assert broken.report.verdict is Verdict.ALTERED


def test_every_letter_of_a_payload_is_covered_by_every_signature(issuer: Issuer, door: Door) -> None:
    token = issuer.issue("vc+jwt").decode()
    whole = json.loads(general(token, entry(token), over(token, STRANGER, kid=kid_of(STRANGER))))
    payload = whole["payload"]
    for place in range(0, len(payload), 97):
        letter = "A" if payload[place] != "A" else "B"
        door.assert_not_believed(dump({**whole, "payload": payload[:place] + letter + payload[place + 1 :]}))
