"""From an envelope to what its proofs are worth: the one door of this room."""

from collections.abc import Sequence
from datetime import datetime

from wallet.dids.held import HeldDocuments
from wallet.formats.envelope import Envelope, Format
from wallet.proofs.data_integrity import examine_embedded_proofs
from wallet.proofs.finding import Findings
from wallet.proofs.jose import examine_token
from wallet.proofs.jose_set import examine_signatures


def examine_proofs(
    envelope: Envelope,
    documents: HeldDocuments,
    *,
    purpose: str = "assertionMethod",
    anchors: Sequence[bytes] = (),
    now: datetime | None = None,
) -> Findings:
    """Examine every proof of the secured document in `envelope`.

    `purpose` is what the proof is expected to be for; a token says nothing of it, so its finding carries the expected one.
    `anchors` (DER certificates) and `now` are for `x5c` chains. No proof at all is one finding of suite "" that is
    `signature.unsigned`. Never raises for a bad proof: what is wrong is in the finding.
    """
    if envelope.format is Format.JSON:
        return examine_embedded_proofs(envelope.document, documents)
    if envelope.further:
        return examine_signatures(envelope, documents, purpose=purpose, anchors=anchors, now=now)
    return (examine_token(envelope, documents, purpose=purpose, anchors=anchors, now=now),)
