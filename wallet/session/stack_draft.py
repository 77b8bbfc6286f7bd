"""A stack of the learner's own: from what the editor holds to a valid pathway file with provenance `personal`.

What does not make a stack yet is refused with its place (which layer, which item) and the reason. The way back is `read_draft.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NoReturn

from wallet.encoding.json_types import JsonObject
from wallet.errors import PathwayError
from wallet.i18n import N_
from wallet.messages.stacks import DraftItem, DraftLayer, StackDraft
from wallet.pathways.amounts import exact, show
from wallet.pathways.pathway import FORMAT
from wallet.pathways.read_pathway import pathway_from

SCALE = "own"
DEEPEST = 4  # groups inside groups


class DraftError(PathwayError):
    """What was written does not make a stack yet. `at` is where: places of layers from the foundations, "/"-joined, then `#` and the item's."""

    code = "stack.draft"
    explanation = N_("This does not make a stack yet.")
    advice = N_("A stack needs a title, and in each layer at least one item.")

    def __init__(self, sentence: str, where: str = "", at: str = "") -> None:
        super().__init__(sentence, step="stack.draft", where=where, at=at)
        # `explanation` belongs to the class; here each refusal has a sentence of its own, still a key of the catalogues.
        self.__dict__["explanation"] = sentence


class NotYoursError(PathwayError):
    """A published stack is not for the learner to rewrite."""

    code = "stack.not_yours"
    explanation = N_("Only a stack of your own can be edited.")
    advice = N_("Follow it as it is, or write one of your own.")


class NotInEditorError(PathwayError):
    """A personal stack with rules that the editor cannot show: to save it again would lose them."""

    code = "stack.not_in_editor"
    explanation = N_("This stack has rules that the editor cannot show, and saving would lose them.")
    advice = N_("Change its file by hand, and follow it again.")


def write_draft(draft: StackDraft, identifier: str, today: date) -> JsonObject:
    """Return the pathway file of a draft. Raises DraftError, or PathwayError for what the format does not allow."""
    return _Writer(draft).write(identifier, today)


@dataclass(slots=True)
class _Place:
    """Where in the draft: for a person, and for the editor."""

    title: str
    at: str

    def item(self, item: DraftItem, number: int) -> "_Place":
        return _Place(f"{self.title} · {item.title.strip() or number + 1}", f"{self.at}#{number}")

    def inside(self, layer: DraftLayer, number: int) -> "_Place":
        name = layer.title.strip() or str(number + 1)
        return _Place(
            f"{self.title} › {name}" if self.title else name, f"{self.at}/{number}" if self.at else str(number)
        )


