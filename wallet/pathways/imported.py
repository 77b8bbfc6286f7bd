"""What every importer has in common: a pathway document under construction, and a warning for each assumption."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wallet.i18n import Message
from wallet.pathways.pathway import FORMAT, Pathway
from wallet.pathways.read_pathway import pathway_from

NAME_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class ImportedPathway:
    """A pathway made from another format, and everything that had to be assumed. Show the warnings: they are the price."""

    pathway: Pathway
    document: Mapping[str, Any]
    warnings: tuple[Message, ...]


@dataclass(slots=True)
class Draft:
    """A pathway document while it is being put together."""

    identifier: str
    title: dict[str, str]
    source: str
    unit: str = "none"
    summary: dict[str, str] = field(default_factory=dict)
    achievements: dict[str, Any] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _placed: set[str] = field(default_factory=set)

    def warn(self, sentence: str, **facts: str) -> None:
        """Write an assumption down, each once."""
        message = Message(sentence, {name: value[:NAME_AT_MOST] for name, value in facts.items()})
        if message not in self.warnings:
            self.warnings.append(message)

    def node_id(self, wanted: str) -> str:
        """Return an id that no other node has."""
        base, number, found = wanted[:200] or "node", 1, wanted[:200] or "node"
        while found in self._ids:
            number += 1
            found = f"{base}~{number}"
        self._ids.add(found)
        return found

    def item(self, key: str, wanted: str) -> dict[str, Any]:
        """Return a node for one achievement. Named a second time, it may use the same award again."""
        node: dict[str, Any] = {"id": self.node_id(wanted), "type": "item", "achievement": key}
        if key in self._placed:
            node["block"] = f"again {len(self.blocks) + 1}"
            self.blocks.append(node["block"])
        self._placed.add(key)
        return node

    def choice(
        self, wanted: str, parts: list[dict[str, Any]], number: int | None, title: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return `number` of the parts (None: all of them)."""
        node: dict[str, Any] = {"id": self.node_id(wanted), "type": "all", "of": parts}
        if title:
            node["title"] = dict(title)
        if number is not None and number < len(parts):
            node |= {"type": "choose", "n": number}
        return node

    def finish(self, requires: Mapping[str, Any], goal: Mapping[str, Any]) -> ImportedPathway:
        """Return the pathway. Raises PathwayError if, with all the tolerance, no sound file came out."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "id": self.identifier,
            "version": "imported",
            "status": "transcribed",
            "title": self.title,
            "provenance": [{"url": self.source, "kind": "secondary", "claim": "imported from another format"}],
            "goal": dict(goal),
            "unit": self.unit,
            "issuers": {},
            "achievements": self.achievements,
            "requires": dict(requires),
            "overlayBlocks": self.blocks,
        }
        if self.summary:
            document["summary"] = self.summary
        return ImportedPathway(pathway_from(document), document, tuple(self.warnings))
