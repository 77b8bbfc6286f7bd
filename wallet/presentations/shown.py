"""What a presentation is made of, and what comes out: the credentials, what was chosen of each, the terms, the text that is sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wallet.credentials.model import Credential
from wallet.formats.envelope import Envelope
from wallet.holder.keys import HolderKey


class Form(StrEnum):
    """What a presentation is made as; AUTOMATIC chooses the first that fits."""

    AUTOMATIC = "automatic"
    SD_JWT = "sd-jwt"
    DATA_INTEGRITY = "data-integrity"
    VCDM_1_1 = "vcdm-1.1"
    JWT = "vp+jwt"
    PLAIN = "plain"


class Bound(StrEnum):
    """How a presentation is tied to one occasion."""

    CHALLENGE = "challenge"  # answers a nonce for an audience
    AUDIENCE = "audience"  # for one audience, until it ends; that it is fresh is not proven
    HOLDER = "holder"  # shows that the holder made it, for nobody in particular
    NOBODY = "nobody"  # anyone who has it can show it again


@dataclass(frozen=True, slots=True)
class Showing:
    """One credential and the pointers the person chose; `everything` shows all of it."""

    id: str
    envelope: Envelope
    credential: Credential
    chosen: tuple[str, ...] = ()
    everything: bool = False

    @property
    def pointers(self) -> tuple[str, ...]:
        """The chosen pointers, or all leaves."""
        return tuple(claim.path for claim in self.credential.claims) if self.everything else self.chosen


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom, in answer to what, from when until when."""

    now: datetime
    audience: str = ""
    nonce: str = ""
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is sent, exactly, and what it shows: leaves by credential id."""

    text: str
    form: Form
    suffix: str
    bound: Bound
    shown: tuple[tuple[str, frozenset[str]], ...]
    key_thumbprint: str = ""

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the bytes sent."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def replayable(self) -> bool:
        """Whether anyone who gets it can show it as their own find, again and again."""
        return self.bound in (Bound.NOBODY, Bound.HOLDER)


def is_bound_to(credential: Credential, key: HolderKey) -> bool:
    """Return whether this credential was issued to `key`: by its subject's DID, or by `cnf`."""
    if credential.confirmation_key is not None:
        return all(credential.confirmation_key.get(name) == value for name, value in key.jwk.items())
    return any(subject.id == key.did for subject in credential.subjects)


def is_sd_jwt(envelope: Envelope) -> bool:
    """Return whether its claims are disclosed one by one, as an SD-JWT does."""
    return envelope.selective is not None
