"""The same statements in other words: JSON-LD lets one graph be written in many ways, under one signature.

What a reader overlooks in an unusual spelling must never make a credential better than it is: an end, a revocation or a
suspension that was signed stays found, or the credential is not believed.
"""

import copy
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer, bodies, loads
from tests.issuer_simulator.jose import dump
from tests.properties.damage import damaged_document
from tests.properties.test_byte_mutation import SEED
from wallet.report import Verdict

CRED, XSD = "https://www.w3.org/2018/credentials#", "http://www.w3.org/2001/XMLSchema#"
GOOD = (Verdict.VERIFIED, Verdict.REFRESH_DUE)
ENDED = datetime(2026, 4, 1, tzinfo=UTC)
SUITES = ("eddsa-rdfc-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019")
Restate = Callable[[dict[str, Any], str], None]


def _put(document: dict[str, Any], member: str, value: Any) -> None:
    document[member] = value


def _rename(document: dict[str, Any], member: str, name: str, value: Any) -> None:
    del document[member]
    document[name] = value


def _iri(member: str) -> str:
    return CRED + member


def _typed(value: Any) -> Any:
    return {"@value": value, "@type": XSD + "dateTime"} if isinstance(value, str) else value


RESTATEMENTS: dict[str, Restate] = {
    "a set of one": lambda d, m: _put(d, m, [d[m]]),
    "a set in a set": lambda d, m: _put(d, m, [[d[m]]]),
    "a value object": lambda d, m: _put(d, m, {"@value": d[m]}),
    "a typed value object": lambda d, m: _put(d, m, _typed(d[m])),
    "a typed value object with short names": lambda d, m: _put(d, m, {"value": d[m], "type": XSD + "dateTime"}),
    "an explicit set": lambda d, m: _put(d, m, {"@set": [d[m]]}),
    "a list": lambda d, m: _put(d, m, {"@list": [d[m]]}),
    "twice": lambda d, m: _put(d, m, [d[m], copy.deepcopy(d[m])]),
    "null beside it": lambda d, m: _put(d, m, [None, d[m]]),
    "empty beside it": lambda d, m: _put(d, m, [{}, d[m]]),
    "the full address as its name": lambda d, m: _rename(d, m, _iri(m), _typed(d[m])),
    "the full address, in a set": lambda d, m: _rename(d, m, _iri(m), [_typed(d[m])]),
    "a short address as its name": lambda d, m: _rename(d, m, f"cred:{m}", _typed(d[m])),
    "nested": lambda d, m: _rename(d, m, "@nest", {m: d[m]}),
    "included": lambda d, m: _rename(d, m, "@included", [{"id": d["id"], m: d[m]}]),
    "in the subject": lambda d, m: d["credentialSubject"].update(
        {"@reverse": {"credentialSubject": {"id": d["id"], m: d.pop(m)}}}
    ),
    "in the evidence": lambda d, m: d.update(evidence=[{"id": d["id"], m: d.pop(m)}]),
    "in a graph": lambda d, m: _in_graph(d, m),
    "the other spelling of keywords": lambda d, m: d.update({"@id": d.pop("id"), "@type": d.pop("type")}),
    "upper case": lambda d, m: _rename(d, m, m.upper(), d[m]),
    "left out": lambda d, m: d.pop(m),
}


def _in_graph(document: dict[str, Any], member: str) -> None:
    moved = {"id": document["id"], member: document.pop(member)}
    inner = {name: item for name, item in document.items() if name not in ("@context", "proof")}
    for name in inner:
        del document[name]
    document["@graph"] = [inner, moved]


def ended(issuer: Issuer, suite: str, older: bool) -> bytes:
    body = issuer.badge(validUntil=ENDED)
    return issuer.issue(suite, bodies.as_vcdm_1(body) if older else body)


