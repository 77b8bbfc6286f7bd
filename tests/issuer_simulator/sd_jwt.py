"""SD-JWT issuance, RFC 9901, with every part open to tampering."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.issuer_simulator.jose import compact, dump
from tests.issuer_simulator.keys import SigningKey, b64u


@dataclass(frozen=True)
class Hidden:
    """Marks a claim value or an array element as selectively disclosable."""

    value: Any


@dataclass
class SdJwt:
    """An issued SD-JWT in its parts. `encoded` disclosures are in the order they were made, children before parents."""

    payload: dict[str, Any]
    header: dict[str, Any]
    key: SigningKey
    encoded: list[str] = field(default_factory=list)
    key_binding: str = ""

    def token(self) -> str:
        """Return the combined format, signed afresh: change the parts first, then ask."""
        issuer_jwt = compact(self.header, self.payload, self.key)
        return "~".join([issuer_jwt, *self.encoded, self.key_binding])


class _Salts:
    def __init__(self, seed: bytes) -> None:
        self._seed, self._count = seed, 0

    def next(self) -> str:
        self._count += 1
        return b64u(hashlib.sha256(self._seed + self._count.to_bytes(4, "big")).digest()[:16])


def disclosure(parts: list[Any]) -> str:
    """Return one encoded disclosure of the given array: [salt, name, value] or [salt, value]."""
    return b64u(dump(parts).encode())


def digest_of(encoded: str, algorithm: str = "sha256") -> str:
    """Return the digest that the issuer signs for a disclosure."""
    return b64u(hashlib.new(algorithm, encoded.encode()).digest())


def conceal(claims: dict[str, Any], seed: bytes, algorithm: str = "sha-256") -> tuple[dict[str, Any], list[str]]:
    """Return the payload with digests in place of everything `Hidden`, and the disclosures."""
    encoded: list[str] = []
    salts, name = _Salts(seed), algorithm.replace("-", "")
    payload = _conceal(claims, salts, name, encoded)
    return {**payload, "_sd_alg": algorithm}, encoded


def _conceal(value: Any, salts: _Salts, algorithm: str, encoded: list[str]) -> Any:
    if isinstance(value, list):
        return [_conceal_element(item, salts, algorithm, encoded) for item in value]
    if not isinstance(value, dict):
        return value
    plain: dict[str, Any] = {}
    digests = []
    for name, item in value.items():
        if isinstance(item, Hidden):
            inner = _conceal(item.value, salts, algorithm, encoded)
            encoded.append(disclosure([salts.next(), name, inner]))
            digests.append(digest_of(encoded[-1], algorithm))
        else:
            plain[name] = _conceal(item, salts, algorithm, encoded)
    return {**plain, "_sd": sorted(digests)} if digests else plain


def _conceal_element(item: Any, salts: _Salts, algorithm: str, encoded: list[str]) -> Any:
    if not isinstance(item, Hidden):
        return _conceal(item, salts, algorithm, encoded)
    encoded.append(disclosure([salts.next(), _conceal(item.value, salts, algorithm, encoded)]))
    return {"...": digest_of(encoded[-1], algorithm)}


def bind(
    sd_jwt: SdJwt, key: SigningKey, nonce: str, audience: str, issued_at: int, changes: dict[str, Any] | None = None
) -> str:
    """Return the combined format with a key binding JWT, RFC 9901 section 4.3.

    `changes` override its claims (None removes one), or its `typ`.
    """
    sd_jwt.key_binding = ""
    presented = sd_jwt.token()
    sd_hash = b64u(hashlib.sha256(presented.encode()).digest())
    payload = {"iat": issued_at, "aud": audience, "nonce": nonce, "sd_hash": sd_hash, **(changes or {})}
    header = {"alg": key.algorithm, "typ": payload.pop("typ", "kb+jwt")}
    kept = {name: item for name, item in payload.items() if item is not None}
    sd_jwt.key_binding = compact(header, kept, key)
    return sd_jwt.token()
