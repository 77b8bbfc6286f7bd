"""What the vault keeps of one credential: the bytes as received, the reports with their dates, and what a list shows.

A summary is kept ready-made, so that a list of ten thousand opens no original. It never decides anything: the detail
page reads and checks the original again.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from wallet.errors import VaultDamagedError
from wallet.messages.views import CredentialSummary
from wallet.report import VerificationReport

MOST_ORIGINAL = 64 * 1024 * 1024  # bytes; far beyond what the door lets in


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A checked credential on its way into the vault.

    `content`: SHA-256 of what was signed, the same for two copies that differ only in their packing (JOSE-08). `copy`: the same of what
    was signed and the proof together; b"" where nothing tells copies apart.
    `summary`: what lists show; its id, dates of keeping and tags are filled in by the shelf.
    `words`: everything that search finds it by. `fresh_until`: when its status evidence stops being current.
    """

    content: bytes
    original: bytes
    source: str
    report: VerificationReport
    summary: CredentialSummary
    words: tuple[str, ...] = ()
    fresh_until: datetime | None = None
    sample: bool = False
    copy: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredCredential:
    """One credential as kept. `reports` are newest first; `original` is what was received, byte for byte.

    `words` is the folded text that search finds it by.
    """

    id: str
    content: bytes
    original: bytes
    source: str
    reports: tuple[VerificationReport, ...]
    summary: CredentialSummary
    notes: str
    changed: datetime
    words: str = ""
    fresh_until: datetime | None = None


def write_moment(moment: datetime) -> str:
    """Return a moment as the vault writes it: UTC with microseconds, so that texts sort as moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def write_moment_or_none(moment: datetime | None) -> str | None:
    """See `write_moment`."""
    return None if moment is None else write_moment(moment)


def read_moment(text: str) -> datetime:
    """Return the moment written by `write_moment`."""
    return datetime.fromisoformat(text)


def read_moment_or_none(text: str | None) -> datetime | None:
    """See `read_moment`."""
    return None if text is None else read_moment(text)


def pack(content: bytes) -> bytes:
    """Return `content` deflated."""
    return zlib.compress(content, 6)


def unpack(packed: bytes, most: int = MOST_ORIGINAL) -> bytes:
    """Return what was packed. Raises VaultDamagedError when it is not, or is longer than `most`."""
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(packed, most)
    except zlib.error as error:
        raise VaultDamagedError("a packed value", step="vault.unpack") from error
    if not inflater.eof:
        raise VaultDamagedError("a packed value is cut short or too long", step="vault.unpack")
    return content


def pack_report(report: VerificationReport) -> bytes:
    """Return a report as the vault keeps it."""
    return pack(msgspec.json.encode(report))


def unpack_report(packed: bytes) -> VerificationReport:
    """Return the report. Raises VaultDamagedError."""
    try:
        return msgspec.json.decode(unpack(packed), type=VerificationReport)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise VaultDamagedError("a report", step="vault.report") from error


def pack_summary(summary: CredentialSummary) -> bytes:
    """Return a summary as the vault keeps it."""
    return msgspec.json.encode(summary)


_SUMMARY = msgspec.json.Decoder(CredentialSummary)


def unpack_summary(packed: bytes) -> CredentialSummary:
    """Return the summary. Raises VaultDamagedError."""
    try:
        return _SUMMARY.decode(packed)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise VaultDamagedError("a summary", step="vault.summary") from error