@dataclass(slots=True)
class _Writer:
    draft: StackDraft
    achievements: dict[str, Any] = field(default_factory=dict)
    issuers: dict[str, Any] = field(default_factory=dict)
    written: dict[str, _Place] = field(default_factory=dict)  # key of an item → where it stands

    def write(self, identifier: str, today: date) -> JsonObject:
        draft = self.draft
        if not draft.title.strip():
            _refuse(N_("The stack has no title yet."))
        if not draft.layers:
            _refuse(N_("The stack has no layers yet."))
        nowhere = _Place("", "")
        layers = [
            self._layer(layer, f"layer-{n + 1}", nowhere.inside(layer, n), 0) for n, layer in enumerate(draft.layers)
        ]
        self._check_order()
        title = {"en": draft.title.strip()}
        document: dict[str, Any] = {
            "format": FORMAT,
            "id": identifier,
            "version": today.isoformat(),
            "status": "personal",
            "title": title,
            "unit": draft.unit,
            "issuers": self.issuers,
            "achievements": self.achievements,
            "requires": {"id": "root", "type": "all", "title": title, "of": layers},
        }
        if draft.summary.strip():
            document["summary"] = {"en": draft.summary.strip()}
        if self._grades():
            document["scales"] = {SCALE: self._grades()}
        pathway_from(document)
        return document

    def _grades(self) -> list[str]:
        grades = [grade.strip() for grade in self.draft.grades if grade.strip()]
        if len(grades) == 1 or len(set(grades)) != len(grades):
            _refuse(N_("The grades need at least two words, each once, the worst first."), at="grades")
        return grades

    def _layer(self, layer: DraftLayer, name: str, place: _Place, depth: int) -> JsonObject:
        items = [(number, item) for number, item in enumerate(layer.items) if item.title.strip()]
        if not items and not layer.parts:
            _refuse(N_("A layer has no items yet."), place)
        if depth > DEEPEST:
            _refuse(N_("Groups are nested too deeply."), place)
        node: dict[str, Any] = {"id": name, "title": {"en": layer.title.strip() or name.rsplit("-", 1)[-1]}}
        if layer.milestone.strip():
            node["milestone"] = {"en": layer.milestone.strip()}
        keys = [self._achievement(item, place.item(item, number)) for number, item in items]
        if layer.rule in ("credits", "count"):
            return node | self._pool(layer, keys, [item for _, item in items], place)
        parts = [self._item(item, key, layer, place) for key, (_, item) in zip(keys, items, strict=True)]
        parts += [
            self._layer(part, f"{name}-{n + 1}", place.inside(part, n), depth + 1) for n, part in enumerate(layer.parts)
        ]
        if layer.rule == "choose":
            wanted = _whole(layer.number)
            if wanted is None or not 1 <= wanted <= len(parts):
                _refuse(N_("A layer does not say how many to choose, or more than it has."), place)
            return node | {"type": "choose", "n": wanted, "of": parts}
        return node | {"type": "all", "of": parts}

    def _item(self, item: DraftItem, key: str, layer: DraftLayer, place: _Place) -> JsonObject:
        node: dict[str, Any] = {"id": f"item-of-{key}", "type": "item", "achievement": key}
        grade = item.grade.strip() or layer.grade.strip()
        return node | ({"min": self._minimum(grade, place)} if grade else {})

    def _pool(self, layer: DraftLayer, keys: list[str], items: list[DraftItem], place: _Place) -> JsonObject:
        if layer.parts:
            _refuse(N_("So many credits, or so many items, are asked of items alone, not of groups."), place)
        node: dict[str, Any] = {"type": layer.rule, "from": keys}
        if layer.rule == "credits":
            need = exact(layer.number)
            if need is None or need <= 0:
                _refuse(N_("A layer does not say how many credits it asks for."), place)
            node["need"] = {"value": show(need), "unit": self.draft.unit}
        else:
            wanted = _whole(layer.number)
            if wanted is None or not 1 <= wanted <= len(keys):
                _refuse(N_("A layer does not say how many to choose, or more than it has."), place)
            node["n"] = wanted
        if layer.grade.strip():
            node["min"] = self._minimum(layer.grade.strip(), place)
        if any(item.grade.strip() for item in items):
            _refuse(N_("Where credits or a number are asked for, the grade is the layer’s, not an item’s."), place)
        node |= self._cap(layer, keys, items, place)
        return node

    def _cap(self, layer: DraftLayer, keys: list[str], items: list[DraftItem], place: _Place) -> dict[str, Any]:
        capped = [key for key, item in zip(keys, items, strict=True) if item.capped]
        if not layer.cap.strip():
            return {}
        most = exact(layer.cap)
        if most is None or most < 0 or not capped:
            _refuse(N_("A cap needs a number, and at least one item that it is for."), place)
        return {"caps": [{"of": capped, "max": show(most)}]}

    def _minimum(self, grade: str, place: _Place) -> JsonObject:
        if grade not in self._grades():
            _refuse(N_("A grade is asked for that is not among the grades of the stack."), place)
        return {"scale": SCALE, "value": grade}

    def _achievement(self, item: DraftItem, place: _Place) -> str:
        key = item.key or f"item-{len(self.achievements) + 1}"
        while key in self.achievements:
            key += "~"
        made: dict[str, Any] = {"title": {"en": item.title.strip()}, "match": [_match(item)]}
        credits = _number(item.credits, N_("The credits of an item are not a number."), place)
        if credits is not None and self.draft.unit != "none":
            made["credits"] = {"value": show(credits), "unit": self.draft.unit}
        if item.issuer.strip():
            made["issuers"] = [self._issuer(item.issuer.strip())]
        if item.years.strip():
            made["validFor"] = _validity(item.years, place)
        if item.after:
            made["requires"] = list(dict.fromkeys(item.after))
        if plan := _plan(item, place):
            made["plan"] = plan
        self.achievements[key] = made
        self.written[key] = place
        return key

    def _issuer(self, name: str) -> str:
        found = next((key for key, issuer in self.issuers.items() if issuer["name"] == name), None)
        if found is not None:
            return found
        key = f"issuer-{len(self.issuers) + 1}"
        by_id = name.startswith(("did:", "https://", "http://"))
        self.issuers[key] = {"name": name, "ids": [name] if by_id else [], "names": [] if by_id else [name]}
        return key

    def _check_order(self) -> None:
        """What comes first must be in the stack, and nothing may lead back to itself."""
        for key, made in self.achievements.items():
            for first in made.get("requires", ()):
                if first not in self.achievements:
                    _refuse(N_("An item comes after one that is not in the stack any more."), self.written[key])
        for key in self.achievements:
            if key in self._before(key):
                _refuse(N_("An item would have to be passed before itself."), self.written[key])

    def _before(self, key: str) -> set[str]:
        found: set[str] = set()
        waiting = list(self.achievements[key].get("requires", ()))
        while waiting:
            first = waiting.pop()
            if first not in found:
                found.add(first)
                waiting += self.achievements[first].get("requires", ())
        return found


def _refuse(sentence: str, place: _Place | None = None, at: str = "") -> NoReturn:
    raise DraftError(sentence, place.title if place is not None else "", place.at if place is not None else at)


def _match(item: DraftItem) -> JsonObject:
    identifier = item.identifier.strip()
    if identifier.lower().startswith("ce-"):
        return {"by": "ctid", "id": identifier}
    return {"by": "achievement", "id": identifier} if identifier else {"by": "name", "name": item.title.strip()}


def _number(text: str, sentence: str, place: _Place) -> Fraction | None:
    if not text.strip():
        return None
    value = exact(text.strip())
    if value is None or value < 0:
        _refuse(sentence, place)
    return value


def _whole(text: str) -> int | None:
    value = exact(text.strip()) if text.strip() else None
    return int(value) if value is not None and value.denominator == 1 else None


def _validity(text: str, place: _Place) -> str:
    years = _number(text, N_("How long an item is valid is not a number of years."), place)
    months = (years or Fraction(0)) * 12
    if months.denominator != 1 or not 1 <= months <= 1_200:
        _refuse(N_("How long an item is valid is not a number of years."), place)
    return f"P{int(months)}M"


def _plan(item: DraftItem, place: _Place) -> dict[str, Any]:
    plan: dict[str, Any] = {}
    hours = _number(item.hours, N_("The hours of an item are not a number."), place)
    if hours is not None:
        plan["hours"] = show(hours)
    if item.cost.strip():
        amount, _, currency = item.cost.strip().partition(" ")
        value = _number(amount, N_("A cost is a number and a currency, such as 120 EUR."), place)
        if value is None or not currency.strip():
            _refuse(N_("A cost is a number and a currency, such as 120 EUR."), place)
        plan["cost"] = {"amount": show(value), "currency": currency.strip()}
    return plan
