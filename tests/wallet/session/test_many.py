"""Many files at once: what is told of each, what is alike, what is reported, and what a bad file costs."""

import csv
import gc
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.issuer_simulator import Issuer, loads
from tests.issuer_simulator.jose import dump
from tests.wallet.session.conftest import NOW
from wallet.cli import main
from wallet.errors import FileAccessError, NotInVaultError, WalletError
from wallet.messages.many import (
    UNREADABLE,
    BeginMany,
    ExportMany,
    ForgetMany,
    GetManyRow,
    ListMany,
    ManyFilter,
    ManyRow,
    ManySort,
    ManyState,
    ReportForm,
    StepMany,
    StopMany,
)
from wallet.messages.requests import AddPack
from wallet.report import Verdict
from wallet.resources import resource_path
from wallet.session import Session
from wallet.session.many_rows import FoundRow, unpack_rows

SAMPLES = resource_path("samples")
PACK = SAMPLES / "trust_pack"


def finish(session: Session, turns: int = 2_000) -> ManyState:
    """Step until the run is over."""
    for _ in range(turns):
        state = session.answer(StepMany())
        if not state.running:
            return state
    raise AssertionError("the run does not end")


def check(session: Session, *paths: Path) -> ManyState:
    session.answer(BeginMany(tuple(map(str, paths))))
    return finish(session)


