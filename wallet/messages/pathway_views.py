"""What the window shows of a stack: rings, layers, bricks, reasons. Plain, frozen values; fractions as exact strings.

Widths are shares of the whole on one scale. Text is (language tag, text) pairs or a `Message`; a stranger's text is only
ever drawn as plain text.
"""

from dataclasses import dataclass
from enum import StrEnum

from wallet.i18n import Message
from wallet.report import Verdict

Titles = tuple[tuple[str, str], ...]


class BrickState(StrEnum):
    """How a brick is drawn."""

    COUNTS = "counts"
    TO_CONFIRM = "to_confirm"
    UNVERIFIED = "unverified"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    WAIVED = "waived"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure: `percent`, or where it is not proven "between `percent` and `upper_percent`"."""

    label: str
    percent: int
    upper_percent: int
    proven: bool
    complete: bool
    exact: str


@dataclass(frozen=True, slots=True)
class BrickView:
    """One brick: a requirement, or one award in a requirement that takes several. `width` is its share of the whole."""

    id: str
    requirement: str
    titles: Titles
    width: float
    state: BrickState
    amount: str = ""
    holdings: tuple[str, ...] = ()
    issuer_name: str = ""
    issuer_id: str = ""
    verdict: Verdict | None = None
    expires: str = ""
    at_risk_months: int = 0
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerView:
    """One course of the masonry, foundations first. `rule` says in words what it asks; `milestone` stands above it."""

    id: str
    titles: Titles
    rule: Message
    have: str
    need: str
    lacks: str
    unit: str
    satisfied: bool
    share: float
    bricks: tuple[BrickView, ...]
    milestone: Titles = ()


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One node of the tree, for keyboards and screen readers: parents before children."""

    id: str
    parent: str
    depth: int
    kind: str
    titles: Titles
    have: str
    need: str
    unit: str
    percent: int
    satisfied: bool


@dataclass(frozen=True, slots=True)
class NotCountedView:
    """A credential that counts nowhere in this stack, with its reasons."""

    holding: str
    titles: Titles
    reasons: tuple[Message, ...]
    would_count: bool


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag beside the progress: `holds` None is not known yet."""

    id: str
    titles: Titles
    holds: bool | None
    value: str
    minimum: str


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """Only the name agrees: the person may confirm."""

    holding: str
    achievement: str
    titles: Titles


@dataclass(frozen=True, slots=True)
class RingView:
    """The sidebar's ring."""

    id: str
    titles: Titles
    percent: int
    complete: bool
    at_risk: bool


@dataclass(frozen=True, slots=True)
class StackView:
    """Everything the stack page draws."""

    ring: RingView
    attribution: Message
    according_to: Message
    figures: tuple[FigureView, ...]
    layers: tuple[LayerView, ...]
    tree: tuple[RequirementView, ...]
    not_counted: tuple[NotCountedView, ...]
    flags: tuple[FlagView, ...] = ()
    suggestions: tuple[SuggestionView, ...] = ()
    decisions: tuple[Message, ...] = ()
    sources: tuple[tuple[str, str, str, str], ...] = ()  # (kind, claim, address, date), shown, never opened
    unit: str = ""
    closest: Message | None = None
