"""Evidence that goes along with a presentation, so that the other side can check the status offline.

Only what proves itself travels: signed status lists. A DID document or a name from a trust pack would be the holder's own word
about the issuer, which nobody should believe; the other side needs its own.
"""

from collections.abc import Callable, Sequence

from wallet.credentials.readers import read_credential
from wallet.dids.held import HeldDocuments
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope
from wallet.qr.packing import CarriedDocument

MOST_BYTES = 24_000  # a list larger than this makes a QR loop too long to be of use
MOST_IN_A_FILE = 2 * 1024 * 1024


def evidence_for(
    envelopes: Sequence[Envelope], find: Callable[[str], CarriedDocument | None]
) -> tuple[CarriedDocument, ...]:
    """Return the held status lists that these credentials point to, each once, small enough for a file."""
    urls = dict.fromkeys(url for envelope in envelopes for url in _list_urls(envelope))
    found = (find(url) for url in urls)
    return tuple(carried for carried in found if carried is not None and len(carried.text) <= MOST_IN_A_FILE)


def small_enough(evidence: Sequence[CarriedDocument]) -> tuple[CarriedDocument, ...]:
    """Return what is small enough to travel in codes, too."""
    return tuple(each for each in evidence if len(each.text) <= MOST_BYTES)


def carried_from(documents: HeldDocuments, url: str) -> CarriedDocument | None:
    """Return a held document as it travels, or None where it is not held or is no text."""
    held = documents.find(url)
    if held is None:
        return None
    try:
        text = held.content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return (
        None if "\0" in text else CarriedDocument(url, text, None if held.seen is None else int(held.seen.timestamp()))
    )


def _list_urls(envelope: Envelope) -> list[str]:
    try:
        claims = read_credential(envelope).status
    except WalletError:
        return []
    return [claim.list_url for claim in claims if claim.list_url is not None]
