"""A status list that is itself a credential: found, opened and believed before a single bit of it is read.

Bitstring Status List 1.0 section 3.2 steps 2 to 4: dereference, verify all proofs, compare the purpose. On top of the clause
the list has to be issued by the issuer of the credential (STAT-01), by a key that this issuer allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from wallet.dids.held import HeldDocument, HeldFrom
from wallet.dids.timestamps import find_moment
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope, JsonObject, JsonValue
from wallet.formats.registry import open_envelopes
from wallet.report import CheckResult, Outcome, VerificationReport
from wallet.status.freshness import Freshness, ListDates, freshness_of
from wallet.status.question import StatusQuestion

_PROOF = ("signature", "coverage", "issuer_key")
_UNUSABLE_DATES = ("validity.not_yet_valid", "validity.malformed", "proof.broken_check")
_WITHDRAWN = ("status.revoked", "status.suspended")
_LONGEST_LIFE_MS = 100 * 365 * 86_400_000


@dataclass(frozen=True, slots=True)
class BelievedList:
    """A list whose proof, issuer and dates have been checked. `subject` is its `credentialSubject`."""

    document: JsonObject
    subject: JsonObject
    freshness: Freshness


def find_list(question: StatusQuestion, url: str | None) -> HeldDocument | None:
    """Return what is held for the list's URL, with or without its fragment."""
    if not url:
        return None
    return question.documents.find(url) or question.documents.find(url.partition("#")[0])


def believe_list(
    question: StatusQuestion, url: str | None, list_type: str, subject_type: str
) -> BelievedList | CheckResult:
    """Return the list at `url` once everything about it but its bits has been checked, or the finding that stops here."""
    held = find_list(question, url)
    if held is None:
        return question.not_established("status.not_held")
    envelope = _open(held)
    if envelope is None:
        return question.not_established("status.malformed", reason="status.unreadable")
    document = envelope.document
    doubt = refuse_unproven(question, question.examine(envelope), _issuer_of(document))
    if doubt is not None:
        return doubt
    subject = _only(document.get("credentialSubject"))
    if held.held_from is HeldFrom.SUPPLIED and held.url not in _names(document, subject):
        # Which list answers is not the holder's to choose: a clean one of the same issuer is signed just as well.
        return question.not_established("status.list_not_genuine", reason="status.list_id")
    if subject is None or not _has_type(document, list_type) or not _has_type(subject, subject_type):
        return question.not_established("status.malformed", reason="status.type")
    return BelievedList(document, subject, freshness_of(held, _dates(document, subject)))


def refuse_unproven(
    question: StatusQuestion, report: VerificationReport, list_issuer: str | None
) -> CheckResult | None:
    """Return the finding that a list is not to be believed, or None. An expired list is believed as of its date."""
    for check in _PROOF:
        result = report.result_of(check)
        if result is None or result.outcome is not Outcome.PASSED:
            reason = result.code if result is not None else f"{check}.moot"
            return question.not_established("status.list_not_genuine", reason=reason, list_issuer=list_issuer)
    if list_issuer is None or list_issuer != question.issuer_id:
        return question.not_established("status.wrong_issuer", list_issuer=list_issuer, issuer=question.issuer_id)
    validity = report.result_of("validity")
    if validity is None or validity.code in _UNUSABLE_DATES:
        reason = validity.code if validity is not None else "validity.moot"
        return question.not_established("status.list_not_current", reason=reason)
    status = report.result_of("status")
    if status is not None and status.code in _WITHDRAWN:
        return question.not_established("status.list_not_current", reason=status.code)
    return None


def _open(held: HeldDocument) -> Envelope | None:
    try:
        found = [item for item in open_envelopes(held.content, held.url) if isinstance(item, Envelope)]
    except WalletError:
        return None
    return found[0] if len(found) == 1 else None


def _dates(document: JsonObject, subject: JsonObject) -> ListDates:
    signed = find_moment(document.get("validFrom")) or find_moment(document.get("issuanceDate"))
    expires = find_moment(document.get("validUntil")) or find_moment(document.get("expirationDate"))
    return ListDates(signed, _life(subject.get("ttl")), expires)


def _life(ttl: JsonValue) -> timedelta | None:
    """`ttl` is in milliseconds. One that is no number is taken for the shortest: a wrong date never lengthens a life."""
    if ttl is None:
        return None
    if isinstance(ttl, bool) or not isinstance(ttl, int | float) or not 0 <= ttl <= _LONGEST_LIFE_MS:
        return timedelta(0)
    return timedelta(milliseconds=ttl)


def _names(document: JsonObject, subject: JsonObject | None) -> tuple[JsonValue, ...]:
    """Return the addresses that a list says it has: its own id, and its subject's up to the fragment."""
    inner = subject.get("id") if subject is not None else None
    return (document.get("id"), inner.partition("#")[0] if isinstance(inner, str) else None)


def _issuer_of(document: JsonObject) -> str | None:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else None


def _only(value: JsonValue) -> JsonObject | None:
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return value if isinstance(value, dict) else None


def _has_type(value: Mapping[str, JsonValue], wanted: str) -> bool:
    types = value.get("type")
    return wanted in types if isinstance(types, list) else types == wanted
