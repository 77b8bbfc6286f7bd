"""SD-JWT rows of the threat table: RFC 9901 section 7.1 to the letter, through the whole engine."""

import hashlib
import json
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import NOW, Hidden, Issuer, SdJwt, bind, did_key, make_key
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import b64u
from tests.issuer_simulator.sd_jwt import conceal, digest_of, disclosure
from wallet.report import Outcome, Verdict

SALT = "c2FsdHNhbHRzYWx0c2FsdA"


def course(issuer: Issuer, **more: Any) -> SdJwt:
    """An honest SD-JWT VC with a hidden name, grade and two hidden modules."""
    claims = {
        "course": "Statistics",
        "grade": Hidden("B"),
        "given_name": Hidden("Qiao"),
        "modules": [Hidden("one"), Hidden("two")],
    }
    return issuer.sd_jwt({**claims, "place": {"city": Hidden("Harbour")}, **more})


@pytest.fixture
def issued(issuer: Issuer, door: Door) -> SdJwt:
    """Shown to be in order before a test spoils it."""
    sample = course(issuer)
    checked = door.check(sample.token())
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.envelope.document["grade"] == "B"
    return sample


def test_SDJWT_01_a_digest_twice_is_refused(issued: SdJwt, door: Door) -> None:
    digest = issued.payload["_sd"][0]
    places: list[dict[str, Any]] = [
        {"_sd": [*issued.payload["_sd"], digest]},
        {"place": {"_sd": [*issued.payload["place"]["_sd"], digest]}},
        {"modules": [*issued.payload["modules"], {"...": digest}]},
        {"modules": [*issued.payload["modules"], issued.payload["modules"][0]]},
    ]
    honest = dict(issued.payload)
    for change in places:
        issued.payload = {**honest, **change}
        door.assert_not_believed(issued.token())


def test_SDJWT_01_a_digest_repeated_inside_a_disclosure_is_refused(issued: SdJwt, door: Door) -> None:
    parent = disclosure([SALT, "more", {"_sd": [issued.payload["_sd"][0]]}])
    issued.payload["_sd"] = [*issued.payload["_sd"], digest_of(parent)]
    issued.encoded.append(parent)
    door.assert_not_believed(issued.token())


@pytest.mark.parametrize("count", [1, 2, 7])
def test_SDJWT_02_an_unreferenced_disclosure_is_refused(issued: SdJwt, door: Door, count: int) -> None:
    issued.encoded += [disclosure([SALT, f"award{number}", "First class"]) for number in range(count)]
    door.assert_not_believed(issued.token())


def test_SDJWT_02_a_disclosure_of_another_credential_is_refused(issuer: Issuer, issued: SdJwt, door: Door) -> None:
    other = issuer.sd_jwt({"grade": Hidden("A")}, seed=b"other")
    issued.encoded.append(other.encoded[0])
    door.assert_not_believed(issued.token())


def test_SDJWT_02_the_same_disclosure_twice_is_refused(issued: SdJwt, door: Door) -> None:
    issued.encoded.append(issued.encoded[0])
    door.assert_not_believed(issued.token())


@pytest.mark.parametrize("text", [f'["{SALT}","_sd",["x"]]', f'["{SALT}","...","x"]', f'["{SALT}","\\u005fsd",["x"]]', f'["{SALT}","\\u002e..","x"]'])  # fmt: skip
def test_SDJWT_03_reserved_names_are_refused(issued: SdJwt, door: Door, text: str) -> None:
    _sign_disclosure(issued, text)
    door.assert_not_believed(issued.token())


def _sign_disclosure(issued: SdJwt, text: str, nested: bool = False) -> None:
    """Let the issuer itself sign the digest of a disclosure that breaks the rules."""
    encoded = b64u(text.encode())
    issued.encoded.append(encoded)
    target = issued.payload["place"] if nested else issued.payload
    target["_sd"] = [*target["_sd"], digest_of(encoded)]


@pytest.mark.parametrize("name", ["course", "iss", "vct", "grade"])
def test_SDJWT_04_a_name_that_is_there_already_is_refused(issued: SdJwt, door: Door, name: str) -> None:
    _sign_disclosure(issued, dump([SALT, name, "did:web:attacker.example"]))
    door.assert_not_believed(issued.token())


def test_SDJWT_04_a_collision_below_the_root_is_refused(issued: SdJwt, door: Door) -> None:
    issued.payload["place"]["country"] = "CN"
    _sign_disclosure(issued, dump([SALT, "country", "GB"]), nested=True)
    door.assert_not_believed(issued.token())


@pytest.mark.parametrize("name", ["iss", "nbf", "exp", "cnf", "vct", "status"])
def test_SDJWT_04_claims_that_decide_are_never_selectively_disclosable(issuer: Issuer, door: Door, name: str) -> None:
    """A withheld `exp` or `status` would let the holder choose whether the credential has ended."""
    value = {"exp": 4_000_000_000, "nbf": 1, "cnf": {"jwk": {}}, "status": {}}.get(name, issuer.id)
    sample = issuer.sd_jwt({"course": "Statistics"})
    sample.payload.pop(name, None)
    sample.payload.setdefault("_sd", [])
    _sign_disclosure(sample, dump([SALT, name, value]))
    door.assert_not_believed(sample.token())


