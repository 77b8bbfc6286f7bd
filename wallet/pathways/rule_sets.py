"""Rule sets that live in a file of their own: a credit bank's, a transfer agreement's. Added to a pathway, never fetched.

`stack-rules/1` has the members `id`, `version`, `status`, `title`, `provenance`, `issuers`, `scales`, `conversions`,
`achievements`, `equivalences`, each as in a pathway. Keys that both files define mean the pathway's own.
"""

from dataclasses import replace
from typing import Any

from wallet.credentials.model import Text
from wallet.i18n import N_
from wallet.pathways.cursor import Cursor
from wallet.pathways.pathway import Pathway
from wallet.pathways.read_pathway import pathway_from, read_document
from wallet.pathways.read_rules import read_rule
from wallet.pathways.refusal import refuse
from wallet.pathways.write_pathway import write_pathway

RULES_FORMAT = "stack-rules/1"
_MEMBERS = (
    "format",
    "id",
    "version",
    "status",
    "title",
    "provenance",
    "issuers",
    "scales",
    "conversions",
    "achievements",
)


def with_rules(pathway: Pathway, source: bytes | str) -> Pathway:
    """Return the pathway with the rules of a rule-set file added. Raises PathwayError with place and reason."""
    rules: Any = read_document(source)
    if not isinstance(rules, dict) or rules.get("format") != RULES_FORMAT:
        refuse(N_("{place}: this is not a stack-rules/1 file."), "/format", "pathway.format")
    for name in rules:
        if name not in (*_MEMBERS, "equivalences"):
            refuse(N_("{place}: “{name}” is not part of this format."), "", name=name[:80])
    merged: Any = write_pathway(pathway)
    for name in ("issuers", "scales", "achievements"):
        merged[name] = _object(rules, name) | merged.get(name, {})
    for name in ("provenance", "conversions"):
        merged[name] = merged.get(name, []) + _list(rules, name)
    first = len(pathway.provenance)
    added = [_moved(rule, first) for rule in _list(rules, "equivalences")]
    merged["equivalences"] = merged.get("equivalences", []) + [rule for rule in added if not _has(pathway, rule)]
    return pathway_from(merged)


def rule_set_title(source: bytes | str) -> Text:
    """Return what a rule set calls itself, in its languages."""
    document = read_document(source)
    title = document.get("title") if isinstance(document, dict) else None
    return Cursor(title, "/title").words() if title is not None else Text()


def _has(pathway: Pathway, rule: Any) -> bool:
    """A stack that came with the rules of this set has them already; another rule under the same id is refused later."""
    known = [
        replace(own, provenance=None) for own in pathway.rules if isinstance(rule, dict) and own.id == rule.get("id")
    ]
    return bool(known) and known[0] == replace(read_rule(Cursor(rule)), provenance=None)


def _object(rules: dict[str, Any], name: str) -> dict[str, Any]:
    value = rules.get(name, {})
    if not isinstance(value, dict):
        refuse(N_("{place}: an object was expected."), f"/{name}")
    return value


def _list(rules: dict[str, Any], name: str) -> list[Any]:
    value = rules.get(name, [])
    if not isinstance(value, list):
        refuse(N_("{place}: a list was expected."), f"/{name}")
    return value


def _moved(rule: Any, first: int) -> Any:
    """Sources are numbered within their own file: behind the pathway's own they start later."""
    if isinstance(rule, dict) and isinstance(rule.get("source"), int):
        return rule | {"source": rule["source"] + first}
    return rule
