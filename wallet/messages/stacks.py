"""What can be asked about stacks. What the answers show is in `stack_views.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wallet.i18n import Message
from wallet.messages.requests import Change, Exported
from wallet.messages.stack_views import BrickState, OwnBasis, StackCard, StackSource, StackView


@dataclass(frozen=True, slots=True)
class ListStacks:
    """Ask for the followed stacks with their figures; `shipped` asks for those that come with Tessera instead."""

    language: str = "en"
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class StackList:
    """Rows, in the order they were followed, or by title."""

    cards: tuple[StackCard, ...]


@dataclass(frozen=True, slots=True)
class GetStack:
    """Ask for one stack. `what_if` draws plans and papers too, and `suppose` supposes these achievements passed.

    `seconds` bounds each question to the solver: ask with more to narrow an interval.
    """

    id: str
    language: str = "en"
    what_if: bool = False
    suppose: tuple[str, ...] = ()
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class PreviewStack:
    """Read a file that may hold a stack, and say what had to be assumed. Nothing is kept."""

    path: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class StackPreview:
    """What the file holds."""

    title: str
    summary: str
    attribution: Message
    warnings: tuple[Message, ...]
    requirements: int


@dataclass(frozen=True, slots=True)
class FollowStack:
    """Follow a stack: one that ships, by name, or one in a file."""

    shipped: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class UnfollowStack:
    """Stop following a stack. Can be undone."""

    id: str


@dataclass(frozen=True, slots=True)
class PutBackStack:
    """Take an unfollowed stack back, as it was; the wallet keeps it until it closes."""

    id: str


@dataclass(frozen=True, slots=True)
class RecordOwnWord:
    """Record a plan, work in progress, or a paper: for an achievement of a stack, or in free words with credits.

    `scan` is the path of a picture or PDF, kept in the vault. It never counts; it is seen in what-if.
    """

    basis: OwnBasis
    stack: str
    achievement: str
    title: str = ""
    issuer: str = ""
    day: date | None = None
    grade: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class ForgetOwnWord:
    """Take a record of the learner's own back."""

    id: str


@dataclass(frozen=True, slots=True)
class PutBackOwnWord:
    """Undo of ForgetOwnWord, until the trash is emptied or thirty days have gone by."""

    id: str


@dataclass(frozen=True, slots=True)
class ConfirmName:
    """Confirm (or no longer) that a holding is an achievement although only the name agrees."""

    stack: str
    holding: str
    achievement: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class DecideRequirement:
    """Waive a requirement, or accept a credential for it, with a note that stays visible. The learner's own word."""

    stack: str
    requirement: str
    action: str  # waive | accept | block
    note: str
    credential: str = ""


@dataclass(frozen=True, slots=True)
class GetScan:
    """Ask for the scan of a paper that was recorded, by the record's id."""

    id: str


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page: a PNG of the wallet's own making, and the words that a PDF carries beside it. Either may be missing."""

    picture: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan made harmless. `of` is how many pages the file has; a PDF is shown by its pictures and words, nothing is drawn."""

    name: str
    pages: tuple[ScanPage, ...]
    of: int
    size: int


@dataclass(frozen=True, slots=True)
class ExportScan:
    """Write a scan as it came to a file."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class ForgetDecision:
    """Take a decision back."""

    id: str


