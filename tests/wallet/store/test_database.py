"""How the database is opened, and what is refused."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.vaults import MOMENT, PASSPHRASE, a_credential, decrypted, terms_for
from wallet.errors import (
    MissingLibraryError,
    VaultDamagedError,
    VaultFullError,
    VaultTooNewError,
    WrongPassphraseError,
)
from wallet.store import database as database_module
from wallet.store.database import MIGRATIONS_FOLDER, migrate, open_database, read_migrations
from wallet.store.vault import Vault

KEY = bytes(range(32))


def test_STORE_01_a_driver_that_does_not_encrypt_is_refused(tmp_path, monkeypatch):
    import sqlite3

    class Plain:
        """The standard library's driver, which ignores the key and says nothing."""

        Error, connect = sqlite3.Error, staticmethod(sqlite3.connect)

    for name in dir(sqlite3):
        if name.startswith("SQLITE_"):
            setattr(Plain, name, getattr(sqlite3, name))
    monkeypatch.setattr(database_module, "sqlcipher", Plain)
    with pytest.raises(MissingLibraryError) as refusal:
        open_database(tmp_path / "vault.db", KEY, create=True)
    assert refusal.value.step == "vault.open.cipher"
    assert (tmp_path / "vault.db").read_bytes() == b""


def test_STORE_01_a_plain_database_in_the_place_of_the_vault_is_refused(vault, reopen):
    import sqlite3

    vault.close()
    vault.database.path.unlink()
    plain = sqlite3.connect(vault.database.path)
    plain.execute("CREATE TABLE about (name, value)")
    plain.close()
    with pytest.raises(VaultDamagedError) as refusal:
        reopen()
    assert refusal.value.step == "vault.open.plaintext"


def test_STORE_21_a_database_of_another_key_is_refused_before_its_schema_is_read(vault, reopen, tmp_path):
    vault.close()
    vault.database.path.unlink()
    foreign = open_database(vault.database.path, KEY, create=True)
    with foreign.writing():
        foreign.write("CREATE TABLE about (name, value)")
    foreign.close()
    with pytest.raises(VaultDamagedError):
        reopen()


def test_STORE_21_the_database_of_another_vault_under_the_same_key_is_refused(vault, reopen):
    with vault.database.writing():
        vault.database.write("UPDATE about SET value = x'00' WHERE name = 'canary'")
    with pytest.raises(VaultDamagedError) as refusal:
        reopen()
    assert refusal.value.step == "vault.open.canary"


def test_STORE_02_temporary_tables_stay_in_memory(vault):
    rows = vault.database._connection.execute("PRAGMA temp_store").fetchone()
    options = {row[0] for row in vault.database._connection.execute("PRAGMA compile_options")}
    assert rows[0] == 2
    assert options & {"TEMP_STORE=2", "TEMP_STORE=3"}


def test_STORE_11_every_setting_that_keeps_acknowledged_work_is_read_back(vault):
    ask = vault.database._connection.execute
    assert ask("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert ask("PRAGMA synchronous").fetchone()[0] == 2
    assert ask("PRAGMA secure_delete").fetchone()[0] == 1
    assert ask("PRAGMA foreign_keys").fetchone()[0] == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_STORE_08_nobody_else_may_look(vault):
    vault.shelf.keep([a_credential()], MOMENT)
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault.folder.rglob("*") if path.is_file()}
    assert set(modes) >= {"vault.json", "vault.db", "vault.db-wal", "lock", "ballast"}
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO tag VALUES (1, 'x')", "DELETE FROM credential", "DROP TABLE tag", "PRAGMA user_version = 9"],
)
def test_STORE_20_what_reads_can_do_nothing_but_read(vault, statement):
    with pytest.raises(Exception, match=r"not authorized|prohibited"):
        vault.database.rows(statement)


@pytest.mark.parametrize("statement", ["ATTACH 'x' AS y", "SELECT load_extension('x')"])
def test_STORE_20_no_statement_attaches_a_file_or_loads_code(vault, statement):
    with pytest.raises(Exception, match=r"not authorized|prohibited"), vault.database.writing():
        vault.database.write(statement)


def test_STORE_22_another_thread_is_refused(vault):
    import threading

    refusals: list[BaseException] = []

    def elsewhere() -> None:
        try:
            vault.shelf.counts()
        except Exception as error:
            refusals.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(refusals) == 1


def test_a_write_outside_a_transaction_is_a_mistake_of_ours(vault):
    with pytest.raises(AssertionError):
        vault.database.write("DELETE FROM tag")


