"""Copies of what the issuers publish, for a dossier: the documents that checking it took here, and the names they go by.

They come from the holder, so nobody's Tessera believes them because they came along. They tell a reader what was used and when it was seen, and
spare them a search: compared with the issuer's own, they can be taken into a trust pack of the reader's (`tessera trust build FILE.zip`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from wallet.dids.held import HeldDocument, HeldDocuments
from wallet.encoding.json_types import JsonValue
from wallet.encoding.strict_json import write_json
from wallet.formats.dossier import DossierFile, Role
from wallet.intake import CheckedCredential
from wallet.trust.known_issuers import KnownIssuers

MOST_DOCUMENTS = 24
MOST_BYTES = 512 * 1024  # of one document
NAMES = "issuers.json"


@dataclass(slots=True)
class NotedDocuments:
    """Held documents, with a note of which were found."""

    own: HeldDocuments
    found: dict[str, HeldDocument] = field(default_factory=dict)

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        held = self.own.find(url)
        if held is not None:
            self.found[url] = held
        return held


def issuer_copies(
    seen: Sequence[CheckedCredential], noted: NotedDocuments, evidence: Collection[str], known: KnownIssuers
) -> tuple[DossierFile, ...]:
    """Return what was looked up beside the `evidence`, and the issuers' names as this wallet knows them."""
    held = [each for url, each in noted.found.items() if url not in evidence and len(each.content) <= MOST_BYTES]
    documents = tuple(
        DossierFile(f"issuer-{number}.json", Role.ISSUER, each.content, each.url, each.seen)
        for number, each in enumerate(held[:MOST_DOCUMENTS], 1)
    )
    ids = dict.fromkeys(each.credential.issuer.id for each in seen if each.credential.issuer.id)
    named: list[JsonValue] = [
        {"id": entry.id, "name": entry.name} for key in ids if key for entry in known.find(key)[:1]
    ]
    names = (DossierFile(NAMES, Role.ISSUER, write_json({"issuers": named})),) if named else ()
    return (*documents, *names)
