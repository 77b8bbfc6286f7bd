"""An open wallet: each thing a person can do, from strangers' bytes to what is shown."""

import json
import zipfile
from dataclasses import MISSING, fields
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.vaults import PASSPHRASE, terms_for
from tests.wallet.session.conftest import NOW
from wallet.errors import CancelledError, NotInVaultError, VaultLockedError, WrongPassphraseError
from wallet.messages import requests as ask
from wallet.messages.requests import Touched
from wallet.messages.verbs import REQUESTS
from wallet.messages.views import LibraryFilter, SectionKind
from wallet.report import Verdict
from wallet.resources import resource_path
from wallet.session import Hooks, Session

SAMPLES = resource_path("samples")
BADGE = str(SAMPLES / "northlight-machine-learning.json")
PNG_BADGE = str(SAMPLES / "northlight-data-visualisation.png")


def keep(session: Session, *paths: str) -> tuple[str, ...]:
    received = session.receive(ask.Receive(paths=paths))
    return session.keep(ask.Keep(tuple(item.token for item in received.items))).ids


def undo(session: Session, change: ask.Change) -> None:
    verb, body = msgspec.json.decode(change.undo, type=tuple[str, msgspec.Raw])
    session.answer(msgspec.json.decode(body, type=REQUESTS[verb][0]))


def test_a_stranger_can_be_checked_while_there_is_no_vault(locked):
    received = locked.receive(ask.Receive(paths=(BADGE,)))
    (item,) = received.items
    assert item.detail.verdict is Verdict.CANNOT_CHECK  # nobody here holds the issuer's key
    assert item.detail.summary.title == "Machine Learning in Practice"
    with pytest.raises(VaultLockedError):
        locked.keep(ask.Keep((item.token,)))
    assert not locked.state().exists


def test_the_samples_come_with_the_verdicts_they_promise_and_go_without_a_trace(session):
    change = session.add_samples(ask.AddSamples())
    listed = session.list_credentials(ask.ListCredentials(limit=100)).items
    expected = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))["samples"]
    assert len(listed) == len(expected)
    assert sorted(item.verdict.value for item in listed) == sorted(entry["verdict"] for entry in expected)
    assert all(item.sample for item in listed)
    assert session.state().samples
    assert [pack.sample for pack in session.packs(ask.ListPacks()).packs if pack.sample] == [True]
    undo(session, change)
    assert session.state().credentials == 0
    assert not session.state().samples
    assert [pack for pack in session.packs(ask.ListPacks()).packs if pack.sample] == []


def test_the_original_is_exported_byte_for_byte(session, tmp_path):
    for path in (BADGE, PNG_BADGE, str(SAMPLES / "yunling-practice.jwt"), str(SAMPLES / "yunling-data-law.sd-jwt")):
        (key,) = keep(session, path)
        session.export(ask.ExportOriginal(key, str(tmp_path / "out")))
        assert (tmp_path / "out").read_bytes() == Path(path).read_bytes()


def test_all_originals_go_into_one_zip_under_safe_names(session, tmp_path):
    session.add_samples(ask.AddSamples())
    exported = session.export_everything(ask.ExportAll(str(tmp_path / "all.zip")))
    with zipfile.ZipFile(tmp_path / "all.zip") as made:
        names = made.namelist()
        contents = {made.read(name) for name in names}
    assert exported.count == len(names) == len({name.casefold() for name in names})
    assert Path(PNG_BADGE).read_bytes() in contents
    assert not [name for name in names if "/" in name or "\\" in name or ".." in name]


