"""Token Status List (JWT and CWT): the list that SD-JWT VCs and other tokens refer to.

Sections 5 and 8.3 of the specification: the token's `typ` is `statuslist+jwt` (or `statuslist+cwt`), its `sub` is the very `uri` of the reference, and
it is signed by the issuer of the referring credential, or it says nothing about it (STAT-01, STAT-10).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from wallet.clock import moment_of_seconds
from wallet.credentials.model import Credential, Dialect, Party
from wallet.dids.held import HeldDocument
from wallet.encoding.base64url import read_base64url
from wallet.errors import MalformedInputError, WalletError
from wallet.formats.cwt import CoseToken, looks_like_cwt, read_cwt
from wallet.formats.envelope import Envelope, Format, JsonObject, JsonValue, Kind
from wallet.formats.jwt import CompactJws, read_compact_jws
from wallet.report import CheckResult
from wallet.status.answers import answer
from wallet.status.bits import ZLIB, inflate, read_from_right, read_index
from wallet.status.freshness import ListDates, freshness_of
from wallet.status.list_credential import find_list, refuse_unproven
from wallet.status.question import StatusQuestion

_TOKEN_TYPES = {Format.VC_JWT: "statuslist+jwt", Format.CWT: "statuslist+cwt"}
_SIZES = (1, 2, 4, 8)
# Section 7.1. Everything else is registered elsewhere or the issuer's own: shown as a number, never as good.
_PURPOSE_OF = {0: "revocation", 1: "revocation", 2: "suspension"}
_LATEST = 253_402_300_799


def check_token_list(question: StatusQuestion) -> CheckResult:
    """Answer one `status.status_list` reference."""
    entry = question.claim.entry
    nested = entry.get("status_list")
    reference: JsonObject = nested if isinstance(nested, dict) else entry
    uri, spelled = reference.get("uri"), reference.get("idx")
    # Section 6.2: `idx` is a number; the same digits as a string are not an index (STAT-03).
    index = read_index(spelled) if isinstance(spelled, int) else None
    if not isinstance(uri, str) or index is None:
        return question.not_established("status.malformed", reason="status.entry")
    held = find_list(question, uri)
    if held is None:
        return question.not_established("status.not_held")
    try:
        return _check_held(question, held, uri, index)
    except WalletError as error:
        return question.not_established("status.malformed", reason=error.step)


def _check_held(question: StatusQuestion, held: HeldDocument, uri: str, index: int) -> CheckResult:
    envelope = _open(held, question.issuer_id)
    payload = envelope.claims
    if not is_status_token(envelope):
        return question.not_established("status.list_not_genuine", reason="status.token_type")
    if payload.get("sub") != uri:
        return question.not_established("status.list_not_genuine", reason="status.token_subject")
    if _moment(payload.get("iat")) is None:  # REQUIRED: a list without a date would be current for ever
        return question.not_established("status.malformed", reason="status.token_date")
    issuer = envelope.claims.get("iss")
    report = question.examine(envelope)
    doubt = refuse_unproven(question, report, issuer if isinstance(issuer, str) else None)
    if doubt is not None:
        return doubt
    question.effort.spend(0)
    size, bits = _read_list(payload.get("status_list"))
    question.effort.spend(len(bits))
    value = read_from_right(bits, index, size)
    if value is None:
        return question.not_established("status.index_out_of_range", entries=len(bits) * 8 // size)
    return answer(question, freshness_of(held, _dates(payload)), _PURPOSE_OF.get(value, "application"), value)


def is_status_token(envelope: Envelope) -> bool:
    """Say whether a signed token calls itself a status list, of the form it has."""
    kind = envelope.header.get("typ")
    return isinstance(kind, str) and kind.lower().removeprefix("application/") == _TOKEN_TYPES.get(envelope.format)


def read_status_token(envelope: Envelope) -> Credential:
    """Read a status list token as the bare credential that the checks ask about: issuer and dates, nothing to show."""
    claims = envelope.claims
    issuer, subject = claims.get("iss"), claims.get("sub")
    return Credential(
        dialect=Dialect.SD_JWT_VC,
        version="",
        id=subject if isinstance(subject, str) else None,
        types=("StatusListToken",),
        issuer=Party(issuer if isinstance(issuer, str) else None),
        valid_from=_moment(claims.get("iat")),
        valid_until=_moment(claims.get("exp")),
    )


def _open(held: HeldDocument, expected_issuer: str | None) -> Envelope:
    """A status list token need not name its issuer; it then has to be signed by a key of the referring credential's issuer."""
    token = read_cwt(held.content) if looks_like_cwt(held.content) else _read_token(held.content)
    claims: dict[str, JsonValue] = {"iss": expected_issuer, **token.payload}
    document: JsonObject = {"issuer": claims["iss"]}
    return Envelope(
        original=held.content,
        source=held.url,
        format=Format.CWT if isinstance(token, CoseToken) else Format.VC_JWT,
        kind=Kind.CREDENTIAL,
        document=document,
        token="" if isinstance(token, CoseToken) else token.token,
        header=token.header,
        claims=claims,
    )


def _read_token(content: bytes) -> CompactJws:
    try:
        text = content.strip().decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedInputError("not a compact token", step="status.token") from error
    return read_compact_jws(text)


def _read_list(value: JsonValue) -> tuple[int, bytes]:
    size = value.get("bits") if isinstance(value, dict) else None
    packed = value.get("lst") if isinstance(value, dict) else None
    if isinstance(size, bool) or not isinstance(size, int) or size not in _SIZES or not isinstance(packed, str):
        raise MalformedInputError("no status_list with bits and lst", step="status.list")
    return size, _inflated(packed)


@lru_cache(maxsize=8)
def _inflated(packed: str) -> bytes:
    return inflate(read_base64url(packed), ZLIB)


def _dates(payload: Mapping[str, JsonValue]) -> ListDates:
    ttl = payload.get("ttl")
    life: timedelta | None = None
    if ttl is not None:
        sound = not isinstance(ttl, bool) and isinstance(ttl, int | float) and 0 <= ttl <= 100 * 365 * 86_400
        life = timedelta(seconds=float(ttl)) if sound and isinstance(ttl, int | float) else timedelta(0)
    return ListDates(_moment(payload.get("iat")), life, _moment(payload.get("exp")))


def _moment(value: JsonValue) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        return None
    return moment_of_seconds(value)
