"""Does the file hold together: everything named is defined, nothing leads back to itself, numbers fit each other."""

from collections.abc import Callable, Collection, Iterable

from wallet.i18n import N_
from wallet.pathways.pathway import (
    Count,
    CreditsFrom,
    EquivalenceRule,
    GradeAverage,
    Item,
    Level,
    MinimumGrade,
    OverrideAction,
    Pathway,
    Terms,
)
from wallet.pathways.refusal import refuse

REFERENCES_AT_MOST = 500_000
PLACES_SHOWN = 60


def check_coherence(pathway: Pathway) -> None:
    """Raise PathwayError where the file contradicts itself."""
    _check_tree(pathway)
    _check_achievements(pathway)
    for number, rule in enumerate(pathway.rules):
        _check_rule(pathway, rule, f"/equivalences/{number}")
    _unique((rule.id for rule in pathway.rules), "/equivalences")
    _unique((limit.id for limit in pathway.limits), "/limits")
    _check_rest(pathway)
    _no_cycle(pathway, lambda key: pathway.achievements[key].requires, "requires")
    _no_cycle(pathway, lambda key: pathway.achievements[key].renewed_by, "renewedBy")


def _check_tree(pathway: Pathway) -> None:
    references = 0
    for node in pathway.nodes():
        place = f"/requires ({node.id[:PLACES_SHOWN]})"
        named: tuple[str, ...] = ()
        if isinstance(node, Item):
            named = node.achievements
        elif isinstance(node, Count | CreditsFrom):
            named = node.pool or ()
        references += len(named)
        if references > REFERENCES_AT_MOST:
            refuse(N_("{place}: more than {limit} entries."), place, "pathway.size", limit=REFERENCES_AT_MOST)
        _defined(named, pathway.achievements, place)
        if isinstance(node, Item | Count | CreditsFrom):
            _check_terms(pathway, node.terms, place)
        if isinstance(node, CreditsFrom) and not pathway.convert(node.need):
            refuse(
                N_("{place}: nothing says how “{unit}” converts to the unit of this stack."), place, unit=node.need.unit
            )


def _check_terms(pathway: Pathway, terms: Terms, place: str) -> None:
    _check_grade(pathway, terms.min_grade, place)
    _check_level(pathway, terms.min_level, place)
    _defined(terms.issuers or (), pathway.issuers, place)
    for cap in terms.caps:
        _defined(cap.of, pathway.achievements, place)


def _check_achievements(pathway: Pathway) -> None:
    for key, rule in pathway.achievements.items():
        place = f"/achievements/{key[:PLACES_SHOWN]}"
        _defined(rule.issuers or (), pathway.issuers, place)
        _defined((*rule.requires, *rule.renewed_by), pathway.achievements, place)
        if pathway.skills:
            _defined(rule.skills, pathway.skills, place)


def _check_rule(pathway: Pathway, rule: EquivalenceRule, place: str) -> None:
    _defined((*rule.sources, *rule.any_of, *(given.achievement for given in rule.gives)), pathway.achievements, place)
    _check_grade(pathway, rule.min_grade, place)
    _check_source(pathway, rule.provenance, place)
    _unique((given.achievement for given in rule.gives), place)


def _check_rest(pathway: Pathway) -> None:
    for number, conversion in enumerate(pathway.conversions):
        _check_source(pathway, conversion.provenance, f"/conversions/{number}")
    for number, limit in enumerate(pathway.limits):
        _defined(limit.of or (), pathway.achievements, f"/limits/{number}")
        _defined(limit.issuers or (), pathway.issuers, f"/limits/{number}")
    rules = {rule.id for rule in pathway.rules}
    for number, pair in enumerate(pathway.not_combinable):
        _defined(pair.rules | pair.with_rules, rules, f"/notCombinable/{number}")
        _defined(pair.achievements | pair.with_achievements, pathway.achievements, f"/notCombinable/{number}")
    nodes = {node.id for node in pathway.nodes()}
    for number, override in enumerate(pathway.overrides):
        anywhere = override.action is OverrideAction.BLOCK and override.node in ("", "*")
        _defined(() if anywhere else (override.node,), nodes, f"/overrides/{number}")
    _unique((" + ".join(sorted(sharing.between)) for sharing in pathway.sharing), "/sharing")
    if pathway.owner:
        _defined((pathway.owner,), pathway.issuers, "/owner")
    for number, flag in enumerate(pathway.flags):
        _defined(flag.over or (), pathway.achievements, f"/flags/{number}")
        if isinstance(flag, GradeAverage):
            _defined((flag.scale,), pathway.scales, f"/flags/{number}")


def _check_grade(pathway: Pathway, minimum: MinimumGrade | None, place: str) -> None:
    if minimum is not None:
        _defined((minimum.scale,), pathway.scales, place)
        _defined((minimum.value,), pathway.scales[minimum.scale], place)


def _check_level(pathway: Pathway, level: Level | None, place: str) -> None:
    if level is not None and level.framework in pathway.scales:
        _defined((level.value,), pathway.scales[level.framework], place)


def _check_source(pathway: Pathway, number: int | None, place: str) -> None:
    if number is not None and number >= len(pathway.provenance):
        refuse(N_("{place}: there is no source number {number}."), place, "pathway.reference", number=number)


def _defined(names: Iterable[str], known: Collection[str], place: str) -> None:
    for name in names:
        if name not in known:
            refuse(N_("{place}: “{key}” is not defined in this file."), place, "pathway.reference", key=name[:80])


def _unique(names: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            refuse(N_("{place}: the id “{id}” is used twice."), place, id=name[:80])
        seen.add(name)


def _no_cycle(pathway: Pathway, following: Callable[[str], tuple[str, ...]], member: str) -> None:
    """Walk every chain once, without recursion: a chain of 5,000 is legal, a ring of two is not."""
    state: dict[str, int] = {}
    for start in pathway.achievements:
        path: list[tuple[str, int]] = [(start, 0)] if start not in state else []
        while path:
            key, turn = path.pop()
            state[key] = 1
            further = following(key)
            if turn == len(further):
                state[key] = 2
                continue
            path.append((key, turn + 1))
            if state.get(further[turn]) == 1:
                place = f"/achievements/{key[:PLACES_SHOWN]}/{member}"
                refuse(N_("{place}: “{key}” leads back to itself."), place, "pathway.cycle", key=further[turn][:80])
            if further[turn] not in state:
                path.append((further[turn], 0))
