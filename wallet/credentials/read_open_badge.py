"""Open Badges 3.0: OpenBadgeCredential, AchievementCredential (one IRI, two names) and EndorsementCredential."""

from wallet.credentials.model import Credential, Dialect
from wallet.credentials.read_vcdm import read_vcdm
from wallet.formats.envelope import Envelope

TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"})


def read_open_badge(envelope: Envelope) -> Credential:
    """Read an Open Badges 3.0 credential. Raises MalformedInputError as `read_vcdm`.

    Endorsements, embedded or as JWT, are in `nested` wherever they stand: the badge, the achievement, a profile.
    """
    return read_vcdm(envelope, Dialect.OPEN_BADGE)
