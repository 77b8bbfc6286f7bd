"""Making a presentation: exactly what was chosen, bound to a holder key, a verifier, a nonce and an end where there are any.

| what is shown | form | bound by |
|---|---|---|
| one SD-JWT | SD-JWT, with a key-binding JWT | its `cnf` key (RFC 9901 section 4.3) |
| credentials with embedded proofs, derived where selective | presentation (VCDM 2.0), Data Integrity | `authentication` proof: challenge, domain, expires |
| the same, for verifiers that read VCDM 1.1 alone | presentation (VCDM 1.1), Ed25519Signature2020 | the same |
| JWT credentials, or any mixture | `vp+jwt` | nonce, aud, exp |
| anything, without a holder key | the credential itself, derived where selective; several as a list | nothing: anyone can show it again |

What is returned is what is sent: the preview is read from these very bytes, and their SHA-256 goes into the ledger.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wallet.credentials.model import Credential
from wallet.dids.keys import KeyKind
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import write_json
from wallet.errors import InputError, PresentationError, ResolutionError
from wallet.formats.envelope import Envelope, Format
from wallet.holder.keys import HolderKey, suite_of
from wallet.presentations.disclosure import Hiding, chosen_disclosures, hiding_of, shown_leaves
from wallet.proofs.sd_jwt_signing import present_sd_jwt
from wallet.proofs.sd_signing import derive_bbs, derive_ecdsa_sd
from wallet.proofs.signing import sign_compact, sign_data_integrity

Entropy = Callable[[int], bytes]

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


class Form(StrEnum):
    """What a presentation is made as; AUTOMATIC chooses the first that fits."""

    AUTOMATIC = "automatic"
    SD_JWT = "sd-jwt"
    DATA_INTEGRITY = "data-integrity"
    VCDM_1_1 = "vcdm-1.1"
    JWT = "vp+jwt"
    PLAIN = "plain"


SUFFIXES = {
    Form.SD_JWT: ".sd-jwt",
    Form.DATA_INTEGRITY: ".json",
    Form.VCDM_1_1: ".json",
    Form.JWT: ".jwt",
    Form.PLAIN: ".json",
}


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


def make_presentation(
    showings: Sequence[Showing], key: HolderKey | None, terms: Terms, *, entropy: Entropy, form: Form = Form.AUTOMATIC
) -> Presentation:
    """Return a presentation of `showings`, bound by `key` where there is one.

    Raises PresentationError (steps present.nothing, present.form, present.not_yours, disclose.path) where it cannot be shown like that.
    """
    if not showings:
        raise PresentationError("nothing was chosen", step="present.nothing")
    if key is not None and not any(is_bound_to(showing.credential, key) for showing in showings):
        raise PresentationError("none of it was issued to this key", step="present.not_yours")
    made_as = choose_form(showings, key) if form is Form.AUTOMATIC else form
    text = _MAKERS[made_as](showings, key, terms, entropy)
    shown = tuple((each.id, shown_leaves(each.envelope, each.credential, each.pointers)) for each in showings)
    bound = _bound(key if made_as is not Form.PLAIN else None, terms)
    suffix = _plain_suffix(showings) if made_as is Form.PLAIN else SUFFIXES[made_as]
    return Presentation(text, made_as, suffix, bound, shown, "" if key is None else key.thumbprint)


def choose_form(showings: Sequence[Showing], key: HolderKey | None) -> Form:
    """Return the form that a presentation of these is made as when the person does not say."""
    if len(showings) == 1 and _is_sd_jwt(showings[0].envelope):
        return Form.SD_JWT if key is not None else Form.PLAIN
    if key is None:
        return Form.PLAIN
    if all(each.envelope.format is Format.JSON for each in showings):
        return Form.DATA_INTEGRITY
    return Form.JWT


def _is_sd_jwt(envelope: Envelope) -> bool:
    return envelope.selective is not None


def _bound(key: HolderKey | None, terms: Terms) -> Bound:
    if key is None:
        return Bound.NOBODY
    if terms.nonce:
        return Bound.CHALLENGE
    return Bound.AUDIENCE if terms.audience else Bound.HOLDER


def _plain_suffix(showings: Sequence[Showing]) -> str:
    envelope = showings[0].envelope
    if len(showings) > 1:
        return ".json"
    return ".sd-jwt" if _is_sd_jwt(envelope) else ".jwt" if envelope.token else ".json"


def _make_sd_jwt(showings: Sequence[Showing], key: HolderKey | None, terms: Terms, entropy: Entropy) -> str:
    if len(showings) != 1 or not _is_sd_jwt(showings[0].envelope):
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
    if _is_sd_jwt(showing.envelope):
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
    token = _present_sd_jwt(showing, None, terms, entropy) if _is_sd_jwt(envelope) else envelope.token
    if older:
        return token
    if envelope.format is Format.JWT_VC_1:
        raise PresentationError("a VCDM 1.1 JWT cannot stand in a VCDM 2.0 presentation", step="present.form")
    return _enveloped("application/dc+sd-jwt" if _is_sd_jwt(envelope) else "application/vc+jwt", token)


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


_MAKERS: dict[Form, Callable[[Sequence[Showing], HolderKey | None, Terms, Entropy], str]] = {
    Form.SD_JWT: _make_sd_jwt,
    Form.DATA_INTEGRITY: _make_data_integrity,
    Form.VCDM_1_1: _make_vcdm_1_1,
    Form.JWT: _make_jwt,
    Form.PLAIN: _make_plain,
}
