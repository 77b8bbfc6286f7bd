"""Trust packs lie beside the vault and travel in its backups: what is brought back is believed as it was."""

from pathlib import Path

import pytest

from tests.issuer_simulator import Issuer
from tests.vaults import PASSPHRASE, terms_for
from tests.wallet.session.conftest import NOW
from wallet.messages.requests import (
    AddPack,
    AddSamples,
    GetCredential,
    Keep,
    ListCredentials,
    ListPacks,
    MakeBackup,
    Receive,
    RestoreBackup,
)
from wallet.session import Session
from wallet.trust.build_pack import build_pack


@pytest.fixture
def issuer() -> Issuer:
    return Issuer("Larkspur Institute", host="larkspur.example", seed=b"larkspur", now=NOW)


def a_pack(folder: Path, issuer: Issuer, name: str, pack: str = "college.pack") -> Path:
    """Build a pack that vouches for an issuer."""
    papers = folder / name
    papers.mkdir(parents=True)
    for number, content in enumerate(issuer.published().values()):
        (papers / f"{number}.json").write_bytes(content)
    build_pack([papers], folder / pack, now=NOW, seen=NOW, name="Larkspur")
    return folder / pack


def verdicts(session: Session) -> dict[str, str]:
    """Return what each kept credential is shown as, checked anew."""
    listed = session.list_credentials(ListCredentials(limit=500)).items
    return {summary.title: str(session.get(GetCredential(summary.id)).verdict) for summary in listed}


def elsewhere(tmp_path: Path, clock: object) -> Session:
    """Return a wallet on another computer."""
    return Session(tmp_path / "elsewhere" / "vault", terms_for(tmp_path / "elsewhere" / "state"), clock)


def test_after_a_restore_elsewhere_every_verdict_is_what_it_was(session, clock, tmp_path, issuer):
    session.add_samples(AddSamples())
    session.add_pack(AddPack(str(a_pack(tmp_path, issuer, "papers"))))
    received = session.receive(Receive(content=issuer.issue(), label="badge.json"))
    session.keep(Keep(tuple(item.token for item in received.items)))
    before, packs = verdicts(session), session.packs(ListPacks()).packs
    session.backup(MakeBackup(str(tmp_path / "b.tessera")))
    other = elsewhere(tmp_path, clock)
    report = other.restore(RestoreBackup(str(tmp_path / "b.tessera"), PASSPHRASE))
    assert report.packs == 2
    assert verdicts(other) == before
    assert {(pack.id, pack.name, pack.seen) for pack in other.packs(ListPacks()).packs} == {
        (pack.id, pack.name, pack.seen) for pack in packs
    }
    other.goodbye()


def test_a_pack_that_is_newer_here_stays(session, tmp_path, issuer):
    pack = a_pack(tmp_path, issuer, "papers")
    session.add_pack(AddPack(str(pack)))
    session.backup(MakeBackup(str(tmp_path / "b.tessera")))
    folder = session.folder / "packs"
    there = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert there
    session.restore(RestoreBackup(str(tmp_path / "b.tessera"), PASSPHRASE))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == there


def test_a_pack_that_can_no_longer_be_read_does_not_keep_the_credentials_back(session, clock, tmp_path, issuer):
    session.add_samples(AddSamples())
    records = session._packs.records()
    broken = tuple(type(record)(record.id, record.zip[:-30]) for record in records)
    session._packs.records = lambda: broken
    session.backup(MakeBackup(str(tmp_path / "b.tessera")))
    other = elsewhere(tmp_path, clock)
    other.restore(RestoreBackup(str(tmp_path / "b.tessera"), PASSPHRASE))
    assert set(verdicts(other)) == set(verdicts(session))
    assert list((other.folder / "packs").iterdir()) == []
    other.goodbye()
