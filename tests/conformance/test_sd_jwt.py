"""SD-JWT with its signatures and key bindings: every stated case verifies, every derived case has the answer it must have."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.conformance.test_sd_jwt_structure import _cases, _derived, _token
from tests.conformance.vectors import vector
from wallet.dids.held import DocumentMap, HeldDocument, HeldFrom
from wallet.dids.key_forms import read_jwk
from wallet.dids.keys import PublicKey
from wallet.encoding.base64url import read_base64url
from wallet.encoding.strict_json import read_json_object
from wallet.formats.sd_jwt import read_sd_jwt
from wallet.intake import CheckedCredential, Evidence, HolderExpectation, Refusal, check_source
from wallet.proofs.jose import find_algorithm, match_compact
from wallet.proofs.raw_signatures import Match

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def published_key(case: str) -> PublicKey:
    """Read the first issuer key of the case's settings (a small YAML file of known shape)."""
    text = vector("3-sd-jwt", case.split("/")[0], "settings.yml").read_text(encoding="utf-8")
    keys = text[text.index("issuer_key") :]
    found = {name: re.search(rf"\b{name}: *\"?([A-Za-z0-9_-]+)", keys) for name in ("kty", "crv", "x", "y")}
    return read_jwk({name: match[1] for name, match in found.items() if match})


@pytest.mark.parametrize("case", _cases())
def test_stated_cases(case: str) -> None:
    """The issuer's signature verifies under the published key, and not once a letter of the payload is changed."""
    sd_jwt = read_sd_jwt(_token(case, "presentation"))
    signed = sd_jwt.selective.signed_part
    header = read_json_object(read_base64url(signed.split(".")[0]))
    algorithm = find_algorithm(header["alg"])
    assert algorithm is not None
    key = published_key(case)
    assert match_compact(signed, algorithm, key) is Match.GOOD
    start, payload, signature = signed.split(".")
    changed = f"{start}.{payload[:-1]}{'A' if payload[-1] != 'A' else 'B'}.{signature}"
    assert match_compact(changed, algorithm, key) is not Match.GOOD
    assert sd_jwt.document == read_json_object(vector("3-sd-jwt", case, "verified_contents.json").read_bytes())


# case -> (check, code) of the finding that must say so; None: the door refuses it; "" all is well
SAYS: dict[str, tuple[str, str] | None] = {
    "30-alg-none": ("signature", "signature."),
    "31-alg-hs256-confusion": ("signature", "proof.suite_unknown"),  # no symmetric algorithm is known here
    "32-issuer-sig-flipped": ("signature", "signature."),
    "33-issuer-sig-zero": ("signature", "signature."),
    "34-payload-swapped": ("signature", "signature."),
    "35-signed-by-holder-key": ("signature", "signature."),
    "36-typ-wrong": None,
    "37-crit-unknown": None,
    "38-embedded-jwk-header": ("signature", "signature."),
    "39-expired": ("validity", "validity.expired"),
    "40-nbf-future": ("validity", "validity.not_yet_valid"),
    "41-missing-vct": None,
    "60-missing-final-tilde": None,
    **{f"{name}": ("coverage", "coverage.") for name in (
        "10-tampered-disclosure", "11-unreferenced-disclosure", "12-duplicate-disclosure", "13-duplicate-digest",
        "14-disclosed-name-_sd", "15-disclosed-name-dots", "16-claim-collision", "17-array-disclosure-in-object",
        "18-four-element-disclosure", "19-disclosure-not-array", "20-disclosure-not-base64", "21-sd_alg-sha1",
        "22-sd_alg-unknown", "23-sd-not-array", "42-vct-selectively-disclosed",
    )},
    **{f"{name}": ("holder", "holder.") for name in (
        "50-kb-wrong-nonce", "51-kb-wrong-aud", "52-kb-wrong-sd_hash", "53-kb-wrong-typ", "54-kb-wrong-key",
        "55-kb-missing-nonce", "56-kb-missing-sd_hash", "57-kb-over-other-disclosures", "58-kb-iat-future", "59-kb-stripped",
        "61-truncated-kb",
    )},
}  # fmt: skip
SOUND = ("00-valid-no-kb", "01-valid-with-kb", "02-valid-no-disclosures")


def check_derived(name: str) -> CheckedCredential | Refusal:
    keys = json.loads(vector("3-sd-jwt", "derived", "keys.json").read_text(encoding="utf-8"))
    source = vector("3-sd-jwt", "derived", f"{name}.txt").read_bytes().strip()
    payload = read_json_object(read_base64url(source.split(b"~")[0].split(b".")[1].decode()))
    issuer = str(payload.get("iss"))
    metadata = json.dumps({"keys": [keys["issuer_public"]]}).encode()
    documents = DocumentMap({issuer: HeldDocument(issuer, metadata, NOW, HeldFrom.FETCHED)})
    bound = name[:2] in ("01", "61") or name.startswith("5")
    expectation = HolderExpectation(keys["nonce"], keys["aud"], True) if bound else HolderExpectation()
    (found,) = check_source(source, name, now=moment_of(source), evidence=Evidence(documents), expectation=expectation)
    return found


def moment_of(source: bytes) -> datetime:
    """Return when to look: just after the key binding was made, where there is one with a time in the past."""
    last = source.rsplit(b"~", 1)[-1].split(b".")
    if len(last) != 3:
        return NOW
    made = read_json_object(read_base64url(last[1].decode())).get("iat")
    moment = datetime.fromtimestamp(made, UTC) + timedelta(seconds=30) if isinstance(made, int) else NOW
    return min(moment, NOW)


@pytest.mark.parametrize("name", _derived())
def test_derived_cases(name: str) -> None:
    found = check_derived(name)
    if name in SOUND:
        assert isinstance(found, CheckedCredential)
        outcomes = {result.check: result.outcome.value for result in found.report.results}
        assert {outcomes[check] for check in ("signature", "coverage", "issuer_key", "validity")} == {"passed"}
        assert outcomes["holder"] == ("passed" if name == "01-valid-with-kb" else "undecided")
        return
    expected = SAYS[name]
    if expected is None:
        assert isinstance(found, Refusal)
        return
    assert isinstance(found, CheckedCredential)
    result = found.report.result_of(expected[0])
    assert result is not None
    assert result.outcome.value == ("undecided" if expected[1].startswith("proof.") else "failed")
    assert result.code.startswith(expected[1]), (result.code, result.facts)
