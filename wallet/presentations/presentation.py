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

from collections.abc import Sequence

from wallet.errors import PresentationError
from wallet.formats.envelope import Format
from wallet.holder.keys import HolderKey
from wallet.presentations.disclosure import shown_leaves
from wallet.presentations.makers import MAKERS, Entropy
from wallet.presentations.shown import Bound, Form, Presentation, Showing, Terms, is_bound_to, is_sd_jwt

__all__ = ["Bound", "Form", "Presentation", "Showing", "Terms", "choose_form", "is_bound_to", "make_presentation"]

SUFFIXES = {
    Form.SD_JWT: ".sd-jwt",
    Form.DATA_INTEGRITY: ".json",
    Form.VCDM_1_1: ".json",
    Form.JWT: ".jwt",
    Form.PLAIN: ".json",
}


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
    text = MAKERS[made_as](showings, key, terms, entropy)
    shown = tuple((each.id, shown_leaves(each.envelope, each.credential, each.pointers)) for each in showings)
    bound = _bound(key if made_as is not Form.PLAIN else None, terms)
    suffix = _plain_suffix(showings) if made_as is Form.PLAIN else SUFFIXES[made_as]
    return Presentation(text, made_as, suffix, bound, shown, "" if key is None else key.thumbprint)


def choose_form(showings: Sequence[Showing], key: HolderKey | None) -> Form:
    """Return the form that a presentation of these is made as when the person does not say."""
    if len(showings) == 1 and is_sd_jwt(showings[0].envelope):
        return Form.SD_JWT if key is not None else Form.PLAIN
    if key is None:
        return Form.PLAIN
    if all(each.envelope.format is Format.JSON for each in showings):
        return Form.DATA_INTEGRITY
    return Form.JWT


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
    return ".sd-jwt" if is_sd_jwt(envelope) else ".jwt" if envelope.token else ".json"
