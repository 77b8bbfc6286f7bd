"""CTDL pathways (Credential Engine), and LearnCard's, which are CTDL in a wrapper: tolerant, a warning for each assumption."""

from fractions import Fraction
from typing import Any

from wallet.encoding.json_types import JsonValue
from wallet.i18n import N_
from wallet.pathways.amounts import Amount, exact, show
from wallet.pathways.ctdl_graph import Component, Graph, local, read_graph
from wallet.pathways.imported import Draft, ImportedPathway
from wallet.pathways.refusal import refuse

DEPTH_AT_MOST = 20
NODES_AT_MOST = 4_000
_DESTINATION = ("hasDestinationComponent", "hasRoot")
_CHILDREN = ("hasChild", "isParentOf")
_GROUPS = frozenset({"BasicComponent", "Basic", "SelectionComponent", "CollectionComponent"})
_UNITS = {"SemesterHours": "us-sem", "QuarterHours": "us-qtr", "ContactHours": "clock-hour", "ClockHours": "clock-hour"}
_UNITS |= {"ECTS": "ects", "ContinuingEducationUnit": "ceu", "CATS": "cats"}


def read_ctdl(document: JsonValue) -> ImportedPathway:
    """Return the first pathway of a CTDL document. Raises PathwayError where there is none."""
    graph = read_graph(document)
    found = [node for node in graph.values() if "Pathway" in node.types]
    if not found:
        refuse(N_("{place}: there is no pathway in this file."), "/", "pathway.format")
    importer = _Importer(graph, found[0])
    if len(found) > 1:
        importer.draft.warn(N_("The file holds several pathways: only “{name}” was taken."), name=_name(found[0]))
    return importer.run()


def _name(component: Component) -> str:
    return next(iter(component.text("name", "title", "label").values()), component.id)


