"""DID-03, DID-04 and DID-07: keys that changed, keys that were withdrawn, and statements about issuers."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.examining import Door
from tests.issuer_simulator import AWARDED, Issuer, make_key
from tests.issuer_simulator.issuer import NOW
from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.moments import stamp
from wallet.report import Outcome, Verdict
from wallet.trust.build_pack import build_pack

SECURED = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt"]
NEW_KEY = make_key("Ed25519", b"the next key")


def publish(issuer: Issuer, *, keep: bool = True, **members: Any) -> None:
    """Publish the issuer's document with a second key, and the first one kept with `members` or taken out."""
    document = issuer.did_document()
    old = {**document["verificationMethod"][0], **members}
    new = {
        "id": f"{issuer.id}#key-2",
        "type": "Multikey",
        "controller": issuer.id,
        "publicKeyMultibase": NEW_KEY.multibase,
    }
    document["verificationMethod"] = [old, new] if keep else [new]
    document["assertionMethod"] = [method["id"] for method in document["verificationMethod"]]
    issuer.documents[issuer.id] = dump(document).encode()


@pytest.mark.parametrize("secured", SECURED)
def test_DID_03_a_rotated_key_that_is_still_listed_is_good(issuer: Issuer, door: Door, secured: str) -> None:
    issued = issuer.issue(secured)
    publish(issuer)
    assert door.verdict(issued) is Verdict.VERIFIED
    assert door.verdict(issuer.issue(secured, key=NEW_KEY, method=f"{issuer.id}#key-2")) is Verdict.VERIFIED


@pytest.mark.parametrize("secured", SECURED)
def test_DID_03_a_key_that_is_no_longer_listed_is_missing_and_not_called_forged(
    issuer: Issuer, door: Door, secured: str
) -> None:
    issued = issuer.issue(secured)
    publish(issuer, keep=False)
    signature = door.check(issued).report.result_of("signature")
    assert signature is not None
    assert (signature.outcome, signature.code) == (Outcome.UNDECIDED, "proof.key_not_found")
    assert signature.facts["step"] == "did.no_method"
    assert door.verdict(issued) is Verdict.CANNOT_CHECK


@pytest.mark.parametrize("secured", SECURED)
@pytest.mark.parametrize("member", ["expires", "revoked"])
def test_DID_03_a_retired_or_withdrawn_key_is_over_from_its_date(
    issuer: Issuer, door: Door, secured: str, member: str
) -> None:
    issued = issuer.issue(secured)
    publish(issuer, **{member: stamp(NOW)})
    assert door.at(NOW - timedelta(seconds=1)).verdict(issued) is Verdict.VERIFIED
    late = door.at(NOW + timedelta(seconds=1)).check(issued).report
    validity = late.result_of("validity")
    assert late.verdict is Verdict.EXPIRED
    assert validity is not None
    assert validity.facts["of"] == "proof"


def test_DID_03_a_key_of_nobody_is_not_the_issuers(issuer: Issuer, door: Door) -> None:
    publish(issuer)
    assert door.verdict(issuer.issue(key=make_key("Ed25519", b"stranger"))) is Verdict.ALTERED


@pytest.mark.parametrize("secured", SECURED)
def test_DID_04_a_credential_dated_back_under_a_withdrawn_key_is_not_trusted(
    issuer: Issuer, door: Door, secured: str
) -> None:
    """Whoever has the key can write any date: the date alone proves nothing, and a withdrawn key is good for nothing new."""
    publish(issuer, revoked=stamp(AWARDED + timedelta(days=10)))
    early = stamp(AWARDED - timedelta(days=300))
    dated_back = issuer.issue(secured, issuer.badge(validFrom=early), proof={"created": early})
    assert door.verdict(dated_back) is Verdict.EXPIRED


def statement(**claims: Any) -> str:
    key = make_key("Ed25519", b"anchor")
    payload = {"iss": "https://anchor.example", "sub": "https://college.example", "iat": 1, "exp": 2, **claims}
    payload["metadata"] = {"openid_provider": {"organization_name": "A College"}}
    return compact({"alg": "EdDSA", "typ": "entity-statement+jwt", "kid": "k"}, payload, key)


@pytest.mark.parametrize(
    "claims",
    [
        {"authority_hints": ["https://college.example"], "sub": "https://college.example"},
        {"authority_hints": [f"https://{number}.example" for number in range(10_000)]},
        {"metadata_policy": {"openid_provider": {"organization_name": {"value": "Another", "essential": True}}}},
        {"jwks": {"keys": [make_key("Ed25519", b"attacker").jwk]}},
        {"trust_chain": [["loop"]]},
    ],
    ids=["a loop", "a very long chain", "a policy", "keys", "a chain inside"],
)
def test_DID_07_a_federation_statement_names_its_subject_and_does_nothing_else(
    tmp_path: Path, claims: dict[str, Any]
) -> None:
    """No chain is followed, no policy applied, no key taken: whoever puts the statement into a pack vouches for the name."""
    (tmp_path / "statement.jwt").write_text(statement(**claims), encoding="ascii")
    pack = build_pack([tmp_path / "statement.jwt"], tmp_path / "pack", now=NOW).pack
    assert [(entry.id, entry.name) for entry in pack.issuers] == [("https://college.example", "A College")]
    assert pack.documents == {}
