"""JOSE-11 and SDJWT-15: encrypted tokens, and types described elsewhere."""

import json
import zlib

import pytest

from tests.examining import Door
from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import NOW
from tests.issuer_simulator.jose import dump
from tests.issuer_simulator.keys import b64u
from wallet.dids.held import HeldDocument
from wallet.formats.refusals import EncryptedInputError
from wallet.intake import Evidence, check_source
from wallet.report import Verdict

HEADERS = [
    {"alg": "dir", "enc": "A128GCM", "zip": "DEF"},
    {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 2**31, "p2s": "AAAA"},
    {"alg": "RSA1_5", "enc": "A128CBC-HS256"},
    {"alg": "ECDH-ES", "enc": "A256GCM", "epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
    {"alg": "none", "enc": "none"},
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header["alg"])
def test_JOSE_11_an_encrypted_token_is_refused_by_name_before_anything_is_unpacked(
    door: Door, header: dict[str, object]
) -> None:
    bomb = zlib.compress(bytes(50_000_000))[:100_000]
    token = ".".join([b64u(json.dumps(header).encode()), b64u(b"key"), b64u(bytes(12)), b64u(bomb), b64u(bytes(16))])
    (refusal,) = door.refusals(token)
    assert isinstance(refusal, EncryptedInputError)
    assert refusal.step


class Recording:
    """Held documents that note what they are asked for."""

    def __init__(self, held: dict[str, HeldDocument]) -> None:
        self.held, self.asked = held, set[str]()

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        self.asked.add(url)
        return self.held.get(url)


METADATA = {
    "a loop": {"vct": "{vct}", "extends": "{vct}"},
    "wrong integrity": {"vct": "{vct}", "extends": "https://b.example", "extends#integrity": "sha256-AAAA"},
    "another type": {"vct": "https://attacker.example"},
    "ten million letters": {"vct": "{vct}", "name": "x" * 10_000_000},
    "not JSON": None,
}


@pytest.mark.parametrize("case", METADATA)
@pytest.mark.parametrize("integrity", [None, "sha256-AAAA", 5])
def test_SDJWT_15_a_type_described_elsewhere_is_never_looked_up_and_changes_nothing(
    issuer: Issuer, door: Door, case: str, integrity: object
) -> None:
    claims = {} if integrity is None else {"vct#integrity": integrity}
    issued = issuer.sd_jwt({"name": "Ada", **claims})
    address = str(issued.payload["vct"])
    described = METADATA[case]
    content = b"<html>" if described is None else dump(described).replace("{vct}", address).encode()
    held = {url: HeldDocument(url, item, NOW, door.held_from) for url, item in issuer.published().items()}
    held[address] = HeldDocument(address, content, NOW, door.held_from)
    documents = Recording(held)
    evidence = Evidence(documents, door.evidence().known_issuers)
    (found,) = check_source(issued.token().encode(), "received", now=NOW, evidence=evidence)
    assert found.report.verdict is Verdict.VERIFIED
    assert address not in documents.asked
