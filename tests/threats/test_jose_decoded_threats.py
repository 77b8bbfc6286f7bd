"""A token written out as JSON (`JwtProof2020`): the token alone counts, and nothing else may stand beside it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.examining import Door, believed
from tests.issuer_simulator import Issuer, did_key, make_key
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.jose_json import written_out
from wallet.formats.envelope import Format
from wallet.report import Outcome, Verdict

ATTACKER = make_key("Ed25519", b"attacker")


def places_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a JSON value: leaves, and what holds them."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if path == () and name == "proof":
            continue
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from places_of(inner, (*path, name))


def changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    copied = copy.deepcopy(document)
    target: Any = copied
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return copied


def reached(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def another(value: Any) -> Any:
    """Something else of the same kind, and as near as can be."""
    match value:
        case bool():
            return int(value)
        case int() | float():
            return value + 1
        case str():
            return value + " "
        case list():
            return [*value, "urn:example:more"]
        case dict():
            return {**value, "more": "said"}
        case _:
            return "said"


@pytest.fixture
def dated(issuer: Issuer) -> bytes:
    body = issuer.badge(
        validUntil="2027-03-02T09:00:00Z", evidence=[{"id": "https://x.example/1", "type": ["Evidence"]}]
    )
    return issuer.issue("jwt-vc", body, claims={"tag": "t", "weights": [1, 2.5, True, None]})


def test_the_token_that_was_written_out_is_what_is_checked(dated: bytes, door: Door) -> None:
    source = dump(written_out(dated)).encode()
    checked = door.check(source)
    assert (checked.report.verdict, checked.envelope.format) == (Verdict.VERIFIED, Format.JWT_VC_1)
    assert (checked.envelope.original, checked.envelope.token) == (source, dated.decode())
    assert checked.envelope.document == door.check(dated).envelope.document
    assert door.check(checked.envelope.original).report == checked.report


def test_DI_02_whatever_is_written_out_otherwise_than_signed_is_altered(dated: bytes, door: Door) -> None:
    document = written_out(dated)
    places = list(places_of(document))
    assert len(places) > 40
    for path in places:
        report = door.check(dump(changed(document, path, another(reached(document, path))))).report
        assert report.verdict is Verdict.ALTERED, path
        assert report.result_of("coverage").code == "coverage.unsigned_content"
        assert report.result_of("signature").outcome is Outcome.PASSED


def test_DI_02_whatever_is_written_out_beside_what_is_signed_is_altered(dated: bytes, door: Door) -> None:
    document = written_out(dated)
    holders = [(), *(path for path in places_of(document) if isinstance(reached(document, path), dict))]
    for path in holders:
        for value in ("said", None, True, 0, [], {}, {"x": {}}):
            altered = changed(document, (*path, "more"), value)
            assert door.verdict(dump(altered)) is Verdict.ALTERED, (path, value)


def test_what_is_left_out_of_it_is_signed_all_the_same(issuer: Issuer, door: Door) -> None:
    """Who writes a token out without its status or its end takes neither away."""
    token = issuer.issue("jwt-vc", issuer.badge(validUntil="2026-05-01T00:00:00Z"), status="revocation")
    document = written_out(token)
    for left in (
        {"credentialStatus"},
        {"expirationDate"},
        set(document) - {"proof", "type", "credentialSubject", "issuer"},
    ):
        shorter = {name: value for name, value in document.items() if name not in left}
        assert door.verdict(dump(shorter)) is Verdict.EXPIRED
    issuer.revoke(token)
    assert door.verdict(dump({name: value for name, value in document.items() if name != "credentialStatus"})) is (
        Verdict.REVOKED
    )


def test_a_token_of_another_credential_is_no_proof_of_this_one(issuer: Issuer, door: Door) -> None:
    one, other = (written_out(issuer.issue("jwt-vc")) for _ in range(2))
    assert door.verdict(dump(one)) is Verdict.VERIFIED
    assert door.verdict(dump({**one, "proof": other["proof"]})) is Verdict.ALTERED


def test_a_strangers_a_broken_and_an_unsigned_token_are_that(issuer: Issuer, door: Door) -> None:
    strangers = issuer.issue("jwt-vc", key=ATTACKER, method=f"{did_key(ATTACKER)}#{ATTACKER.multibase}")
    assert door.verdict(dump(written_out(strangers))) is Verdict.NOT_GENUINE
    token = issuer.issue("jwt-vc").decode()
    other = issuer.issue("jwt-vc").decode()
    spliced = token.rpartition(".")[0] + "." + other.rpartition(".")[2]
    assert door.verdict(dump(written_out(spliced))) is Verdict.ALTERED
    unsigned = issuer.issue("jwt-vc", header={"alg": "none"}).decode().rpartition(".")[0] + "."
    assert door.verdict(dump(written_out(unsigned))) is Verdict.UNSIGNED


@pytest.mark.parametrize(
    "proof",
    [
        {"jwt": None},
        {"jwt": ["a.b.c"]},
        {"jwt": "eyJhbGciOiJFZERTQSJ9.e30.AAAA"},
        {"jwt": "not a token"},
        {"jwt": "eyJhbGciOiJFZERTQSJ9..AAAA"},
        {"jwt": "e30.e30.e30.e30.e30"},
        {"type": "JwtProof2021"},
    ],
)
def test_where_no_such_token_is_nothing_can_be_checked(issuer: Issuer, door: Door, proof: dict[str, Any]) -> None:
    document = written_out(issuer.issue("jwt-vc"))
    document["proof"] |= proof
    assert door.verdict(dump(document)) is Verdict.CANNOT_CHECK


def test_a_token_among_several_proofs_is_no_proof_of_the_json(issuer: Issuer, door: Door) -> None:
    document = written_out(issuer.issue("jwt-vc"))
    assert door.verdict(dump({**document, "proof": [document["proof"], document["proof"]]})) is Verdict.CANNOT_CHECK


def test_a_name_that_the_issuer_signed_beside_the_credential_may_be_written_into_it(issuer: Issuer, door: Door) -> None:
    def plain(body: dict[str, Any]) -> None:
        body.pop("issuer")

    token = issuer.issue("jwt-vc", before=plain, claims={"issuer": {"name": "Northlight"}})
    document = written_out(token)
    assert document["issuer"] == {"name": "Northlight", "id": issuer.id}
    assert door.verdict(dump(document)) is Verdict.VERIFIED
    assert door.verdict(dump({**document, "issuer": issuer.id})) is Verdict.VERIFIED
    for name in ("Southlight", ["Northlight", "Southlight"]):
        assert door.verdict(dump({**document, "issuer": {**document["issuer"], "name": name}})) is Verdict.ALTERED
    assert door.verdict(dump({**document, "issuer": did_key(ATTACKER)})) is Verdict.ALTERED


def test_a_presentation_written_out_with_what_it_holds(issuer: Issuer, door: Door) -> None:
    holder = make_key("Ed25519", b"holder")
    held = [issuer.issue("jwt-vc").decode() for _ in range(2)]
    token = issuer.present_token(held, holder, older=True, aud="v", nonce="n-1", jti="urn:uuid:1")
    document = written_out(token)
    checked = door.check(dump(document))
    assert believed(checked.report)
    assert [nested.checked.report.verdict for nested in checked.nested] == [Verdict.VERIFIED] * 2
    asked = door.expecting("n-1", "v")
    assert asked.check(dump(document)).report.result_of("holder").code == "holder.bound"
    for path in places_of(document):
        if "proof" in path:
            continue
        altered = changed(document, path, another(reached(document, path)))
        assert door.verdict(dump(altered)) is Verdict.ALTERED, path
    first, second = document["verifiableCredential"]
    for order in ([second, first], [first, first], [second, second]):
        assert door.verdict(dump({**document, "verifiableCredential": order})) is Verdict.ALTERED
    named = {**document, "holder": {"id": document["holder"]}}
    assert door.verdict(dump(named)) is Verdict.VERIFIED
    held_first = document["verifiableCredential"][0]
    for proof in ({"type": "JwtProof2020", "jwt": held[1]}, {"type": "JwtProof2020"}, None):
        swapped = changed(document, ("verifiableCredential", 0), {**held_first, "proof": proof})
        assert door.verdict(dump(swapped)) is Verdict.ALTERED


def test_what_is_written_out_of_a_held_token_that_cannot_be_read_is_signed_by_nobody(
    issuer: Issuer, door: Door
) -> None:
    broken = "eyJhbGciOiJFZERTQSJ9.e30.AAAA"
    document = written_out(issuer.present_token([], make_key("Ed25519", b"holder"), older=True))
    token = issuer.present_token([broken], make_key("Ed25519", b"holder"), older=True).decode()
    shown = {"type": ["VerifiableCredential"], "proof": {"type": "JwtProof2020", "jwt": broken}}
    proof = {"type": "JwtProof2020", "jwt": token}
    assert door.verdict(dump({**document, "verifiableCredential": [shown], "proof": proof})) is Verdict.ALTERED
    assert door.verdict(dump({**document, "verifiableCredential": [broken], "proof": proof})) is Verdict.CANNOT_CHECK


def test_one_and_a_list_of_one_are_the_same(dated: bytes, door: Door) -> None:
    document = written_out(dated)
    listed = {**document, "credentialSubject": [document["credentialSubject"]], "evidence": document["evidence"][0]}
    assert door.verdict(dump(listed)) is Verdict.VERIFIED
    assert door.verdict(dump({**listed, "credentialSubject": [document["credentialSubject"]] * 2})) is Verdict.ALTERED
    assert door.verdict(dump({**document, "credentialSubject": []})) is Verdict.ALTERED


def test_a_date_may_be_written_in_another_zone_and_not_without_one(dated: bytes, door: Door) -> None:
    document = written_out(dated)
    assert document["expirationDate"] == "2027-03-02T09:00:00.000Z"
    for same in ("2027-03-02T17:00:00+08:00", "2027-03-02T09:00:00Z"):
        assert door.verdict(dump({**document, "expirationDate": same})) is Verdict.VERIFIED
    for other in ("2027-03-02T09:00:00", "2027-03-02T09:00:00.001Z", "2027-03-02", 1803978000, None):
        assert door.verdict(dump({**document, "expirationDate": other})) is Verdict.ALTERED


def test_one_that_is_held_in_a_signed_presentation_is_read_from_its_token(issuer: Issuer, door: Door) -> None:
    holder = make_key("Ed25519", b"holder")
    document = written_out(issuer.issue("jwt-vc"))
    (nested,) = door.check(issuer.present([document], holder)).nested
    assert nested.checked.report.verdict is Verdict.VERIFIED
    altered = changed(document, ("credentialSubject", "id"), did_key(holder))
    (nested,) = door.check(issuer.present([altered], holder)).nested
    assert nested.checked.report.verdict is Verdict.ALTERED
    assert nested.checked.credential.subjects[0].id == document["credentialSubject"]["id"]


def test_long_lists_and_deep_ones_are_compared_within_bounds(issuer: Issuer, door: Door) -> None:
    """Each with each would be thousands of millions of comparisons."""
    many = [f"x{number}" for number in range(60_000)]
    token = issuer.issue("jwt-vc", before=lambda body: body["type"].extend(many))
    document = written_out(token)
    shown = {**document, "type": [*document["type"][::-1]]}
    assert door.check(dump(shown)).report.result_of("coverage").outcome is not Outcome.FAILED
    assert (
        door.check(dump({**shown, "type": [*shown["type"], "y"]})).report.result_of("coverage").outcome
        is Outcome.FAILED
    )
    deep: Any = "x"
    for _ in range(30):
        deep = [{"in": deep}]
    token = issuer.issue("jwt-vc", claims={"deep": deep})
    assert door.verdict(dump(written_out(token))) is Verdict.VERIFIED
    altered = dump(written_out(token)).replace('"deep":[{"in"', '"deep":[{"im"')
    assert door.verdict(altered) is Verdict.ALTERED


@pytest.mark.parametrize("value", ["\\ud800", 1e400, 10**400])
def test_what_has_no_canonical_form_is_refused_or_altered(issuer: Issuer, door: Door, value: Any) -> None:
    document = dump(written_out(issuer.issue("jwt-vc"))).replace(
        '"type":["VerifiableCredential"', f'"type":[{json.dumps(value)},"VerifiableCredential"'
    )
    door.assert_not_believed(document.replace("\\\\ud800", "\\ud800"))
