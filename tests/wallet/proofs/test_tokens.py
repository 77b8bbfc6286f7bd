"""JOSE: the key decides the algorithm, the header only agrees; where the key came from is another question."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.dids.key_forms import jwk_of, multikey_of
from wallet.dids.keys import KeyKind
from wallet.dids.x5c import find_chain_key
from wallet.encoding.base64url import read_base64url, write_base64url
from wallet.errors import PresentationError, ResolutionError, WalletError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.vc_jwt import read_token
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import ProofFinding
from wallet.proofs.key_binding import examine_key_binding
from wallet.proofs.sd_jwt_signing import issue_sd_jwt, present_sd_jwt
from wallet.proofs.signing import sign_compact
from wallet.proofs.signing_key import SigningKey, read_signing_key, signing_key_of
from wallet.report import Outcome

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ED = signing_key_of(KeyKind.ED25519, b"\1" * 32)
P256, HOLDER = signing_key_of(KeyKind.P256, b"\1" * 32), signing_key_of(KeyKind.P256, b"\3" * 32)
P384, P521 = signing_key_of(KeyKind.P384, b"\1" * 48), signing_key_of(KeyKind.P521, b"\0" + b"\1" * 65)
RSA = read_signing_key(rsa.generate_private_key(65537, 2048))
KEYS = [ED, P256, P384, P521, RSA]
NOTHING = DocumentMap({})


def did_of(key: SigningKey) -> str:
    return f"did:key:{multikey_of(key.public)}"


def payload(issuer: str) -> dict:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "iss": issuer,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }


def token(key: SigningKey, issuer: str | None = None, **header) -> str:
    kid = {} if "kid" in header else {"kid": f"{did_of(key)}#{multikey_of(key.public)}"}
    return sign_compact(payload(issuer or did_of(key)), {"typ": "vc+jwt", **kid, **header}, key)


def envelope_of(text: str) -> Envelope:
    """Read as the strict door does; where the door refuses, hand the check what it would have got."""
    try:
        return read_token(text, text.encode(), "test")
    except WalletError:
        head, body, *_ = text.split(".")
        header, claims = (json.loads(read_base64url(part)) for part in (head, body))
        return Envelope(
            text.encode(), "test", Format.VC_JWT, Kind.CREDENTIAL, claims, token=text, header=header, claims=claims
        )


def examine(text: str, documents: DocumentMap = NOTHING, **options) -> ProofFinding:
    (finding,) = examine_proofs(envelope_of(text), documents, **options)
    return finding


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
def test_every_algorithm_round_trips_and_names_its_controller(key: SigningKey) -> None:
    finding = examine(token(key))
    assert (finding.signature.code, finding.coverage.code) == ("signature.valid", "coverage.complete")
    assert (finding.controller, finding.in_document, finding.suite) == (did_of(key), True, key.algorithm)


def test_rs256_is_verified_with_the_same_rsa_key() -> None:
    assert examine(token(RSA, alg="RS256")).signature.outcome is Outcome.PASSED


def forged(header: dict, signature: bytes = b"") -> str:
    full = {"typ": "vc+jwt", "kid": f"{did_of(P256)}#{multikey_of(P256.public)}", **header}
    parts = (json.dumps(full).encode(), json.dumps(payload(did_of(P256))).encode(), signature)
    return ".".join(map(write_base64url, parts))


@pytest.mark.parametrize(
    "alg", ["none", "None", "NONE", "nOnE", "", None, "none ", "HS256", "es256", "ES256 ", "ES256K", "A128KW"]
)
@pytest.mark.parametrize("signature", [b"", b"\0" * 64])
def test_JOSE_01_no_spelling_of_none_and_no_unlisted_algorithm_passes(alg: object, signature: bytes) -> None:
    assert examine(forged({"alg": alg}, signature)).signature.outcome is not Outcome.PASSED


def test_JOSE_02_the_public_key_is_never_an_hmac_secret() -> None:
    from wallet.dids.key_checks import ec_key

    loaded = ec_key(P256.public.kind, P256.public.material)
    secrets = [
        loaded.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        loaded.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        loaded.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        json.dumps(jwk_of(P256.public)).encode(),
        P256.public.material,
    ]
    for secret in secrets:
        for alg, digest in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")):
            signed = forged({"alg": alg}).rpartition(".")[0]
            mac = hmac.digest(secret, signed.encode(), digest)
            assert examine(f"{signed}.{write_base64url(mac)}").signature.outcome is not Outcome.PASSED


@pytest.mark.parametrize("alg", ["EdDSA", "ES384", "ES512", "RS256", "PS256"])
def test_JOSE_02_the_header_cannot_choose_another_algorithm_for_the_key(alg: str) -> None:
    assert examine(forged({"alg": alg}, b"\1" * 64)).signature.code == "signature.malformed"


@pytest.mark.parametrize(
    "header", [{"jwk": jwk_of(P256.public)}, {"jwk": jwk_of(P256.public), "jku": "https://evil.example"}]
)
def test_JOSE_03_a_key_in_the_header_proves_possession_and_nothing_more(header: dict) -> None:
    finding = examine(token(P256, "https://university.example", kid="1", **header))
    assert finding.signature.outcome is Outcome.PASSED
    assert (finding.in_document, finding.controller, finding.relationships) == (False, None, frozenset())


def test_JOSE_03_links_to_keys_are_never_followed() -> None:
    finding = examine(
        token(
            P256, "https://university.example", kid="1", jku="https://evil.example/jwks", x5u="https://evil.example/c"
        )
    )
    assert finding.signature.code == "proof.key_not_found"


def test_JOSE_04_a_kid_of_another_controller_names_that_controller() -> None:
    """Whoever signs with his own DID under the university's name is found out by the controller that is reported."""
    finding = examine(token(P256, "did:web:university.example"))
    assert finding.controller == did_of(P256) != "did:web:university.example"