class _Importer:
    def __init__(self, graph: Graph, pathway: Component) -> None:
        self.graph = graph
        self.pathway = pathway
        title = pathway.text("name", "title") or {"en": pathway.id}
        self.draft = Draft(pathway.id, title, pathway.id, summary=pathway.text("description"))
        self.draft.unit = self._unit()
        self.forward = False
        self.seen: set[str] = set()
        self.nodes = 0

    def run(self) -> ImportedPathway:
        destinations = [c for c in self._known(self.pathway.references(*_DESTINATION)) if c is not self.pathway]
        self.forward = self._points_forward(destinations)
        if not destinations:
            destinations = self._tops()
            self.draft.warn(N_("No destination is named: everything that nothing else contains was taken as required."))
        goal = {"name": destinations[0].text("name") or self.draft.title} if len(destinations) == 1 else {}
        parts = [part for end in destinations for part in self._destination(end)]
        parts += self._strays()
        if not parts:
            parts = [self._leaf(end) for end in destinations]
        if not parts:
            refuse(
                N_("{place}: there is nothing to be earned in this pathway."),
                "/hasDestinationComponent",
                "pathway.empty",
            )
        self.draft.warn(N_("The file names no issuers: any issuer that can be verified is accepted."))
        return self.draft.finish(self.draft.choice("root", parts, None, self.draft.title), goal)

    def _known(self, identifiers: tuple[str, ...]) -> list[Component]:
        known = []
        for identifier in identifiers:
            if identifier in self.graph:
                known.append(self.graph[identifier])
            else:
                self.draft.warn(N_("“{name}” is named but is not in the file: it was left out."), name=identifier)
        return known

    def _points_forward(self, destinations: list[Component]) -> bool:
        """LearnCard lets "child" mean what comes next: then the destination is a child and has none of its own."""
        ends = {end.id for end in destinations}
        if any(end.references(*_CHILDREN) or end.properties.get("hasCondition") for end in destinations):
            return False
        inner = (node for node in self.graph.values() if node is not self.pathway)
        forward = any(ends & set(node.references(*_CHILDREN)) for node in inner)
        if forward:
            self.draft.warn(N_("“Child” was read as “leads to”, because the destination is somebody's child."))
        return forward

    def _tops(self) -> list[Component]:
        inside = {child for node in self.graph.values() for child in (*self._children(node), *self._targets(node))}
        parts = self.pathway.references("hasPart", *_CHILDREN)
        known = (
            self._known(parts) if parts else [n for n in self.graph.values() if any(_is_component(t) for t in n.types)]
        )
        return [node for node in known if node.id not in inside and node is not self.pathway]

    def _targets(self, node: Component) -> tuple[str, ...]:
        conditions = [self.graph[c] for c in node.references("hasCondition") if c in self.graph]
        return tuple(target for condition in conditions for target in condition.references("targetComponent"))

    def _children(self, node: Component) -> tuple[str, ...]:
        if not self.forward:
            return node.references(*_CHILDREN)
        return tuple(n.id for n in self.graph.values() if node.id in n.references(*_CHILDREN) and n is not self.pathway)

    def _destination(self, end: Component) -> list[dict[str, Any]]:
        """The destination is what it all leads to: what it consists of is required, itself only if there is nothing else."""
        self.seen.add(end.id)
        return self._below(end, 1, (end.id,))

    def _strays(self) -> list[dict[str, Any]]:
        """What the pathway lists as its own and nothing leads from: the destination does not say that it is needed."""
        parts: list[dict[str, Any]] = []
        for node in self._known(self.pathway.references("hasPart", *_CHILDREN)):
            if node.id in self.seen:
                continue
            if not self.forward:
                warning = N_("“{name}” is part of the pathway but nothing asks for it: taken as required.")
                self.draft.warn(warning, name=_name(node))
            parts += self._component(node, 1, (node.id,))
        return parts

    def _component(self, node: Component, depth: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        self.seen.add(node.id)
        self.nodes += 1
        if depth > DEPTH_AT_MOST or self.nodes > NODES_AT_MOST:
            refuse(N_("{place}: requirements are nested too deeply."), f"/{node.id[:80]}", "pathway.depth")
        below = self._below(node, depth + 1, above)
        group = bool(node.types & _GROUPS)
        if not below:
            if group:
                self.draft.warn(
                    N_("“{name}” is a group without parts: taken as something to be earned."), name=_name(node)
                )
            return [self._leaf(node)]
        if group:
            return [self.draft.choice(node.id, below, None, node.text("name"))]
        # It can be earned itself, and something leads to it: both are shown, and what leads to it comes first.
        own = self._leaf(node)
        self.draft.warn(N_("“{name}” was taken as required together with what leads to it."), name=_name(node))
        return [self.draft.choice(f"{node.id} and before", [*below, own], None, node.text("name"))]

    def _below(self, node: Component, depth: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        conditions = self._known(node.references("hasCondition"))
        parts = [part for condition in conditions for part in self._condition(condition, depth, above)]
        covered = {target for condition in conditions for target in condition.references("targetComponent")}
        loose = [child for child in self._known(self._children(node)) if child.id not in covered]
        if parts and loose:
            # With a condition beside them, children are only what the condition chooses from.
            loose = [child for child in loose if child.id not in self.seen]
        elif loose and not self.forward:
            self.draft.warn(
                N_("“{name}” does not say how many of its parts are needed: all were taken."), name=_name(node)
            )
        for child in loose:
            parts += self._child(child, depth, above)
        return parts

    def _child(self, child: Component, depth: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        if child.id in above:
            self.draft.warn(N_("“{name}” leads back to itself: the way back was left out."), name=_name(child))
            return []
        return self._component(child, depth, (*above, child.id))

    def _condition(self, condition: Component, depth: int, above: tuple[str, ...]) -> list[dict[str, Any]]:
        if depth > DEPTH_AT_MOST or condition.id in above:
            self.draft.warn(N_("“{name}” leads back to itself: the way back was left out."), name=_name(condition))
            return []
        name = _name(condition) if condition.text("name", "description") else condition.id
        constraints = [self.graph[found] for found in condition.references("hasConstraint") if found in self.graph]
        wanted = [amount for one in constraints if (amount := _credits_wanted(one)) is not None]
        parts = []
        for target in self._known(condition.references("targetComponent")):
            below = self._child(target, depth + 1, above)
            parts += below
        for inner in self._known(condition.references("hasCondition")):
            parts += self._condition(inner, depth + 1, (*above, condition.id))
        pool = self._pool(parts) if len(wanted) == 1 else []
        if len(constraints) > bool(pool) or (condition.properties.get("hasConstraint") and not constraints):
            self.draft.warn(N_("“{name}” has a constraint that this format cannot carry: it was left out."), name=name)
        if pool and condition.number("requiredNumber") is None:
            return [self._credits_from(wanted[0], pool, name)]
        if not parts:
            return []
        return [self._counted(condition, parts, name)]

    def _pool(self, parts: list[dict[str, Any]]) -> list[str]:
        """The achievements of parts that are all single things with credits; else nothing."""
        keys = [part.get("achievement") for part in parts]
        known = [key for key in keys if isinstance(key, str) and "credits" in self.draft.achievements[key]]
        return known if known and len(known) == len(parts) else []

    def _credits_from(self, wanted: Fraction, pool: list[str], name: str) -> dict[str, Any]:
        facts = {"name": name, "amount": show(wanted)}
        self.draft.warn(N_("“{name}” sums to at least {amount}: read as that many credits from its parts."), **facts)
        need = {"value": show(wanted), "unit": self.draft.unit}
        return {"id": self.draft.node_id(f"{name} rule"), "type": "credits", "need": need, "from": pool}

    def _counted(self, condition: Component, parts: list[dict[str, Any]], name: str) -> dict[str, Any]:
        number = condition.number("requiredNumber")
        if number is None and "reqNum" in _plain(condition, "leftOperand"):
            number = condition.number("rightOperand")
        operator = " ".join(_plain(condition, "logicalOperator", "logicalOperand")).lower()
        if number is None and operator.endswith("or"):
            number = 1
        if number is None or number < 1:
            self.draft.warn(N_("“{name}” does not say how many of its parts are needed: all were taken."), name=name)
            number = None
        elif number > len(parts):
            self.draft.warn(N_("“{name}” asks for more parts than there are: all were taken."), name=name)
        return self.draft.choice(f"{name} rule", parts, number, condition.text("name", "description"))

    def _leaf(self, node: Component) -> dict[str, Any]:
        self.seen.add(node.id)
        if node.id not in self.draft.achievements:
            self.draft.achievements[node.id] = self._achievement(node)
        return self.draft.item(node.id, node.id)

    def _achievement(self, node: Component) -> dict[str, Any]:
        title = node.text("name", "title") or {"en": node.id}
        ids = [node.id, *node.references("proxyFor", "sourceData", "proxyForResource")]
        matches = [{"by": "achievement", "id": identifier} for identifier in ids if not identifier.startswith("_:")]
        matches += [{"by": "alignment", "targetUrl": identifier} for identifier in ids if "://" in identifier]
        if node.ctid:
            matches.append({"by": "ctid", "id": node.ctid})
        matches += [{"by": "name", "name": name} for name in dict.fromkeys(title.values())]
        achievement: dict[str, Any] = {"title": title, "match": matches}
        if kinds := sorted(node.types - {"Component"}):
            achievement["kind"] = kinds[0]
        amount = _credits(self.graph, node)
        if amount is not None:
            unit = amount.unit or self.draft.unit
            achievement["credits"] = {"value": show(amount.value), "unit": unit}
        return achievement

    def _unit(self) -> str:
        units = [a.unit for node in self.graph.values() if (a := _credits(self.graph, node)) is not None]
        if units and not any(units):
            self.draft.warn(
                N_("The file does not say what its credits are: they weigh requirements and are nothing more.")
            )
        return next((unit for unit in units if unit), "none")


def _is_component(kind: str) -> bool:
    return kind.endswith("Component") or kind in ("Certification", "Credential", "Course", "Basic")


def _plain(component: Component, *names: str) -> list[str]:
    values = [value for name in names for value in component.properties.get(name, ())]
    return [local(value) for value in values if isinstance(value, str)] or [
        local(reference) for reference in component.references(*names)
    ]


def _credits_wanted(constraint: Component) -> Fraction | None:
    """Return the credits that a constraint asks for ("the sum of the values is at least so many"), None for any other."""
    compared = [found.upper() for found in _plain(constraint, "comparator")]
    summed = [found.lower() for found in _plain(constraint, "leftAction")]
    of = [found.lower() for found in _plain(constraint, "leftSource")]
    sides = constraint.properties.get("rightSource", ())
    values = [exact(_first(side)) for side in sides]
    summed_up = summed == ["sum"] or (not summed and of == ["creditvalue"])
    if compared != ["GTEQ"] or not summed_up or of not in (["value"], ["creditvalue"]) or len(values) != 1:
        return None
    return values[0] if values[0] is not None and values[0] > 0 else None


def _credits(graph: Graph, node: Component) -> Amount | None:
    for value in node.properties.get("creditValue", ()):
        inner = value
        if isinstance(value, dict) and set(value) <= {"@id", "id"}:
            reference = value.get("@id") or value.get("id")
            target = graph.get(reference) if isinstance(reference, str) else None
            inner = dict(target.properties) if target is not None else value
        if isinstance(inner, dict):
            named = {local(key): part for key, part in inner.items()}
            number = exact(_first(named.get("value") or named.get("creditUnitValue")))
            kind = _first(named.get("creditUnitType"))
            unit = _UNITS.get(local(kind), "") if isinstance(kind, str) else ""
        else:
            number, unit = exact(inner), ""
        if number is not None and number > 0:
            return Amount(number, unit)
    return None


def _first(value: JsonValue) -> JsonValue:
    while isinstance(value, list | dict):
        if isinstance(value, list):
            value = value[0] if value else None
        else:
            value = value.get("@value") or value.get("@id") or value.get("targetNode")
    return value
