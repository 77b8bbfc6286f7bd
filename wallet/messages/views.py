"""What the window shows: plain, frozen values with no way back to a stranger's bytes.

All text of strangers here has been cleaned of control characters (UI-03) and is still only ever drawn as plain text.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wallet.report import CheckResult, NestedRole, Verdict


@dataclass(frozen=True, slots=True)
class CredentialSummary:
    """One card or row of the library. `image` is never here: cards draw seals. Dates are UTC. `credits` is "5 ECTS" or ""."""

    id: str
    title: str
    titles: tuple[tuple[str, str], ...]  # (language tag, title), "" for no language
    issuer_name: str
    issuer_id: str
    issuer_vouched_by: str  # the trust pack that gave the name; "" means the name is the credential's own claim
    kind: str  # achievement type, or the credential's most specific type
    verdict: Verdict
    signing_key: str  # hex SHA-256 of the key the seal is drawn from, "" for none
    credits: str = ""
    issued: datetime | None = None
    valid_until: datetime | None = None
    added: datetime | None = None
    checked_at: datetime | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    archived: bool = False
    trashed_at: datetime | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One leaf as shown: where it stood, a label key for the catalogue, its text, and whether the signature covers it."""

    path: str
    label: str
    text: str
    covered: bool


class SectionKind(StrEnum):
    """What a block of the detail page is about; each has its heading in the catalogues."""

    ABOUT = "about"
    ACHIEVEMENT = "achievement"
    CRITERIA = "criteria"
    RESULTS = "results"
    EVIDENCE = "evidence"
    ALIGNMENTS = "alignments"
    ISSUER = "issuer"
    SUBJECT = "subject"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    kind: SectionKind
    rows: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """One rule of shape that a document breaks: where, and which (`wallet/wording/shape.py`). No verdict depends on it."""

    path: str
    code: str
    presentation: bool = False


@dataclass(frozen=True, slots=True)
class NestedView:
    """A credential inside another, with its own report."""

    path: str
    role: NestedRole
    title: str
    issuer_name: str
    verdict: Verdict
    results: tuple[CheckResult, ...]
    nested: tuple["NestedView", ...] = ()
    sections: tuple[Section, ...] = ()  # what it says, where it is held and shown (not where it endorses)
    summary: CredentialSummary | None = None
    hidden_claims: int = 0
    shape: tuple[ShapeFault, ...] = ()


@dataclass(frozen=True, slots=True)
class CredentialDetail:
    """Everything the detail page shows of one credential."""

    summary: CredentialSummary
    verdict: Verdict
    results: tuple[CheckResult, ...]
    checked_at: datetime
    sections: tuple[Section, ...]
    format: str
    source: str
    raw: str  # the original as text, for "raw source"; "" when it is binary
    size: int  # bytes of the original
    nested: tuple[NestedView, ...] = ()
    notes: str = ""
    hidden_claims: int = 0
    proofs: tuple[str, ...] = ()  # suites, as in "eddsa-rdfc-2022"
    history: tuple[tuple[datetime, Verdict], ...] = ()  # earlier verdicts, newest first
    picture_png: bytes = b""  # our own re-encoding, at most 512 x 512
    ending: str = "json"  # of a file with the original in it, without the dot
    shape: tuple[ShapeFault, ...] = ()


class LibraryFilter(StrEnum):
    """Which part of the library a list shows."""

    ALL = "all"
    ATTENTION = "attention"
    ARCHIVED = "archived"
    TRASH = "trash"


class SortOrder(StrEnum):
    """How a list is ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ISSUER = "issuer"
    VERDICT = "verdict"
