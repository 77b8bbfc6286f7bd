"""The BBS draft's own fixtures: 60 files, two ciphersuites."""

import json

import pytest

from tests.conformance.vectors import vector
from wallet.errors import WalletError
from wallet.proofs import bbs_hashing as hashing
from wallet.proofs import bbs_signatures as bbs
from wallet.proofs.raw_signatures import Match

pytest.importorskip("py_arkworks_bls12381")

SUITES = {"bls12-381-sha-256": hashing.BbsSuite.SHA_256, "bls12-381-shake-256": hashing.BbsSuite.SHAKE_256}
BY_SUITE = pytest.mark.parametrize("folder", SUITES)


def read(folder: str, *parts: str) -> dict:
    return json.loads(vector("3-sd-jwt", "bbs", folder, *parts).read_text())


def octets(values: list[str]) -> list[bytes]:
    return [bytes.fromhex(value) for value in values]


@BY_SUITE
def test_hash_to_scalar_and_message_mapping(folder: str) -> None:
    suite, case = SUITES[folder], read(folder, "h2s.json")
    found = hashing.hash_to_scalar(bytes.fromhex(case["message"]), bytes.fromhex(case["dst"]), suite)
    assert found.to_be_bytes().hex() == case["scalar"]
    mapping = read(folder, "MapMessageToScalarAsHash.json")
    for one in mapping["cases"]:
        found = hashing.hash_to_scalar(bytes.fromhex(one["message"]), bytes.fromhex(mapping["dst"]), suite)
        assert found.to_be_bytes().hex() == one["scalar"]


@BY_SUITE
def test_generators(folder: str) -> None:
    case = read(folder, "generators.json")
    q1, points = hashing.message_generators(SUITES[folder], len(case["MsgGenerators"]))
    assert q1.to_compressed_bytes().hex() == case["Q1"]
    assert [point.to_compressed_bytes().hex() for point in points] == case["MsgGenerators"]
    assert hashing.base_point(SUITES[folder]).to_compressed_bytes().hex() == case["P1"]


@BY_SUITE
def test_key_pair(folder: str) -> None:
    case = read(folder, "keypair.json")
    pair = bbs.derive_key_pair(bytes.fromhex(case["keyMaterial"]), bytes.fromhex(case["keyInfo"]), SUITES[folder])
    assert pair[0].hex() == case["keyPair"]["secretKey"]
    assert pair[1].hex() == case["keyPair"]["publicKey"]


@BY_SUITE
@pytest.mark.parametrize("number", range(1, 11))
def test_signatures(folder: str, number: int) -> None:
    suite, case = SUITES[folder], read(folder, "signature", f"signature{number:03}.json")
    header, messages = bytes.fromhex(case["header"]), octets(case["messages"])
    public, signature = bytes.fromhex(case["signerKeyPair"]["publicKey"]), bytes.fromhex(case["signature"])
    found = bbs.bbs_match(public, signature, header, messages, suite)
    assert (found is Match.GOOD) is case["result"]["valid"], case["caseName"]
    if case["result"]["valid"]:
        secret = bytes.fromhex(case["signerKeyPair"]["secretKey"])
        assert bbs.bbs_sign(secret, header, messages, suite) == signature


@BY_SUITE
@pytest.mark.parametrize("number", range(1, 16))
def test_proofs(folder: str, number: int) -> None:
    suite, case = SUITES[folder], read(folder, "proof", f"proof{number:03}.json")
    public, proof = bytes.fromhex(case["signerPublicKey"]), bytes.fromhex(case["proof"])
    header, shown_header = bytes.fromhex(case["header"]), bytes.fromhex(case["presentationHeader"])
    messages, indexes = octets(case["messages"]), case["disclosedIndexes"]
    shown = {index: messages[index] for index in indexes}
    try:
        found = bbs.bbs_match_proof(public, proof, header, shown_header, shown, suite)
    except WalletError:
        found = Match.MALFORMED
    assert (found is Match.GOOD) is case["result"]["valid"], case["caseName"]
    if case["result"]["valid"]:
        randoms = _mocked_scalars(folder, 5 + len(messages) - len(indexes))
        signature = bytes.fromhex(case["signature"])
        made = bbs.prove_with_scalars(public, signature, header, shown_header, messages, indexes, randoms, suite)
        assert made == proof


@BY_SUITE
def test_mocked_random_scalars(folder: str) -> None:
    """Ten scalars are 480 bytes of one expansion: more blocks of it than anything else in the fixtures asks for."""
    case = read(folder, "mockedRng.json")
    found = [scalar.to_be_bytes().hex() for scalar in _mocked_scalars(folder, case["count"])]
    assert found == case["mockedScalars"]


def _mocked_scalars(folder: str, count: int) -> list:
    """The draft's seeded random scalars, so that a proof can be compared byte for byte."""
    case = read(folder, "mockedRng.json")
    suite, curve = SUITES[folder], hashing.curve_library()
    uniform = hashing.expand_message(bytes.fromhex(case["seed"]), bytes.fromhex(case["dst"]), 48 * count, suite)
    return [curve.Scalar.from_be_bytes_mod_order(uniform[at : at + 48]) for at in range(0, 48 * count, 48)]
