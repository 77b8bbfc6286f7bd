"""Holder keys: made in the wallet, kept in the vault, never shown. What they prove is that the one who shows is the one it was issued to.

Ed25519 or P-256, named as did:key or did:jwk. One for each use where the format allows: two verifiers who see the same key can link
their visits. Randomness is an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from wallet.dids.key_forms import jwk_of, multikey_of, thumbprint
from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonObject
from wallet.errors import PresentationError
from wallet.proofs.signing import sign_compact, sign_data_integrity
from wallet.proofs.signing_key import SigningKey, signing_key_of

Entropy = Callable[[int], bytes]

DID_KEY_PREFIX = "did:key:"

# The order of each curve's group; a secret number lies between 1 and it.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class DidForm(StrEnum):
    """How a holder key is named."""

    KEY = "key"
    JWK = "jwk"


@dataclass(frozen=True)
class HolderKey:
    """A private key of the person's. `secret` is an Ed25519 seed or a P-256 secret number, 32 bytes; it is never printed."""

    kind: KeyKind
    form: DidForm
    secret: bytes

    def __repr__(self) -> str:
        return f"HolderKey({self.did})"

    @cached_property
    def signing_key(self) -> SigningKey:
        """The key, ready to sign."""
        return signing_key_of(self.kind, self.secret)

    @cached_property
    def did(self) -> str:
        """did:key (its Multikey) or did:jwk (its public JWK in canonical JSON)."""
        if self.form is DidForm.KEY:
            return DID_KEY_PREFIX + multikey_of(self.signing_key.public)
        return "did:jwk:" + write_base64url(canonicalize(self.jwk))

    @property
    def verification_method(self) -> str:
        """The DID URL of the one key in its document."""
        return f"{self.did}#{self.did.removeprefix(DID_KEY_PREFIX)}" if self.form is DidForm.KEY else f"{self.did}#0"

    @property
    def jwk(self) -> JsonObject:
        """The public key as a JWK."""
        return jwk_of(self.signing_key.public)

    @property
    def thumbprint(self) -> str:
        """RFC 7638 thumbprint of the public key: how an SD-JWT's `cnf` is recognised as this key."""
        return thumbprint(self.signing_key.public)


def make_holder_key(kind: KeyKind, form: DidForm, entropy: Entropy) -> HolderKey:
    """Return a new key. Raises PresentationError (step holder.kind) for another kind than Ed25519 and P-256."""
    if kind is KeyKind.ED25519:
        return HolderKey(kind, form, entropy(32))
    if kind is KeyKind.P256:
        # 16 bytes more than the order has make the remainder as good as uniform (FIPS 186-5, A.2.1).
        number = int.from_bytes(entropy(48), "big") % (_P256_ORDER - 1) + 1
        return HolderKey(kind, form, number.to_bytes(32, "big"))
    raise PresentationError(f"no holder keys of kind {kind}", step="holder.kind")


def suite_of(kind: KeyKind) -> str:
    """Return the cryptosuite that a holder key signs presentations with."""
    return "eddsa-rdfc-2022" if kind is KeyKind.ED25519 else "ecdsa-rdfc-2019"


def prove_control(key: HolderKey, *, now: datetime, challenge: str, domain: str) -> JsonObject:
    """Return a presentation without credentials that proves control of the DID (Data Integrity `authentication`; VC-API DIDAuth)."""
    presentation: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": key.did,
    }
    return sign_data_integrity(
        presentation,
        suite=suite_of(key.kind),
        private_key=key.signing_key,
        verification_method=key.verification_method,
        created=now,
        purpose="authentication",
        challenge=challenge,
        domain=domain,
    )


def prove_possession(key: HolderKey, *, now: datetime, nonce: str, audience: str) -> str:
    """Return a JWT proof of possession as OpenID4VCI 1.0, appendix F.1 asks for it."""
    header: JsonObject = {"typ": "openid4vci-proof+jwt", "kid": key.verification_method}
    payload: JsonObject = {"aud": audience, "iat": int(now.timestamp()), "nonce": nonce}
    return sign_compact(payload, header, key.signing_key)
