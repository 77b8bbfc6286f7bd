"""Backups: what they hold, how they prove it, and that a bad one changes nothing."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from tests.vaults import MOMENT, PASSPHRASE, a_credential, a_report, terms_for
from wallet.errors import BackupError, VaultExistsError, VaultTooNewError, WalletError, WrongPassphraseError
from wallet.messages.requests import OwnIdentifier
from wallet.resources import read_resource
from wallet.store.backup import PackRecord, make_backup, prove_backup, restore_anew, restore_into
from wallet.store.backup_file import MAGIC
from wallet.store.identifiers import read_identifiers, write_identifiers
from wallet.store.kdf import KdfPolicy
from wallet.store.vault import Vault

LATER = MOMENT + timedelta(days=1)
GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.fixture
def filled(vault):
    one, two, three = vault.shelf.keep(
        [a_credential(f"Number {i}", original=os.urandom(5000)) for i in range(3)], MOMENT
    ).ids
    vault.shelf.set_tags([one], ["kept"], [], MOMENT)
    vault.shelf.set_notes(one, "a note", MOMENT)
    vault.shelf.archive([two], True, MOMENT)
    vault.shelf.trash([three], True, MOMENT)
    vault.shelf.record_check(one, a_credential("Number 0", report=a_report(LATER, status="status.revoked")), LATER)
    with vault.database.writing():
        write_identifiers(vault.database, (OwnIdentifier("emailAddress", "ines@example.org"),))
    return vault


@pytest.fixture
def backup(filled, terms, tmp_path) -> Path:
    path = tmp_path / "backup.tessera"
    make_backup(filled, path, terms, MOMENT)
    return path


def everything(vault: Vault) -> list:
    return [vault.shelf.get(key) for key in vault.shelf.ids()]


def test_a_backup_restored_where_there_is_no_vault_is_the_vault(filled, backup, tmp_path):
    terms = terms_for(tmp_path / "elsewhere")
    report = restore_anew(tmp_path / "new", backup, PASSPHRASE, terms)
    assert (report.credentials, report.added, report.updated, report.unchanged) == (3, 3, 0, 0)
    restored = Vault.open(tmp_path / "new", PASSPHRASE, terms)
    for ours, theirs in zip(everything(restored), everything(filled), strict=True):
        for name in ours.__slots__:
            assert getattr(ours, name) == getattr(theirs, name), name
    assert read_identifiers(restored.database) == (OwnIdentifier("emailAddress", "ines@example.org"),)
    assert restored.warnings == ()
    assert restored.audit() == ()
    restored.close()
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_BAK_07_the_recovery_code_alone_brings_a_backup_back(filled, terms, tmp_path):
    code = filled.make_recovery_code()
    make_backup(filled, tmp_path / "b", terms, MOMENT)
    restore_anew(tmp_path / "new", tmp_path / "b", code, terms)
    restored = Vault.open(tmp_path / "new", code, terms)
    restored.change_passphrase(code, "another one")
    restored.close()
    Vault.open(tmp_path / "new", "another one", terms).close()
    with pytest.raises(WrongPassphraseError):
        Vault.open(tmp_path / "new", PASSPHRASE, terms)


def test_BAK_07_an_older_recovery_code_opens_nothing(filled, terms):
    old = filled.make_recovery_code()
    new = filled.make_recovery_code()
    filled.close()
    with pytest.raises(WrongPassphraseError):
        Vault.open(filled.folder, old, terms)
    Vault.open(filled.folder, new, terms).close()


def test_a_backup_can_have_a_passphrase_of_its_own(filled, terms, tmp_path):
    make_backup(filled, tmp_path / "b", terms, MOMENT, "other words")
    with pytest.raises(WrongPassphraseError):
        prove_backup(tmp_path / "b", PASSPHRASE, terms, None)
    assert prove_backup(tmp_path / "b", "other words", terms, None).credentials == 3


def test_the_drill_says_what_restoring_would_do_and_changes_nothing(filled, backup, terms):
    before = filled.database.path.read_bytes(), filled.generation
    report = prove_backup(backup, PASSPHRASE, terms, filled.shelf)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 3)
    assert (filled.database.path.read_bytes(), filled.generation) == before


def test_BAK_02_an_old_backup_does_not_undo_newer_work(filled, backup, terms):
    one, two, _ = filled.shelf.ids()
    filled.shelf.set_notes(one, "newer", MOMENT + timedelta(days=2))
    filled.shelf.delete_forever([two])
    added = filled.shelf.keep([a_credential("Later")], LATER).ids[0]
    report = restore_into(filled, backup, PASSPHRASE, terms)
    assert (report.added, report.updated, report.unchanged) == (1, 0, 2)
    assert filled.shelf.get(one).notes == "newer"
    assert filled.shelf.summary(two).archived
    assert filled.shelf.summary(added).title == "Later"


def test_BAK_02_a_newer_backup_brings_its_changes(filled, terms, tmp_path):
    old = tmp_path / "old"
    make_backup(filled, old, terms, MOMENT)
    one = filled.shelf.ids()[0]
    filled.shelf.set_notes(one, "newer", MOMENT + timedelta(days=2))
    make_backup(filled, tmp_path / "new", terms, LATER)
    restore_anew(tmp_path / "other", old, PASSPHRASE, terms)
    other = Vault.open(tmp_path / "other", PASSPHRASE, terms)
    report = restore_into(other, tmp_path / "new", PASSPHRASE, terms)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    assert other.shelf.get(one).notes == "newer"
    assert other.audit() == ()
    other.close()


def test_the_same_content_under_another_id_is_not_restored_twice(filled, backup, terms, tmp_path):
    stranger = Vault.create(tmp_path / "stranger", "words", terms, MOMENT)
    stranger.shelf.keep([a_credential("Number 1")], MOMENT)
    assert restore_into(stranger, backup, PASSPHRASE, terms).unchanged == 1
    assert stranger.shelf.counts().library == 2
    stranger.close()


def test_BAK_01_every_truncation_is_refused_and_the_vault_untouched(filled, backup, terms, tmp_path):
    content, before = backup.read_bytes(), everything(filled)
    for length in [*range(0, len(content), 97), *range(len(content) - 40, len(content))]:
        _refused(content[:length], tmp_path, terms, filled)
    assert everything(filled) == before
    assert not (tmp_path / "new").exists()


def test_BAK_01_every_flipped_bit_is_refused(backup, terms, tmp_path, full):
    content = bytearray(backup.read_bytes())
    for place in range(0, len(content), 1 if full else 23):
        content[place] ^= 1 << place % 8
        _refused(bytes(content), tmp_path, terms, None)
        content[place] ^= 1 << place % 8


def test_BAK_01_what_is_added_repeated_or_moved_is_refused(vault, terms, tmp_path):
    vault.shelf.keep([a_credential("Long", original=os.urandom(300_000))], MOMENT)
    make_backup(vault, tmp_path / "b", terms, MOMENT)
    content = (tmp_path / "b").read_bytes()
    chunk = 64 * 1024 + 16
    start = len(MAGIC) + 4 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "big") + 32
    first, second = content[start : start + chunk], content[start + chunk : start + 2 * chunk]
    tail = content[start + 2 * chunk :]
    for forged in (
        content + b"\0",
        content + content,
        content[:start] + second + first + tail,
        content[:start] + first + first + tail,
        content[:start] + first + tail,
        content[: start + 2 * chunk],
        b"",
        MAGIC,
    ):
        _refused(forged, tmp_path, terms, None)
    assert prove_backup(tmp_path / "b", PASSPHRASE, terms, None).credentials == 1


def _refused(content: bytes, tmp_path: Path, terms, vault) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    with pytest.raises((BackupError, WrongPassphraseError, VaultTooNewError)):
        restore_into(vault, path, PASSPHRASE, terms) if vault else restore_anew(
            tmp_path / "new", path, PASSPHRASE, terms
        )


def _with_header(content: bytes, change) -> bytes:
    end = len(MAGIC) + 4 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "big")
    body = json.loads(content[len(MAGIC) + 4 : end])
    change(body)
    text = json.dumps(body).encode()
    return MAGIC + len(text).to_bytes(4, "big") + text + content[end:]


@pytest.mark.parametrize(
    ("kdf", "step"),
    [
        ({"memory_kib": 32}, "backup.kdf.floor"),
        ({"passes": 0}, "backup.kdf.floor"),
        ({"memory_kib": 2**31}, "backup.kdf.ceiling"),
        ({"passes": 2**31}, "backup.kdf.ceiling"),
        ({"lanes": 10_000}, "backup.kdf.ceiling"),
        ({"name": "scrypt"}, "backup.header"),
    ],
)
def test_BAK_03_costs_outside_the_policy_are_refused_before_they_are_paid(backup, terms, kdf, step):
    backup.write_bytes(_with_header(backup.read_bytes(), lambda body: body["slots"][0]["kdf"].update(kdf)))
    with pytest.raises(BackupError) as refusal:
        prove_backup(backup, PASSPHRASE, terms, None)
    assert refusal.value.step == step


def test_a_newer_backup_is_called_newer(backup, terms):
    backup.write_bytes(_with_header(backup.read_bytes(), lambda body: body.update(version=3)))
    with pytest.raises(VaultTooNewError):
        prove_backup(backup, PASSPHRASE, terms, None)


def test_BAK_04_a_zip_or_anything_else_is_not_a_backup(terms, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "z", "w") as made:
        made.writestr("../../vault.json", "{}")
    with pytest.raises(BackupError) as refusal:
        restore_anew(tmp_path / "new", tmp_path / "z", PASSPHRASE, terms)
    assert refusal.value.step == "backup.magic"


def test_BAK_06_the_header_fits_its_schema_and_names_no_place_and_no_keyring(filled, terms, tmp_path):
    filled.make_recovery_code()
    make_backup(filled, tmp_path / "b", terms, MOMENT)
    content = (tmp_path / "b").read_bytes()
    body = json.loads(
        content[len(MAGIC) + 4 : len(MAGIC) + 4 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "big")]
    )
    assert {slot["kind"] for slot in body["slots"]} == {"passphrase", "recovery"}
    body["slots"][0]["kdf"] |= {"memory_kib": 65536, "passes": 3}  # tests derive more cheaply than the schema allows
    jsonschema.validate(body, json.loads(read_resource("schemas", "backup-1.schema.json")))
    assert str(tmp_path) not in json.dumps(body)


def test_BAK_06_a_backup_made_by_version_1_is_still_brought_back(tmp_path):
    terms = replace(terms_for(tmp_path / "state"), policy=KdfPolicy())
    report = restore_anew(tmp_path / "new", GOLDEN / "backup-1.tessera", "a golden passphrase", terms)
    restored = Vault.open(tmp_path / "new", "a golden passphrase", terms)
    titles = {restored.shelf.get(key).summary.title for key in restored.shelf.ids()}
    assert (report.credentials, titles) == (2, {"Glass blowing", "玻璃吹制"})
    restored.close()
    content = (GOLDEN / "backup-1.tessera").read_bytes()
    body = json.loads(
        content[len(MAGIC) + 4 : len(MAGIC) + 4 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "big")]
    )
    jsonschema.validate(body, json.loads(read_resource("schemas", "backup-1.schema.json")))


def test_a_vault_that_is_there_is_never_overwritten(filled, backup, terms):
    with pytest.raises(VaultExistsError):
        restore_anew(filled.folder, backup, PASSPHRASE, terms)


def test_restoring_beside_packs_keeps_them(backup, terms, tmp_path):
    (tmp_path / "new" / "packs").mkdir(parents=True)
    (tmp_path / "new" / "packs" / "one.json").write_text("{}")
    restore_anew(tmp_path / "new", backup, PASSPHRASE, terms)
    Vault.open(tmp_path / "new", PASSPHRASE, terms).close()
    assert (tmp_path / "new" / "packs" / "one.json").is_file()


def test_cancelling_leaves_no_file_and_no_vault(filled, backup, terms, tmp_path):
    from wallet.errors import CancelledError

    def cancel(done: int, _total: int) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        make_backup(filled, tmp_path / "half", terms, MOMENT, tick=cancel)
    with pytest.raises(CancelledError):
        restore_anew(tmp_path / "new", backup, PASSPHRASE, terms, cancel)
    assert not (tmp_path / "half").exists()
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_place_that_cannot_be_written_is_said(filled, terms, tmp_path):
    with pytest.raises(WalletError) as refusal:
        make_backup(filled, tmp_path / "no such folder" / "b", terms, MOMENT)
    assert refusal.value.code == "file.inaccessible"


PACKS = (PackRecord("college", b"a zip"), PackRecord("town", os.urandom(200_000)))


def test_trust_packs_travel_and_are_handed_over_when_all_else_is_there(filled, terms, tmp_path):
    make_backup(filled, tmp_path / "b", terms, MOMENT, packs=PACKS)
    assert prove_backup(tmp_path / "b", PASSPHRASE, terms, None).packs == 2
    taken, elsewhere = [], terms_for(tmp_path / "elsewhere")

    def take(pack: PackRecord) -> None:
        taken.append(pack)
        assert Vault.exists(tmp_path / "new")

    assert restore_anew(tmp_path / "new", tmp_path / "b", PASSPHRASE, elsewhere, take_pack=take).packs == 2
    assert tuple(taken) == PACKS
    taken.clear()
    restore_into(filled, tmp_path / "b", PASSPHRASE, terms, take_pack=taken.append)
    assert tuple(taken) == PACKS


def test_BAK_01_a_backup_with_packs_that_is_cut_short_hands_over_none(filled, terms, tmp_path):
    make_backup(filled, tmp_path / "b", terms, MOMENT, packs=PACKS)
    content, taken = (tmp_path / "b").read_bytes(), []
    for length in range(len(content) - 1, 0, -len(content) // 60):
        (tmp_path / "cut").write_bytes(content[:length])
        with pytest.raises((BackupError, WrongPassphraseError)):
            restore_into(filled, tmp_path / "cut", PASSPHRASE, terms, take_pack=taken.append)
    assert taken == []


def _header_of(path: Path) -> dict:
    content = path.read_bytes()
    end = len(MAGIC) + 4 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "big")
    return json.loads(content[len(MAGIC) + 4 : end])


def test_BAK_06_only_a_backup_with_packs_needs_version_2(filled, backup, terms, tmp_path):
    make_backup(filled, tmp_path / "b", terms, MOMENT, packs=PACKS)
    assert (_header_of(backup)["version"], _header_of(tmp_path / "b")["version"]) == (1, 2)


def test_BAK_06_a_backup_made_by_version_2_is_still_brought_back(tmp_path):
    terms, taken = replace(terms_for(tmp_path / "state"), policy=KdfPolicy()), []
    golden = GOLDEN / "backup-2.tessera"
    report = restore_anew(tmp_path / "new", golden, "a golden passphrase", terms, take_pack=taken.append)
    assert (report.credentials, report.packs) == (2, 1)
    assert [pack.id for pack in taken] == ["golden-college"]
    jsonschema.validate(_header_of(golden), json.loads(read_resource("schemas", "backup-2.schema.json")))
