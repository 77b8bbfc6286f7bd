"""did:key, did:jwk, did:web and Multikey vectors of others."""

import json

import pytest

from tests.conformance.vectors import vector
from wallet.dids.did_web import did_web_url
from wallet.dids.held import DocumentMap
from wallet.dids.key_forms import jwk_of, multikey_of, read_jwk, read_multikey, thumbprint
from wallet.dids.keys import KeyKind, PublicKey
from wallet.dids.resolve import resolve_did
from wallet.encoding.multibase import read_base58
from wallet.errors import WalletError

ROOM = "2-canonicalization-dids"
NOTHING = DocumentMap({})
KEY_FILES = ("bls12381", "ed25519-x25519", "nist-curves", "rsa", "secp256k1", "x25519")


def read(*parts: str):
    return json.loads(vector(ROOM, *parts).read_text())


@pytest.mark.parametrize("name", KEY_FILES)
def test_did_key_vectors_resolve_to_the_key_they_state(name: str) -> None:
    cases = read("did-key", "test-vectors", f"{name}.json")
    if name == "x25519":
        cases = {did: {"didDocument": document} for did, document in cases["didDocument"].items()}
    assert cases
    for did, case in cases.items():
        document = resolve_did(did, NOTHING).document
        (method,) = document.methods.values()
        assert method.id == f"{did}#{multikey_of(method.key)}"
        assert multikey_of(method.key) == did.removeprefix("did:key:") or did.startswith("did:key:z5")
        _compare_with_stated_key(method.key, case)


def _compare_with_stated_key(key: PublicKey, case: dict) -> None:
    stated = json.dumps(case)
    if "publicKeyJwk" in stated and key.kind not in (KeyKind.BLS12381_G2,):
        jwks = [m["publicKeyJwk"] for m in _objects(case) if "publicKeyJwk" in m]
        jwks += [case["publicKeyJwk"]] if "publicKeyJwk" in case else []
        assert jwk_of(key) in [
            {k: v for k, v in jwk.items() if k in ("kty", "crv", "x", "y", "n", "e")} for jwk in jwks
        ]
    elif "publicKeyBase58" in stated:
        assert key.material in [read_base58(m["publicKeyBase58"]) for m in _objects(case) if "publicKeyBase58" in m]


def _objects(value: object) -> list[dict]:
    if isinstance(value, list):
        return [found for item in value for found in _objects(item)]
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in _objects(item))]
    return []


def test_did_jwk_vectors() -> None:
    cases = read("did-jwk", "vectors.json")
    assert len(cases) == 4
    for case in cases:
        if "MUST be rejected" in case["outcome"]:
            with pytest.raises(WalletError):
                resolve_did(case["did"], NOTHING)
            continue
        method = resolve_did(case["did"], NOTHING).document.find_method("#0")
        assert method is not None
        assert method.key == read_jwk(case["jwk"])
        assert thumbprint(method.key) == case["jwk"]["kid"].rpartition(":")[2]


def test_DID_01_did_web_vectors_map_to_their_url_or_are_refused() -> None:
    cases = read("did-web", "url-mapping.json")
    assert len(cases) == 10
    for case in cases:
        if case["url"] is None:
            with pytest.raises(WalletError):
                did_web_url(case["did"])
        else:
            assert did_web_url(case["did"]) == case["url"]


def test_multikey_vectors_read_and_write_back() -> None:
    for kind, pair in read("multikey", "keypairs.json").items():
        key = read_multikey(pair["publicKeyMultibase"])
        assert key.kind == kind
        assert multikey_of(key) == pair["publicKeyMultibase"]


def test_other_stacks_did_key_documents() -> None:
    folder = vector(ROOM, "credo-ts-did", "__tests__", "__fixtures__")
    for path in sorted(folder.glob("didKey*.json")):
        did = json.loads(path.read_text())["id"]
        assert resolve_did(did, NOTHING).document.id == did
