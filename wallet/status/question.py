"""What is asked of a status method, and what it answers.

A status list is a credential too: its proof, issuer, dates and purpose are checked by the procedure that checks every other
credential. `examine` is that procedure, handed in so that no room calls upward.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from wallet.credentials.model import StatusClaim
from wallet.dids.held import HeldDocuments
from wallet.errors import TooBigError
from wallet.formats.envelope import Envelope
from wallet.report import CheckResult, Fact, Outcome, Severity, VerificationReport


@dataclass(slots=True)
class ListEffort:
    """What is left of the work that one received document may cause by its status entries, in bytes of lists unpacked.

    A list of sixteen megabytes travels in sixteen kilobytes, and a presentation can name thousands of them.
    """

    bytes_left: int = 128 * 1024 * 1024

    @property
    def is_spent(self) -> bool:
        """Say whether there is none left."""
        return self.bytes_left < 0

    def spend(self, count: int) -> None:
        """Count work done. Raises TooBigError (step status.effort) when there is none left."""
        self.bytes_left -= count
        if self.is_spent:
            raise TooBigError("the status lists of this document ask for too much work", step="status.effort")


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """One `credentialStatus` entry of one credential, and everything that may be looked at to answer it."""

    claim: StatusClaim
    credential_id: str | None
    issuer_id: str | None
    now: datetime
    documents: HeldDocuments
    examine: Callable[[Envelope], VerificationReport]
    effort: ListEffort = field(default_factory=ListEffort)

    def not_established(self, code: str, as_of: datetime | None = None, **facts: Fact) -> CheckResult:
        """Return the finding that nothing is known: never good, never bad."""
        return CheckResult("status", Outcome.UNDECIDED, code, Severity.WARNING, {**self.facts(), **facts}, as_of)

    def facts(self) -> dict[str, Fact]:
        """Return the facts that every answer to this question carries."""
        claim = self.claim
        return {"list": claim.list_url, "index": claim.index, "purpose": claim.purpose, "method": claim.kind}
