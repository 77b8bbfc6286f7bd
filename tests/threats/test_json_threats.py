"""JSON rows of the threat table: what two readers could read differently is never believed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import FORMATS, Hidden, Issuer, loads
from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.keys import b64u
from tests.issuer_simulator.sd_jwt import SdJwt, digest_of
from wallet.encoding.strict_json import read_json
from wallet.errors import InputError, MalformedInputError, TooBigError
from wallet.report import Verdict

SUITE = "eddsa-jcs-2022"


def object_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every object that has members."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, dict) and value:
        yield path
    for name, item in members:
        yield from object_paths(item, (*path, name))


def with_duplicate(value: Any, at: tuple[Any, ...], path: tuple[Any, ...] = ()) -> str:
    """Return JSON text in which the object at `at` has its first member twice, with another value first."""
    if isinstance(value, dict):
        members = [f"{json.dumps(name)}:{with_duplicate(item, at, (*path, name))}" for name, item in value.items()]
        first = f'{json.dumps(next(iter(value)))}:"attacker",' if path == at else ""
        return "{" + first + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(with_duplicate(item, at, (*path, n)) for n, item in enumerate(value)) + "]"
    return json.dumps(value)


def test_JSON_01_a_duplicate_member_anywhere_in_a_document_is_refused(issuer: Issuer, door: Door) -> None:
    document = loads(issuer.issue(SUITE, status="revocation"))
    assert door.verdict(dump(document).encode()) is Verdict.VERIFIED
    places = list(object_paths(document))
    assert len(places) > 8
    for place in places:
        with pytest.raises(MalformedInputError) as refused:
            door.check(with_duplicate(document, place).encode())
        assert refused.value.step == "json.duplicate"


@pytest.mark.parametrize("part", ["header", "payload"])
def test_JSON_01_a_duplicate_member_in_a_token_is_refused(issuer: Issuer, door: Door, part: str) -> None:
    payload = issuer.badge()
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": issuer.key_id}
    assert door.verdict(compact(header, payload, issuer.key).encode()) is Verdict.VERIFIED
    for place in object_paths(header if part == "header" else payload):
        header_text = with_duplicate(header, place) if part == "header" else dump(header)
        payload_text = with_duplicate(payload, place) if part == "payload" else dump(payload)
        with pytest.raises(InputError):
            door.check(compact(header_text, payload_text, issuer.key).encode())


def test_JSON_01_a_duplicate_member_in_a_disclosure_is_not_believed(issuer: Issuer, door: Door) -> None:
    issued = issuer.sd_jwt({"result": Hidden({"grade": "B"})})
    assert door.verdict(issued.token()) is Verdict.VERIFIED
    door.assert_not_believed(_with_disclosure_text(issued, '["c2FsdHNhbHRzYWx0","result",{"grade":"A","grade":"B"}]'))


def _with_disclosure_text(issued: SdJwt, text: str) -> str:
    issued.encoded = [b64u(text.encode())]
    issued.payload["_sd"] = [digest_of(issued.encoded[0])]
    return issued.token()


def test_JSON_01_a_duplicate_member_in_an_issuers_document_finds_no_key(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue()
    document = issuer.did_document()
    for place in object_paths(document):
        issuer.documents[issuer.id] = with_duplicate(document, place).encode()
        assert door.verdict(credential) is Verdict.CANNOT_CHECK


@pytest.mark.parametrize("kind", ["bitstring", "token"])
def test_JSON_01_a_duplicate_member_in_a_status_list_establishes_no_status(
    issuer: Issuer, door: Door, kind: str
) -> None:
    if kind == "bitstring":
        credential: bytes | str = issuer.issue(status="revocation")
        url, *_ = issuer.lists
        signed = loads(issuer.published_list(url))
        issuer.documents[url] = with_duplicate(signed, ("credentialSubject",)).encode()
    else:
        credential = issuer.sd_jwt(status="token").token()
        url, *_ = issuer.lists
        payload = with_duplicate(issuer.token_list().payload(), ("status_list",))
        header = {"alg": "EdDSA", "typ": "statuslist+jwt", "kid": issuer.key_id}
        issuer.documents[url] = compact(header, payload, issuer.key).encode()
    assert door.verdict(credential) is Verdict.STATUS_UNKNOWN


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
@pytest.mark.parametrize("place", ["creditsEarned", "creditsAvailable"])
def test_JSON_02_numbers_that_are_not_finite_are_refused(issuer: Issuer, door: Door, number: str, place: str) -> None:
    text = issuer.issue(SUITE).decode()
    changed = re.sub(rf'"{place}":6', f'"{place}":{number}', text)
    assert changed != text
    with pytest.raises(MalformedInputError):
        door.check(changed.encode())
    token = compact({"alg": "EdDSA", "typ": "vc+jwt", "kid": issuer.key_id}, changed, issuer.key)
    with pytest.raises(InputError):
        door.check(token.encode())


@pytest.mark.parametrize(
    "number", ["9007199254740993", "9007199254740993.0", "6.0000000000000000001", "1e-400", "0.1000000000000000055"]
)
def test_JSON_03_a_number_that_a_double_would_change_is_refused(issuer: Issuer, door: Door, number: str) -> None:
    text = issuer.issue(SUITE).decode().replace('"creditsEarned":6', f'"creditsEarned":{number}')
    with pytest.raises(MalformedInputError) as refused:
        door.check(text.encode())
    assert refused.value.step == "json.number"


@pytest.mark.parametrize("digits", [400, 4_300, 4_301, 1_000_000])
def test_JSON_04_numbers_of_many_digits_are_refused_with_a_sentence(issuer: Issuer, door: Door, digits: int) -> None:
    text = issuer.issue(SUITE).decode().replace('"creditsEarned":6', f'"creditsEarned":{"7" * digits}')
    with pytest.raises(InputError):
        door.check(text.encode())


@pytest.mark.parametrize("depth", [66, 1_000, 100_000, 900_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_JSON_05_deep_nesting_is_refused_before_it_is_parsed(
    issuer: Issuer, door: Door, depth: int, opening: str
) -> None:
    depth = min(depth, 300_000 if opening != "[" else depth)
    nest = opening * depth + "1" + ("]" if opening == "[" else "}") * depth
    text = issuer.issue(SUITE).decode().replace('"creditsEarned":6', f'"creditsEarned":{nest}')
    with pytest.raises(TooBigError):
        door.check(text.encode())


def test_JSON_05_the_depth_of_real_credentials_is_read() -> None:
    assert read_json("[" * 63 + "]" * 63)


ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_JSON_06_only_utf_8_without_a_mark_is_read(issuer: Issuer, door: Door, encoding: str) -> None:
    with pytest.raises(InputError):
        door.check(issuer.issue(SUITE).decode().encode(encoding))


@pytest.mark.parametrize("octets", [b"\xc0\xaf", b"\xff", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"])
def test_JSON_06_bytes_that_are_not_utf_8_are_refused(issuer: Issuer, door: Door, octets: bytes) -> None:
    broken = issuer.issue(SUITE).replace(b"Data Practice 1", b"Data " + octets, 1)
    with pytest.raises(InputError):
        door.check(broken)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"name":"Data Practice 1"', '"name":"Data \\ud800"'),
        ('"name":"Data Practice 1"', '"name":"\\udc00\\ud800"'),
        ('"name":"Data Practice 1"', '"\\ud800":"x"'),
        ('"creditsEarned":6', '"creditsEarned":6,"\\udfff":1'),
        ('"id":"did:example:learner"', '"id":"did:example:\\u0000learner"'),
        ('"id":"did:example:learner"', '"id":"did:example:\\uffff"'),
    ],
)
def test_JSON_07_lone_surrogates_and_odd_identifiers_are_refused(
    issuer: Issuer, door: Door, old: str, new: str
) -> None:
    text = issuer.issue(SUITE).decode()
    assert old in text
    with pytest.raises(MalformedInputError) as refused:
        door.check(text.replace(old, new, 1).encode())
    assert refused.value.step == "json.text"


def test_JSON_08_a_credential_over_its_budget_is_refused(issuer: Issuer, door: Door) -> None:
    def swollen(size: int) -> bytes:
        return issuer.issue("eddsa-jcs-2022", before=lambda body: body.update(description="x" * size))

    assert door.verdict(swollen(1_000_000)) is Verdict.VERIFIED
    with pytest.raises(TooBigError):
        door.check(swollen(2 * 1024 * 1024))


def test_JSON_08_300_000_members_are_refused_or_merely_not_believed(issuer: Issuer, door: Door) -> None:
    members = ",".join(f'"k{number}":0' for number in range(300_000))
    text = issuer.issue(SUITE).decode().replace('"creditsEarned":6', f'"creditsEarned":6,{members}')
    with pytest.raises(TooBigError):
        door.check(text.encode())


def test_JSON_08_an_issuers_document_over_its_budget_is_not_read(issuer: Issuer, door: Door) -> None:
    document = {**issuer.did_document(), "filler": "x" * 140_000}
    issuer.documents[issuer.id] = dump(document).encode()
    assert door.verdict(issuer.issue()) is Verdict.CANNOT_CHECK


MAGIC = ["__class__", "__proto__", "__init__", "constructor", "$ref", "$schema", "@import", "@graph", "@included"]


@pytest.mark.parametrize("name", MAGIC)
def test_JSON_09_magic_member_names_do_nothing(issuer: Issuer, door: Door, name: str) -> None:
    value: Any = {"$ref": "https://attacker.example/schema.json"}
    for place in object_paths(issuer.badge()):

        def add(body: dict[str, Any], place: tuple[Any, ...] = place) -> None:
            target: Any = body
            for step in place:
                target = target[step]
            target[name] = value

        document = loads(issuer.issue(SUITE))
        add(document)
        door.assert_not_believed(dump(document).encode())


@pytest.mark.parametrize("secured", [name for name in FORMATS if name.startswith(("eddsa", "vc", "jwt"))])
def test_JSON_09_a_schema_is_never_fetched(issuer: Issuer, door: Door, secured: str) -> None:
    schema = {"id": "https://attacker.example/schema.json", "type": "JsonSchema"}
    assert door.verdict(issuer.issue(secured, before=lambda body: body.update(credentialSchema=schema))) in (
        Verdict.VERIFIED,
        Verdict.CANNOT_CHECK,
    )
