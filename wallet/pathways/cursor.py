"""Walking through somebody's JSON without losing the place: every value knows the JSON pointer where it stood.

Unknown members are refused, not skipped: a rule that is not understood, silently left out, could only inflate a figure.
Members that begin with "x-" or "_" are notes to other programs and are left alone.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from fractions import Fraction
from typing import NoReturn, TypeVar

from wallet.credentials.model import Text
from wallet.encoding.json_types import JsonValue
from wallet.i18n import N_
from wallet.pathways.amounts import Period, Window, exact, read_date
from wallet.pathways.refusal import refuse

T = TypeVar("T")

TEXT_AT_MOST = 10_000


class Cursor:
    """One JSON value and its place."""

    __slots__ = ("place", "value")

    def __init__(self, value: JsonValue, place: str = "") -> None:
        self.value = value
        self.place = place

    def only(self, allowed: Collection[str]) -> None:
        """Refuse an object with members that are not `allowed`."""
        for name in self.object():
            if name not in allowed and not name.startswith(("x-", "_", "$")):
                refuse(N_("{place}: “{name}” is not part of this format."), self.place, name=name[:80])

    def object(self) -> dict[str, JsonValue]:
        """Return it as an object."""
        if not isinstance(self.value, dict):
            refuse(N_("{place}: an object was expected."), self.place)
        return self.value

    def has(self, name: str) -> bool:
        """Say whether the object has that member, not null."""
        return self.object().get(name) is not None

    def at(self, name: str) -> "Cursor":
        """Return a member that must be there."""
        if not self.has(name):
            refuse(N_("{place}: “{name}” is missing."), self.place, name=name)
        return Cursor(self.object()[name], f"{self.place}/{_escape(name)}")

    def find(self, name: str) -> "Cursor | None":
        """Return a member that may be missing."""
        return self.at(name) if self.has(name) else None

    def members(self) -> Iterator[tuple[str, "Cursor"]]:
        """Yield the members of an object whose names are the file's own keys."""
        for name, value in self.object().items():
            yield name, Cursor(value, f"{self.place}/{_escape(name)}")

    def items(self, at_least: int = 0, at_most: int = 5_000) -> tuple["Cursor", ...]:
        """Return the items of a list within those bounds."""
        if not isinstance(self.value, list):
            refuse(N_("{place}: a list was expected."), self.place)
        if len(self.value) < at_least:
            refuse(N_("{place}: the list has too few entries."), self.place)
        if len(self.value) > at_most:
            refuse(N_("{place}: more than {limit} entries."), self.place, "pathway.size", limit=at_most)
        return tuple(Cursor(item, f"{self.place}/{number}") for number, item in enumerate(self.value))

    def text(self, at_least: int = 0) -> str:
        """Return it as a string."""
        if not isinstance(self.value, str) or not at_least <= len(self.value) <= TEXT_AT_MOST:
            refuse(N_("{place}: a text was expected."), self.place)
        return self.value

    def flag(self) -> bool:
        """Return it as true or false."""
        if not isinstance(self.value, bool):
            refuse(N_("{place}: true or false was expected."), self.place)
        return self.value

    def whole(self, at_least: int = 0, at_most: int = 1_000_000) -> int:
        """Return it as a whole number within those bounds."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not at_least <= self.value <= at_most:
            refuse(N_("{place}: a whole number of at least {least} was expected."), self.place, least=at_least)
        return self.value

    def number(self, *, positive: bool = False) -> Fraction:
        """Return a number (or a number in a string: "7.5", "15/2") exactly, never below zero."""
        found = exact(self.value)
        if found is None or found < 0 or found > 10**9 or found.denominator > 10**6 or (positive and found == 0):
            refuse(N_("{place}: a number was expected."), self.place)
        return found

    def date(self) -> date:
        """Return an ISO 8601 date."""
        found = read_date(self.value) if isinstance(self.value, str) else None
        if found is None:
            refuse(N_("{place}: a date such as 2026-11-22 was expected."), self.place)
        return found

    def period(self) -> Period:
        """Return a period such as P3Y or P18M."""
        found = Period.read(self.value) if isinstance(self.value, str) else None
        if found is None:
            refuse(N_("{place}: a period such as P3Y or P18M was expected."), self.place)
        return found

    def window(self) -> Window:
        """Return {"from", "to"}, both dates and both optional."""
        self.only(("from", "to"))
        return Window(self.maybe("from", Cursor.date), self.maybe("to", Cursor.date))

    def words(self) -> Text:
        """Return {"en": …, "zh-CN": …}; a bare string is a text without a language."""
        if isinstance(self.value, str):
            return Text(((None, self.text()),))
        return Text(tuple((tag, text.text()) for tag, text in self.members()))

    def texts(self, at_least: int = 0) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(item.text() for item in self.items(at_least))

    def one_of(self, allowed: Collection[str]) -> str:
        """Return a string that must be one of those."""
        if not isinstance(self.value, str) or self.value not in allowed:
            self._not_one_of(allowed)
        return self.value

    def _not_one_of(self, allowed: Collection[str]) -> NoReturn:
        refuse(
            N_("{place}: “{value}” is not one of: {allowed}."),
            self.place,
            value=str(self.value)[:80],
            allowed=", ".join(allowed),
        )

    def maybe(self, name: str, read: Callable[["Cursor"], T]) -> T | None:
        """Return what `read` makes of a member, or None where it is missing."""
        member = self.find(name)
        return None if member is None else read(member)

    def each(self, name: str, read: Callable[["Cursor"], T]) -> tuple[T, ...]:
        """Return what `read` makes of each item of a list member, () where it is missing."""
        member = self.find(name)
        return () if member is None else tuple(read(item) for item in member.items())


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