def rows(session: Session, **chosen: object) -> tuple[ManyRow, ...]:
    return session.answer(ListMany(ManyFilter(**chosen))).rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two samples, one of them twice, something that is no credential, and something hidden."""
    there = tmp_path / "applications"
    (there / "spring").mkdir(parents=True)
    for name, target in (
        ("harbourside-networks.json", "b.json"),
        ("harbourside-networks.json", "spring/again.json"),
        ("northlight-data-ethics.json", "c.json"),
    ):
        (there / target).write_bytes((SAMPLES / name).read_bytes())
    (there / "page.html").write_text("<!doctype html><html><body>Sign in</body></html>")
    (there / ".hidden.json").write_text("{}")
    return there


def test_a_folder_is_checked_without_a_vault(locked: Session, folder: Path) -> None:
    locked.answer(AddPack(str(PACK)))
    state = check(locked, folder)
    assert (state.files, state.files_done, state.documents, state.running) == (4, 4, 4, False)
    found = rows(locked)
    assert [row.file for row in found] == ["b.json", "c.json", "page.html", str(Path("spring", "again.json"))]
    assert [row.verdict for row in found][2] is None
    assert state.counts == {
        UNREADABLE: 1,
        **{v: sum(r.verdict == v for r in found) for v in {r.verdict for r in found if r.verdict}},
    }
    assert found[0].title
    assert found[0].issuer
    assert found[0].vouched


def test_copies_and_one_learner_are_pointed_out(locked: Session, folder: Path) -> None:
    assert check(locked, folder).duplicates == 2
    first, second, refused, again = rows(locked)
    assert (first.copies, second.copies, refused.copies, again.copies) == (1, 0, 0, 1)
    assert {row.number for row in rows(locked, duplicates=True)} == {first.number, again.number}
    assert {row.number for row in rows(locked, copies_of=first.number)} == {first.number, again.number}
    same = rows(locked, learner_of=first.number)
    assert len(same) == first.same_learner + 1
    assert again in same


def test_the_same_hashed_identity_is_the_same_learner_and_another_salt_is_not(
    locked: Session, issuer: Issuer, tmp_path: Path
) -> None:
    def learner(value: str, salt: str, kind: str = "emailAddress") -> bytes:
        body = issuer.badge()
        subject = body["credentialSubject"]
        subject.pop("id", None)
        subject["identifier"] = [
            {"type": "IdentityObject", "hashed": True, "identityHash": value, "identityType": kind, "salt": salt}
        ]
        return issuer.issue(body=body)

    there = tmp_path / "hashed"
    there.mkdir()
    for name, content in {
        "a": learner("sha256$aa", "s1"),
        "b": learner("sha256$AA", "s1"),
        "c": learner("sha256$aa", "s2"),
        "d": learner("sha256$aa", "s1", "systemId"),
    }.items():
        (there / name).write_bytes(content)
    check(locked, there)
    assert [row.same_learner for row in rows(locked)] == [1, 1, 0, 0]
    assert all(row.learner_hidden and not row.learner for row in rows(locked))


def test_rows_are_searched_filtered_sorted_and_paged(locked: Session, folder: Path) -> None:
    check(locked, folder)
    everything = rows(locked)
    word = everything[1].title.split()[0].upper()
    assert everything[1] in rows(locked, query=f"  {word} ")
    assert rows(locked, query="100%_\\ not there") == ()
    assert [row.file for row in rows(locked, verdicts=(UNREADABLE,))] == ["page.html"]
    assert rows(locked, verdicts=("splendid",)) == ()
    for sort in ManySort:
        up = locked.answer(ListMany(sort=sort)).rows
        down = locked.answer(ListMany(sort=sort, descending=True)).rows
        assert (
            sorted(row.number for row in up) == sorted(row.number for row in down) == [row.number for row in everything]
        )
    page = locked.answer(ListMany(offset=1, limit=2))
    assert (page.rows, page.total, page.offset) == (everything[1:3], 4, 1)


@pytest.mark.parametrize("query", ["'; DROP TABLE found; --", '" OR 1=1', "%", "_", "\\", "\0", "𝕏" * 500])
def test_a_search_is_words_and_nothing_else(locked: Session, folder: Path, query: str) -> None:
    check(locked, folder)
    assert len(rows(locked, query=query)) == 0
    assert len(rows(locked)) == 4


def test_a_row_is_shown_whole_and_a_file_that_has_changed_is_said_to_have(locked: Session, folder: Path) -> None:
    locked.answer(AddPack(str(PACK)))
    check(locked, folder)
    first, _second, refused, _again = rows(locked)
    whole = locked.answer(GetManyRow(first.number))
    assert whole.detail is not None
    assert whole.detail.verdict is first.verdict
    assert whole.path == str(folder / "b.json")
    unread = locked.answer(GetManyRow(refused.number))
    assert unread.detail is None
    assert unread.row.problem is not None
    assert unread.row.problem.step
    (folder / "b.json").write_bytes((folder / "c.json").read_bytes())
    with pytest.raises(FileAccessError) as caught:
        locked.answer(GetManyRow(first.number))
    assert caught.value.code == "many.file_changed"


def test_the_report_is_that_of_the_command_line(
    locked: Session, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSERA_LANG", "en")
    locked.answer(AddPack(str(PACK)))
    check(locked, folder)
    told = locked.answer(ExportMany(str(tmp_path / "report.jsonl"), ReportForm.JSON))
    table = locked.answer(ExportMany(str(tmp_path / "report.csv"), ReportForm.CSV))
    assert told.count == table.count == 4
    capsys.readouterr()
    at = NOW.isoformat().replace("+00:00", "Z")
    main(["verify", str(folder), "--json", "--at", at, "--trust-pack", str(PACK), "--csv", str(tmp_path / "cli.csv")])
    assert (tmp_path / "report.jsonl").read_text(encoding="utf-8") == capsys.readouterr().out
    assert (tmp_path / "report.csv").read_bytes() == (tmp_path / "cli.csv").read_bytes()


def test_a_report_has_what_is_listed(locked: Session, folder: Path, tmp_path: Path) -> None:
    check(locked, folder)
    told = locked.answer(ExportMany(str(tmp_path / "r.csv"), ReportForm.CSV, ManyFilter(duplicates=True)))
    assert told.count == 2
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        named = [Path(row["source"].split("#")[0]).name for row in csv.DictReader(file)]
    assert list(dict.fromkeys(named)) == ["b.json", "again.json"]


def test_a_report_that_is_broken_off_leaves_no_half(locked: Session, folder: Path, tmp_path: Path) -> None:
    check(locked, folder)
    locked.hooks.cancelled = lambda: True
    with pytest.raises(WalletError):
        locked.answer(ExportMany(str(tmp_path / "r.csv"), ReportForm.CSV))
    assert not (tmp_path / "r.csv").exists()


def test_stopping_keeps_what_was_found(locked: Session, tmp_path: Path) -> None:
    there = tmp_path / "lots"
    there.mkdir()
    content = (SAMPLES / "harbourside-networks.json").read_bytes()
    for number in range(120):
        (there / f"{number:03}.json").write_bytes(content)
    locked.answer(BeginMany((str(there),)))
    while not locked.answer(StepMany()).documents:
        pass
    state = locked.answer(StopMany())
    assert not state.running
    assert 0 < state.documents == len(rows(locked)) + max(0, state.documents - 200)
    assert locked.answer(StepMany()) == state
    locked.answer(ForgetMany())
    with pytest.raises(NotInVaultError):
        rows(locked)


def test_several_documents_of_one_file_are_several_rows(locked: Session, tmp_path: Path, issuer: Issuer) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.json", issuer.issue())
        archive.writestr("b.json", b"<html>")
        archive.writestr("c.json", issuer.issue("vc+jwt"))
    state = check(locked, tmp_path / "two.zip")
    assert (state.files, state.documents) == (1, 3)
    found = rows(locked)
    assert [row.file for row in found] == ["two.zip!a.json", "two.zip!b.json", "two.zip!c.json"]
    whole = locked.answer(GetManyRow(found[2].number))
    assert whole.detail is not None
    assert whole.detail.format == "vc+jwt"


def test_a_broken_file_never_stops_the_rest(locked: Session, folder: Path, issuer: Issuer) -> None:
    altered = loads(issuer.issue())
    altered["credentialSubject"]["achievement"]["name"] = "Doctor of Everything"
    for name, content in {
        "z1": b"\xff\xfe\x00" * 100,
        "z2": b"[" * 100_000,
        "z3": dump(altered).encode(),
        "z4": b"",
        "z5": b"PK\x03\x04 not a zip",
    }.items():
        (folder / name).write_bytes(content)
    (folder / "z6").symlink_to(folder / "nowhere")
    state = check(locked, folder)
    assert state.files_done == state.files == 10
    for row in rows(locked):
        assert (row.verdict is None) == (row.problem is not None)


def test_names_that_are_not_there_or_are_no_files_are_refused_at_once(locked: Session, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (tmp_path / "nowhere", empty):
        with pytest.raises(FileAccessError):
            locked.answer(BeginMany((str(path),)))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(WalletError):
            locked.answer(BeginMany((str(tmp_path / "pipe"),)))
    assert locked.answer(StepMany()) == ManyState()


def test_a_worker_that_dies_loses_one_file(locked: Session, tmp_path: Path) -> None:
    there = tmp_path / "lots"
    there.mkdir()
    for number in range(40):
        (there / f"{number:03}.json").write_bytes((SAMPLES / "harbourside-networks.json").read_bytes())
    locked.answer(BeginMany((str(there),)))
    run = locked._many
    assert run is not None
    assert run._crew is not None
    locked.answer(StepMany())
    worker = run._crew._workers[0]
    worker.process.kill()
    worker.process.join()
    state = finish(locked)
    assert state.files_done == state.documents == 40
    assert state.counts.get(UNREADABLE, 0) <= 1


@pytest.mark.skipif(os.name == "nt", reason="open files cannot be unnamed there")
def test_what_was_found_has_no_name_on_the_disk(
    locked: Session, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    check(locked, folder)
    assert rows(locked)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_was_found_is_encrypted(locked: Session, folder: Path, tmp_path: Path) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not show what is open")
    check(locked, folder)
    seen = 0
    for descriptor in list(Path("/proc/self/fd").iterdir()):
        if descriptor.is_symlink() and re.search(r"/found\.db(-wal)? \(deleted\)$", str(descriptor.readlink())):
            content = descriptor.read_bytes()
            seen += 1
            assert b"SQLite format 3" not in content
            assert b"Harbourside" not in content
    assert seen


@given(packed=st.binary(max_size=200) | st.sampled_from([b"[]", b"[[]]", b'[[{"row":{"number":1}}]]', b"[[[[[["]))
def test_what_a_worker_sends_is_rows_or_nothing(packed: bytes) -> None:
    """A worker reads strangers' bytes; one that was captured can send rows, and nothing that is not one."""
    try:
        answers = unpack_rows(packed)
    except ValueError:
        return
    assert all(isinstance(found, FoundRow) for rows in answers for found in rows)
    assert all(answers)


