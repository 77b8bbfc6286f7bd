"""Which hash and which signature algorithm go with each kind of key in Data Integrity suites."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from wallet.dids.keys import KeyKind
from wallet.encoding.rdf_canon import HashName
from wallet.proofs.raw_signatures import Algorithm

Digest = Callable[[bytes], "hashlib._Hash"]

ALGORITHM_OF_KIND: Final[Mapping[KeyKind, Algorithm]] = {
    KeyKind.ED25519: Algorithm.EDDSA,
    KeyKind.P256: Algorithm.ES256,
    KeyKind.P384: Algorithm.ES384,
}


def hash_name_of_kind(kind: KeyKind) -> HashName:
    """Return the hash for a kind of key: SHA-384 for P-384, inside RDF canonicalisation too; otherwise SHA-256."""
    return "sha384" if kind is KeyKind.P384 else "sha256"


def digest_of_kind(kind: KeyKind) -> Digest:
    """Return the hash function that goes with a kind of key."""
    return hashlib.sha384 if kind is KeyKind.P384 else hashlib.sha256
