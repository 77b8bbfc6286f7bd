"""Certificate authorities that a person trusts to say whose key is whose: the anchors of `x5c` paths (RFC 5280 section 6.1.1).

They come from trust packs alone, never from a credential. Held documents answer for all of them under the one name ANCHORS, so that
whoever puts documents together hands the anchors on.
"""

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from wallet.dids.held import HeldDocuments, find_published
from wallet.encoding.base64url import write_base64url
from wallet.errors import MalformedInputError, TooBigError

ANCHORS: Final = "urn:tessera:x509-anchors"
ANCHOR_LIMIT: Final = 1000
_BEGIN: Final = b"-----BEGIN CERTIFICATE-----"


def looks_like_anchors(content: bytes) -> bool:
    """Return whether `content` may be certificates: PEM somewhere in it, or a DER sequence of two length bytes."""
    return _BEGIN in content or content[:2] == b"\x30\x82"


def read_anchors(content: bytes) -> tuple[bytes, ...]:
    """Return the DER of every certificate in PEM text or in one DER file; each must be a certificate authority's.

    Raises MalformedInputError (step anchor.certificate, anchor.private_key, anchor.not_authority) or TooBigError.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if b"PRIVATE KEY-----" in content:
        raise MalformedInputError("a private key lies beside it", step="anchor.private_key")
    if content.count(_BEGIN) > ANCHOR_LIMIT:
        raise TooBigError(f"more than {ANCHOR_LIMIT} certificates", step="anchor.count")
    try:
        if _BEGIN in content:
            found = x509.load_pem_x509_certificates(content)
        else:
            found = [x509.load_der_x509_certificate(content)]
        authorities = [_is_authority(certificate) for certificate in found]
    except ValueError as error:
        raise MalformedInputError(f"not certificates: {error}", step="anchor.certificate") from error
    if not all(authorities):
        raise MalformedInputError("not a certificate authority's", step="anchor.not_authority")
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)


def _is_authority(certificate: object) -> bool:
    from cryptography import x509

    assert isinstance(certificate, x509.Certificate)
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def anchor_name(certificate: bytes) -> str:
    """Return the name of a certificate: the hash of its DER (RFC 6920)."""
    return f"ni:///sha-256;{write_base64url(sha256(certificate).digest())}"


def write_anchors(certificates: Iterable[bytes]) -> bytes:
    """Return DER certificates as PEM text, each once."""
    return b"".join(_pem(certificate) for certificate in dict.fromkeys(certificates))


def find_anchors(documents: HeldDocuments) -> tuple[bytes, ...]:
    """Return the anchors that are held, () where there are none."""
    held = find_published(documents, ANCHORS)
    return _read_once(held.content) if held is not None else ()


@lru_cache(maxsize=4)
def _read_once(content: bytes) -> tuple[bytes, ...]:
    return read_anchors(content)


def _pem(certificate: bytes) -> bytes:
    text = b64encode(certificate)
    lines = b"\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    return _BEGIN + b"\n" + lines + b"\n-----END CERTIFICATE-----\n"
