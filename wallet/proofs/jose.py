"""Compact JWS over credentials: JWT, vc+jwt, vp+jwt, SD-JWT, and a status list's COSE, each signed by one key.

The key decides the algorithm, the header only has to agree (RFC 8725 section 3.1, threats JOSE-01 to JOSE-05). Where the
key comes from is a separate fact: one carried in the header proves possession, and that is all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from wallet.clock import moment_of_seconds
from wallet.dids.did_url import absolute_reference
from wallet.dids.held import HeldDocuments
from wallet.dids.key_forms import read_jwk
from wallet.dids.key_sets import find_issuer_key, find_published_key
from wallet.dids.keys import PublicKey
from wallet.dids.resolve import FoundKey, find_method_key
from wallet.dids.x5c import find_chain_key
from wallet.encoding.base64url import read_base64url
from wallet.encoding.json_types import JsonValue
from wallet.errors import InputError, MalformedInputError, ResolutionError, WalletError
from wallet.formats.cwt import read_cwt
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs.finding import ProofFinding
from wallet.proofs.findings import COVERED, failed, finding_of_error, finding_of_match, undecided
from wallet.proofs.raw_signatures import Algorithm, Match, match_signature
from wallet.report import CheckResult

# RFC 9864 gives each fully specified algorithm a second name.
_ALGORITHMS: Final[Mapping[str, Algorithm]] = {
    **{algorithm.value: algorithm for algorithm in Algorithm},
    "Ed25519": Algorithm.EDDSA,
    "ESP256": Algorithm.ES256,
    "ESP384": Algorithm.ES384,
    "ESP512": Algorithm.ES512,
}
_KID_LIMIT: Final = 16_384


def examine_token(
    envelope: Envelope,
    documents: HeldDocuments,
    *,
    purpose: str = "assertionMethod",
    anchors: Sequence[bytes] = (),
    now: datetime | None = None,
) -> ProofFinding:
    """Examine the signature over `envelope.token`. Never raises for a bad token: the finding says what is wrong."""
    header, signed = envelope.header, envelope.selective.signed_part if envelope.selective else envelope.token
    named = header.get("alg")
    refusal = _refuse_header(header)
    if refusal is not None:
        return _finding(envelope, refusal, None, purpose)
    try:
        found = find_token_key(header, party_of(envelope), documents, anchors, now)
    except WalletError as error:
        return _finding(envelope, finding_of_error(error), None, purpose)
    algorithm = _ALGORITHMS[str(named)]
    if envelope.format is Format.CWT:
        signature = _match_cose(envelope.original, algorithm, found.key)
    else:
        signature = match_compact(signed, algorithm, found.key)
    return _finding(envelope, finding_of_match(signature, alg=str(named)), found, purpose)


def match_compact(token: str, algorithm: Algorithm, key: PublicKey) -> Match:
    """Check the signature of a compact JWS: the last part, over the ASCII of all before it (RFC 7515 section 5.2)."""
    signed, _, encoded = token.rpartition(".")
    try:
        signature = read_base64url(encoded)
    except InputError:
        return Match.MALFORMED
    return match_signature(algorithm, key, signature, signed.encode("ascii", "replace"))


def _match_cose(original: bytes, algorithm: Algorithm, key: PublicKey) -> Match:
    """Check a COSE_Sign1 (RFC 9052 section 4.4); its signatures are those of JOSE (RFC 9053 section 2)."""
    try:
        token = read_cwt(original)
    except InputError:
        return Match.MALFORMED
    return match_signature(algorithm, key, token.signature, token.signed)


def find_algorithm(name: JsonValue) -> Algorithm | None:
    """Return the algorithm of that exact name (case counts), or None for one that Tessera does not verify."""
    return _ALGORITHMS.get(name) if isinstance(name, str) else None


def find_token_key(
    header: Mapping[str, JsonValue],
    party: str | None,
    documents: HeldDocuments,
    anchors: Sequence[bytes] = (),
    now: datetime | None = None,
) -> FoundKey:
    """Return the key that a token's header and its issuer (or holder) lead to.

    The issuer's own document comes first, then a certificate chain; `jwk` in the header is the last resort and proves
    possession only. `jku` and `x5u` are never followed (JOSE-03). Raises ResolutionError or InputError.
    """
    try:
        return _find_named_key(_kid_of(header), party, documents)
    except ResolutionError:
        if "x5c" in header and anchors:
            return find_chain_key(header["x5c"], party, anchors, now)
        carried = header.get("jwk")
        if isinstance(carried, dict):
            return FoundKey(read_jwk(carried), _kid_of(header) or "jwk")
        if "x5c" in header:
            return find_chain_key(header["x5c"], party, (), None)
        raise


def party_of(envelope: Envelope) -> str | None:
    """Return who claims to have signed: `iss`, else the document's issuer (or holder, of a presentation)."""
    claimed = envelope.claims.get("iss")
    if isinstance(claimed, str):
        return claimed
    member = envelope.document.get("holder" if envelope.kind is Kind.PRESENTATION else "issuer")
    named = member.get("id") if isinstance(member, dict) else member
    return named if isinstance(named, str) else None


