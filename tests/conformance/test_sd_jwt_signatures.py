"""SD-JWT: issuer signatures and key bindings of RFC 9901, sd-jwt-python and sd-jwt-vc, and 42 derived cases."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.dids.key_forms import read_jwk
from wallet.dids.keys import PublicKey
from wallet.errors import WalletError
from wallet.formats.envelope import Envelope, Format, Kind
from wallet.formats.recognise import recognise
from wallet.formats.sd_jwt import read_sd_jwt
from wallet.formats.vc_jwt import read_token
from wallet.proofs.examine import examine_proofs
from wallet.proofs.jose import find_algorithm, match_compact
from wallet.proofs.key_binding import KeyBindingPolicy, examine_key_binding
from wallet.proofs.raw_signatures import Match
from wallet.report import Outcome

ROOM = "3-sd-jwt"
ISSUER = "https://issuer.example.com"
KEY_BOUND_AT = datetime(2025, 5, 29, 16, 50, tzinfo=UTC)
SETS = ("rfc9901", "sd-jwt-python", "sd-jwt-vc")


def cases() -> list[str]:
    root = vectors_root()
    if root is None:
        return []
    folders = (path for name in SETS for path in (root / ROOM / name).iterdir() if path.is_dir())
    return sorted(f"{path.parent.name}/{path.name}" for path in folders)


def token_of(folder: Path, what: str) -> str:
    """The compact serialisation of one case, from its JSON serialisation where it has only that."""
    text = folder / f"sd_jwt_{what}.txt"
    if text.is_file():
        return text.read_text().strip()
    outer = json.loads((folder / f"sd_jwt_{what}.json").read_text())
    found = recognise(json.loads(outer) if isinstance(outer, str) else outer)
    assert found.token is not None
    return found.token


def test_there_are_35_published_cases() -> None:
    vector("MANIFEST.tsv")
    assert len(cases()) == 35


def issuer_key(folder: Path) -> PublicKey:
    """The issuer's public key from the suite's settings; the first `x` and `y` are the issuer's."""
    settings = (folder.parent / "settings.yml").read_text()
    issuer = settings[settings.index("issuer_key") :]
    members = {name: re.search(rf"\b{name}: \"?([\w-]+)", issuer)[1] for name in ("kty", "crv", "x", "y")}
    return read_jwk(members)


@pytest.mark.parametrize("case", cases())
def test_issuer_signatures_of_published_sd_jwts(case: str) -> None:
    folder = vector(ROOM, case)
    for what in ("presentation", "issuance"):
        text = token_of(folder, what)
        sd_jwt = read_sd_jwt(text)
        algorithm = find_algorithm(sd_jwt.jws.header["alg"])
        assert algorithm is not None
        assert match_compact(sd_jwt.selective.signed_part, algorithm, issuer_key(folder)) is Match.GOOD
        changed = text.replace(text[20], "A" if text[20] != "A" else "B", 1)
        assert match_compact(changed.partition("~")[0], algorithm, issuer_key(folder)) is not Match.GOOD


@pytest.mark.parametrize("case", cases())
def test_key_bindings_of_published_sd_jwts(case: str) -> None:
    folder = vector(ROOM, case)
    payload = folder / "kb_jwt_payload.json"
    text = token_of(folder, "presentation")
    sd_jwt = read_sd_jwt(text)
    envelope = Envelope(
        b"", case, Format.SD_JWT_VC, Kind.CREDENTIAL, sd_jwt.document, token=text, header=sd_jwt.jws.header,
        claims=sd_jwt.jws.payload, selective=sd_jwt.selective,
    )  # fmt: skip
    if not payload.exists():
        assert examine_key_binding(envelope, "n", "a", KEY_BOUND_AT).code == "holder.missing"
        return
    stated = json.loads(payload.read_text())
    made = datetime.fromtimestamp(stated["iat"], UTC)
    result = examine_key_binding(envelope, stated["nonce"], stated["aud"], made)
    assert (result.code, result.outcome) == ("holder.bound", Outcome.PASSED)
    assert examine_key_binding(envelope, "another", stated["aud"], made).code == "holder.wrong_nonce"
    assert examine_key_binding(envelope, stated["nonce"], "another", made).code == "holder.wrong_audience"
    late = made.replace(year=made.year + 1)
    assert examine_key_binding(envelope, stated["nonce"], stated["aud"], late).code == "holder.expired"
    assert examine_key_binding(envelope, None, None, made).code == "holder.not_asked"


DERIVED_SIGNATURES = {
    "30-alg-none": "signature.unsigned",
    "31-alg-hs256-confusion": "proof.suite_unknown",
    "32-issuer-sig-flipped": "signature.invalid",
    "33-issuer-sig-zero": "signature.invalid",
    "34-payload-swapped": "signature.invalid",
    "35-signed-by-holder-key": "signature.invalid",
    "38-embedded-jwk-header": "signature.invalid",
}
DERIVED_BINDINGS = {
    "01-valid-with-kb": "holder.bound",
    "50-kb-wrong-nonce": "holder.wrong_nonce",
    "51-kb-wrong-aud": "holder.wrong_audience",
    "52-kb-wrong-sd_hash": "holder.wrong_disclosures",
    "53-kb-wrong-typ": "holder.malformed",
    "54-kb-wrong-key": "holder.wrong_key",
    "55-kb-missing-nonce": "holder.malformed",
    "56-kb-missing-sd_hash": "holder.wrong_disclosures",
    "57-kb-over-other-disclosures": "holder.wrong_disclosures",
    "58-kb-iat-future": "holder.not_yet_valid",
    "59-kb-stripped": "holder.missing",
    "61-truncated-kb": "holder.malformed",
}
SIGNATURE_AND_COVERAGE_PASS = {
    "00",
    "01",
    "02",
    "39",
    "40",
    "50",
    "51",
    "52",
    "53",
    "54",
    "55",
    "56",
    "57",
    "58",
    "59",
    "61",
}


def derived() -> list[str]:
    root = vectors_root()
    return sorted(path.stem for path in (root / ROOM / "derived").glob("*.txt")) if root else []


def test_there_are_42_derived_cases() -> None:
    vector("MANIFEST.tsv")
    assert len(derived()) == 42


@pytest.mark.parametrize("name", derived())
def test_derived_cases_are_decided_by_the_check_that_must(name: str) -> None:
    keys = json.loads(vector(ROOM, "derived", "keys.json").read_text())
    key_set = json.dumps({"keys": [keys["issuer_public"]]}).encode()
    documents = DocumentMap({ISSUER: HeldDocument(ISSUER, key_set, None, HeldFrom.BUNDLED)})
    token = vector(ROOM, "derived", f"{name}.txt").read_text().strip()
    try:
        envelope = read_token(token, token.encode(), name)
    except WalletError as refusal:
        envelope, refused = None, refusal.step
    if envelope is None:
        assert refused
        assert name[:2] not in SIGNATURE_AND_COVERAGE_PASS
        return
    (finding,) = examine_proofs(envelope, documents)
    passed = (finding.signature.outcome, finding.coverage.outcome) == (Outcome.PASSED, Outcome.PASSED)
    assert passed is (name[:2] in SIGNATURE_AND_COVERAGE_PASS), (finding.signature.code, finding.coverage.code)
    assert finding.signature.code == DERIVED_SIGNATURES.get(name, "signature.valid")
    if name in DERIVED_BINDINGS:
        moment = KEY_BOUND_AT
        result = examine_key_binding(envelope, keys["nonce"], keys["aud"], moment, KeyBindingPolicy())
        assert result.code == DERIVED_BINDINGS[name]
