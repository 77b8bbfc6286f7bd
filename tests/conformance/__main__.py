"""`python -m tests.conformance`: "N of M" for each row of other people's vectors, why for each miss, and the floor that holds.

Scores are of named checks, not of verdicts. With `--raise-floor` the numbers reached become the floor; a row that falls below its
floor ends with exit code 1. Without vectors nothing is measured, and it says so (exit code 2).
"""

import argparse
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from tests.conformance.scorecard import FOLDER, ROWS, Row
from tests.conformance.vectors import vectors_root

FLOOR = FOLDER / "floor.toml"
_SHOWN_MISSES = 40


@dataclass
class Outcomes:
    """A pytest plugin that remembers what became of every test, by "file::function"."""

    passed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of one phase of one test."""
        function, _, case = report.nodeid.removeprefix("tests/conformance/").partition("[")
        if report.failed or report.skipped:
            self.missed[function][case.rstrip("]")] = _reason(report)
        elif report.when == "call":
            self.passed[function].append(case.rstrip("]"))


def main() -> int:
    """Run the rows and print the card."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--raise-floor", action="store_true")
    options = arguments.parse_args()
    if vectors_root() is None:
        print("No vectors here: nothing was measured. TESSERA_VECTORS names their folder.", file=sys.stderr)
        return 2
    outcomes = Outcomes()
    files = sorted({str(FOLDER / name.split("::")[0]) for row in ROWS for name in row.tests})
    there = [name for name in files if (FOLDER / name.rsplit("/", 1)[-1]).is_file()]
    pytest.main(
        ["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "--tb=line", "--full", *there], [outcomes]
    )
    print()
    reached = {row.title: _show(row, outcomes) for row in ROWS}
    if options.raise_floor:
        FLOOR.write_text("".join(f'"{title}" = {count}\n' for title, count in reached.items()), encoding="utf-8")
    return _compare(reached)


def _show(row: Row, outcomes: Outcomes) -> int:
    """Print one row with its misses; return how many of its cases are met."""
    met = sum(len(outcomes.passed[name]) * weight for name, weight in row.tests.items()) - len(row.refused)
    met = max(0, min(met, row.cases))
    print(f"{met:>5} of {row.cases:<5} {row.title}")
    misses = {case: why for name in row.tests for case, why in outcomes.missed[name].items()} | row.refused
    for case, why in list(misses.items())[:_SHOWN_MISSES]:
        print(f"               {case}: {why}")
    if len(misses) > _SHOWN_MISSES:
        print(f"               and {len(misses) - _SHOWN_MISSES} more")
    if not misses and met < row.cases:
        print("               not measured by any test yet")
    return met


def _compare(reached: dict[str, int]) -> int:
    floor = tomllib.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.is_file() else {}
    fallen = {title: (count, floor[title]) for title, count in reached.items() if count < floor.get(title, 0)}
    for title, (count, least) in fallen.items():
        print(f"FALLEN: {title}: {count}, was {least}", file=sys.stderr)
    return 1 if fallen else 0


def _reason(report: pytest.TestReport) -> str:
    """The last line that says anything: the assertion, or the reason of a skip."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    lines = [line for line in str(report.longrepr).splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("E ")]
    return (told or lines or [""])[0].removeprefix("E").strip()[:160]


if __name__ == "__main__":
    sys.exit(main())
