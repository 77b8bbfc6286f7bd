"""What is being done when the process is killed. Each says over a pipe what it has been told is safe."""

import hashlib
import os
from multiprocessing.connection import Connection
from pathlib import Path

from tests.vaults import MOMENT, PASSPHRASE, a_credential, terms_for
from wallet.session.stack_shelf import OwnWord, StackShelf
from wallet.store.backup import make_backup, restore_anew
from wallet.store.database import MIGRATIONS_FOLDER, read_migrations
from wallet.store.vault import Vault

BATCH = 3
PAPER = 40  # how often the bytes of a name stand in its scan: many pages
LONGER = [
    *read_migrations(MIGRATIONS_FOLDER),
    [
        "CREATE TABLE later (number INTEGER PRIMARY KEY, title TEXT NOT NULL, packed BLOB NOT NULL) STRICT",
        "INSERT INTO later SELECT c.number, c.title, o.packed FROM credential c JOIN original o USING (number)",
        "INSERT INTO later SELECT number + 100000, title, packed FROM later",
        "CREATE INDEX later_title ON later (title)",
        "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
    ],
]


def name_of(run: str, batch: int, place: int) -> str:
    """Return what a credential is called; from the name follow its bytes."""
    return f"run {run} batch {batch} place {place}"


def bytes_of(name: str) -> bytes:
    """Return bytes that do not deflate, different for each name."""
    return b"".join(hashlib.sha256(f"{name} {i}".encode()).digest() for i in range(120))


def keep_importing(folder: Path, run: str, tell: Connection) -> None:
    """Import batch after batch, saying each that was acknowledged."""
    vault = Vault.open(folder / "vault", PASSPHRASE, terms_for(folder / "state"))
    tell.send("open")
    for batch in range(10_000):
        names = [name_of(run, batch, place) for place in range(BATCH)]
        vault.shelf.keep([a_credential(name, original=bytes_of(name)) for name in names], MOMENT)
        tell.send(batch)


def keep_backing_up(folder: Path, run: str, tell: Connection) -> None:
    """Write the same backup over and over."""
    vault = Vault.open(folder / "vault", PASSPHRASE, terms_for(folder / "state"))
    tell.send("open")
    for count in range(10_000):
        make_backup(vault, folder / "out" / "backup.tessera", terms_for(folder / "state"), MOMENT)
        tell.send(count)


def restore(folder: Path, run: str, tell: Connection) -> None:
    """Make a vault of a backup."""
    tell.send("open")
    restore_anew(folder / f"restored-{run}", folder / "backup.tessera", PASSPHRASE, terms_for(folder / "state2"))
    tell.send(0)


def migrate(folder: Path, run: str, tell: Connection) -> None:
    """Open a vault with a newer Tessera."""
    tell.send("open")
    Vault.open(folder / f"copy-{run}", PASSPHRASE, terms_for(folder / "state", migrations=LONGER))
    tell.send(0)


def change_passphrase(folder: Path, run: str, tell: Connection) -> None:
    """Change the passphrase to and fro."""
    vault = Vault.open(folder / f"copy-{run}", PASSPHRASE, terms_for(folder / "state"))
    tell.send("open")
    words = [PASSPHRASE, "other words"]
    for count in range(10_000):
        vault.change_passphrase(words[count % 2], words[(count + 1) % 2])
        tell.send(count)


def keep_forgetting(folder: Path, run: str, tell: Connection) -> None:
    """Record a paper with its scan, take it back, fetch it back, take it back again and empty the trash, over and over."""
    vault = Vault.open(folder / "vault", PASSPHRASE, terms_for(folder / "state"))
    papers = StackShelf(vault.database, MOMENT)
    tell.send("open")
    for count in range(10_000):
        name = f"{run}-{count}"
        papers.put(OwnWord(name, "paper", "stack", "course", scan="scan.pdf"), name, bytes_of(name) * PAPER)
        tell.send((name, "kept"))
        papers.forget(OwnWord, name)
        papers.put_back(OwnWord, name)
        papers.forget(OwnWord, name)
        tell.send((name, "taken back"))
        if count % 3:
            vault.shelf.empty_trash(MOMENT, at_once=True)
            tell.send((name, "deleted"))


def die() -> None:
    """For victims that come to an end of their own: nothing is closed."""
    os._exit(0)
