"""What one proof turned out to be worth, before anyone asks whose key it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from wallet.dids.keys import PublicKey
from wallet.report import CheckResult


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """One proof examined.

    `signature` and `coverage` are findings; `verification_method` is the DID URL or key id that the proof names, `key` the
    key it verified with (None if it was not to be had), `in_document` True when the key came from the controller's document
    held here, False when it was merely carried along (header, URL fragment): that proves possession and nothing more.
    """

    suite: str
    signature: CheckResult
    coverage: CheckResult
    purpose: str | None = None
    verification_method: str | None = None
    controller: str | None = None
    key: PublicKey | None = None
    in_document: bool = False
    relationships: frozenset[str] = frozenset()
    created: datetime | None = None
    expires: datetime | None = None
    challenge: str | None = None
    domain: tuple[str, ...] = ()
    document_seen: datetime | None = None  # when the controller's document was last seen, None where the id is the key


# At least one: a document without any proof has a finding that says so.
Findings: TypeAlias = tuple[ProofFinding, *tuple[ProofFinding, ...]]