@dataclass(frozen=True, slots=True)
class WhyBrick:
    """Ask about one requirement, or one holding in a stack: the failed test, or what counting it elsewhere would cost."""

    stack: str
    requirement: str = ""
    holding: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test that a holding was put to for one achievement, and what it found: `passed`, `failed` or `suggested`."""

    __test__ = False  # it is no test of ours

    achievement: str
    outcome: str
    sentence: Message


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """Reasons in sentences; what fits and where it is used; what nearly fits, and why not; what would do; every test."""

    sentences: tuple[Message, ...]
    fits: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (title, titles of the requirements it is used at)
    nearly: tuple[tuple[str, tuple[Message, ...]], ...] = ()
    would_do: tuple[str, ...] = ()
    tests: tuple[TestRow, ...] = ()


class StepAim(StrEnum):
    """What is to be as small as possible."""

    COST = "cost"
    HOURS = "hours"
    WEEKS = "weeks"
    COURSES = "courses"


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Ask for the least that completes a stack."""

    stack: str
    aim: StepAim = StepAim.COST
    language: str = "en"
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing to take. `facts` are aid and outcomes with source and date: shown, never optimised."""

    title: str
    achievement: str
    cost: str = ""
    hours: str = ""
    weeks: str = ""
    url: str = ""
    after: tuple[str, ...] = ()
    facts: tuple[StackSource, ...] = ()


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What to take, in an order that keeps prerequisites; or what stands in the way."""

    aim: StepAim
    steps: tuple[StepRow, ...]
    total: str
    currency: str
    completes: bool
    proven: bool
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportStack:
    """Write the rules of a stack to a file: `form` is `pathway` or `ctdl`."""

    id: str
    path: str
    form: str = "pathway"


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One thing in a layer of a stack of one's own. Numbers are as they were typed.

    `identifier`: its achievement id, where it is known. `key` names it inside the draft: `after` lists the keys of what has to
    be passed first. `grade`: at least this word of the draft's grades. `years`: how long it is valid, "" for ever.
    `capped`: it falls under the layer's cap. `hours` and `cost` ("120 EUR") serve the next steps.
    """

    title: str
    credits: str = ""
    issuer: str = ""
    identifier: str = ""
    key: str = ""
    grade: str = ""
    years: str = ""
    after: tuple[str, ...] = ()
    capped: bool = False
    hours: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class DraftLayer:
    """One layer, or a group inside one. `rule`: `all`, `choose` (`number` of them), `count` or `credits` (so many from them).

    `parts` are groups inside, for `all` and `choose`. `grade` is asked of everything that counts in it; at most `cap` of a
    `count` or `credits` may come from the capped items.
    """

    title: str
    rule: str
    items: tuple[DraftItem, ...]
    number: str = ""
    grade: str = ""
    cap: str = ""
    milestone: str = ""
    parts: "tuple[DraftLayer, ...]" = ()


@dataclass(frozen=True, slots=True)
class StackDraft:
    """A stack that the learner writes, foundations first. `unit` is one of the format's credit units; `grades` worst first."""

    title: str
    unit: str
    layers: tuple[DraftLayer, ...]
    summary: str = ""
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveStackDraft:
    """Keep a stack of one's own; `id` "" makes a new one. `path`: write a file of it as well."""

    draft: StackDraft
    id: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class GetStackDraft:
    """Ask for a stack of one's own, to go on writing it."""

    id: str
    language: str = "en"


SHIPPED = "shipped:"  # before the name of a stack, or of a rule set, that comes with Tessera


@dataclass(frozen=True, slots=True)
class SwitchStack:
    """Ask what going from one stack to another would do. `after` is a stack's id, or `shipped:` and a name.

    `rules`: a rule set of the new school's to apply as well, a file's path or `shipped:` and a name. Nothing is kept.
    """

    before: str
    after: str
    rules: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """One holding that counts before or after: where it counts in the new stack and by which rule, or why it does not."""

    title: str
    credential: str
    amount: str = ""
    places: tuple[str, ...] = ()
    rule: str = ""
    to_confirm: bool = False
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSetChoice:
    """A rule set that ships: the name to ask for it by, and its title."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class SwitchView:
    """Both stacks, and what carries over, what is lost and why, what counts only there. `points`: whole percentage points."""

    before: StackView
    after: StackView
    kept: tuple[SwitchRow, ...]
    lost: tuple[SwitchRow, ...]
    gained: tuple[SwitchRow, ...]
    points: int
    rule_sets: tuple[RuleSetChoice, ...] = ()  # those that ship


@dataclass(frozen=True, slots=True)
class GetCountsTowards:
    """Ask where one kept credential counts among the followed stacks."""

    credential: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class CountsTowardsRow:
    """One stack in which a credential fills something (or would): where, and how much."""

    stack: str
    title: str
    layer: str
    amount: str
    unit: str
    state: BrickState


@dataclass(frozen=True, slots=True)
class CountsTowards:
    """Every stack in which a credential fills something."""

    rows: tuple[CountsTowardsRow, ...]


# verb on the wire -> (request type, answer type); see verbs.REQUESTS
STACKING: Mapping[str, tuple[type[Any], type[Any]]] = {
    "stacks": (ListStacks, StackList),
    "stack": (GetStack, StackView),
    "stack_preview": (PreviewStack, StackPreview),
    "stack_follow": (FollowStack, Change),
    "stack_unfollow": (UnfollowStack, Change),
    "stack_put_back": (PutBackStack, Change),
    "own_word": (RecordOwnWord, Change),
    "own_word_forget": (ForgetOwnWord, Change),
    "own_word_put_back": (PutBackOwnWord, Change),
    "stack_confirm_name": (ConfirmName, Change),
    "stack_decide": (DecideRequirement, Change),
    "stack_forget_decision": (ForgetDecision, Change),
    "own_word_scan": (GetScan, ScanView),
    "own_word_scan_export": (ExportScan, Exported),
    "stack_why": (WhyBrick, WhyAnswer),
    "stack_next": (NextSteps, StepPlan),
    "stack_export": (ExportStack, Exported),
    "stack_save_draft": (SaveStackDraft, Change),
    "stack_draft": (GetStackDraft, StackDraft),
    "stack_switch": (SwitchStack, SwitchView),
    "counts_towards": (GetCountsTowards, CountsTowards),
}
