"""Ctrl-C: the program ends at once, without a traceback, and leaves no worker behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.wallet.cli.conftest import Desk

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and process groups of POSIX systems")


def start(desk: Desk, *words: str) -> subprocess.Popen[bytes]:
    """The program, in a process group of its own as a shell would start it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TESSERA_LANG": "en"}
    command = [sys.executable, "-m", "wallet.cli", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=desk.folder,
        env=environment,
        stdout=pipe,
        stderr=pipe,
        stdin=pipe,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )


def hear_ctrl_c() -> None:
    """As in the foreground of a shell: what runs in its background is told to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def members(group: int) -> list[str]:
    """The processes that are still in a group."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return [state for pgid, state in rows if int(pgid) == group and not state.startswith("Z")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_check_ends_with_130_and_leaves_nobody(desk: Desk, jobs: str) -> None:
    issued = desk.issuer.issue()
    for number in range(60):
        desk.put(f"{number}.json", issued)
    with start(desk, "verify", "--json", "--jobs", jobs, *["credentials"] * 40) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
        assert (running.returncode, b"Traceback" in said) == (130, False), said
    for _ in range(100):
        if not (left := members(running.pid)):
            break
        time.sleep(0.1)
    assert not left