def test_a_process_that_may_have_a_vault_open_is_never_copied(locked: Session, folder: Path, monkeypatch) -> None:
    """Whatever is in its memory, the workers begin with nothing."""
    monkeypatch.setattr("wallet.reporting.crew.may_be_copied", lambda: True)
    locked.answer(BeginMany((str(folder),)))
    crew = locked._many._crew
    assert crew is not None
    assert {worker.process._start_method for worker in crew._workers} == {"spawn"}


def test_memory_does_not_grow_with_the_folder(locked: Session, tmp_path: Path) -> None:
    """As many objects are alive after four hundred files as after forty."""

    def alive(number: int) -> int:
        there = tmp_path / f"lots-{number}"
        there.mkdir(exist_ok=True)
        for each in range(number):
            (there / f"{each:03}.txt").write_text("no credential")
        check(locked, there)
        gc.collect()
        return len(gc.get_objects())

    alive(40)
    small = alive(40)
    assert alive(400) < small + 200


def test_the_line_that_is_kept_is_json_of_the_schema(locked: Session, folder: Path, tmp_path: Path) -> None:
    check(locked, folder)
    locked.answer(ExportMany(str(tmp_path / "r"), ReportForm.JSON, ManyFilter(verdicts=(UNREADABLE,))))
    (line,) = map(json.loads, (tmp_path / "r").read_text(encoding="utf-8").splitlines())
    assert line["verdict"] is None
    assert line["error"]["step"]
    assert Verdict.VERIFIED not in line
