"""A personal stack as the editor holds it. Rules that the editor cannot show are refused, never lost."""

from datetime import date
from fractions import Fraction

from wallet.messages.stacks import DraftItem, DraftLayer, StackDraft
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
    Terms,
)
from wallet.pathways.read_pathway import pathway_from
from wallet.session.stack_draft import SCALE, NotInEditorError, write_draft

_RULES = (
    *("unit", "scales", "sharing", "limits", "not_combinable", "rules", "flags", "repeats", "pass_fail"),
    *("overlay_blocks", "overrides", "skills", "conversions"),
)
_PERSONAL_ID = "urn:tessera:draft"


def read_draft(pathway: Pathway, language: str) -> StackDraft:
    """Return the draft of a personal stack. Raises NotInEditorError where writing it again would say something else."""
    root = pathway.requires
    if not isinstance(root, All):
        raise NotInEditorError("its root is not a list of layers", step="stack.draft")
    layers = tuple(_layer(pathway, node, language) for node in root.of)
    grades = pathway.scales.get(SCALE, ())
    title, summary = pathway.title.best(language), pathway.summary.best(language)
    draft = StackDraft(title, pathway.unit, layers, summary, grades)
    _check_same(pathway, draft)
    return draft


def _check_same(pathway: Pathway, draft: StackDraft) -> None:
    """What the draft would write must hold every rule that the stack has."""
    again = pathway_from(write_draft(draft, _PERSONAL_ID, date(2000, 1, 1)))
    for name in _RULES:
        if getattr(again, name) != getattr(pathway, name):
            raise NotInEditorError(f"its {name} cannot be edited", step="stack.draft")
    if [_bare(rule) for rule in again.achievements.values()] != [_bare(rule) for rule in pathway.achievements.values()]:
        raise NotInEditorError("its achievements have rules of their own", step="stack.draft")


def _bare(rule: AchievementRule) -> tuple[object, ...]:
    return (
        rule.key,
        rule.matches,
        rule.credits,
        rule.level,
        rule.valid_for,
        rule.counts_after_expiry,
        rule.max_age,
        rule.effective,
        rule.repeatable,
        rule.renewed_by,
        rule.requires,
        rule.skills,
        rule.plan,
    )


def _layer(pathway: Pathway, node: Requirement, language: str) -> DraftLayer:
    title, milestone = node.title.best(language), node.milestone.best(language)
    if node.weight is not None:
        raise NotInEditorError("a weight", step="stack.draft")
    match node:
        case CreditsFrom() | Count() if node.pool is not None:
            number = show(node.need.value) if isinstance(node, CreditsFrom) else str(node.n)
            rule = "credits" if isinstance(node, CreditsFrom) else "count"
            cap, capped = _cap(node.terms)
            items = tuple(_item(pathway, key, language, capped=key in capped) for key in node.pool)
            return DraftLayer(title, rule, items, number, _grade(node.terms), cap, milestone)
        case All() | Choose():
            items = tuple(_single(pathway, part, language) for part in node.of if isinstance(part, Item))
            parts = tuple(_layer(pathway, part, language) for part in node.of if not isinstance(part, Item))
            number = str(node.n) if isinstance(node, Choose) else ""
            kind = "choose" if isinstance(node, Choose) else "all"
            return DraftLayer(title, kind, items, number, milestone=milestone, parts=parts)
        case _:
            raise NotInEditorError("a layer that the editor cannot show", step="stack.draft")


def _grade(terms: Terms) -> str:
    if terms.block or terms.min_level or terms.max_age or terms.issuers or terms.not_via:
        raise NotInEditorError("a condition that the editor cannot show", step="stack.draft")
    return "" if terms.min_grade is None else terms.min_grade.value


def _cap(terms: Terms) -> tuple[str, frozenset[str]]:
    if not terms.caps:
        return "", frozenset()
    if len(terms.caps) > 1:
        raise NotInEditorError("several caps", step="stack.draft")
    return show(terms.caps[0].maximum), terms.caps[0].of


def _single(pathway: Pathway, node: Item, language: str) -> DraftItem:
    if len(node.achievements) != 1 or node.title.values or node.terms.caps:
        raise NotInEditorError("an item that the editor cannot show", step="stack.draft")
    return _item(pathway, node.achievements[0], language, grade=_grade(node.terms))


def _item(pathway: Pathway, key: str, language: str, *, grade: str = "", capped: bool = False) -> DraftItem:
    rule = pathway.achievements[key]
    identifier = next((m.id for m in rule.matches if m.by in (MatchBy.ACHIEVEMENT, MatchBy.CTID)), "")
    hours, cost = _plan(rule)
    return DraftItem(
        title=rule.title.best(language),
        credits="" if rule.credits is None else show(rule.credits.value),
        issuer=pathway.issuers[rule.issuers[0]].name if rule.issuers else "",
        identifier=identifier,
        key=key,
        grade=grade,
        years="" if rule.valid_for is None else show(Fraction(rule.valid_for.months, 12)),
        after=rule.requires,
        capped=capped,
        hours=hours,
        cost=cost,
    )


def _plan(rule: AchievementRule) -> tuple[str, str]:
    plan = rule.plan
    if plan is None:
        return "", ""
    cost = "" if plan.cost is None else f"{show(plan.cost)} {plan.currency}"
    return "" if plan.hours is None else show(plan.hours), cost
