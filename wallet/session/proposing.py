"""Proposing what to show: the smallest choice among what is kept that covers a stated need.

A need is a DCQL query (somebody's question), the skills of a job, or a stack. What comes back is a proposal to tick, never a disclosure;
the person takes away or adds what they like. Only what is in order is proposed where there is anything else, and of two that answer alike
the one whose key was shown less often, so that fewer visits can be linked (SDJWT-16).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wallet.credentials.model import Claim, Credential, Dialect
from wallet.errors import MalformedInputError
from wallet.formats.envelope import Envelope
from wallet.holder.keys import HolderKey
from wallet.i18n import N_
from wallet.messages import presenting as show
from wallet.messages.stack_views import BrickState, StackView
from wallet.presentations.asking import FACTS, places_of
from wallet.presentations.challenge import read_challenge
from wallet.presentations.covering import smallest_cover
from wallet.presentations.dcql import Candidate, Query, choose_smallest, find_answers, find_missing, read_query
from wallet.presentations.disclosure import shown_leaves
from wallet.presentations.ledger import LedgerEntry
from wallet.presentations.presentation import is_bound_to
from wallet.report import Verdict
from wallet.session.disclosing import candidate_of, pointer_of
from wallet.session.reading import read_stored
from wallet.store.search import fold
from wallet.store.shelf import Place, Shelf

MOST_NEEDS = 40
LOOKING = N_("Looking for what answers it")
_STACK_FACTS = ("title", "credits", "grade", "awarded", "skills")
_COUNTED = (BrickState.COUNTS, BrickState.TO_CONFIRM)
_APART = re.compile(r"[\n;；,，、•·|]+")
_SKILL_PLACES = re.compile(
    r"/(?:alignments?/\d+/target(?:Name|Code|Url)|alignments?/target(?:Name|Code|Url)|tags?(?:/\d+)?|skills?(?:/\d+)?(?:/name)?"
    r"|learning_outcomes?(?:/\d+)?|achievement(?:/\d+)?/name|(?:credential|achievement|course)_(?:name|title)|title)$"
)
_TITLE_PLACES = re.compile(r"/(?:achievement(?:/\d+)?/name|(?:credential|achievement|course)_(?:name|title)|title)$")

# What anybody who has the evidence will refuse; an issuer or a status that is unknown here may be known there.
NOT_IN_ORDER = frozenset(
    (
        Verdict.ALTERED, Verdict.NOT_GENUINE, Verdict.UNSIGNED, Verdict.REVOKED, Verdict.SUSPENDED, Verdict.EXPIRED,
        Verdict.NOT_YET_VALID,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One kept credential as proposals see it. `used` counts how often its key was shown."""

    id: str
    envelope: Envelope
    credential: Credential
    verdict: Verdict
    bound: bool
    used: int

    def cost(self, paths: Iterable[str] = ()) -> int:
        """How many values showing these gives away."""
        return len(shown_leaves(self.envelope, self.credential, paths))