def _find_named_key(kid: str | None, party: str | None, documents: HeldDocuments) -> FoundKey:
    if kid is not None and kid.startswith("did:"):
        return find_method_key(kid, documents)
    if kid is not None and kid.startswith("https://"):
        return _find_url_key(kid, party, documents)
    if party is None:
        raise ResolutionError("nobody is named as the signer", step="jose.party", method=kid or "")
    return find_issuer_key(party, kid, documents)


def _find_url_key(kid: str, party: str | None, documents: HeldDocuments) -> FoundKey:
    """A `kid` that is a URL: a method of the issuer's controller document, a `kid` of its key set, or a published key.

    What the issuer itself says of its keys decides. A key elsewhere on its host may be a neighbour's: it counts only where nothing
    is held that says which keys are the issuer's (JOSE-04).
    """
    if party is not None:
        try:
            return find_issuer_key(party, kid, documents)
        except ResolutionError as error:
            nothing_held = error.step == "did.not_held" and error.facts.get("did") == party
            if party.startswith("https://") and not nothing_held:
                raise
    try:
        return find_published_key(kid, party or "", documents)
    except MalformedInputError:
        return find_method_key(absolute_reference(kid, party or ""), documents)


def _refuse_header(header: Mapping[str, JsonValue]) -> CheckResult | None:
    named = header.get("alg")
    if named is None or (isinstance(named, str) and named.lower() in ("none", "")):
        return failed("signature", "signature.unsigned", alg=str(named))
    if find_algorithm(named) is None:
        return undecided("signature", "proof.suite_unknown", suite=str(named)[:40])
    if "crit" in header or header.get("b64", True) is not True:
        return failed("signature", "signature.malformed", reason="crit")
    return None


def _kid_of(header: Mapping[str, JsonValue]) -> str | None:
    kid = header.get("kid")
    if kid is not None and (not isinstance(kid, str) or not 0 < len(kid) <= _KID_LIMIT):
        raise MalformedInputError("kid is not a name", step="jose.kid")
    return kid


def _finding(envelope: Envelope, signature: CheckResult, found: FoundKey | None, purpose: str) -> ProofFinding:
    claims, header = envelope.claims, envelope.header
    nonce, audience, kid = claims.get("nonce"), claims.get("aud"), header.get("kid")
    listed = found.listed if found else None
    return ProofFinding(
        suite=str(header.get("alg", ""))[:40],
        signature=signature,
        coverage=_coverage_of(envelope),
        purpose=purpose,
        verification_method=found.method if found else kid if isinstance(kid, str) else None,
        controller=found.controller if found else None,
        key=found.key if found else None,
        in_document=found.in_document if found else False,
        relationships=found.relationships if found else frozenset(),
        created=moment_of(claims.get("iat")),
        expires=_earliest(moment_of(claims.get("exp")), listed.ends if listed else None),
        challenge=nonce if isinstance(nonce, str) else None,
        domain=tuple(
            item for item in (audience if isinstance(audience, list) else [audience]) if isinstance(item, str)
        ),
        document_seen=found.seen if found else None,
    )


def _coverage_of(envelope: Envelope) -> CheckResult:
    """The payload is signed whole; what can be wrong is what stands beside it (RFC 9901 section 7.1, JOSE-13)."""
    faults = (*envelope.faults, *((envelope.selective.fault,) if envelope.selective else ()))
    fault = next((code for code in faults if code), None)
    return failed("coverage", fault) if fault else COVERED


def moment_of(value: JsonValue) -> datetime | None:
    """Return the moment of a NumericDate (RFC 7519 section 2), or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return moment_of_seconds(value)
    except (OverflowError, ValueError, OSError):
        return None


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
