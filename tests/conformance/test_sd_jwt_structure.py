"""SD-JWT: taking apart and putting together, against RFC 9901's own examples, sd-jwt-python's, SD-JWT VC's, and the derived rejects.

Signatures and key binding are measured where they are checked; here it is digests, disclosures and the processed payload.
"""

import hashlib
import json

import pytest

from tests.conformance.vectors import vector, vectors_root
from wallet.encoding.base64url import write_base64url
from wallet.encoding.strict_json import read_json_object
from wallet.errors import InputError
from wallet.formats.envelope import Envelope
from wallet.formats.recognise import recognise
from wallet.formats.registry import open_envelope
from wallet.formats.sd_jwt import join_sd_jwt, read_sd_jwt, split_sd_jwt, with_parents

SETS = ("rfc9901", "sd-jwt-python", "sd-jwt-vc")


def _cases() -> list[str]:
    root = vectors_root()
    if root is None:
        return ["none"]
    folders = (path for name in SETS for path in (root / "3-sd-jwt" / name).iterdir() if path.is_dir())
    return sorted(f"{path.parent.name}/{path.name}" for path in folders)


def _token(case: str, what: str) -> str:
    """Return the compact serialisation of one case, from its JSON serialisation where it has only that."""
    text = vector("3-sd-jwt", case, f"sd_jwt_{what}.txt")
    if text.is_file():
        return text.read_text().strip()
    outer = json.loads(vector("3-sd-jwt", case, f"sd_jwt_{what}.json").read_text())
    found = recognise(json.loads(outer) if isinstance(outer, str) else outer)
    assert found.token is not None, found.error
    return found.token


@pytest.mark.parametrize("case", _cases())
def test_the_presentation_becomes_the_verified_contents(case):
    sd_jwt = read_sd_jwt(_token(case, "presentation"))
    expected = read_json_object(vector("3-sd-jwt", case, "verified_contents.json").read_bytes())
    assert sd_jwt.selective.fault is None
    assert sd_jwt.document == expected
    key_binding = vector("3-sd-jwt", case, "kb_jwt_serialized.txt")
    assert bool(sd_jwt.selective.key_binding) is (key_binding.is_file() or "json_serialization" in case)


@pytest.mark.parametrize("case", _cases())
def test_the_issuance_discloses_everything_and_any_subset_is_sound(case):
    token = _token(case, "issuance")
    whole = read_sd_jwt(token)
    assert whole.selective.fault is None
    assert whole.selective.key_binding is None
    assert [one.encoded for one in whole.selective.disclosures] == list(split_sd_jwt(token)[1])
    for chosen in whole.selective.disclosures:
        shown = with_parents(whole.selective.disclosures, [chosen])
        part = read_sd_jwt(join_sd_jwt(whole.selective.signed_part, [one.encoded for one in shown]))
        assert part.selective.fault is None
        assert len(part.selective.disclosures) == len(shown)
        assert part.selective.hidden >= whole.selective.hidden
        assert not {"_sd", "...", "_sd_alg"} & _names(part.document)


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


def test_every_digest_is_the_published_one():
    pairs = json.loads(vector("3-sd-jwt", "disclosure-digests.json").read_text())
    assert len(pairs) > 100
    for pair in pairs:
        digest = write_base64url(hashlib.sha256(pair["disclosure"].encode()).digest())
        assert digest == pair["sha256_digest"]


def test_all_35_cases_are_there():
    assert vector("3-sd-jwt").is_dir()
    assert len(_cases()) == 35


FAULTS = {
    "10-tampered-disclosure": "coverage.disclosure_unreferenced",
    "11-unreferenced-disclosure": "coverage.disclosure_unreferenced",
    "12-duplicate-disclosure": "coverage.disclosure_duplicate",
    "13-duplicate-digest": "coverage.disclosure_duplicate",
    "14-disclosed-name-_sd": "coverage.disclosure_malformed",
    "15-disclosed-name-dots": "coverage.disclosure_malformed",
    "16-claim-collision": "coverage.disclosure_collision",
    "17-array-disclosure-in-object": "coverage.disclosure_malformed",
    "18-four-element-disclosure": "coverage.disclosure_malformed",
    "19-disclosure-not-array": "coverage.disclosure_malformed",
    "20-disclosure-not-base64": "coverage.disclosure_malformed",
    "21-sd_alg-sha1": "coverage.disclosure_algorithm",
    "22-sd_alg-unknown": "coverage.disclosure_algorithm",
    "23-sd-not-array": "coverage.disclosure_malformed",
    "42-vct-selectively-disclosed": "coverage.disclosure_protected",
}
REFUSED = {
    "36-typ-wrong": "jwt.typ",
    "37-crit-unknown": "jwt.crit",
    "41-missing-vct": "sd_jwt.vct",
    "60-missing-final-tilde": "sd_jwt.tilde",
}


def _derived() -> list[str]:
    root = vectors_root()
    return sorted(json.loads((root / "3-sd-jwt/derived/index.json").read_text())) if root else ["none"]


@pytest.mark.parametrize("name", _derived())
def test_derived_cases_are_refused_at_their_own_rule_or_left_to_later_checks(name):
    source = vector("3-sd-jwt", "derived", f"{name}.txt").read_bytes()
    if name in REFUSED:
        with pytest.raises(InputError) as refused:
            open_envelope(source, name)
        assert refused.value.step == REFUSED[name]
        return
    envelope = open_envelope(source, name)
    assert isinstance(envelope, Envelope)
    assert envelope.selective is not None
    assert envelope.selective.fault == FAULTS.get(name)
    if name in FAULTS:
        assert envelope.selective.disclosures == ()
        assert "given_name" not in envelope.document or name == "16-claim-collision"
