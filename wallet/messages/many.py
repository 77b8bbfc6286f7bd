"""Checking many files at once: what the window asks, and what it hears.

A run is begun with `BeginMany` and carried on by asking `StepMany` again and again: each step takes in what the workers have finished
meanwhile and answers soon, so that everything else that is asked of the wallet is answered in between. `StopMany` cancels what has not
been checked; what has stays until `ForgetMany`, another run, or the end of the wallet process. Rows are fetched in pages and never all at
once. Nothing here needs an open vault, and nothing of it is kept in one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from wallet.messages.requests import Exported, Problem
from wallet.messages.views import CredentialDetail
from wallet.report import Verdict

UNREADABLE = "unreadable"  # stands beside the verdicts in counts and filters: a file that could not be read


@dataclass(frozen=True, slots=True)
class BeginMany:
    """Check these files and folders. `language` is that of the sentences in the report. A run that is under way is given up."""

    paths: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class StepMany:
    """Take in what has been finished; waits a moment for the first of it."""


@dataclass(frozen=True, slots=True)
class StopMany:
    """Check no further. What has been checked stays."""


@dataclass(frozen=True, slots=True)
class ForgetMany:
    """Forget the run and everything it found."""


@dataclass(frozen=True, slots=True)
class ManyState:
    """Where a run stands: `files_done` of `files`, `documents` found in them, how many by verdict (or UNREADABLE), and how many of the
    documents are there more than once."""

    running: bool = False
    files: int = 0
    files_done: int = 0
    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0


class ManySort(StrEnum):
    """By which column rows are ordered."""

    FOUND = "found"  # the order of the files
    VERDICT = "verdict"
    TITLE = "title"
    LEARNER = "learner"
    ISSUER = "issuer"
    ISSUED = "issued"
    VALID_UNTIL = "valid_until"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ManyFilter:
    """Which rows: those with every word of `query`; with one of `verdicts` (or UNREADABLE; () means all); those that are there more than
    once; those that are, or may be, about the learner of the row `learner_of`; copies of the row `copies_of` (0: any)."""

    query: str = ""
    verdicts: tuple[str, ...] = ()
    duplicates: bool = False
    learner_of: int = 0
    copies_of: int = 0


@dataclass(frozen=True, slots=True)
class ListMany:
    """One page of the rows."""

    filter: ManyFilter = ManyFilter()
    sort: ManySort = ManySort.FOUND
    descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ManyRow:
    """One document of one file. What a presentation says is what it holds; `holds` counts that.

    `vouched`: the issuer's name is a trust pack's, not the credential's own. `learner_hidden`: it names its learner by digests only.
    `copies` and `same_learner` count the other rows with the same signed content, and with the same subject id or the same hashed
    identity, at most 1,000. `problem` says why it could not be read; then there is no verdict.
    """

    number: int
    file: str
    verdict: Verdict | None = None
    title: str = ""
    learner: str = ""
    learner_hidden: bool = False
    issuer: str = ""
    vouched: bool = False
    issued: datetime | None = None
    valid_until: datetime | None = None
    holds: int = 0
    copies: int = 0
    same_learner: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ManyPage:
    """Rows from `offset` on, of `total` that the filter lets through."""

    rows: tuple[ManyRow, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class GetManyRow:
    """Read a row's file once more and check it at the moment of the run, to show all of it."""

    number: int


@dataclass(frozen=True, slots=True)
class ManyDetail:
    """One row, whole. `detail` is None for what could not be read. `path` is that of its file."""

    row: ManyRow
    path: str
    detail: CredentialDetail | None = None


class ReportForm(StrEnum):
    """What a report is written as."""

    CSV = "csv"  # one row a credential, for spreadsheets
    JSON = "json"  # one JSON object a line, as `tessera verify --json` prints


@dataclass(frozen=True, slots=True)
class ExportMany:
    """Write the report of the rows that the filter lets through, in the order of the files."""

    path: str
    form: ReportForm
    filter: ManyFilter = ManyFilter()


MANY: Mapping[str, tuple[type[Any], type[Any]]] = {
    "many_begin": (BeginMany, ManyState),
    "many_step": (StepMany, ManyState),
    "many_stop": (StopMany, ManyState),
    "many_forget": (ForgetMany, ManyState),
    "many_list": (ListMany, ManyPage),
    "many_row": (GetManyRow, ManyDetail),
    "many_export": (ExportMany, Exported),
}
