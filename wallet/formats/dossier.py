"""A dossier: a presentation, the evidence that goes along with it, and a stack with what it comes to, under one list (schema: dossier-1).

It travels as one zip, or attached to a PDF. `dossier.json` names every other file with its role and SHA-256; nothing else may be there, so that two
dossiers never mix and nothing is slipped in. The list is not signed: what proves itself (the presentation, signed status lists) is
believed for that, and the figures in it are only the holder's own word until they are reckoned again.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.encoding.strict_json import METADATA_LIMITS, read_json_object, write_json
from wallet.errors import InputError, MalformedInputError, TooBigError, UnsupportedInputError
from wallet.formats.envelope import Envelope
from wallet.formats.opening import Found, Opening
from wallet.qr.packing import CarriedDocument

MANIFEST = "dossier.json"
FORMAT = "tessera-dossier/1"
MOST_FILES = 64
MOST_BYTES = 32 * 1024 * 1024  # of all files together
_ANY_FORMAT = "tessera-dossier/"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Role(StrEnum):
    """What a file of a dossier is."""

    PRESENTATION = "presentation"  # exactly one, as it was shown
    EVIDENCE = "evidence"  # a document by its URL that proves itself, such as a signed status list
    ISSUER = "issuer"  # the holder's copy of what an issuer publishes: never believed because it came along
    PATHWAY = "pathway"  # at most one: the stack's rules
    PROGRESS = "progress"  # at most one: what the holder's Tessera made of the presentation and the rules
    README = "readme"  # words for people


_PUBLISHED = (Role.EVIDENCE, Role.ISSUER)
_AT_MOST_ONE = (Role.PATHWAY, Role.PROGRESS)


@dataclass(frozen=True, slots=True)
class DossierFile:
    """One file. `url` and `seen` belong to what was published: where, and when the holder got it."""

    name: str
    role: Role
    content: bytes
    url: str = ""
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was read, and found to be complete and unchanged since the list was written."""

    made: datetime
    files: tuple[DossierFile, ...]

    def find(self, role: Role) -> DossierFile | None:
        """Return the one file of a role, or None."""
        return next((each for each in self.files if each.role is role), None)

    @property
    def evidence(self) -> tuple[CarriedDocument, ...]:
        """The documents that go along. Raises MalformedInputError (step dossier.evidence) for one that is no text."""
        return tuple(_carried(each) for each in self.files if each.role is Role.EVIDENCE)


def write_manifest(files: Sequence[DossierFile], made: datetime) -> bytes:
    """Return `dossier.json` for these files."""
    listed: list[JsonValue] = [_entry(each) for each in files]
    return write_json({"format": FORMAT, "made": _write_moment(made), "files": listed})


def write_dossier(files: Sequence[DossierFile], made: datetime) -> bytes:
    """Return the zip. The same files and moment give the same bytes on any computer: stored, not deflated, and without dates."""
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in ((MANIFEST, write_manifest(files, made)), *((each.name, each.content) for each in files)):
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def is_dossier(manifest: bytes) -> bool:
    """Return whether a file called `dossier.json` is the list of a dossier, and not somebody's own file of that name."""
    try:
        return str(read_json_object(manifest, METADATA_LIMITS).get("format", "")).startswith(_ANY_FORMAT)
    except InputError:
        return False


def read_dossier(members: Mapping[str, bytes]) -> Dossier:
    """Return the dossier that these files are, `dossier.json` among them.

    Raises MalformedInputError (steps dossier.manifest, dossier.files, dossier.hash), TooBigError, UnsupportedInputError for a later format.
    """
    document = read_json_object(members[MANIFEST], METADATA_LIMITS)
    if document.get("format") != FORMAT:
        raise UnsupportedInputError(f"format {str(document.get('format'))[:40]}", step="dossier.format")
    listed = document.get("files")
    if not isinstance(listed, list) or set(document) != {"format", "made", "files"}:
        raise MalformedInputError("not the list of a dossier", step="dossier.manifest")
    if len(listed) > MOST_FILES or sum(map(len, members.values())) > MOST_BYTES:
        raise TooBigError("more than any real dossier", step="dossier.size")
    files = tuple(_read_entry(each, members) for each in listed)
    _require_complete(files, members)
    return Dossier(_read_moment(document["made"]), files)


def open_dossier(members: Mapping[str, bytes], opening: Opening, member: Callable[[str], Opening]) -> Iterator[Found]:
    """Yield what the presentation holds, with the evidence in `Envelope.carried`. `member` labels a file by its name."""
    dossier = read_dossier(members)
    shown = dossier.find(Role.PRESENTATION)
    assert shown is not None, "read_dossier requires one"
    evidence = dossier.evidence
    for found in opening.open_inner(shown.content, member(shown.name)):
        yield replace(found, carried=(*found.carried, *evidence)) if isinstance(found, Envelope) else found


def _entry(file: DossierFile) -> JsonObject:
    entry: JsonObject = {
        "name": file.name,
        "role": file.role.value,
        "sha256": hashlib.sha256(file.content).hexdigest(),
    }
    if file.url:
        entry |= {"url": file.url, "seen": None if file.seen is None else _write_moment(file.seen)}
    return entry


def _read_entry(entry: JsonValue, members: Mapping[str, bytes]) -> DossierFile:
    match entry:
        case {"name": str() as name, "role": str() as role, "sha256": str() as digest, **rest}:
            pass
        case _:
            raise MalformedInputError("an entry without name, role and sha256", step="dossier.manifest")
    if role not in tuple(Role) or not set(rest) <= {"url", "seen"} or (rest and role not in _PUBLISHED):
        raise MalformedInputError(f"an entry of the kind {role[:40]!r}", step="dossier.manifest")
    if name not in members or name == MANIFEST:
        raise MalformedInputError("a file of the list is not there", step="dossier.files")
    if hashlib.sha256(members[name]).hexdigest() != digest:
        raise MalformedInputError("a file is not what the list says", step="dossier.hash")
    url, seen = rest.get("url", ""), rest.get("seen")
    if not isinstance(url, str) or (not url and (role == Role.EVIDENCE or rest)):
        raise MalformedInputError("evidence without its URL", step="dossier.manifest")
    return DossierFile(name, Role(role), members[name], url, None if seen is None else _read_moment(seen))


def _require_complete(files: Sequence[DossierFile], members: Mapping[str, bytes]) -> None:
    names = [each.name for each in files]
    if len(set(names)) != len(names) or {*names, MANIFEST} != set(members):
        raise MalformedInputError("the list and the files are not the same", step="dossier.files")
    roles = [each.role for each in files]
    if roles.count(Role.PRESENTATION) != 1 or any(roles.count(role) > 1 for role in _AT_MOST_ONE):
        raise MalformedInputError("not one presentation and one stack", step="dossier.files")


def _carried(file: DossierFile) -> CarriedDocument:
    try:
        text = file.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError("evidence that is no text", step="dossier.evidence") from error
    return CarriedDocument(file.url, text, None if file.seen is None else int(file.seen.timestamp()))


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_moment(value: object) -> datetime:
    try:
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedInputError("not a moment in UTC", step="dossier.manifest") from error
