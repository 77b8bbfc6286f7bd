"""Looking through files and folders for what a trust pack can hold: each file recognised by content, and the URLs it is known by.

A document is held for the URLs it names itself; for the URL that its place spells (`example.edu/status/3` below a given folder, or a
file named `https%3A%2F%2Fexample.edu%2Fstatus%2F3`); and for those that a JSON file beside it gives, which holds nothing else
(`{"https://...": "file"}`), for a status list's id and its address can differ.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from wallet.clock import moment_of_seconds
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import FileAccessError, InputError, WalletError
from wallet.formats.dossier import Role
from wallet.formats.zip_file import find_dossier
from wallet.trust.pack_files import MAX_FILE, MAX_FILES, prefix_of
from wallet.trust.recognise import Material, recognise_each
from wallet.trust.refusals import TrustPackError
from wallet.trust.trust_pack import TrustPack, read_trust_pack

_HOST = re.compile(r"(?:localhost|(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+)(?:(?::|%3a)\d+)?", re.IGNORECASE)


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
    if is_pack(path):
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


def is_pack(path: Path) -> bool:
    """Return whether `path` is a trust pack, a folder or a zip, as far as its names tell."""
    if path.is_dir():
        return (path / "pack.json").is_file()
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return prefix_of(archive.namelist()) is not None
    except (OSError, zipfile.BadZipFile):
        return False
