"""A pathway as the JSON of its file: what the editor saves, what an export holds. Reading it again gives the same pathway."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from wallet.credentials.model import Text
from wallet.encoding.json_types import JsonObject
from wallet.pathways.amounts import Amount, Window
from wallet.pathways.pathway import (
    FORMAT,
    AchievementRule,
    All,
    Choose,
    Count,
    CreditsFrom,
    EquivalenceRule,
    Flag,
    GradeAverage,
    Item,
    Level,
    Match,
    MinimumGrade,
    Pathway,
    Plan,
    Requirement,
    Skills,
    SourcedFact,
    Terms,
)


def write_pathway(pathway: Pathway) -> JsonObject:
    """Return the file's JSON. Decisions of the learner's own (`own`) are not part of the file and are left out."""
    return _compact(
        {
            "format": FORMAT,
            "id": pathway.id,
            "ctid": pathway.ctid,
            "version": pathway.version,
            "effective": _window(pathway.effective),
            "catalogueYear": pathway.catalogue_year,
            "status": str(pathway.status),
            "owner": pathway.owner,
            "title": _text(pathway.title),
            "summary": _text(pathway.summary),
            "provenance": [
                _compact(
                    {
                        "url": s.url,
                        "kind": s.kind,
                        "claim": s.claim,
                        "retrieved": _day(s.retrieved),
                        "published": s.published,
                    },
                    keep=("url", "claim"),
                )
                for s in pathway.provenance
            ],
            "goal": _goal(pathway),
            "unit": pathway.unit,
            "conversions": [
                _compact(
                    {
                        "from": c.source,
                        "to": c.target,
                        "num": c.ratio.numerator,
                        "den": c.ratio.denominator,
                        "authority": c.authority,
                        "source": c.provenance,
                        "status": c.status,
                    }
                )
                for c in pathway.conversions
            ],
            "issuers": {
                key: _compact({"name": i.name, "ids": list(i.ids), "names": list(i.names)})
                for key, i in pathway.issuers.items()
            },
            "scales": {key: list(words) for key, words in pathway.scales.items()},
            "achievements": {key: _achievement(rule) for key, rule in pathway.achievements.items()},
            "requires": _node(pathway.requires),
            "overlayBlocks": sorted(pathway.overlay_blocks),
            "sharing": [
                _compact({"between": list(s.between), "maxCount": s.max_count, "maxCredits": _number(s.max_credits)})
                for s in pathway.sharing
            ],
            "limits": [
                _compact(
                    {
                        "id": limit.id,
                        "kind": "max",
                        "where": str(limit.on),
                        "credits": _number(limit.credits),
                        "count": limit.count,
                        "of": _names(limit.of),
                        "issuers": _list(limit.issuers),
                    }
                )
                for limit in pathway.limits
            ],
            "notCombinable": [
                _compact(
                    {
                        "id": n.id,
                        "rules": _names(n.rules),
                        "achievements": _names(n.achievements),
                        "withRules": _names(n.with_rules),
                        "withAchievements": _names(n.with_achievements),
                        "otherTransfer": n.other_transfer,
                    }
                )
                for n in pathway.not_combinable
            ],
            "equivalences": [_rule(rule) for rule in pathway.rules],
            "use": list(pathway.use),
            "overrides": [
                _compact(
                    {
                        "node": o.node,
                        "action": str(o.action),
                        "credential": o.credential,
                        "by": o.by,
                        "date": o.date,
                        "note": o.note,
                    },
                    keep=("node", "by"),
                )
                for o in pathway.overrides
                if not o.own
            ],
            "flags": [_flag(flag) for flag in pathway.flags],
            "repeats": str(pathway.repeats),
            "passFail": {"grades": sorted(pathway.pass_fail.grades), "meetsMinimum": pathway.pass_fail.meets_minimum},
            "skills": {
                key: _compact(
                    {"title": _text(s.title), "match": [_match(m) for m in s.matches], "min": _minimum(s.min_grade)},
                    keep=("title",),
                )
                for key, s in pathway.skills.items()
            },
        },
        keep=("issuers", "achievements", "title"),
    )


def _compact(members: Mapping[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """Leave out what says nothing: None, empty texts and lists, false."""
    return {
        name: value
        for name, value in members.items()
        if name in keep or value not in (None, "", [], {}, False) or (value == 0 and value is not False)
    }


def _number(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    return None if amount is None else {"value": _number(amount.value), "unit": amount.unit}


def _text(text: Text) -> Any:
    if len(text.values) == 1 and text.values[0][0] is None:
        return text.values[0][1]
    return {tag or "en": words for tag, words in text.values}


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _window(window: Window | None) -> dict[str, Any] | None:
    return None if window is None else _compact({"from": _day(window.start), "to": _day(window.end)})


def _names(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _list(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)


def _minimum(minimum: MinimumGrade | None) -> dict[str, Any] | None:
    return None if minimum is None else {"scale": minimum.scale, "value": minimum.value}


def _level(level: Level | None) -> dict[str, Any] | None:
    return None if level is None else {"framework": level.framework, "value": level.value}


def _match(match: Match) -> dict[str, Any]:
    return _compact(
        {
            "by": str(match.by),
            "id": match.id,
            "targetUrl": match.target_url,
            "framework": match.framework,
            "code": match.code,
            "name": match.name,
        }
    )


def _achievement(rule: AchievementRule) -> dict[str, Any]:
    written = _compact(
        {
            "title": _text(rule.title),
            "kind": rule.kind,
            "achievementType": rule.achievement_type,
            "match": [_match(match) for match in rule.matches],
            "credits": _amount(rule.credits),
            "level": _level(rule.level),
            "validFor": None if rule.valid_for is None else str(rule.valid_for),
            "countsAfterExpiry": rule.counts_after_expiry,
            "maxAge": None if rule.max_age is None else str(rule.max_age),
            "effective": _window(rule.effective),
            "repeatable": rule.repeatable,
            "maxTimes": rule.max_times,
            "repeat": None if rule.repeat is None else str(rule.repeat),
            "renewedBy": list(rule.renewed_by),
            "requires": list(rule.requires),
            "skills": list(rule.skills),
            "plan": None if rule.plan is None else _plan(rule.plan),
        },
        keep=("title", "match"),
    )
    # An empty list of issuers recognises nobody; no list recognises everybody.
    return written | ({} if rule.issuers is None else {"issuers": list(rule.issuers)})


def _plan(plan: Plan) -> dict[str, Any]:
    cost = None if plan.cost is None else {"amount": _number(plan.cost), "currency": plan.currency}
    return _compact(
        {
            "hours": _number(plan.hours),
            "weeks": _number(plan.weeks),
            "cost": cost,
            "url": plan.url,
            "aid": _facts(plan.aid),
            "outcomes": _facts(plan.outcomes),
        }
    )


def _facts(facts: tuple[SourcedFact, ...]) -> list[dict[str, str]]:
    return [{"claim": fact.claim, "url": fact.url, "date": fact.date} for fact in facts]


def _rule(rule: EquivalenceRule) -> dict[str, Any]:
    return _compact(
        {
            "id": rule.id,
            "authority": rule.authority,
            "title": _text(rule.title) if rule.title.values else None,
            "source": rule.provenance,
            "effective": _window(rule.effective),
            "from": list(rule.sources),
            "fromAny": list(rule.any_of),
            "min": _minimum(rule.min_grade),
            "maxAge": None if rule.max_age is None else str(rule.max_age),
            "gives": [
                _compact({"achievement": g.achievement, "credits": _amount(g.credits), "grade": g.grade})
                for g in rule.gives
            ],
            "status": rule.status,
            "maxCreditsPerSource": _number(rule.max_credits),
            "onePerTarget": rule.one_per_target,
            "onePerSource": rule.one_per_source,
            "confirm": rule.confirm,
        }
    )


def _goal(pathway: Pathway) -> dict[str, Any] | None:
    goal = pathway.goal
    return _compact(
        {
            "achievementType": goal.achievement_type,
            "name": _text(goal.name) if goal.name.values else None,
            "achievement": goal.achievement,
            "ctid": goal.ctid,
            "level": _level(goal.level),
            "occupation": list(goal.occupation),
        }
    )


def _flag(flag: Flag) -> dict[str, Any]:
    common = {"id": flag.id, "title": _text(flag.title) if flag.title.values else None, "over": _list(flag.over)}
    if isinstance(flag, GradeAverage):
        points = {grade: _number(value) for grade, value in flag.points.items()}
        return _compact(common | {"kind": "gpa", "scale": flag.scale, "points": points, "min": _number(flag.minimum)})
    return _compact(common | {"kind": "age", "max": str(flag.maximum)})


def _node(node: Requirement) -> dict[str, Any]:
    common = {
        "id": node.id,
        "title": _text(node.title) if node.title.values else None,
        "weight": _number(node.weight),
        "milestone": _text(node.milestone) if node.milestone.values else None,
    }
    return _compact(common | _particular(node))


def _particular(node: Requirement) -> dict[str, Any]:
    match node:
        case All():
            return {"type": "all", "of": [_node(part) for part in node.of]}
        case Choose():
            return {"type": "choose", "n": node.n, "of": [_node(part) for part in node.of]}
        case Item():
            return {"type": "item", "achievement": list(node.achievements)} | _terms(node.terms)
        case Count():
            return {"type": "count", "n": node.n, "from": _pool(node.pool)} | _terms(node.terms)
        case CreditsFrom():
            return {"type": "credits", "need": _amount(node.need), "from": _pool(node.pool)} | _terms(node.terms)
        case Skills():
            return {"type": "skills", "of": list(node.of), "n": node.n}


def _pool(pool: tuple[str, ...] | None) -> list[str] | str:
    return "*" if pool is None else list(pool)


def _terms(terms: Terms) -> dict[str, Any]:
    return {
        "block": terms.block,
        "min": _minimum(terms.min_grade),
        "minLevel": _level(terms.min_level),
        "maxAge": None if terms.max_age is None else str(terms.max_age),
        "issuers": _list(terms.issuers),
        "notVia": terms.not_via,
        "caps": [{"of": sorted(cap.of), "max": _number(cap.maximum)} for cap in terms.caps],
    }
