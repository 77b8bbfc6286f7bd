"""W3C Data Integrity vectors: 18 positives, and 210 negatives whose base is first shown to pass."""

import json
from functools import cache

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.dids.held import DocumentMap
from wallet.dids.keys import KeyKind
from wallet.dids.timestamps import find_moment
from wallet.encoding.multibase import read_multibase
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.proofs.bbs_2023 import read_derived_proof
from wallet.proofs.examine import examine_proofs
from wallet.proofs.finding import ProofFinding
from wallet.proofs.sd_signing import ProofTerms, derive_bbs, derive_ecdsa_sd, sign_bbs
from wallet.proofs.signing import sign_data_integrity
from wallet.proofs.signing_key import signing_key_of
from wallet.report import Outcome

ROOM = "1-data-integrity"
POSITIVES = (
    "vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",
    "vc-di-eddsa/eddsa-jcs-2022/signedJCS.json",
    "vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json",
    "vc-di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json",
    "vc-di-eddsa/proof-set-chain/signedProofSet1.json",
    "vc-di-eddsa/proof-set-chain/signedProofSet2.json",
    "vc-di-eddsa/proof-set-chain/signedProofChain1.json",
    "vc-di-eddsa/proof-set-chain/signedProofChain2.json",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json",
    "vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json",
    "vc-di-ecdsa/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json",
    "vc-di-ecdsa/ecdsa-sd-2023/employ/derivedRevealDocument.json",
    "vc-di-ecdsa/ecdsa-sd-2023/prc/derivedRevealDocument.json",
    "vc-di-bbs/derivedRevealDocument.json",
    "vc-di-bbs/prc/derivedRevealDocument.json",
)
BASES = (
    "vc-di-ecdsa/ecdsa-sd-2023/employ/addSignedSDBase.json",
    "vc-di-ecdsa/ecdsa-sd-2023/prc/addSignedSDBase.json",
    "vc-di-bbs/addSignedSDBase.json",
    "vc-di-bbs/prc/addSignedSDBase.json",
)
FEATURES = ("HolderBinding", "Pseudonym", "PseudonymHB")


def examine(*path: str) -> tuple[ProofFinding, ...]:
    source = vector(*path).read_bytes()
    envelope = Envelope(source, path[-1], Format.JSON, Kind.CREDENTIAL, json.loads(source))
    return examine_proofs(envelope, DocumentMap({}))


def outcomes(findings: tuple[ProofFinding, ...]) -> set[Outcome]:
    return {result.outcome for finding in findings for result in (finding.signature, finding.coverage)}


def told(findings: tuple[ProofFinding, ...]) -> list[tuple[str, str, object, object]]:
    return [(one.signature.code, one.coverage.code, one.signature.facts, one.coverage.facts) for one in findings]


@pytest.mark.parametrize("path", POSITIVES)
def test_positives_pass_signature_and_coverage(path: str) -> None:
    findings = examine(ROOM, *path.split("/"))
    assert outcomes(findings) == {Outcome.PASSED}, told(findings)
    assert all(finding.in_document and finding.relationships for finding in findings)


@pytest.mark.parametrize("path", BASES)
def test_base_proofs_are_checked_whole(path: str) -> None:
    findings = examine(ROOM, *path.split("/"))
    assert outcomes(findings) == {Outcome.PASSED}, told(findings)


@pytest.mark.parametrize("feature", FEATURES)
def test_features_that_are_not_supported_are_said_to_be(feature: str) -> None:
    (finding,) = examine(ROOM, "vc-di-bbs", feature, "derivedRevealDocument.json")
    assert finding.signature.outcome is Outcome.UNDECIDED
    assert finding.signature.code == "proof.suite_unknown"


@cache
def negatives() -> tuple[tuple[str, str], ...]:
    """(negative, its base), as the manifest names them."""
    root = vectors_root()
    if root is None:
        return ()
    rows = (
        line.split("\t") for line in (root / "MANIFEST.tsv").read_text().split("\n") if "derived-negatives/" in line
    )
    return tuple((row[0], row[2].partition("base: ")[2]) for row in rows)


def test_there_are_210_negatives() -> None:
    vector("MANIFEST.tsv")
    assert len(negatives()) == 210


@pytest.mark.parametrize("base", sorted({base for _, base in negatives()}))
def test_each_base_passes_the_checks_that_its_negatives_must_fail(base: str) -> None:
    findings = examine(*base.split("/"))
    assert outcomes(findings) == {Outcome.PASSED}, told(findings)


