"""A trust pack: who issuers are, and the documents that checking their credentials needs, on somebody's word.

The format is `resources/schemas/trust-pack-1.schema.json`. A folder or a zip with `pack.json`, which maps every URL to a file, its
SHA-256 and the day it was seen there. A pack is used whole or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from wallet.dids.anchors import ANCHORS, read_anchors, write_anchors
from wallet.dids.held import HeldDocument, HeldFrom
from wallet.dids.timestamps import find_moment
from wallet.encoding.strict_json import JsonLimits, read_json_object
from wallet.errors import InputError
from wallet.formats.envelope import JsonObject, JsonValue
from wallet.resources import resource_path
from wallet.trust.known_issuers import IssuerEntry, KnownIssuers
from wallet.trust.pack_files import MAX_INDEX, PackFiles, open_pack_files

FORMAT = "tessera-trust-pack/1"
KINDS = ("did_document", "status_list", "key_set", "issuer_metadata", "issuer_list", "x509_anchor")
_MAX_ENTRIES = 200_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_INDEX_LIMITS = JsonLimits(MAX_INDEX)


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """One document of a pack with its kind and the date it bears itself."""

    held: HeldDocument
    kind: str
    signed: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrustPack:
    """A pack that has been read and whose files all match their digests."""

    id: str
    name: str
    made: datetime
    issuers: tuple[IssuerEntry, ...]
    documents: Mapping[str, PackedDocument]
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class PackDocuments:
    """The held documents of several packs as one: for each URL the newest; all certificate anchors under one name."""

    documents: Mapping[str, PackedDocument]

    def find(self, url: str) -> HeldDocument | None:
        """See `HeldDocuments`."""
        if url == ANCHORS:
            return self._anchors()
        packed = self.documents.get(url)
        return packed.held if packed is not None else None

    def _anchors(self) -> HeldDocument | None:
        held = [packed.held for packed in self.documents.values() if packed.kind == "x509_anchor"]
        if not held:
            return None
        certificates = (certificate for each in held for certificate in read_anchors(each.content))
        return HeldDocument(ANCHORS, write_anchors(certificates), None, held[0].held_from)


def read_trust_pack(path: Path, held_from: HeldFrom = HeldFrom.PACK) -> TrustPack:
    """Read the pack at `path`. Raises TrustPackError naming the step; nothing of a bad pack is used."""
    with open_pack_files(path) as files:
        index = _read_index(files)
        pack_id, name, made = _text(files, index, "id"), _text(files, index, "name"), find_moment(index.get("made"))
        if made is None or not _ID.fullmatch(pack_id):
            raise files.refuse("pack.index", "id or made is not as it should be")
        issuers = tuple(_read_issuers(files, index, pack_id, name, made))
        documents = dict(_read_documents(files, index, pack_id, held_from))
        return TrustPack(pack_id, name, made, issuers, documents, held_from is HeldFrom.BUNDLED)


def read_bundled_packs() -> tuple[TrustPack, ...]:
    """Read the packs that ship with Tessera: the only ones trusted before a person adds another."""
    folder = resource_path("trust_packs")
    found = [entry for entry in sorted(folder.iterdir()) if _looks_like_pack(entry)] if folder.is_dir() else []
    return tuple(read_trust_pack(entry, HeldFrom.BUNDLED) for entry in found)


def merge_documents(packs: Iterable[TrustPack]) -> PackDocuments:
    """Return the documents of all packs; where two packs hold one URL the newer counts, so that an old list put back
    cannot make a credential good again (STAT-07)."""
    merged: dict[str, PackedDocument] = {}
    for pack in packs:
        for url, packed in pack.documents.items():
            if url not in merged or _age_key(packed) > _age_key(merged[url]):
                merged[url] = packed
    return PackDocuments(merged)


def merge_issuers(packs: Iterable[TrustPack]) -> KnownIssuers:
    """Return every entry of every pack in the order given: who names an issuer differently is not overruled (DID-08)."""
    entries: dict[str, tuple[IssuerEntry, ...]] = {}
    for pack in packs:
        for entry in pack.issuers:
            entries[entry.id] = (*entries.get(entry.id, ()), entry)
    return KnownIssuers(entries)


def _looks_like_pack(entry: Path) -> bool:
    return (entry / "pack.json").is_file() if entry.is_dir() else entry.suffix == ".zip"


def _age_key(packed: PackedDocument) -> tuple[float, float]:
    signed = packed.signed.timestamp() if packed.signed is not None else 0.0
    seen = packed.held.seen.timestamp() if packed.held.seen is not None else 0.0
    return (signed, seen)


def _read_index(files: PackFiles) -> JsonObject:
    try:
        index = read_json_object(files.read("pack.json", MAX_INDEX), _INDEX_LIMITS)
    except InputError as error:
        raise files.refuse(error.step, f"pack.json: {error.detail}") from error
    if index.get("format") != FORMAT:
        raise files.refuse("pack.format", f"format is {index.get('format')!r}")
    return index


def _read_issuers(
    files: PackFiles, index: JsonObject, pack_id: str, pack_name: str, made: datetime
) -> Iterator[IssuerEntry]:
    listed = index.get("issuers")
    if not isinstance(listed, list) or len(listed) > _MAX_ENTRIES:
        raise files.refuse("pack.issuers", "no list of issuers, or too many")
    for item in listed:
        if not isinstance(item, dict):
            raise files.refuse("pack.issuers", "an issuer that is not an object")
        names, url, source = item.get("names"), item.get("url"), item.get("source")
        yield IssuerEntry(
            id=_text(files, item, "id"),
            name=_text(files, item, "name"),
            source=source if isinstance(source, str) else pack_name,
            pack=pack_id,
            seen=_moment(files, item.get("seen")) or made,
            url=url if isinstance(url, str) else None,
            names={k: v for k, v in names.items() if isinstance(v, str)} if isinstance(names, dict) else None,
            valid_from=_moment(files, item.get("valid_from")),
            valid_until=_moment(files, item.get("valid_until")),
        )


def _read_documents(
    files: PackFiles, index: JsonObject, pack_id: str, held_from: HeldFrom
) -> Iterator[tuple[str, PackedDocument]]:
    listed = index.get("documents")
    if not isinstance(listed, dict) or len(listed) > _MAX_ENTRIES:
        raise files.refuse("pack.documents", "no documents, or too many")
    contents: dict[str, bytes] = {}
    for url, item in listed.items():
        if not isinstance(item, dict) or item.get("kind") not in KINDS:
            raise files.refuse("pack.documents", f"an entry that is not understood: {url}")
        name = _text(files, item, "file")
        if name not in contents:
            contents[name] = files.read(name)
        if sha256(contents[name]).hexdigest() != item.get("sha256"):
            raise files.refuse("pack.digest", f"{name} is not what it was")
        if item["kind"] == "x509_anchor":
            _check_anchors(files, contents[name])
        held = HeldDocument(url, contents[name], _moment(files, item.get("seen")), held_from, pack_id)
        yield url, PackedDocument(held, str(item["kind"]), _moment(files, item.get("signed")))


def _check_anchors(files: PackFiles, content: bytes) -> None:
    try:
        read_anchors(content)
    except InputError as error:
        raise files.refuse(error.step, error.detail) from error


def _text(files: PackFiles, item: JsonObject, member: str) -> str:
    value = item.get(member)
    if not isinstance(value, str) or not value:
        raise files.refuse("pack.index", f"{member} is missing")
    return value


def _moment(files: PackFiles, value: JsonValue) -> datetime | None:
    if value is None:
        return None
    moment = find_moment(value)
    if moment is None:
        raise files.refuse("pack.dates", f"{value!r} is not a moment")
    return moment
