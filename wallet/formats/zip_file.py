"""Zip files of credentials, in memory and bounded (BAK-04, BAK-05). Nothing is ever written to disk; names are labels only."""

from collections.abc import Iterator
from io import BytesIO
from struct import unpack_from
from typing import TYPE_CHECKING

from wallet.errors import InputError, MalformedInputError, TooBigError, UnrecognisedInputError, UnsupportedInputError
from wallet.formats import dossier as dossier_format
from wallet.formats.budget import DEFAULT_BUDGET, InputBudget, refusing, require_size
from wallet.formats.opening import Found, Opening, Refusal
from wallet.formats.refusals import EncryptedInputError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

SIGNATURE = b"PK\x03\x04"
EMPTY_SIGNATURE = b"PK\x05\x06"

_END = b"PK\x05\x06"
_END_SEARCH = 65_557  # the end record and the longest comment it can carry
_DIRECTORY_ENTRY = 2_048  # bytes of directory allowed per entry: a name, and what packers add
_LOCAL_HEADER = 30  # bytes in front of each member, its name not counted
_RATIO_FLOOR = 65_536  # below this an inflated member harms nobody, whatever its ratio
_STORED_OR_DEFLATED = (0, 8)


def open_zip(source: bytes, opening: Opening) -> Iterator[Found]:
    """Yield what every member holds, labelled `a.zip!b.json`; a member that cannot be opened is a Refusal.

    Raises MalformedInputError (`zip.directory`, `zip.duplicate`, `zip.overlap`), TooBigError (`zip.entries`,
    `zip.total`), UnrecognisedInputError for an empty one.
    """
    from zipfile import ZipFile

    budget = opening.meter.budget
    if "zip" in opening.layers:
        raise UnsupportedInputError("a zip inside a zip", step="zip.nested")
    _require_small_directory(source, budget)
    with refusing("zip.directory", MalformedInputError):
        archive = ZipFile(BytesIO(source))
    with archive:
        members = [entry for entry in archive.infolist() if not _is_chaff(entry)]
        _require_sound(archive.infolist(), len(source), budget)
        if not members:
            raise UnrecognisedInputError("a zip without files", step="zip.empty")
        if (dossier := _read_dossier(archive, members, budget)) is not None:
            yield from dossier_format.open_dossier(dossier, opening, lambda name: opening.member(show_name(name)))
            return
        for entry in members:
            yield from _open_member(archive, entry, opening.member(show_name(entry.filename)))


def find_dossier(source: bytes, budget: InputBudget = DEFAULT_BUDGET) -> dossier_format.Dossier | None:
    """Return the dossier that a zip is, or None for any other bytes. Raises InputError for a damaged one."""
    from zipfile import ZipFile

    if not source.startswith(SIGNATURE):
        return None
    require_size(len(source), budget.source, "input.size")
    _require_small_directory(source, budget)
    with refusing("zip.directory", MalformedInputError):
        archive = ZipFile(BytesIO(source))
    with archive:
        _require_sound(archive.infolist(), len(source), budget)
        members = [entry for entry in archive.infolist() if not _is_chaff(entry)]
        contents = _read_dossier(archive, members, budget)
    return None if contents is None else dossier_format.read_dossier(contents)


def _read_dossier(archive: "ZipFile", members: "list[ZipInfo]", budget: InputBudget) -> dict[str, bytes] | None:
    """Return the files of a dossier by name, or None where this zip is none."""
    manifest = next((entry for entry in members if entry.filename == dossier_format.MANIFEST), None)
    if manifest is None or not dossier_format.is_dossier(_read(archive, manifest, budget)):
        return None
    size = sum(entry.file_size for entry in members)
    if len(members) > dossier_format.MOST_FILES + 1 or size > dossier_format.MOST_BYTES:
        raise TooBigError("more than any real dossier", step="dossier.size")
    return {entry.filename: _read(archive, entry, budget) for entry in members}


def show_name(name: str) -> str:
    """Return a member's name as a label: printable, one line, at most 200 characters."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)[:200]


def _open_member(archive: "ZipFile", entry: "ZipInfo", opening: Opening) -> Iterator[Found]:
    try:
        source = _read(archive, entry, opening.meter.budget)
    except InputError as error:
        opening.meter.spend_document()
        yield Refusal(opening.label, error)
        return
    yield from opening.open_inner(source, opening)


def _read(archive: "ZipFile", entry: "ZipInfo", budget: InputBudget) -> bytes:
    if entry.flag_bits & 0x1:
        raise EncryptedInputError("an encrypted member", step="zip.encrypted")
    if entry.compress_type not in _STORED_OR_DEFLATED:
        raise UnsupportedInputError(f"compression method {entry.compress_type}", step="zip.compression")
    require_size(entry.file_size, max(budget.image, budget.collection), "zip.member")
    if entry.file_size > max(_RATIO_FLOOR, budget.zip_ratio * entry.compress_size):
        raise TooBigError(f"{entry.compress_size} bytes grow to {entry.file_size}", step="zip.ratio")
    with refusing("zip.member", MalformedInputError), archive.open(entry) as member:
        # zipfile stops at the declared size and checks the CRC there, so a lying header is found out.
        return member.read(entry.file_size + 1)


def _require_small_directory(source: bytes, budget: InputBudget) -> None:
    """Look at the end record before zipfile builds an object for every entry."""
    place = source.rfind(_END, max(0, len(source) - _END_SEARCH))
    if place < 0 or place + 22 > len(source):
        raise MalformedInputError("no end of the directory", step="zip.directory")
    entries, size = unpack_from("<HI", source, place + 10)
    if entries > budget.zip_entries or size > budget.zip_entries * _DIRECTORY_ENTRY:
        raise TooBigError(f"{entries} entries in {size} bytes of directory", step="zip.entries")


def _require_sound(entries: "list[ZipInfo]", size: int, budget: InputBudget) -> None:
    if len(entries) > budget.zip_entries:
        raise TooBigError(f"{len(entries)} entries", step="zip.entries")
    require_size(sum(entry.file_size for entry in entries), budget.zip_total, "zip.total")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise MalformedInputError("two members have one name", step="zip.duplicate")
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + _LOCAL_HEADER + entry.compress_size for entry in ordered]
    starts = [*(entry.header_offset for entry in ordered[1:]), size]
    if any(end > start for end, start in zip(ends, starts, strict=False)):
        raise MalformedInputError("members share their bytes", step="zip.overlap")


def _is_chaff(entry: "ZipInfo") -> bool:
    """Tell whether a member is what packers leave behind rather than what somebody packed."""
    last = entry.filename.rpartition("/")[2]
    directory = entry.filename.endswith("/")  # is_dir() fails on a name of nothing
    return directory or entry.filename.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db", "desktop.ini")
