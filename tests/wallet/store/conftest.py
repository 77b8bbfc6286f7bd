"""A vault that opens quickly."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import MOMENT, PASSPHRASE, terms_for
from wallet.store.vault import Vault, VaultTerms


@pytest.fixture
def terms(tmp_path: Path) -> VaultTerms:
    return terms_for(tmp_path / "state")


@pytest.fixture
def vault(tmp_path: Path, terms: VaultTerms) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault", PASSPHRASE, terms, MOMENT)
    yield made
    if made.database.is_open:
        made.close()


@pytest.fixture
def reopen(vault: Vault, terms: VaultTerms) -> Iterator[Callable[..., Vault]]:
    """Close the vault and open it again, as another program would."""
    opened = [vault]

    def again(passphrase: str | None = PASSPHRASE, **changes: object) -> Vault:
        if opened[-1].database.is_open:
            opened[-1].close()
        opened.append(Vault.open(vault.folder, passphrase, replace(terms, **changes)))
        return opened[-1]

    yield again
    if opened[-1].database.is_open:
        opened[-1].close()
