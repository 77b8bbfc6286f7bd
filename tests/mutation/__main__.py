"""Do the tests notice? Change the code in small ways and see which changes no test minds.

    python -m tests.mutation [--files FILE ...] [--count N] [--seed S] [--jobs J] [--minutes M] [--again FILE]

Without `--files`: `judge` (wallet/report.py), strict_json and sd_jwt whole, and 300 seeded mutants of the rest of `verification/` and
`proofs/`. With `--count` only so many of the named files, by seed. `--again` tries only those that an earlier
run, whose output FILE is, did not see noticed. Ends with 1 where fewer than nine in ten are noticed. What survives is printed;
SURVIVORS.md says of each known one why no test can tell.
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
from typing import TextIO

from tests.mutation.mutators import Mutant, mutants_of
from tests.mutation.nursery import ROOT, Reach, load_tools, record, start
from tests.mutation.warm import NOT_PLACED, Start, body_of, collected, is_in_a_body

WHOLE = ("wallet/report.py", "wallet/encoding/strict_json.py", "wallet/formats/sd_jwt.py")
SAMPLED = ("wallet/verification", "wallet/proofs")
SHARE = 300
GOAL = 0.9
CONTROLS = 6
SCRATCH = "TESSERA_MUTATION_SCRATCH"
HOMES = {
    "wallet/report.py": ("tests/wallet/verification/test_judge.py",),
    "wallet/encoding/strict_json.py": (
        "tests/wallet/encoding/test_strict_json",
        "tests/threats/test_json_threats.py",
    ),
    "wallet/formats/sd_jwt.py": ("tests/threats/test_sd_jwt_threats.py", "tests/wallet/formats"),
}
# Of the tests that reach a line: as many as take so many seconds (as recorded, which is several times what they take), at most so many.
ENOUGH = (30.0, 600)

_ENGINE = [
    "tests/wallet/verification",
    "tests/wallet/proofs",
    "tests/wallet/status",
    "tests/wallet/formats",
    "tests/threats",
]
_ENGINE += [
    "tests/wallet/test_intake_stories.py",
    "tests/wallet/test_odd_but_legal.py",
    "tests/wallet/test_held_parts.py",
]
_ENGINE += ["tests/wallet/presentations", "tests/wallet/dids"]
_ENGINE += [
    "tests/wallet/trust",
    "tests/wallet/encoding/test_strict_json.py",
    "tests/wallet/encoding/test_strict_json_edges.py",
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
    if arguments.again is not None:
        told = arguments.again.read_text(encoding="utf-8").splitlines()
        names = {line.partition(" ")[2] for line in told if line.startswith(("SURVIVED ", "UNREACHED "))}
        names |= {line.partition(": ")[2] for line in told if line.startswith("not noticed so far: ")}
        return [mutant for mutant in every((*WHOLE, *SAMPLED)) if mutant.name in names]
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
    return Mutant(file, 1, 1, "control", "", "", source, source)


def try_all(
    mutants: Sequence[Mutant], reach: Reach, arguments: argparse.Namespace, deadline: float, *, alone: bool = False
) -> Tally:
    """Run every mutant until the deadline: those in bodies of functions warm, the others and the doubtful ones each on its own."""
    say = os.fdopen(os.dup(1), "w")
    bodies = [] if alone else [mutant for mutant in mutants if is_in_a_body(mutant)]
    paths = list(dict.fromkeys(test.partition("::")[0] for test in reach.seconds))
    tally, cold = collected(paths, lambda start: _campaign(bodies, reach, start, arguments.jobs, deadline, say))
    rest = [mutant for mutant in mutants if alone or not is_in_a_body(mutant)]
    # What also runs while modules are loaded, or could not be placed, may yet be noticed by a process that loads them changed.
    doubtful = [mutant for mutant in tally.survived if reach.is_loading(mutant.file, *body_of(mutant))]
    tally.survived = [mutant for mutant in tally.survived if mutant not in doubtful]
    others, _ = _campaign([*rest, *cold, *doubtful], reach, _start_alone, arguments.jobs, deadline, say)
    return Tally(
        tally.killed + others.killed,
        tally.survived + others.survived,
        tally.unreached + others.unreached,
        tally.slow + others.slow,
    )


def _start_alone(mutant: Mutant, tests: Sequence[str], seconds: float) -> int:
    return start(mutant.file, mutant.source, tests, seconds)


def _campaign(
    mutants: Sequence[Mutant], reach: Reach, start: Start, jobs: int, deadline: float, say: TextIO
) -> tuple[Tally, list[Mutant]]:
    """Run mutants, `jobs` at a time; return how they fared, and those that could not be placed."""
    tally, unplaced, waiting = Tally(), list[Mutant](), deque(mutants)
    under_way: dict[int, tuple[Mutant, float]] = {}
    while under_way or (waiting and time.monotonic() < deadline):
        while waiting and len(under_way) < jobs and time.monotonic() < deadline:
            mutant = waiting.popleft()
            tests = reach.first(reach.tests_for(mutant.file, mutant.line, mutant.last, home_of(mutant.file)), *ENOUGH)
            if tests:
                seconds = 20 + 5 * sum(reach.seconds[test] for test in tests)
                under_way[start(mutant, tests, seconds)] = (mutant, time.monotonic() + 10 * seconds)
            else:
                tally.unreached.append(mutant)
        time.sleep(0.005)
        for mutant, status in _ended(under_way):
            _count(tally, unplaced, mutant, status)
            if mutant in tally.survived[-1:]:
                print(f"not noticed so far: {mutant.name}", file=say, flush=True)
            if tally.total % 50 == 0:
                print(f"{tally.total} of {len(mutants)}, {tally.killed} noticed", file=say, flush=True)
    return tally, unplaced


def _ended(under_way: dict[int, tuple[Mutant, float]]) -> Iterator[tuple[Mutant, int]]:
    """Take in children that have ended, and end those that hang."""
    for child, (mutant, until) in list(under_way.items()):
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended and time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            ended, status = os.waitpid(child, 0)
        if ended:
            del under_way[child]
            yield mutant, status


def _count(tally: Tally, unplaced: list[Mutant], mutant: Mutant, status: int) -> None:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_PLACED:
        unplaced.append(mutant)
    elif status == 0:
        tally.survived.append(mutant)
    else:
        tally.killed += 1
        tally.slow += os.WIFSIGNALED(status)


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
    parser.add_argument("--again", type=Path)
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
    for alone in (False, True):
        if (noticed := try_all(controls, reach, arguments, float("inf"), alone=alone)).killed:
            print(f"{noticed.killed} of {len(controls)} unchanged files fail their tests: nothing can be measured")
            return 2
    tally = try_all(mutants, reach, arguments, began + 60 * arguments.minutes)
    report(tally, len(mutants))
    share = tally.killed / max(1, tally.total)
    print(f"{share:.1%} noticed, goal {GOAL:.0%}, {(time.monotonic() - began) / 60:.1f} minutes")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
