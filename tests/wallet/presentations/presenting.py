"""Credentials issued to a holder key in every format that can be shown, and a verifier who looks at what is shown."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache

from tests.issuer_simulator import Hidden, Issuer
from wallet.credentials.readers import read_credential
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind, PublicKey
from wallet.encoding.strict_json import write_json
from wallet.formats.registry import open_envelope
from wallet.holder.keys import DidForm, HolderKey, make_holder_key
from wallet.presentations.presentation import Showing, Terms
from wallet.proofs.bbs_signatures import public_key_of
from wallet.proofs.sd_signing import ProofTerms, sign_bbs, sign_ecdsa_sd
from wallet.proofs.signing_key import signing_key_of

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NONCE = "kK3cm5Xv1nTgq0aF7bZr4A"
AUDIENCE = "Northgate Institute"
TERMS = Terms(NOW, AUDIENCE, NONCE, NOW + timedelta(minutes=10))
MANDATORY = ("/issuer", "/validFrom", "/type", "/credentialSubject/id")


def entropy_of(seed: int):
    """Randomness that a test can repeat."""
    return random.Random(seed).randbytes


@cache
def holder(kind: KeyKind = KeyKind.ED25519, form: DidForm = DidForm.KEY, seed: int = 1) -> HolderKey:
    """A holder key."""
    return make_holder_key(kind, form, entropy_of(seed))


def badge_for(key: HolderKey, issuer_id: str, **subject: object) -> dict[str, object]:
    """An Open Badge about `key`, with enough in it to choose from."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:7e8f0a51-1b53-4f0e-a5c4-6a3a7e6d1c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer_id, "type": ["Profile"], "name": "Harbourside College"},
        "validFrom": "2026-01-10T00:00:00Z",
        "name": "Statistics",
        "credentialSubject": {
            "id": key.did,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://harbourside.example/achievements/statistics",
                "type": ["Achievement"],
                "name": "Statistics",
                "description": "Probability and inference",
                "criteria": {"narrative": "Pass the examination and the project"},
                "tag": ["statistics", "probability", "R"],
                "alignment": [
                    {"type": ["Alignment"], "targetName": "Inference", "targetUrl": "https://skills.example/inference"},
                    {"type": ["Alignment"], "targetName": "Sampling", "targetUrl": "https://skills.example/sampling"},
                ],
            },
            "result": [{"type": ["Result"], "value": "8.5"}],
            **subject,
        },
    }


def showing(received: bytes | str, *chosen: str, everything: bool = False) -> Showing:
    """A received credential with a choice."""
    envelope = open_envelope(received.encode() if isinstance(received, str) else received, "received")
    return Showing("c1", envelope, read_credential(envelope), chosen, everything)


def sd_jwt_for(key: HolderKey, issuer: Issuer) -> str:
    """An SD-JWT VC whose claims can be kept private, nested ones too."""
    claims = {
        "cnf": {"jwk": key.jwk},
        "name": Hidden("Statistics"),
        "grade": Hidden("8.5"),
        "birthdate": Hidden("2001-02-03"),
        "address": Hidden({"street": Hidden("Canal 5"), "town": "Harbourside"}),
        "skills": [Hidden("sampling"), Hidden("inference"), "statistics"],
    }
    return issuer.sd_jwt(claims).token()


def ecdsa_sd_for(key: HolderKey) -> bytes:
    """A badge with an ecdsa-sd-2023 base proof by a did:key issuer."""
    signer = signing_key_of(KeyKind.P256, bytes(31) + b"\x07")
    did = "did:key:" + multikey_of(signer.public)
    terms = ProofTerms(f"{did}#{multikey_of(signer.public)}", NOW - timedelta(days=30), MANDATORY)
    proof_key = signing_key_of(KeyKind.P256, bytes(31) + b"\x09")
    return write_json(
        sign_ecdsa_sd(badge_for(key, did), terms, private_key=signer, proof_key=proof_key, hmac_key=bytes(range(32)))
    )


def bbs_for(key: HolderKey) -> bytes:
    """A badge with a bbs-2023 base proof by a did:key issuer."""
    secret = (123456789).to_bytes(32, "big")
    public = PublicKey(KeyKind.BLS12381_G2, public_key_of(secret))
    did = "did:key:" + multikey_of(public)
    terms = ProofTerms(f"{did}#{multikey_of(public)}", NOW - timedelta(days=30), MANDATORY)
    return write_json(sign_bbs(badge_for(key, did), terms, secret=secret, hmac_key=bytes(range(32))))
