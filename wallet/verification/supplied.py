"""Documents that came along with what is shown: signed status lists, so that a status can be checked with no network.

They fill gaps and never replace what is held here. Only what proves itself is of use: keys and names are looked up through
`find_published`, which passes these over, for a DID document of the holder's would be the holder's own word about the issuer.
"""

from collections.abc import Iterable

from wallet.dids.held import DocumentMap, HeldDocument, HeldDocuments, HeldFrom
from wallet.qr.packing import CarriedDocument


class WithSupplied:
    """Held documents, and behind them what the holder supplied."""

    def __init__(self, own: HeldDocuments, carried: Iterable[CarriedDocument]) -> None:
        supplied = {each.url: HeldDocument(each.url, each.text.encode(), None, HeldFrom.SUPPLIED) for each in carried}
        self._own, self._supplied = own, DocumentMap(supplied)

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        return self._own.find(url) or self._supplied.find(url)
