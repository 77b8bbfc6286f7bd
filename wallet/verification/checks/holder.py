"""Is it shown by whoever it was issued to, to this verifier, in answer to this challenge?

The binding that is required is settled before anything is parsed: a presentation without it fails, it does not become optional
(SDJWT-11; VC Data Integrity 1.0, `challenge` and `domain`; RFC 9901 section 7.3).
"""

from collections.abc import Iterator

from wallet.dids.key_forms import read_jwk
from wallet.dids.resolve import resolve_controller
from wallet.errors import WalletError
from wallet.formats.envelope import JsonValue
from wallet.proofs.key_binding import examine_key_binding
from wallet.report import CheckResult, Fact, Outcome, Severity
from wallet.verification.deciding import deciding_proof
from wallet.verification.examination import Examination, HolderExpectation
from wallet.verification.own_identity import find_match


def check_holder(examination: Examination) -> CheckResult:
    """Compare who shows it, to whom, and in answer to what with what was expected. Nobody asked: undecided."""
    found = _compare(examination)
    if found.code == "holder.bound" and examination.expectation.answered:
        return _result(Outcome.FAILED, "holder.answered")
    return found


def _compare(examination: Examination) -> CheckResult:
    if examination.presented_by is not None:
        return _check_shown_within(examination, examination.presented_by)
    if examination.credential.is_presentation:
        return _check_presentation(examination)
    selective = examination.envelope.selective
    if selective is not None and selective.key_binding is not None:
        return _check_key_binding(examination)
    if _is_asked(examination.expectation):
        return _result(Outcome.FAILED, "holder.missing")
    return _not_asked(examination)


def _not_asked(examination: Examination) -> CheckResult:
    match = find_match(examination.credential, examination.own)
    if match is None:
        return _result(Outcome.UNDECIDED, "holder.not_asked")
    return _result(Outcome.UNDECIDED, "holder.issued_to_you", issued_to_you=match)


def _check_presentation(examination: Examination) -> CheckResult:
    expectation, finding = examination.expectation, deciding_proof(examination)
    holder = examination.credential.holder or finding.controller
    if not _is_asked(expectation):
        return _result(Outcome.UNDECIDED, "holder.not_asked", holder=holder)
    nonces = {finding.challenge, *_strings(examination.envelope.claims.get("nonce"))}
    if expectation.nonce is not None and expectation.nonce not in nonces:
        return _result(Outcome.FAILED, "holder.wrong_nonce", holder=holder)
    if expectation.audience is not None and expectation.audience not in finding.domain:
        return _result(Outcome.FAILED, "holder.wrong_audience", holder=holder)
    if _is_over(examination):
        return _result(Outcome.FAILED, "holder.expired", holder=holder)
    return _result(Outcome.PASSED, "holder.bound", holder=holder)


def _is_over(examination: Examination) -> bool:
    """The end that the holder signed is the end of the answer: a late one is nobody's answer, not an achievement that ran out."""
    finding, exp = deciding_proof(examination), examination.envelope.claims.get("exp")
    if finding.expires is not None and examination.now > finding.expires:
        return True
    return isinstance(exp, int | float) and not isinstance(exp, bool) and examination.now.timestamp() >= exp


def _check_shown_within(examination: Examination, holder: str) -> CheckResult:
    """What somebody else's presentation holds is not theirs to show (ARCHITECTURE: another holder's key).

    A credential is for the key it confirms, else for the DID it is about; a presentation, for whoever made it: one that was
    caught on its way and put into another answers nothing (SDJWT-13).
    """
    if examination.credential.is_presentation:
        finding = deciding_proof(examination)
        maker = examination.credential.holder or finding.controller
        return _of_presenter(examination, holder, [maker] if maker is not None else [])
    confirmation = examination.envelope.claims.get("cnf")
    if confirmation is not None:
        return _check_confirmed(examination, holder, confirmation)
    return _of_presenter(examination, holder, [one.id for one in examination.credential.subjects if one.id is not None])


def _of_presenter(examination: Examination, holder: str, named: list[str]) -> CheckResult:
    if holder in named:
        return _result(
            Outcome.PASSED,
            "holder.bound",
            holder=holder,
            issued_to_you=find_match(examination.credential, examination.own),
        )
    if any(one.startswith("did:") for one in named):
        return _result(Outcome.FAILED, "holder.wrong_key", holder=holder, subject=named[0])
    return _result(Outcome.UNDECIDED, "holder.not_named", holder=holder)


def _check_confirmed(examination: Examination, holder: str, confirmation: JsonValue) -> CheckResult:
    """RFC 7800: `cnf` says whose key it is for, as the key itself or as the name of one."""
    members = confirmation if isinstance(confirmation, dict) else {}
    jwk, kid = members.get("jwk"), members.get("kid")
    if isinstance(kid, str) and kid.startswith("did:") and jwk is None:
        return _of_presenter(examination, holder, [kid.partition("#")[0]])
    try:
        wanted = read_jwk(jwk) if isinstance(jwk, dict) else None
        methods = resolve_controller(holder, examination.documents).document.methods.values()
    except WalletError as error:
        return _result(Outcome.UNDECIDED, "holder.key_unknown", holder=holder, step=error.step)
    if wanted is None:
        return _result(Outcome.UNDECIDED, "holder.key_unknown", holder=holder)
    if wanted in [method.key for method in methods if "authentication" in method.relationships]:
        return _of_presenter(examination, holder, [holder])
    return _result(Outcome.FAILED, "holder.wrong_key", holder=holder)


def _check_key_binding(examination: Examination) -> CheckResult:
    """Without a challenge the age of a key binding says nothing: it may have been made for another day and another verifier."""
    expectation = examination.expectation
    result = examine_key_binding(
        examination.envelope,
        expectation.nonce,
        expectation.audience,
        examination.now,
        documents=examination.documents,
    )
    unasked = not _is_asked(expectation) and result.code in (
        "holder.expired",
        "holder.not_yet_valid",
        "holder.not_asked",
        "holder.key_unknown",
    )
    return _not_asked(examination) if unasked else result


def _is_asked(expectation: HolderExpectation) -> bool:
    return expectation.required or expectation.nonce is not None or expectation.audience is not None


def _strings(value: JsonValue) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _result(outcome: Outcome, code: str, **facts: Fact) -> CheckResult:
    severity = Severity.ERROR if outcome is Outcome.FAILED else Severity.INFO
    return CheckResult("holder", outcome, code, severity, {k: v for k, v in facts.items() if v is not None})