def test_JOSE_04_the_issuers_own_document_comes_before_a_key_in_the_header() -> None:
    issuer = "https://university.example"
    held = HeldDocument(issuer, json.dumps({"keys": [{**jwk_of(ED.public), "kid": "1"}]}).encode(), None, HeldFrom.PACK)
    finding = examine(token(P256, issuer, kid="1", jwk=jwk_of(P256.public)), DocumentMap({issuer: held}))
    assert finding.signature.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "header", [{"crit": []}, {"crit": ["exp"], "exp": 1}, {"crit": ["b64"], "b64": False}, {"b64": False}]
)
def test_JOSE_05_critical_headers_and_unencoded_payloads_are_refused(header: dict) -> None:
    assert examine(token(P256, **header)).signature.outcome is not Outcome.PASSED


def test_JOSE_07_other_spellings_of_a_signature_are_refused() -> None:
    good = token(P256)
    head, _, tail = good.rpartition(".")
    padded = base64.urlsafe_b64encode(read_base64url(tail)).decode()
    for spelled in (
        padded,
        tail + "=",
        tail[:-1] + chr(ord(tail[-1]) + 1),
        tail + "\n",
        tail.replace("_", "/").replace("-", "+") + "+",
    ):
        assert examine(f"{head}.{spelled}").signature.outcome is Outcome.FAILED


def test_JOSE_08_signatures_of_another_length_or_in_der_are_refused() -> None:
    head, _, tail = token(P256).rpartition(".")
    raw = read_base64url(tail)
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    for signature in (der, raw[:-1], raw + b"\0", bytes(64), b"\xff" * 64, b""):
        assert examine(f"{head}.{write_base64url(signature)}").signature.outcome is Outcome.FAILED


def test_a_weak_key_is_said_to_be_weak() -> None:
    weak = {**jwk_of(ED.public), "x": write_base64url(b"\1" + bytes(31))}
    finding = examine(token(ED, "https://university.example", kid="1", jwk=weak))
    assert (finding.signature.code, finding.signature.outcome) == ("proof.weak_key", Outcome.FAILED)


def test_a_key_signs_only_with_an_algorithm_of_its_kind() -> None:
    with pytest.raises(PresentationError):
        sign_compact({}, {"alg": "ES384"}, P256)
    assert "1" * 10 not in repr(P256)


