"""A JWS with several signatures over its one payload, RFC 7515 section 7.2.1. None is checked here: that is `wallet.proofs`.

What the payload says depends on what a signature's header says it is (RFC 8725 section 3.11). Somebody who signed a status list or a
key binding has signed no credential: all signatures must be over the same kind of thing, or the whole is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wallet.encoding.json_types import JsonValue
from wallet.errors import MalformedInputError
from wallet.formats.envelope import Envelope, FurtherSignature
from wallet.formats.jwt import decode_part, read_part, require_plain_header, token_type
from wallet.formats.sd_jwt import join_sd_jwt, split_sd_jwt


def with_further(envelope: Envelope, tokens: Iterable[str]) -> Envelope:
    """Return `envelope` with the further signatures that `tokens` (compact, of the same payload) bear.

    Where the first names another signer than the issuer and one of these names the issuer, the two change places: what is shown of
    a credential in compact form is then what its issuer signed. Raises MalformedInputError, CriticalHeaderError,
    NotACredentialError (a signature for another purpose).
    """
    further = tuple(_read_further(token, envelope.header) for token in tokens)
    return _issuer_first(replace(envelope, further=further))


def _read_further(token: str, first: Mapping[str, JsonValue]) -> FurtherSignature:
    parts = token.split(".")
    if len(parts) != 3:
        raise MalformedInputError(f"{len(parts)} parts where a JWS has 3", step="jwt.parts")
    header = read_part(parts[0], "jwt.header")
    decode_part(parts[2], "jwt.signature")
    require_plain_header({name: value for name, value in header.items() if name != "zip" or value != first.get("zip")})
    if token_type(header) != token_type(first) or header.get("zip") != first.get("zip"):
        raise MalformedInputError("signatures that take one payload for different things", step="jwt.typ")
    return FurtherSignature(header, token)


def _issuer_first(envelope: Envelope) -> Envelope:
    # A key binding is over the first signature, whosever it is (RFC 9901 section 8.1).
    if envelope.selective is not None and envelope.selective.key_binding is not None:
        return envelope
    signatures = [FurtherSignature(envelope.header, signed_part(envelope)), *envelope.further]
    own = next((one for one in signatures if _names(one.header, envelope)), signatures[0])
    rest = tuple(one for one in signatures if one is not own)
    return replace(as_signed_by(envelope, own), further=rest)


def signed_part(envelope: Envelope) -> str:
    """Return the compact JWS of an envelope's own signature, without disclosures."""
    return envelope.selective.signed_part if envelope.selective is not None else envelope.token


def as_signed_by(envelope: Envelope, signature: FurtherSignature) -> Envelope:
    """Return `envelope` as if this one of its signatures were the only one."""
    selective, token = envelope.selective, signature.token
    if selective is not None:
        _, disclosures, key_binding = split_sd_jwt(envelope.token)
        token = join_sd_jwt(signature.token, disclosures, key_binding)
        selective = replace(selective, signed_part=signature.token)
    return replace(envelope, header=signature.header, token=token, selective=selective, further=())


def _names(header: Mapping[str, JsonValue], envelope: Envelope) -> bool:
    issuer, kid = envelope.claims.get("iss", envelope.document.get("issuer")), header.get("kid")
    party = issuer.get("id") if isinstance(issuer, dict) else issuer
    return isinstance(party, str) and isinstance(kid, str) and (kid == party or kid.startswith(f"{party}#"))
