"""How old a list may be before its word is only "as of" a date.

Age runs from the moment we, or a trust pack, saw the list at its address. What a holder supplied along with a credential has
no such moment: there only the list's own signed date counts. A list that names no time to live is fresh for thirty days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wallet.clock import later
from wallet.dids.held import HeldDocument, HeldFrom

DEFAULT_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ListDates:
    """The dates a list bears, all signed. `life` is its time to live."""

    signed: datetime | None
    life: timedelta | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """`as_of`: the moment the list speaks of. `fresh_until`: when it stops being current."""

    as_of: datetime | None
    fresh_until: datetime | None

    def is_stale_at(self, now: datetime) -> bool:
        """Say whether the list is past its time; one without any date at all is always past it."""
        return self.fresh_until is None or now > self.fresh_until


def freshness_of(held: HeldDocument, dates: ListDates) -> Freshness:
    """Work out how long `held` counts as current. The earliest of time to live and expiry ends it (STAT-08)."""
    seen = None if held.held_from is HeldFrom.SUPPLIED else held.seen
    # Nothing can have been seen before it was signed: of two such dates the later one holds.
    as_of = max((moment for moment in (seen, dates.signed) if moment is not None), default=None)
    if as_of is None:
        return Freshness(None, None)
    until = later(as_of, min(dates.life if dates.life is not None else DEFAULT_LIFE, timedelta(days=36500)))
    if dates.expires is not None:
        until = min(until, dates.expires)
    return Freshness(as_of, until)
