"""Dates as credentials write them: xsd:dateTimeStamp, strictly, and JWT NumericDate. Everything comes out in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone

from wallet.encoding.json_types import JsonValue

_DATE_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,20}))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_OFFSET = timedelta(hours=14)


def read_moment(text: str) -> datetime | None:
    """Return the moment an xsd:dateTimeStamp says, in UTC, or None where it says none (TIME-03).

    The zone is required: without one it is not a moment. 24:00:00 is the next day's start (XML Schema 1.1 part 2,
    section 3.3.7). A 60th second is not in that type. Years 0000 and from 10000 on cannot be told from mistakes.
    """
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        return None
    part = {name: int(found[name]) for name in ("year", "month", "day", "hour", "minute", "second")}
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    next_day = part["hour"] == 24 and part["minute"] == part["second"] == 0 and not fraction.strip("0")
    try:
        zone = _read_zone(found["zone"])
        hour = 0 if next_day else part["hour"]
        local = datetime(
            part["year"], part["month"], part["day"], hour, part["minute"], part["second"], int(fraction), zone
        )
        return (local + timedelta(days=1 if next_day else 0)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_numeric_date(value: JsonValue) -> datetime | None:
    """Return the moment a JWT NumericDate says (RFC 7519 section 2), or None where it says none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return _EPOCH + timedelta(seconds=value)
    except (OverflowError, ValueError):
        return None


def _read_zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > _MAX_OFFSET:
        raise ValueError("no such zone")
    return timezone(offset if text[0] == "+" else -offset)
