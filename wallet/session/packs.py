"""The trust packs a person has added. They lie beside the vault, not in it: strangers' credentials are checked while locked.
They travel in its backups all the same, so that what is brought back is believed as it was.

A pack is taken in whole: read and proved where it lies, copied aside, proved again, and put in place.
"""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from wallet.errors import FileAccessError, WalletError
from wallet.intake import Evidence
from wallet.messages.requests import PackView
from wallet.resources import resource_path
from wallet.store.backup import PackRecord
from wallet.store.durable import flush_folder, make_private_folder, replace_file, told_of_trouble
from wallet.trust.trust_pack import TrustPack, merge_documents, merge_issuers, read_bundled_packs, read_trust_pack

SAMPLE_PACK = resource_path("samples", "trust_pack")


class PackFolder:
    """The packs in `folder`, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._evidence: Evidence | None = None
        self._packs: tuple[TrustPack, ...] | None = None

    def evidence(self) -> Evidence:
        """Return what all packs hold, bundled ones first."""
        if self._evidence is None:
            packs = (*read_bundled_packs(), *self._added())
            self._evidence = Evidence(merge_documents(packs), merge_issuers(packs))
        return self._evidence

    def paths(self) -> tuple[str, ...]:
        """Return where the packs lie that can be read: for processes that check with the same evidence."""
        added = {pack.id for pack in self._added()}
        return tuple(str(entry) for entry in self._entries() if entry.name in added)

    def views(self) -> tuple[PackView, ...]:
        """Return every pack as settings show it."""
        sample = sample_pack_id()
        return tuple(
            PackView(
                id=pack.id,
                name=pack.name,
                issuers=len(pack.issuers),
                documents=len(pack.documents),
                seen=pack.made,
                bundled=pack.bundled,
                sample=pack.id == sample,
            )
            for pack in (*read_bundled_packs(), *self._added())
        )

    def add(self, path: Path) -> str:
        """Take in the pack at `path`, in place of one with the same id; returns the id. Raises WalletError."""
        pack = read_trust_pack(path)
        make_private_folder(self._folder)
        with told_of_trouble(self._folder):
            aside = self._folder / f".{pack.id}.part"
            _remove(aside)
            try:
                shutil.copytree(path, aside) if path.is_dir() else shutil.copyfile(path, aside)
                if read_trust_pack(aside).id != pack.id:
                    raise FileAccessError("the pack changed while it was copied", step="pack.copy", name=path.name)
                _remove(self._folder / pack.id)
                aside.rename(self._folder / pack.id)
                flush_folder(self._folder)
            finally:
                _remove(aside)
        self._forget()
        return pack.id

    def records(self) -> tuple[PackRecord, ...]:
        """Return every pack that was added and can be read, as a backup holds it."""
        added = {pack.id for pack in self._added()}
        with told_of_trouble(self._folder):
            return tuple(PackRecord(entry.name, _zipped(entry)) for entry in self._entries() if entry.name in added)

    def put_back(self, record: PackRecord) -> bool:
        """Take a pack out of a backup, unless one of its id that is as new is there; returns whether it was taken.

        One that cannot be read any more is left out: what it vouched for is then unknown, which is what checks will say.
        """
        make_private_folder(self._folder)
        aside = self._folder / ".restored.part"
        replace_file(aside, record.zip)
        try:
            arriving = read_trust_pack(aside)
            there = next((pack for pack in self._added() if pack.id == arriving.id), None)
            if arriving.id != record.id or (there is not None and there.made >= arriving.made):
                return False
            with told_of_trouble(self._folder):
                _remove(self._folder / arriving.id)
                aside.replace(self._folder / arriving.id)
                flush_folder(self._folder)
        except WalletError:
            return False
        finally:
            aside.unlink(missing_ok=True)
            self._forget()
        return True

    def remove(self, pack_id: str) -> bool:
        """Remove a pack that was added; returns whether it was there."""
        found = next((entry for entry in self._entries() if entry.name == pack_id), None)
        if found is None:
            return False
        with told_of_trouble(self._folder):
            _remove(found)
        self._forget()
        return True

    def _added(self) -> tuple[TrustPack, ...]:
        if self._packs is None:
            self._packs = tuple(self._readable())
        return self._packs

    def _readable(self) -> Iterator[TrustPack]:
        for entry in self._entries():
            try:
                yield read_trust_pack(entry)
            except WalletError:  # damaged since: what it vouched for is unknown again, which is what checks will say
                continue

    def _entries(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(entry for entry in self._folder.iterdir() if not entry.name.startswith("."))

    def _forget(self) -> None:
        self._evidence = None
        self._packs = None


def sample_pack_id() -> str:
    """Return the id of the pack that comes and goes with the samples, "" where none ships."""
    return read_trust_pack(SAMPLE_PACK).id if SAMPLE_PACK.exists() else ""


def _zipped(path: Path) -> bytes:
    if path.is_file():
        return path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink():
                archive.writestr(
                    zipfile.ZipInfo(file.relative_to(path).as_posix()), file.read_bytes(), zipfile.ZIP_DEFLATED
                )
    return packed.getvalue()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
