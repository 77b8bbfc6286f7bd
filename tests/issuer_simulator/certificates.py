"""X.509 chains as a simulated certificate authority makes them: honest unless an argument says otherwise."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.issuer_simulator.issuer import NOW

_USAGES = (
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)


def private_key(number: int) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key of that number."""
    return ec.derive_private_key(number, ec.SECP256R1())


@dataclass
class Authority:
    """Somebody who certifies keys. `parent` None is a root; days are relative to the simulator's NOW."""

    name: str
    number: int
    parent: "Authority | None" = None
    days: tuple[int, int] = (-300, 300)
    is_authority: bool = True
    path_length: int | None = None
    permitted: Sequence[x509.GeneralName] = ()
    _made: x509.Certificate | None = field(default=None, repr=False)

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        """Its key."""
        return private_key(self.number)

    @property
    def certificate(self) -> x509.Certificate:
        """Its own certificate, by its parent or by itself."""
        if self._made is None:
            signer = self.parent or self
            self._made = signer.certify(
                self.key.public_key(),
                self.name,
                days=self.days,
                is_authority=self.is_authority,
                path_length=self.path_length,
                permitted=self.permitted,
            )
        return self._made

    def pem(self) -> bytes:
        """Its certificate as people pass it on."""
        return self.certificate.public_bytes(Encoding.PEM)

    def certify(
        self,
        key: ec.EllipticCurvePublicKey,
        name: str,
        names: Sequence[x509.GeneralName] = (),
        *,
        days: tuple[int, int] = (-30, 30),
        is_authority: bool = False,
        may_sign: bool = True,
        may_commit: bool = False,
        path_length: int | None = None,
        permitted: Sequence[x509.GeneralName] = (),
        usages: bool = True,
        may_certify: bool | None = None,
    ) -> x509.Certificate:
        """Return a certificate for `key`; `names` are its subject alternative names. `usages` False leaves the key usage out."""
        builder = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(_named(self.name)).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(NOW + timedelta(days=days[0])).not_valid_after(NOW + timedelta(days=days[1]))
        constraints = x509.BasicConstraints(ca=is_authority, path_length=path_length)
        usage = x509.KeyUsage(
            digital_signature=may_sign,
            key_cert_sign=is_authority if may_certify is None else may_certify,
            crl_sign=is_authority,
            content_commitment=may_commit,
            **dict.fromkeys(_USAGES, False),
        )
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(constraints, critical=True)
        builder = builder.add_extension(usage, critical=True) if usages else builder
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        builder = builder.add_extension(signer, critical=False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
        if permitted:
            builder = builder.add_extension(x509.NameConstraints(list(permitted), None), critical=True)
        return builder.sign(self.key, SHA256())


def chain_of(*certificates: x509.Certificate) -> list[str]:
    """Return certificates as an `x5c` header holds them, in the order given."""
    return [b64encode(certificate.public_bytes(Encoding.DER)).decode() for certificate in certificates]


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
