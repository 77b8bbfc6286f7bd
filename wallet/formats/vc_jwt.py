"""From a token to the credential inside it: VCDM 1.1 JWTs (section 6.3.1), VC-JOSE-COSE, and SD-JWT VC.

Where the claims of the token and the credential inside it say different things, the issuer contradicts itself: the
envelope carries `coverage.claims_disagree` (JOSE-13), and the document shows what the token's claims say.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import MalformedInputError
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget
from wallet.formats.envelope import Container, Envelope, Format, Kind
from wallet.formats.jwt import CompactJws, read_compact_jws, token_type
from wallet.formats.refusals import NotACredentialError, OpenBadges2Error
from wallet.formats.sd_jwt import PROTECTED_CLAIMS, SdJwt, protect_claims, read_sd_jwt

CLAIMS_DISAGREE = "coverage.claims_disagree"

HEALTH_CARD = "https://smarthealth.cards#health-card"
VCDM_2_CONTEXT = "https://www.w3.org/ns/credentials/v2"
_TIED_DATES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential", "ClrCredential"})
_DECIDE_VALIDITY = ("iss", "nbf", "exp", "iat", "aud", "nonce")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_token(
    token: str,
    original: bytes,
    source: str,
    container: Container = Container.FILE,
    budget: InputBudget = DEFAULT_BUDGET,
) -> Envelope:
    """Read a compact JWT or SD-JWT that secures a credential or presentation.

    Raises MalformedInputError, TooBigError, NotACredentialError (another kind of token), UnsupportedInputError.
    """
    if "~" in token:
        return _read_selective(token, original, source, container, budget)
    jws = read_compact_jws(token, budget, deflated=True)
    kind = token_type(jws.header)
    if kind in ("dc+sd-jwt", "vc+sd-jwt", "vp+sd-jwt"):
        raise MalformedInputError(f"typ {kind} without a tilde", step="sd_jwt.tilde")
    if kind is None and ("vc" in jws.payload or "vp" in jws.payload):
        format_, document, faults = Format.JWT_VC_1, *_map_version_1(jws.payload)
    else:
        _require_credential(jws.payload, kind)
        format_, document, faults = Format.VC_JWT, jws.payload, _compare_version_2(jws, kind)
    return Envelope(
        original,
        source,
        format_,
        Kind.PRESENTATION if _is_presentation(jws.payload, kind) else Kind.CREDENTIAL,
        document,
        container,
        token,
        jws.header,
        jws.payload,
        faults=faults,
    )


def types_of(document: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return `type` (or `@type`) as a tuple, whatever shape it had."""
    named = document.get("type", document.get("@type"))
    every = named if isinstance(named, list) else [named]
    return tuple(one for one in every if isinstance(one, str))


def _is_presentation(payload: Mapping[str, JsonValue], kind: str | None) -> bool:
    if kind is None:
        return "vp" in payload or ("vc" not in payload and "VerifiablePresentation" in types_of(payload))
    return kind.startswith("vp")


def _require_credential(payload: JsonObject, kind: str | None) -> None:
    """VC-JOSE-COSE section 3.1: the payload is the credential itself, and `vc` and `vp` must not be there."""
    if "vc" in payload or "vp" in payload:
        raise MalformedInputError(f"a vc or vp claim under typ {kind}", step="jwt.vc_claim")
    types = types_of(payload)
    wanted = {"vc+jwt": ("VerifiableCredential",), "vp+jwt": ("VerifiablePresentation",)}.get(
        kind or "", ("VerifiableCredential", "VerifiablePresentation")
    )
    if any(one in types for one in wanted):
        return
    if kind is not None:
        raise MalformedInputError(f"typ {kind}, but the payload is of type {types}", step="jwt.type")
    if isinstance(payload.get("badge"), dict | str) and ("recipient" in payload or "verify" in payload):
        raise OpenBadges2Error("a signed badge assertion", step="jwt.payload", version="2.0")
    raise NotACredentialError("no vc, vp or credential in the payload", step="jwt.payload", kind="JWT")


