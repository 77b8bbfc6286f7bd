"""RDF Dataset Canonicalization (RDFC-1.0): one text for one set of quads, whatever its blank nodes are called.

The algorithm is exponential in the worst case, and a stranger can write the worst case in a hundred lines (its
section 7.1, dataset poisoning). So the work is counted, in the units that grow: calls of Hash N-Degree Quads, quads looked at by
them and permutations tried. Nothing that issuers write comes near the budget; a poison graph is refused within it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from types import MappingProxyType
from typing import Literal

from wallet.encoding.nquads import Quad
from wallet.errors import TooBigError

HashName = Literal["sha256", "sha384"]


@dataclass(frozen=True, slots=True)
class RdfcBudget:
    """Budgets of one canonicalisation; `work` counts N-degree steps, of which a real credential needs a few hundred."""

    quads: int = 50_000
    blank_nodes: int = 10_000
    work: int = 60_000
    depth: int = 200


CREDENTIAL_BUDGET = RdfcBudget()


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical form: the whole text, its lines (each with its line feed), and the label each blank node was given.

    `issued` maps input labels to canonical ones, both as in a quad: `_:b0` to `_:c14n3`.
    """

    nquads: str
    lines: tuple[str, ...]
    issued: Mapping[str, str]


def canonize(
    quads: Iterable[Quad], hash_name: HashName = "sha256", budget: RdfcBudget = CREDENTIAL_BUDGET
) -> Canonical:
    """Return the canonical form of `quads` (RDFC-1.0 section 4.4). Repeated quads count once.

    Raises TooBigError, step rdfc.quads, rdfc.blank_nodes or rdfc.work, over the budget.
    """
    distinct = quads if isinstance(quads, dict) else dict.fromkeys(quads)
    if len(distinct) > budget.quads:
        raise TooBigError("too many quads", step="rdfc.quads")
    lines_of = _first_degree_lines(distinct)
    if len(lines_of) > budget.blank_nodes:
        raise TooBigError("too many blank nodes", step="rdfc.blank_nodes")
    if len(lines_of) > 1:
        issued = _Canonicalization(distinct, lines_of, hash_name, budget).issue_all()
    else:
        issued = dict.fromkeys(lines_of, "_:c14n0")  # one node alone: there is nothing to tell it apart from
    label = issued.get
    lines = [
        f"{label(s, s)} {p} {label(o, o)} {label(g, g)} .\n" if g else f"{label(s, s)} {p} {label(o, o)} .\n"
        for s, p, o, g in distinct
    ]
    lines.sort()
    return Canonical("".join(lines), tuple(lines), MappingProxyType(issued))


def _first_degree_lines(quads: Iterable[Quad]) -> dict[str, list[str]]:
    """Return, for each blank node, the lines of section 4.6: its quads, itself called _:a and every other blank node _:z."""
    lines_of: defaultdict[str, list[str]] = defaultdict(list)
    for quad in quads:
        subject, predicate, object_, graph = quad
        if graph:
            for node in {subject, object_, graph}:
                if node[0] == "_":
                    s, o, g = (
                        ("_:a" if it == node else "_:z") if it[0] == "_" else it for it in (subject, object_, graph)
                    )
                    lines_of[node].append(f"{s} {predicate} {o} {g} .\n")
        elif subject[0] == "_":
            if object_[0] != "_":
                lines_of[subject].append(f"_:a {predicate} {object_} .\n")
            elif subject == object_:
                lines_of[subject].append(f"_:a {predicate} _:a .\n")
            else:
                lines_of[subject].append(f"_:a {predicate} _:z .\n")
                lines_of[object_].append(f"_:z {predicate} _:a .\n")
        elif object_[0] == "_":
            lines_of[object_].append(f"{subject} {predicate} _:a .\n")
    return lines_of


