"""Workers that are copies of the command line's process: the same answers, no worker left behind, and never of a process with secrets."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.wallet.cli.conftest import NOW, Desk
from wallet.reporting import crew as crews
from wallet.reporting.worker import may_be_copied, named

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every worker begins with nothing")

# A process of its own: the tests' has threads, and such a one is not copied.
SCRIPT = """
import json, os, signal, sys
from pathlib import Path
from wallet.clock import system_clock
from wallet.reporting.checking import CheckSettings, check_lines, load_evidence
from wallet.reporting.crew import Crew, telling
from wallet.reporting.sources import Source
from wallet.reporting.worker import may_be_copied

settings = CheckSettings(system_clock())
assert may_be_copied()
with Crew(3, settings, telling(check_lines), load_evidence(settings)) as crew:
    first = [worker.process for worker in crew._workers]
    os.kill(first[1].pid, signal.SIGKILL)
    first[1].join()
    tickets = [crew.give((Source(name, Path(name)),)) for name in sys.argv[1:] * 9]
    answers = [crew.take(ticket) for ticket in tickets]
    processes = [worker.process for worker in crew._workers]
    crew.dismiss(patience=60)
print(json.dumps({
    "method": first[0]._start_method,
    "ends": [process.exitcode for process in processes],
    "replaced": first[1] not in processes,
    "lost": sum(answer is None for answer in answers),
    "told": [answer[0][0].text for answer in answers if answer],
}))
"""


def script(*arguments: str) -> dict:
    command = [sys.executable, "-W", "error", "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stdout)


@linux
def test_a_copy_answers_is_replaced_when_it_is_lost_and_goes_when_it_is_let_go(desk: Desk) -> None:
    """A copy that kept another's end of a pipe open would not go before it is ended: exit code -15."""
    path = str(desk.put("badge", desk.issuer.issue()))
    told = script(path)
    assert told["method"] == "fork"
    assert told["ends"] == [0, 0, 0]
    assert told["replaced"]
    assert told["lost"] == 1
    assert set(told["told"]) == {told["told"][0]}
    assert path in told["told"][0]


@pytest.mark.parametrize("jobs", ["2", "5"])
def test_the_number_of_processes_changes_nothing_that_is_said(desk: Desk, jobs: str) -> None:
    for number in range(30):
        desk.put(f"{number:02}.json", desk.issuer.issue() if number % 3 else b"{" * number)
    pack = str(desk.pack())

    def said(processes: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "wallet.cli", "verify", "--json", "--jobs", processes, "--at", NOW]
        command += ["--trust-pack", pack, str(desk.folder / "credentials")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout, done.stderr

    alone = said("1")
    assert alone[1].count("\n") == 30
    assert said(jobs) == alone


def test_a_process_with_threads_is_not_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not may_be_copied()
    finally:
        done.set()
        thread.join()


def test_what_is_on_its_way_to_a_worker_fits_into_the_smallest_pipe() -> None:
    """Names of a usual length, a batch as full as it gets: both sides may be busy sending, and neither must wait for the other."""
    sources = [
        crews.Source(name, Path(name)) for name in (f"/home/lin/credentials/{n:06}/badge.json" for n in range(500))
    ]
    largest = max(sum(len(named(source)) + 1 for source in batch) for batch in crews.batches_of(sources, 1))
    assert crews.AHEAD * largest <= 8 * 1024
