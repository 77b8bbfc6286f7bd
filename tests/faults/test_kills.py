"""kill -9 at random moments: what was acknowledged is there, and nothing is there by half.

330 kills, 3,300 with --full, shared out over importing, backing up, restoring, migrating, changing the passphrase, and papers that are taken
back.
"""

import multiprocessing
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults import victims
from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.errors import WrongPassphraseError
from wallet.session.stack_shelf import OwnWord, StackShelf
from wallet.store.backup import make_backup, prove_backup, restore_anew
from wallet.store.vault import Vault

pytestmark = pytest.mark.long
# The moment of the kill is drawn from as long as the work takes here, times this: a slow disk must not make every kill early.
REACH = {"import": 6.0, "backup": 2.0, "restore": 1.1, "migration": 1.2, "passphrase": 6.0, "paper": 6.0}
SHARES = {"import": 150, "backup": 50, "restore": 30, "migration": 50, "passphrase": 20, "paper": 30}


@pytest.fixture(scope="module")
def start() -> Iterator[Callable]:
    """Start a victim and kill it after a while; returns everything it said."""
    method = "forkserver" if sys.platform != "win32" else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["tests.faults.victims"])

    def run(victim: Callable, folder: Path, name: str, seconds: float) -> list:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=victim, args=(folder, name, theirs))
        process.start()
        theirs.close()
        said = []
        with suppress(EOFError):
            said.append(ours.recv())
            time.sleep(seconds)
            process.kill()
            while True:
                said.append(ours.recv())
        process.join()
        process.close()
        ours.close()
        assert said[:1] == ["open"], "the victim could not even begin"
        return said[1:]

    return run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    vault = Vault.create(tmp_path / "vault", PASSPHRASE, terms_for(tmp_path / "state"), MOMENT)
    vault.shelf.keep([a_credential(f"Before {i}", original=victims.bytes_of(f"{i}")) for i in range(60)], MOMENT)
    make_backup(vault, tmp_path / "backup.tessera", terms_for(tmp_path / "state"), MOMENT)
    vault.close()
    (tmp_path / "out").mkdir()
    return tmp_path


def open_vault(place: Path, name: str = "vault", **changes: object) -> Vault:
    return Vault.open(place / name, PASSPHRASE, terms_for(place / "state", **changes))


def times(kind: str, full: bool) -> range:
    return range(SHARES[kind] * (10 if full else 1))


def moments(kind: str, seed: int, act: Callable[[], object]) -> Iterator[float]:
    """Yield seconds after which to kill: anywhere in the work, which is done once first to see how long it takes."""
    began = time.perf_counter()
    act()
    longest, chance = REACH[kind] * (time.perf_counter() - began), random.Random(seed)
    while True:
        yield chance.uniform(0, longest)


def test_STORE_12_every_acknowledged_import_survives_a_kill(start, place, full):
    acknowledged, vault = set[str](), open_vault(place)
    batch = [a_credential(f"Then {i}", original=victims.bytes_of(f"then {i}")) for i in range(victims.BATCH)]
    moment = moments("import", 12, lambda: vault.shelf.keep(batch, MOMENT))
    first = next(moment)
    vault.close()
    for run in times("import", full):
        said = start(victims.keep_importing, place, str(run), next(moment) if run else first)
        acknowledged |= {victims.name_of(str(run), batch, p) for batch in said for p in range(victims.BATCH)}
        vault = open_vault(place)
        rows = vault.database.rows("SELECT id, summary FROM credential WHERE title LIKE ?", (f"run {run} batch %",))
        there = {vault.shelf.summary(key).title: key for key, _ in rows}
        batches = {title.rsplit(" place", 1)[0] for title in there}
        assert len(there) == victims.BATCH * len(batches), "a transaction is there by half"
        assert {name for name in acknowledged if name.startswith(f"run {run} ")} <= set(there)
        assert all(vault.shelf.get(key).original == victims.bytes_of(title) for title, key in there.items())
        if run % 10 == 0:
            assert vault.audit() == ()
        vault.close()
    vault = open_vault(place)
    titles = {vault.shelf.summary(key).title for key in vault.shelf.ids()}
    assert acknowledged <= titles
    assert len(acknowledged) > len(times("import", full))
    assert vault.audit() == ()
    vault.close()


