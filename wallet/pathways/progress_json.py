"""`progress --json`: the whole report as JSON (`resources/schemas/stack-progress-1.schema.json`). Fractions stay exact."""

from datetime import date
from fractions import Fraction
from typing import Any

from wallet.credentials.model import Text
from wallet.encoding.json_types import JsonObject
from wallet.pathways.amounts import show
from wallet.pathways.flags import FlagReport
from wallet.pathways.next_steps import Plan
from wallet.pathways.not_counted import NotCounted
from wallet.pathways.pathway import Override
from wallet.pathways.progress import Figure, Loss, ProgressReport, Risk
from wallet.pathways.reason_words import sentence
from wallet.pathways.reasons import WhyNot, WhyOpen
from wallet.pathways.requirements import Fill, RequirementReport
from wallet.pathways.standing import Reason

FORMAT = "stack-progress/1"


def progress_json(report: ProgressReport, language: str) -> dict[str, Any]:
    """Return the report as JSON; `language` is that of its sentences, codes are for programs."""
    pathway, word = report.pathway, report.attribution
    return {
        "format": FORMAT,
        "pathway": {
            "id": pathway.id,
            "version": pathway.version,
            "title": pathway.title.best(language),
            "status": str(pathway.status),
            "unit": pathway.unit,
            "catalogue_year": pathway.catalogue_year or None,
        },
        "attribution": {
            "word": str(word.word),
            "source": word.source,
            "date": word.date,
            "url": word.url,
            "verdict": None if word.verdict is None else str(word.verdict),
            "sentence": word.sentence.render(language),
        },
        "according_to": word.according_to.render(language),
        "on": report.on.isoformat(),
        "counts_now": figure_json(report.counts_now),
        "certain": figure_json(report.certain),
        "provisional": figure_json(report.provisional),
        "with_in_progress": figure_json(report.with_in_progress),
        "if_issued": figure_json(report.if_issued),
        "at_risk": [_risk(risk) for risk in report.at_risk],
        "lost_to_expiry": _loss(report.lost_to_expiry),
        "remaining": _share(report.remaining) | {"open": list(report.open)},
        "bound": _share(report.counts_now.upper),
        "proven_optimal": report.counts_now.proven,
        "requirements": [_requirement(found, language) for found in report.requirements],
        "not_counted": [not_counted_json(found, language) for found in report.not_counted],
        "suggestions": [{"credential": s.holding, "achievement": s.achievement} for s in report.suggestions],
        "flags": [_flag(flag, language) for flag in report.flags],
        "overrides": [_override(override) for override in report.overrides],
        "catalogue_fits": report.catalogue_fits,
    }


def not_counted_json(found: NotCounted, language: str) -> dict[str, Any]:
    """Return one holding that fills nothing, with its reasons."""
    return {
        "credential": found.holding,
        "title": found.title.best(language),
        "reasons": [_reason(reason, language) for reason in found.reasons],
        "would_count": found.would_count,
    }


def _override(override: Override) -> dict[str, Any]:
    return {
        "node": override.node,
        "action": str(override.action),
        "credential": override.credential or None,
        "by": override.by,
        "date": override.date,
        "note": override.note,
        "own": override.own,
    }


def _share(share: Fraction) -> dict[str, Any]:
    return {"exact": str(share), "percent": int(share * 100)}


def figure_json(figure: Figure) -> dict[str, Any]:
    """Return one figure: exact fraction, whole percentage, bound and whether it is proven."""
    return {
        "exact": str(figure.exact),
        "percent": figure.percent,
        "upper": str(figure.upper),
        "upper_percent": figure.upper_percent,
        "proven_optimal": figure.proven,
        "complete": figure.complete,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _risk(risk: Risk) -> dict[str, Any]:
    lapsing = [{"credential": holding, "until": end.isoformat()} for holding, end in risk.holdings]
    return {"months": risk.months, "then": figure_json(risk.figure), "loss": _share(risk.loss), "lapsing": lapsing}


def _loss(loss: Loss) -> dict[str, Any]:
    lapsed = [{"credential": holding, "until": _day(end)} for holding, end in loss.holdings]
    return {"without_expiry": figure_json(loss.figure), "loss": _share(loss.loss), "lapsed": lapsed}


def _reason(reason: Reason, language: str) -> dict[str, Any]:
    facts = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in reason.facts.items()}
    return {"code": reason.code, "facts": facts, "sentence": sentence(reason).render(language)}


