"""DIDs and DID URLs, taken apart strictly (DID Core 1.0 section 3)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wallet.errors import MalformedInputError

_DID: Final = re.compile(
    r"did:([a-z0-9]+):((?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}|:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}))", re.ASCII
)
_DID_LIMIT: Final = 16_384  # characters: a did:jwk carries its key, and RSA keys are long


@dataclass(frozen=True, slots=True)
class Did:
    """A DID: `text` whole, its method, and the part that the method defines."""

    text: str
    method: str
    specific: str


@lru_cache(maxsize=512)
def read_did(text: str) -> Did:
    """Read a bare DID. Raises MalformedInputError for anything else, a DID URL included."""
    parts = _DID.fullmatch(text) if len(text) <= _DID_LIMIT else None
    if parts is None:
        raise MalformedInputError(f"not a DID: {text[:80]}", step="did.syntax")
    return Did(text, parts[1], parts[2])


def split_reference(reference: str) -> tuple[str, str]:
    """Return (URL without fragment, fragment or ""). A second "#" is refused with MalformedInputError."""
    base, _, fragment = reference.partition("#")
    if "#" in fragment:
        raise MalformedInputError("two fragments", step="did.url")
    return base, fragment


def absolute_reference(reference: str, base: str) -> str:
    """Return `reference` as an absolute URL: a bare fragment is relative to the document `base`."""
    return base + reference if reference.startswith("#") else reference
