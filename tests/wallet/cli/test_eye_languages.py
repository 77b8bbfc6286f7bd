"""In Chinese everything is Chinese: help, complaints about arguments, verdicts; and the columns still stand under one another."""

import re

import pytest

from tests.wallet.cli.conftest import Desk
from wallet.cli import VERBS
from wallet.cli.console import width
from wallet.i18n import LANGUAGES

ENGLISH = re.compile(r"\b(usage|positional arguments|options:|show this help|error:|argument |required|the |not )\b")


@pytest.mark.parametrize("verb", VERBS)
def test_help_is_all_chinese(desk: Desk, verb: str) -> None:
    code, out, err = desk.tessera("--lang", "zh", verb, "--help")
    assert (code, err) == (0, "")
    assert not ENGLISH.findall(out), out


@pytest.mark.parametrize(
    "wrong",
    [
        ("verify",),
        ("verify", "x", "--nosuch"),
        ("verify", "x", "--at", "tomorrow"),
        ("verify", "x", "--accept", "nosuch"),
        ("verify", "x", "--jobs", "-1"),
        ("verify", "x", "--nonce"),
        ("list", "--sort", "nosuch"),
        ("list", "--archived", "--trash"),
        ("list", "--limit", "0"),
        ("trust", "nosuch"),
        ("trust", "build", "x"),
        ("present", "--credential", "x", "--expires", "soon"),
    ],
)
def test_complaints_about_arguments_are_chinese_and_could_not_run(desk: Desk, wrong: tuple[str, ...]) -> None:
    code, out, err = desk.tessera(*wrong, "--lang", "zh")
    assert (code, out) == (2, "")
    assert not ENGLISH.findall(err), err
    code, _, err = desk.tessera(*wrong)
    assert code == 2
    assert ENGLISH.search(err), "and afterwards English again"


def test_columns_stand_under_one_another_in_every_language(desk: Desk) -> None:
    for number in range(4):
        desk.put(f"{number}.json", desk.issuer.issue())
    desk.put("unsigned.json", "{}")
    for language in LANGUAGES:
        _, out, _ = desk.tessera("verify", str(desk.folder / "credentials"), "--lang", language)
        lines = [line for line in out.splitlines() if "Data Practice 1" in line]
        assert len(lines) == 4
        assert {width(line.split("Data Practice 1")[0]) for line in lines} == {27}
