"""Vaults as every released schema left them, kept as files: each opens today with everything in it."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import terms_for
from wallet.messages.requests import ListCredentials
from wallet.store.database import MIGRATIONS_FOLDER, read_migrations
from wallet.store.kdf import KdfPolicy
from wallet.store.vault import Vault

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SCHEMAS = sorted(GOLDEN.glob("vault-schema-*.zip"))


def test_every_schema_has_its_golden_vault():
    """A new migration brings `vault-schema-N.zip`, made by the Tessera that ships it."""
    numbers = {int(re.findall(r"\d+", path.name)[0]) for path in SCHEMAS}
    assert numbers == set(range(1, len(read_migrations(MIGRATIONS_FOLDER)) + 1))


@pytest.mark.parametrize("golden", SCHEMAS, ids=lambda path: path.stem)
def test_STORE_17_a_vault_of_every_older_schema_opens_with_everything_in_it(golden, tmp_path):
    folder, terms = tmp_path / "vault", replace(terms_for(tmp_path / "state"), policy=KdfPolicy())
    with zipfile.ZipFile(golden) as archive:
        archive.extractall(folder)
    vault = Vault.open(folder, "a golden passphrase", terms)
    kept = [vault.shelf.get(key) for key in vault.shelf.ids()]
    assert [stored.summary.title for stored in kept] == ["Glass blowing", "玻璃吹制"]
    assert [stored.original for stored in kept] == [b'{"name": "Glass blowing"}', '{"name": "玻璃吹制"}'.encode()]
    assert (kept[0].notes, kept[0].summary.tags) == ("a note", ("kept",))
    assert vault.shelf.page(ListCredentials(query="kiln")).total == 1
    assert vault.audit() == ()
    assert vault.database.schema_version == len(read_migrations(MIGRATIONS_FOLDER))
    older = golden.stem != f"vault-schema-{vault.database.schema_version}"
    assert [path.stem for path in (folder / "copies").glob("*.db")] == ([golden.stem] if older else [])
    vault.close()