def test_the_detail_shows_every_section_with_its_rows(session):
    session.add_samples(ask.AddSamples())
    (key,) = keep(session, BADGE)
    detail = session.get(ask.GetCredential(key))
    kinds = {section.kind: section.rows for section in detail.sections}
    assert detail.verdict is Verdict.VERIFIED
    assert set(kinds) >= {
        SectionKind.ABOUT, SectionKind.ACHIEVEMENT, SectionKind.CRITERIA, SectionKind.RESULTS, SectionKind.EVIDENCE,
        SectionKind.ALIGNMENTS, SectionKind.ISSUER, SectionKind.SUBJECT,
    }  # fmt: skip
    shown = {(row.label, row.text) for rows in kinds.values() for row in rows}
    assert ("Name", "Machine Learning in Practice") in shown
    assert ("Credits earned", "10") in shown
    assert ("Result", "Proficient") in shown
    assert all(row.covered for rows in kinds.values() for row in rows)
    assert detail.summary.issuer_name == "Northlight University"
    assert detail.summary.issuer_vouched_by
    assert detail.raw == Path(BADGE).read_text(encoding="utf-8").replace("\r\n", "\n")
    assert detail.proofs == ("eddsa-rdfc-2022",)
    assert "Statistical reasoning" in detail.summary.skills


def test_nothing_is_marked_as_signed_that_was_not_established(session):
    for name in ("chess-club-champion.json", "openloom-storytelling-draft.json"):
        for item in session.receive(ask.Receive(paths=(str(SAMPLES / name),))).items:
            if item.detail.verdict in (Verdict.ALTERED, Verdict.UNSIGNED, Verdict.CANNOT_CHECK):
                assert not any(row.covered for section in item.detail.sections for row in section.rows)


def test_a_baked_badge_is_shown_as_our_own_picture(session):
    (item,) = session.receive(ask.Receive(paths=(PNG_BADGE,))).items
    assert item.detail.picture_png.startswith(b"\x89PNG")
    assert b"openbadgecredential" not in item.detail.picture_png
    assert item.detail.raw == ""


def test_what_is_there_already_is_said_and_not_kept_twice(session):
    (key,) = keep(session, BADGE)
    (item,) = session.receive(ask.Receive(paths=(BADGE,))).items
    assert item.already == key
    assert session.keep(ask.Keep((item.token,))).undo == ""
    assert session.state().credentials == 1


def test_JOSE_08_white_space_makes_no_second_credential(session):
    (key,) = keep(session, BADGE)
    respelt = json.dumps(json.loads(Path(BADGE).read_text(encoding="utf-8")), indent=7, sort_keys=True)
    (item,) = session.receive(ask.Receive(text=respelt)).items
    assert item.already == key


def test_a_folder_is_read_whole_and_what_cannot_be_read_is_said_with_its_name(session, tmp_path):
    (tmp_path / "in" / ".hidden").mkdir(parents=True)
    (tmp_path / "in" / "a.json").write_bytes(Path(BADGE).read_bytes())
    (tmp_path / "in" / "b.txt").write_text("nothing of the kind")
    (tmp_path / "in" / ".hidden" / "c.json").write_bytes(Path(BADGE).read_bytes())
    received = session.receive(ask.Receive(paths=(str(tmp_path / "in"), str(tmp_path / "absent.json"))))
    assert [item.detail.summary.title for item in received.items] == ["Machine Learning in Practice"]
    assert [(problem.source, bool(problem.explanation)) for problem in received.refused] == [
        ("b.txt", True),
        ("absent.json", True),
    ]


def test_a_pipe_is_refused_and_never_waited_for(session, tmp_path):
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe")
    (problem,) = session.receive(ask.Receive(paths=(str(tmp_path / "pipe"),))).refused
    assert problem.step == "input.kind"


def test_cancelling_a_folder_keeps_nothing_waiting(session, tmp_path):
    for i in range(5):
        (tmp_path / f"{i}.json").write_bytes(Path(BADGE).read_bytes())
    seen: list[int] = []
    session.hooks = Hooks(progress=lambda progress: seen.append(progress.done), cancelled=lambda: len(seen) > 2)
    with pytest.raises(CancelledError):
        session.receive(ask.Receive(paths=(str(tmp_path),)))
    assert seen == [0, 1, 2]
    with pytest.raises(NotInVaultError):
        session.keep(ask.Keep(("1",)))


