"""A challenge: who asks, what for, what is wanted, until when, and a nonce that the answer must repeat.

It travels as a QR code (envelope kind 2) or as text between two machines with no network, and as JSON on disk (schema:
challenge-1). It is not signed: "who asks" is the asker's own word and is shown as such. What protects the learner is that the answer
is bound to this nonce and audience and ends soon; what protects the asker is that only this challenge's answer is accepted.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wallet.encoding.base64url import write_base64url
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import METADATA_LIMITS, read_json_object, write_json
from wallet.errors import MalformedInputError, PresentationError

FORMAT = "tessera-challenge/1"
LONGEST = timedelta(hours=24)
_MEMBERS = {"format", "nonce", "audience", "purpose", "wants", "issued", "expires"}
_SHORTEST_NONCE = 16  # characters: VP-04

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Challenge:
    """`audience` is a name or identifier of who asks; `wants` a DCQL query (OpenID4VP 1.0 section 6) or None for anything."""

    nonce: str
    audience: str
    purpose: str
    issued: datetime
    expires: datetime
    wants: "JsonObject | None" = None

    @property
    def check_code(self) -> str:
        """A short code that two people can read to each other, such as `7F-2C`: same challenge, same code. Not a proof."""
        digest = hashlib.sha256(self.nonce.encode()).hexdigest().upper()
        return f"{digest[:2]}-{digest[2:4]}"


def make_challenge(
    audience: str, purpose: str, *, now: datetime, lasts: timedelta, entropy: Entropy, wants: "JsonObject | None" = None
) -> Challenge:
    """Return a new challenge with 128 bits of nonce. Raises PresentationError (step challenge.expires, challenge.audience)."""
    if not timedelta() < lasts <= LONGEST:
        raise PresentationError("a challenge lasts from a moment to a day", step="challenge.expires")
    if not audience.strip():
        raise PresentationError("a challenge says who asks", step="challenge.audience")
    issued = now.astimezone(UTC).replace(microsecond=0)
    return Challenge(write_base64url(entropy(16)), audience.strip(), purpose.strip(), issued, issued + lasts, wants)


def write_challenge(challenge: Challenge) -> str:
    """Return the challenge as compact JSON text."""
    document: JsonObject = {
        "format": FORMAT,
        "nonce": challenge.nonce,
        "audience": challenge.audience,
        "purpose": challenge.purpose,
        "issued": _write_moment(challenge.issued),
        "expires": _write_moment(challenge.expires),
    }
    if challenge.wants is not None:
        document["wants"] = challenge.wants
    return write_json(document).decode()


def read_challenge(text: str | bytes) -> Challenge:
    """Return the challenge that `text` spells. Raises MalformedInputError (step challenge.*), TooBigError."""
    document = read_json_object(text, METADATA_LIMITS)
    if document.get("format") != FORMAT or not set(document) <= _MEMBERS:
        raise MalformedInputError("not a Tessera challenge", step="challenge.format")
    nonce, audience = _text(document, "nonce", 256), _text(document, "audience", 512)
    if len(nonce) < _SHORTEST_NONCE:
        raise MalformedInputError("a nonce too short to be one", step="challenge.nonce")
    issued, expires = _read_moment(document, "issued"), _read_moment(document, "expires")
    if not timedelta() < expires - issued <= LONGEST:
        raise MalformedInputError("a challenge must end within a day", step="challenge.expires")
    wants = document.get("wants")
    if wants is not None and not isinstance(wants, dict):
        raise MalformedInputError("what is wanted must be an object", step="challenge.wants")
    return Challenge(nonce, audience, _text(document, "purpose", 2000, required=False), issued, expires, wants)


def _text(document: JsonObject, name: str, most: int, *, required: bool = True) -> str:
    value: JsonValue = document.get(name, None if required else "")
    if not isinstance(value, str) or len(value) > most or (required and not value):
        raise MalformedInputError(f"{name} must be a text", step=f"challenge.{name}")
    return value


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_moment(document: JsonObject, name: str) -> datetime:
    try:
        return datetime.strptime(_text(document, name, 20), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedInputError(f"{name} must be a UTC moment", step=f"challenge.{name}") from error
