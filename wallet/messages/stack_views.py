"""What the window draws of a stack: figures, layers of bricks, reasons, sources.

Words of the pathway's arrive in the language that was asked for, ready to draw as plain text. Sentences of ours arrive as `Message`
keys with their facts. Numbers that are shown are exact strings ("7.5", "22/7"); floats are only ever widths of bricks.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wallet.i18n import Message
from wallet.report import Verdict


class BrickState(StrEnum):
    """How a brick is drawn. Only `COUNTS` and `TO_CONFIRM` are in the figure that counts now."""

    COUNTS = "counts"
    TO_CONFIRM = "to_confirm"  # counts by a rule; the institution must confirm it
    UNVERIFIED = "unverified"  # held, and not established well enough to count
    IN_PROGRESS = "in_progress"
    PAPER = "paper"
    PLANNED = "planned"
    WAIVED = "waived"
    OPEN = "open"


class OwnBasis(StrEnum):
    """What the learner's own word is about. None of it ever counts."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAPER = "paper"


class StackWord(StrEnum):
    """On whose word the rules stand."""

    PUBLISHED = "published"
    CLAIMED = "claimed"
    TRANSCRIBED = "transcribed"
    ILLUSTRATIVE = "illustrative"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class StackFigure:
    """One figure of several. Where `proven` is false the truth lies between `percent` and `upper_percent`."""

    percent: int
    upper_percent: int
    proven: bool
    complete: bool
    exact: str  # a fraction, "2/3"


@dataclass(frozen=True, slots=True)
class RiskView:
    """What counts `months` from now if nothing is renewed, and what lapses by then, as (title, day)."""

    months: int
    figure: StackFigure
    lapsing: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class StackBrick:
    """One brick. `size` is its width on the stack's one scale, in credits where the stack counts credits.

    `credential` is the kept credential to open, "" for none; `own_word` the learner's own record. `achievement` is what would
    fill an open brick, where only one thing would; `choices` what would, in words.
    """

    id: str
    requirement: str
    title: str
    state: BrickState
    size: float
    amount: str
    holdings: tuple[str, ...] = ()
    credential: str = ""
    own_word: str = ""
    issuer: str = ""
    signing_key: str = ""
    verdict: Verdict | None = None
    awarded: date | None = None
    expires: date | None = None
    at_risk: bool = False
    rule: str = ""
    achievement: str = ""
    choices: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()  # what would do and can be planned, as (achievement, title)
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One course of the masonry, foundations first. `rules` say in words what it asks; the milestone stands above it."""

    id: str
    title: str
    rules: tuple[Message, ...]
    bricks: tuple[StackBrick, ...]
    have: str
    need: str
    to_go: str
    size: float
    complete: bool
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class NotCountedRow:
    """A credential that fills nothing, with its reasons. `named`: the stack knows it, so there is something to say."""

    holding: str
    title: str
    reasons: tuple[Message, ...]
    credential: str = ""
    verdict: Verdict | None = None
    would_count: bool = False
    named: bool = True


@dataclass(frozen=True, slots=True)
class NameSuggestion:
    """Only the name agrees: the person may confirm that `holding` is this achievement."""

    holding: str
    achievement: str
    holding_title: str
    achievement_title: str


@dataclass(frozen=True, slots=True)
class StackFlag:
    """A rule of its own beside the progress. `holds` None: not known yet."""

    title: str
    holds: bool | None
    value: str
    minimum: str


@dataclass(frozen=True, slots=True)
class StackSource:
    """Where a rule was read: how near to the institution, what it says, the address (shown, never opened), the date."""

    kind: str
    claim: str
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class StackDecision:
    """A waiver or an acceptance beside the rules, always visible. `own`: the learner's, which never counts as evidence."""

    id: str
    action: str
    requirement: str
    title: str
    by: str
    note: str
    own: bool


@dataclass(frozen=True, slots=True)
class OwnWordRow:
    """A record of the learner's own: what it is about, since when, with which scan (its file's name). It never counts."""

    id: str
    basis: OwnBasis
    title: str
    day: date | None = None
    scan: str = ""


@dataclass(frozen=True, slots=True)
class StackCard:
    """One row of the sidebar or of a list. `figure` None: not followed, so not measured."""

    id: str
    title: str
    source: str
    word: StackWord
    shipped: str = ""  # the name it ships under, "" for a stack from elsewhere
    followed: bool = False
    figure: StackFigure | None = None
    have: str = ""
    need: str = ""
    unit: str = ""
    summary: str = ""
    at_risk: bool = False


@dataclass(frozen=True, slots=True)
class StackView:
    """Everything the stack page draws. `seal` is 64 hex digits that the degree's own seal is drawn from."""

    card: StackCard
    seal: str
    attribution: Message
    according_to: Message
    counts_now: StackFigure
    certain: StackFigure
    provisional: StackFigure
    with_in_progress: StackFigure
    if_issued: StackFigure
    at_risk: tuple[RiskView, ...]
    if_not_lapsed: StackFigure
    lapsed: tuple[tuple[str, date | None], ...]
    layers: tuple[StackLayer, ...]
    to_go: str
    closest: Message | None
    not_counted: tuple[NotCountedRow, ...]
    suggestions: tuple[NameSuggestion, ...] = ()
    flags: tuple[StackFlag, ...] = ()
    decisions: tuple[StackDecision, ...] = ()
    sources: tuple[StackSource, ...] = ()
    warnings: tuple[Message, ...] = ()
    what_if: StackFigure | None = None
    personal: bool = False
    own_words: tuple[OwnWordRow, ...] = ()
