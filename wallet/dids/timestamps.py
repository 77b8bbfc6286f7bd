"""xsd:dateTimeStamp, strictly: the dates of proofs, methods and DID documents."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

# A time zone is required: without one a date names no moment (VCDM 2.0 section 4.9, XML Schema 1.1 part 2).
_TIMESTAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)", re.ASCII)


def find_moment(value: object) -> datetime | None:
    """Return the moment a dateTimeStamp names, or None where `value` is not one. Digits beyond microseconds are cut off."""
    return _read_moment(value) if isinstance(value, str) else None


@lru_cache(maxsize=256)
def _read_moment(text: str) -> datetime | None:
    parts = _TIMESTAMP.fullmatch(text)
    if parts is None:
        return None
    day, time, fraction, zone = parts.groups()
    micro = (fraction or "").ljust(6, "0")[:6]
    try:
        return datetime.fromisoformat(f"{day}T{time}.{micro}{'+00:00' if zone == 'Z' else zone}")
    except ValueError:
        return None