SHAPES = [
    f'["{SALT}","x"]',
    f'["{SALT}","x","y","z"]',
    f'["{SALT}"]',
    "[]",
    '[1,"x","y"]',
    f'["{SALT}",1,"y"]',
    f'["{SALT}",null,"y"]',
    f'{{"salt":"{SALT}","x":"y"}}',
    '"x"',
    "null",
    f'["{SALT}","x","y"] ',
    f'["{SALT}","x","y"',
    "not json",
]


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if not shape.endswith("] ")])
def test_SDJWT_05_a_disclosure_of_the_wrong_shape_is_refused(issued: SdJwt, door: Door, shape: str) -> None:
    _sign_disclosure(issued, shape)
    door.assert_not_believed(issued.token())


@pytest.mark.parametrize("parts", [[SALT, "one", "1"], [SALT], [1, "x"], "x"])
def test_SDJWT_05_an_array_disclosure_has_two_elements(issued: SdJwt, door: Door, parts: Any) -> None:
    encoded = b64u(dump(parts).encode())
    issued.payload["modules"] = [{"...": digest_of(encoded)}]
    issued.encoded = [*issued.encoded[:2], encoded]
    door.assert_not_believed(issued.token())


MALFORMED: list[dict[str, Any]] = [
    {"_sd": "digest"},
    {"_sd": [1]},
    {"_sd": {"0": "digest"}},
    {"_sd": None},
    {"modules": [{"...": 1}]},
    {"modules": [{"...": "digest", "more": 1}]},
    {"place": {"_sd": "digest"}},
    {"place": {"_sd_alg": "sha-256", "_sd": []}},
    {"place": {"...": "digest"}},
]


@pytest.mark.parametrize("change", MALFORMED)
def test_SDJWT_06_malformed_digests_are_refused_and_never_shown(
    issuer: Issuer, door: Door, change: dict[str, Any]
) -> None:
    sample = issuer.sd_jwt({"course": "Statistics"})
    sample.payload.update(change)
    for checked in door.attempt(sample.token()):
        shown = [part for claim in checked.credential.claims for part in claim.path.split("/")]
        assert not {"_sd", "...", "_sd_alg"} & set(shown)
    door.assert_not_believed(sample.token())


@pytest.mark.parametrize("algorithm", ["sha-1", "md5", "sha-256-32", "SHA-256", "none", "", 256, None, ["sha-256"]])
def test_SDJWT_07_weak_and_unknown_digests_are_refused(issued: SdJwt, door: Door, algorithm: Any) -> None:
    issued.payload["_sd_alg"] = algorithm
    door.assert_not_believed(issued.token())


@pytest.mark.parametrize("algorithm", ["sha-256", "sha-384", "sha-512"])
def test_SDJWT_07_the_three_good_digests_are_read(issuer: Issuer, door: Door, algorithm: str) -> None:
    encoded = disclosure([SALT, "grade", "B"])
    sample = issuer.sd_jwt({"course": "Statistics"})
    digest = b64u(hashlib.new(algorithm.replace("-", ""), encoded.encode()).digest())
    sample.payload |= {"_sd_alg": algorithm, "_sd": [digest]}
    sample.encoded = [encoded]
    assert door.check(sample.token()).envelope.document["grade"] == "B"


def test_SDJWT_07_without_a_name_it_is_sha_256(issued: SdJwt, door: Door) -> None:
    del issued.payload["_sd_alg"]
    assert door.verdict(issued.token()) is Verdict.VERIFIED


@pytest.mark.parametrize("length", [70, 900, 3_000])
def test_SDJWT_08_a_chain_of_nested_disclosures_ends_at_the_budget(issuer: Issuer, door: Door, length: int) -> None:
    sample = issuer.sd_jwt({"course": "Statistics"})
    inner: Any = "end"
    for number in range(length):
        encoded = disclosure([f"salt-number-{number}-salt", "next", inner])
        sample.encoded.append(encoded)
        inner = {"_sd": [digest_of(encoded)]}
    sample.payload["_sd"] = inner["_sd"]
    door.assert_not_believed(sample.token())


def test_SDJWT_08_a_thousand_and_more_disclosures_are_refused(issuer: Issuer, door: Door) -> None:
    many = issuer.sd_jwt({"modules": [Hidden(number) for number in range(2_000)]})
    door.assert_not_believed(many.token())
    some = issuer.sd_jwt({"modules": [Hidden(number) for number in range(200)]})
    assert door.verdict(some.token()) is Verdict.VERIFIED


def test_SDJWT_10_withheld_parts_are_counted(issued: SdJwt, door: Door) -> None:
    everything = len(issued.encoded)
    for kept in range(everything + 1):
        shown = SdJwt(issued.payload, issued.header, issued.key, issued.encoded[:kept])
        checked = door.check(shown.token())
        assert checked.report.verdict is Verdict.VERIFIED
        assert checked.envelope.selective is not None
        assert checked.envelope.selective.hidden == everything - kept


