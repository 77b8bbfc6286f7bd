"""What can be asked about growth and work, and what the window draws of it. Words arrive in the language that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wallet.i18n import Message
from wallet.messages.requests import Exported
from wallet.report import Verdict


class WorkKind(StrEnum):
    """What a row of the table of work speaks of."""

    JOB = "job"  # what the job asks for
    COURSE = "course"
    CERTIFICATE = "certificate"
    EXPERIENCE = "experience"


class GrowthForm(StrEnum):
    """What is written: results over time, the table of skills, or the section for a résumé."""

    RESULTS = "results"
    SKILLS = "skills"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class GetGrowth:
    """Ask for results over time, and for skills held against what `job` asks for: a stack's id, or `shipped:` and a name.

    "" takes the first job there is.
    """

    job: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class GrowthDot:
    """One verified result on one day. `place` counts from 0, the worst of the scale. Places are never averaged."""

    on: date
    value: str
    place: int
    title: str
    issuer: str
    verdict: Verdict
    credential: str


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """Results that can be compared with each other: one framework node, one scale (worst first), in order of their days."""

    node: str
    title: str
    scale: tuple[str, ...]
    dots: tuple[GrowthDot, ...]


@dataclass(frozen=True, slots=True)
class JobChoice:
    """A job whose skills can be looked at."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row: what the job asks for of a skill (`JOB`), or one thing held that shows it. `level` is asked for, or reached.

    `enough`: for the job, whether anything verified reaches it; for evidence, whether this does.
    """

    skill: str
    skill_title: str
    kind: WorkKind
    title: str
    enough: bool
    issuer: str = ""
    level: str = ""
    awarded: date | None = None
    verdict: Verdict | None = None
    credential: str = ""


@dataclass(frozen=True, slots=True)
class GrowthView:
    """Everything the page of growth and work draws."""

    lines: tuple[GrowthLine, ...]
    jobs: tuple[JobChoice, ...]
    job: str
    job_title: str
    rows: tuple[WorkRow, ...]
    met: int
    asked: int
    according_to: Message | None = None


@dataclass(frozen=True, slots=True)
class ExportGrowth:
    """Write it to a file: CSV for `results` and `skills`, plain text for `resume`. Nothing but what is shown is in it."""

    path: str
    form: GrowthForm
    job: str = ""
    language: str = "en"


# verb on the wire -> (request type, answer type); see verbs.REQUESTS
GROWING: Mapping[str, tuple[type[Any], type[Any]]] = {
    "growth": (GetGrowth, GrowthView),
    "growth_export": (ExportGrowth, Exported),
}
