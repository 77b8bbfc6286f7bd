"""Every sample gets the verdict that tests/samples.toml states, and together they show every verdict there is."""

import json
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.examining import codes_of
from wallet.credentials.model import Credential, Dialect, HashedIdentity
from wallet.formats.envelope import Container, Format
from wallet.i18n import known_messages
from wallet.intake import CheckedCredential, Evidence, OwnIdentity, Refusal, check_source
from wallet.report import Verdict
from wallet.trust.known_issuers import NOBODY
from wallet.trust.trust_pack import merge_documents, merge_issuers, read_bundled_packs, read_trust_pack

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "samples"
EXPECTED: dict[str, Any] = tomllib.loads((ROOT / "tests" / "samples.toml").read_text(encoding="utf-8"))
INDEX: dict[str, Any] = json.loads((FOLDER / "samples.json").read_text(encoding="utf-8"))
# The samples are to say the same for years: looked at soon after they were seen, and long after.
MOMENTS = [datetime(2026, 5, 20, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)]
LEARNER = OwnIdentity((HashedIdentity("emailAddress", INDEX["learner"]["email"], False),))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """What a person holds who has added the samples' own trust pack."""
    packs = [read_trust_pack(FOLDER / "trust_pack")]
    return Evidence(merge_documents(packs), merge_issuers(packs))


def check(file: str, evidence: Evidence, now: datetime = MOMENTS[1]) -> CheckedCredential:
    (found,) = check_source((FOLDER / file).read_bytes(), file, now=now, evidence=evidence, own=LEARNER)
    if isinstance(found, Refusal):
        raise found.error
    return found


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_gets_its_verdict(name: str, moment: datetime, evidence: Evidence) -> None:
    sample = EXPECTED[name]
    checked = check(sample["file"], evidence, moment)
    assert checked.report.verdict.value == sample["verdict"], codes_of(checked.report)
    assert not set(sample["codes"]) - codes_of(checked.report)
    assert checked.envelope.original in (FOLDER / sample["file"]).read_bytes()


def test_the_samples_show_every_verdict_there_is() -> None:
    assert {sample["verdict"] for sample in EXPECTED.values()} == {verdict.value for verdict in Verdict}


def test_the_statement_the_index_and_the_folder_agree() -> None:
    stated = {(sample["file"], sample["verdict"], tuple(sample["codes"])) for sample in EXPECTED.values()}
    indexed = {(sample["file"], sample["verdict"], tuple(sample["codes"])) for sample in INDEX["samples"]}
    assert stated == indexed
    files = {path.name for path in FOLDER.iterdir() if path.is_file()} - {"SOURCE.md", "samples.json"}
    assert files == {sample["file"] for sample in INDEX["samples"]}


def test_the_samples_mix_formats_containers_and_languages(evidence: Evidence) -> None:
    found = [check(sample["file"], evidence) for sample in INDEX["samples"]]
    assert {checked.envelope.format for checked in found} >= {
        Format.JSON,
        Format.JWT_VC_1,
        Format.VC_JWT,
        Format.SD_JWT_VC,
    }
    assert {checked.envelope.container for checked in found} >= {Container.PNG, Container.SVG}
    assert {checked.credential.dialect for checked in found} >= {Dialect.OPEN_BADGE, Dialect.CLR, Dialect.SD_JWT_VC}
    assert {sample["language"] for sample in INDEX["samples"]} == {"en", "zh-CN"}
    assert len(found) >= 24


def test_the_samples_pack_is_not_trusted_by_default(evidence: Evidence) -> None:
    bundled = read_bundled_packs()
    assert "tessera-samples" not in {pack.id for pack in bundled}
    without = Evidence(merge_documents(bundled), merge_issuers(bundled))
    for sample in INDEX["samples"]:
        assert check(sample["file"], without).report.verdict not in (Verdict.VERIFIED, Verdict.REFRESH_DUE)
    nobody = Evidence(evidence.documents, NOBODY)
    assert check("northlight-machine-learning.json", nobody).report.verdict is Verdict.ISSUER_UNKNOWN


