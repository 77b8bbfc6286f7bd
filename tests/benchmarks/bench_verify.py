"""How much faster a second process makes `tessera verify` on a folder. Run it: `python -m tests.benchmarks.bench_verify [COUNT]`.

Issues COUNT credentials (10,000 unless told otherwise) of every common format by the simulated issuer, some revoked, some broken, and
checks the folder with one and with two jobs by turns: whole runs, start-up and all, which is what a registrar waits for.

Two ratios, each of the least of several runs: of the clock on the wall, which other work on the machine spoils, and of processor time,
what the wall would say on two idle cores: half of all that two jobs spent, for the work is handed out evenly. Beside them what the
machine can give at all: two programs with one job each, started together on half of the files, which share nothing.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.issuer_simulator import Issuer
from tests.issuer_simulator.issuer import NOW

GOAL = 1.6
ROUNDS = 3
_SUITES = ("eddsa-rdfc-2022", "eddsa-rdfc-2022", "vc+jwt", "jwt-vc", "dc+sd-jwt", "eddsa-jcs-2022")


def fill(folder: Path, count: int) -> Path:
    """Write `count` credentials below `folder`, and beside it what the issuer publishes; return that second folder."""
    issuer = Issuer()
    issuer.token_list(entries=count + 1_000)
    for number in range(count):
        suite = _SUITES[number % len(_SUITES)]
        if suite == "dc+sd-jwt":
            issued = issuer.sd_jwt({"given_name": f"Ada {number}"}, status="token").token().encode()
        else:
            issued = issuer.issue(suite, status="revocation" if number % 3 else None)
            if number % 30 == 1:
                issuer.revoke(issued)
        if number % 97 == 5:
            issued = issued[:-20]
        place = folder / f"{number % 50:02}" / f"{number:05}.{'json' if issued[:1] == b'{' else 'jwt'}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(issued)
    published = folder.with_name("published")
    published.mkdir()
    for number, content in enumerate(issuer.published().values()):
        (published / f"{number}.json").write_bytes(content)
    return published


def run_of(folder: Path, pack: Path, jobs: int) -> tuple[float, float, str]:
    """Return seconds on the wall and of the processors (workers included) of one whole run, and what it printed."""
    command = [sys.executable, "-m", "wallet.cli", "verify", str(folder), "--json", "--jobs", str(jobs)]
    command += ["--at", NOW.isoformat(), "--trust-pack", str(pack)]
    start, spent = time.perf_counter(), processor_seconds()
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, processor_seconds() - spent, told.stdout


def run_apart(folder: Path, pack: Path) -> float:
    """Return the seconds until two programs have checked half of the folders each, knowing nothing of one another."""
    parts = sorted(map(str, folder.iterdir()))
    command = [
        sys.executable,
        "-m",
        "wallet.cli",
        "verify",
        "--json",
        "--at",
        NOW.isoformat(),
        "--trust-pack",
        str(pack),
    ]
    start = time.perf_counter()
    running = [subprocess.Popen([*command, *parts[half::2]], stdout=subprocess.DEVNULL) for half in (0, 1)]
    for one in running:
        one.wait()
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Return what all finished child processes have spent so far."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    """Print the figures of each round and the median ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "credentials")
        published = fill(folder, count)
        pack = Path(place, "pack.zip")
        build = [sys.executable, "-m", "wallet.cli", "trust", "build", str(published), "-o", str(pack)]
        subprocess.run(build, check=True, capture_output=True)
        ones, twos, aparts = [], [], []
        for number in range(ROUNDS):
            *one, told_by_one = run_of(folder, pack, 1)
            *two, told_by_two = run_of(folder, pack, 2)
            assert told_by_one == told_by_two, "the number of processes changed what was said"
            ones.append(one)
            twos.append(two)
            aparts.append(run_apart(folder, pack))
            print(
                f"round {number + 1}: one job {one[0]:5.2f} s ({one[1]:5.2f} s of processors),"
                f" two {two[0]:5.2f} s ({two[1]:5.2f}), {count / two[0]:5.0f} files a second"
            )
    wall, idle = (
        min(one) / min(two) for one, two in zip(zip(*ones, strict=True), zip(*twos, strict=True), strict=True)
    )
    verdict = "met" if wall >= GOAL else "met on idle cores" if 2 * idle >= GOAL else "MISSED"
    said = f"{os.cpu_count()} cores, {count} files: {wall:.2f} x by the wall, {2 * idle:.2f} x on idle cores"
    print(f"{said}, goal {GOAL}  {verdict}")
    print(f"two programs that share nothing: {min(ones)[0] / min(aparts):.2f} x by the wall")


if __name__ == "__main__":
    main()