# What must be told of each kind of negative, by the check that must tell it.
SIGNATURE_CODES = {
    "cryptosuite-unknown": {"proof.suite_unknown"},
    "prooftype-unknown": {"proof.suite_unknown"},
    "proof-removed": {"signature.unsigned"},
    "proof-empty-array": {"signature.unsigned"},
    "proof-string": {"signature.malformed"},
    "proofvalue-missing": {"signature.malformed"},
    "proofvalue-wrong-multibase": {"signature.malformed"},
    "proofvalue-truncated": {"signature.malformed", "signature.invalid"},
    "proofvalue-altered": {"signature.malformed", "signature.invalid"},
    "vm-unresolvable": {"proof.key_not_found"},
    "vm-swapped": {"signature.invalid", "signature.malformed"},
    "context-unknown-url": {"proof.context_not_held"},
    "context-redefine-name": {"signature.malformed"},
    "context-first-removed": {"signature.invalid", "signature.malformed"},
    "tamper-claim": {"signature.invalid", "signature.malformed"},
    "tamper-issuer": {"signature.invalid", "signature.malformed"},
    "swap-subject-id": {"signature.invalid"},
    "add-validUntil": {"signature.invalid", "signature.malformed"},
    "proof-created-changed": {"signature.invalid"},
    "proof-expires-added": {"signature.invalid"},
    "proof-purpose-changed": {"signature.invalid"},
}
COVERAGE_CODES = {
    "undefined-term-added": {"coverage.undefined_term"},
    "undefined-term-in-subject": {"coverage.undefined_term"},
}


@pytest.mark.parametrize("path", [path for path, _ in negatives()])
def test_each_negative_is_refused_by_the_check_that_must_refuse_it(path: str) -> None:
    name = path.rpartition("/")[2].removesuffix(".json")
    findings = examine(*path.split("/"))
    if name == "context-unknown-url" and "-jcs-" in path:
        # A JCS proof states the contexts it was made with: one added later is in the document, but not signed.
        assert {one.coverage.code for one in findings} == {"coverage.unsigned_content"}, told(findings)
    elif name in COVERAGE_CODES:
        assert {one.coverage.code for one in findings} == COVERAGE_CODES[name], told(findings)
    else:
        assert {one.signature.code for one in findings} <= SIGNATURE_CODES[name], told(findings)
        assert all(one.signature.outcome is not Outcome.PASSED for one in findings)


# --- What our own signing and showing makes of the same inputs ----------------------------------------------------------


def read(path: str) -> dict:
    return json.loads(vector(ROOM, *path.split("/")).read_bytes())


@pytest.mark.parametrize(("folder", "pointers"), [("employ", "employSelective.json"), ("prc", "prCredSelective.json")])
def test_ecdsa_sd_derivation_is_that_of_the_specification_byte_for_byte(folder: str, pointers: str) -> None:
    base = read(f"vc-di-ecdsa/ecdsa-sd-2023/{folder}/addSignedSDBase.json")
    derived = derive_ecdsa_sd(base, read(f"vc-di-ecdsa/{pointers}"))
    assert derived == read(f"vc-di-ecdsa/ecdsa-sd-2023/{folder}/derivedRevealDocument.json")


@pytest.mark.parametrize(
    ("folder", "selective", "mandatory"),
    [("", "windSelective.json", "windMandatory.json"), ("prc/", "prCredSelective.json", "prCredMandatory.json")],
)
def test_bbs_base_and_derivation_are_those_of_the_specification(folder: str, selective: str, mandatory: str) -> None:
    base, keys = read(f"vc-di-bbs/{folder}addSignedSDBase.json"), read("vc-di-bbs/BBSKeyMaterial.json")
    made = sign_bbs(
        {name: value for name, value in base.items() if name != "proof"},
        ProofTerms(
            base["proof"]["verificationMethod"],
            find_moment(base["proof"]["created"]),
            tuple(read(f"vc-di-bbs/{mandatory}")),
        ),
        secret=bytes.fromhex(keys["privateKeyHex"]),
        hmac_key=bytes.fromhex(keys["hmacKeyString"]),
    )
    assert made["proof"]["proofValue"] == base["proof"]["proofValue"]
    stated = read(f"vc-di-bbs/{folder}derivedRevealDocument.json")
    pointers = read(f"vc-di-bbs/{selective}")
    derived = derive_bbs(base, pointers, presentation_header=b"nonce", random_bytes=lambda count: b"\5" * count)
    parts = [read_derived_proof(read_multibase(one["proof"]["proofValue"])) for one in (derived, stated)]
    assert len({(one.mandatory_indexes, one.selective_indexes, tuple(one.labels.items())) for one in parts}) == 1
    assert {**derived, "proof": None} == {**stated, "proof": None}


@pytest.mark.parametrize(
    "path", [path for path in POSITIVES if path.startswith("vc-di-eddsa/") and "proof-set-chain" not in path]
)
def test_eddsa_signing_is_that_of_the_specification_byte_for_byte(path: str) -> None:
    stated, keys = read(path), read("vc-di-eddsa/keyPair.json")
    secret = read_multibase(keys.get("secretKeyMultibase") or keys["privateKeyMultibase"])[2:]
    proof = stated["proof"]
    made = sign_data_integrity(
        {name: value for name, value in stated.items() if name != "proof"},
        suite=proof.get("cryptosuite", proof["type"]),
        private_key=signing_key_of(KeyKind.ED25519, secret),
        verification_method=proof["verificationMethod"],
        created=find_moment(proof["created"]),
    )
    assert made["proof"]["proofValue"] == proof["proofValue"]
