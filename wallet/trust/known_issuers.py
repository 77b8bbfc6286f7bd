"""Who an issuer is, on whose word, as of when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssuerEntry:
    """One issuer as one source names it. `source` is what people see ("Tessera samples"); `seen` dates the source."""

    id: str
    name: str
    source: str
    pack: str
    seen: datetime | None = None
    url: str | None = None
    names: Mapping[str, str] | None = None  # other languages
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownIssuers:
    """All entries of all packs, in the person's order. Two sources may name one issuer differently: both are shown (DID-08)."""

    entries: Mapping[str, tuple[IssuerEntry, ...]]

    def find(self, issuer_id: str) -> tuple[IssuerEntry, ...]:
        """Return every entry for this exact id; () means nobody trusted vouches for it."""
        return self.entries.get(issuer_id, ())


NOBODY = KnownIssuers({})
