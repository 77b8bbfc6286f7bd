"""The engine's front door as the stories of the tests use it: bytes in, a checked credential or a refusal out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tests.issuer_simulator import NOW, Issuer, evidence
from wallet.dids.held import HeldFrom
from wallet.errors import WalletError
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, OwnIdentity, Refusal, check_source
from wallet.report import Outcome, Verdict, VerificationReport

NOBODY_ASKED, NO_IDENTITY = HolderExpectation(), OwnIdentity()
PROOF_CHECKS = ("signature", "coverage", "issuer_key")


def believed(report: VerificationReport) -> bool:
    """Tell whether the report says: these very claims were signed by a key that the named issuer allows."""
    results = [report.result_of(check) for check in PROOF_CHECKS]
    return all(result is not None and result.outcome is Outcome.PASSED for result in results)


@dataclass(frozen=True)
class Door:
    """A verifier who holds what `issuers` publish, at the moment `now`."""

    issuers: tuple[Issuer, ...]
    now: datetime = NOW
    held_from: HeldFrom = HeldFrom.FETCHED
    expectation: HolderExpectation = NOBODY_ASKED
    own: OwnIdentity = NO_IDENTITY

    def of(self, *issuers: Issuer) -> "Door":
        """Return a verifier who holds what these publish instead."""
        return replace(self, issuers=issuers)

    def at(self, now: datetime) -> "Door":
        """Return the same verifier at another moment."""
        return replace(self, now=now)

    def expecting(self, nonce: str | None = None, audience: str | None = None) -> "Door":
        """Return a verifier who asked for proof of possession."""
        return replace(self, expectation=HolderExpectation(nonce, audience, True))

    def evidence(self) -> Evidence:
        """Return what this verifier holds."""
        held = evidence(self.issuers, self.held_from)
        return Evidence(held.documents, held.known_issuers)

    def found(self, source: bytes | str) -> list[CheckedCredential | Refusal]:
        """Return everything the engine finds in `source`."""
        found = list(
            check_source(
                source.encode() if isinstance(source, str) else source,
                "received",
                now=self.now,
                evidence=self.evidence(),
                expectation=self.expectation,
                own=self.own,
            )
        )
        for item in found:
            assert isinstance(item, Refusal) or "proof.broken_check" not in codes_in(item.report), (
                "a check broke: our bug"
            )
        return found

    def check(self, source: bytes | str) -> CheckedCredential:
        """Return the one credential in `source`, checked; raises the engine's own refusal."""
        (only,) = self.found(source)
        if isinstance(only, Refusal):
            raise only.error
        return only

    def verdict(self, source: bytes | str) -> Verdict:
        """Return the headline for the one credential in `source`."""
        return self.check(source).report.verdict

    def attempt(self, source: bytes | str) -> list[CheckedCredential]:
        """Return what could be read in `source`, refusals left out. Any error that is not a refusal is our bug and rises."""
        return [item for item in self.found(source) if isinstance(item, CheckedCredential)]

    def refusals(self, source: bytes | str) -> list[WalletError]:
        """Return why parts of `source` could not be read."""
        return [item.error for item in self.found(source) if isinstance(item, Refusal)]

    def assert_not_believed(self, *sources: bytes | str) -> None:
        """Assert that each source is refused, or read without anyone being told that its claims are the issuer's."""
        for source in sources:
            for checked in self.attempt(source):
                codes = [(result.check, result.outcome.value, result.code) for result in checked.report.results]
                assert not believed(checked.report), (codes, source[:2000])
                assert checked.report.verdict.rank < Verdict.REVOKED.rank, codes


def codes_of(reports: VerificationReport | Iterable[VerificationReport]) -> set[str]:
    """Return every code in one report or several."""
    found = [reports] if isinstance(reports, VerificationReport) else list(reports)
    return {result.code for report in found for result in report.results}


def codes_in(report: VerificationReport) -> set[str]:
    """Return every code in a report and in the reports of what it holds."""
    return codes_of(report).union(*(codes_in(nested.report) for nested in report.nested))
