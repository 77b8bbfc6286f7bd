"""WORDING: a heading, a sentence and "how do we know?" for every code that a report can carry, and for every verdict.

To add a code: return it from a check, give it its words here, and translate them in `resources/locale/zh_CN/report.json`.
A test compares the codes that checks can return with this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wallet.report import CheckResult, Verdict


@dataclass(frozen=True, slots=True)
class Words:
    """English keys for the catalogues: `title` (a few words), `explanation` (one sentence), `how` ("how do we know?"), `advice`."""

    title: str
    explanation: str
    how: str = ""
    advice: str = ""


WORDING: Mapping[str, Words] = {}
VERDICT_WORDS: Mapping[Verdict, Words] = {}


def explain(result: CheckResult) -> Words:
    """Return the words for a finding's code. Raises KeyError for a code without words: our bug, caught by a test."""
    return WORDING[result.code]