def _find_mentions(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Return, for each blank node, the quads that mention it, each once."""
    mentions: dict[str, list[Quad]] = {}
    for quad in quads:
        subject, _, object_, graph = quad
        if subject[0] == "_":
            mentions.setdefault(subject, []).append(quad)
        if object_[0] == "_" and object_ != subject:
            mentions.setdefault(object_, []).append(quad)
        if graph and graph[0] == "_" and graph != subject and graph != object_:
            mentions.setdefault(graph, []).append(quad)
    return mentions


class _Canonicalization:
    """The canonicalization state of section 4.2, for one dataset."""

    __slots__ = ("_budget", "_canonical", "_first_degree", "_hash", "_lines_of", "_mentions", "_quads", "_work_left")

    def __init__(
        self, quads: Iterable[Quad], lines_of: Mapping[str, list[str]], hash_name: HashName, budget: RdfcBudget
    ) -> None:
        self._quads = quads
        self._lines_of = lines_of
        self._mentions: dict[str, list[Quad]] = {}
        self._hash = hashlib.sha256 if hash_name == "sha256" else hashlib.sha384
        self._budget = budget
        self._work_left = budget.work
        self._canonical: dict[str, str] = {}
        self._first_degree: dict[str, str] = {}

    def issue_all(self) -> dict[str, str]:
        """Steps 3 to 5 of section 4.4.3: first the nodes that their own quads tell apart, then the others."""
        nodes_by_hash: dict[str, list[str]] = {}
        for node, lines in self._lines_of.items():
            lines.sort()
            digest = self._hash("".join(lines).encode()).hexdigest()
            self._first_degree[node] = digest
            nodes_by_hash.setdefault(digest, []).append(node)
        shared: list[list[str]] = []
        for _, nodes in sorted(nodes_by_hash.items()):
            if len(nodes) == 1:
                self._issue(nodes[0])
            else:
                shared.append(nodes)
        if shared:
            self._mentions = _find_mentions(self._quads)
        for nodes in shared:
            self._issue_shared(nodes)
        return self._canonical

    def _issue(self, node: str) -> None:
        if node not in self._canonical:
            self._canonical[node] = f"_:c14n{len(self._canonical)}"

    def _issue_shared(self, nodes: list[str]) -> None:
        """Tell nodes of one first-degree hash apart by their surroundings (step 5)."""
        results: list[tuple[str, dict[str, str]]] = []
        for node in nodes:
            if node not in self._canonical:
                results.append(self._hash_n_degree(node, {node: "_:b0"}, 0))
        results.sort(key=lambda result: result[0])
        for _, issued in results:
            for node in issued:
                self._issue(node)

    def _related_hashes(self, node: str, issued: Mapping[str, str]) -> dict[str, list[str]]:
        """Sections 4.7 and 4.8.3 step 3: the blank nodes beside `node`, by the way in which they stand beside it."""
        related: dict[str, list[str]] = {}
        quads = self._mentions[node]
        self._spend(len(quads))
        for subject, predicate, object_, graph in quads:
            for other, position in ((subject, "s" + predicate), (object_, "o" + predicate), (graph, "g")):
                if other and other[0] == "_" and other != node:
                    name = self._canonical.get(other) or issued.get(other) or self._first_degree[other]
                    digest = self._hash((position + name).encode()).hexdigest()
                    related.setdefault(digest, []).append(other)
        return related

    def _hash_n_degree(self, node: str, issued: dict[str, str], depth: int) -> tuple[str, dict[str, str]]:
        """Section 4.8: the hash of the node's surroundings, and the temporary labels that it was reached with."""
        self._spend(1)
        if depth > self._budget.depth:
            raise TooBigError("blank nodes refer to one another too deeply", step="rdfc.work")
        parts: list[str] = []
        for digest, others in sorted(self._related_hashes(node, issued).items()):
            path, issued = self._choose_path(others, issued, depth)
            parts.append(digest + path)
        return self._hash("".join(parts).encode()).hexdigest(), issued

    def _choose_path(self, others: list[str], issued: dict[str, str], depth: int) -> tuple[str, dict[str, str]]:
        """Return the least path over all orders of `others`, with the labels issued along it (4.8.3 step 5)."""
        chosen_path = ""
        chosen: dict[str, str] = issued
        for order in permutations(others):
            self._spend(len(order))
            found = self._walk(order, dict(issued), chosen_path, depth)
            if found is not None and (not chosen_path or found[0] < chosen_path):
                chosen_path, chosen = found
        return chosen_path, chosen

    def _walk(
        self, order: tuple[str, ...], issued: dict[str, str], best: str, depth: int
    ) -> tuple[str, dict[str, str]] | None:
        """Return the path of one order of nodes, or None as soon as it is longer and later than `best`."""
        path = ""
        unexplored: list[str] = []
        for other in order:
            if other in self._canonical:
                path += self._canonical[other]
            else:
                if other not in issued:
                    unexplored.append(other)
                    issued[other] = f"_:b{len(issued)}"
                path += issued[other]
            if best and len(path) >= len(best) and path > best:
                return None
        for other in unexplored:
            digest, reached = self._hash_n_degree(other, issued, depth + 1)
            path += f"{issued[other]}<{digest}>"
            issued = reached
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issued

    def _spend(self, work: int) -> None:
        self._work_left -= work
        if self._work_left < 0:
            raise TooBigError("blank nodes too alike to tell apart in reasonable time", step="rdfc.work")