def test_no_private_key_is_among_the_samples() -> None:
    secret = ('"d":', "privateKey", "secretKey", "PRIVATE KEY", "privateKeyJwk", "privateKeyMultibase")
    for path in FOLDER.rglob("*"):
        if path.is_file() and path.name != "SOURCE.md":
            content = path.read_bytes().decode("utf-8", "replace").replace('"d" :', '"d":')
            assert not [word for word in secret if word in content], path.name


def test_every_note_is_translated() -> None:
    notes = {sample["note"] for sample in INDEX["samples"]}
    assert not notes - known_messages("zh_CN")


def test_what_is_addressed_to_the_learner_is_recognised(evidence: Evidence) -> None:
    holder = check("northlight-machine-learning.json", evidence).report.result_of("holder")
    assert holder is not None
    assert holder.code == "holder.issued_to_you"
    other = Evidence(evidence.documents, evidence.known_issuers)
    (stranger,) = check_source(
        (FOLDER / "northlight-machine-learning.json").read_bytes(), "x", now=MOMENTS[1], evidence=other
    )
    assert isinstance(stranger, CheckedCredential)
    result = stranger.report.result_of("holder")
    assert result is not None
    assert result.code == "holder.not_asked"


def achieved(checked: CheckedCredential) -> list[tuple[str, Fraction, Credential]]:
    """Return (achievement, credits) of what counts: the credential's own, or those of what it holds."""
    found: list[tuple[str, Fraction, Credential]] = []
    for subject in checked.credential.subjects:
        if subject.achievement is not None and subject.achievement.id and subject.credits_earned:
            earned = Fraction(subject.credits_earned.value)
            found.append((subject.achievement.id, earned, checked.credential))
    for nested in checked.nested:
        if nested.role.value == "held":
            found += achieved(nested.checked)
    return found


def test_the_samples_fill_the_two_degrees_as_their_table_says(evidence: Evidence) -> None:
    """resources/samples/SOURCE.md: 120 of 180 ECTS, and 20 of 20 学分, from what counts alone."""
    earned: dict[str, Fraction] = {}
    for sample in INDEX["samples"]:
        checked = check(sample["file"], evidence)
        if checked.report.verdict in (Verdict.VERIFIED, Verdict.REFRESH_DUE):
            for achievement, value, _ in achieved(checked):
                assert achievement not in earned, f"{achievement} twice"
                earned[achievement] = value
    chinese = ("https://yunling.example/", "https://xinghe.example/")
    diploma = sum(value for achievement, value in earned.items() if achievement.startswith(chinese))
    assert diploma == 20
    assert sum(earned.values()) - diploma == 120


def test_every_course_has_its_grade_on_a_stated_scale(evidence: Evidence) -> None:
    """What a degree asks for ("at least 及格") can be read from every sample that counts, in every format."""
    for sample in INDEX["samples"]:
        checked = check(sample["file"], evidence)
        for credential in [checked.credential, *(nested.checked.credential for nested in checked.nested)]:
            for subject in credential.subjects:
                if subject.achievement is None or checked.report.verdict is not Verdict.VERIFIED:
                    continue
                scales = {scale.id: scale.allowed_values for scale in subject.achievement.result_descriptions}
                assert subject.results, sample["file"]
                assert all(result.value in scales[result.description] for result in subject.results)


def test_the_script_that_makes_them_makes_them_again(tmp_path: Path) -> None:
    """With other keys, other bytes, and the same verdicts."""
    script = ROOT / "packaging" / "make_samples.py"
    subprocess.run([sys.executable, str(script), str(tmp_path / "samples")], check=True, capture_output=True)
    packs = [read_trust_pack(tmp_path / "samples" / "trust_pack")]
    held = Evidence(merge_documents(packs), merge_issuers(packs))
    for sample in EXPECTED.values():
        content = (tmp_path / "samples" / sample["file"]).read_bytes()
        (checked,) = check_source(content, sample["file"], now=MOMENTS[1], evidence=held)
        assert isinstance(checked, CheckedCredential)
        assert checked.report.verdict.value == sample["verdict"]
        assert content != (FOLDER / sample["file"]).read_bytes()