# --- x5c --------------------------------------------------------------------------------------------------------------

ISSUER = "https://university.example/issuer"


def certificate(
    subject: str, key, issuer: str, signer, *, ca: bool, names=(), start=-30, end=30, usage=True, path=None
):
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    )
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(NOW + timedelta(days=start)).not_valid_after(NOW + timedelta(days=end))
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=path), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
    )
    flags = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=usage, key_cert_sign=ca, crl_sign=ca, **flags), critical=True
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
    return builder.sign(signer, SHA256())


ROOT_KEY, LEAF_KEY, STRANGER = (ec.derive_private_key(number, ec.SECP256R1()) for number in (11, 12, 13))
ROOT = certificate("Root", ROOT_KEY, "Root", ROOT_KEY, ca=True)
OTHER_ROOT = certificate("Root", STRANGER, "Root", STRANGER, ca=True)
SAN = (x509.UniformResourceIdentifier(ISSUER),)


def leaf(**changes):
    made = {"key": LEAF_KEY, "issuer": "Root", "signer": ROOT_KEY, "ca": False, "names": SAN, **changes}
    return certificate("Leaf", made.pop("key"), made.pop("issuer"), made.pop("signer"), **made)


def encoded(*chain) -> list[str]:
    return [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain]


def find(chain: list[str], issuer: str = ISSUER, anchor=ROOT, moment: datetime = NOW):
    return find_chain_key(chain, issuer, [anchor.public_bytes(Encoding.DER)], moment)


def test_JOSE_12_a_chain_to_a_given_anchor_names_the_issuer() -> None:
    found = find(encoded(leaf()))
    assert (found.controller, found.in_document) == (ISSUER, True)
    assert find(encoded(leaf(), ROOT)).in_document
    by_host = (x509.DNSName("university.example"),)
    assert find(encoded(leaf(names=by_host))).in_document
    assert (
        find(encoded(leaf(names=by_host)), "did:web:university.example:x").controller == "did:web:university.example:x"
    )


@pytest.mark.parametrize(
    ("chain", "step"),
    [
        (lambda: encoded(leaf(names=(x509.UniformResourceIdentifier("https://other.example"),))), "x5c.issuer"),
        (lambda: encoded(leaf(names=(x509.DNSName("other.example"),))), "x5c.issuer"),
        (lambda: encoded(leaf(names=(x509.DNSName("*.example"),))), "x5c.issuer"),
        (lambda: encoded(leaf(names=())), "x5c.issuer"),
        (lambda: encoded(leaf(end=-1)), "x5c.path"),
        (lambda: encoded(leaf(start=1)), "x5c.path"),
        (lambda: encoded(leaf(signer=STRANGER)), "x5c.path"),
        (lambda: encoded(leaf(signer=STRANGER), OTHER_ROOT), "x5c.path"),
        (lambda: encoded(ROOT, leaf()), "x5c.issuer"),
        (lambda: encoded(leaf(usage=False)), "x5c.usage"),
        (
            lambda: encoded(certificate("L", LEAF_KEY, "Mid", STRANGER, ca=False, names=SAN), leaf(key=STRANGER)),
            "x5c.path",
        ),
        (list, "x5c.chain"),
        (lambda: encoded(leaf()) * 7, "x5c.chain"),
        (lambda: ["AAAA"], "x5c.certificate"),
        (lambda: [5], "x5c.certificate"),
    ],
)
def test_JOSE_12_each_defect_is_refused_with_its_own_reason(chain, step: str) -> None:
    with pytest.raises(WalletError) as refusal:
        find(chain())
    assert refusal.value.step == step


def test_JOSE_12_without_an_anchor_a_chain_proves_possession_only() -> None:
    signer = read_signing_key(LEAF_KEY)
    text = token(signer, ISSUER, kid="x", x5c=encoded(leaf()))
    assert (examine(text).signature.outcome, examine(text).in_document) == (Outcome.PASSED, False)
    anchored = examine(text, anchors=(ROOT.public_bytes(Encoding.DER),), now=NOW)
    assert (anchored.controller, anchored.in_document) == (ISSUER, True)
    late = examine(text, anchors=(ROOT.public_bytes(Encoding.DER),), now=NOW + timedelta(days=60))
    assert late.signature.code == "proof.key_not_found"


