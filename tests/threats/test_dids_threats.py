"""DID rows of the threat table: an identifier leads to one document, held here, or to none."""

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer, make_key
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import MULTICODEC, b64u, base58
from wallet.report import Verdict

ATTACKER = make_key("Ed25519", b"attacker")

HOSTS = [
    "northlight.example%3A8443",
    "northlight.example:..:x",
    "northlight.example:",
    "northlight.example::x",
    "northlight.example%2Fx",
    "northlight.example%2f..%2fx",
    "northlight.example%00",
    "northlight.example%40attacker.example",
    "user@northlight.example",
    "127.0.0.1",
    "%5B::1%5D",
    "localhost",
    "northlight.example?x",
    "northlight.example/x",
    "northlight.example.",
    "-northlight.example",
    "northlight..example",
    "",
    "xn--northlight-.example",
    "NORTHLIGHT.EXAMPLE",
    "ｎorthlight.example",
    "northlight.example%zz",
    "northlight.example%3A99999",
    "northlight.example%3A",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("secured", ["eddsa-jcs-2022", "vc+jwt"])
def test_DID_01_no_spelling_of_a_did_web_borrows_an_issuers_name(
    issuer: Issuer, world: Door, host: str, secured: str
) -> None:
    """The attacker's own document is held under the odd spelling; it must never speak for the honest host."""
    odd = Issuer("Odd", host=host, seed=b"odd", url="https://odd.example")
    odd.documents["https://northlight.example/.well-known/did.json"] = dump(odd.did_document()).encode()
    forged = odd.issue(secured, issuer.badge(), method=odd.key_id)
    world.of(odd, issuer).assert_not_believed(forged)


@pytest.mark.parametrize(
    "other_id",
    ["did:web:attacker.example", "did:web:northlight.example:sub", "", None, 7, ["did:web:northlight.example"]],
)
def test_DID_01_a_document_that_names_another_id_is_not_used(issuer: Issuer, door: Door, other_id: object) -> None:
    document = {**issuer.did_document(), "id": other_id}
    issuer.documents[issuer.id] = dump(document).encode()
    door.assert_not_believed(issuer.issue())


@pytest.mark.parametrize(
    "host", ["northlight.example%3A8443", "northlight.example:faculty:data", "northlight.example:a-b"]
)
def test_DID_01_ports_and_paths_are_read(world: Door, host: str) -> None:
    issuer = Issuer(host=host, url="https://northlight.example")
    assert world.of(issuer).verdict(issuer.issue()) is Verdict.VERIFIED


def test_DID_02_a_replaced_document_does_not_carry_old_credentials(issuer: Issuer, door: Door) -> None:
    credential = issuer.issue()
    issuer.key = make_key("Ed25519", b"buyer of the lapsed domain")
    assert door.verdict(credential).rank < Verdict.REVOKED.rank


RAW = ATTACKER.public_octets
DID_KEYS = {
    "wrong codec": base58(b"\xed\x02" + RAW),
    "x25519 codec": base58(b"\xec\x01" + RAW),
    "no codec": base58(RAW),
    "non-minimal varint": base58(b"\xed\x81\x00" + RAW),
    "short": base58(b"\xed\x01" + RAW[:-1]),
    "long": base58(b"\xed\x01" + RAW + b"\0"),
    "empty": base58(b"\xed\x01"),
    "p256 codec": base58(MULTICODEC["P-256"] + b"\x02" + RAW),
    "p256 off the curve": base58(MULTICODEC["P-256"] + b"\x02" + b"\xff" * 32),
    "p256 uncompressed": base58(MULTICODEC["P-256"] + b"\x04" + bytes(64)),
    "low order": base58(b"\xed\x01" + bytes(32)),
    "identity": base58(b"\xed\x01\x01" + bytes(31)),
    "oversized": base58(b"\xed\x01" + RAW * 100),
    "zeros in front": "1" + base58(b"\xed\x01" + RAW),
    "not base58": "0OIl" + base58(b"\xed\x01" + RAW),
}


@pytest.mark.parametrize("fault", DID_KEYS)
@pytest.mark.parametrize("secured", ["eddsa-jcs-2022", "vc+jwt"])
def test_DID_05_a_malformed_did_key_names_no_key(world: Door, fault: str, secured: str) -> None:
    issuer = Issuer("Anybody", method="key", seed=b"attacker")
    assert world.of(issuer).verdict(issuer.issue(secured)) is Verdict.VERIFIED
    multibase = "z" + DID_KEYS[fault]
    issuer.id = f"did:key:{multibase}"
    world.of(issuer).assert_not_believed(issuer.issue(secured, method=f"{issuer.id}#{multibase}"))


@pytest.mark.parametrize("base", ["u", "f", "m", "Z", "", "zz"])
def test_DID_05_other_bases_and_fragments_name_no_key(world: Door, base: str) -> None:
    issuer = Issuer("Anybody", method="key", seed=b"attacker")
    multibase = issuer.key.multibase[1:]
    issuer.id = f"did:key:{base}{multibase}"
    world.of(issuer).assert_not_believed(issuer.issue(method=f"{issuer.id}#{base}{multibase}"))


def test_DID_05_a_fragment_must_name_the_same_key(world: Door) -> None:
    issuer, other = Issuer(method="key"), make_key("Ed25519", b"other")
    for fragment in (other.multibase, "key-1", "", "0"):
        world.of(issuer).assert_not_believed(issuer.issue(key=other, method=f"{issuer.id}#{fragment}"))


@pytest.mark.parametrize(
    "did",
    [
        "did:example:123",
        "did:ion:x",
        "did:ethr:0x1",
        "did:",
        "did:key",
        "did:jwk:",
        "did:KEY:z6Mk",
        "urn:uuid:1",
        "mailto:x@y.example",
        "did:web2:northlight.example",
    ],
)
@pytest.mark.parametrize("secured", ["eddsa-jcs-2022", "vc+jwt"])
def test_DID_06_an_unknown_method_cannot_be_checked_and_is_not_called_forged(
    world: Door, did: str, secured: str
) -> None:
    issuer = Issuer("Anybody", method="key")
    issuer.id = did
    issuer.method = "other"
    for checked in world.of(issuer).attempt(issuer.issue(secured)):
        assert checked.report.verdict is Verdict.CANNOT_CHECK


DID_JWKS = {
    "private": {"d": "AAAA"},
    "symmetric": {"kty": "oct", "k": "AAAA"},
    "low order": {"x": b64u(bytes(32))},
    "wrong curve": {"crv": "Ed448"},
    "x25519": {"crv": "X25519"},
    "padded": {"x": b64u(RAW) + "="},
    "short": {"x": b64u(RAW[:-1])},
    "for encryption": {"use": "enc"},
    "other algorithm": {"alg": "ES256"},
    "huge": {"filler": "x" * 300_000},
}


@pytest.mark.parametrize("fault", DID_JWKS)
def test_DID_06_a_malformed_or_huge_inline_key_is_not_used(world: Door, fault: str) -> None:
    issuer = Issuer("Anybody", method="jwk")
    assert world.of(issuer).verdict(issuer.issue("vc+jwt")) is Verdict.VERIFIED
    issuer.id = "did:jwk:" + b64u(dump({**issuer.key.jwk, **DID_JWKS[fault]}).encode())
    world.of(issuer).assert_not_believed(issuer.issue("vc+jwt"), issuer.issue("eddsa-jcs-2022"))
