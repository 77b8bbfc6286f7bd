"""Credentials that hold credentials: each gets its own report, none can be made to cost more than the budget."""

import json
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import AWARDED, Issuer, bodies, make_key
from tests.issuer_simulator.jose import dump
from wallet.report import NestedRole, Verdict
from wallet.verification.examiner import MAX_DEPTH, MAX_NESTED, MAX_PROOFS

V2 = "https://www.w3.org/ns/credentials/v2"


def wrapper(*held: Any) -> dict[str, Any]:
    return {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": list(held)}


def record(issuer: Issuer, *held: Any, suite: str = "eddsa-jcs-2022", **more: Any) -> bytes:
    """Return a signed comprehensive learner record that holds credentials."""
    subject = {"id": "did:example:learner", "type": ["ClrSubject"], "verifiableCredential": list(held), **more}
    body = bodies.credential(issuer.next_id(), issuer.profile, subject, AWARDED, name="Record")
    body["@context"] = [V2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", *body["@context"][1:]]
    body["type"] = ["VerifiableCredential", "ClrCredential"]
    return issuer.issue(suite, body)


def test_a_record_in_the_versioned_vocabulary_of_its_publisher_is_checked(issuer: Issuer, door: Door) -> None:
    """CLR 2.0 names the context 2.0.1; its subject's `identifier` and `partial` are defined nowhere else."""
    identifier = {
        "type": "IdentityObject",
        "identityHash": "s1@example.edu",
        "identityType": "emailAddress",
        "hashed": False,
    }
    source = record(issuer, json.loads(issuer.issue()), suite="eddsa-rdfc-2022", identifier=[identifier])
    assert door.check(source).report.verdict is Verdict.VERIFIED


def test_a_record_is_as_good_as_the_worst_it_holds(issuer: Issuer, door: Door) -> None:
    good, revoked = issuer.issue(), issuer.issue(status="revocation")
    fine = door.check(record(issuer, json.loads(good)))
    assert [child.checked.report.verdict for child in fine.nested] == [Verdict.VERIFIED]
    assert fine.report.verdict is Verdict.VERIFIED
    issuer.revoke(revoked)
    mixed = door.check(record(issuer, json.loads(good), json.loads(revoked)))
    assert (mixed.report.own_verdict, mixed.report.verdict) == (Verdict.VERIFIED, Verdict.REVOKED)


def test_what_a_record_holds_unsigned_is_called_unsigned(issuer: Issuer, door: Door) -> None:
    checked = door.check(record(issuer, issuer.badge()))
    assert checked.report.own_verdict is Verdict.VERIFIED
    assert checked.report.verdict is Verdict.UNSIGNED


def test_a_part_that_cannot_be_read_keeps_the_whole_from_being_good(issuer: Issuer, door: Door) -> None:
    checked = door.check(record(issuer, json.loads(issuer.issue()), "eyJhbGciOiJub25lIn0.broken.token"))
    assert checked.report.verdict.rank <= Verdict.CANNOT_CHECK.rank
    assert checked.nested[0].checked.report.verdict is Verdict.VERIFIED


def test_an_endorsement_adds_a_reason_and_takes_nothing_away(issuer: Issuer, world: Door) -> None:
    friend = Issuer("Guild", host="guild.example", seed=b"guild")
    body = friend.badge(type=["VerifiableCredential", "EndorsementCredential"])
    body["credentialSubject"] = {"id": issuer.id, "type": ["EndorsementSubject"], "endorsementComment": "Good."}
    endorsement = json.loads(friend.issue("eddsa-jcs-2022", body))
    endorsement["credentialSubject"]["endorsementComment"] = "Excellent."  # forged
    checked = world.of(issuer, friend).check(issuer.issue("eddsa-jcs-2022", issuer.badge(endorsement=[endorsement])))
    assert [child.role for child in checked.nested] == [NestedRole.ENDORSEMENT]
    assert checked.nested[0].checked.report.verdict is Verdict.ALTERED
    assert checked.report.verdict is Verdict.VERIFIED


def depth_of(report: Any) -> int:
    return 1 + max((depth_of(child.report) for child in report.nested), default=0)


def test_a_document_of_documents_ends(issuer: Issuer, door: Door) -> None:
    inner: Any = json.loads(issuer.issue())
    for _ in range(MAX_DEPTH + 4):
        inner = wrapper(inner)
    for checked in door.attempt(dump(inner)):
        assert depth_of(checked.report) <= MAX_DEPTH + 2
        assert checked.report.verdict.rank <= Verdict.CANNOT_CHECK.rank


def test_more_parts_than_any_record_has_are_not_all_examined(issuer: Issuer, door: Door) -> None:
    one = json.loads(issuer.issue("eddsa-jcs-2022"))
    (checked,) = door.attempt(dump(wrapper(*[one] * (MAX_NESTED + 5))))
    codes = [result.code for child in checked.nested for result in child.checked.report.results]
    assert codes.count("signature.valid") == MAX_NESTED
    assert "nested.unreadable" in codes


def test_DI_07_the_proofs_of_many_parts_are_counted_together(issuer: Issuer, door: Door) -> None:
    """Each part keeps within its own bound of proofs; a hundred and fifty of them with chains of twelve took seconds."""
    one = json.loads(issuer.issue("eddsa-jcs-2022"))
    chained = [
        {**one["proof"], "id": f"urn:{n}", "previousProof": [f"urn:{m}" for m in range(n)]} for n in range(1, 12)
    ]
    many = {**one, "proof": [{**one["proof"], "id": "urn:0"}, *chained]}
    (checked,) = door.attempt(dump(wrapper(*[many] * 20, one)))
    found = [child.checked.report.results[0] for child in checked.nested]
    looked_at = [result for result in found if result.code != "nested.unreadable"]
    assert len(looked_at) == MAX_PROOFS // (12 + 66)
    assert {result.facts["step"] for result in found if result not in looked_at} == {"nested.proofs"}
    assert checked.report.verdict.rank <= Verdict.CANNOT_CHECK.rank
    (plain,) = door.attempt(dump(wrapper(*[one] * 190)))
    assert {child.checked.report.results[0].code for child in plain.nested} == {"signature.valid"}


@pytest.mark.parametrize("asked", [False, True])
def test_a_challenge_binds_the_presentation_and_with_it_what_it_shows(issuer: Issuer, door: Door, asked: bool) -> None:
    from tests.issuer_simulator import did_key

    holder = make_key("Ed25519", b"holder")
    body = issuer.badge()
    body["credentialSubject"]["id"] = did_key(holder)
    shown = issuer.present([json.loads(issuer.issue(body=body))], holder, challenge="n", domain="v.example")
    checked = (door.expecting("n", "v.example") if asked else door).check(shown)
    own, child = checked.report.result_of("holder"), checked.nested[0].checked.report.result_of("holder")
    assert {own.code, child.code} == ({"holder.bound"} if asked else {"holder.not_asked"})
    assert checked.report.verdict is Verdict.VERIFIED
