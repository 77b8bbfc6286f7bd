"""VC-JOSE-COSE: W3C's own tokens, checked by the `signature` and `coverage` findings."""

import json
from pathlib import Path

import pytest

from tests.conformance.vectors import vector
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope
from wallet.formats.jwt import read_compact_jws
from wallet.formats.vc_jwt import read_token
from wallet.proofs.jose import examine_token
from wallet.report import Outcome

SUITE = ("1-data-integrity", "vc-jose-cose-test-suite")
ISSUER = "https://example.issuer/vc-jose-cose"
# These contradict the media type or the data model rather than the signature: refused at the door, each by its own step.
FORMAT_STEPS = {"", "jwt.typ", "jwt.payload", "jwt.vc_claim", "jwt.type", "jwt.parts", "sd_jwt.tilde"}


def controller_document(key_file: str) -> DocumentMap:
    """The issuer's document as the case has it: only the key that the case names."""
    method = json.loads(vector(*SUITE, key_file).read_text())
    del method["secretKeyJwk"]
    methods = [method]
    document = {"id": ISSUER, "verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}
    content = json.dumps(document).encode()
    return DocumentMap({ISSUER: HeldDocument(ISSUER, content, None, HeldFrom.BUNDLED)})


def token_cases() -> list[dict]:
    cases = json.loads(vector(*SUITE, "test-mapping.json").read_text())
    return [case for case in cases if case["fn"] == "verify" and not case["feature"].endswith("_cose")]


def outcome(path: Path, key_file: str) -> str:
    token = path.read_text().strip()
    try:
        envelope = read_token(token, token.encode(), path.name)
    except WalletError as error:
        return f"refused: {error.step}"
    finding = examine_token(envelope, controller_document(key_file))
    if (finding.signature.outcome, finding.coverage.outcome) == (Outcome.PASSED, Outcome.PASSED):
        assert finding.in_document
        assert finding.controller == ISSUER
        return _enveloped_outcome(envelope.document) or "passed"
    return f"not passed: {finding.signature.code} {finding.coverage.code}"


def _enveloped_outcome(document: dict) -> str | None:
    """A presentation is no better than what it holds: an enveloped credential that cannot be opened refuses it."""
    for held in document.get("verifiableCredential", []):
        kind, _, token = held["id"].partition(",")
        if "+cose" in kind:
            continue  # COSE is told to people as what it is, not checked; the token around it is checked all the same
        try:
            read_token(token, token.encode(), kind)
        except WalletError as error:
            return f"refused: {error.step}"
    return None


def test_every_token_of_the_suite_is_decided_as_the_suite_says() -> None:
    wrong, seen = [], 0
    for case in token_cases():
        path = vector(*SUITE, case["input_file"])
        seen += 1
        found = outcome(path, case["key_file"])
        if (found == "passed") is not (case["expected_result"] == "success"):
            wrong.append((case["name"], found))
    assert seen == 18
    assert not wrong


def test_negatives_are_refused_for_their_own_reason() -> None:
    assert outcome(vector(*SUITE, "credential-jose-bad-signature.txt"), "vm-ed25519.json").startswith(
        "not passed: signature."
    )
    assert outcome(vector(*SUITE, "credential-jose-vc-vp-claims.txt"), "vm-ed25519.json") == "refused: jwt.vc_claim"


@pytest.mark.parametrize("number", range(1, 8))
def test_tokens_of_the_specification_are_read_and_their_key_is_missed_honestly(number: int) -> None:
    token = vector("1-data-integrity", "vc-jose-cose-spec", f"token-0{number}.txt").read_text().strip()
    assert read_compact_jws(token.partition("~")[0]).signature
    try:
        envelope = read_token(token, token.encode(), "spec")
    except WalletError as error:
        refused = error.step
    else:
        refused = ""
        _assert_key_is_missed(envelope)
    assert refused in FORMAT_STEPS


def _assert_key_is_missed(envelope: Envelope) -> None:
    finding = examine_token(envelope, DocumentMap({}))
    assert finding.signature.code == "proof.key_not_found"
    assert finding.signature.outcome is Outcome.UNDECIDED
