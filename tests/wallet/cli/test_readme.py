"""The README keeps up: every command in it can be typed, and every verb stands in it."""

import argparse
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from wallet.cli import VERBS

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """Every `tessera VERB ...` of the README's examples, as a shell would take it apart."""
    blocks = [line[4:].split("  #")[0] for line in README.splitlines() if line.startswith("    tessera ")]
    typed = [part.strip() for line in blocks for part in re.split(r";|&&", line)]
    return [shlex.split(part)[1:] for part in typed]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_of_the_readme_is_understood(words: list[str]) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(VERBS[words[0]].module).configure(parser, str)
    parser.parse_args(words[1:])


def test_every_benchmark_stands_in_the_readme() -> None:
    there = {path.stem for path in (ROOT / "tests" / "benchmarks").glob("bench_*.py")}
    assert there == set(re.findall(r"bench_[a-z]+", README))


def test_every_verb_stands_in_the_readme() -> None:
    assert set(VERBS) <= {words[0] for words in commands()}