def _title(text: Text, language: str, otherwise: str) -> str:
    return text.best(language) or otherwise


def _requirement(found: RequirementReport, language: str) -> dict[str, Any]:
    return {
        "id": found.id,
        "type": found.kind,
        "title": _title(found.title, language, found.id),
        "parent": found.parent or None,
        "depth": found.depth,
        "block": found.block,
        "milestone": found.milestone.best(language) or None,
        "weight": str(found.weight),
        "value": _share(found.value),
        "satisfied": found.satisfied,
        "have": show(found.have),
        "need": show(found.need),
        "lacks": show(found.lacks),
        "unit": found.unit or None,
        "waived": None if found.waived is None else _reason(found.waived, language),
        "filled_by": [_fill(fill, language) for fill in found.fills],
    }


def _fill(fill: Fill, language: str) -> dict[str, Any]:
    return {
        "credentials": list(fill.holdings),
        "achievement": fill.achievement or None,
        "counted": show(fill.counted),
        "rule": fill.rule or None,
        "to_confirm": [_reason(reason, language) for reason in fill.conditions],
        "notes": [_reason(reason, language) for reason in fill.notes],
        "expires": _day(fill.expires),
    }


def _flag(flag: FlagReport, language: str) -> dict[str, Any]:
    return {
        "id": flag.id,
        "kind": flag.kind,
        "title": _title(flag.title, language, flag.id),
        "holds": flag.holds,
        "value": None if flag.value is None else str(flag.value),
        "minimum": None if flag.minimum is None else str(flag.minimum),
        "credentials": list(flag.holdings),
    }


def why_not_json(found: WhyNot, language: str) -> JsonObject:
    """Return why a holding does not count, or not elsewhere."""
    return {
        "credential": found.holding,
        "counted_at": list(found.counted_at),
        "reasons": [_reason(reason, language) for reason in found.reasons],
        "alternatives": [
            {
                "requirement": other.requirement,
                "replaces": list(other.replaces),
                "possible": other.change is not None,
                "change": None if other.change is None else str(other.change),
                "costs": [
                    {"requirement": c.requirement, "amount": show(c.amount), "unit": c.unit} for c in other.costs
                ],
            }
            for other in found.alternatives
        ],
        "tests": [
            {"achievement": one.achievement, "by": str(one.by), "test": test.name, "outcome": str(test.outcome)}
            | _reason(test.reason, language)
            for one in found.candidates
            for test in one.tests
        ],
    }


def why_open_json(found: WhyOpen, language: str) -> JsonObject:
    """Return why a requirement is open."""

    def fitting(items: Any) -> list[Any]:
        return [
            {"credential": f.holding, "used_at": list(f.used_at), "failed": [_reason(r, language) for r in f.failed]}
            for f in items
        ]

    return {
        "requirement": found.requirement,
        "lacks": show(found.lacks),
        "fits": fitting(found.fits),
        "nearly": fitting(found.nearly),
        "would_do": list(found.would_do),
    }


def plan_json(plan: Plan, language: str) -> JsonObject:
    """Return what to do next."""
    return {
        "aim": str(plan.aim),
        "completes": plan.completes,
        "total": None if plan.total is None else show(plan.total),
        "currency": plan.currency or None,
        "proven_optimal": plan.proven,
        "after": str(plan.progress_after),
        "blocked": list(plan.blocked),
        "unmet_prerequisites": [offer for offer, _ in plan.unmet],
        "steps": [
            {
                "offer": step.offer.holding.id,
                "achievement": step.achievement,
                "title": step.offer.holding.title.best(language),
                "after": list(step.after),
                "cost": None if step.offer.cost is None else show(step.offer.cost),
                "currency": step.offer.currency or None,
                "hours": None if step.offer.hours is None else show(step.offer.hours),
                "weeks": None if step.offer.weeks is None else show(step.offer.weeks),
                "aid": [{"claim": f.claim, "url": f.url, "date": f.date} for f in step.offer.aid],
                "outcomes": [{"claim": f.claim, "url": f.url, "date": f.date} for f in step.offer.outcomes],
            }
            for step in plan.steps
        ],
    }
