"""The problem as an integer programme: variables, rows, and the tree's worth as a sum over them.

Everything is scaled to whole numbers, so that the solver's doubles carry it exactly: credits by their common
denominator, the tree's worth by `units`, the number of steps into which progress can be cut.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, Requirement
from wallet.pathways.problem import Problem, SharingRules

Number: TypeAlias = Fraction | int
Terms: TypeAlias = dict[int, Number]


@dataclass(slots=True)
class Programme:
    """Columns with bounds, rows with bounds. All data are exact until the solver is called."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Mapping[int, Number], Number]] = field(default_factory=list)

    def column(self, upper: Fraction | int = 1, *, whole: bool = True) -> int:
        """Add a variable between 0 and `upper`; return its number."""
        self.lower.append(0.0)
        self.upper.append(float(upper))
        self.whole.append(whole)
        return len(self.lower) - 1

    def at_most(self, terms: Mapping[int, Number], bound: Number) -> None:
        """Add the row: sum of `terms` ≤ `bound`, scaled to the smallest whole numbers that say the same."""
        scale = whole_scale((*terms.values(), bound))
        if scale == 1:
            self.rows.append((terms, bound))
        else:
            self.rows.append(({column: factor * scale for column, factor in terms.items()}, bound * scale))


@dataclass(slots=True)
class Model:
    """A programme and how to read it: `placed[edge]`, `counted[edge]` where a cap cuts an award, `used[award]`.

    `worth` and `constant` are the tree's worth; `units` its steps (1/units is the smallest difference there can be).
    """

    programme: Programme
    used: Mapping[int, int]
    placed: Mapping[int, int]
    counted: Mapping[int, int]
    taken: Mapping[int, int]
    filled: Mapping[str, Terms]
    worth: Terms
    constant: Fraction
    units: int
    scale: int


def build_model(problem: Problem) -> Model:
    """Return the programme of `problem`."""
    return _Builder(problem).build()


