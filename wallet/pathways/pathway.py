"""A pathway: what must be held for a goal, and who says so. Plain frozen types; `read_pathway.py` makes them from a file.

The format is `stack-pathway/1`, described in `resources/schemas/pathway-1.schema.json`. Keys (of achievements, issuers,
rules, nodes) are the file's own and unique inside it. All numbers are exact fractions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from wallet.credentials.model import Text
from wallet.pathways.amounts import Amount, Period, Window

NO_TEXT = Text()

FORMAT = "stack-pathway/1"


class ProvenanceStatus(StrEnum):
    """Whose word the file is. Only a checked signature makes `published` more than a claim."""

    PUBLISHED = "published"
    TRANSCRIBED = "transcribed"
    ILLUSTRATIVE = "illustrative"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One source: what it says, where, how near to the institution, and when it was read."""

    url: str
    kind: str
    claim: str
    retrieved: date | None = None
    published: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """So many of one unit for one of another, on somebody's authority. Stated one way, it works that way only."""

    source: str
    target: str
    ratio: Fraction
    authority: str
    provenance: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class RecognisedIssuer:
    """An issuer that the file recognises. `ids` decide; `names` only suggest."""

    key: str
    name: str
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class MatchBy(StrEnum):
    """How a credential shows that it is an achievement. `NAME` proposes, never counts by itself."""

    ACHIEVEMENT = "achievement"
    CTID = "ctid"
    ALIGNMENT = "alignment"
    RELATED = "related"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Match:
    """One test. `id` for achievement, ctid and related; `target_url`, or `framework` and `code`, for alignment."""

    by: MatchBy
    id: str = ""
    target_url: str = ""
    framework: str = ""
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A place on a framework's levels: a number, or a word of the scale of the same name."""

    framework: str
    value: str


@dataclass(frozen=True, slots=True)
class MinimumGrade:
    """At least this word of this scale (scales stand worst first)."""

    scale: str
    value: str


@dataclass(frozen=True, slots=True)
class SourcedFact:
    """A fact about an offer (aid, outcomes): shown with its source and date, never optimised."""

    claim: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What it takes to get an achievement."""

    hours: Fraction | None = None
    weeks: Fraction | None = None
    cost: Fraction | None = None
    currency: str = ""
    url: str = ""
    aid: tuple[SourcedFact, ...] = ()
    outcomes: tuple[SourcedFact, ...] = ()


class RepeatPolicy(StrEnum):
    """Which attempt counts when something that counts once was done more than once."""

    BEST = "best"  # whichever serves best
    LATEST = "latest"  # the latest replaces the earlier ones, better or worse
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class AchievementRule:
    """One thing that can be held, and what the pathway asks of whoever holds it.

    `issuers` None recognises any issuer. `valid_for` runs from the award; `renewed_by` names achievements whose award
    renews this one while it is in force. `requires` orders what comes next and never the count.
    """

    key: str
    title: Text
    matches: tuple[Match, ...] = ()
    kind: str = ""
    achievement_type: str = ""
    issuers: tuple[str, ...] | None = None
    credits: Amount | None = None
    level: Level | None = None
    valid_for: Period | None = None
    counts_after_expiry: bool = False
    max_age: Period | None = None
    effective: Window | None = None
    repeatable: bool = False
    max_times: int | None = None
    repeat: RepeatPolicy | None = None
    renewed_by: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `maximum` (credits, or a number of awards) out of these achievements."""

    of: frozenset[str]
    maximum: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a leaf asks of everything that fills it. `block` "" is a block of its own like any other."""

    block: str = ""
    min_grade: MinimumGrade | None = None
    min_level: Level | None = None
    max_age: Period | None = None
    issuers: tuple[str, ...] | None = None
    not_via: bool = False
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    id: str
    title: Text = NO_TEXT
    weight: Fraction | None = None
    milestone: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class All(_Node):
    """Everything in it."""

    of: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(_Node):
    """The best `n` of it."""

    n: int
    of: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(_Node):
    """One of these achievements."""

    achievements: tuple[str, ...]
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(_Node):
    """`n` awards from a pool; `pool` None is everything."""

    n: int
    pool: tuple[str, ...] | None
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsFrom(_Node):
    """So many credits from a pool; `pool` None is everything."""

    need: Amount
    pool: tuple[str, ...] | None
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills(_Node):
    """`n` of these skills, shown by anything that counts. Skills are shown, not used up."""

    of: tuple[str, ...]
    n: int


Leaf: TypeAlias = Item | Count | CreditsFrom
Requirement: TypeAlias = All | Choose | Item | Count | CreditsFrom | Skills


@dataclass(frozen=True, slots=True)
class SkillRule:
    """A skill that nodes and achievements speak of: its alignments, and a level a job may ask for."""

    key: str
    title: Text
    matches: tuple[Match, ...] = ()
    min_grade: MinimumGrade | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gives: an achievement, with credits and a grade where the rule states them."""

    achievement: str
    credits: Amount | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class EquivalenceRule:
    """A credit bank's or a transfer agreement's rule: all of `sources` and one of `any_of` give what it `gives`.

    `effective` is compared with the award dates of the sources. `max_credits` bounds one application. `confirm`: a
    recommendation; the receiving institution decides.
    """

    id: str
    authority: str
    sources: tuple[str, ...]
    gives: tuple[Given, ...]
    any_of: tuple[str, ...] = ()
    title: Text = NO_TEXT
    provenance: int | None = None
    effective: Window | None = None
    min_grade: MinimumGrade | None = None
    max_age: Period | None = None
    max_credits: Fraction | None = None
    one_per_target: bool = False
    one_per_source: bool = False
    confirm: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Two blocks that may use the same award, within bounds. Blocks not named together share nothing."""

    between: tuple[str, str]
    max_count: int | None = None
    max_credits: Fraction | None = None


class LimitOn(StrEnum):
    """Which awards a limit bounds."""

    VIA_RULE = "via-rule"
    DIRECT = "direct"
    PASS_FAIL = "pass-fail"  # noqa: S105
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many credits (or awards) of one sort in the whole pathway. An award counts whole or not at all."""

    id: str
    on: LimitOn
    credits: Fraction | None = None
    count: int | None = None
    of: frozenset[str] | None = None
    issuers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NotCombinable:
    """If anything of the first is used, nothing of the second may be. `other_transfer`: nor any other rule's credit."""

    id: str
    rules: frozenset[str]
    achievements: frozenset[str]
    with_rules: frozenset[str] = frozenset()
    with_achievements: frozenset[str] = frozenset()
    other_transfer: bool = False


