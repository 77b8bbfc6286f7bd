"""`tessera explain`: for each trouble the step, the reason, what to do, in both languages."""

import json
import re
from collections.abc import Callable

import pytest
import qrcode

from tests.issuer_simulator import Issuer, bodies, did_key, loads, make_key
from tests.issuer_simulator.data_integrity import add_proof
from tests.issuer_simulator.jose import dump
from tests.wallet.cli.conftest import NOW, Desk, from_stranger, tampered

HAN = re.compile(r"[\u4e00-\u9fff]")


def with_member(issuer: Issuer) -> str:
    document = loads(issuer.issue())
    document["credentialSubject"]["favouriteColour"] = "blue"
    return dump(document)


def with_context(issuer: Issuer) -> str:
    document = loads(issuer.issue())
    document["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.9.json"
    return dump(document)


def garbled(issuer: Issuer) -> str:
    document = loads(issuer.issue(body=issuer.badge(name="Café à la carte")))
    return json.dumps(document, ensure_ascii=False).encode("utf-8").decode("latin-1")


def half_a_token(issuer: Issuer) -> str:
    token = issuer.issue("vc+jwt").decode()
    return token[: len(token) // 2]


def with_two_issuers(issuer: Issuer) -> str:
    return dump({**loads(issuer.issue()), "issuer": [issuer.id, issuer.id]})


TROUBLES: dict[str, tuple[Callable[[Issuer], bytes | str], list[str]]] = {
    "undefined term": (
        with_member,
        ["coverage.undefined_term", "favouriteColour", "/credentialSubject/favouriteColour"],
    ),
    "context version": (with_context, ["proof.context_not_held", "context-3.0.9.json"]),
    "half a token": (half_a_token, ["jwt.parts"]),
    "two issuers": (with_two_issuers, ["credential:/issuer", " /issuer "]),
    "mojibake": (garbled, ["signature.invalid", "/name"]),
    "key missing": (lambda issuer: issuer.issue(method=f"{issuer.id}#key-9"), ["proof.key_not_found", "#key-9"]),
    "web page": (lambda _: "<!doctype html><html><body>Sign in</body></html>", ["html."]),
    "not UTF-8": (lambda issuer: garbled(issuer).encode("latin-1")[:-1] + b"\xff", ["json."]),
    "cut short": (lambda issuer: issuer.issue()[:-20], ["json.syntax"]),
    "altered": (lambda issuer: tampered(issuer.issue()), ["signature.invalid"]),
    "stranger": (from_stranger, ["issuer_key.not_allowed"]),
    "expired": (
        lambda issuer: issuer.issue(body=issuer.badge(validUntil="2026-05-01T00:00:00Z")),
        ["validity.expired"],
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_is_explained_with_its_step_and_what_to_do(desk: Desk, trouble: str, language: str) -> None:
    make, said = TROUBLES[trouble]
    path = desk.put("received", make(desk.issuer))
    code, out, _ = desk.tessera("explain", str(path), "--at", NOW, "--trust-pack", str(desk.pack()), "--lang", language)
    assert code == 0
    for words in said:
        assert words in out
    labels = ("Step:", "Why:", "What to do:") if language == "en" else ("步骤：", "原因：", "该怎么办：")
    assert all(label in out for label in labels)
    assert bool(HAN.search(out)) is (language == "zh")
    assert not re.search(r"\{[a-z_]+\}", out)


def test_a_qr_code_with_only_a_link_is_said_to_be_one(desk: Desk) -> None:
    path = desk.folder / "link.png"
    qrcode.make("https://badges.example/b/123").save(path)
    _, out, _ = desk.tessera("explain", str(path))
    assert "badges.example" in out
    assert "did not follow it" in out


def test_a_list_older_than_its_time_to_live_is_explained_though_it_passed(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue(status="revocation"))
    desk.issuer.bitstring_list("revocation").ttl_ms = 3_600_000
    pack = str(desk.pack())
    _, out, _ = desk.tessera("explain", str(path), "--trust-pack", pack, "--at", "2026-06-01T14:00:00Z")
    assert "status.refresh_due" in out
    assert "2026-06-01T13:00:00Z" in out


def test_where_all_is_well_there_is_nothing_to_mend(desk: Desk) -> None:
    path = desk.put("badge", desk.issuer.issue())
    _, out, _ = desk.tessera("explain", str(path), "--trust-pack", str(desk.pack()), "--at", NOW)
    assert "nothing to mend" in out
    assert "Step:" not in out


def test_a_fact_that_says_nothing_takes_no_line(desk: Desk) -> None:
    unsigned = {name: value for name, value in loads(desk.issuer.issue()).items() if name != "proof"}
    _, out, _ = desk.tessera("explain", "--at", NOW, str(desk.put("unsigned.json", dump(unsigned).encode())))
    assert "signature.unsigned" in out
    assert not re.findall(r"^ +\w+: *$", out, re.MULTILINE)


def test_a_presentation_by_another_key_speaks_of_its_holder_not_of_an_issuer(desk: Desk) -> None:
    """The command line has the words that the window has."""
    holder, stranger = did_key(make_key("Ed25519", b"holder")), make_key("Ed25519", b"stranger")
    claimed = {"@context": [bodies.V2], "type": ["VerifiablePresentation"], "holder": holder}
    named = f"{did_key(stranger)}#{stranger.multibase}"
    shown = add_proof(claimed, stranger, "eddsa-jcs-2022", named, "2026-06-01T12:00:00Z", proofPurpose="authentication")
    _, out, _ = desk.tessera("explain", str(desk.put("shown", dump(shown))), "--at", NOW)
    assert "issuer_key.not_allowed" in out
    assert f"not with a key that the holder it names, {holder}" in out
