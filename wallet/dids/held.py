"""Documents that are held on this computer: the only place keys, lists and contexts are looked up at check time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class HeldFrom(StrEnum):
    """On whose word a document is here."""

    BUNDLED = "bundled"  # shipped with Tessera
    PACK = "pack"  # a trust pack that the person added
    FETCHED = "fetched"  # fetched by us with consent
    SUPPLIED = "supplied"  # came along with a presentation: only its own signed date says how old it is


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """Bytes for a URL or DID, when they were seen there, and on whose word."""

    url: str
    content: bytes
    seen: datetime | None
    held_from: HeldFrom
    pack: str = ""  # id of the trust pack


class HeldDocuments(Protocol):
    """Where checks look documents up. Never reaches the network."""

    def find(self, url: str) -> HeldDocument | None:
        """Return the newest document held for `url` (a DID, a status list URL, a key set URL), or None."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentMap:
    """Held documents in a plain mapping."""

    documents: Mapping[str, HeldDocument]

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        return self.documents.get(url)


def find_published(documents: HeldDocuments, url: str) -> HeldDocument | None:
    """Return what is held for `url` unless whoever shows a credential supplied it: keys and names are never the holder's to say."""
    held = documents.find(url)
    return None if held is None or held.held_from is HeldFrom.SUPPLIED else held
