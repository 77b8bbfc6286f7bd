"""A stack out of an Open Badges 3.0 achievement's own alignments: one requirement for each framework node it names."""

from typing import Any

from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.i18n import N_
from wallet.pathways.imported import Draft, ImportedPathway
from wallet.pathways.refusal import refuse


def find_achievement(document: JsonValue) -> JsonObject | None:
    """Return the achievement of a credential, or the achievement itself, or None."""
    if not isinstance(document, dict):
        return None
    subjects = document.get("credentialSubject")
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        inside = subject.get("achievement") if isinstance(subject, dict) else None
        for achievement in inside if isinstance(inside, list) else [inside]:
            if isinstance(achievement, dict) and achievement.get("alignment"):
                return achievement
    types = document.get("type") or document.get("@type") or []
    named = types if isinstance(types, list) else [types]
    return document if document.get("alignment") and "Achievement" in named else None


def read_alignments(achievement: JsonObject) -> ImportedPathway:
    """Return a stack that asks for every node the achievement is aligned with. Raises PathwayError where there is none."""
    identifier = achievement.get("id")
    name = achievement.get("name")
    title = name if isinstance(name, str) else str(identifier)
    source = identifier if isinstance(identifier, str) else "urn:alignments"
    draft = Draft(f"{source}#alignments", {"en": title}, source)
    alignments = achievement.get("alignment")
    parts: list[dict[str, Any]] = []
    for alignment in alignments if isinstance(alignments, list) else [alignments]:
        if isinstance(alignment, dict) and (match := _match(alignment)):
            label = alignment.get("targetName")
            words = label if isinstance(label, str) else next(iter(match.values()))
            key = match.get("targetUrl") or f"{match.get('framework')} {match.get('code')}"
            draft.achievements.setdefault(key, {"title": {"en": words}, "match": [match]})
            parts.append(draft.item(key, key))
    if not parts:
        refuse(N_("{place}: this achievement is aligned with nothing."), "/alignment", "pathway.empty")
    draft.warn(N_("Being aligned is not being required: every node that is named was taken as a part."))
    return draft.finish(draft.choice("root", parts, None, {"en": title}), {"name": {"en": title}})


def _match(alignment: JsonObject) -> dict[str, str] | None:
    url, framework, code = (alignment.get(name) for name in ("targetUrl", "targetFramework", "targetCode"))
    if isinstance(url, str) and url:
        return {"by": "alignment", "targetUrl": url}
    if isinstance(framework, str) and isinstance(code, str) and framework and code:
        return {"by": "alignment", "framework": framework, "code": code}
    return None
