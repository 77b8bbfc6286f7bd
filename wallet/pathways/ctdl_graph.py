"""CTDL as it is found in the wild, brought to one shape: components by id, properties by their local names.

JSON-LD is read as plain JSON: nothing is fetched, no context applied (PATH-03). Prefixes (`ceterms:`, `ceasn:`, none) and
full addresses come to the same local name; expanded values are unwrapped; LearnCard's {pathway, components} is a graph too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wallet.encoding.json_types import JsonValue
from wallet.pathways.amounts import exact

NODES_AT_MOST = 20_000
_LOCAL = re.compile(r"[^:/#]*\Z")
_CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def local(name: str) -> str:
    """Return the last part of a property or type: `ceterms:hasChild` → `hasChild`."""
    found = _LOCAL.search(name)
    return found[0] if found else name


@dataclass(slots=True)
class Component:
    """One node of the graph. `properties` are lists of plain values and references, by local name."""

    id: str
    types: frozenset[str]
    properties: dict[str, list[JsonValue]] = field(default_factory=dict)

    def references(self, *names: str) -> tuple[str, ...]:
        """Return the ids that any of these properties point to, in order, each once."""
        found = [r for name in names for value in self.properties.get(name, ()) if (r := _reference(value))]
        return tuple(dict.fromkeys(found))

    def text(self, *names: str) -> dict[str, str]:
        """Return the first of these properties that has text, by language."""
        for name in names:
            for value in self.properties.get(name, ()):
                if found := dict(_texts(value)):
                    return found
        return {}

    def number(self, *names: str) -> int | None:
        """Return the first of these properties that is a whole number."""
        for name in names:
            for value in self.properties.get(name, ()):
                number = exact(value["@value"] if isinstance(value, dict) and "@value" in value else value)
                if number is not None and number.denominator == 1:
                    return int(number)
        return None

    @property
    def ctid(self) -> str:
        """The component's CTID, "" where it has none that is well formed."""
        for text in (*(v for v in self.properties.get("ctid", ()) if isinstance(v, str)), self.id):
            if found := _CTID.search(text.lower()):
                return found[0]
        return ""


Graph = dict[str, Component]


def read_graph(document: JsonValue) -> Graph:
    """Return every node of the document, however deeply it stood inside another."""
    graph: Graph = {}
    waiting: list[JsonValue] = [document]
    while waiting and len(graph) < NODES_AT_MOST:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            _add(graph, value)
            waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
    return graph


def _add(graph: Graph, value: dict[str, JsonValue]) -> None:
    identifier = value.get("@id") or value.get("id")
    types = value.get("@type") or value.get("type") or []
    named = [local(kind) for kind in (types if isinstance(types, list) else [types]) if isinstance(kind, str)]
    if not named:
        return
    name = identifier if isinstance(identifier, str) else f"_:{len(graph)}"
    properties: dict[str, list[JsonValue]] = {}
    for key, inner in value.items():
        if not key.startswith("@") and key not in ("id", "type"):
            properties.setdefault(local(key), []).extend(inner if isinstance(inner, list) else [inner])
    graph.setdefault(name, Component(name, frozenset(named), properties))
    if not isinstance(identifier, str):
        value["@id"] = name


def _reference(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        found = value.get("@id") or value.get("id")
        return found if isinstance(found, str) else ""
    return ""


def _texts(value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        yield "en", value
    elif isinstance(value, dict):
        plain = value.get("@value")
        if isinstance(plain, str):
            tag = value.get("@language")
            yield (tag if isinstance(tag, str) else "en"), plain
            return
        yield from ((tag, words) for tag, words in value.items() if isinstance(words, str) and not tag.startswith("@"))
