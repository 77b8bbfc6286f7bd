"""A credential that never travels without its report."""

from dataclasses import dataclass

from wallet.credentials.model import Credential
from wallet.formats.envelope import Envelope
from wallet.report import NestedRole, VerificationReport


@dataclass(frozen=True, slots=True)
class CheckedNested:
    """A checked credential found inside another, at a JSON pointer."""

    path: str
    role: NestedRole
    checked: "CheckedCredential"


@dataclass(frozen=True, slots=True)
class CheckedCredential:
    """The exact bytes received, what they say, and how far to believe it. Screens take this, never a bare Credential.

    `signing_key` is the SHA-256 (hex) of the key that verified the deciding proof, "" without one: the seal is drawn from it.
    """

    envelope: Envelope
    credential: Credential
    report: VerificationReport
    nested: tuple[CheckedNested, ...] = ()
    signing_key: str = ""
