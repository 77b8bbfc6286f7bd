"""The only place that asks what time it is.

Everything else takes a `Clock`, or the one `datetime` that was read from it: a whole examination uses
a single moment, so that two checks of one credential can never disagree about now.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import overload

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def fixed_clock(moment: datetime) -> Clock:
    """Return a clock that always shows `moment`, which must carry a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return lambda: moment


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of_seconds(seconds: float) -> datetime:
    """Return the moment so many seconds after 1970. Raises OverflowError, ValueError outside the calendar.

    Never `datetime.fromtimestamp`: Windows knows no moment after the year 3000 and none before 1970, and "never expires" is
    written as 9999.
    """
    return _EPOCH + timedelta(seconds=seconds)


def later(moment: datetime, span: timedelta) -> datetime:
    """Return the moment `span` after `moment`, or the last there is: issuers write 9999-12-31 for “never”."""
    try:
        return moment + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


@overload
def moment_text(moment: datetime) -> str: ...


@overload
def moment_text(moment: None) -> None: ...


def moment_text(moment: datetime | None) -> str | None:
    """Return `2026-05-03T10:00:00Z` (RFC 3339, UTC, final Z) for a moment with a time zone, None for None."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment is not None else None
