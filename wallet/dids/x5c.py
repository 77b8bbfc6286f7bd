"""`x5c`: a key carried in a header, believed only along a path to an anchor that was given (RFC 7515 section 4.1.6).

The leaf must name the issuer in its subject alternative name (threat JOSE-12). The anchor never comes from the header.
"""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wallet.dids.key_forms import read_library_key
from wallet.dids.key_sets import PUBLISHED_FOR
from wallet.dids.resolve import FoundKey
from wallet.encoding.json_types import JsonValue
from wallet.errors import MalformedInputError, ResolutionError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.x509.verification import ExtensionPolicy

CHAIN_LIMIT: Final = 6
_CERTIFICATE_LIMIT: Final = 16_384


def read_chain(value: JsonValue) -> "tuple[x509.Certificate, ...]":
    """Read the header's certificates, leaf first (standard base64 of DER). Raises MalformedInputError."""
    from cryptography import x509

    if not isinstance(value, list) or not 1 <= len(value) <= CHAIN_LIMIT:
        raise MalformedInputError("x5c is one to six certificates", step="x5c.chain")
    try:
        return tuple(x509.load_der_x509_certificate(_decode(item)) for item in value)
    except ValueError as error:
        raise MalformedInputError(f"x5c: {error}", step="x5c.certificate") from error


def find_chain_key(value: JsonValue, issuer: str | None, anchors: Sequence[bytes], moment: datetime | None) -> FoundKey:
    """Return the leaf's key, `in_document` only where the path to an anchor holds at `moment` and the leaf names `issuer`.

    `anchors` are DER certificates. Without any, or without a moment, the key proves possession and nothing more. Raises
    MalformedInputError for what is not a chain, ResolutionError (step x5c.path, x5c.issuer) where anchors were given and
    the path or the name does not hold.
    """
    chain = read_chain(value)
    key = read_library_key(chain[0].public_key())
    if not anchors or moment is None:
        return FoundKey(key, "x5c")
    _check_path(chain, anchors, moment)
    names = subject_names(chain[0])
    named = issuer if issuer is not None else _own_name(names)
    if named is None or not _names_issuer(names, named):
        raise ResolutionError("the certificate is not this issuer's", step="x5c.issuer", did=issuer or "")
    return FoundKey(key, "x5c", named, PUBLISHED_FOR, True)


def subject_names(certificate: "x509.Certificate") -> tuple[str, ...]:
    """Return the host names and URIs of the subject alternative name, in order; () where there is none."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    uris = extension.get_values_for_type(x509.UniformResourceIdentifier)
    return (*uris, *extension.get_values_for_type(x509.DNSName))


def _own_name(names: Sequence[str]) -> str | None:
    """Return the https URL that a certificate names: in so many words, or by its one host."""
    urls = [name for name in names if name.startswith("https://")]
    hosts = [name for name in names if "/" not in name and ":" not in name and "*" not in name]
    return urls[0] if urls else f"https://{hosts[0].lower()}" if len(hosts) == 1 else None


def _names_issuer(names: Sequence[str], issuer: str) -> bool:
    """A URI must be the issuer; a DNS name must be its host. No wildcards: an issuer is not a family of hosts."""
    # A user name before the host makes one host look like another.
    host = urlsplit(issuer).hostname if issuer.startswith("https://") and "@" not in issuer else None
    if issuer.startswith("did:web:"):
        host = issuer.split(":")[2].partition("%")[0]
    return issuer in names or (host is not None and host.lower() in {name.lower() for name in names if "/" not in name})


def _check_path(chain: "tuple[x509.Certificate, ...]", anchors: Sequence[bytes], moment: datetime) -> None:
    from cryptography import x509
    from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

    trusted = [x509.load_der_x509_certificate(anchor) for anchor in anchors]
    # The anchor is ours, not the sender's: a copy in the header neither helps nor hurts.
    middle = [certificate for certificate in chain[1:] if certificate not in trusted]
    _check_usage(chain[0])
    builder = PolicyBuilder().store(Store(trusted)).time(moment).max_chain_depth(CHAIN_LIMIT)
    builder = builder.extension_policies(ca_policy=_authorities(), ee_policy=_leaves())
    try:
        builder.build_client_verifier().verify(chain[0], middle)
    except (VerificationError, ValueError) as error:
        raise ResolutionError(f"x5c: {error}", step="x5c.path") from error


def _authorities() -> "ExtensionPolicy":
    """RFC 5280 section 6.1.4 (k) and (n): an authority says that it is one; a key usage, where there is one, must allow it to certify.

    A school's own authority often has no key usage at all, and the web's rules for authorities are not made for it.
    """
    from cryptography import x509
    from cryptography.x509.verification import Criticality, ExtensionPolicy

    policy = ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, Criticality.AGNOSTIC, _require_authority
    )
    return policy.may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _require_certifying)


def _leaves() -> "ExtensionPolicy":
    from cryptography.x509.verification import ExtensionPolicy

    return ExtensionPolicy.permit_all()


def _require_authority(_policy: object, _certificate: object, constraints: "x509.BasicConstraints") -> None:
    if not constraints.ca:
        raise ValueError("not an authority")


def _require_certifying(_policy: object, _certificate: object, usage: "x509.KeyUsage | None") -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("an authority that may not certify")


def _check_usage(leaf: "x509.Certificate") -> None:
    from cryptography import x509

    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except ValueError as error:
        raise MalformedInputError(f"x5c: {error}", step="x5c.certificate") from error
    # RFC 5280 section 4.2.1.3: both bits are for signatures on data; the seals of institutions often have the second alone.
    if not (usage.digital_signature or usage.content_commitment):
        raise ResolutionError("not a certificate for signatures", step="x5c.usage")


def _decode(item: JsonValue) -> bytes:
    if not isinstance(item, str) or len(item) > _CERTIFICATE_LIMIT:
        raise MalformedInputError("x5c holds base64 text", step="x5c.certificate")
    return b64decode(item, validate=True)