# --- SD-JWT and key binding ----------------------------------------------------------------------------------------------


def sd_jwt() -> str:
    claims = {
        "iss": did_of(P256),
        "vct": "https://x.example/degree",
        "name": "Ada",
        "degree": {"title": "BSc", "grade": "A"},
        "tags": ["a", "b"],
    }
    header = {"typ": "dc+sd-jwt", "kid": f"{did_of(P256)}#{multikey_of(P256.public)}"}
    hidden = ["/name", "/degree", "/degree/grade", "/tags/1"]
    salts = iter(range(100))
    return issue_sd_jwt(
        claims, hidden, header=header, private_key=P256, holder_key=dict(jwk_of(HOLDER.public)),
        random_bytes=lambda count: hashlib.sha256(bytes([next(salts)])).digest()[:count],
    )  # fmt: skip


def shown(paths: tuple[str, ...] = ("/degree/grade",), **changes) -> str:
    selective = envelope_of(sd_jwt()).selective
    chosen = [one for one in selective.disclosures if one.path in paths]
    bound = {"private_key": HOLDER, "nonce": "n", "audience": "a", "made": NOW, **changes}
    return present_sd_jwt(selective, chosen, **bound)


def test_an_issued_sd_jwt_reads_back_whole() -> None:
    envelope = envelope_of(sd_jwt())
    assert envelope.document["degree"] == {"title": "BSc", "grade": "A"}
    assert envelope.document["tags"] == ["a", "b"]
    assert examine(sd_jwt()).signature.outcome is Outcome.PASSED
    with pytest.raises(PresentationError):
        issue_sd_jwt({}, ["/nothing/here"], header={}, private_key=P256, random_bytes=lambda count: bytes(count))


def test_SDJWT_14_a_nested_disclosure_brings_its_parent_and_nothing_else() -> None:
    envelope = envelope_of(shown())
    assert envelope.document["degree"] == {"title": "BSc", "grade": "A"}
    assert "name" not in envelope.document
    assert envelope.document["tags"] == ["a"]
    assert examine_key_binding(envelope, "n", "a", NOW).code == "holder.bound"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nonce": "m"}, "holder.wrong_nonce"),
        ({"audience": "b"}, "holder.wrong_audience"),
        ({"made": NOW - timedelta(hours=1)}, "holder.expired"),
        ({"made": NOW + timedelta(hours=1)}, "holder.not_yet_valid"),
        ({"private_key": P256}, "holder.wrong_key"),
        ({"private_key": ED}, "holder.wrong_key"),
        ({"private_key": None}, "holder.missing"),
    ],
)
def test_SDJWT_12_each_wrong_part_of_a_key_binding_is_told(changes: dict, code: str) -> None:
    assert examine_key_binding(envelope_of(shown(**changes)), "n", "a", NOW).code == code


def test_SDJWT_12_a_key_binding_over_other_disclosures_is_refused() -> None:
    narrow, wide = shown(), shown(("/name", "/degree/grade"))
    mixed = wide.rpartition("~")[0] + "~" + narrow.rpartition("~")[2]
    assert examine_key_binding(envelope_of(mixed), "n", "a", NOW).code == "holder.wrong_disclosures"


def test_a_sound_key_binding_that_nobody_asked_for_is_undecided() -> None:
    result = examine_key_binding(envelope_of(shown()), None, None, NOW)
    assert (result.code, result.outcome) == ("holder.not_asked", Outcome.UNDECIDED)


def test_an_unreferenced_disclosure_fails_coverage() -> None:
    extra = write_base64url(json.dumps(["salt", "grade", "A+"]).encode())
    finding = examine(sd_jwt() + extra + "~")
    assert (finding.coverage.code, finding.coverage.outcome) == ("coverage.disclosure_unreferenced", Outcome.FAILED)


def test_not_held_is_a_resolution_error_for_those_who_ask_directly() -> None:
    with pytest.raises(ResolutionError):
        find(encoded(leaf()), "https://elsewhere.example")
