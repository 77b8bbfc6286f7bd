"""Reading a document's dates while remembering which of them say no moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wallet.credentials.json_parts import Members, read_string, step
from wallet.credentials.moments import read_moment, read_numeric_date
from wallet.encoding.json_types import JsonValue


@dataclass(slots=True)
class DateReader:
    """Reads dates for one credential. `malformed` collects the pointers of those that are there and say no moment."""

    malformed: list[str] = field(default_factory=list)

    def read(self, document: Members, name: str, path: str = "") -> datetime | None:
        """Return the dateTime under `name`, or None where it is absent or (then noted) malformed."""
        if document.get(name) is None:
            return None
        value = document[name]
        # Of two dates neither is the date: to take the first would be to choose.
        text = read_string(value) if not isinstance(value, list) or len(value) == 1 else None
        return self._noted(read_moment(text) if text is not None else None, step(path, name))

    def read_numeric(self, claims: Mapping[str, JsonValue], name: str) -> datetime | None:
        """Return the NumericDate under `name`, or None where it is absent or (then noted) malformed."""
        if claims.get(name) is None:
            return None
        return self._noted(read_numeric_date(claims[name]), step("", name))

    def _noted(self, moment: datetime | None, path: str) -> datetime | None:
        if moment is None and path not in self.malformed:
            self.malformed.append(path)
        return moment
