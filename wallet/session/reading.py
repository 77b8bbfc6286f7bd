"""Reading a kept original without checking it: for finding what might be shown among thousands."""

from wallet.credentials.model import Credential
from wallet.credentials.readers import read_credential
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope
from wallet.formats.registry import open_envelopes
from wallet.session.contents import content_of, copy_of
from wallet.store.stored_credential import StoredCredential


def read_stored(stored: StoredCredential) -> tuple[Envelope, Credential] | None:
    """Return a kept credential as it reads, unchecked; None for one inside another document, or that can no longer be read."""
    try:
        for found in open_envelopes(stored.original, stored.source):
            if isinstance(found, Envelope) and stored.content in (content_of(found), copy_of(found)):
                return found, read_credential(found)
    except WalletError:
        return None
    return None
