"""Token status lists as CBOR Web Tokens: the same list, the same honesty, under a COSE signature (STAT-01, STAT-10)."""

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer, make_key
from tests.issuer_simulator.keys import SigningKey
from wallet.encoding.base64url import read_base64url
from wallet.encoding.cbor import Tagged, read_cbor, write_cbor
from wallet.errors import InputError, MalformedInputError
from wallet.formats.cwt import looks_like_cwt, read_cwt
from wallet.report import Outcome, Verdict
from wallet.trust.recognise import recognise_material

ALGORITHMS = {"Ed25519": -8, "P-256": -7, "P-384": -35, "RSA": -257}
TYPE = "application/statuslist+cwt"


def claims_of(issuer: Issuer) -> dict[Any, Any]:
    listed = issuer.token_list()
    payload = listed.payload()
    packed = {"bits": listed.bits, "lst": read_base64url(payload["status_list"]["lst"])}
    return {1: payload["iss"], 2: payload["sub"], 6: payload["iat"], 65_534: payload["ttl"], 65_533: packed}


def cwt(
    claims: dict[Any, Any],
    key: SigningKey,
    kid: str,
    *,
    tags: tuple[int, ...] = (18,),
    loose: Any = None,
    **changes: Any,
) -> bytes:
    """Return the claims signed as COSE does; `changes` to the protected header are named `label_N`, None leaves one out."""
    header: dict[Any, Any] = {1: ALGORITHMS[key.kind], 4: kid.encode(), 16: TYPE}
    header |= {int(name.removeprefix("label_")): value for name, value in changes.items()}
    protected = write_cbor({name: value for name, value in header.items() if value is not None})
    payload = write_cbor(claims)
    signature = key.sign(write_cbor(["Signature1", protected, b"", payload]))
    token: Any = [protected, loose or {}, payload, signature]
    for tag in tags:
        token = Tagged(tag, token)
    return write_cbor(token)


def publish(issuer: Issuer, content: bytes) -> None:
    issuer.documents[issuer.token_list().url] = content


@pytest.fixture
def credential(issuer: Issuer) -> bytes:
    return issuer.sd_jwt(status="token").token().encode()


@pytest.mark.parametrize("kind", ALGORITHMS)
@pytest.mark.parametrize("tags", [(), (18,), (18, 61)])
def test_a_list_in_cbor_answers_as_one_in_json_does(world: Door, kind: str, tags: tuple[int, ...]) -> None:
    issuer = Issuer(kind=kind)
    door = world.of(issuer)
    issued = issuer.sd_jwt(status="token")
    publish(issuer, cwt(claims_of(issuer), issuer.key, issuer.key_id, tags=tags))
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    issuer.token_list().values[issued.payload["status"]["status_list"]["idx"]] = 1
    publish(issuer, cwt(claims_of(issuer), issuer.key, issuer.key_id, tags=tags))
    assert door.verdict(issued.token()) is Verdict.REVOKED


Dishonest = Callable[[Issuer], bytes]
DISHONEST: dict[str, Dishonest] = {
    "another key": lambda i: cwt(claims_of(i), make_key("Ed25519", b"attacker"), i.key_id),
    "another type": lambda i: cwt(claims_of(i), i.key, i.key_id, label_16="application/cwt"),
    "the type of the other form": lambda i: cwt(claims_of(i), i.key, i.key_id, label_16="application/statuslist+jwt"),
    "a type that is not signed": lambda i: cwt(claims_of(i), i.key, i.key_id, label_16=None, loose={16: TYPE}),
    "no algorithm that is signed": lambda i: cwt(claims_of(i), i.key, i.key_id, label_1=None, loose={1: -8}),
    "an algorithm of another key": lambda i: cwt(claims_of(i), i.key, i.key_id, label_1=-7),
    "an algorithm nobody knows": lambda i: cwt(claims_of(i), i.key, i.key_id, label_1=-65_000),
    "an algorithm by name": lambda i: cwt(claims_of(i), i.key, i.key_id, label_1="EdDSA"),
    "something critical": lambda i: cwt(claims_of(i), i.key, i.key_id, label_2=[99]),
    "a kid in both headers": lambda i: cwt(claims_of(i), i.key, i.key_id, loose={4: b"x"}),
    "a kid that is text": lambda i: cwt(claims_of(i), i.key, i.key_id, label_4="key-1"),
    "another list": lambda i: cwt(claims_of(i) | {2: "https://northlight.example/status/other"}, i.key, i.key_id),
    "no date": lambda i: cwt({n: v for n, v in claims_of(i).items() if n != 6}, i.key, i.key_id),
    "a date with a tag": lambda i: cwt(claims_of(i) | {6: Tagged(1, 1)}, i.key, i.key_id),
    "another issuer": lambda i: cwt(claims_of(i) | {1: "did:web:other.example"}, i.key, i.key_id),
    "no list": lambda i: cwt(claims_of(i) | {65_533: {"bits": 1}}, i.key, i.key_id),
    "a list of another size": lambda i: cwt(claims_of(i) | {65_533: {"bits": 3, "lst": b"x"}}, i.key, i.key_id),
    "a list that is not packed": lambda i: cwt(claims_of(i) | {65_533: {"bits": 1, "lst": bytes(99)}}, i.key, i.key_id),
    "claims that are no map": lambda i: cwt([1], i.key, i.key_id),  # type: ignore[arg-type]
    "bytes after it": lambda i: cwt(claims_of(i), i.key, i.key_id) + b"\0",
    "an encrypted message": lambda i: cwt(claims_of(i), i.key, i.key_id, tags=(16,)),
}


