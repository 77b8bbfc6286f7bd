"""A stack of the learner's own: from what the editor holds to a valid pathway file with provenance `personal`, and back."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NoReturn

from wallet.encoding.json_types import JsonObject
from wallet.errors import PathwayError
from wallet.i18n import N_
from wallet.messages.stacks import DraftItem, DraftLayer, StackDraft
from wallet.pathways.amounts import exact, show
from wallet.pathways.pathway import FORMAT, All, Choose, CreditsFrom, Item, MatchBy, Pathway, Requirement
from wallet.pathways.read_pathway import pathway_from


class DraftError(PathwayError):
    """What was written does not make a stack yet."""

    code = "stack.draft"
    explanation = N_("This does not make a stack yet.")
    advice = N_("A stack needs a title, and in each layer at least one item.")

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, step="stack.draft")
        # `explanation` belongs to the class; here each refusal has a sentence of its own, still a key of the catalogues.
        self.__dict__["explanation"] = sentence


class NotYoursError(PathwayError):
    """A published stack is not for the learner to rewrite."""

    code = "stack.not_yours"
    explanation = N_("Only a stack of your own can be edited.")
    advice = N_("Follow it as it is, or write one of your own.")


def write_draft(draft: StackDraft, identifier: str, today: date) -> JsonObject:
    """Return the pathway file of a draft. Raises DraftError, or PathwayError for what the format does not allow."""
    if not draft.title.strip():
        _refuse(N_("The stack has no title yet."))
    if not draft.layers:
        _refuse(N_("The stack has no layers yet."))
    achievements: dict[str, Any] = {}
    issuers: dict[str, Any] = {}
    layers = [_layer(layer, number, draft.unit, achievements, issuers) for number, layer in enumerate(draft.layers)]
    document: dict[str, Any] = {
        "format": FORMAT,
        "id": identifier,
        "version": today.isoformat(),
        "status": "personal",
        "title": {"en": draft.title.strip()},
        "unit": draft.unit,
        "issuers": issuers,
        "achievements": achievements,
        "requires": {"id": "root", "type": "all", "title": {"en": draft.title.strip()}, "of": layers},
    }
    if draft.summary.strip():
        document["summary"] = {"en": draft.summary.strip()}
    pathway_from(document)
    return document


def _refuse(sentence: str) -> NoReturn:
    raise DraftError(sentence)


def _layer(
    layer: DraftLayer, number: int, unit: str, achievements: dict[str, Any], issuers: dict[str, Any]
) -> JsonObject:
    items = [item for item in layer.items if item.title.strip()]
    if not items:
        _refuse(N_("A layer has no items yet."))
    keys = [_achievement(item, unit, achievements, issuers) for item in items]
    node: dict[str, Any] = {"id": f"layer-{number + 1}", "title": {"en": layer.title.strip() or str(number + 1)}}
    if layer.rule == "credits":
        need = exact(layer.number)
        if need is None or need <= 0:
            _refuse(N_("A layer does not say how many credits it asks for."))
        return node | {"type": "credits", "need": {"value": show(need), "unit": unit}, "from": list(keys)}
    parts: list[Any] = [{"id": key, "type": "item", "achievement": key} for key in keys]
    if layer.rule == "choose":
        wanted = exact(layer.number)
        if wanted is None or wanted.denominator != 1 or not 1 <= wanted <= len(parts):
            _refuse(N_("A layer does not say how many to choose, or more than it has."))
        return node | {"type": "choose", "n": int(wanted), "of": parts}
    return node | {"type": "all", "of": parts}


def _achievement(item: DraftItem, unit: str, achievements: dict[str, Any], issuers: dict[str, Any]) -> str:
    key = item.key or f"item-{len(achievements) + 1}"
    while key in achievements:
        key += "~"
    title = item.title.strip()
    match: dict[str, Any] = {"by": "name", "name": title}
    if item.identifier.strip():
        match = {"by": "achievement", "id": item.identifier.strip()}
    made: dict[str, Any] = {"title": {"en": title}, "match": [match]}
    credits = exact(item.credits) if item.credits.strip() else None
    if item.credits.strip() and (credits is None or credits < 0):
        _refuse(N_("The credits of an item are not a number."))
    if credits is not None and unit != "none":
        made["credits"] = {"value": show(credits), "unit": unit}
    if item.issuer.strip():
        made["issuers"] = [_issuer(item.issuer.strip(), issuers)]
    achievements[key] = made
    return key


def _issuer(name: str, issuers: dict[str, Any]) -> str:
    found = next((key for key, issuer in issuers.items() if issuer["name"] == name), None)
    if found is not None:
        return found
    key = f"issuer-{len(issuers) + 1}"
    by_id = name.startswith(("did:", "https://", "http://"))
    issuers[key] = {"name": name, "ids": [name] if by_id else [], "names": [] if by_id else [name]}
    return key


def read_draft(pathway: Pathway, language: str) -> StackDraft:
    """Return a personal stack as the editor holds it. Rules that the editor cannot show are refused, not lost."""
    root = pathway.requires
    if not isinstance(root, All):
        raise NotYoursError("its root is not a list of layers", step="stack.draft")
    layers = tuple(_draft_layer(pathway, node, language) for node in root.of)
    return StackDraft(pathway.title.best(language), pathway.unit, layers, pathway.summary.best(language))


def _draft_layer(pathway: Pathway, node: Requirement, language: str) -> DraftLayer:
    title = node.title.best(language)
    match node:
        case CreditsFrom() if node.pool is not None:
            items = tuple(_draft_item(pathway, key, language) for key in node.pool)
            return DraftLayer(title, "credits", items, show(node.need.value))
        case All() | Choose():
            items = tuple(_draft_item(pathway, key, language) for key in _items(node))
            number = str(node.n) if isinstance(node, Choose) else ""
            return DraftLayer(title, "choose" if isinstance(node, Choose) else "all", items, number)
        case _:
            raise NotYoursError("a layer that the editor cannot show", step="stack.draft")


def _items(node: All | Choose) -> Iterator[str]:
    for part in node.of:
        if not isinstance(part, Item) or len(part.achievements) != 1:
            raise NotYoursError("an item that the editor cannot show", step="stack.draft")
        yield part.achievements[0]


def _draft_item(pathway: Pathway, key: str, language: str) -> DraftItem:
    rule = pathway.achievements[key]
    match = next((match for match in rule.matches if match.by is MatchBy.ACHIEVEMENT), None)
    issuer = pathway.issuers[rule.issuers[0]].name if rule.issuers else ""
    credits = "" if rule.credits is None else show(rule.credits.value)
    return DraftItem(rule.title.best(language), credits, issuer, match.id if match is not None else "", key)
