"""The vault on the command line: every verb, as a script would use it."""

import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vaults import MOMENT
from wallet.cli import main
from wallet.resources import resource_path
from wallet.store.kdf import KdfPolicy
from wallet.store.vault import Vault, VaultTerms

PASSPHRASE = "a passphrase for scripts"
SAMPLES = resource_path("samples")
BADGE = SAMPLES / "northlight-machine-learning.json"
PNG_BADGE = SAMPLES / "northlight-data-visualisation.png"
Tessera = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home with a passphrase file in it, and a vault that costs no more to open than it must."""
    monkeypatch.setenv("TESSERA_LANG", "en")
    monkeypatch.setenv("TESSERA_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def tessera(home: Path, capsys: pytest.CaptureFixture[str]) -> Tessera:
    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def vault(home: Path) -> list[str]:
    """A vault, and the arguments that open it."""
    terms = VaultTerms(cost=lambda: KdfPolicy().floor, witness_folder=home / "state" / "tessera")
    Vault.create(home / "vault", PASSPHRASE, terms, MOMENT).close()
    return ["--passphrase-file", str(home / "pass")]


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_init_makes_a_vault_and_a_recovery_code_that_opens_it(tessera, home):
    code, out, err = tessera("init", "--passphrase-file", home / "pass", "--recovery-code")
    assert (code, err) == (0, "")
    recovery = out.splitlines()[-1]
    (home / "code").write_text(recovery, encoding="utf-8")
    assert tessera("list", "--passphrase-file", home / "code")[0] == 0
    code, _, err = tessera("init", "--passphrase-file", home / "pass")
    assert (code, "already a vault" in err) == (2, True)


def test_a_whole_journey(tessera, vault, home):
    code, out, _ = tessera("import", BADGE, PNG_BADGE, "--tag", "2026", "--json", *vault)
    assert code == 0
    assert [(line["state"], line["verdict"]) for line in lines(out)] == [
        ("kept", "cannot_check"),
        ("kept", "cannot_check"),
    ]
    badge = lines(out)[0]["id"]

    assert [line["state"] for line in lines(tessera("import", BADGE, "--json", *vault)[1])] == ["already"]
    listed = lines(tessera("list", "--json", *vault)[1])
    assert {line["title"] for line in listed} == {"Machine Learning in Practice", "Data Visualisation"}
    assert [line["id"] for line in lines(tessera("list", "machine", "--tag", "2026", "--json", *vault)[1])] == [badge]

    shown = lines(tessera("show", badge[:8], "--json", *vault)[1])[0]
    assert shown["id"] == badge
    assert {check["check"] for check in shown["checks"]} >= {"signature", "status"}
    assert "Machine Learning" in tessera("show", badge, *vault)[1]

    assert tessera("export", badge, "-o", home / "out.json", *vault)[0] == 0
    assert (home / "out.json").read_bytes() == BADGE.read_bytes()
    assert tessera("export", badge, "-o", home / "out.json", *vault)[0] == 2
    assert tessera("export", "--all", "-o", home / "all.zip", *vault)[0] == 0
    with zipfile.ZipFile(home / "all.zip") as made:
        assert {made.read(name) for name in made.namelist()} == {BADGE.read_bytes(), PNG_BADGE.read_bytes()}

    assert tessera("tag", badge, "--add", "data", "--remove", "2026", *vault)[0] == 0
    assert tessera("tag", *vault)[1].split() == ["2026", "data"]

    assert tessera("remove", badge, *vault)[0] == 0
    assert len(lines(tessera("list", "--json", *vault)[1])) == 1
    assert len(lines(tessera("list", "--trash", "--json", *vault)[1])) == 1
    assert tessera("remove", badge, "--take-back", *vault)[0] == 0
    assert len(lines(tessera("list", "--json", *vault)[1])) == 2


def test_a_backup_goes_out_and_comes_back(tessera, vault, home, monkeypatch):
    tessera("import", BADGE, *vault)
    assert tessera("backup", home / "b.tessera", *vault)[0] == 0
    assert tessera("backup", home / "b.tessera", *vault)[0] == 2
    code, out, _ = tessera("restore", home / "b.tessera", "--dry-run", *vault)
    assert (code, "leave 1 as they are" in out) == (0, True)
    monkeypatch.setenv("TESSERA_VAULT", str(home / "another"))
    code, out, err = tessera("restore", home / "b.tessera", *vault)
    assert (code, "1 added" in out, err) == (0, True, "")
    assert [line["title"] for line in lines(tessera("list", "--json", *vault)[1])] == ["Machine Learning in Practice"]


def test_a_damaged_backup_makes_no_vault(tessera, vault, home, monkeypatch):
    tessera("backup", home / "b.tessera", *vault)
    (home / "b.tessera").write_bytes((home / "b.tessera").read_bytes()[:-1])
    monkeypatch.setenv("TESSERA_VAULT", str(home / "another"))
    code, _, err = tessera("restore", home / "b.tessera", *vault)
    assert (code, "backup.chunk" in err) == (2, True)
    assert not (home / "another").exists()


def test_the_samples_come_and_go(tessera, vault):
    assert tessera("import", "--samples", *vault)[0] == 0
    verdicts = {line["verdict"] for line in lines(tessera("list", "--json", *vault)[1])}
    assert {"verified", "altered", "revoked"} <= verdicts
    assert all(line["sample"] for line in lines(tessera("list", "--json", *vault)[1]))
    assert "example credentials were removed." in tessera("remove", "--samples", *vault)[1]
    assert tessera("list", "--json", *vault)[1] == ""


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1 example credential was removed."), ("zh", "已移除 1 份示例凭证。")]
)
def test_one_example_is_spoken_of_as_one(tessera, vault, language, said):
    tessera("import", "--samples", *vault)
    first, *others = (line["id"] for line in lines(tessera("list", "--json", *vault)[1]))
    assert tessera("remove", *others, "--forever", *vault)[0] == 0
    assert [line["id"] for line in lines(tessera("list", "--json", *vault)[1])] == [first]
    assert tessera("--lang", language, "remove", "--samples", *vault)[1].strip() == said


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(tessera, vault, home):
    (home / "noise.bin").write_bytes(b"\x00\x01\x02")
    code, out, _ = tessera("import", home / "noise.bin", BADGE, "--json", *vault)
    assert code == 1
    assert [line["state"] for line in lines(out)] == ["kept", "refused"]
    assert lines(out)[1]["source"] == str(home / "noise.bin")


def test_standard_input_is_read(tessera, vault, monkeypatch):
    import io
    import sys

    for path in (BADGE, PNG_BADGE):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        code, out, _ = tessera("import", "-", "--json", *vault)
        assert (code, lines(out)[0]["state"]) == (0, "kept")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list"], "no terminal"),
        (["list", "--passphrase-file", "nowhere"], "could not be opened"),
        (["list", "--keyring"], "safe key store"),
        (["show", "zzzz"], "not in the vault"),
        (["show", "a"], "not in the vault"),
        (["remove", "zzzz"], "not in the vault"),
        (["export", "-o", "x"], "--all"),
        (["import"], "--samples"),
    ],
)
def test_what_keeps_a_verb_from_running_is_said_and_exits_2(tessera, vault, arguments, says):
    opened = [] if arguments[0] == "list" else vault
    code, _, err = tessera(*arguments, *opened)
    assert (code, says in err) == (2, True)


def test_STORE_19_a_wrong_passphrase_is_called_that(tessera, vault, home):
    (home / "wrong").write_text("wrong", encoding="utf-8")
    code, _, err = tessera("list", "--passphrase-file", home / "wrong")
    assert (code, "That passphrase does not open this vault." in err) == (2, True)


def test_STORE_16_a_busy_vault_is_said_and_exits_2(tessera, vault, home):
    from wallet.store.lock_file import LockFile

    lock = LockFile(home / "vault" / "lock")
    code, _, err = tessera("list", *vault)
    lock.release()
    assert (code, "open in another" in err) == (2, True)
    assert tessera("list", *vault)[0] == 0


def test_no_vault_is_said_before_a_passphrase_is_asked_for(tessera):
    code, _, err = tessera("list")
    assert (code, "no vault here" in err) == (2, True)


def test_a_passphrase_is_never_an_argument(tessera):
    for verb in ("init", "import", "list", "show", "export", "remove", "tag", "backup", "restore"):
        _, out, _ = tessera(verb, "--help")
        assert "--passphrase " not in out
        assert "--passphrase-file" in out


def test_the_verbs_speak_chinese(tessera, vault):
    code, _, err = tessera("--lang", "zh", "show", "zzzz", *vault)
    assert code == 2
    assert any("\u4e00" <= sign <= "\u9fff" for sign in err)


def test_BAK_08_an_export_says_that_anybody_can_read_it(tessera, vault, home):
    tessera("import", BADGE, *vault)
    code, out, err = tessera("export", "--all", "-o", home / "all.zip", *vault)
    assert (code, out) == (0, "")
    assert "Anybody who has this file can read it" in err
    if os.name != "nt":
        assert stat.S_IMODE((home / "all.zip").stat().st_mode) == 0o600
