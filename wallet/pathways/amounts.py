"""Exact numbers, dates and periods. Nothing here is ever a float: a percentage is shown, a fraction is meant."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

_PERIOD = re.compile(r"P([0-9]{1,4})([YM])")
_RATIO = re.compile(r"[0-9]{1,12}/[0-9]{1,12}")
_DIGITS_AT_MOST = 24


def exact(value: object) -> Fraction | None:
    """Return a JSON number or a string such as "7.5" or "15/2" as an exact fraction, or None where it is neither.

    A float is taken at its shortest decimal spelling, which is how it stood in the file.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if _RATIO.fullmatch(text):
        top, bottom = text.split("/")
        return Fraction(int(top), int(bottom)) if int(bottom) else None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if (
        not number.is_finite()
        or len(number.as_tuple().digits) > _DIGITS_AT_MOST
        or abs(number.adjusted()) > _DIGITS_AT_MOST
    ):
        return None
    return Fraction(number)


def show(amount: Fraction) -> str:
    """Return an amount as people write it: "7.5" where that is exact, else "22/7"."""
    if amount.denominator == 1:
        return str(amount.numerator)
    decimal = Decimal(amount.numerator) / Decimal(amount.denominator)
    return (
        format(decimal.normalize(), "f") if Fraction(decimal) == amount else f"{amount.numerator}/{amount.denominator}"
    )


def floor_percent(share: Fraction, *, satisfied: bool) -> int:
    """Return the whole percentage to show: rounded down, and 100 only when everything required holds."""
    percent = int(share * 100)
    return 100 if satisfied else max(0, min(percent, 99))


@dataclass(frozen=True, slots=True)
class Period:
    """A number of calendar months: "P3Y" is 36."""

    months: int

    @staticmethod
    def read(text: str) -> "Period | None":
        """Return the period spelled `P<n>Y` or `P<n>M`, or None."""
        found = _PERIOD.fullmatch(text)
        return Period(int(found[1]) * (12 if found[2] == "Y" else 1)) if found else None

    def __str__(self) -> str:
        return f"P{self.months // 12}Y" if self.months % 12 == 0 else f"P{self.months}M"


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day; far futures end at 9999-12-31."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year > 9999:
        return date.max
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_date(text: str) -> date | None:
    """Return the date at the front of an ISO 8601 date or date-time, or None."""
    try:
        return date.fromisoformat(text[:10]) if len(text) >= 10 and (len(text) == 10 or text[10] in "Tt ") else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Window:
    """From one day to another, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def contains(self, day: date) -> bool:
        """Say whether `day` lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        return f"{self.start or '…'} – {self.end or '…'}"


@dataclass(frozen=True, slots=True)
class Amount:
    """So many credits of a unit. Units never mix without a conversion that somebody stands for."""

    value: Fraction
    unit: str

    def __str__(self) -> str:
        return f"{show(self.value)} {self.unit}"
