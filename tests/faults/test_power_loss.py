"""A power cut: everything that was flushed is there, and of what was not, any part may be missing or be noise.

The write-ahead log is the only file that grows between checkpoints. After an acknowledgement its bytes up to there have
been flushed; what comes after is cut, emptied, overwritten with noise or kept in any sector of 512 bytes.
"""

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.store.vault import Vault

pytestmark = pytest.mark.long
SECTOR = 512


def test_STORE_11_acknowledged_work_survives_any_loss_of_what_was_not_flushed(tmp_path, full):
    chance = random.Random(11)
    vault = Vault.create(tmp_path / "vault", PASSPHRASE, terms_for(tmp_path / "state"), MOMENT)
    vault.shelf.keep([a_credential(f"Before {i}") for i in range(20)], MOMENT)
    vault.database.checkpoint()
    states: list[tuple[int, int]] = []
    log = vault.folder / "vault.db-wal"
    for i in range(12):
        vault.shelf.keep([a_credential(f"Then {i}", original=os.urandom(2000))], MOMENT)
        states.append((log.stat().st_size, 21 + i))
    database, whole = (vault.folder / "vault.db").read_bytes(), log.read_bytes()
    headers = {name: (vault.folder / name).read_bytes() for name in ("vault.json", "vault.json.copy")}
    vault.close()
    for trial in range(450 if full else 120):
        flushed, acknowledged = chance.choice(states)
        cut = tmp_path / f"cut-{trial}"
        cut.mkdir()
        (cut / "vault.db").write_bytes(database)
        (cut / "vault.db-wal").write_bytes(whole[:flushed] + _survivors(whole[flushed:], chance))
        for name, content in headers.items():
            (cut / name).write_bytes(content)
        opened = Vault.open(cut, PASSPHRASE, terms_for(tmp_path / "elsewhere"))
        titles = [opened.shelf.get(key).summary.title for key in opened.shelf.ids()]
        assert len(titles) >= acknowledged
        assert titles[:20] == [f"Before {i}" for i in range(20)]
        assert titles[20:] == [f"Then {i}" for i in range(len(titles) - 20)], (
            "in the order they were kept, none left out"
        )
        assert opened.audit() == ()
        opened.close()
        shutil.rmtree(cut)


def _survivors(tail: bytes, chance: random.Random) -> bytes:
    """What a disk may have of bytes that were written and never flushed."""
    kept = bytearray(tail[: chance.randrange(len(tail) + 1)])
    for start in range(0, len(kept), SECTOR):
        end = min(start + SECTOR, len(kept))
        match chance.randrange(4):
            case 0:
                kept[start:end] = bytes(end - start)
            case 1:
                kept[start:end] = chance.randbytes(end - start)
            case _:
                continue
    return bytes(kept)


def test_STORE_18_a_power_cut_in_a_header_leaves_the_other(tmp_path):
    terms = terms_for(tmp_path / "state")
    Vault.create(tmp_path / "vault", PASSPHRASE, terms, MOMENT).close()
    header = Path(tmp_path / "vault" / "vault.json")
    content = header.read_bytes()
    for length in range(0, len(content), 61):
        header.write_bytes(content[:length])
        Vault.open(tmp_path / "vault", PASSPHRASE, terms).close()
        assert header.read_bytes() == content
