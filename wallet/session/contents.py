"""What makes two received documents the same credential: what was signed, however it was packed (JOSE-08).

White space, the order of JSON members, the spelling of base64url and the malleable half of an ECDSA signature make other
bytes of one credential. What is compared is the canonical form (RFC 8785) of what the issuer signed, with the disclosures
that came along, for a copy that shows less is another thing to keep; and so is one that somebody's key is bound to.

While no proof has been established, which of two signatures is the genuine one is not known: such copies are told apart by their
proofs, too, so that neither can keep the other out.
"""

import hashlib
from collections.abc import Iterator

from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonValue
from wallet.errors import InputError
from wallet.formats.envelope import Envelope, Format
from wallet.formats.several_signatures import signed_part
from wallet.intake import CheckedCredential
from wallet.report import NestedRole


def content_of(envelope: Envelope) -> bytes:
    """Return 32 bytes that are the same for two copies of one credential, and for nothing else."""
    try:
        signed = canonicalize([envelope.format.value, _signed(envelope)])
    except InputError:  # what has no canonical form was not signed canonically either
        signed = envelope.original
    return hashlib.sha256(b"tessera-content-1\0" + signed).digest()


def copy_of(envelope: Envelope) -> bytes:
    """Return 32 bytes that are the same for two copies with the same content and the same proof."""
    try:
        proof = canonicalize(_proof(envelope))
    except InputError:
        proof = envelope.original
    return hashlib.sha256(b"tessera-copy-1\0" + content_of(envelope) + proof).digest()


def credentials_in(checked: CheckedCredential) -> Iterator[CheckedCredential]:
    """Yield what is to be kept: of a presentation each credential it holds, for itself (of an empty one nothing); else the credential."""
    if checked.credential.is_presentation and not checked.nested:
        return
    held = [item.checked for item in checked.nested if item.role is NestedRole.HELD]
    readable = [item for item in held if item.envelope.original]
    if not checked.credential.is_presentation or not readable:
        yield checked
        return
    for item in readable:
        yield from credentials_in(item)


def _proof(envelope: Envelope) -> JsonValue:
    if envelope.format is Format.JSON:
        return envelope.document.get("proof")
    signed = [signed_part(envelope), *(signature.token for signature in envelope.further)]
    signatures = [token.rpartition(".")[2] for token in signed]
    return list[JsonValue](signatures) if envelope.further else signatures[0]


def _signed(envelope: Envelope) -> JsonValue:
    if envelope.format is Format.JSON:
        return {name: value for name, value in envelope.document.items() if name != "proof"}
    signed: dict[str, JsonValue] = {"claims": dict(envelope.claims)}
    if envelope.selective is not None:
        signed["disclosed"] = list[JsonValue](sorted(item.digest for item in envelope.selective.disclosures))
        signed["bound"] = envelope.selective.key_binding
    return signed
