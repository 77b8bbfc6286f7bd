"""The only door to the network, and the wall that stands in its place.

Whoever may need something from outside is handed a `Fetcher`. The one that is handed out unless a person has consented to
a fetch refuses: Tessera works offline, and a request tells an issuer who looks at what, and when.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wallet.errors import NetworkError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered, and when. `url` is the address asked for, `content_type` as the server named it."""

    url: str
    content: bytes
    content_type: str
    seen: datetime


class Fetcher(Protocol):
    """Gets one document from one address that a person has agreed to."""

    def fetch(self, url: str, *, limit: int = 2 * 1024 * 1024) -> Fetched:
        """Return what `url` answers, at most `limit` bytes of it. Raises NetworkError."""
        ...


@dataclass(frozen=True, slots=True)
class OfflineFetcher:
    """Fetches nothing, and remembers what it was asked for so that tests can prove that nobody asks."""

    asked: list[str]

    def fetch(self, url: str, *, limit: int = 2 * 1024 * 1024) -> Fetched:
        """Refuse. Raises NetworkError (step network.offline)."""
        self.asked.append(url)
        raise NetworkError(f"offline; at most {limit} bytes were wanted", step="network.offline")
