"""Ed25519Signature2018 and JsonWebSignature2020: detached JWS over the hashes of options and document."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conformance.vectors import vector
from wallet.dids.held import DocumentMap
from wallet.dids.key_forms import multikey_of
from wallet.dids.keys import KeyKind
from wallet.encoding.base64url import write_base64url
from wallet.encoding.jsonld import to_rdf
from wallet.encoding.rdf_canon import canonize
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import ProofFinding
from wallet.proofs.signing_key import SigningKey, read_signing_key, signing_key_of
from wallet.report import Outcome

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ED = signing_key_of(KeyKind.ED25519, b"\1" * 32)
P256, P384 = signing_key_of(KeyKind.P256, b"\1" * 32), signing_key_of(KeyKind.P384, b"\1" * 48)
RSA = read_signing_key(rsa.generate_private_key(65537, 2048))
# The VCDM 1.1 context defines Ed25519Signature2018 by itself.
CONTEXTS = {
    "Ed25519Signature2018": ["https://www.w3.org/2018/credentials/v1"],
    "JsonWebSignature2020": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/suites/jws-2020/v1"],
}
CASES = [
    ("Ed25519Signature2018", ED),
    *(("JsonWebSignature2020", key) for key in (ED, P256, P384, RSA)),
]
EACH_CASE = pytest.mark.parametrize(
    ("suite", "key"), CASES, ids=lambda value: value if isinstance(value, str) else value.public.kind.value
)


def digest(document: dict) -> bytes:
    return hashlib.sha256(canonize(to_rdf(document).quads).nquads.encode()).digest()


def signed(suite: str, key: SigningKey, header: dict | None = None) -> dict:
    method = f"did:key:{multikey_of(key.public)}"
    document = {
        "@context": CONTEXTS[suite],
        "type": ["VerifiableCredential"],
        "issuer": method,
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    options = {
        "type": suite,
        "created": "2026-05-01T00:00:00Z",
        "verificationMethod": f"{method}#{multikey_of(key.public)}",
        "proofPurpose": "assertionMethod",
    }
    full = header or {"alg": key.algorithm.value, "b64": False, "crit": ["b64"]}
    head = write_base64url(json.dumps(full).encode())
    hashes = digest({**options, "@context": document["@context"]}) + digest(document)
    signature = key.sign(head.encode() + b"." + hashes)
    return {**document, "proof": {**options, "jws": f"{head}..{write_base64url(signature)}"}}


def examine(document: dict) -> ProofFinding:
    (finding,) = examine_proofs(Envelope(b"", "test", Format.JSON, Kind.CREDENTIAL, document), DocumentMap({}))
    return finding


@EACH_CASE
def test_a_detached_jws_passes(suite: str, key: SigningKey) -> None:
    finding = examine(signed(suite, key))
    assert (finding.signature.code, finding.coverage.code) == ("signature.valid", "coverage.complete")
    assert finding.suite == suite


@EACH_CASE
def test_changes_are_found(suite: str, key: SigningKey) -> None:
    document = signed(suite, key)
    assert examine({**document, "issuanceDate": "2027-01-01T00:00:00Z"}).signature.code == "signature.invalid"
    proof = {**document["proof"], "created": "2026-05-02T00:00:00Z"}
    assert examine({**document, "proof": proof}).signature.code == "signature.invalid"
    undefined = {**document["credentialSubject"], "grade": "A"}
    uncovered = examine({**document, "credentialSubject": undefined}).coverage
    assert (uncovered.code, uncovered.facts["path"]) == ("coverage.undefined_term", "/credentialSubject/grade")


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "EdDSA"},
        {"alg": "EdDSA", "b64": True, "crit": ["b64"]},
        {"alg": "EdDSA", "b64": False},
        {"alg": "EdDSA", "b64": False, "crit": ["b64", "exp"]},
        {"alg": "none", "b64": False, "crit": ["b64"]},
        {"alg": "ES256", "b64": False, "crit": ["b64"]},
        {"b64": False, "crit": ["b64"]},
    ],
)
def test_JOSE_05_other_headers_are_refused(header: dict) -> None:
    finding = examine(signed("Ed25519Signature2018", ED, header)).signature
    wrong_key = header.get("b64") is False and header.get("crit") == ["b64"]
    assert (finding.code, finding.facts["reason"]) == (
        "signature.malformed",
        "wrong_kind" if wrong_key else "proof.jws",
    )


@pytest.mark.parametrize("jws", [None, "", "a.b.c", "..", "e30..", "e30.e30.AA", "e30..AA", 5, "x" * 5000])
def test_what_is_no_detached_jws_is_malformed(jws: object) -> None:
    document = signed("Ed25519Signature2018", ED)
    document["proof"]["jws"] = jws
    finding = examine(document).signature
    assert (finding.code, finding.facts["reason"]) == ("signature.malformed", "proof.jws")


def test_the_2018_suite_takes_ed25519_alone() -> None:
    document = signed("JsonWebSignature2020", P256)
    document["proof"]["type"] = "Ed25519Signature2018"
    assert examine(document).signature.code == "signature.malformed"


def test_a_credential_of_another_stack_passes() -> None:
    folder = ("8-oid4vc", "presentation-exchange", "sample-implementation", "src", "__fixtures__", "test-vectors")
    document = json.loads(vector(*folder, "vc-ld.json").read_text())
    found = (
        document
        if "proof" in document
        else next(one for one in document.values() if isinstance(one, dict) and "proof" in one)
    )
    assert examine(found).signature.outcome is Outcome.PASSED
