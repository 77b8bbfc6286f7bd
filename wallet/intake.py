"""Start here. Strangers' bytes go in, checked credentials come out.

    bytes ─open_envelopes→ Envelope ─read_credential→ Credential ─verify→ VerificationReport ⇒ CheckedCredential

- `formats/registry.py` finds the secured documents in a file, whatever kind of file it is, and keeps their exact bytes;
- `credentials/readers.py` reads what they say;
- `verification/verify.py` is the list of checks; `report.judge` turns findings into a verdict;
- `verification/examiner.py` does this for what a credential holds, too.

Nothing here reaches the network, asks what time it is, or keeps anything. A bad credential is a *result*; what cannot be read is a
`Refusal` that says at which step and why, and never stops the rest of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from wallet.dids.held import DocumentMap, HeldDocuments
from wallet.errors import WalletError
from wallet.formats.opening import Refusal
from wallet.trust.known_issuers import KnownIssuers
from wallet.verification.checked_credential import CheckedCredential
from wallet.verification.examination import HolderExpectation, OwnIdentity

if TYPE_CHECKING:
    from wallet.formats.envelope import Envelope
    from wallet.report import VerificationReport
    from wallet.trust.trust_pack import TrustPack

__all__ = [
    "CheckedCredential",
    "Evidence",
    "HolderExpectation",
    "OwnIdentity",
    "Refusal",
    "check_envelope",
    "check_source",
    "evidence_of",
]

NOBODY_EXPECTED = HolderExpectation()
NOBODY = OwnIdentity()


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What may be looked at: held documents (keys, status lists) and who vouches for which issuer.

    Each is equal to itself alone, so that what was found out with one can be remembered under it, and under no other.

    `lists` remembers status lists already examined at one moment, so that a folder of credentials examines each once.
    """

    documents: HeldDocuments = field(default_factory=lambda: DocumentMap({}))
    known_issuers: KnownIssuers = field(default_factory=lambda: KnownIssuers({}))
    lists: dict[datetime, dict[bytes, VerificationReport]] = field(default_factory=dict, repr=False)

    def lists_at(self, now: datetime) -> dict[bytes, VerificationReport]:
        """Return the lists examined at `now`; those of other moments are forgotten."""
        if now not in self.lists:
            self.lists.clear()
            self.lists[now] = {}
        return self.lists[now]


def evidence_of(packs: Iterable[TrustPack], *, bundled: bool = True) -> Evidence:
    """Return the evidence that trust packs hold, in the person's order, after the packs that ship with Tessera."""
    from wallet.trust.trust_pack import merge_documents, merge_issuers, read_bundled_packs

    every = (*(read_bundled_packs() if bundled else ()), *packs)
    return Evidence(merge_documents(every), merge_issuers(every))


def check_source(
    source: bytes,
    label: str,
    *,
    now: datetime,
    evidence: Evidence,
    expectation: HolderExpectation = NOBODY_EXPECTED,
    own: OwnIdentity = NOBODY,
) -> Iterator[CheckedCredential | Refusal]:
    """Yield every credential or presentation found in `source`, checked, and a refusal for each part that cannot be read.

    `label` is for people (`a.zip!b.json`) and is never opened. Yields at least one item. Raises nothing but our own bugs.
    """
    from wallet.formats.registry import open_envelopes

    try:
        for found in open_envelopes(source, label):
            if isinstance(found, Refusal):
                yield found
                continue
            try:
                yield check_envelope(found, now=now, evidence=evidence, expectation=expectation, own=own)
            except WalletError as error:
                yield Refusal(found.source, error)
    except WalletError as error:
        yield Refusal(label, error)


def check_envelope(
    envelope: Envelope,
    *,
    now: datetime,
    evidence: Evidence,
    expectation: HolderExpectation = NOBODY_EXPECTED,
    own: OwnIdentity = NOBODY,
) -> CheckedCredential:
    """Check one opened envelope again, say with newer evidence. Raises WalletError when it cannot be read as a credential."""
    from wallet.verification.examiner import Examiner
    from wallet.verification.supplied import WithSupplied

    documents = WithSupplied(evidence.documents, envelope.carried) if envelope.carried else evidence.documents
    examiner = Examiner(
        now=now,
        documents=documents,
        known_issuers=evidence.known_issuers,
        expectation=expectation,
        own=own,
        lists={} if envelope.carried else evidence.lists_at(now),
    )
    return examiner.examine(envelope)
