"""What a verifier holds about simulated issuers: their documents, and the trust packs that name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.issuer_simulator.issuer import Issuer
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.trust.known_issuers import IssuerEntry, KnownIssuers


@dataclass(frozen=True)
class Evidence:
    """The two things `wallet.intake` wants to know about the world."""

    documents: DocumentMap
    known_issuers: KnownIssuers


def evidence(issuers: Iterable[Issuer], held_from: HeldFrom = HeldFrom.FETCHED) -> Evidence:
    """Return what is held about `issuers`, seen at each issuer's own `now` unless its `seen` says otherwise."""
    documents: dict[str, HeldDocument] = {}
    entries: dict[str, tuple[IssuerEntry, ...]] = {}
    for issuer in issuers:
        if issuer.reachable:
            for url, content in issuer.published().items():
                documents[url] = HeldDocument(url, content, _seen(issuer, url), held_from)
        if issuer.known:
            entry = IssuerEntry(issuer.id, issuer.name, "Simulated registry", "simulator", issuer.now)
            entries[issuer.id] = (entry,)
    return Evidence(DocumentMap(documents), KnownIssuers(entries))


def _seen(issuer: Issuer, url: str) -> datetime:
    return issuer.seen.get(url, issuer.now)
