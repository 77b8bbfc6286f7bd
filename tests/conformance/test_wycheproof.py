"""Project Wycheproof: signatures, keys and tokens made to be accepted by mistake."""

import json
from collections.abc import Iterator

import pytest

from tests.conformance.vectors import vector
from wallet.dids.key_forms import read_jwk, read_spki
from wallet.dids.key_sets import choose_key, read_key_set
from wallet.dids.keys import PublicKey
from wallet.encoding.base64url import read_base64url
from wallet.encoding.strict_json import read_json_object
from wallet.errors import MalformedInputError, WalletError, WeakKeyError
from wallet.formats.jwt import require_plain_header
from wallet.proofs.jose import find_algorithm, match_compact
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature

SIGNATURE_FILES = {
    "ed25519_test.json": Algorithm.EDDSA,
    "ecdsa_secp256r1_sha256_p1363_test.json": Algorithm.ES256,
    "ecdsa_secp384r1_sha384_p1363_test.json": Algorithm.ES384,
    "ecdsa_secp521r1_sha512_p1363_test.json": Algorithm.ES512,
    "rsa_signature_2048_sha256_test.json": Algorithm.RS256,
    "rsa_pss_2048_sha256_mgf1_32_test.json": Algorithm.PS256,
}


def cases(name: str) -> Iterator[tuple[dict, dict]]:
    groups = json.loads(vector("9-attack-corpora", "wycheproof", name).read_text())["testGroups"]
    for group in groups:
        for case in group["tests"]:
            yield group, case


def accepts(algorithm: Algorithm, key: PublicKey, case: dict) -> bool:
    found = match_signature(algorithm, key, bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    return found is Match.GOOD


@pytest.mark.parametrize("name", SIGNATURE_FILES)
def test_JOSE_08_and_JOSE_10_every_signature_case_is_decided_rightly(name: str) -> None:
    algorithm, wrong, count = SIGNATURE_FILES[name], [], 0
    for group, case in cases(name):
        count += 1
        key = _key_unless_refused_on_purpose(group)
        if key is None:
            continue
        # "acceptable" marks encodings that a verifier may take or leave; only valid and invalid are promises.
        if case["result"] != "acceptable" and accepts(algorithm, key, case) is not (case["result"] == "valid"):
            wrong.append((case["tcId"], case["comment"], case["result"]))
    assert count > 100
    assert not wrong


def _key_unless_refused_on_purpose(group: dict) -> PublicKey | None:
    """JOSE-10: an RSA exponent other than 65537 is refused as a key, whatever its signatures are worth."""
    source = bytes.fromhex(group["publicKeyDer"])
    exponent = group["publicKey"].get("publicExponent", 65537)
    if exponent in (65537, "010001"):
        return read_spki(source)
    with pytest.raises(WeakKeyError, match="65537"):
        read_spki(source)
    return None


@pytest.mark.parametrize("name", ["ed25519_test.json", "ecdsa_secp256r1_sha256_p1363_test.json"])
def test_the_jwk_of_a_group_is_the_key_of_its_spki(name: str) -> None:
    for group, _ in cases(name):
        if "publicKeyJwk" in group:
            assert read_jwk(group["publicKeyJwk"]) == read_spki(bytes.fromhex(group["publicKeyDer"]))


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [("ecdsa_secp256r1_sha256_test.json", Algorithm.ES256), ("ecdsa_secp384r1_sha384_test.json", Algorithm.ES384)],
)
def test_JOSE_08_der_signatures_are_not_taken_where_fixed_width_is_due(name: str, algorithm: Algorithm) -> None:
    valid = [(group, case) for group, case in cases(name) if case["result"] == "valid"]
    keys = [read_spki(bytes.fromhex(group["publicKeyDer"])) for group, _ in valid]
    taken = [case["tcId"] for key, (_, case) in zip(keys, valid, strict=True) if accepts(algorithm, key, case)]
    assert len(valid) > 100
    assert not taken


def test_JOSE_02_a_key_of_another_kind_never_verifies() -> None:
    group, case = next(cases("ecdsa_secp256r1_sha256_p1363_test.json"))
    key = read_spki(bytes.fromhex(group["publicKeyDer"]))
    for algorithm in set(Algorithm) - {Algorithm.ES256}:
        signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
        assert match_signature(algorithm, key, signature, message) is Match.WRONG_KIND


def test_secp256k1_is_recognised_but_signs_nothing_here() -> None:
    group, _ = next(cases("ecdsa_secp256k1_sha256_p1363_test.json"))
    assert read_spki(bytes.fromhex(group["publicKeyDer"])).kind == "secp256k1"
    with pytest.raises(ValueError, match="ES256K"):
        Algorithm("ES256K")


def test_a_key_that_is_cut_short_is_refused() -> None:
    group, _ = next(cases("ed25519_test.json"))
    with pytest.raises(WalletError):
        read_spki(bytes.fromhex(group["publicKeyDer"])[:-1])


# What Tessera does not verify, on purpose: it is refused as unknown, never verified by another algorithm.
UNSUPPORTED = {"HS256", "HS384", "HS512", "RS384", "RS512", "PS384", "PS512"}
# RFC 7520's P-521 key labelled with "ES521", a name that no registry has: the label contradicts the key.
MISLABELLED = {347, 351}


def _compact_verdict(group: dict, case: dict) -> str:
    keys = group.get("public", {"keys": []})
    try:
        token = case["jws"] if isinstance(case["jws"], str) else "not compact"
        jws = read_compact(token)
        algorithm = find_algorithm(jws[0].get("alg"))
        if algorithm is None:
            return "unsupported"
        entries = read_key_set(keys)
        named = {entry.kid for entry in entries}
        kid = jws[0].get("kid") if jws[0].get("kid") in named else None
        key = choose_key(entries, kid if len(entries) > 1 else None, "wycheproof")
    except WalletError as error:
        return f"refused {error.step}"
    return match_compact(token, algorithm, key).value


def read_compact(token: str) -> tuple[dict, bytes]:
    """Payloads here are not JSON: the header is read as our reader does, the rest by the signature check."""
    parts = token.split(".")
    if len(parts) != 3:
        raise MalformedInputError("not three parts", step="jwt.parts")
    header = read_json_object(read_base64url(parts[0]))
    require_plain_header(header)
    return header, read_base64url(parts[1])


TOKEN_FILES = ["json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"]


@pytest.mark.parametrize("name", TOKEN_FILES)
def test_JOSE_01_JOSE_02_JOSE_07_tokens_and_keys_are_decided_rightly(name: str) -> None:
    wrong, verified = [], 0
    for group, case in cases(name):
        if "jwe" in case:  # encrypted: nothing that anyone shows to Tessera
            continue
        verdict = _compact_verdict(group, case)
        verified += verdict == "good"
        if case["result"] == "valid" and verdict != "good":
            if verdict == "unsupported" or (case["tcId"] in MISLABELLED and verdict == "refused key.alg"):
                continue
            if "public" in group:
                wrong.append((case["tcId"], case["comment"], verdict))
        if case["result"] == "invalid" and verdict == "good":
            wrong.append((case["tcId"], case["comment"], verdict))
    assert verified >= 1
    assert not wrong