def test_every_change_says_how_to_take_it_back(session):
    one, two = keep(session, BADGE, PNG_BADGE)
    for request in (
        ask.Archive((one,)),
        ask.Trash((one, two)),
        ask.SetTags((one,), add=("a", "b")),
        ask.SetNotes(one, "a note"),
    ):
        before = [session.get(ask.GetCredential(key)) for key in (one, two)]
        change = session.answer(request)
        assert change.touched == (Touched.CREDENTIALS,)
        assert [session.get(ask.GetCredential(key)) for key in (one, two)] != before
        undo(session, change)
        after = [session.get(ask.GetCredential(key)) for key in (one, two)]
        assert [(d.summary, d.notes) for d in after] == [(d.summary, d.notes) for d in before]


def test_the_trash_empties_itself_after_thirty_days(session, clock, tmp_path):
    (key,) = keep(session, BADGE)
    session.trash(ask.Trash((key,)))
    session.goodbye()
    clock.now += timedelta(days=31)
    again = Session(session.folder, terms_for(tmp_path / "state"), clock)
    assert again.unlock(ask.Unlock(PASSPHRASE)).trashed == 0
    again.goodbye()


def test_time_overtakes_a_listed_verdict(session, clock):
    session.add_samples(ask.AddSamples())
    fresh = {item.title: item.verdict for item in session.list_credentials(ask.ListCredentials(limit=100)).items}
    clock.now += timedelta(days=365 * 101)  # the samples' lists say that they stay current for a century
    stale = {item.title: item.verdict for item in session.list_credentials(ask.ListCredentials(limit=100)).items}
    assert all(stale[title].rank <= verdict.rank for title, verdict in fresh.items())
    assert stale["Machine Learning in Practice"] is Verdict.REFRESH_DUE


def test_what_is_issued_to_the_person_is_known_by_a_match(session):
    session.add_samples(ask.AddSamples())
    (key,) = keep(session, BADGE)
    before = {result.code for result in session.get(ask.GetCredential(key)).results}
    session.set_identity(ask.SetIdentity((ask.OwnIdentifier("emailAddress", "lin.qiao@learner.example"),)))
    after = {result.code for result in session.get(ask.GetCredential(key)).results}
    assert "holder.issued_to_you" not in before
    assert "holder.issued_to_you" in after
    assert session.identity(ask.GetIdentity()).identifiers[0].value == "lin.qiao@learner.example"


def test_a_pack_that_is_added_changes_what_is_kept_and_is_there_while_locked(session, clock, tmp_path):
    (key,) = keep(session, BADGE)
    assert session.list_credentials(ask.ListCredentials()).items[0].verdict is Verdict.CANNOT_CHECK
    change = session.add_pack(ask.AddPack(str(SAMPLES / "trust_pack")))
    assert change.touched == (Touched.TRUST, Touched.CREDENTIALS)
    assert session.list_credentials(ask.ListCredentials()).items[0].verdict is Verdict.VERIFIED
    session.goodbye()
    stranger = Session(session.folder, terms_for(tmp_path / "state"), clock)
    assert stranger.receive(ask.Receive(paths=(BADGE,))).items[0].detail.verdict is Verdict.VERIFIED
    stranger.unlock(ask.Unlock(PASSPHRASE))
    undo(stranger, change)
    assert stranger.get(ask.GetCredential(key)).verdict is Verdict.CANNOT_CHECK
    assert stranger.list_credentials(ask.ListCredentials()).items[0].verdict is Verdict.CANNOT_CHECK
    stranger.goodbye()


def test_a_backup_is_proved_and_restored_where_there_is_no_vault(session, clock, tmp_path):
    keep(session, BADGE, PNG_BADGE)
    report = session.backup(ask.MakeBackup(str(tmp_path / "b")))
    assert (report.credentials, report.unchanged) == (2, 2)
    with pytest.raises(WrongPassphraseError):
        session.drill(ask.DrillBackup(str(tmp_path / "b"), "wrong"))
    other = Session(tmp_path / "other", terms_for(tmp_path / "state2"), clock)
    assert other.restore(ask.RestoreBackup(str(tmp_path / "b"), PASSPHRASE)).added == 2
    assert other.state().unlocked
    assert other.state().credentials == 2
    other.goodbye()


