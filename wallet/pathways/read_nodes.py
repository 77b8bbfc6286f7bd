"""The tree of requirements of a pathway file."""

from collections.abc import Callable, Mapping
from typing import Any

from wallet.credentials.model import Text
from wallet.i18n import N_
from wallet.pathways.amounts import Amount
from wallet.pathways.cursor import Cursor
from wallet.pathways.pathway import (
    All,
    Cap,
    Choose,
    Count,
    CreditsFrom,
    Item,
    Level,
    MinimumGrade,
    Requirement,
    Skills,
    Terms,
)
from wallet.pathways.refusal import refuse

NODES_AT_MOST = 5_000
DEPTH_AT_MOST = 24
_COMMON = ("id", "type", "title", "weight", "milestone")
_TERMS = ("block", "min", "minLevel", "maxAge", "issuers", "notVia", "caps")


def read_amount(here: Cursor) -> Amount:
    """{"value", "unit"}, exact."""
    here.only(("value", "unit"))
    return Amount(here.at("value").number(), read_unit(here.at("unit")))


def read_unit(here: Cursor) -> str:
    """A unit's short name. The format lists the common ones; another needs no permission, only a conversion."""
    unit = here.text(1)
    if len(unit) > 40 or not unit.replace("-", "").isalnum():
        refuse(N_("{place}: “{value}” is not the name of a unit."), here.place, value=unit[:80])
    return unit


def read_minimum(here: Cursor) -> MinimumGrade:
    """{"scale", "value"}."""
    here.only(("scale", "value"))
    return MinimumGrade(here.at("scale").text(1), here.at("value").text(1))


def read_level(here: Cursor) -> Level:
    """{"framework", "value"}: the value a word or a number."""
    here.only(("framework", "value"))
    value = here.at("value")
    return Level(here.at("framework").text(1), value.text(1) if isinstance(value.value, str) else str(value.number()))


class TreeReader:
    """Reads one tree within its budgets; ids are unique in it."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def read(self, here: Cursor, depth: int = 0) -> Requirement:
        """Return the requirement at `here` and everything below it."""
        if depth > DEPTH_AT_MOST:
            refuse(N_("{place}: requirements are nested too deeply."), here.place, "pathway.depth")
        identifier = here.at("id").text(1)
        if identifier in self._ids:
            refuse(N_("{place}: the id “{id}” is used twice."), here.place, id=identifier[:80])
        self._ids.add(identifier)
        if len(self._ids) > NODES_AT_MOST:
            refuse(N_("{place}: more than {limit} entries."), here.place, "pathway.size", limit=NODES_AT_MOST)
        return self._by_type(here, here.at("type").one_of(tuple(_READERS)), depth)

    def _by_type(self, here: Cursor, kind: str, depth: int) -> Requirement:
        members, read = _READERS[kind]
        here.only((*_COMMON, *members))
        return read(self, here, depth)

    def parts(self, here: Cursor, depth: int) -> tuple[Requirement, ...]:
        """Return the requirements below a composite one."""
        return tuple(self.read(part, depth + 1) for part in here.at("of").items(1))


def _all(reader: TreeReader, here: Cursor, depth: int) -> Requirement:
    return All(**_common(here), of=reader.parts(here, depth))


def _choose(reader: TreeReader, here: Cursor, depth: int) -> Requirement:
    parts = reader.parts(here, depth)
    wanted = here.at("n").whole(1)
    if wanted > len(parts):
        refuse(N_("{place}: more is to be chosen than there is."), here.place)
    return Choose(**_common(here), n=wanted, of=parts)


def _item(_reader: TreeReader, here: Cursor, _depth: int) -> Requirement:
    wanted = here.at("achievement")
    named = (wanted.text(1),) if isinstance(wanted.value, str) else wanted.texts(1)
    return Item(**_common(here), achievements=tuple(dict.fromkeys(named)), terms=_terms(here))


def _count(_reader: TreeReader, here: Cursor, _depth: int) -> Requirement:
    return Count(**_common(here), n=here.at("n").whole(1), pool=_pool(here.at("from")), terms=_terms(here))


def _credits(_reader: TreeReader, here: Cursor, _depth: int) -> Requirement:
    need = read_amount(here.at("need"))
    if need.value == 0:
        refuse(N_("{place}: a number was expected."), f"{here.place}/need/value")
    return CreditsFrom(**_common(here), need=need, pool=_pool(here.at("from")), terms=_terms(here))


def _skills(_reader: TreeReader, here: Cursor, _depth: int) -> Requirement:
    of = tuple(dict.fromkeys(here.at("of").texts(1)))
    wanted = here.maybe("n", lambda n: n.whole(1)) or len(of)
    if wanted > len(of):
        refuse(N_("{place}: more is to be chosen than there is."), here.place)
    return Skills(**_common(here), of=of, n=wanted)


_Read = Callable[[TreeReader, Cursor, int], Requirement]
_READERS: Mapping[str, tuple[tuple[str, ...], _Read]] = {
    "all": (("of",), _all),
    "choose": (("of", "n"), _choose),
    "item": (("achievement", *_TERMS), _item),
    "count": (("n", "from", *_TERMS), _count),
    "credits": (("need", "from", *_TERMS), _credits),
    "skills": (("of", "n"), _skills),
}


def _common(here: Cursor) -> dict[str, Any]:  # the members that every node has, as keyword arguments
    return {
        "id": here.at("id").text(1),
        "title": here.maybe("title", Cursor.words) or Text(),
        "weight": here.maybe("weight", lambda weight: weight.number(positive=True)),
        "milestone": here.maybe("milestone", Cursor.words) or Text(),
    }


def _terms(here: Cursor) -> Terms:
    return Terms(
        block=here.maybe("block", Cursor.text) or "",
        min_grade=here.maybe("min", read_minimum),
        min_level=here.maybe("minLevel", read_level),
        max_age=here.maybe("maxAge", Cursor.period),
        issuers=here.maybe("issuers", Cursor.texts),
        not_via=here.maybe("notVia", Cursor.flag) or False,
        caps=here.each("caps", _cap),
    )


def _cap(here: Cursor) -> Cap:
    here.only(("of", "max"))
    return Cap(frozenset(here.at("of").texts()), here.at("max").number())


def _pool(here: Cursor) -> tuple[str, ...] | None:
    return None if here.value == "*" else tuple(dict.fromkeys(here.texts(1)))