class _Builder:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.programme = Programme()
        self.scale = lcm(1, *(size.denominator for size in self._sizes()))
        self.edges_of: dict[int, list[int]] = defaultdict(list)
        self.edges_at: dict[int, list[int]] = defaultdict(list)
        for number, edge in enumerate(problem.edges):
            self.edges_of[edge.award].append(number)
            self.edges_at[edge.slot].append(number)
        self.used: dict[int, int] = {}
        self.placed: dict[int, int] = {}
        self.counted: dict[int, int] = {}
        self.taken: dict[int, int] = {}
        self.filled: dict[str, Terms] = {}
        self.sharing = SharingRules(problem.pathway)
        self.slot_of = {slot.leaf.id: slot for slot in problem.slots}

    def _sizes(self) -> list[Fraction]:
        caps = [maximum for slot in self.problem.slots for _, maximum in slot.caps]
        return [*(award.credits for award in self.problem.awards), *(slot.need for slot in self.problem.slots), *caps]

    def build(self) -> Model:
        self._awards()
        self._routes()
        self._bounds()
        self._sharing_limits()
        self._exclusions()
        for slot in range(len(self.problem.slots)):
            self._slot(slot)
        worth, constant, step = self._worth(self.problem.pathway.requires)
        units = step.denominator if step.numerator else 1
        return Model(
            self.programme,
            self.used,
            self.placed,
            self.counted,
            self.taken,
            self.filled,
            worth,
            constant,
            units,
            self.scale,
        )

    def _awards(self) -> None:
        """An award and its places. With a single place the award and the placing are one variable."""
        for award, edges in self.edges_of.items():
            self.used[award] = self.programme.column()
            if len(edges) == 1:
                self.placed[edges[0]] = self.used[award]
                continue
            for edge in edges:
                self.placed[edge] = self.programme.column()
            self._blocks(award, edges)

    def _blocks(self, award: int, edges: list[int]) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for edge in edges:
            blocks[self.problem.slots[self.problem.edges[edge].slot].leaf.terms.block].append(edge)
        names = sorted(blocks)
        covered: set[frozenset[str]] = set()
        for name in names:
            clique = [name]
            for other in names:
                if other != name and all(not self.sharing.allow(other, member) for member in clique):
                    clique.append(other)
            pairs = {frozenset((one, other)) for one in clique for other in clique}
            if not pairs <= covered:
                covered |= pairs
                inside = {self.placed[edge]: 1 for member in clique for edge in blocks[member]}
                self.programme.at_most(inside | {self.used[award]: -1}, 0)
            for other in names:
                if other > name and not self.sharing.allow(name, other) and frozenset((name, other)) not in covered:
                    both = {self.placed[edge]: 1 for member in (name, other) for edge in blocks[member]}
                    self.programme.at_most(both | {self.used[award]: -1}, 0)
                    covered.add(frozenset((name, other)))

    def _routes(self) -> None:
        groups: dict[int, Terms] = defaultdict(dict)
        for number, route in enumerate(self.problem.routes):
            awards = [award for award in route.awards if award in self.used]
            if not awards:
                continue
            if len(awards) == 1:
                self.taken[number] = self.used[awards[0]]
            else:
                self.taken[number] = self.programme.column()
                for award in awards:
                    self.programme.at_most({self.used[award]: 1, self.taken[number]: -1}, 0)
            if route.max_awards is not None:
                self.programme.at_most({self.used[award]: 1 for award in awards}, route.max_awards)
            if route.max_credits is not None:
                self._credit_row(awards, route.max_credits)
            for group in route.groups:
                groups[group][self.taken[number]] = 1
        for terms in groups.values():
            if len(terms) > 1:
                self.programme.at_most(terms, 1)
        for one, other in self.problem.supply.apart:
            if groups.get(one) and groups.get(other):
                # A route of both groups at once would be counted twice here, and it must be shut out anyway.
                both = {
                    column: groups[one].get(column, Fraction(0)) + groups[other].get(column, Fraction(0))
                    for column in {*groups[one], *groups[other]}
                }
                self.programme.at_most(both, 1)

    def _credit_row(self, awards: list[int], bound: Fraction) -> None:
        sizes: Terms = {self.used[a]: int(self.problem.awards[a].credits * self.scale) for a in awards}
        self.programme.at_most(sizes, bound * self.scale)

    def _bounds(self) -> None:
        for bound in (*self.problem.once, *self.problem.limits):
            awards = [award for award in bound.awards if award in self.used]
            if bound.count is not None and len(awards) > bound.count:
                self.programme.at_most({self.used[award]: 1 for award in awards}, bound.count)
            if bound.credits is not None and awards:
                self._credit_row(awards, bound.credits)

    def _sharing_limits(self) -> None:
        for sharing in self.problem.pathway.sharing:
            if sharing.max_count in (None, 0) and sharing.max_credits is None:
                continue
            if set(sharing.between) & self.problem.pathway.overlay_blocks:
                continue
            shares: dict[int, int] = {}
            for award, edges in self.edges_of.items():
                inside = [e for e in edges if self._block_of(e) in sharing.between]
                if {self._block_of(edge) for edge in inside} == set(sharing.between):
                    shares[award] = self.programme.column()
                    terms = {self.placed[edge]: 1 for edge in inside}
                    self.programme.at_most(terms | {shares[award]: -1}, 1)
            if sharing.max_count is not None:
                self.programme.at_most(dict.fromkeys(shares.values(), 1), sharing.max_count)
            if sharing.max_credits is not None:
                sizes = {column: self.problem.awards[a].credits * self.scale for a, column in shares.items()}
                self.programme.at_most(sizes, sharing.max_credits * self.scale)

    def _block_of(self, edge: int) -> str:
        return self.problem.slots[self.problem.edges[edge].slot].leaf.terms.block

    def _exclusions(self) -> None:
        for exclusion in self.problem.exclusions:
            these = [self.used[award] for award in exclusion.these if award in self.used]
            others = [self.used[award] for award in exclusion.others if award in self.used]
            if not these or not others:
                continue
            chosen = self.programme.column()
            for column in these:
                self.programme.at_most({column: 1, chosen: -1}, 0)
            for column in others:
                self.programme.at_most({column: 1, chosen: 1}, 1)

    def _slot(self, number: int) -> None:
        """Make `filled[leaf]`: the leaf's value between 0 and 1 as a sum over variables."""
        slot = self.problem.slots[number]
        edges = self.edges_at[number]
        leaf = slot.leaf
        if leaf.id in self.problem.fixed or not edges:
            self.filled[leaf.id] = {}
            return
        if isinstance(leaf, Item):
            terms: Terms = {self.placed[edge]: 1 for edge in edges}
            if len(edges) > 1:
                self.programme.at_most(terms, 1)
            self.filled[leaf.id] = terms
            return
        sizes = {edge: self._size(edge, leaf) for edge in edges}
        for of, maximum in slot.caps:
            self._cap([edge for edge in edges if self.problem.edges[edge].award in of], sizes, maximum)
        counted = {
            self.counted.get(edge, self.placed[edge]): 1 if edge in self.counted else sizes[edge] for edge in edges
        }
        need = slot.need * self._slot_scale(leaf)
        total = self.programme.column(need, whole=False)
        self.programme.at_most({total: 1} | {column: -size for column, size in counted.items()}, 0)
        self.filled[leaf.id] = {total: 1 / need}

    def _slot_scale(self, leaf: Requirement) -> int:
        return self.scale if isinstance(leaf, CreditsFrom) else 1

    def _size(self, edge: int, leaf: Requirement) -> int:
        award = self.problem.awards[self.problem.edges[edge].award]
        return int(award.credits * self.scale) if isinstance(leaf, CreditsFrom) else 1

    def _cap(self, inside: list[int], sizes: Mapping[int, int], maximum: Fraction) -> None:
        leaf = self.problem.slots[self.problem.edges[inside[0]].slot].leaf if inside else None
        if leaf is None:
            return
        for edge in inside:
            # Credits may count in part; an award that is only counted is whole or absent.
            if edge not in self.counted and isinstance(leaf, CreditsFrom):
                self.counted[edge] = self.programme.column(sizes[edge])
                self.programme.at_most({self.counted[edge]: 1, self.placed[edge]: -sizes[edge]}, 0)
        columns = {self.counted.get(edge, self.placed[edge]): 1 for edge in inside}
        self.programme.at_most(columns, maximum * self._slot_scale(leaf))

    def _worth(self, node: Requirement) -> tuple[Terms, Fraction, Fraction]:
        """Return a requirement's value as (terms, constant, step): every value is a whole multiple of `step`."""
        fixed = self.problem.fixed.get(node.id)
        if fixed is not None:
            return {}, fixed, Fraction(1, fixed.denominator)
        match node:
            case All():
                return self._all(node)
            case Choose():
                return self._choose(node)
            case _:
                slot = self.slot_of[node.id]
                return self.filled[node.id], Fraction(0), 1 / (slot.need * self._slot_scale(slot.leaf))

    def _all(self, node: All) -> tuple[Terms, Fraction, Fraction]:
        total = sum((self.problem.weights[part.id] for part in node.of), Fraction(0))
        terms: Terms = {}
        constant = step = Fraction(0)
        for part in node.of:
            share = self.problem.weights[part.id] / total
            below, fixed, fine = self._worth(part)
            for column, factor in below.items():
                terms[column] = terms.get(column, Fraction(0)) + share * factor
            constant += share * fixed
            step = _common(step, share * fine)
        return terms, constant, step

    def _choose(self, node: Choose) -> tuple[Terms, Fraction, Fraction]:
        parts = [self._worth(part) for part in node.of]
        step = Fraction(0)
        for _, _, fine in parts:
            step = _common(step, fine)
        if all(fine == 1 for _, _, fine in parts):
            return self._choose_whole(node, parts)
        columns: list[int] = []
        chosen: Terms = {}
        for below, fixed, _ in parts:
            pick, value = self.programme.column(), self.programme.column(whole=False)
            chosen[pick] = 1
            columns.append(value)
            self.programme.at_most({value: 1, pick: -1}, 0)
            self.programme.at_most({value: 1} | {c: -f for c, f in below.items()}, fixed)
        self.programme.at_most(chosen, node.n)
        return dict.fromkeys(columns, Fraction(1, node.n)), Fraction(0), step / node.n

    def _choose_whole(
        self, node: Choose, parts: list[tuple[Terms, Fraction, Fraction]]
    ) -> tuple[Terms, Fraction, Fraction]:
        """Parts that are there or not: the best n are simply any n."""
        value = self.programme.column(node.n, whole=False)
        row: Terms = {value: 1}
        for below, _, _ in parts:
            for column, factor in below.items():
                row[column] = row.get(column, Fraction(0)) - factor
        self.programme.at_most(row, sum((fixed for _, fixed, _ in parts), Fraction(0)))
        return {value: Fraction(1, node.n)}, Fraction(0), Fraction(1, node.n)


def whole_scale(numbers: Sequence[Number]) -> Number:
    """Return the factor that makes these numbers whole; it also takes out a common divisor of fractions."""
    if all(type(number) is int for number in numbers):
        return 1
    bottom = lcm(1, *(number.denominator for number in numbers))
    return Fraction(bottom, gcd(*(int(number * bottom) for number in numbers)) or 1)


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The largest step of which both are whole multiples."""
    if not one or not other:
        return one or other
    bottom = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * bottom), int(other * bottom)), bottom)
