"""STORE-10 through the real window: once it is locked, no process of ours holds the database key or a holder key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from tests.journeys.conftest import PASSPHRASE
from ui.journey import Walk
from wallet.messages.presenting import NewHolderKey

ROOT = Path(__file__).resolve().parents[2]


def children_of(process: int) -> list[int]:
    """Return the ids of all processes that came from one."""
    own = [int(text) for text in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [*own, *(found for child in own for found in children_of(child))]


def found_in(vault: Path, processes: list[int]) -> dict[str, list[int]]:
    """Return how often each process holds the database key and any holder key."""
    command = [sys.executable, "-m", "tests.journeys.seeker", str(vault), *map(str, processes)]
    sought = subprocess.run(command, input=PASSPHRASE + "\n", capture_output=True, text=True, cwd=ROOT, check=False)
    assert sought.returncode == 0, sought.stderr
    return json.loads(sought.stdout)


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="reads the memory of other processes as root of Linux"
)
def test_STORE_10_no_process_holds_a_key_one_second_after_lock(settled: Walk, tmp_path: Path) -> None:
    made: list[object] = []
    settled.wallet.ask(settled.window, NewHolderKey(), made.append, lambda problem: pytest.fail(problem.code))
    settled.until(lambda: made, "a holder key")
    wallet_processes = children_of(os.getpid())
    assert wallet_processes
    copy = tmp_path / "copy"  # the seeker must not wait for the lock of the open vault
    copy.mkdir()
    for name in ("vault.json", "vault.db", "vault.db-wal"):
        if (settled.vault / name).exists():
            (copy / name).write_bytes((settled.vault / name).read_bytes())
    before = found_in(copy, wallet_processes)
    assert any(keys[0] > 0 for keys in before.values()), "the seeker finds the key where it is"
    settled.lock()
    QTest.qWait(1000)
    after = found_in(copy, [os.getpid(), *children_of(os.getpid())])
    assert len(after) >= 1
    assert all(keys == [0, 0] for keys in after.values()), after
