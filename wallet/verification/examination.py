"""Everything one examination may look at: one credential, one moment, the evidence held. Nothing reaches further."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wallet.credentials.model import Credential, HashedIdentity
from wallet.dids.held import HeldDocuments
from wallet.formats.envelope import Envelope
from wallet.proofs.finding import Findings
from wallet.report import NestedReport, VerificationReport
from wallet.trust.known_issuers import KnownIssuers

if TYPE_CHECKING:
    from wallet.status.question import ListEffort


@dataclass(frozen=True, slots=True)
class HolderExpectation:
    """What the person who checks expects of whoever shows it. All None: nobody asked, `holder` stays undecided.

    `answered`: this challenge had its answer already, so whatever comes now is a copy of it or somebody else's.
    """

    nonce: str | None = None
    audience: str | None = None
    required: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """The learner's own identifiers (plain e-mails, numbers) and keys (DIDs, JWK thumbprints): for "issued to you"."""

    identities: tuple[HashedIdentity, ...] = ()
    dids: frozenset[str] = frozenset()
    thumbprints: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examination:
    """The input of every check. `examine_nested` examines a status list or a contained credential by the same procedure,
    so that no room calls upward; it keeps its own depth and work budget."""

    envelope: Envelope
    credential: Credential
    proofs: Findings
    now: datetime
    documents: HeldDocuments
    known_issuers: KnownIssuers
    examine_nested: Callable[[Envelope], VerificationReport]
    nested: tuple[NestedReport, ...] = ()
    expectation: HolderExpectation = HolderExpectation()
    own: OwnIdentity = OwnIdentity()
    presented_by: str | None = None  # the holder of the presentation this credential was shown in, once that is proved
    list_effort: "ListEffort | None" = None  # one for all that came in one document; None: one of its own
