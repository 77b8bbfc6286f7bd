"""From a heap of files to a trust pack: each file recognised by content, placed under every URL it is known by.

A document is held for the URLs it names itself; for the URL that its place spells (`example.edu/status/3` below a given folder, or a
file named `https%3A%2F%2Fexample.edu%2Fstatus%2F3`); and for those an `index.json` beside it gives (`{"https://...": "file"}`), for a
status list's id and its address can differ.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from wallet.clock import moment_of_seconds, moment_text
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import FileAccessError, InputError, WalletError
from wallet.formats.dossier import Role
from wallet.formats.envelope import JsonObject, JsonValue
from wallet.formats.zip_file import find_dossier
from wallet.trust.issuer_lists import ListedIssuer
from wallet.trust.pack_files import MAX_FILE, MAX_FILES, prefix_of
from wallet.trust.recognise import Material, recognise_each
from wallet.trust.refusals import NothingToTrustError, PackExistsError, TrustPackError
from wallet.trust.rivals import Claim, find_rivals
from wallet.trust.trust_pack import FORMAT, TrustPack, read_trust_pack

_HOST = re.compile(r"(?:localhost|(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+)(?:(?::|%3a)\d+)?", re.IGNORECASE)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_UNPLAIN = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file given to the builder: its content, where it lay, when it came here."""

    path: Path
    place: PurePosixPath
    content: bytes
    seen: datetime


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A recognised file with every URL it will be held for."""

    file: FoundFile
    material: Material
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was left out. `error` is None where it is simply nothing to a trust pack."""

    path: Path
    error: WalletError | None = None


@dataclass(slots=True)
class PackDraft:
    """What a build has found so far; `skipped` names files that are nothing to a trust pack."""

    placed: list[PlacedDocument] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    unplaced: list[Path] = field(default_factory=list)
    packs: list[TrustPack] = field(default_factory=list)


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
    if output.exists() and not (force and _is_pack(output)):
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


def collect(paths: Iterable[Path], now: datetime, seen: datetime | None = None) -> PackDraft:
    """Recognise every file below `paths` and work out its URLs. Raises FileAccessError for a path that cannot be read."""
    draft = PackDraft()
    files = [file for path in paths for file in _walk(path, now, seen, draft)]
    maps = {file.path: pairs for file in files if (pairs := _read_address_map(file))}
    addresses: dict[Path, list[str]] = {}
    for path, pairs in maps.items():
        for url, target in pairs:
            addresses.setdefault((path.parent / target).resolve(), []).append(url)
    for file in files:
        if file.path not in maps:
            draft.placed.extend(_place(file, _recognise(file, draft), addresses.get(file.path.resolve(), ())))
    _place_key_sets(draft)
    draft.unplaced.extend(item.file.path for item in draft.placed if not item.urls and not item.material.issuers)
    return draft


def _place(file: FoundFile, materials: Sequence[Material], addresses: Sequence[str]) -> Iterator[PlacedDocument]:
    """Where a file lies tells the address of what is in it only where that is one thing."""
    beside = (*_urls_of_place(file.place), *addresses) if len(materials) == 1 else ()
    for material in materials:
        content = material.content if material.content is not None else file.content
        urls = tuple(dict.fromkeys((*material.urls, *beside)))
        yield PlacedDocument(replace(file, content=content), material, urls)


def _recognise(file: FoundFile, draft: PackDraft) -> tuple[Material, ...]:
    try:
        materials = recognise_each(file.content)
    except WalletError as error:
        draft.skipped.append(SkippedFile(file.path, error))
        return ()
    if not materials:
        draft.skipped.append(SkippedFile(file.path))
    return materials


