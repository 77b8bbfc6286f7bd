"""Signed credentials of the Digital Credentials Consortium: `signature` and `coverage` by name, each exception with its reason."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conformance.test_status_lists import DCC, hold
from tests.conformance.vectors import vectors_root
from wallet.dids.held import DocumentMap
from wallet.intake import CheckedCredential, Evidence, check_source
from wallet.report import Outcome

NOW = datetime(2026, 1, 15, tzinfo=UTC)

# Not to be passed, and what has to say so.
REFUSED = {
    "legacy-noStatus-noExpiry-tampered": "signature.invalid",
    "derived-v1Tampered": "signature.invalid",
    "derived-v2Tampered": "signature.invalid",
    "derived-v1ExpiredAndTampered": "signature.invalid",
    "derived-v2ExpiredAndTampered": "signature.invalid",
    "derived-v1NonURIId": "signature.invalid",  # its id was changed after signing
    "derived-v2NonURIId": "signature.invalid",
    "derived-noContext": "signature.invalid",
    "derived-noVCContext": "signature.invalid",
    "derived-v1NoProof": "signature.unsigned",
    "derived-v2NoProof": "signature.unsigned",
    "safeModeBreaker": "signature.invalid",  # recomputed by two other stacks: it does not verify
    "testVC": "signature.invalid",
}
# Signed soundly, but a context object of its own stands in it, which the signature cannot cover (DI-02).
INLINE_CONTEXT = ("twoOIDF-revoked-notExpired-badSchema",)


def fixtures() -> list[Path]:
    root = vectors_root()
    if root is None:
        return []
    credentials = root / DCC / "dcc-vc-test-fixtures" / "verifiableCredentials"
    return sorted([*credentials.rglob("*.json"), *(root / DCC / "dcc-verifier-core").glob("*.json")])


def check(path: Path) -> CheckedCredential | None:
    root = vectors_root()
    assert root is not None
    held = {}
    for document in (root / DCC / "dcc-vc-test-fixtures" / "dids").rglob("did.json"):
        content = document.read_bytes()
        held[json.loads(content)["id"]] = hold(json.loads(content)["id"], content)
    found = list(check_source(path.read_bytes(), path.name, now=NOW, evidence=Evidence(DocumentMap(held))))
    assert len(found) == 1
    return found[0] if isinstance(found[0], CheckedCredential) else None


@pytest.mark.parametrize(
    "path", fixtures(), ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}-{path.stem}"
)
def test_signature_and_coverage_pass_where_the_issuer_signed_it_and_nowhere_else(path: Path) -> None:
    checked = check(path)
    assert checked is not None
    signature, coverage = checked.report.result_of("signature"), checked.report.result_of("coverage")
    assert signature is not None
    assert coverage is not None
    if path.stem in REFUSED:
        assert signature.code == REFUSED[path.stem]
        return
    assert signature.outcome is Outcome.PASSED, (signature.code, dict(signature.facts))
    if path.stem in INLINE_CONTEXT:
        assert coverage.outcome is not Outcome.PASSED
        assert coverage.facts["reason"] == "inline_context"
    else:
        assert coverage.outcome is Outcome.PASSED, (coverage.code, dict(coverage.facts))


def test_all_of_the_fixtures_were_there() -> None:
    if vectors_root() is None:
        pytest.skip("no vectors here: nothing was measured")
    assert len(fixtures()) == 80
    assert set(REFUSED) <= {path.stem for path in fixtures()}
