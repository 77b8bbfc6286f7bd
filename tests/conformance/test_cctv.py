"""C2SP's Ed25519 edge cases: no low-order and no non-canonical key is ever accepted."""

import json

from tests.conformance.vectors import vector
from wallet.dids.keys import KeyKind, PublicKey
from wallet.errors import WalletError
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature

REFUSED_KEY_FLAGS = {"low_order_A", "non_canonical_A"}
REFUSED_SIGNATURE_FLAGS = {"low_order_R", "non_canonical_R"}


def test_JOSE_09_no_low_order_or_non_canonical_key_is_accepted() -> None:
    cases = json.loads(vector("9-attack-corpora", "cctv", "ed25519vectors.json").read_text())
    assert len(cases) == 914
    accepted = [set(case["flags"] or ()) for case in cases if _accepts(case)]
    assert not [flags for flags in accepted if flags & (REFUSED_KEY_FLAGS | REFUSED_SIGNATURE_FLAGS)]
    assert accepted, "a verifier that refuses everything proves nothing"


def test_the_library_alone_would_accept_low_order_keys() -> None:
    """Why we check: if this ever fails, the library has learnt it and our check can be thought about again."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    cases = json.loads(vector("9-attack-corpora", "cctv", "ed25519vectors.json").read_text())
    accepted = 0
    for case in cases:
        if "low_order_A" not in (case["flags"] or ()):
            continue
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(case["key"]))
            key.verify(bytes.fromhex(case["sig"]), case["msg"].encode())
        except (InvalidSignature, ValueError):
            continue
        accepted += 1
    assert accepted > 0


def _accepts(case: dict) -> bool:
    try:
        key = PublicKey(KeyKind.ED25519, bytes.fromhex(case["key"]))
    except WalletError:
        return False
    found = match_signature(Algorithm.EDDSA, key, bytes.fromhex(case["sig"]), case["msg"].encode())
    return found is Match.GOOD