@pytest.mark.parametrize("how", DISHONEST)
def test_STAT_10_a_list_in_cbor_that_is_not_in_order_says_nothing(
    issuer: Issuer, door: Door, credential: bytes, how: str
) -> None:
    publish(issuer, DISHONEST[how](issuer))
    status = door.check(credential).report.result_of("status")
    assert status is not None
    assert status.outcome is Outcome.UNDECIDED, status
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


def test_STAT_01_no_bit_of_a_signed_list_can_be_changed(issuer: Issuer, door: Door, credential: bytes) -> None:
    honest = cwt(claims_of(issuer), issuer.key, issuer.key_id)
    for place in range(0, len(honest), 3):
        publish(issuer, honest[:place] + bytes([honest[place] ^ 1]) + honest[place + 1 :])
        assert door.verdict(credential) is Verdict.STATUS_UNKNOWN, place


def test_a_list_without_an_issuer_is_signed_by_the_credentials_own(
    issuer: Issuer, door: Door, credential: bytes
) -> None:
    claims = {name: value for name, value in claims_of(issuer).items() if name != 1}
    publish(issuer, cwt(claims, issuer.key, issuer.key_id))
    assert door.verdict(credential) is Verdict.VERIFIED


def test_a_trust_pack_knows_the_list_by_its_content(issuer: Issuer) -> None:
    material = recognise_material(cwt(claims_of(issuer), issuer.key, issuer.key_id))
    assert material is not None
    assert (material.kind, material.urls) == ("status_list", (issuer.token_list().url,))
    assert recognise_material(cwt(claims_of(issuer), issuer.key, issuer.key_id, label_16="application/cwt")) is None


def test_what_is_read_has_the_words_of_a_jwt(issuer: Issuer) -> None:
    content = cwt(
        {3: ["a", "b"], 7: b"id", "text": 1, 65_533: {"lst": zlib.compress(b"\1"), 5: 6, "aggregation_uri": "u"}},
        issuer.key,
        "x",
        label_4=b"\xff\x00",
        label_33=[b"\x30\x00"],
    )
    token = read_cwt(content)
    assert token.header == {"alg": "EdDSA", "typ": TYPE, "kid": "_wA", "x5c": ["MAA="]}
    assert token.payload["aud"] == ["a", "b"]
    assert set(token.payload) == {"aud", "status_list"}
    assert isinstance(token.payload["status_list"], dict)
    assert set(token.payload["status_list"]) == {"lst", "aggregation_uri"}
    alone = read_cwt(cwt({}, issuer.key, "x", label_33=b"\x30\x00"))
    assert alone.header["x5c"] == ["MAA="]
    assert looks_like_cwt(content)


@pytest.mark.parametrize(
    "token",
    [
        [b"", {}, None, b""],
        [b"", {}, b"\xa0"],
        [b"\x01", {}, b"\xa0", b""],
        [b"", [], b"\xa0", b""],
        {1: 2},
        Tagged(17, []),
    ],
)
def test_what_is_no_signed_cwt_is_refused(token: Any) -> None:
    with pytest.raises(MalformedInputError):
        read_cwt(write_cbor(token))


@pytest.mark.parametrize("chain", [["text"], 7, [7]])
def test_a_chain_that_is_no_bytes_is_refused(issuer: Issuer, chain: Any) -> None:
    with pytest.raises(InputError):
        read_cwt(cwt({}, issuer.key, "x", label_33=chain))
    assert read_cbor(write_cbor([1])) == [1]