HOLDER = make_key("Ed25519", b"holder")
AUDIENCE = "https://verifier.example"
MOMENT = int(NOW.timestamp())


@pytest.fixture
def bound(issuer: Issuer) -> SdJwt:
    """A credential bound to the holder's key."""
    return course(issuer, cnf={"jwk": HOLDER.jwk})


def test_SDJWT_11_a_stripped_key_binding_does_not_bind(bound: SdJwt, door: Door) -> None:
    asking = door.expecting("n-1", AUDIENCE)
    assert asking.verdict(bind(bound, HOLDER, "n-1", AUDIENCE, MOMENT)) is Verdict.VERIFIED
    bound.key_binding = ""
    assert asking.verdict(bound.token()) is Verdict.NOT_BOUND


def _break(bound: SdJwt, change: dict[str, Any], key: Any = HOLDER) -> str:
    return bind(bound, key, "n-1", AUDIENCE, MOMENT, change)


@pytest.mark.parametrize("change", [{"nonce": "n-2"}, {"aud": "https://other.example"}, {"sd_hash": "AAAA"}, {"iat": MOMENT - 90_000}, {"iat": MOMENT + 4_000}, {"iat": "now"}, {"nonce": None}, {"aud": None}, {"sd_hash": None}, {"typ": "JWT"}])  # fmt: skip
def test_SDJWT_12_every_field_of_the_key_binding_counts(bound: SdJwt, door: Door, change: dict[str, Any]) -> None:
    assert door.expecting("n-1", AUDIENCE).verdict(_break(bound, change)) is Verdict.NOT_BOUND


def test_SDJWT_12_another_key_or_another_set_of_disclosures_does_not_bind(bound: SdJwt, door: Door) -> None:
    asking = door.expecting("n-1", AUDIENCE)
    assert asking.verdict(_break(bound, {}, make_key("Ed25519", b"thief"))) is Verdict.NOT_BOUND
    shown = _break(bound, {})
    without_one = "~".join(part for part in shown.split("~") if part != bound.encoded[0])
    result = asking.check(without_one).report.result_of("holder")
    assert result is not None
    assert result.outcome is Outcome.FAILED


def test_SDJWT_12_a_holder_who_is_named_by_a_did_proves_it_with_that_dids_key(issuer: Issuer, door: Door) -> None:
    named = course(issuer, cnf={"kid": f"{did_key(HOLDER)}#{HOLDER.multibase}"})
    asking = door.expecting("n-1", AUDIENCE)
    assert asking.verdict(_break(named, {})) is Verdict.VERIFIED
    assert asking.verdict(_break(named, {}, make_key("Ed25519", b"thief"))) is Verdict.NOT_BOUND
    assert asking.verdict(_break(named, {"nonce": "n-2"})) is Verdict.NOT_BOUND


@pytest.mark.parametrize("cnf", [{"kid": "key-1"}, {"kid": "did:web:holder.example#1"}, {"x5t#S256": "AA"}, "key", {"jwk": 5}])  # fmt: skip
def test_SDJWT_12_who_asked_is_not_told_verified_where_the_holders_key_cannot_be_known(
    issuer: Issuer, door: Door, cnf: Any
) -> None:
    """A key binding that nobody can check may be a thief's. Nobody asked: it says nothing, and takes nothing away."""
    shown = _break(course(issuer, cnf=cnf), {}, make_key("Ed25519", b"thief"))
    checked = door.expecting("n-1", AUDIENCE).check(shown)
    holder = checked.report.result_of("holder")
    assert holder is not None
    assert (checked.report.verdict, holder.code) == (Verdict.CANNOT_CHECK, "holder.key_unknown")
    assert door.verdict(shown) is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("exp", MOMENT - 1, Verdict.EXPIRED),
        ("exp", MOMENT + 1, Verdict.VERIFIED),
        ("nbf", MOMENT + 3_600, Verdict.NOT_YET_VALID),
        ("iat", MOMENT + 3_600, Verdict.NOT_YET_VALID),
        ("exp", "soon", Verdict.CANNOT_CHECK),
        ("iss", "did:web:elsewhere.example", Verdict.ALTERED),
    ],
)
def test_SDJWT_04_what_decides_validity_counts_when_it_was_disclosed(
    issuer: Issuer, door: Door, name: str, value: Any, verdict: Verdict
) -> None:
    """RFC 9901 section 7.1 step 6, for credentials of the W3C model, where no profile forbids an issuer to hide them."""
    payload, encoded = conceal({**issuer.badge(), name: Hidden(value)}, b"salt")
    header = {"alg": issuer.key.algorithm, "typ": "vc+sd-jwt", "kid": issuer.key_id}
    assert door.verdict(SdJwt(payload, header, issuer.key, encoded).token()) is verdict


def test_a_disclosed_value_is_read_as_it_was_signed(issued: SdJwt, door: Door) -> None:
    document = door.check(issued.token()).envelope.document
    assert document["modules"] == ["one", "two"]
    assert document["place"] == {"city": "Harbour"}
    assert json.dumps(document).count("_sd") == 0
