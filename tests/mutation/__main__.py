"""Do the tests notice? Change the code in small ways and see which changes no test minds.

    python -m tests.mutation [--files FILE ...] [--count N] [--seed S] [--jobs J] [--minutes M] [--show]

Without `--files`: `judge` (wallet/report.py), strict_json and sd_jwt whole, and 300 seeded mutants of the rest of `verification/` and
`proofs/`. With `--count` only so many of the named files, by seed. Ends with 1 where fewer than nine in ten are noticed. What survives
is printed; SURVIVORS.md says of each known one why no test can tell.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.mutators import Mutant, mutants_of
from tests.mutation.nursery import ROOT, Reach, load_tools, record, start

WHOLE = ("wallet/report.py", "wallet/encoding/strict_json.py", "wallet/formats/sd_jwt.py")
SAMPLED = ("wallet/verification", "wallet/proofs")
SHARE = 300
GOAL = 0.9
CONTROLS = 6
SCRATCH = "TESSERA_MUTATION_SCRATCH"
HOMES = {
    "wallet/report.py": ("tests/wallet/verification/test_judge.py",),
    "wallet/encoding/strict_json.py": (
        "tests/wallet/encoding/test_strict_json.py",
        "tests/threats/test_json_threats.py",
    ),
    "wallet/formats/sd_jwt.py": ("tests/threats/test_sd_jwt_threats.py", "tests/wallet/formats"),
}
# Few tests that aim at the line notice most mistakes; what they miss meets more of them.
ROUNDS = ((1.5, 40), (12.0, 600))

_ENGINE = [
    "tests/wallet/verification",
    "tests/wallet/proofs",
    "tests/wallet/status",
    "tests/wallet/formats",
    "tests/threats",
]
_ENGINE += ["tests/wallet/test_intake_stories.py", "tests/wallet/test_odd_but_legal.py", "tests/wallet/presentations"]
_ENGINE += [
    "tests/wallet/trust",
    "tests/wallet/encoding/test_strict_json.py",
    "tests/conformance/test_data_integrity.py",
]
_ENGINE += ["tests/conformance/test_bbs_fixtures.py", "tests/conformance/test_sd_jwt.py"]
TESTS = tuple(_ENGINE)


@dataclass
class Tally:
    """What has come out so far."""

    killed: int = 0
    survived: list[Mutant] = field(default_factory=list)
    unreached: list[Mutant] = field(default_factory=list)
    slow: int = 0

    @property
    def total(self) -> int:
        """How many mutants were tried."""
        return self.killed + len(self.survived) + len(self.unreached)


def files_of(places: Sequence[str]) -> list[str]:
    """Return the files of the package that the places name, folders whole."""
    found: list[str] = []
    for place in places:
        path = ROOT / place
        found += [str(child.relative_to(ROOT)) for child in sorted(path.rglob("*.py"))] if path.is_dir() else [place]
    return found


def choose(arguments: argparse.Namespace) -> list[Mutant]:
    """Return the mutants to try, the seeded ones in the order they were drawn."""

    def every(places: Sequence[str]) -> list[Mutant]:
        return [m for file in files_of(places) for m in mutants_of(file, (ROOT / file).read_text(encoding="utf-8"))]

    draw = random.Random(arguments.seed)
    if arguments.files:
        found = every(arguments.files)
        return draw.sample(found, min(arguments.count, len(found))) if arguments.count else found
    rest = every(SAMPLED)
    return [*every(WHOLE), *draw.sample(rest, min(arguments.count or SHARE, len(rest)))]


def home_of(file: str) -> Sequence[str]:
    """Return where the tests of a file's own room are."""
    return HOMES.get(file) or ("tests/wallet/" + file.split("/")[1],)


def unchanged(file: str) -> Mutant:
    """Return a file as it is: what kills it would kill anything."""
    source = (ROOT / file).read_text(encoding="utf-8")
    return Mutant(file, 1, 1, "control", "", "", source)


