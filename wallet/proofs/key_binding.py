"""Key binding of an SD-JWT: that whoever shows it holds the key it was issued to (RFC 9901 section 7.3).

All parts are checked: type, algorithm, signature under the issuer-confirmed key, nonce, audience, time and the digest
over exactly the disclosures that are shown.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from wallet.dids.held import DocumentMap, HeldDocuments
from wallet.dids.key_forms import read_jwk, thumbprint
from wallet.dids.keys import PublicKey
from wallet.dids.resolve import find_method_key
from wallet.encoding.base64url import write_base64url
from wallet.errors import InputError, WalletError, WeakKeyError
from wallet.formats.envelope import Envelope, SelectiveDisclosure
from wallet.formats.jwt import CompactJws, read_compact_jws
from wallet.formats.sd_jwt import DIGESTS
from wallet.proofs.findings import failed, passed, undecided
from wallet.proofs.jose import find_algorithm, match_compact, moment_of
from wallet.proofs.raw_signatures import Match
from wallet.report import CheckResult

KEY_BINDING_TYPE: Final = "kb+jwt"


@dataclass(frozen=True, slots=True)
class KeyBindingPolicy:
    """How old a key binding may be (one that says itself when it ends, and one that does not), and how far a holder's clock may run ahead."""

    max_age: timedelta = timedelta(minutes=10)
    max_age_with_end: timedelta = timedelta(hours=24)
    clock_skew: timedelta = timedelta(minutes=1)


DEFAULT_POLICY: Final = KeyBindingPolicy()
_NOTHING_HELD: Final = DocumentMap({})


def examine_key_binding(
    envelope: Envelope,
    nonce: str | None,
    audience: str | None,
    now: datetime,
    policy: KeyBindingPolicy = DEFAULT_POLICY,
    documents: HeldDocuments = _NOTHING_HELD,
) -> CheckResult:
    """Return the `holder` finding for an SD-JWT. `documents` are for a holder who is confirmed by the name of a key.

    `nonce` and `audience` are what the verifier asked for. Where it asked for neither, a sound key binding is UNDECIDED
    (`holder.not_asked`): it may have been made for somebody else.
    """
    selective = envelope.selective
    if selective is None or selective.key_binding is None:
        return failed("holder", "holder.missing")
    confirmed = _confirmed_key(envelope, documents)
    if isinstance(confirmed, CheckResult):
        return confirmed
    try:
        binding = read_compact_jws(selective.key_binding)
    except InputError as error:
        return failed("holder", "holder.malformed", step=error.step)
    refusal = _check_signature(binding, confirmed)
    if refusal is None:
        refusal = _check_disclosures(binding, envelope, selective)
    if refusal is None:
        refusal = _check_time(binding, now, policy)
    if refusal is None:
        refusal = _check_request(binding, nonce, audience)
    return refusal if refusal is not None else passed("holder", "holder.bound", key=thumbprint(confirmed))


def disclosure_digest(presented: str, algorithm: str) -> str | None:
    """Return `sd_hash` over the text up to and with the last tilde (section 4.3.1), or None for an unknown algorithm."""
    digest = DIGESTS.get(algorithm)
    return write_base64url(digest(presented.encode("ascii")).digest()) if digest else None


def _confirmed_key(envelope: Envelope, documents: HeldDocuments) -> PublicKey | CheckResult:
    """`cnf` must stand in what the issuer signed in the clear: the holder cannot choose it (RFC 7800 section 3.1).

    It holds the key itself (`jwk`), or names it (`kid`, section 3.4): of names only a DID URL says which key is meant.
    """
    confirmation = envelope.claims.get("cnf")
    if confirmation is None:
        return failed("holder", "holder.unbound_credential")
    members = confirmation if isinstance(confirmation, dict) else {}
    jwk, kid = members.get("jwk"), members.get("kid")
    try:
        if isinstance(jwk, dict):
            return read_jwk(jwk)
        if isinstance(kid, str) and kid.startswith("did:") and jwk is None:
            return _key_by_name(kid, documents)
    except WeakKeyError as error:
        return failed("holder", "holder.wrong_key", step=error.step)
    except WalletError as error:
        return undecided("holder", "holder.key_unknown", step=error.step)
    return undecided("holder", "holder.key_unknown")


def _key_by_name(kid: str, documents: HeldDocuments) -> PublicKey | CheckResult:
    """Return the key that a DID's own document has for proving to be its subject."""
    found = find_method_key(kid, documents)
    if found.in_document and "authentication" in found.relationships:
        return found.key
    return undecided("holder", "holder.key_unknown", step="did.no_method")


def _check_signature(binding: CompactJws, key: PublicKey) -> CheckResult | None:
    if binding.header.get("typ") != KEY_BINDING_TYPE:
        return failed("holder", "holder.malformed", step="kb_jwt.typ")
    algorithm = find_algorithm(binding.header.get("alg"))
    if algorithm is None:
        return failed("holder", "holder.malformed", step="kb_jwt.alg")
    if match_compact(binding.token, algorithm, key) is not Match.GOOD:
        return failed("holder", "holder.wrong_key")
    return None


def _check_disclosures(binding: CompactJws, envelope: Envelope, selective: SelectiveDisclosure) -> CheckResult | None:
    algorithm = envelope.claims.get("_sd_alg", "sha-256")
    presented = envelope.token.removesuffix(selective.key_binding or "")
    digest = disclosure_digest(presented, algorithm) if isinstance(algorithm, str) else None
    if digest is None or binding.payload.get("sd_hash") != digest:
        return failed("holder", "holder.wrong_disclosures")
    return None


def _check_time(binding: CompactJws, now: datetime, policy: KeyBindingPolicy) -> CheckResult | None:
    made = moment_of(binding.payload.get("iat"))
    if made is None:
        return failed("holder", "holder.malformed", step="kb_jwt.iat")
    ends = moment_of(binding.payload.get("exp"))
    if made - now > policy.clock_skew:
        return failed("holder", "holder.not_yet_valid", made=made.isoformat())
    longest = policy.max_age if ends is None else policy.max_age_with_end
    if now - made > longest + policy.clock_skew or (ends is not None and now - ends >= policy.clock_skew):
        return failed("holder", "holder.expired", made=made.isoformat())
    return None


def _check_request(binding: CompactJws, nonce: str | None, audience: str | None) -> CheckResult | None:
    claims = binding.payload
    if not isinstance(claims.get("nonce"), str) or not isinstance(claims.get("aud"), str):
        return failed("holder", "holder.malformed", step="kb_jwt.nonce")
    if nonce is not None and claims["nonce"] != nonce:
        return failed("holder", "holder.wrong_nonce")
    if audience is not None and claims["aud"] != audience:
        return failed("holder", "holder.wrong_audience", audience=str(claims["aud"])[:200])
    if nonce is None:
        return undecided("holder", "holder.not_asked")
    return None
