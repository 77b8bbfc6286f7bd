"""The signatures of a general JWS, each examined by itself like the proofs of a set (RFC 7515 sections 5.2 and 7.2.1).

Which of them decides is for `verification/deciding.py` to say, as for embedded proofs: a passing one of the issuer's; one that
somebody added raises no trust; a broken one of the issuer's own is never hidden behind a good one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wallet.dids.held import HeldDocuments
from wallet.formats.envelope import Envelope, FurtherSignature
from wallet.formats.several_signatures import as_signed_by, signed_part
from wallet.proofs.finding import Findings, ProofFinding
from wallet.proofs.findings import failed
from wallet.proofs.jose import examine_token, party_of
from wallet.report import Outcome


def examine_signatures(
    envelope: Envelope,
    documents: HeldDocuments,
    *,
    purpose: str,
    anchors: Sequence[bytes] = (),
    now: datetime | None = None,
) -> Findings:
    """Examine every signature of `envelope`; one finding each, in order. Never raises for a bad one."""

    def examine(signature: FurtherSignature) -> ProofFinding:
        alone = as_signed_by(envelope, signature)
        return _of_one(examine_token(alone, documents, purpose=purpose, anchors=anchors, now=now), alone)

    first = FurtherSignature(envelope.header, signed_part(envelope))
    return (examine(first), *(examine(signature) for signature in envelope.further))


def _of_one(finding: ProofFinding, alone: Envelope) -> ProofFinding:
    """Say of whom a signature claims to be. The payload names its issuer, so one that names nobody else claims to be the issuer's."""
    signature = finding.signature
    if signature.code == "signature.unsigned":  # beside others nobody can say that the whole is unsigned
        signature = failed("signature", "signature.malformed", reason="alg")
    kid = alone.header.get("kid")
    names_nobody = not isinstance(kid, str) or ":" not in kid
    if not names_nobody or signature.outcome is Outcome.PASSED:
        return replace(finding, signature=signature)
    if "jwk" in alone.header or "x5c" in alone.header:
        # It brought its signer along, and was tried under the issuer's key for want of a name: that failure is not the issuer's.
        return replace(finding, signature=signature, controller=None, verification_method=None, key=None)
    return replace(finding, signature=signature, controller=party_of(alone))
