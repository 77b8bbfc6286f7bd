"""Every Open Badges, CLR, DCC, LearnCard, Blockcerts and ELM file: read, or refused with a code of our own. Counts are printed."""

from collections import Counter

import pytest

from tests.conformance.vectors import vector
from wallet.credentials.model import Dialect
from wallet.credentials.readers import read_credential
from wallet.errors import InputError
from wallet.formats.registry import Refusal, open_envelopes, open_nested

CORPUS = "4-openbadges-clr-dcc"

# Files that hold a credential by their manifest row, and are refused all the same, with the reason.
READ_NONE = {
    "blockcerts": "v1 and v2 need a blockchain",
    "ob2-spec": "Open Badges 2.0 needs the network",
}


def _outcomes(folder: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in sorted(vector(CORPUS, folder).rglob("*")):
        if path.is_file():
            for found in open_envelopes(path.read_bytes(), path.name):
                counts[_outcome(found, path.name)] += 1
    return counts


def _outcome(found: object, name: str) -> str:
    if isinstance(found, Refusal):
        assert isinstance(found.error, InputError), name
        return f"refused: {found.error.code}"
    credential = read_credential(found)
    assert credential.claims, name
    for nested in credential.nested:
        read_credential(open_nested(nested.content, name))
    return f"read: {credential.dialect}"


def test_every_file_is_read_or_refused(capsys):
    folders = sorted(path.name for path in vector(CORPUS).iterdir() if path.is_dir())
    total: Counter[str] = Counter()
    for folder in folders:
        counts = _outcomes(folder)
        total += counts
        with capsys.disabled():
            print(f"\n{folder}: " + ", ".join(f"{what} {count}" for what, count in sorted(counts.items())), end="")
    assert total[f"read: {Dialect.OPEN_BADGE}"] > 50
    assert total[f"read: {Dialect.CLR}"] >= 10
    assert total["refused: input.open_badges_2"] >= 3
    assert total["refused: input.blockcerts"] >= 4


@pytest.mark.parametrize("folder", ["dcc-verifier-core", "dcc-lcw", "owf-lcw", "learncard"])
def test_every_credential_of_other_wallets_is_read(folder):
    counts = _outcomes(folder)
    refused = {what: count for what, count in counts.items() if what.startswith("refused")}
    assert refused.keys() <= {"refused: input.unrecognised"}, counts


def _read(*parts: str):
    (envelope,) = open_envelopes(vector(CORPUS, *parts).read_bytes(), parts[-1])
    return read_credential(envelope)


def test_the_full_badge_of_the_specification_is_read_whole():
    badge = _read("ob3-spec-examples", "fullOpenBadge-1.json")
    (subject,) = badge.subjects
    achievement = subject.achievement
    assert achievement is not None
    assert (str(badge.title), str(badge.issuer.name)) == ("1EdTech University Degree", "1EdTech University")
    assert (subject.credits_earned.value, achievement.credits_available.value) == ("42", "36")
    assert [one.kind for one in subject.identities] == ["emailAddress", "emailAddress"]
    assert [one.hashed for one in subject.identities] == [False, False]
    assert achievement.tags == ("research", "computer science")
    assert achievement.other_identifiers == (("identifier", "abde"),)
    assert len(achievement.alignments) == 2
    assert achievement.alignments[1].target_type == "CTDL"
    assert [one.kind for one in achievement.result_descriptions] == ["LetterGrade", "RubricCriterionLevel", "Status"]
    assert achievement.result_descriptions[0].allowed_values == ("D", "C", "B", "A")
    assert achievement.result_descriptions[1].levels[0][1] == "Mastery"
    assert [(one.value, one.status) for one in subject.results] == [("A", None), (None, None), (None, "Completed")]
    assert (subject.role, subject.term, subject.license_number) == ("Major Domo", "Fall", "A-9320041")
    assert len(badge.evidence) == 2
    assert badge.status[0].kind == "1EdTechRevocationList"
    paths = {one.path for one in badge.nested}
    assert {"/endorsement/0", "/credentialSubject/achievement/creator/endorsement/1"} <= paths
    assert {one.role for one in badge.nested} == {"endorsement"}
    assert badge.malformed_dates == ()


def test_a_learner_record_holds_its_credentials_and_says_how_they_belong_together():
    record = _read("learncard", "clr", "westbridge-full.json")
    assert record.dialect is Dialect.CLR
    assert {one.role for one in record.nested} == {"held"}
    assert len(record.associations) == 52
    assert all(one.source and one.target for one in record.associations)
