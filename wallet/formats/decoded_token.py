"""A VCDM 1.1 JWT written out as JSON, with the token itself under `proof.jwt` (type `JwtProof2020`, as did-jwt-vc and Veramo write it).

What counts is the token: the credential is read from what was signed, and never from what is written out beside it. The two are
compared all the same, because other programs show what is written out: whatever stands there must be in the signed payload, else
the envelope carries `coverage.unsigned_content`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wallet.encoding.jcs import canonicalize
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import InputError
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget
from wallet.formats.envelope import Envelope
from wallet.formats.vc_jwt import read_token, show_numeric_date

PROOF_TYPE = "JwtProof2020"
UNSIGNED = "coverage.unsigned_content"

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
_CLAIMS_OF_DATES = {
    "issuanceDate": ("nbf", "iat"),
    "validFrom": ("nbf", "iat"),
    "expirationDate": ("exp",),
    "validUntil": ("exp",),
}
# Which names of a credential its token's registered claims stand for; the writers merge the lists among them.
_OTHER_NAMES = {"issuer": "iss", "holder": "iss", "id": "jti", "verifier": "aud"}
_MERGED = ("@context", "type", "verifier")


def token_in(value: JsonObject) -> str | None:
    """Return the token that `value` is the written-out form of, or None where it is no such form."""
    proof = value.get("proof")
    if not isinstance(proof, dict) or proof.get("type") != PROOF_TYPE:
        return None
    token = proof.get("jwt")
    return token if isinstance(token, str) and _TOKEN.fullmatch(token) else None


def compare_with_token(shown: JsonObject, envelope: Envelope, budget: InputBudget = DEFAULT_BUDGET) -> Envelope:
    """Return `envelope`, which was read from the token in `shown`, with a fault where `shown` says what the token does not."""
    covered = _Signed(envelope, budget).covers(shown)
    return envelope if covered else replace(envelope, faults=(*envelope.faults, UNSIGNED))


@dataclass(frozen=True, slots=True)
class _Signed:
    """A token's payload, and the credential that its format makes of it: what is signed stands in either at its place."""

    envelope: Envelope
    budget: InputBudget

    def covers(self, shown: JsonObject) -> bool:
        """Tell whether everything written out but the proof is signed."""
        return all(self._has(name, value) for name, value in shown.items() if name != "proof")

    def _has(self, name: str, value: JsonValue) -> bool:
        document, claims = self.envelope.document, self.envelope.claims
        names = [name, _OTHER_NAMES[name]] if name in _OTHER_NAMES else [name]
        found = [place[one] for place in (document, claims) for one in names if one in place]
        if name in ("issuer", "holder"):
            return self._covers(_party(value), [_party(one) for one in found])
        if name in _MERGED and isinstance(value, list):
            return _spelled(value) <= _spelled(_items(found))
        return self._covers(value, found) or (name in _CLAIMS_OF_DATES and self._is_a_date(name, value))

    def _is_a_date(self, name: str, value: JsonValue) -> bool:
        claims = self.envelope.claims
        dates = [show_numeric_date(claims[claim]) for claim in _CLAIMS_OF_DATES[name] if claim in claims]
        return bool(dates) and (shown := _moment(value)) is not None and shown == _moment(dates[0])

    def _covers(self, shown: JsonValue, signed: list[JsonValue]) -> bool:
        """Tell whether `shown` is among `signed`: each leaf of it, at its place in one of them."""
        shown, signed = _bare(shown), [_bare(one) for one in signed]
        if isinstance(shown, dict) and shown:
            objects = [one for one in signed if isinstance(one, dict)]
            inside = all(
                self._covers(value, [one[name] for one in objects if name in one]) for name, value in shown.items()
            )
            return inside or self._is_written_out(shown, signed)
        if isinstance(shown, list) and shown:
            lists = [one for one in signed if isinstance(one, list) and len(one) == len(shown)]
            return any(all(self._covers(item, [one[place]]) for place, item in enumerate(shown)) for one in lists)
        return any(_same(shown, one) for one in signed)

    def _is_written_out(self, shown: JsonObject, signed: list[JsonValue]) -> bool:
        """A presentation's token holds tokens; what is written out beside it holds each of them written out."""
        token = token_in(shown)
        if token is None or token not in signed:
            return False
        try:
            held = read_token(token, b"", self.envelope.source, budget=self.budget)
        except InputError:
            return False
        return _Signed(held, self.budget).covers(shown)


def _bare(value: JsonValue) -> JsonValue:
    """Return what is in a list of one: JSON-LD makes no difference."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


def _items(values: Iterable[JsonValue]) -> Iterator[JsonValue]:
    for value in values:
        yield from value if isinstance(value, list) else [value]


def _spelled(values: Iterable[JsonValue]) -> set[bytes]:
    """Return the canonical forms (RFC 8785) of values: two long lists are compared without comparing each with each."""
    return {canonicalize(value) for value in values}


def _party(value: JsonValue) -> JsonValue:
    return {"id": value} if isinstance(value, str) else value


def _same(shown: JsonValue, signed: JsonValue) -> bool:
    """JSON's own equality: true is not 1, but 6.0 is 6."""
    return isinstance(shown, bool) == isinstance(signed, bool) and shown == signed


def _moment(value: JsonValue) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
