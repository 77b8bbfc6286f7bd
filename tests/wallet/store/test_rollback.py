"""STORE-15: an older vault, or an older page of it, put back by somebody else. A warning, never a refusal."""

import shutil
from datetime import timedelta

from tests.vaults import MOMENT, a_credential, a_report
from wallet.report import Verdict

LATER = MOMENT + timedelta(hours=1)


def test_STORE_15_a_whole_vault_put_back_is_noticed_and_opens(vault, reopen, tmp_path):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    vault.close()
    shutil.copytree(vault.folder, tmp_path / "then")
    opened = reopen()
    opened.shelf.record_check(key, a_credential(report=a_report(LATER, status="status.revoked")), LATER)
    opened.close()
    shutil.rmtree(vault.folder)
    shutil.copytree(tmp_path / "then", vault.folder)
    rolled_back = reopen()
    assert rolled_back.warnings == ("vault.rolled_back",)
    assert rolled_back.shelf.summary(key).verdict is Verdict.VERIFIED


def test_STORE_15_an_old_page_put_back_is_noticed(vault, reopen):
    """Measured: SQLCipher itself takes a page of last week for today's. Every page that differs is put back in turn."""
    ids = vault.shelf.keep([a_credential(f"Number {i}") for i in range(40)], MOMENT).ids
    vault.close()
    before = vault.database.path.read_bytes()
    opened = reopen()
    revoked = a_credential("Number 7", report=a_report(LATER, status="status.revoked"))
    opened.shelf.record_check(ids[7], revoked, LATER)
    opened.close()
    after = vault.database.path.read_bytes()
    put_back = noticed = 0
    for start in range(4096, min(len(before), len(after)), 4096):
        if before[start : start + 4096] == after[start : start + 4096]:
            continue
        vault.database.path.write_bytes(after[:start] + before[start : start + 4096] + after[start + 4096 :])
        replayed = reopen()
        if replayed.shelf.summary(ids[7]).verdict is Verdict.VERIFIED:
            put_back += 1
            noticed += bool(replayed.warnings or replayed.audit())
        replayed.database.close()
        replayed._lock.release()
    assert put_back >= 1
    assert noticed == put_back


def test_STORE_15_going_on_is_not_a_rollback(vault, reopen):
    for i in range(3):
        opened = reopen()
        opened.shelf.keep([a_credential(f"Number {i}")], MOMENT)
        assert opened.warnings == ()
        assert opened.audit() == ()
        opened.close()


def test_STORE_15_a_crash_between_commit_and_witness_is_not_a_rollback(vault, reopen):
    vault.close()
    opened = reopen()
    opened.shelf.keep([a_credential()], MOMENT)
    opened.database.close()  # without a word to the witness
    opened._lock.release()
    assert reopen().warnings == ()


def test_STORE_15_a_lost_or_forged_witness_is_no_obstacle(vault, reopen, tmp_path):
    vault.close()
    (witness,) = (tmp_path / "state").glob("*.witness")
    for content in (b"", b"{}", b'{"generation": 99999, "mark": "x", "mac": "00"}', b"\xff"):
        witness.write_bytes(content)
        opened = reopen()
        assert opened.warnings == ()
        opened.database.close()
        opened._lock.release()


def test_every_change_moves_the_generation_and_keeps_the_sum(vault):
    shelf, seen = vault.shelf, {vault.generation}
    one, two = shelf.keep([a_credential("One", valid_until=LATER), a_credential("Two")], MOMENT).ids
    for act in (
        lambda: shelf.set_tags([one], ["a"], [], MOMENT),
        lambda: shelf.set_notes(one, "n", MOMENT),
        lambda: shelf.archive([two], True, MOMENT),
        lambda: shelf.trash([two], True, MOMENT),
        lambda: shelf.age(LATER + timedelta(days=1)),
        lambda: shelf.record_check(one, a_credential("One", report=a_report(LATER)), LATER),
        lambda: shelf.delete_forever([two]),
    ):
        act()
        assert vault.generation not in seen
        seen.add(vault.generation)
        assert vault.audit() == ()