def try_all(mutants: Sequence[Mutant], reach: Reach, jobs: int, deadline: float) -> Tally:
    """Run every mutant, `jobs` at a time, until the deadline."""
    tally = Tally()
    waiting = deque((mutant, 0) for mutant in mutants)
    under_way: dict[int, tuple[Mutant, int, float]] = {}
    while under_way or (waiting and time.monotonic() < deadline):
        while waiting and len(under_way) < jobs and time.monotonic() < deadline:
            mutant, number = waiting.popleft()
            reaching = reach.tests_for(mutant.file, mutant.line, mutant.last, home_of(mutant.file))
            tests = reach.first(reaching, *ROUNDS[number])
            if not tests:
                tally.unreached.append(mutant)
                continue
            limit = time.monotonic() + 20 + 5 * sum(reach.seconds[test] for test in tests)
            under_way[start(mutant.file, mutant.source, tests)] = (mutant, number, limit)
        for mutant, number in _reap(under_way, tally):
            waiting.appendleft((mutant, number))
    return tally


def _reap(under_way: dict[int, tuple[Mutant, int, float]], tally: Tally) -> Iterator[tuple[Mutant, int]]:
    """Take in children that have ended, and end those that take too long; yield what is to meet more tests."""
    time.sleep(0.02)
    for child, (mutant, number, limit) in list(under_way.items()):
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended and time.monotonic() > limit:
            os.kill(child, signal.SIGKILL)
            ended, status = os.waitpid(child, 0)
            tally.slow += 1
        if not ended:
            continue
        del under_way[child]
        if status != 0:
            tally.killed += 1
        elif number + 1 < len(ROUNDS):
            yield mutant, number + 1
        else:
            tally.survived.append(mutant)


def report(tally: Tally, chosen: int) -> None:
    """Print what came out, by file, and every survivor."""
    print(f"{tally.total} of {chosen} mutants tried, {tally.killed} noticed, {tally.slow} of them by never ending")
    for file, count in sorted(Counter(mutant.file for mutant in (*tally.survived, *tally.unreached)).items()):
        print(f"  {count:4}  {file}")
    for kind, mutants in (("SURVIVED", tally.survived), ("UNREACHED", tally.unreached)):
        for mutant in sorted(mutants, key=lambda mutant: (mutant.file, mutant.line)):
            print(f"{kind} {mutant.name}")


def read_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--files", nargs="*", default=[])
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--tests", nargs="*", default=list(TESTS))
    return parser.parse_args()


def main() -> int:
    """Copy the tree aside, so that work can go on in it, and run there; 1 where the goal is missed."""
    arguments = read_arguments()
    if SCRATCH in os.environ:
        return run(arguments)
    with tempfile.TemporaryDirectory(prefix="tessera-mutation-") as place:
        for part in ("wallet", "tests", "resources"):
            shutil.copytree(ROOT / part, Path(place, part), ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", place)
        vectors = os.environ.get("TESSERA_VECTORS") or str(ROOT.parent / "shared" / "vectors")
        environment = {**os.environ, SCRATCH: place}
        if Path(vectors).is_dir():
            environment["TESSERA_VECTORS"] = vectors
        command = [sys.executable, "-m", "tests.mutation", *sys.argv[1:]]
        return subprocess.run(command, cwd=place, env=environment, check=False).returncode


def run(arguments: argparse.Namespace) -> int:
    """Make the mutants, run them, say what came out."""
    began = time.monotonic()
    load_tools()
    mutants = choose(arguments)
    files = sorted({mutant.file for mutant in mutants})
    tests = [test for test in arguments.tests if (ROOT / test).exists()]
    reach = record(files, tests)
    spent = time.monotonic() - began
    print(f"{len(mutants)} mutants of {len(files)} files, {len(reach.seconds)} tests, {spent:.0f} s", flush=True)
    controls = [unchanged(file) for file in files[:CONTROLS]]
    if (noticed := try_all(controls, reach, arguments.jobs, float("inf"))).killed:
        print(f"{noticed.killed} of {len(controls)} unchanged files fail their tests: nothing can be measured")
        return 2
    tally = try_all(mutants, reach, arguments.jobs, began + 60 * arguments.minutes)
    report(tally, len(mutants))
    share = tally.killed / max(1, tally.total)
    print(f"{share:.1%} noticed, goal {GOAL:.0%}, {(time.monotonic() - began) / 60:.1f} minutes")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
