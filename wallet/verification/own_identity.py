"""Was this credential issued to the person who keeps it? A match of names is not proof of possession.

Open Badges 3.0, IdentityObject: `identityHash` is either the identifier itself or `sha256$` and the hexadecimal digest of the
identifier followed by the salt; `md5$` is found in older badges.
"""

import hashlib
import hmac
from collections.abc import Iterator

from wallet.credentials.model import Credential, HashedIdentity
from wallet.verification.examination import OwnIdentity

_DIGESTS = {"sha256": hashlib.sha256, "md5": hashlib.md5}


def find_match(credential: Credential, own: OwnIdentity) -> str | None:
    """Return how the subject is known to be the person: "key", or the kind of the identifier that matched; None otherwise."""
    if _has_own_key(credential, own):
        return "key"
    for subject in credential.subjects:
        for identity in subject.identities:
            if any(_is_same(identity, mine.value) for mine in own.identities):
                return identity.kind
    return None


def _has_own_key(credential: Credential, own: OwnIdentity) -> bool:
    if any(subject.id in own.dids for subject in credential.subjects if subject.id is not None):
        return True
    if credential.confirmation_key is None or not own.thumbprints:
        return False
    from wallet.dids.key_forms import read_jwk, thumbprint
    from wallet.errors import WalletError

    try:
        return thumbprint(read_jwk(credential.confirmation_key)) in own.thumbprints
    except WalletError:
        return False


def _is_same(identity: HashedIdentity, mine: str) -> bool:
    wanted = identity.value.strip()
    method, separator, digest = wanted.partition("$")
    if not (identity.hashed or separator) or method.lower() not in _DIGESTS:
        return any(spelling == wanted for spelling in _spellings(mine))
    make = _DIGESTS[method.lower()]
    salt = (identity.salt or "").encode("utf-8")
    return any(
        hmac.compare_digest(make(spelling.encode("utf-8") + salt).hexdigest(), digest.lower())
        for spelling in _spellings(mine)
    )


def _spellings(mine: str) -> Iterator[str]:
    """E-mail addresses are hashed as typed by some issuers, in lower case by others, with `mailto:` by a few."""
    plain = mine.strip()
    yield plain
    if plain.lower() != plain:
        yield plain.lower()
    if "@" in plain:
        yield f"mailto:{plain.lower()}"
