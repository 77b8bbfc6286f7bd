"""Grades on stated scales: ordinal, never averaged. A scale of numbers compares as numbers, any other by its order."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from wallet.pathways.amounts import exact
from wallet.pathways.pathway import Level, MinimumGrade, Pathway


@lru_cache(maxsize=4096)
def rank(scale: tuple[str, ...], grade: str) -> Fraction | None:
    """Return where `grade` stands on `scale` (worst first), or None where it is not on it."""
    if grade in scale:
        numbers = _numbers(scale)
        return Fraction(scale.index(grade)) if numbers is None else numbers[scale.index(grade)]
    folded = [word.casefold() for word in scale]
    if folded.count(grade.casefold()) == 1:
        return rank(scale, scale[folded.index(grade.casefold())])
    numbers = _numbers(scale)
    value = exact(grade.removesuffix("%").strip())
    if numbers is None or value is None or not min(numbers) <= value <= max(numbers):
        return None
    return value


def _numbers(scale: Sequence[str]) -> list[Fraction] | None:
    values = [exact(word.removesuffix("%")) for word in scale]
    return None if any(value is None for value in values) else [value for value in values if value is not None]


def worst_on(scale: tuple[str, ...], grades: Iterable[str]) -> Fraction | None:
    """Return the lowest rank of those grades that are on the scale: several results are never read in one's favour."""
    ranks = [place for grade in grades if (place := rank(scale, grade)) is not None]
    return min(ranks, default=None)


def meets(pathway: Pathway, minimum: MinimumGrade, grades: Iterable[str]) -> bool | None:
    """Say whether the grades meet a minimum; None where none of them is on that scale."""
    scale = pathway.scales[minimum.scale]
    reached, wanted = worst_on(scale, grades), rank(scale, minimum.value)
    if reached is None or wanted is None:
        return None
    return reached >= wanted


def reaches(pathway: Pathway, minimum: Level, level: Level | None) -> bool:
    """Say whether a credit level is at least `minimum` of the same framework."""
    if level is None or level.framework != minimum.framework:
        return False
    scale = pathway.scales.get(minimum.framework)
    if scale is not None:
        have, want = rank(scale, level.value), rank(scale, minimum.value)
    else:
        have, want = exact(level.value), exact(minimum.value)
    return have >= want if have is not None and want is not None else level.value == minimum.value
