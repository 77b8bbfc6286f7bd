"""From an envelope to a checked credential, and from what it holds to a tree of reports.

One `Examiner` serves one received document: it counts how deep and how many credentials it has looked into, so that a document
of documents ends, and it looks at each status list once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from wallet.credentials.model import Credential, Dialect, NestedDocument, Party
from wallet.credentials.readers import read_credential
from wallet.dids.anchors import find_anchors
from wallet.dids.held import HeldDocuments
from wallet.errors import TooBigError, WalletError
from wallet.formats.envelope import Envelope, Format, JsonValue, Kind
from wallet.formats.registry import open_nested
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import Findings
from wallet.report import CheckResult, NestedReport, NestedRole, Outcome, Severity, VerificationReport
from wallet.status.question import ListEffort
from wallet.status.token_list import is_status_token, read_status_token
from wallet.trust.known_issuers import KnownIssuers
from wallet.verification.checked_credential import CheckedCredential, CheckedNested
from wallet.verification.deciding import deciding_proof, expected_purpose
from wallet.verification.examination import Examination, HolderExpectation, OwnIdentity
from wallet.verification.verify import CHECKS, Checks, verify

MAX_DEPTH = 6
MAX_NESTED = 200
MAX_LISTS_IN_A_ROW = 3
# More than two for each of them; every one may cost a canonicalisation.
MAX_PROOFS = 400
MAX_LISTS = 400

NOTHING_EXPECTED = HolderExpectation()
NOBODY = OwnIdentity()

_LIST_CHECKS: Checks = {name: check for name, check in CHECKS.items() if name != "holder"}


@dataclass(slots=True)
class Examiner:
    """Examines one received document with the evidence held at one moment. Not to be shared between documents."""

    now: datetime
    documents: HeldDocuments
    known_issuers: KnownIssuers
    expectation: HolderExpectation = NOTHING_EXPECTED
    own: OwnIdentity = NOBODY
    checks: Checks = field(default_factory=lambda: CHECKS)
    lists: dict[bytes, VerificationReport] = field(default_factory=dict)
    _spent: int = 0
    _proofs: int = 0
    _own_lists: dict[bytes, VerificationReport] = field(default_factory=dict)
    _list_effort: ListEffort = field(default_factory=ListEffort)
    _under_way: set[bytes] = field(default_factory=set)

    def examine(self, envelope: Envelope) -> CheckedCredential:
        """Return the credential with its report and those of what it holds.

        Raises WalletError when the envelope's document cannot be read as a credential or presentation at all.
        """
        return self._examine(envelope, 0, self.expectation, None)

    def _examine(
        self,
        envelope: Envelope,
        depth: int,
        expectation: HolderExpectation,
        presented_by: str | None,
        checks: Checks | None = None,
    ) -> CheckedCredential:
        credential = _read(envelope)
        anchors = find_anchors(self.documents) if any("x5c" in header for header in envelope.headers) else ()
        purpose = expected_purpose(credential)
        proofs = examine_proofs(envelope, self.documents, purpose=purpose, anchors=anchors, now=self.now)
        credential = _named_by_certificate(credential, envelope, proofs)
        examination = Examination(
            envelope=envelope,
            credential=credential,
            proofs=proofs,
            now=self.now,
            documents=self.documents,
            known_issuers=self.known_issuers,
            examine_nested=self._examine_list,
            expectation=expectation,
            own=self.own,
            presented_by=presented_by,
            list_effort=self._list_effort,
        )
        shown_by = self._proven_holder(examination) or (presented_by if credential.is_presentation else None)
        nested = tuple(self._examine_held(credential, depth, shown_by))
        reports = tuple(NestedReport(item.path, item.role, item.checked.report) for item in nested)
        examination = replace(examination, nested=reports)
        report = verify(examination, checks or self.checks)
        return CheckedCredential(envelope, credential, report, nested, _signing_key(examination, report))

    def _proven_holder(self, examination: Examination) -> str | None:
        """Return who shows a presentation that was challenged, once its own proof holds. Unchallenged, nobody is proved present."""
        if not examination.credential.is_presentation or examination.expectation == NOTHING_EXPECTED:
            return None
        report = verify(examination, self.checks)
        bound = report.result_of("holder")
        if bound is None or bound.outcome is not Outcome.PASSED:
            return None
        holder = bound.facts.get("holder")
        return holder if isinstance(holder, str) else None

    def _examine_held(self, credential: Credential, depth: int, shown_by: str | None) -> Iterator[CheckedNested]:
        for document in credential.nested:
            role = NestedRole(document.role)
            try:
                self._spend(depth + 1)
                envelope = open_nested(document.content, document.path)
                self._spend_proofs(envelope)
                checked = self._examine(envelope, depth + 1, NOTHING_EXPECTED, shown_by)
            except WalletError as error:
                checked = self._unreadable(document, error)
            yield CheckedNested(document.path, role, checked)

    def _spend(self, depth: int) -> None:
        self._spent += 1
        if depth > MAX_DEPTH:
            raise TooBigError(f"credentials nested deeper than {MAX_DEPTH}", step="nested.depth")
        if self._spent > MAX_NESTED:
            raise TooBigError(f"more than {MAX_NESTED} nested credentials", step="nested.count")

    def _spend_proofs(self, envelope: Envelope) -> None:
        """One document's proofs share their work, those of many do not."""
        self._proofs += _proofs_to_check(envelope.document.get("proof"))
        if self._proofs > MAX_PROOFS:
            raise TooBigError(f"more than {MAX_PROOFS} proofs in nested credentials", step="nested.proofs")

    def _examine_list(self, envelope: Envelope) -> VerificationReport:
        """Examine a status list, once. A list may have a status of its own; one that leads back to itself says nothing about it."""
        key = _key_of_list(envelope)
        if key in self._own_lists or key in self.lists:
            return self._own_lists[key] if key in self._own_lists else self.lists[key]
        if key in self._under_way or len(self._under_way) >= MAX_LISTS_IN_A_ROW:
            return _unreadable_report(self.now, TooBigError("status lists in a circle", step="nested.lists"))
        if len(self._own_lists) >= MAX_LISTS:
            return _unreadable_report(self.now, TooBigError(f"more than {MAX_LISTS} lists", step="nested.lists"))
        self._under_way.add(key)
        try:
            report = self._examine(envelope, MAX_DEPTH, NOTHING_EXPECTED, None, _LIST_CHECKS).report
        except WalletError as error:
            report = _unreadable_report(self.now, error)
        finally:
            self._under_way.discard(key)
        self._own_lists[key] = report
        if not self._list_effort.is_spent:  # what was found out in a hurry is remembered for nobody else
            self.lists[key] = report
        return report

    def _unreadable(self, document: NestedDocument, error: WalletError) -> CheckedCredential:
        """A child that cannot be read still counts: its parent is never better than what it claims of its children."""
        content: JsonValue = document.content
        envelope = Envelope(
            original=content.encode("utf-8", "replace") if isinstance(content, str) else b"",
            source=document.path,
            format=Format.JSON,
            kind=Kind.CREDENTIAL,
            document=content if isinstance(content, dict) else {},
        )
        credential = Credential(Dialect.VCDM, "", None, (), Party(None))
        return CheckedCredential(envelope, credential, _unreadable_report(self.now, error))


