"""Issuing and showing SD-JWTs (RFC 9901 sections 4 and 7.2). Time and randomness are arguments."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Final

from wallet.encoding.base64url import write_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import write_json
from wallet.errors import PresentationError
from wallet.formats.envelope import Disclosure, SelectiveDisclosure
from wallet.formats.sd_jwt import DIGESTS, join_sd_jwt, with_parents
from wallet.proofs.selection import read_pointer
from wallet.proofs.signing import sign_compact, sign_key_binding
from wallet.proofs.signing_key import SigningKey

SALT_BYTES: Final = 16  # RFC 9901 section 9.3: 128 bits


def issue_sd_jwt(
    claims: JsonObject,
    hidden: Sequence[str],
    *,
    header: JsonObject,
    private_key: SigningKey,
    random_bytes: Callable[[int], bytes],
    holder_key: JsonObject | None = None,
    digest_algorithm: str = "sha-256",
) -> str:
    """Return an SD-JWT over `claims` in which the values at the JSON pointers `hidden` can be shown one by one.

    A pointer inside another makes a disclosure inside a disclosure. `holder_key` is the public JWK for `cnf`. Raises
    PresentationError for a pointer that leads nowhere.
    """
    payload, disclosures = deepcopy(claims), list[str]()
    # Deepest first: what is inside a hidden value has to be hidden before it.
    for pointer in sorted(hidden, key=lambda one: one.count("/"), reverse=True):
        disclosures.append(_hide(payload, read_pointer(pointer), digest_algorithm, random_bytes))
    payload["_sd_alg"] = digest_algorithm
    if holder_key is not None:
        payload["cnf"] = {"jwk": holder_key}
    return join_sd_jwt(sign_compact(payload, header, private_key), disclosures)


def present_sd_jwt(
    selective: SelectiveDisclosure,
    chosen: Sequence[Disclosure],
    *,
    private_key: SigningKey | None = None,
    nonce: str = "",
    audience: str = "",
    made: datetime | None = None,
    digest_algorithm: str = "sha-256",
    expires: datetime | None = None,
) -> str:
    """Return the SD-JWT with the chosen disclosures and those they stand inside; with a key, bound to a verifier.

    Raises PresentationError for a key without a time to sign at.
    """
    shown = with_parents(selective.disclosures, chosen)
    presented = join_sd_jwt(selective.signed_part, (disclosure.encoded for disclosure in shown))
    if private_key is None:
        return presented
    if made is None:
        raise PresentationError("a key binding needs a time", step="sign.key_binding")
    return presented + sign_key_binding(
        presented,
        private_key=private_key,
        nonce=nonce,
        audience=audience,
        made=made,
        digest_algorithm=digest_algorithm,
        expires=expires,
    )


def _hide(payload: JsonObject, path: Sequence[str], algorithm: str, random_bytes: Callable[[int], bytes]) -> str:
    """Replace the value at `path` by its digest; return the encoded disclosure."""
    salt = write_base64url(random_bytes(SALT_BYTES))
    parent: JsonValue = payload
    for step in path[:-1]:
        parent = _child(parent, step)
    last = path[-1] if path else ""
    value = _child(parent, last)
    content: list[JsonValue] = [salt, last, value] if isinstance(parent, dict) else [salt, value]
    encoded = write_base64url(write_json(content))
    digest = write_base64url(DIGESTS[algorithm](encoded.encode("ascii")).digest())
    if isinstance(parent, list):
        parent[int(last)] = {"...": digest}
    elif isinstance(parent, dict):
        del parent[last]
        digests = parent.setdefault("_sd", [])
        assert isinstance(digests, list)
        digests.append(digest)
        digests.sort(key=str)  # section 4.2.4.1: the order must tell nothing
    return encoded


def _child(parent: JsonValue, step: str) -> JsonValue:
    if isinstance(parent, dict) and step in parent:
        return parent[step]
    if isinstance(parent, list) and step.isdigit() and int(step) < len(parent):
        return parent[int(step)]
    raise PresentationError(f"nothing at {step[:40]}", step="sign.sd_jwt")
