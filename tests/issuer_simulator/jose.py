"""Compact JWS, assembled by hand so that it can be assembled wrongly."""

import hashlib
import hmac
import json
from typing import Any

from tests.issuer_simulator.keys import SigningKey, b64u


def dump(value: Any) -> str:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def compact(header: dict[str, Any] | str, payload: dict[str, Any] | str, key: SigningKey | None) -> str:
    """Return `header.payload.signature`. Strings go in as they are; without a key the signature is empty."""
    parts = (part if isinstance(part, str) else dump(part) for part in (header, payload))
    signed = ".".join(b64u(part.encode()) for part in parts)
    return signed + "." + (b64u(key.sign(signed.encode())) if key else "")


def compact_hs256(header: dict[str, Any], payload: dict[str, Any], secret: bytes) -> str:
    """Return a token with an HMAC where a signature belongs: algorithm confusion, RFC 8725 section 2.1."""
    signed = ".".join(b64u(dump(part).encode()) for part in (header, payload))
    return signed + "." + b64u(hmac.new(secret, signed.encode(), hashlib.sha256).digest())
