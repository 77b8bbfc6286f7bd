"""A paper that was taken back: it can come back for thirty days, then it and its scan go for good, as a credential in the trash does."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.vaults import PASSPHRASE, decrypted, terms_for
from wallet.errors import NotInVaultError
from wallet.messages import requests as keep
from wallet.messages import stacks as ask
from wallet.messages.stack_views import OwnBasis
from wallet.session import Session
from wallet.store.backup import restore_into
from wallet.store.kept_documents import KeptDocument, put_document

DEGREE = "northlight-bsc-data-practice"
SCAN = b"a diploma on paper, canary 5521" * 300
MONTH = timedelta(days=30)


@pytest.fixture
def following(session: Session) -> Session:
    session.answer(ask.FollowStack(shipped=DEGREE))
    return session


def a_paper(session: Session, folder: Path, scan: bytes = SCAN) -> str:
    file = folder / f"scan-{len(scan)}.pdf"
    file.write_bytes(scan)
    made = session.answer(ask.RecordOwnWord(OwnBasis.PAPER, DEGREE, "dp-205", scan=str(file)))
    file.unlink()
    return made.ids[0]


def forgotten(session: Session, folder: Path, clock) -> str:
    paper = a_paper(session, folder)
    clock.now += timedelta(hours=1)
    session.answer(ask.ForgetOwnWord(paper))
    return paper


def in_the_vault(session: Session) -> set[tuple[str, str]]:
    rows = session._open_vault().database.rows("SELECT kind, id FROM kept_document")
    return {(kind, key) for kind, key in rows if "own-" in kind}


def open_again(session: Session) -> None:
    session.goodbye()
    session.unlock(keep.Unlock(PASSPHRASE))


def test_a_paper_taken_back_can_come_back_whole_for_thirty_days(following, tmp_path, clock):
    paper = forgotten(following, tmp_path, clock)
    clock.now += MONTH
    open_again(following)
    following.answer(ask.PutBackOwnWord(paper))
    following.answer(ask.ExportScan(paper, str(tmp_path / "again.pdf")))
    assert (tmp_path / "again.pdf").read_bytes() == SCAN
    clock.now += MONTH * 2
    open_again(following)
    assert in_the_vault(following) == {("own-word", paper), ("own-scan", paper)}, "what came back is not in the trash"


def test_STORE_23_after_thirty_days_a_paper_taken_back_goes_with_its_scan(following, tmp_path, clock):
    stays, paper = a_paper(following, tmp_path, b"another"), forgotten(following, tmp_path, clock)
    following.tend()
    assert list((following.folder / "copies").glob("vault-kept-*.db"))
    clock.now += MONTH + timedelta(seconds=1)
    open_again(following)
    assert in_the_vault(following) == {("own-word", stays), ("own-scan", stays)}
    assert not list((following.folder / "copies").glob("vault-kept-*.db")), "a copy still holds it"
    with pytest.raises(NotInVaultError):
        following.answer(ask.PutBackOwnWord(paper))


def test_STORE_23_emptying_the_trash_takes_what_was_taken_back_and_nothing_else(following, tmp_path, clock):
    following.add_samples(keep.AddSamples())
    one, other = following.list_credentials(keep.ListCredentials()).items[:2]
    following.trash(keep.Trash((one.id,)))
    stays, paper = a_paper(following, tmp_path, b"another"), forgotten(following, tmp_path, clock)
    assert set(following.answer(keep.EmptyTrash()).ids) == {one.id, paper}
    assert in_the_vault(following) == {("own-word", stays), ("own-scan", stays)}
    assert following._open_vault().shelf.summary(other.id).title == other.title
    with pytest.raises(NotInVaultError):
        following._open_vault().shelf.summary(one.id)
    following.tend()
    assert following.answer(keep.EmptyTrash()).ids == ()
    assert list((following.folder / "copies").glob("vault-kept-*.db")), "nothing was deleted that a copy could hold"


def test_BAK_02_an_older_backup_does_not_bring_a_paper_back_that_was_taken_back_since(following, tmp_path, clock):
    paper = a_paper(following, tmp_path)
    old = str(tmp_path / "old.tessera")
    following.backup(keep.MakeBackup(old))
    clock.now += timedelta(hours=1)
    following.answer(ask.ForgetOwnWord(paper))
    following.restore(keep.RestoreBackup(old, PASSPHRASE))
    assert in_the_vault(following) == {("gone.own-word", paper), ("own-scan", paper)}


def test_BAK_02_a_newer_backup_brings_the_taking_back_and_the_coming_back(following, tmp_path, clock):
    paper = a_paper(following, tmp_path)
    paths = [str(tmp_path / name) for name in ("there", "gone", "back")]
    following.backup(keep.MakeBackup(paths[0]))
    for path, change in zip(paths[1:], (ask.ForgetOwnWord(paper), ask.PutBackOwnWord(paper)), strict=True):
        clock.now += timedelta(hours=1)
        following.answer(change)
        following.backup(keep.MakeBackup(path))
    other = Session(tmp_path / "other", terms_for(tmp_path / "state-of-the-other"), clock)
    for path, kind in zip(paths, ("own-word", "gone.own-word", "own-word"), strict=True):
        other.restore(keep.RestoreBackup(path, PASSPHRASE))
        assert in_the_vault(other) == {(kind, paper), ("own-scan", paper)}
    other.goodbye()


def test_a_backup_of_before_brings_back_what_was_deleted_for_good_as_it_does_with_credentials(
    following, tmp_path, clock
):
    paper = a_paper(following, tmp_path)
    following.backup(keep.MakeBackup(str(tmp_path / "old.tessera")))
    clock.now += timedelta(hours=1)
    following.answer(ask.ForgetOwnWord(paper))
    following.answer(keep.EmptyTrash())
    assert in_the_vault(following) == set()
    restore_into(following._open_vault(), tmp_path / "old.tessera", PASSPHRASE, terms_for(tmp_path / "state"))
    assert in_the_vault(following) == {("own-word", paper), ("own-scan", paper)}


def test_a_record_that_an_old_merge_left_in_both_places_keeps_its_scan(following, tmp_path, clock):
    paper = a_paper(following, tmp_path)
    database = following._open_vault().database
    with database.writing():
        put_document(database, KeptDocument("gone.own-word", paper, "2020-01-01T00:00:00.000000Z", b"{}"))
    open_again(following)
    assert in_the_vault(following) == {("own-word", paper), ("own-scan", paper)}


def test_STORE_23_nothing_of_a_deleted_scan_is_left_in_the_decrypted_pages(following, tmp_path, clock):
    paper = a_paper(following, tmp_path, SCAN + os.urandom(300_000))
    vault = following._open_vault()
    vault.database.checkpoint()
    assert b"canary 5521" in decrypted(vault)
    following.answer(ask.ForgetOwnWord(paper))
    following.answer(keep.EmptyTrash())
    assert b"canary 5521" not in decrypted(vault)
