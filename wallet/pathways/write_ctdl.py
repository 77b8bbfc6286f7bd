"""A pathway as CTDL, for registries and other programs: components and conditions, and a warning for what CTDL cannot say."""

from collections.abc import Iterator
from typing import Any

from wallet.credentials.model import Text
from wallet.encoding.json_types import JsonObject
from wallet.i18n import N_, Message
from wallet.pathways.amounts import show
from wallet.pathways.pathway import (
    AchievementRule,
    All,
    Choose,
    Count,
    CreditsFrom,
    Item,
    MatchBy,
    Pathway,
    Requirement,
)

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
_UNITS = {"us-sem": "SemesterHours", "us-qtr": "QuarterHours", "clock-hour": "ContactHours", "ects": "ECTS"}
_UNITS |= {"ceu": "ContinuingEducationUnit", "cats": "CATS"}


def write_ctdl(pathway: Pathway) -> tuple[JsonObject, tuple[Message, ...]]:
    """Return the CTDL graph, and what of the pathway it does not carry."""
    graph: list[Any] = []
    parts = list(dict.fromkeys(key for node in pathway.nodes() for key in _named(pathway, node)))
    destination = f"{pathway.id}#destination"
    components = [_achievement(pathway, pathway.achievements[key]) for key in parts]
    top: dict[str, Any] = {
        "@id": pathway.id,
        "@type": "ceterms:Pathway",
        "ceterms:name": _text(pathway.title),
        "ceterms:hasDestinationComponent": [destination],
        "ceterms:hasPart": [destination, *(component["@id"] for component in components)],
    }
    if pathway.ctid:
        top["ceterms:ctid"] = pathway.ctid
    if pathway.summary.values:
        top["ceterms:description"] = _text(pathway.summary)
    end = {
        "@id": destination,
        "@type": "ceterms:CredentialComponent",
        "ceterms:name": _text(pathway.goal.name if pathway.goal.name.values else pathway.title),
        "ceterms:hasCondition": [_condition(pathway, pathway.requires)],
    }
    graph += [top, end, *components]
    return {"@context": CONTEXT, "@graph": graph}, tuple(_lost(pathway))


def _named(pathway: Pathway, node: Requirement) -> tuple[str, ...]:
    match node:
        case Item():
            return node.achievements
        case Count() | CreditsFrom():
            return tuple(pathway.achievements) if node.pool is None else node.pool
        case _:
            return ()


def _id(pathway: Pathway, key: str) -> str:
    rule = pathway.achievements[key]
    own = next((match.id for match in rule.matches if match.by is MatchBy.ACHIEVEMENT), "")
    return own or f"{pathway.id}#{key}"


def _achievement(pathway: Pathway, rule: AchievementRule) -> dict[str, Any]:
    kind = "CourseComponent" if (rule.achievement_type or rule.kind).endswith("Course") else "CredentialComponent"
    component: dict[str, Any] = {
        "@id": _id(pathway, rule.key),
        "@type": f"ceterms:{kind}",
        "ceterms:name": _text(rule.title),
    }
    ctid = next((match.id for match in rule.matches if match.by is MatchBy.CTID), "")
    if ctid:
        component["ceterms:ctid"] = ctid
    others = [match.id for match in rule.matches if match.by is MatchBy.ACHIEVEMENT][1:]
    if others:
        component["ceterms:sourceData"] = others
    if rule.credits is not None:
        value: dict[str, Any] = {"@type": "schema:QuantitativeValue", "schema:value": show(rule.credits.value)}
        if rule.credits.unit in _UNITS:
            value["ceterms:creditUnitType"] = [f"creditUnit:{_UNITS[rule.credits.unit]}"]
        component["ceterms:creditValue"] = [value]
    return component


def _condition(pathway: Pathway, node: Requirement) -> dict[str, Any]:
    condition: dict[str, Any] = {
        "@type": "ceterms:ComponentCondition",
        "ceterms:name": _text(node.title) or {"en": node.id},
    }
    match node:
        case All() | Choose():
            condition["ceterms:requiredNumber"] = len(node.of) if isinstance(node, All) else node.n
            plain = [p for p in node.of if isinstance(p, Item) and len(p.achievements) == 1]
            condition["ceterms:targetComponent"] = [_id(pathway, part.achievements[0]) for part in plain]
            condition["ceterms:hasCondition"] = [_condition(pathway, part) for part in node.of if part not in plain]
        case Item():
            condition["ceterms:requiredNumber"] = 1
            condition["ceterms:targetComponent"] = [_id(pathway, key) for key in node.achievements]
        case Count() | CreditsFrom():
            condition["ceterms:targetComponent"] = [_id(pathway, key) for key in _named(pathway, node)]
            if isinstance(node, Count):
                condition["ceterms:requiredNumber"] = node.n
            else:
                condition["ceterms:hasConstraint"] = [_credit_constraint(node)]
    return {name: value for name, value in condition.items() if value != []}


def _credit_constraint(node: CreditsFrom) -> dict[str, Any]:
    return {
        "@type": "ceterms:Constraint",
        "ceterms:leftAction": ["arrayOperation:Sum"],
        "ceterms:leftSource": ["ceterms:creditValue"],
        "ceterms:comparator": "compare:GTEQ",
        "ceterms:rightSource": [show(node.need.value)],
    }


def _text(text: Text) -> dict[str, str]:
    return {tag or "en": words for tag, words in text.values}


def _lost(pathway: Pathway) -> Iterator[Message]:
    """What CTDL has no words for."""
    leaves = pathway.leaves()
    if any(isinstance(leaf, CreditsFrom) for leaf in leaves):
        yield Message(N_("Credit totals were written as constraints, which few programs read."))
    if any(leaf.terms.min_grade or leaf.terms.caps or leaf.terms.max_age or leaf.terms.min_level for leaf in leaves):
        yield Message(N_("Minimum grades, levels, ages and caps are not part of CTDL and were left out."))
    if pathway.rules or pathway.limits or pathway.not_combinable or pathway.sharing:
        yield Message(N_("Equivalence rules, limits and sharing are not part of CTDL and were left out."))
    if pathway.flags or pathway.overrides:
        yield Message(N_("Flags and decisions are not part of CTDL and were left out."))
    if any(rule.issuers is not None for rule in pathway.achievements.values()):
        yield Message(N_("Recognised issuers are not part of a CTDL pathway and were left out."))
