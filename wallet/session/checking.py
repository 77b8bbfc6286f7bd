"""Checking at one moment with the evidence held then: what is received, and what was kept before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wallet.errors import UnrecognisedInputError, VaultDamagedError, WalletError
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, OwnIdentity, Refusal, check_source
from wallet.session.contents import content_of, copy_of, credentials_in
from wallet.session.views import new_credential
from wallet.store.stored_credential import NewCredential, StoredCredential


@dataclass(frozen=True, slots=True)
class Checking:
    """One moment, one body of evidence, one person."""

    now: datetime
    evidence: Evidence
    own: OwnIdentity

    def check(self, source: bytes, label: str) -> Iterator[CheckedCredential | Refusal]:
        """Yield every credential in `source`, those of a presentation each for itself, and what could not be read."""
        for found in check_source(source, label, now=self.now, evidence=self.evidence, own=self.own):
            if isinstance(found, Refusal):
                yield found
            elif kept := list(credentials_in(found)):
                yield from kept
            else:
                yield Refusal(found.envelope.source, UnrecognisedInputError("shows nothing", step="presentation.empty"))

    def look(self, source: bytes, label: str, expectation: HolderExpectation) -> Iterator[CheckedCredential | Refusal]:
        """Yield every document in `source` whole, a presentation with what it holds, checked for whoever asked."""
        yield from check_source(
            source, label, now=self.now, evidence=self.evidence, expectation=expectation, own=self.own
        )

    def new(self, checked: CheckedCredential, *, sample: bool = False) -> NewCredential:
        """Return what the vault keeps of a checked credential."""
        return new_credential(checked, self.evidence.known_issuers, sample=sample)

    def check_samples(self, source: bytes, name: str) -> Iterator[NewCredential]:
        """Yield what an example credential's file holds."""
        for found in self.check(source, name):
            if not isinstance(found, Refusal):
                yield self.new(found, sample=True)

    def reopen(self, stored: StoredCredential) -> CheckedCredential:
        """Read and check a kept original again. Raises WalletError when it can no longer be read."""
        refused: WalletError | None = None
        first: CheckedCredential | None = None
        for found in self.check(stored.original, stored.source):
            if isinstance(found, Refusal):
                refused = refused or found.error
            elif stored.content in (content_of(found.envelope), copy_of(found.envelope)):
                return found
            else:
                first = first or found
        if first is not None:
            return first
        raise refused or VaultDamagedError(stored.id, step="vault.reopen")

    def check_stored(self, stored: StoredCredential) -> NewCredential:
        """Return a kept credential with a new report."""
        return self.new(self.reopen(stored), sample=stored.summary.sample)
