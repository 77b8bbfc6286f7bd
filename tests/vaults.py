"""Vaults and kept credentials for tests: quick to open, made without any proof."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wallet.messages.views import CredentialSummary
from wallet.report import CheckResult, Outcome, VerificationReport
from wallet.store.kdf import KdfCost, KdfPolicy
from wallet.store.stored_credential import NewCredential
from wallet.store.vault import Vault, VaultTerms

CHEAP = KdfPolicy(floor=KdfCost(memory=64, passes=1, lanes=1))
PASSPHRASE = "correct horse battery staple"
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def terms_for(state: Path, **changes: object) -> VaultTerms:
    """Return terms under which a vault opens in microseconds."""
    return VaultTerms(cost=lambda: CHEAP.floor, witness_folder=state, policy=CHEAP, **changes)


def a_report(now: datetime = MOMENT, **codes: str) -> VerificationReport:
    """Return a report in which every check passed, but for those given as `check="code"`: these failed."""
    fine = {
        "signature": "signature.valid",
        "coverage": "coverage.complete",
        "issuer_key": "issuer_key.allowed",
        "issuer": "issuer.known",
        "validity": "validity.current",
        "status": "status.good",
    }
    results = [
        CheckResult(check, Outcome.FAILED if check in codes else Outcome.PASSED, codes.get(check, code))
        for check, code in fine.items()
    ]
    return VerificationReport(tuple(results), now)


def a_credential(name: str = "Glass blowing", **changes: object) -> NewCredential:
    """Return a checked credential on its way into the vault; what it is called makes it what it is."""
    report = changes.pop("report") if "report" in changes else a_report()
    original = changes.pop("original", None) or f'{{"name": "{name}"}}'.encode()
    issued = changes.pop("issued", MOMENT - timedelta(days=30))
    summary = CredentialSummary(
        id="",
        title=name,
        titles=(("en", name),),
        issuer_name=changes.pop("issuer", "Larkspur Institute"),
        issuer_id="did:web:larkspur.example",
        issuer_vouched_by="",
        kind="Course",
        verdict=report.verdict,
        signing_key="",
        issued=issued,
        valid_until=changes.pop("valid_until", None),
    )
    content = changes.pop("content", None) or hashlib.sha256(name.encode()).digest()
    return NewCredential(content, original, f"{name}.json", report, summary, **changes)


def decrypted(vault: Vault) -> bytes:
    """Return every page of the file in the clear: SQLCipher 4 pages are AES-256-CBC with the IV before a 64-byte HMAC."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    content, clear = vault.database.path.read_bytes(), []
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        body, iv = page[16 if start == 0 else 0 : 4096 - 80], page[4096 - 80 : 4096 - 64]
        decryptor = Cipher(algorithms.AES(vault._key), modes.CBC(iv)).decryptor()
        clear.append(decryptor.update(body))
    assert b"CREATE TABLE credential" in b"".join(clear)
    return b"".join(clear)