def _proofs_to_check(proof: JsonValue) -> int:
    """Return how many proofs are canonicalised for this member: each with those that it builds on."""
    proofs = proof if isinstance(proof, list) else [proof]
    named = [one.get("previousProof") for one in proofs if isinstance(one, dict)]
    return len(proofs) + sum(len(names) for names in named if isinstance(names, list))


def _key_of_list(envelope: Envelope) -> bytes:
    """What an examination of a list depends on: its bytes, and whose it is taken to be.

    A Token Status List need not name its issuer (section 5.1); it is then asked whether the issuer of the credential at hand signed
    it, and the answer to that says nothing of another issuer's credential (STAT-01).
    """
    named = envelope.claims.get("iss")
    return sha256(envelope.original).digest() + (named.encode("utf-8", "replace") if isinstance(named, str) else b"")


def _named_by_certificate(credential: Credential, envelope: Envelope, proofs: Findings) -> Credential:
    """SD-JWT VC, "Claims": without `iss`, the issuer is whom the certificate names whose path to an anchor holds."""
    named = proofs[0].controller if len(proofs) == 1 and proofs[0].in_document else None
    if named is None or credential.issuer.id is not None or envelope.format is not Format.SD_JWT_VC:
        return credential
    return replace(credential, issuer=replace(credential.issuer, id=named)) if "x5c" in envelope.header else credential


def _read(envelope: Envelope) -> Credential:
    if is_status_token(envelope):
        return read_status_token(envelope)
    return read_credential(envelope)


def _unreadable_report(now: datetime, error: WalletError) -> VerificationReport:
    facts = {"error": error.code, "step": error.step}
    first = CheckResult("signature", Outcome.UNDECIDED, "nested.unreadable", Severity.WARNING, facts)
    moot = tuple(CheckResult(name, Outcome.SKIPPED, f"{name}.moot") for name in tuple(CHECKS)[1:])
    return VerificationReport((first, *moot), now)


def _signing_key(examination: Examination, report: VerificationReport) -> str:
    """The key whose seal may be drawn: the one that verified the deciding proof, "" where none did."""
    signature = report.result_of("signature")
    finding = deciding_proof(examination)
    if finding.key is None or signature is None or signature.outcome is not Outcome.PASSED:
        return ""
    return finding.key.fingerprint
