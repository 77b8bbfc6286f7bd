"""What `bench_window` measures on: a vault of many signed credentials, and a folder of files to bring in."""

import random
from pathlib import Path

from tests.benchmarks.words import CHINESE, ENGLISH
from tests.issuer_simulator import Issuer
from wallet.intake import OwnIdentity
from wallet.session import Session, usual_terms
from wallet.session.checking import Checking
from wallet.store.kdf import KdfPolicy
from wallet.store.vault import Vault

PASSPHRASE = "four plain quiet words"
_SUITES = ("vc+jwt", "eddsa-jcs-2022", "jwt-vc")


def make_vault(folder: Path, state: Path, count: int) -> str:
    """Make a vault that shipping terms open, at the least cost allowed, with `count` credentials; return its recovery code.

    The code opens it without Argon2id: what is measured then begins where the key has been unwrapped.
    """
    shipped = usual_terms(state)
    session = Session(folder, shipped)
    checking = Checking(session._clock(), session._packs.evidence(), OwnIdentity())
    terms = type(shipped)(cost=lambda: KdfPolicy().floor, witness_folder=state)
    vault = Vault.create(folder, PASSPHRASE, terms, checking.now)
    code = vault.make_recovery_code()
    issuer, chance = Issuer(method="key"), random.Random(10)
    for start in range(0, count, 250):
        sources = [issue(issuer, chance, number) for number in range(start, min(start + 250, count))]
        found = [one for source in sources for one in checking.check(source, "badge.json")]
        vault.shelf.keep([checking.new(one) for one in found], checking.now)
    if len(vault.shelf.ids()) != count:
        raise SystemExit("not every credential was kept")
    vault.close()
    return code


def make_files(folder: Path, count: int) -> None:
    """Write `count` files to bring in."""
    folder.mkdir()
    issuer, chance = Issuer("Larkspur Institute", method="key", seed=b"larkspur"), random.Random(11)
    for number in range(count):
        (folder / f"{number:04}.txt").write_bytes(issue(issuer, chance, number))


def issue(issuer: Issuer, chance: random.Random, number: int) -> bytes:
    """Return one signed badge with a title and a description of its own."""
    words = CHINESE if number % 5 == 0 else ENGLISH
    title = f"{' '.join(chance.choices(words, k=3))} {number}"
    body = issuer.badge(name=title)
    achieved = body["credentialSubject"]["achievement"]
    achieved |= {"name": title, "description": " ".join(chance.choices(ENGLISH + CHINESE, k=60))}
    return issuer.issue(_SUITES[number % len(_SUITES)], body)
