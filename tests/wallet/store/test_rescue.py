"""A damaged vault gives back what can be read, names what cannot, and throws nothing away."""

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.errors import VaultDamagedError, VaultError, WrongPassphraseError
from wallet.messages.requests import OwnIdentifier
from wallet.store.identifiers import read_identifiers, write_identifiers
from wallet.store.rescue import Rescued, rescue
from wallet.store.vault import Vault

COUNT = 150
PAGE = 4096


def no_tick(_done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def sound(vault) -> Path:
    """A vault of many credentials, closed."""
    arriving = [a_credential(f"Number {i}", original=os.urandom(3000), words=(f"word{i}",)) for i in range(COUNT)]
    ids = vault.shelf.keep(arriving, MOMENT).ids
    vault.shelf.set_tags(ids[:9], ["kept"], [], MOMENT)
    vault.shelf.set_notes(ids[3], "a note", MOMENT)
    with vault.database.writing():
        write_identifiers(vault.database, (OwnIdentifier("emailAddress", "ines@example.org"),))
    vault.close()
    return vault.folder


def originals(folder: Path) -> dict[str, bytes]:
    """Return title -> bytes of every credential in a closed vault."""
    opened = Vault.open(folder, PASSPHRASE, terms_for(folder.parent / "looking"))
    found = [opened.shelf.get(key) for key in opened.shelf.ids()]
    assert opened.audit() == ()
    opened.close()
    return {stored.summary.title: stored.original for stored in found}


def harm(folder: Path, *pages: int) -> None:
    """Turn a bit over in some pages of the database."""
    with (folder / "vault.db").open("r+b") as file:
        for page in pages:
            file.seek(page * PAGE + 1234)
            byte = file.read(1)[0]
            file.seek(page * PAGE + 1234)
            file.write(bytes([byte ^ 0x10]))


def accounted_for(whole: dict[str, bytes], folder: Path, rescued: Rescued) -> dict[str, bytes]:
    """Every credential is there, or loose, or named as lost; returns those that are there."""
    there = originals(folder)
    loose = {one.original for one in rescued.loose.values()}
    assert all(whole[title] == original for title, original in there.items())
    missing = [title for title, original in whole.items() if title not in there and original not in loose]
    assert len(missing) == len(rescued.lost)
    assert set(rescued.lost.values()) <= {*missing, ""}
    return there


def test_STORE_14_a_sound_vault_comes_back_whole(sound, terms):
    whole = originals(sound)
    rescued = rescue(sound, PASSPHRASE, terms, no_tick)
    assert (rescued.kept, rescued.loose, rescued.lost, rescued.parts) == (COUNT, {}, {}, [])
    assert originals(sound) == whole
    opened = Vault.open(sound, PASSPHRASE, terms)
    assert opened.warnings == ()
    assert opened.shelf.summary(opened.shelf.ids()[3]).tags == ("kept",)
    assert opened.shelf.get(opened.shelf.ids()[3]).notes == "a note"
    assert read_identifiers(opened.database) == (OwnIdentifier("emailAddress", "ines@example.org"),)
    opened.close()


def test_STORE_14_every_page_in_turn_may_be_damaged_and_the_rest_is_read_out(sound, terms, tmp_path, full):
    whole = originals(sound)
    pages = (sound / "vault.db").stat().st_size // PAGE
    chance, came_back = random.Random(14), 0
    for page in range(pages) if full else sorted(chance.sample(range(1, pages), 12)):
        hurt = tmp_path / f"hurt-{page}"
        shutil.copytree(sound, hurt)
        harm(hurt, page)
        damaged = (hurt / "vault.db").read_bytes()
        try:
            rescued = rescue(hurt, PASSPHRASE, terms_for(tmp_path / "state"), no_tick)
        except VaultDamagedError:  # a page of the schema: there is nothing to go by, and no copy here
            assert (hurt / "vault.db").read_bytes() == damaged
            assert not list(hurt.glob("damaged-*"))
            continue
        there = accounted_for(whole, hurt, rescued)
        came_back += len(there) + len(rescued.loose) >= COUNT - 20
        assert (hurt / rescued.aside / "vault.db").read_bytes() == damaged, "nothing is thrown away"
        shutil.rmtree(hurt)
    assert came_back, "a page holds few credentials"


def test_STORE_14_what_the_damage_took_is_found_in_an_older_copy(sound, terms):
    whole = originals(sound)
    (sound / "copies").mkdir()
    shutil.copy(sound / "vault.db", sound / "copies" / "vault-schema-1.db")
    harm(sound, *range(1, (sound / "vault.db").stat().st_size // PAGE, 3))
    rescued = rescue(sound, PASSPHRASE, terms, no_tick)
    assert accounted_for(whole, sound, rescued) == whole
    assert (rescued.lost, rescued.loose) == ({}, {})


def test_STORE_14_a_first_page_that_is_gone_leaves_the_copies(sound, terms):
    whole = originals(sound)
    (sound / "copies").mkdir()
    shutil.copy(sound / "vault.db", sound / "copies" / "vault-schema-1.db")
    (sound / "vault.db").write_bytes(os.urandom(50_000))
    with pytest.raises(VaultDamagedError):
        Vault.open(sound, PASSPHRASE, terms)
    rescue(sound, PASSPHRASE, terms, no_tick)
    assert originals(sound) == whole


def test_STORE_14_where_nothing_can_be_read_nothing_is_changed(sound, terms):
    harm(sound, 0)
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    with pytest.raises(VaultDamagedError):
        rescue(sound, PASSPHRASE, terms, no_tick)
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before


def test_STORE_14_a_damaged_log_costs_only_what_is_in_it(sound, terms):
    whole = originals(sound)
    (sound / "vault.db-wal").write_bytes(os.urandom(9000))
    rescue(sound, PASSPHRASE, terms, no_tick)
    assert originals(sound) == whole


def test_STORE_19_a_wrong_passphrase_and_lost_headers_change_nothing(sound, terms):
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    with pytest.raises(WrongPassphraseError):
        rescue(sound, "other words", terms, no_tick)
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before
    for name in ("vault.json", "vault.json.copy"):
        (sound / name).write_bytes(b"{}")
    with pytest.raises(VaultError):
        rescue(sound, PASSPHRASE, terms, no_tick)
    assert (sound / "vault.db").read_bytes() == before[sound / "vault.db"]


def test_STORE_23_a_copy_does_not_bring_back_what_was_deleted_since(sound, terms):
    opened = Vault.open(sound, PASSPHRASE, terms)
    assert opened.keep_copy(MOMENT)
    gone = opened.shelf.ids()[:40]
    opened.shelf.delete_forever(gone)  # the copy is left where it is, as if the power had gone just then
    opened.close()
    whole = originals(sound)
    harm(sound, *range(1, (sound / "vault.db").stat().st_size // PAGE, 5))
    rescued = rescue(sound, PASSPHRASE, terms, no_tick)
    assert len(whole) == COUNT - 40
    assert set(accounted_for(whole, sound, rescued)) <= set(whole)


def test_STORE_14_a_sound_vault_is_copied_once_a_week_and_a_damaged_one_never_over_it(sound, terms):
    opened = Vault.open(sound, PASSPHRASE, terms)
    made = [opened.keep_copy(MOMENT + timedelta(days=day)) for day in range(30)]
    assert [day for day, done in enumerate(made) if done] == [0, 7, 14, 21, 28]
    assert not opened.keep_copy(MOMENT - timedelta(days=300)), "the clock was set back"
    copies = sorted((sound / "copies").glob("vault-kept-*.db"))
    assert len(copies) == 2
    before = [path.read_bytes() for path in copies]
    opened.close()
    harm(sound, (sound / "vault.db").stat().st_size // PAGE - 2)
    opened = Vault.open(sound, PASSPHRASE, terms)
    assert not opened.keep_copy(MOMENT + timedelta(days=60))
    assert "vault.damaged" in opened.warnings
    assert [path.read_bytes() for path in copies] == before
    opened.forget_copies()
    assert not list((sound / "copies").glob("vault-kept-*.db"))
    opened.close()
