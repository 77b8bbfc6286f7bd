"""What can be asked about holder keys: their list, a new one, the proof that one is held. Never a key itself."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HolderKeyView:
    """A holder key: never the key itself."""

    id: str
    kind: str
    did: str
    label: str
    made: datetime
    credentials: int = 0


@dataclass(frozen=True, slots=True)
class ListHolderKeys:
    """Ask for the holder keys."""


@dataclass(frozen=True, slots=True)
class HolderKeys:
    """Every holder key."""

    keys: tuple[HolderKeyView, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NewHolderKey:
    """`kind`: Ed25519 or P-256; `form`: key or jwk."""

    kind: str = "Ed25519"
    form: str = "key"
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProveHolder:
    """Prove control of a holder key to an issuer. `challenge` and `domain` are the issuer's, or empty."""

    key: str
    challenge: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class HolderProof:
    """The DID, a Data Integrity `authentication` presentation, and a JWT proof of possession."""

    did: str
    jwk: str
    presentation: str
    jwt: str