# --- SD-JWT ----------------------------------------------------------------------------------------------------------


def _read_selective(token: str, original: bytes, source: str, container: Container, budget: InputBudget) -> Envelope:
    sd_jwt = read_sd_jwt(token, frozenset(), budget)
    kind = token_type(sd_jwt.jws.header)
    if kind not in ("dc+sd-jwt", "vc+sd-jwt", "vp+sd-jwt"):
        raise NotACredentialError(f"an SD-JWT of typ {sd_jwt.jws.header.get('typ')!r}", step="jwt.typ", kind="SD-JWT")
    if kind != "dc+sd-jwt" and "@context" in sd_jwt.document:
        format_ = Format.VC_SD_JWT
    else:
        format_ = Format.SD_JWT_VC
        sd_jwt = protect_claims(sd_jwt, PROTECTED_CLAIMS)
        _require_vct(sd_jwt)
    claims = _with_disclosed_validity(sd_jwt)
    faults = _compare(sd_jwt.document, claims) if format_ is Format.VC_SD_JWT else ()
    return Envelope(
        original,
        source,
        format_,
        Kind.PRESENTATION if kind == "vp+sd-jwt" else Kind.CREDENTIAL,
        sd_jwt.document,
        container,
        token,
        sd_jwt.jws.header,
        claims,
        sd_jwt.selective,
        faults,
    )


def _with_disclosed_validity(sd_jwt: SdJwt) -> JsonObject:
    """RFC 9901 section 7.1 step 6: what decides validity counts as the processed payload says it, disclosed or not (section 9.7).

    Never `cnf`: whose key it is for is not for the holder to show or to hide.
    """
    disclosed = {name: sd_jwt.document[name] for name in _DECIDE_VALIDITY if name in sd_jwt.document}
    return {**sd_jwt.jws.payload, **disclosed}


def _require_vct(sd_jwt: SdJwt) -> None:
    """SD-JWT VC section 3.2.2.1: `vct` is required. One that is hidden or misplaced is already a fault."""
    if sd_jwt.selective.fault is None and not (isinstance(vct := sd_jwt.document.get("vct"), str) and vct):
        raise MalformedInputError("an SD-JWT VC without vct", step="sd_jwt.vct")


# --- JWT claims and the credential inside ----------------------------------------------------------------------------


def _compare_version_2(jws: CompactJws, kind: str | None) -> tuple[str, ...]:
    faults = _compare(jws.payload, jws.payload)
    # Open Badges 3.0 section 8.2.2 ties nbf and exp to the credential's dates; VC-JOSE-COSE gives them to the signature.
    tied = kind is None and bool(_TIED_DATES & set(types_of(jws.payload)))
    agreed = not tied or (
        _same_moment(jws.payload.get("nbf"), jws.payload.get("validFrom", jws.payload.get("issuanceDate")))
        and _same_moment(jws.payload.get("exp"), jws.payload.get("validUntil", jws.payload.get("expirationDate")))
    )
    return faults or (() if agreed else (CLAIMS_DISAGREE,))


def _compare(document: Mapping[str, JsonValue], claims: Mapping[str, JsonValue]) -> tuple[str, ...]:
    party = "holder" if "VerifiablePresentation" in types_of(document) else "issuer"
    pairs = (
        (claims.get("iss"), (_id_of(document.get(party)),)),
        (claims.get("jti"), (_id_of(document.get("id")),)),
        (claims.get("sub"), _subject_ids(document)),
    )
    return () if all(_agrees(claim, values) for claim, values in pairs) else (CLAIMS_DISAGREE,)


def _agrees(claim: JsonValue, values: tuple[JsonValue, ...]) -> bool:
    present = [value for value in values if value is not None]
    return claim is None or not present or claim in present


def _id_of(value: JsonValue) -> JsonValue:
    return value.get("id") if isinstance(value, dict) else value


def _subject_ids(document: Mapping[str, JsonValue]) -> tuple[JsonValue, ...]:
    subject = document.get("credentialSubject")
    every = subject if isinstance(subject, list) else [subject]
    return tuple(one.get("id") for one in every if isinstance(one, dict))


