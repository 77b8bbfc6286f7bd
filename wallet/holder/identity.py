"""The person's own identifiers, as checks compare them with what issuers hashed into credentials.

A match says "issued to you"; it is no proof of possession, for whoever knows an e-mail address can hash it.
"""

from collections.abc import Iterable

from wallet.credentials.model import HashedIdentity
from wallet.messages.requests import OwnIdentifier
from wallet.verification.examination import OwnIdentity


def own_identity(
    identifiers: Iterable[OwnIdentifier], dids: Iterable[str] = (), thumbprints: Iterable[str] = ()
) -> OwnIdentity:
    """Return what an examination needs to know of the person who keeps this wallet."""
    plain = tuple(HashedIdentity(own.kind, own.value, hashed=False) for own in identifiers)
    return OwnIdentity(plain, frozenset(dids), frozenset(thumbprints))