def test_STORE_12_a_killed_backup_leaves_the_earlier_one_or_a_whole_new_one(start, place, full):
    target, vault = place / "out" / "backup.tessera", open_vault(place)
    moment = moments("backup", 13, lambda: make_backup(vault, place / "first", terms_for(place / "state"), MOMENT))
    first = next(moment)
    vault.close()
    for run in times("backup", full):
        said = start(victims.keep_backing_up, place, str(run), next(moment) if run else first)
        if said:
            assert target.exists()
        if target.exists():
            assert prove_backup(target, PASSPHRASE, terms_for(place / "state"), None).credentials == 60
    vault = open_vault(place)
    make_backup(vault, target, terms_for(place / "state"), MOMENT)
    vault.close()
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_STORE_12_a_killed_restore_leaves_no_vault_or_a_whole_one(start, place, full):
    whole, terms = 0, terms_for(place / "state2")
    moment = moments("restore", 14, lambda: restore_anew(place / "first", place / "backup.tessera", PASSPHRASE, terms))
    for run in times("restore", full):
        folder = place / f"restored-{run}"
        said = start(victims.restore, place, str(run), next(moment))
        assert not said or Vault.exists(folder)
        if Vault.exists(folder):
            vault = Vault.open(folder, PASSPHRASE, terms_for(place / "state2"))
            assert len(vault.shelf.ids()) == 60
            assert vault.audit() == ()
            vault.close()
            whole += 1
            shutil.rmtree(folder)
    assert whole < len(times("restore", full)), "no kill came in time to mean anything"


def test_STORE_17_a_killed_migration_leaves_the_old_schema_or_the_new_one(start, place, full):
    seen = set[int]()
    shutil.copytree(place / "vault", place / "copy-first")
    moment = moments("migration", 17, lambda: open_vault(place, "copy-first", migrations=[*victims.LONGER]).close())
    for run in times("migration", full):
        shutil.copytree(place / "vault", place / f"copy-{run}")
        start(victims.migrate, place, str(run), next(moment))
        vault = open_vault(place, f"copy-{run}", migrations=[*victims.LONGER])
        seen.add(len(list((vault.folder / "copies").iterdir())))
        assert vault.database.row("SELECT count(*) FROM later") == (120,)
        assert len(vault.shelf.ids()) == 60
        assert vault.audit() == ()
        vault.close()
        shutil.rmtree(place / f"copy-{run}")
    assert seen == {1}


def test_STORE_18_a_killed_change_of_passphrase_leaves_one_that_opens(start, place, full):
    vault = open_vault(place)
    moment = moments("passphrase", 18, lambda: vault.change_passphrase(PASSPHRASE, PASSPHRASE))
    first = next(moment)
    vault.close()
    for run in times("passphrase", full):
        shutil.copytree(place / "vault", place / f"copy-{run}")
        start(victims.change_passphrase, place, str(run), next(moment) if run else first)
        opened = []
        for words in (PASSPHRASE, "other words"):
            with suppress(WrongPassphraseError):
                vault = Vault.open(place / f"copy-{run}", words, terms_for(place / "state"))
                opened.append(len(vault.shelf.ids()))
                vault.close()
        assert opened == [60], "exactly one passphrase opens"
        shutil.rmtree(place / f"copy-{run}")


def test_STORE_12_a_kill_leaves_no_scan_without_its_record_and_no_record_without_its_scan(start, place, full):
    vault, acknowledged = open_vault(place), 0
    papers = StackShelf(vault.database, MOMENT)
    moment = moments("paper", 23, lambda: papers.put(OwnWord("x", "paper", "s", "c"), "x", bytes(victims.PAPER * 4096)))
    first = next(moment)
    vault.close()
    for run in times("paper", full):
        told = dict(start(victims.keep_forgetting, place, str(run), next(moment) if run else first))
        acknowledged += len(told)
        vault = open_vault(place)
        rows = vault.database.rows("SELECT kind, id, content FROM kept_document WHERE id <> 'x'")
        scans = {key: content for kind, key, content in rows if kind == "own-scan"}
        records = {key: kind for kind, key, _ in rows if kind != "own-scan"}
        assert scans == {key: victims.bytes_of(key) * victims.PAPER for key in records}
        assert all(kind == "gone.own-word" for key, kind in records.items() if told.get(key) == "taken back")
        assert {key for key, state in told.items() if state == "kept"} <= set(records)
        assert not [key for key, state in told.items() if state == "deleted" and key in records]
        vault.close()
    assert acknowledged
    vault = open_vault(place)
    assert vault.audit() == ()
    vault.close()