@dataclass(frozen=True, slots=True)
class GradeAverage:
    """A flag of its own: the credit-weighted average of these achievements' grade points is at least `minimum`."""

    id: str
    scale: str
    points: Mapping[str, Fraction]
    minimum: Fraction
    over: tuple[str, ...] | None = None
    title: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class CourseAge:
    """A flag of its own: nothing that is counted, of these achievements, is older than `maximum`."""

    id: str
    maximum: Period
    over: tuple[str, ...] | None = None
    title: Text = NO_TEXT


Flag: TypeAlias = GradeAverage | CourseAge


@dataclass(frozen=True, slots=True)
class PassFail:
    """Grades without a rank. They meet a minimum grade only where the file says so."""

    grades: frozenset[str] = frozenset()
    meets_minimum: bool = False


class OverrideAction(StrEnum):
    """What somebody decided beside the rules."""

    WAIVE = "waive"
    ACCEPT = "accept"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Override:
    """A decision beside the rules, always shown with its note. The learner's own never counts as evidence."""

    node: str
    action: OverrideAction
    credential: str = ""
    by: str = ""
    date: str = ""
    note: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """What it leads to."""

    name: Text = NO_TEXT
    achievement_type: str = ""
    achievement: str = ""
    ctid: str = ""
    level: Level | None = None
    occupation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """One pathway file, read."""

    id: str
    version: str
    status: ProvenanceStatus
    title: Text
    unit: str
    issuers: Mapping[str, RecognisedIssuer]
    achievements: Mapping[str, AchievementRule]
    requires: Requirement
    summary: Text = NO_TEXT
    ctid: str = ""
    owner: str = ""
    effective: Window | None = None
    catalogue_year: str = ""
    goal: Goal = field(default_factory=Goal)
    provenance: tuple[Provenance, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlay_blocks: frozenset[str] = frozenset()
    sharing: tuple[Sharing, ...] = ()
    limits: tuple[Limit, ...] = ()
    not_combinable: tuple[NotCombinable, ...] = ()
    rules: tuple[EquivalenceRule, ...] = ()
    use: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    flags: tuple[Flag, ...] = ()
    repeats: RepeatPolicy = RepeatPolicy.BEST
    pass_fail: PassFail = field(default_factory=PassFail)
    skills: Mapping[str, SkillRule] = field(default_factory=dict)

    def nodes(self) -> Iterator[Requirement]:
        """Yield every requirement, parents before children, in the file's order."""
        waiting: list[Requirement] = [self.requires]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, All | Choose):
                waiting.extend(reversed(node.of))

    def leaves(self) -> tuple[Leaf, ...]:
        """Return the requirements that awards fill, in the file's order."""
        return tuple(node for node in self.nodes() if isinstance(node, Item | Count | CreditsFrom))

    def convert(self, amount: Amount) -> Fraction | None:
        """Return the amount in the pathway's own unit, or None where nobody stands for a conversion."""
        if amount.unit == self.unit:
            return amount.value
        found = next((c for c in self.conversions if (c.source, c.target) == (amount.unit, self.unit)), None)
        return None if found is None else amount.value * found.ratio