def test_the_recovery_kit_opens_and_lets_the_passphrase_be_changed(session, clock, tmp_path):
    kit = session.recovery_kit(ask.MakeRecoveryKit())
    session.goodbye()
    again = Session(session.folder, terms_for(tmp_path / "state"), clock)
    again.unlock(ask.Unlock(kit.code))
    again.change_passphrase(ask.ChangePassphrase(kit.code, "a new one"))
    again.goodbye()
    again.unlock(ask.Unlock("a new one"))
    assert again.audit(ask.Audit()).problems == ()
    again.goodbye()


def test_everything_but_checking_says_that_the_wallet_is_locked(locked):
    open_to_all = {
        "state",
        "create",
        "unlock",
        "receive",
        "drill",
        "restore",
        "rescue",
        "packs",
        "add_pack",
        "remove_pack",
        "goodbye",
        "make_challenge",
        "read_challenge",
        "read_holder",
        "check_shown",
        "start_scan",
        "see_frame",
        "stack_preview",
        "reckon_dossier",
    }
    for verb, (request_type, _) in REQUESTS.items():
        if verb in open_to_all or verb.startswith("many_"):  # checking strangers needs no vault
            continue
        needed = [each for each in fields(request_type) if each.default is MISSING and each.default_factory is MISSING]
        arguments = {each.name: () if "tuple" in str(each.type) else 0 if each.type is int else "x" for each in needed}
        with pytest.raises(VaultLockedError):
            locked.answer(request_type(**arguments))


def test_every_request_has_an_answer():
    from wallet.session import _ANSWERS

    assert set(_ANSWERS) == {request for request, _ in REQUESTS.values()}


def test_the_library_filters_reach_the_shelf(session):
    session.add_samples(ask.AddSamples())
    bad = session.list_credentials(ask.ListCredentials(which=LibraryFilter.ATTENTION, limit=100))
    assert bad.total == session.state().attention > 0
    assert all(item.verdict.rank < Verdict.ISSUER_UNKNOWN.rank for item in bad.items)
    assert session.list_credentials(ask.ListCredentials(query="数据")).total > 0


def test_STORE_14_a_damaged_vault_is_rescued_and_what_is_only_bytes_is_checked_anew(session, tmp_path):
    session.add_samples(ask.AddSamples())
    vault = session._open_vault()
    before = [summary.title for summary in session.list_credentials(ask.ListCredentials(limit=500)).items]
    with (
        vault.database.writing()
    ):  # as a damaged page would have it: of two the reports are gone, their originals still there
        vault.database.write("DELETE FROM report WHERE number IN (2, 3)")
    report = session.rescue(ask.RescueVault(PASSPHRASE))
    after = [summary.title for summary in session.list_credentials(ask.ListCredentials(limit=500)).items]
    assert sorted(after) == sorted(before)
    assert (report.kept, report.read_again, report.lost, report.parts) == (len(before) - 2, 2, (), ())
    assert (session.folder / report.aside / "vault.db").is_file()
    assert session.audit(ask.Audit()).problems == ()


def test_STORE_23_deleting_for_good_takes_the_weekly_copies_too(session):
    session.add_samples(ask.AddSamples())
    copies = session.folder / "copies"
    session.tend()
    assert [path.name for path in copies.glob("vault-kept-*.db")] == [f"vault-kept-{NOW.date()}.db"]
    session.delete_forever(ask.DeleteForever((session.list_credentials(ask.ListCredentials()).items[0].id,)))
    assert not list(copies.glob("vault-kept-*.db"))
    session.tend()
    session.remove_samples(ask.RemoveSamples())
    assert not list(copies.glob("vault-kept-*.db"))
