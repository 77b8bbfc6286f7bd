"""The vault as a folder: made once, opened by one, mended where that is safe."""

import json
from pathlib import Path

import pytest

from tests.vaults import MOMENT, PASSPHRASE, a_credential
from wallet.errors import (
    VaultBusyError,
    VaultDamagedError,
    VaultExistsError,
    VaultMissingError,
    WrongPassphraseError,
)
from wallet.store.vault import BALLAST_BYTES, Vault, busy, is_in_synced_folder


def test_a_vault_is_never_made_over_another(vault, terms):
    with pytest.raises(VaultBusyError):
        Vault.create(vault.folder, "other", terms, MOMENT)
    vault.close()
    with pytest.raises(VaultExistsError):
        Vault.create(vault.folder, "other", terms, MOMENT)
    Vault.open(vault.folder, PASSPHRASE, terms).close()


def test_a_folder_without_a_vault_is_said(tmp_path, terms):
    with pytest.raises(VaultMissingError):
        Vault.open(tmp_path / "nothing", PASSPHRASE, terms)
    assert not (tmp_path / "nothing").exists()


def test_STORE_16_a_second_instance_is_refused(vault, terms):
    assert busy(vault.folder)
    with pytest.raises(VaultBusyError):
        Vault.open(vault.folder, PASSPHRASE, terms)
    vault.close()
    assert not busy(vault.folder)


def test_STORE_18_a_changed_passphrase_opens_and_the_old_one_does_not(vault, terms):
    with pytest.raises(WrongPassphraseError):
        vault.change_passphrase("wrong", "new words")
    vault.change_passphrase(PASSPHRASE, "new words")
    vault.close()
    with pytest.raises(WrongPassphraseError):
        Vault.open(vault.folder, PASSPHRASE, terms)
    Vault.open(vault.folder, "new words", terms).close()


def test_STORE_18_an_old_passphrase_left_in_the_copy_is_mended_away(vault, terms):
    old = (vault.folder / "vault.json").read_bytes()
    vault.change_passphrase(PASSPHRASE, "new words")
    vault.close()
    (vault.folder / "vault.json.copy").write_bytes(old)  # as if killed between the two
    Vault.open(vault.folder, "new words", terms).close()
    assert (vault.folder / "vault.json.copy").read_bytes() == (vault.folder / "vault.json").read_bytes()


@pytest.mark.parametrize("harm", ["gone", "flipped", "empty"])
def test_STORE_14_one_lost_header_is_read_from_its_copy_and_mended(vault, terms, harm):
    vault.close()
    header = vault.folder / "vault.json"
    sound = header.read_bytes()
    if harm == "gone":
        header.unlink()
    else:
        header.write_bytes(b"" if harm == "empty" else sound.replace(b"argon", b"argom"))
    Vault.open(vault.folder, PASSPHRASE, terms).close()
    assert header.read_bytes() == sound


def test_STORE_19_two_lost_headers_are_damage_and_the_database_is_left(vault, terms):
    vault.close()
    for name in ("vault.json", "vault.json.copy"):
        (vault.folder / name).write_bytes(b"{}")
    with pytest.raises(VaultDamagedError):
        Vault.open(vault.folder, PASSPHRASE, terms)
    for name in ("vault.json", "vault.json.copy"):
        (vault.folder / name).unlink()
    with pytest.raises(VaultDamagedError):
        Vault.open(vault.folder, PASSPHRASE, terms)
    database = (vault.folder / "vault.db").read_bytes()
    Vault.create(vault.folder, "fresh", terms, MOMENT).close()
    (aside,) = vault.folder.glob("aside-*.db")
    assert aside.read_bytes() == database


def test_STORE_19_a_lost_database_is_damage(vault, terms):
    vault.close()
    vault.database.path.unlink()
    with pytest.raises(VaultDamagedError):
        Vault.open(vault.folder, PASSPHRASE, terms)


def test_STORE_13_the_ballast_is_real_and_comes_back(vault, reopen):
    assert (vault.folder / "ballast").stat().st_size == BALLAST_BYTES
    vault.give_ballast()
    assert not (vault.folder / "ballast").exists()
    reopen()
    assert (vault.folder / "ballast").stat().st_size == BALLAST_BYTES


@pytest.mark.parametrize(
    "place", ["Dropbox/Tessera", "OneDrive - School/x", "Library/Mobile Documents/com~apple~CloudDocs/x"]
)
def test_STORE_24_a_folder_that_is_synced_is_told_apart(place):
    assert is_in_synced_folder(Path("/home/ines", place))
    assert not is_in_synced_folder(Path("/home/ines/.local/share/tessera"))


def test_STORE_24_a_vault_in_a_synced_folder_opens_with_a_warning(tmp_path, terms):
    Vault.create(tmp_path / "Dropbox" / "vault", PASSPHRASE, terms, MOMENT).close()
    opened = Vault.open(tmp_path / "Dropbox" / "vault", PASSPHRASE, terms)
    assert opened.warnings == ("vault.synced_folder",)
    opened.close()


def test_STORE_05_no_key_lies_in_any_file_of_the_vault(vault):
    vault.shelf.keep([a_credential()], MOMENT)
    vault.make_recovery_code()
    key = vault._key
    vault.close()
    for path in vault.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for spelling in (key, key.hex().encode(), key.hex().upper().encode(), key[::-1]):
                assert spelling not in content
    assert "kdf" in json.loads((vault.folder / "vault.json").read_bytes())["slots"][0]
