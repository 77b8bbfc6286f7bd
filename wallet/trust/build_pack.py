"""From a heap of files to a trust pack. What is in the heap `collecting.py` finds out; here it is put in order and written."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from wallet.clock import moment_text
from wallet.errors import FileAccessError
from wallet.formats.envelope import JsonObject, JsonValue
from wallet.trust.collecting import FoundFile, PackDraft, PlacedDocument, SkippedFile, collect, is_pack
from wallet.trust.issuer_lists import ListedIssuer
from wallet.trust.refusals import NothingToTrustError, PackExistsError
from wallet.trust.rivals import Claim, find_rivals
from wallet.trust.trust_pack import FORMAT, TrustPack, read_trust_pack

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_UNPLAIN = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """What was written: counts for people, files that were left out, and why.

    `rivals`: addresses about whose keys the files disagree, with those files. Nothing is held for them.
    """

    path: Path
    pack: TrustPack
    skipped: tuple[SkippedFile, ...]
    unplaced: tuple[Path, ...]
    rivals: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)


def build_pack(
    paths: Iterable[Path],
    output: Path,
    *,
    now: datetime,
    name: str = "",
    seen: datetime | None = None,
    force: bool = False,
) -> BuiltPack:
    """Build a pack from files and folders and write it to `output`: a zip if it ends in .zip, else a folder.

    `seen` says when the files were fetched; without it each file's own date counts, never one in the future. Raises
    FileAccessError, PackExistsError, NothingToTrustError; what it wrote is read back and proved before it returns.
    """
    if output.exists() and not (force and is_pack(output)):
        raise PackExistsError(str(output), name=output.name)
    draft = collect(paths, now, seen)
    if not draft.placed and not draft.packs:
        refused = {file.path: file.error for file in draft.skipped if file.error is not None}
        raise NothingToTrustError("no file was recognised", step="trust.recognise", refused=refused)
    label = name or output.name.removesuffix(".zip").removesuffix(".pack")
    rivals = find_rivals(
        Claim(url, item.material.kind, item.file.path, item.file.content) for item in draft.placed for url in item.urls
    )
    index, files = _compose(draft, label, now, rivals)
    _write(output, index, files)
    return BuiltPack(output, read_trust_pack(output), tuple(draft.skipped), tuple(draft.unplaced), rivals)


def _compose(
    draft: PackDraft, label: str, now: datetime, rivals: Mapping[str, tuple[Path, ...]]
) -> tuple[JsonObject, dict[str, bytes]]:
    heap = _Heap()
    for pack in draft.packs:
        heap.add_pack(pack)
    for item in draft.placed:
        heap.add(item, rivals)
    index: JsonObject = {
        "format": FORMAT,
        "id": _UNPLAIN.sub("-", label).strip("-._") or "pack",
        "name": label,
        "made": moment_text(now.replace(microsecond=0)),
        "issuers": list(heap.issuers),
        "documents": {url: entry for url, (_, entry) in sorted(heap.documents.items())},
    }
    held = {entry["file"] for _, entry in heap.documents.values()}
    return index, {name: content for name, content in heap.files.items() if name in held}


@dataclass(slots=True)
class _Heap:
    """What goes into a pack: for each address the newest of what is there, wherever it comes from (STAT-07)."""

    files: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, tuple[tuple[datetime, datetime], JsonObject]] = field(default_factory=dict)
    issuers: list[JsonObject] = field(default_factory=list)

    def add_pack(self, pack: TrustPack) -> None:
        """Take everything a pack has over."""
        for url, packed in pack.documents.items():
            name = f"documents/{sha256(packed.held.content).hexdigest()[:16]}"
            entry = _entry(name, packed.held.content, packed.held.seen, packed.signed, packed.kind)
            self._hold(url, name, packed.held.content, packed.signed, packed.held.seen, entry)
        for known in pack.issuers:
            start, end = moment_text(known.valid_from), moment_text(known.valid_until)
            listed = ListedIssuer(known.id, known.name, known.url, dict(known.names or {}), start, end)
            self.issuers.append(_issuer(listed, known.source, known.seen))

    def add(self, item: PlacedDocument, rivals: Mapping[str, tuple[Path, ...]]) -> None:
        """Take one file over, for the addresses about which no other file disagrees."""
        file, material, name = item.file, item.material, _file_name(item.file)
        entry = _entry(name, file.content, file.seen, material.signed, material.kind)
        for url in item.urls:
            if url not in rivals:
                self._hold(url, name, file.content, material.signed, file.seen, entry)
        self.issuers.extend(_issuer(issuer, str(file.place), file.seen) for issuer in material.issuers)

    def _hold(
        self, url: str, name: str, content: bytes, signed: datetime | None, seen: datetime | None, entry: JsonObject
    ) -> None:
        seen = seen or _LONG_AGO
        age = (signed or seen, seen)
        if url not in self.documents or age >= self.documents[url][0]:
            self.documents[url] = (age, entry)
            self.files[name] = content


def _entry(name: str, content: bytes, seen: datetime | None, signed: datetime | None, kind: str) -> JsonObject:
    digest = sha256(content).hexdigest()
    return {"file": name, "sha256": digest, "seen": moment_text(seen), "signed": moment_text(signed), "kind": kind}


def _issuer(issuer: ListedIssuer, source: str, seen: datetime | None) -> JsonObject:
    entry: dict[str, JsonValue] = {"id": issuer.id, "name": issuer.name, "source": source, "seen": moment_text(seen)}
    optional: Mapping[str, JsonValue] = {
        "url": issuer.url,
        "names": dict(issuer.names),
        "valid_from": issuer.valid_from,
        "valid_until": issuer.valid_until,
    }
    return {**entry, **{member: value for member, value in optional.items() if value}}


def _file_name(file: FoundFile) -> str:
    digest = sha256(file.content).hexdigest()[:16]
    plain = _UNPLAIN.sub("-", file.path.name).strip("-.")[-60:]
    return f"documents/{digest}-{plain}" if plain else f"documents/{digest}"


def _write(output: Path, index: JsonObject, files: Mapping[str, bytes]) -> None:
    import json
    import shutil
    import tempfile

    listing = (json.dumps(index, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    everything = {"pack.json": listing, **files}
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and moved into place, so that no half pack is ever seen.
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=".tessera-pack-") as scratch:
            draft = Path(scratch) / "pack"
            _write_zip(draft, everything) if output.suffix.lower() == ".zip" else _write_folder(draft, everything)
            if output.is_dir():
                shutil.rmtree(output)
            draft.replace(output)
    except OSError as error:
        raise FileAccessError(f"{output}: {error}", name=str(output)) from error


def _write_folder(draft: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _write_zip(draft: Path, files: Mapping[str, bytes]) -> None:
    """Names sorted and dates fixed: the same documents make the same pack, byte for byte."""
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
