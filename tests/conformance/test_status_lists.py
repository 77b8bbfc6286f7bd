"""Status lists of others: exact values, and honest answers where a list cannot establish anything."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.credentials.model import StatusClaim
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.encoding.base64url import read_base64url
from wallet.encoding.multibase import read_multibase
from wallet.intake import CheckedCredential, Evidence, check_source
from wallet.report import Outcome
from wallet.status.bits import GZIP, ZLIB, inflate, read_from_left, read_from_right
from wallet.status.question import StatusQuestion
from wallet.status.token_list import check_token_list
from wallet.trust.known_issuers import KnownIssuers

NOW = datetime(2026, 1, 15, tzinfo=UTC)
DCC = "4-openbadges-clr-dcc"


@pytest.mark.parametrize("name", ["1bit-short", "2bit-short", "1bit-long", "2bit-long", "4bit", "8bit"])
def test_token_status_lists_have_the_stated_values(name: str) -> None:
    cases = json.loads(vector("3-sd-jwt", "token-status-list", "vectors.json").read_text(encoding="utf-8"))
    case = next(case for case in cases if case["name"] == name)
    size = case["status_list"]["bits"]
    bits = inflate(read_base64url(case["status_list"]["lst"]), ZLIB)
    assert len(bits) == case["decompressed_bytes"]
    stated = {int(index): value for index, value in case["expected"].items()}
    assert {index: read_from_right(bits, index, size) for index in stated} == stated
    if case["default"] is not None:
        others = set(range(len(bits) * 8 // size)) - set(stated)
        assert {read_from_right(bits, index, size) for index in others} == {case["default"]}


def hold(url: str, content: bytes) -> HeldDocument:
    return HeldDocument(url, content, NOW, HeldFrom.FETCHED)


def test_the_signed_token_list_of_the_specification_is_believed_under_its_published_key() -> None:
    """Its issuer is an https URL whose key set is held; entry 0 is 1, entry 1 is 0 (its list is the short 1-bit one)."""
    token = vector("3-sd-jwt", "token-status-list", "status_list.jwt").read_bytes()
    key = json.loads(vector("3-sd-jwt", "token-status-list", "key.jwk.json").read_text(encoding="utf-8"))
    public = {name: value for name, value in key.items() if name != "d"}
    url, issuer = "https://example.com/statuslists/1", "https://example.com"
    documents = DocumentMap({url: hold(url, token), issuer: hold(issuer, json.dumps({"keys": [public]}).encode())})
    answers = {index: ask_token_list(documents, url, issuer, index) for index in (0, 1)}
    assert {index: answer.code for index, answer in answers.items()} == {0: "status.revoked", 1: "status.good"}
    assert answers[1].as_of == NOW


def test_the_signed_list_of_the_specification_in_cbor_is_believed_under_the_same_key() -> None:
    token = bytes.fromhex(vector("3-sd-jwt", "token-status-list", "status_list_token.cwt.hex").read_text().strip())
    key = json.loads(vector("3-sd-jwt", "token-status-list", "key.jwk.json").read_text(encoding="utf-8"))
    public = {name: value for name, value in key.items() if name != "d"}
    url, issuer = "https://example.com/statuslists/1", "https://example.com"
    documents = DocumentMap({url: hold(url, token), issuer: hold(issuer, json.dumps({"keys": [public]}).encode())})
    answers = {index: ask_token_list(documents, url, issuer, index).code for index in (0, 1, 15, 16)}
    good = "status.good"
    assert answers == {0: "status.revoked", 1: good, 15: "status.revoked", 16: "status.index_out_of_range"}
    altered = DocumentMap({url: hold(url, token[:-1] + b"\0"), issuer: documents.find(issuer)})
    assert ask_token_list(altered, url, issuer, 1).code == "status.list_not_genuine"


def ask_token_list(documents: DocumentMap, url: str, issuer: str, index: int):
    from wallet.verification.examiner import Examiner

    examiner = Examiner(NOW, documents, KnownIssuers({}))
    entry = {"status_list": {"idx": index, "uri": url}}
    claim = StatusClaim("status_list", url, str(index), None, entry)
    return check_token_list(StatusQuestion(claim, None, issuer, NOW, documents, examiner._examine_list))


def test_the_all_zero_bitstring_of_the_recommendation_is_all_zero() -> None:
    encoded = vector("1-data-integrity", "vc-bitstring-status-list", "encodedList-allzero.txt").read_text().strip()
    bits = inflate(read_multibase(encoded), GZIP)
    assert bits == bytes(16_384)
    assert [read_from_left(bits, index, 1) for index in (0, 131_071, 131_072)] == [0, 0, None]


# file name (without .json) -> what the list that the credential names says about it, and why where it says nothing
REASONS = {
    "legacy-expiredStatus-noExpiry": "status.too_short",
    "legacy-missingTypeStatus-noExpiry": "status.malformed",
    "legacy-notYetValidStatus-noExpiry": "status.list_not_current",
    "legacy-tamperedStatus-noExpiry": "status.list_not_genuine",
}
OF_THE_VERIFIER = {
    "v1Revoked": "status.revoked",
    "v1RevokedAndExpired": "status.revoked",
    "v2Revoked": "status.revoked",
    "v2RevokedAndExpired": "status.revoked",
    "v1WithValidStatus": "status.too_short",
    "v1ExpiredWithValidStatus": "status.too_short",
    "v2WithValidStatus": "status.too_short",
    "v2ExpiredWithValidStatus": "status.too_short",
    "v2EddsaWithValidStatus": "status.too_short",
    "v2DoubleSigWithValidStatus": "status.too_short",
    "v2DoubleSigWithBadStatusUrl": "status.not_held",
}


@cache
def lists() -> dict[str, bytes]:
    root = vectors_root()
    folders = ("dcc-vc-test-fixtures/statusLists", "dcc-verifier-core/status")
    return (
        {path.name: path.read_bytes() for name in folders for path in (root / DCC / name).rglob("*") if path.is_file()}
        if root
        else {}
    )


def fixtures() -> list[Path]:
    root = vectors_root()
    if root is None:
        return []
    every = [*(root / DCC / "dcc-vc-test-fixtures").rglob("*.json"), *(root / DCC / "dcc-verifier-core").glob("*.json")]
    return sorted(path for path in every if b'"credentialStatus"' in path.read_bytes())


def checked_with_its_lists(path: Path) -> CheckedCredential:
    """Check a fixture by somebody who holds, under the very address it names, the list that was published there."""
    held = {}
    for document in (vectors_root() / DCC / "dcc-vc-test-fixtures" / "dids").rglob("did.json"):
        content = document.read_bytes()
        held[json.loads(content)["id"]] = hold(json.loads(content)["id"], content)
    entries = json.loads(path.read_bytes())["credentialStatus"]
    for entry in entries if isinstance(entries, list) else [entries]:
        url = entry.get("statusListCredential", "")
        if (name := url.rsplit("/", 1)[-1]) in lists():
            held[url] = hold(url, lists()[name])
    (checked,) = check_source(path.read_bytes(), path.name, now=NOW, evidence=Evidence(DocumentMap(held)))
    assert isinstance(checked, CheckedCredential)
    return checked


@pytest.mark.parametrize(
    "path", fixtures(), ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}-{path.stem}"
)
def test_what_the_lists_of_the_fixtures_can_and_cannot_establish(path: Path) -> None:
    checked = checked_with_its_lists(path)
    status, issuer_key = checked.report.result_of("status"), checked.report.result_of("issuer_key")
    assert status is not None
    assert issuer_key is not None
    if issuer_key.outcome is not Outcome.PASSED:
        assert status.code == "status.moot"
        return
    if path.parent.name == "dcc-verifier-core":
        assert status.code == OF_THE_VERIFIER[path.stem]
        return
    expected = REASONS.get(path.stem, "status.wrong_issuer")
    assert status.code == expected
    assert status.outcome is Outcome.UNDECIDED
    if expected == "status.wrong_issuer":
        assert status.facts["list_issuer"] != status.facts["issuer"]