class Proposing:
    """See the module. Works on an open vault, and reads originals without checking them anew."""

    def __init__(
        self,
        shelf: Shelf,
        keys: Sequence[HolderKey],
        ledger: Sequence[LedgerEntry],
        tick: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._shelf, self._keys, self._ledger, self._tick = shelf, keys, ledger, tick

    def for_challenge(self, text: str) -> show.Proposal:
        """The fewest claims that answer a challenge's query; nothing is proposed where it asks for nothing in particular."""
        wants = read_challenge(text).wants
        return show.Proposal(()) if wants is None else self.for_query(read_query(wants))

    def for_query(self, query: Query) -> show.Proposal:
        """The fewest claims that answer a DCQL query. A query without claims asks for what is always shown (section 6.4.1)."""
        held = {each.id: each for each in self._held()}
        candidates = [self._candidate(each) for each in held.values()]
        answers = find_answers(query, candidates)
        sound = {
            name: tuple(one for one in found if held[one.candidate].verdict not in NOT_IN_ORDER) or found
            for name, found in answers.items()
        }
        chosen = choose_smallest(query, sound)
        choices: dict[str, tuple[str, ...]] = {}
        for answer in chosen:
            paths = tuple(pointer_of(place) for place in answer.places)
            choices[answer.candidate] = tuple(dict.fromkeys((*choices.get(answer.candidate, ()), *paths)))
        return show.Proposal(
            tuple(show.ChosenCredential(key, paths) for key, paths in choices.items()), find_missing(query, answers)
        )

    def for_skills(self, text: str) -> show.Proposal:
        """The fewest credentials that together show the skills in a text, and of each the values that name them.

        Raises MalformedInputError (step propose.skills) for a text that names none.
        """
        needs = read_needs(text)
        if not needs:
            raise MalformedInputError("no skill is named", step="propose.skills")
        offers: dict[str, frozenset[str]] = {}
        costs: dict[str, int] = {}
        named: dict[str, dict[str, list[str]]] = {}
        for each in self._held():
            found = _skills_shown(each.credential, needs)
            if found and each.verdict not in NOT_IN_ORDER:
                named[each.id], offers[each.id] = found, frozenset(found)
                costs[each.id] = each.cost(path for paths in found.values() for path in paths[:1]) + 1000 * each.used
        cover = smallest_cover(needs, offers, costs)
        return show.Proposal(
            tuple(show.ChosenCredential(key, tuple(_told(named[key]))) for key in cover.chosen),
            cover.missing,
            needs,
            proven=cover.proven,
        )

    def for_stack(self, view: StackView) -> show.Proposal:
        """The credentials that a stack counts, and of each what its figures stand on: title, credits, grade, date, skills."""
        wanted = dict.fromkeys(
            brick.credential
            for layer in view.layers
            for brick in layer.bricks
            if brick.state in _COUNTED and brick.credential
        )
        held = {each.id: each for each in self._held(tuple(wanted))}
        choices = tuple(show.ChosenCredential(key, _paths_of(_STACK_FACTS, held[key])) for key in wanted if key in held)
        return show.Proposal(choices, (), tuple(FACTS[name].words for name in _STACK_FACTS))

    def _held(self, ids: tuple[str, ...] = ()) -> Iterator[Held]:
        keys = ids or tuple(key for place in (Place.LIBRARY, Place.ARCHIVE) for key in self._shelf.ids(place=place))
        used = self._uses()
        for done, key in enumerate(keys):
            if done % 50 == 0:
                self._tick(done, len(keys))
            read = read_stored(self._shelf.get(key))
            if read is None:
                continue
            envelope, credential = read
            owner = next((each for each in self._keys if is_bound_to(credential, each)), None)
            uses = used.get(owner.thumbprint, 0) if owner is not None else 0
            verdict = self._shelf.summary(key).verdict
            yield Held(key, envelope, credential, verdict, owner is not None, uses)

    def _uses(self) -> Mapping[str, int]:
        used: dict[str, int] = {}
        for entry in self._ledger:
            for key in entry.keys:
                used[key] = used.get(key, 0) + 1
        return used

    def _candidate(self, held: Held) -> Candidate:
        return candidate_of(
            held.id, held.envelope, held.credential, holder_bound=held.bound, cost=held.cost(), used=held.used
        )


def read_needs(text: str) -> tuple[str, ...]:
    """Return the skills that a text lists, one a line or parted by commas; each once."""
    parts = (" ".join(part.split()).strip(" -*.。") for part in _APART.split(text[:20_000]))
    return tuple(dict.fromkeys(part[:200] for part in parts if part))[:MOST_NEEDS]


def names_skill(need: str, text: str) -> bool:
    """Say whether `text` names the skill `need`: the same, or with it as whole words. Scripts without spaces: anywhere in it."""
    wanted, found = fold(need).strip(), fold(text).strip()
    if not wanted:
        return False
    if not wanted.isascii():
        return wanted in found
    # "C++" and "C#" are more than their letter, and "C" is neither of them.
    spelt = r"\W+".join(re.escape(word) for word in wanted.split())
    return re.search(rf"(?<!\w){spelt}(?![\w+#])", found) is not None


def _skills_shown(credential: Credential, needs: Sequence[str]) -> dict[str, list[str]]:
    """Return need -> the pointers of the values that name it."""
    claims = [claim for claim in credential.claims if isinstance(claim.value, str) and _SKILL_PLACES.search(claim.path)]
    titles = [claim.path for claim in credential.claims if _TITLE_PLACES.search(claim.path)]
    found: dict[str, list[str]] = {}
    for need in needs:
        paths = [claim.path for claim in claims if _names(need, claim)]
        if paths:
            found[need] = [*paths, *titles]
    return found


def _names(need: str, claim: Claim) -> bool:
    return isinstance(claim.value, str) and names_skill(need, claim.value)


def _told(named: Mapping[str, list[str]]) -> Iterator[str]:
    """The first value that names each need, and the title: one is enough."""
    told: dict[str, None] = {}
    for paths in named.values():
        told[paths[0]] = None
        told.update((path, None) for path in paths if _TITLE_PLACES.search(path))
    return iter(told)


def _paths_of(facts: tuple[str, ...], held: Held) -> tuple[str, ...]:
    flat = held.credential.dialect is Dialect.SD_JWT_VC
    return tuple(pointer_of(place) for place in places_of(facts, held.envelope.document, flat=flat))
