"""Moments as documents write them."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """Return an XML Schema dateTimeStamp in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Return the UTC moment of `2026-05-03` or `2026-05-03T10:00:00Z`."""
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