def _walk(path: Path, now: datetime, seen: datetime | None, draft: PackDraft) -> Iterator[FoundFile]:
    if not path.exists():
        raise FileAccessError(str(path), name=str(path))
    if _is_pack(path):
        draft.packs.append(read_trust_pack(path))
        return
    if path.is_file():
        alone = _read_file(path, PurePosixPath(path.name), now, seen)
        yield from _in_dossier(alone, now) or [alone]
        return
    for count, child in enumerate(sorted(path.rglob("*"))):
        if count > MAX_FILES:
            raise TrustPackError("too many files", step="trust.files", name=str(path))
        if child.is_file() and not any(part.startswith(".git") for part in child.relative_to(path).parts):
            place = PurePosixPath(path.name, *child.relative_to(path).parts)
            yield _read_file(child, place, now, seen)


def _in_dossier(file: FoundFile, now: datetime) -> list[FoundFile]:
    """Return what a dossier carries of issuers: its reader vouches for that by building a pack of it, as for any other file.

    Not the status lists: on the holder's word about when they were seen, an old one would pass for fresh.
    """
    try:
        dossier = find_dossier(file.content)
    except InputError:
        return []
    published = [] if dossier is None else [each for each in dossier.files if each.role is Role.ISSUER]
    return [
        FoundFile(
            file.path / each.name,
            PurePosixPath(quote(each.url, safe="") if each.url else each.name),
            each.content,
            min(each.seen or file.seen, file.seen, now),
        )
        for each in published
    ]


def _read_file(path: Path, place: PurePosixPath, now: datetime, seen: datetime | None) -> FoundFile:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        came = moment_of_seconds(path.stat().st_mtime)
    except OSError as error:
        raise FileAccessError(f"{path}: {error}", name=str(path)) from error
    return FoundFile(path, place, content, seen if seen is not None else min(came, now))


def _read_address_map(file: FoundFile) -> list[tuple[str, str]]:
    """Return (URL, relative file) pairs where a JSON file is nothing but such a map; else []."""
    if not file.content.lstrip().startswith(b"{"):
        return []
    try:
        value = read_json_object(file.content, JsonLimits(MAX_FILE))
    except WalletError:
        return []
    pairs: list[tuple[str, str]] = []
    for url, target in value.items():
        if not url.startswith(("https://", "http://", "did:")) or not isinstance(target, str):
            return []
        if not (file.path.parent / target).is_file():
            return []
        pairs.append((url, target))
    return pairs


def _urls_of_place(place: PurePosixPath) -> tuple[str, ...]:
    """Return the https URLs that a file's place spells, with and without its extension."""
    spelled = unquote(place.name)
    found: list[str] = []
    if spelled.startswith(("https://", "http://", "did:")):
        found.append(spelled)
    parts = [unquote(part) for part in place.parts]
    start = next((i for i, part in enumerate(parts[:-1]) if _HOST.fullmatch(part)), None)
    if start is not None:
        found.append("https://" + "/".join(parts[start:]))
    shorter = [url.removesuffix(end) for url in found for end in (".json", ".jwt", ".jsonld") if url.endswith(end)]
    return (*found, *shorter)


def _place_key_sets(draft: PackDraft) -> None:
    """A key set that does not say where it was published belongs to the one issuer whose metadata points at such an address."""
    held = {url for item in draft.placed for url in item.urls}
    wanted = [item.material.needs for item in draft.placed if item.material.needs and item.material.needs not in held]
    loose = [i for i, item in enumerate(draft.placed) if item.material.kind == "key_set" and not item.urls]
    for index in loose:
        item = draft.placed[index]
        fitting = [url for url in wanted if url.rsplit("/", 1)[-1] == item.file.path.name]
        fitting = fitting or (wanted if len(wanted) == len(loose) == 1 else [])
        if len(fitting) == 1:
            draft.placed[index] = PlacedDocument(item.file, item.material, (fitting[0],))


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


def _is_pack(path: Path) -> bool:
    if path.is_dir():
        return (path / "pack.json").is_file()
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return prefix_of(archive.namelist()) is not None
    except (OSError, zipfile.BadZipFile):
        return False


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