def _found_wrong(reopen) -> tuple[str, ...]:
    """What opening, or looking at all of it, complains of."""
    try:
        opened = reopen()
    except VaultDamagedError as refusal:
        return (refusal.code,)
    found = opened.audit()
    opened.close()
    return found


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_STORE_14_a_flipped_bit_is_damage_and_never_a_wrong_passphrase(vault, reopen, place):
    vault.shelf.keep([a_credential(f"Number {i}", original=os.urandom(3000)) for i in range(40)], MOMENT)
    vault.close()
    content = bytearray(vault.database.path.read_bytes())
    content[{"first": 40, "middle": len(content) // 2, "last": len(content) - 100}[place]] ^= 4
    vault.database.path.write_bytes(content)
    assert _found_wrong(reopen) == ("vault.damaged",)


def test_STORE_14_a_sound_vault_is_not_called_damaged(vault):
    vault.shelf.keep([a_credential(f"Number {i}") for i in range(30)], MOMENT)
    assert vault.audit() == ()


def test_STORE_14_a_shortened_file_is_damage(vault, reopen):
    vault.shelf.keep([a_credential(f"Number {i}") for i in range(30)], MOMENT)
    vault.close()
    content = vault.database.path.read_bytes()
    for length in (0, 100, 4096, len(content) // 2 // 4096 * 4096):
        vault.database.path.write_bytes(content[:length])
        assert _found_wrong(reopen) == ("vault.damaged",)


def test_STORE_17_a_migration_runs_once_after_a_copy_and_keeps_everything(vault, reopen):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    longer = [
        *read_migrations(MIGRATIONS_FOLDER),
        ["CREATE TABLE later (a TEXT) STRICT", "INSERT INTO later VALUES ('x')"],
    ]
    opened = reopen(migrations=longer)
    assert opened.database.schema_version == len(longer)
    assert opened.database.rows("SELECT a FROM later") == [("x",)]
    assert opened.shelf.summary(key).title == "Glass blowing"
    copy = vault.folder / "copies" / f"vault-schema-{len(longer) - 1}.db"
    assert copy.is_file()
    reopen(migrations=longer)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_STORE_17_a_migration_that_fails_leaves_the_old_schema(vault, reopen):
    (key,) = vault.shelf.keep([a_credential()], MOMENT).ids
    broken = [
        *read_migrations(MIGRATIONS_FOLDER),
        ["CREATE TABLE later (a TEXT) STRICT", "INSERT INTO nowhere VALUES (1)"],
    ]
    with pytest.raises(Exception, match="nowhere"):
        reopen(migrations=broken)
    opened = reopen()
    assert opened.database.schema_version == len(broken) - 1
    assert opened.database.rows("SELECT name FROM sqlite_master WHERE name = 'later'") == []
    assert opened.shelf.summary(key).title == "Glass blowing"


def test_STORE_17_a_newer_schema_is_refused_and_left_alone(vault, reopen):
    longer = [*read_migrations(MIGRATIONS_FOLDER), ["CREATE TABLE later (a TEXT) STRICT"]]
    reopen(migrations=longer).close()
    before = vault.database.path.read_bytes()
    with pytest.raises(VaultTooNewError):
        reopen()
    assert vault.database.path.read_bytes() == before


def test_migrations_are_numbered_without_a_gap(tmp_path):
    (tmp_path / "002_late.sql").write_text("SELECT 1;")
    with pytest.raises(AssertionError):
        read_migrations(tmp_path)
    assert len(read_migrations(MIGRATIONS_FOLDER)) >= 1


def test_a_copy_is_not_made_for_an_empty_database(tmp_path):
    called: list[int] = []
    fresh = open_database(tmp_path / "a.db", KEY, create=True)
    assert migrate(fresh, [["CREATE TABLE a (b TEXT) STRICT"]], lambda: called.append(1))
    assert not migrate(fresh, [["CREATE TABLE a (b TEXT) STRICT"]], lambda: called.append(1))
    fresh.close()
    assert called == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a size limit on files that the system enforces")
def test_STORE_13_a_full_disk_is_said_and_nothing_is_half_written(tmp_path):
    """RLIMIT_FSIZE stands in for a full disk: writing fails in the middle of a transaction."""
    import subprocess

    script = """
import os, resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.errors import WalletError
from wallet.store.vault import Vault
folder = Path(sys.argv[1])
vault = Vault.create(folder / "vault", PASSPHRASE, terms_for(folder / "state"), MOMENT)
vault.shelf.keep([a_credential(f"Before {i}") for i in range(5)], MOMENT)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
acknowledged = 5
try:
    for i in range(1000):
        vault.shelf.keep([a_credential(f"Then {i}", original=os.urandom(20_000))], MOMENT)
        acknowledged += 1
except WalletError as error:
    print(type(error).__name__, acknowledged, vault.shelf.counts().library)
"""
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run([sys.executable, "-c", script, tmp_path, root], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    name, acknowledged, counted = run.stdout.split()
    assert name == VaultFullError.__name__
    assert acknowledged == counted
    vault = Vault.open(tmp_path / "vault", PASSPHRASE, terms_for(tmp_path / "state"))
    assert vault.shelf.counts().library == int(acknowledged)
    assert vault.audit() == ()
    vault.give_ballast()
    assert not (vault.folder / "ballast").exists()
    vault.close()


def test_STORE_23_what_is_deleted_is_gone_from_the_decrypted_pages(vault):
    secret = "Quillon canary 7341"
    (key,) = vault.shelf.keep([a_credential(secret, original=secret.encode() * 3)], MOMENT).ids
    vault.shelf.set_notes(key, f"{secret} notes", MOMENT)
    vault.shelf.delete_forever([key])
    vault.database.checkpoint()
    dump = decrypted(vault)
    assert b"Quillon" not in dump
    assert b"quillon" not in dump
    assert b"qui" not in dump


def test_a_wrong_passphrase_on_a_sound_vault(vault, reopen):
    with pytest.raises(WrongPassphraseError):
        reopen("nonsense")
