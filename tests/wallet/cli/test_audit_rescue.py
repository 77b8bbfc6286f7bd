"""`tessera audit --rescue`: what can be read of a damaged vault comes back, and what cannot is named."""

from pathlib import Path

import pytest

from tests.vaults import MOMENT, a_credential
from wallet.cli import main
from wallet.store.kdf import KdfPolicy
from wallet.store.vault import Vault, VaultTerms

PASSPHRASE = "a passphrase for scripts"


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of fifty credentials, one page of which is damaged."""
    monkeypatch.setenv("TESSERA_LANG", "en")
    monkeypatch.setenv("TESSERA_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    terms = VaultTerms(cost=lambda: KdfPolicy().floor, witness_folder=tmp_path / "state" / "tessera")
    vault = Vault.create(tmp_path / "vault", PASSPHRASE, terms, MOMENT)
    vault.shelf.keep([a_credential(f"Number {i}", original=bytes([i]) * 90_000) for i in range(50)], MOMENT)
    vault.close()
    with (tmp_path / "vault" / "vault.db").open("r+b") as file:
        file.seek(-2000, 2)
        file.write(b"\xff" * 100)
    return tmp_path / "pass"


def test_STORE_14_rescue_on_the_command_line(damaged, capsys):
    assert main(["audit", "--passphrase-file", str(damaged)]) in (1, 2)  # found by the audit, or on the way in
    assert "damaged" in capsys.readouterr().err
    code = main(["audit", "--rescue", "--passphrase-file", str(damaged)])
    out, err = capsys.readouterr()
    lost = err.count("Lost: ")
    assert code == (1 if lost else 0)
    assert f"{50 - lost} credentials came back as they were." in out
    assert "The damaged files are in" in out
    assert main(["audit", "--passphrase-file", str(damaged)]) == 0


def test_STORE_19_rescue_refuses_a_wrong_passphrase(damaged, capsys):
    damaged.write_text("other words", encoding="utf-8")
    assert main(["audit", "--rescue", "--passphrase-file", str(damaged)]) == 2
    assert "passphrase" in capsys.readouterr().err
