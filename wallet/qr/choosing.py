"""One code wherever it fits: whether evidence goes along in the code, or stays behind so that there is one code and no loop.

What is shown always goes; evidence (status lists that prove themselves) is a convenience for a checker who holds none. So the
evidence goes along where it costs no second code, or where there is a loop in any case; else the largest documents stay behind, as few as
make one code of what is left, and the loop with all of it remains to be asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from wallet.qr.encode import SCREEN_VERSION, QrPlan, plan_codes
from wallet.qr.packing import CarriedDocument, QrContent

_MOST_TRIED = 24  # ways to leave documents behind: beyond that none of them goes along


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """`plan` is shown unless more is asked for; `left_out` is the evidence it lacks; `whole` carries all of it."""

    plan: QrPlan
    left_out: tuple[CarriedDocument, ...]
    whole: QrPlan


def choose_codes(content: QrContent, *, max_version: int = SCREEN_VERSION) -> CodeChoice:
    """Return how `content` travels in codes of at most `max_version`. Raises TooBigError (steps qr.size, qr.parts)."""
    whole = plan_codes(content, max_version=max_version)
    if whole.single is not None:
        return CodeChoice(whole, (), whole)
    for kept in _smaller(content.evidence):
        plan = plan_codes(replace(content, evidence=kept), max_version=max_version)
        if plan.single is not None:
            return CodeChoice(plan, tuple(each for each in content.evidence if each not in kept), whole)
    return CodeChoice(whole, (), whole)


def _smaller(evidence: tuple[CarriedDocument, ...]) -> Iterator[tuple[CarriedDocument, ...]]:
    """Yield what may go along, the most documents first, and of as many the smallest first; at last nothing."""
    tried = 0
    for count in range(len(evidence) - 1, 0, -1):
        ways = sorted(combinations(evidence, count), key=lambda kept: sum(len(each.text) for each in kept))
        for kept in ways[:_MOST_TRIED]:
            tried += 1
            if tried > _MOST_TRIED:
                break
            yield kept
    if evidence:
        yield ()
