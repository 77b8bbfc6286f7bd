"""MAKERS: how a presentation of each form is put together and signed. To add a form: write one here, list it, name it in `Form`."""

import hashlib
import json
from collections.abc import Callable, Sequence

from wallet.dids.keys import KeyKind
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import write_json
from wallet.errors import InputError, PresentationError, ResolutionError
from wallet.formats.envelope import Format
from wallet.holder.keys import HolderKey, suite_of
from wallet.presentations.disclosure import Hiding, chosen_disclosures, hiding_of
from wallet.presentations.shown import Form, Showing, Terms, is_bound_to, is_sd_jwt
from wallet.proofs.sd_jwt_signing import present_sd_jwt
from wallet.proofs.sd_signing import derive_bbs, derive_ecdsa_sd
from wallet.proofs.signing import sign_compact, sign_data_integrity

Entropy = Callable[[int], bytes]

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def _make_sd_jwt(showings: Sequence[Showing], key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    if len(showings) != 1 or not is_sd_jwt(showings[0].envelope):
        raise PresentationError("an SD-JWT shows one credential, itself an SD-JWT", step="present.form")
    showing = showings[0]
    if key is not None and not is_bound_to(showing.credential, key):
        raise PresentationError("it was not issued to this key", step="present.not_yours")
    return _present_sd_jwt(showing, key, terms, entropy)


def _present_sd_jwt(showing: Showing, key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    selective = showing.envelope.selective
    assert selective is not None
    if selective.fault is not None:
        raise PresentationError("its disclosures are broken", step="present.disclosures")
    chosen = chosen_disclosures(showing.envelope, showing.pointers)
    if key is None:
        return present_sd_jwt(selective, chosen)
    # Section 7.3: nonce and audience are never left out; without a challenge the nonce is our own and proves no freshness.
    nonce = terms.nonce or entropy(16).hex()
    algorithm = showing.envelope.claims.get("_sd_alg", "sha-256")
    return present_sd_jwt(
        selective,
        chosen,
        private_key=key.signing_key,
        nonce=nonce,
        audience=terms.audience or "unspecified",
        made=terms.now,
        digest_algorithm=algorithm if isinstance(algorithm, str) else "sha-256",
        expires=terms.expires,
    )


def _make_plain(showings: Sequence[Showing], _key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    if len(showings) == 1:
        alone = _proving_itself(showings[0], terms, entropy)
        return alone if isinstance(alone, str) else write_json(alone).decode()
    # A wrapper that nobody signs would say nothing, and be called unsigned: several travel as a list, each proving itself.
    return write_json([_proving_itself(showing, terms, entropy) for showing in showings]).decode()


def _proving_itself(showing: Showing, terms: Terms, entropy: Entropy) -> JsonValue:
    if is_sd_jwt(showing.envelope):
        return _present_sd_jwt(showing, None, terms, entropy)
    return showing.envelope.token or _embedded(showing, terms, entropy)


def _make_data_integrity(showings: Sequence[Showing], key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    held = _require(key)
    presentation: JsonObject = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": held.did,
        "verifiableCredential": _entries(showings, terms, entropy),
    }
    try:
        return _text(_authenticate(presentation, held, suite_of(held.kind), terms))
    except ResolutionError:  # a context that is not held: sign the JSON itself instead (JCS suites)
        return _text(_authenticate(presentation, held, suite_of(held.kind).replace("rdfc", "jcs"), terms))


def _make_vcdm_1_1(showings: Sequence[Showing], key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    held = _require(key)
    if held.kind is not KeyKind.ED25519:
        raise PresentationError("Ed25519Signature2020 needs an Ed25519 key", step="present.form")
    presentation: JsonObject = {
        "@context": [V1, ED25519_2020],
        "type": ["VerifiablePresentation"],
        "holder": held.did,
        "verifiableCredential": _entries(showings, terms, entropy),
    }
    try:
        return _text(_authenticate(presentation, held, "Ed25519Signature2020", terms))
    except InputError as error:  # the two data models protect the same terms and do not mix
        raise PresentationError(f"not VCDM 1.1: {error}", step="present.form") from error


def _authenticate(presentation: JsonObject, key: HolderKey, suite: str, terms: Terms) -> JsonObject:
    return sign_data_integrity(
        presentation,
        suite=suite,
        private_key=key.signing_key,
        verification_method=key.verification_method,
        created=terms.now,
        purpose="authentication",
        challenge=terms.nonce or None,
        domain=terms.audience or None,
        expires=terms.expires,
    )


def _make_jwt(showings: Sequence[Showing], key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    held = _require(key)
    claims: JsonObject = {"iss": held.did, "iat": int(terms.now.timestamp())}
    optional: dict[str, JsonValue] = {"aud": terms.audience, "nonce": terms.nonce}
    claims |= {name: value for name, value in optional.items() if value}
    if terms.expires is not None:
        claims["exp"] = int(terms.expires.timestamp())
    older = any(showing.envelope.format is Format.JWT_VC_1 for showing in showings)
    presentation: JsonObject = {
        "@context": [V1 if older else V2],
        "type": ["VerifiablePresentation"],
        "holder": held.did,
        "verifiableCredential": [_entry(showing, terms, entropy, older=older) for showing in showings],
    }
    # VCDM 1.1 section 6.3.1 has the presentation in a `vp` claim; VC-JOSE-COSE section 3.2.1 makes it the payload.
    payload: JsonObject = {**claims, "vp": presentation} if older else {**presentation, **claims}
    header: JsonObject = {"typ": "JWT" if older else "vp+jwt", "kid": held.verification_method}
    return sign_compact(payload, header, held.signing_key)


def _require(key: HolderKey | None) -> HolderKey:
    if key is None:
        raise PresentationError("this form needs a holder key", step="present.form")
    return key


def _entries(showings: Sequence[Showing], terms: Terms, entropy: Entropy) -> list[JsonValue]:
    return [_entry(showing, terms, entropy) for showing in showings]


def _entry(showing: Showing, terms: Terms, entropy: Entropy, *, older: bool = False) -> JsonValue:
    """Return one credential as it stands in a presentation: VCDM 2.0 section 4.13 envelopes tokens, VCDM 1.1 takes them as they are."""
    envelope = showing.envelope
    if not envelope.token:
        return _embedded(showing, terms, entropy)
    token = _present_sd_jwt(showing, None, terms, entropy) if is_sd_jwt(envelope) else envelope.token
    if older:
        return token
    if envelope.format is Format.JWT_VC_1:
        raise PresentationError("a VCDM 1.1 JWT cannot stand in a VCDM 2.0 presentation", step="present.form")
    return _enveloped("application/dc+sd-jwt" if is_sd_jwt(envelope) else "application/vc+jwt", token)


def _enveloped(media_type: str, token: str) -> JsonObject:
    return {"@context": V2, "id": f"data:{media_type},{token}", "type": "EnvelopedVerifiableCredential"}


def _embedded(showing: Showing, terms: Terms, entropy: Entropy) -> JsonObject:
    document = showing.envelope.document
    match hiding_of(showing.envelope):
        case Hiding.STATEMENTS:
            return derive_ecdsa_sd(document, showing.pointers)
        case Hiding.UNLINKABLE:
            # DI-14: what the proof is for is a fixed function of the occasion, never free text of anyone's.
            header = hashlib.sha256(json.dumps([terms.nonce, terms.audience]).encode()).digest()
            return derive_bbs(document, showing.pointers, presentation_header=header, random_bytes=entropy)
        case _:
            return document


def _text(document: JsonObject) -> str:
    return write_json(document).decode()


MAKERS: dict[Form, Callable[[Sequence[Showing], HolderKey | None, Terms, Entropy], str]] = {
    Form.SD_JWT: _make_sd_jwt,
    Form.DATA_INTEGRITY: _make_data_integrity,
    Form.VCDM_1_1: _make_vcdm_1_1,
    Form.JWT: _make_jwt,
    Form.PLAIN: _make_plain,
}