def _map_version_1(payload: JsonObject) -> tuple[JsonObject, tuple[str, ...]]:
    """VCDM 1.1 section 6.3.1, decoding: the claims of the token become properties of the credential."""
    if "vc" in payload and "vp" in payload:
        raise MalformedInputError("both a vc and a vp claim", step="jwt.vc_claim")
    name = "vc" if "vc" in payload else "vp"
    inner = payload[name]
    if not isinstance(inner, dict):
        raise MalformedInputError(f"the {name} claim is not an object", step="jwt.vc_claim")
    document = dict(inner)
    if isinstance(inner.get("rid"), str) and HEALTH_CARD in types_of(inner):
        # A card with a revocation identifier can be revoked: that must not look like a credential that cannot.
        document.setdefault("credentialStatus", {"type": "SmartHealthCardRevocation", "rid": inner["rid"]})
    agreed = [_put_party(document, "issuer" if name == "vc" else "holder", payload.get("iss"))]
    agreed.append(_put(document, "id", payload.get("jti")))
    if name == "vc":
        agreed.append(_put_subject(document, payload.get("sub")))
        version_2 = VCDM_2_CONTEXT in _contexts(inner)
        agreed.append(_put_moment(document, "validFrom" if version_2 else "issuanceDate", payload.get("nbf")))
        agreed.append(_put_moment(document, "validUntil" if version_2 else "expirationDate", payload.get("exp")))
    return document, () if all(agreed) else (CLAIMS_DISAGREE,)


def _contexts(document: Mapping[str, JsonValue]) -> list[JsonValue]:
    context = document.get("@context")
    return context if isinstance(context, list) else [context]


def _put(document: JsonObject, name: str, claim: JsonValue) -> bool:
    """Set `name` to what the claim says; False if the document had something else there."""
    if not isinstance(claim, str):
        return claim is None
    agreed = document.get(name) in (None, claim)
    document[name] = claim
    return agreed


def _put_party(document: JsonObject, name: str, claim: JsonValue) -> bool:
    party = document.get(name)
    if not isinstance(party, dict):
        return _put(document, name, claim)
    copy = dict(party)
    agreed = _put(copy, "id", claim)
    document[name] = copy
    return agreed


def _put_subject(document: JsonObject, claim: JsonValue) -> bool:
    subject = document.get("credentialSubject")
    match subject:
        case dict():
            copy = dict(subject)
            agreed = _put(copy, "id", claim)
            document["credentialSubject"] = copy
            return agreed
        case [dict() as only]:
            copy = dict(only)
            agreed = _put(copy, "id", claim)
            document["credentialSubject"] = [copy]
            return agreed
        case None if isinstance(claim, str):
            document["credentialSubject"] = {"id": claim}
            return True
        case _:
            return _agrees(claim, _subject_ids(document))


def _put_moment(document: JsonObject, name: str, claim: JsonValue) -> bool:
    moment = show_numeric_date(claim)
    if moment is None:
        return True  # absent, or not a NumericDate: the reader reports that as a malformed date
    agreed = _same_moment(claim, document.get(name))
    document[name] = document[name] if agreed and name in document else moment
    return agreed


def show_numeric_date(claim: JsonValue) -> str | None:
    """Return a JWT NumericDate (RFC 7519 section 2) as an xsd:dateTime in UTC, or None if it is not one we can show."""
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    try:
        moment = _EPOCH + timedelta(seconds=claim)
    except (OverflowError, ValueError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1000 else None


def _same_moment(claim: JsonValue, text: JsonValue) -> bool:
    """Compare to the second: a NumericDate and a dateTime are written by different code of one issuer."""
    shown = show_numeric_date(claim)
    if shown is None or not isinstance(text, str):
        return True
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        return True  # reported as a malformed date
    stated = stated if stated.tzinfo else stated.replace(tzinfo=UTC)
    return abs(stated - datetime.fromisoformat(shown)) < timedelta(seconds=1.5)