@pytest.mark.parametrize("restatement", RESTATEMENTS)
@pytest.mark.parametrize("older", [False, True], ids=["2.0", "1.1"])
@pytest.mark.parametrize("suite", SUITES)
def test_an_end_is_never_talked_away(world: Door, suite: str, older: bool, restatement: str) -> None:
    issuer = Issuer(kind="P-256" if suite.startswith("ecdsa") else "Ed25519")
    door = world.of(issuer)
    credential = ended(issuer, suite, older)
    assert door.verdict(credential) is Verdict.EXPIRED
    document = loads(credential)
    RESTATEMENTS[restatement](document, "expirationDate" if older else "validUntil")
    for checked in door.attempt(dump(document)):
        assert checked.report.verdict not in GOOD


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
@pytest.mark.parametrize("restatement", RESTATEMENTS)
@pytest.mark.parametrize("suite", SUITES)
def test_a_withdrawal_is_never_talked_away(world: Door, suite: str, restatement: str, purpose: str) -> None:
    issuer = Issuer(kind="P-256" if suite.startswith("ecdsa") else "Ed25519")
    door = world.of(issuer)
    credential = issuer.issue(suite, status=purpose)
    issuer.set_status(credential)
    assert door.verdict(credential) in (Verdict.REVOKED, Verdict.SUSPENDED)
    document = loads(credential)
    RESTATEMENTS[restatement](document, "credentialStatus")
    for checked in door.attempt(dump(document)):
        assert checked.report.verdict not in GOOD
    for member in ("statusPurpose", "statusListIndex", "statusListCredential", "type"):
        document = loads(credential)
        try:
            RESTATEMENTS[restatement](document["credentialStatus"], member)
        except KeyError:
            continue  # that restatement needs a whole credential around it
        for checked in door.attempt(dump(document)):
            assert checked.report.verdict not in GOOD


@pytest.mark.parametrize("restatement", RESTATEMENTS)
@pytest.mark.parametrize("suite", SUITES)
def test_a_future_start_is_never_talked_away(world: Door, suite: str, restatement: str) -> None:
    issuer = Issuer(kind="P-256" if suite.startswith("ecdsa") else "Ed25519")
    door = world.of(issuer)
    credential = issuer.issue(suite, issuer.badge(validFrom=datetime(2027, 1, 1, tzinfo=UTC)))
    assert door.verdict(credential) is Verdict.NOT_YET_VALID
    document = loads(credential)
    RESTATEMENTS[restatement](document, "validFrom")
    for checked in door.attempt(dump(document)):
        assert checked.report.verdict not in GOOD


@pytest.mark.long
@pytest.mark.parametrize("trouble", ["expired", "revoked", "suspended", "future", "unknown"])
def test_no_damage_makes_a_credential_better_than_it_is(world: Door, trouble: str, full: bool) -> None:
    chance = random.Random(f"{SEED} {trouble}")
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        issuer = Issuer()
        door = world.of(issuer)
        credential = _in_trouble(issuer, suite, trouble)
        assert door.verdict(credential) not in GOOD
        for number in range(2_000 if full else 120):
            for checked in door.attempt(damaged_document(credential, chance)):
                assert checked.report.verdict not in GOOD, (trouble, suite, number)


def _in_trouble(issuer: Issuer, suite: str, trouble: str) -> bytes:
    match trouble:
        case "expired":
            return issuer.issue(suite, issuer.badge(validUntil=ENDED))
        case "future":
            return issuer.issue(suite, issuer.badge(validFrom=datetime(2027, 1, 1, tzinfo=UTC)))
        case "unknown":
            issuer.known = False
            return issuer.issue(suite)
        case _:
            credential = issuer.issue(suite, status="revocation" if trouble == "revoked" else "suspension")
            issuer.set_status(credential)
            return credential


@pytest.mark.parametrize("restatement", ["a set of one", "a value object", "an explicit set"])
def test_what_is_said_in_longer_words_is_read_just_the_same(world: Door, restatement: str) -> None:
    """A grade is not hidden, and a revocation does not become unknown, by the long spelling of the same statements."""
    issuer = Issuer()
    credential = issuer.issue(status="revocation")
    issuer.revoke(credential)
    plain = world.of(issuer).check(credential)
    for place, member in (((), "credentialSubject"), (("credentialSubject",), "result"), ((), "credentialStatus")):
        document = loads(credential)
        holder = document if not place else document["credentialSubject"]
        if restatement == "a value object":
            entry = document["credentialStatus"]
            RESTATEMENTS[restatement](entry, "statusListIndex")
        else:
            RESTATEMENTS[restatement](holder, member)
        restated = world.of(issuer).check(dump(document))
        if restated.report.verdict is not Verdict.ALTERED:
            assert restated.report.verdict is Verdict.REVOKED
            assert restated.credential.subjects == plain.credential.subjects
