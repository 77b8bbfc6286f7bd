"""How what happened while examining a proof becomes a finding.

Trouble on our side, or evidence that is not here, is UNDECIDED: nothing in this file can turn "cannot be checked" into
"forged". Only a key that anybody could sign with, or a proof that is not one, fails.
"""

from collections.abc import Mapping
from typing import Final

from wallet.encoding.jsonld import ContextNotHeldError
from wallet.errors import (
    InputError,
    MissingLibraryError,
    ResolutionError,
    TooBigError,
    UnsupportedInputError,
    UnsupportedKeyError,
    WalletError,
    WeakKeyError,
)
from wallet.proofs.finding import ProofFinding
from wallet.proofs.raw_signatures import Match
from wallet.report import CheckResult, Fact, Outcome, Severity

COVERED: Final = CheckResult("coverage", Outcome.PASSED, "coverage.complete")
SIGNED: Final = CheckResult("signature", Outcome.PASSED, "signature.valid")


def passed(check: str, code: str, **facts: Fact) -> CheckResult:
    """Return a PASSED finding."""
    return CheckResult(check, Outcome.PASSED, code, Severity.INFO, facts)


def failed(check: str, code: str, **facts: Fact) -> CheckResult:
    """Return a FAILED finding."""
    return CheckResult(check, Outcome.FAILED, code, Severity.ERROR, facts)


def undecided(check: str, code: str, **facts: Fact) -> CheckResult:
    """Return an UNDECIDED finding."""
    return CheckResult(check, Outcome.UNDECIDED, code, Severity.WARNING, facts)


def not_covered_yet(signature: CheckResult) -> CheckResult:
    """Return the coverage finding of a proof that was not examined so far: undecided, for the signature's own reason."""
    return undecided("coverage", signature.code, **dict(signature.facts))


def finding_of_match(match: Match, **facts: Fact) -> CheckResult:
    """Return the signature finding for the answer of the library below."""
    match match:
        case Match.GOOD:
            return SIGNED
        case Match.BAD:
            return failed("signature", "signature.invalid", **facts)
        case Match.MALFORMED | Match.WRONG_KIND:
            return failed("signature", "signature.malformed", reason=match.value, **facts)


def finding_of_error(error: WalletError, **facts: Fact) -> CheckResult:
    """Return the signature finding for a proof that could not be examined. The most specific error class decides."""
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "proof.broken_check")
    told: dict[str, Fact] = {"step": error.step, "reason": error.detail[:200], **_plain(error.facts), **facts}
    if code == "proof.weak_key":
        return failed("signature", code, **told)
    return undecided("signature", code, **told)


def without_proof(signature: CheckResult, suite: str = "") -> ProofFinding:
    """Return a finding where there was no key to speak of."""
    return ProofFinding(suite, signature, not_covered_yet(signature))


_CODES: Final[Mapping[type[WalletError], str]] = {
    WeakKeyError: "proof.weak_key",
    MissingLibraryError: "proof.library_missing",
    ContextNotHeldError: "proof.context_not_held",
    ResolutionError: "proof.key_not_found",
    TooBigError: "proof.work_budget",
    UnsupportedKeyError: "proof.key_not_found",
    UnsupportedInputError: "proof.suite_unknown",
    InputError: "proof.key_not_found",
}


def _plain(facts: Mapping[str, object]) -> dict[str, Fact]:
    return {name: value for name, value in facts.items() if isinstance(value, str | int | bool)}
