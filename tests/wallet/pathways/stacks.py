"""Short ways to write a stack and what is held, for tests that tell a story."""

import json
from datetime import date
from typing import Any

from wallet.pathways.holding import Holding
from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.pathway import Pathway
from wallet.pathways.progress import ProgressReport, measure
from wallet.pathways.read_pathway import read_pathway

TODAY = date(2026, 11, 22)
UNI = {"uni": {"name": "Uni", "ids": ["urn:uni"]}, "bank": {"name": "Bank", "ids": ["urn:bank"], "names": ["The Bank"]}}


def course(key: str, credits: object = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": {"en": key},
        "match": [{"by": "achievement", "id": f"urn:{key}"}],
        "issuers": ["uni"],
    }
    if credits is not None:
        found["credits"] = {"value": credits, "unit": "us-sem"}
    return found | more


def document(achievements: dict[str, Any], requires: Any, **more: Any) -> dict[str, Any]:
    node = {"id": "root", "type": "all", "of": requires} if isinstance(requires, list) else requires
    base = {
        "format": "stack-pathway/1",
        "id": "urn:example:test",
        "version": "1",
        "status": "illustrative",
        "title": {"en": "Test"},
        "unit": "us-sem",
        "owner": "uni",
        "issuers": UNI,
        "scales": {"letter": ["F", "D", "C", "B", "A"]},
        "achievements": achievements,
        "requires": node,
    }
    return base | more


def stack(achievements: dict[str, Any], requires: Any, **more: Any) -> Pathway:
    return read_pathway(json.dumps(document(achievements, requires, **more)))


def item(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "type": "item", "achievement": key} | more


def held(identifier: str, achievement: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "achievement": f"urn:{achievement or identifier}",
        "issuer": {"id": "urn:uni"},
        "awarded": "2026-01-01",
        "status": "verified",
    } | more


def holdings(*rows: dict[str, Any]) -> tuple[Holding, ...]:
    return read_holdings(json.dumps({"credentials": list(rows)})).holdings


def progress(pathway: Pathway, *rows: dict[str, Any], **more: Any) -> ProgressReport:
    return measure(pathway, holdings(*rows), more.pop("on", TODAY), **more)


def reasons(report: ProgressReport, holding: str) -> list[str]:
    return [r.code for found in report.not_counted if found.holding == holding for r in found.reasons]
