"""Where a choice of awards can be placed, and what that comes to: the other half of `stack_oracle.py`."""

from fractions import Fraction
from itertools import combinations, product

from tests.properties.oracle_standing import Standings
from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, OverrideAction, Skills


class Placings(Standings):
    """Places awards on the leaves of the pathway, in every way there is."""

    def __init__(self, pathway, holdings, scenario):
        super().__init__(pathway, holdings, scenario)
        self.leaves = pathway.leaves()
        self.blocks = {leaf.id: leaf.terms.block for leaf in self.leaves}
        self.weights = {}
        self._weigh(pathway.requires)
        self.skills = self._skills()
        self.waived = {o.node for o in pathway.overrides if o.action is OverrideAction.WAIVE and self._in_effect(o)}
        self.open_nodes = list(self._open(pathway.requires))

    def _open(self, node):
        """The requirements that anything can still be done about, or that hold by themselves."""
        yield node
        if node.id not in self.waived and isinstance(node, All | Choose):
            for part in node.of:
                yield from self._open(part)

    def _fits(self, thing, leaf):
        """None: no. Else whether it is only on condition."""
        terms = leaf.terms
        sources = (
            [thing.key[1]] if thing.key[0] == "direct" else thing.key[2] if thing.key[0] == "rule" else [thing.key[2]]
        )
        for o in self.p.overrides:
            if o.action is OverrideAction.BLOCK and o.node == leaf.id and o.credential in sources:
                return None
        if thing.at:
            return False if thing.at == leaf.id else None
        pool = leaf.achievements if isinstance(leaf, Item) else leaf.pool
        if pool is not None and thing.achievement not in pool:
            return None
        if terms.not_via and thing.rule:
            return None
        if terms.issuers is not None:
            ids = {i for key in terms.issuers for i in self.p.issuers[key].ids}
            if not thing.issuers <= ids:
                return None
        if terms.min_level:
            level = self.p.achievements[thing.achievement].level
            if not level or level.framework != terms.min_level.framework:
                return None
            if Fraction(level.value) < Fraction(terms.min_level.value):
                return None
        if terms.max_age and not self._young(thing.awarded, terms.max_age):
            return None
        if isinstance(leaf, CreditsFrom) and thing.credits == 0:
            return None
        if terms.min_grade:
            reached = self._grade(terms.min_grade, thing.grades)
            if reached is None:
                if self.p.pass_fail.meets_minimum and set(thing.grades) & self.p.pass_fail.grades:
                    return False
                return True if thing.rule else None
            return False if reached else None
        return False

    def _may_share(self, a, b):
        if a == b:
            return False
        if {a, b} & self.p.overlay_blocks:
            return True
        return any(set(s.between) == {a, b} for s in self.p.sharing)

    def _place(self, things):
        options = []
        for t in things:
            fitting = [(leaf.id, doubt) for leaf in self.leaves if (doubt := self._fits(t, leaf)) is not None]
            fitting = [(leaf, doubt) for leaf, doubt in fitting if leaf not in self.waived]
            sets = [()]
            for size in range(1, len(fitting) + 1):
                for some in combinations(fitting, size):
                    if all(self._may_share(self.blocks[a[0]], self.blocks[b[0]]) for a, b in combinations(some, 2)):
                        sets.append(some)
            options.append(sets)
        top = (Fraction(-1), 0, 0)
        for chosen in product(*options):
            if self._shares_too_much(things, chosen):
                continue
            held = {leaf.id: [] for leaf in self.leaves}
            doubts = 0
            for t, places in zip(things, chosen, strict=True):
                doubts += bool(places) and t.doubtful
                for leaf, doubt in places:
                    held[leaf].append(t)
                    doubts += doubt
            if any(isinstance(leaf, Item) and len(held[leaf.id]) > 1 for leaf in self.leaves):
                continue
            values = {}
            whole = self._value(self.p.requires, held, values)
            satisfied = sum(self._holds(node, values) for node in self.open_nodes)
            top = max(top, (whole, satisfied, -doubts))
        return top

    def _shares_too_much(self, things, chosen):
        for s in self.p.sharing:
            if set(s.between) & self.p.overlay_blocks:
                continue
            both = [
                t
                for t, places in zip(things, chosen, strict=True)
                if set(s.between) <= {self.blocks[leaf] for leaf, _ in places}
            ]
            if s.max_count is not None and len(both) > s.max_count:
                return True
            if s.max_credits is not None and sum((t.credits for t in both), Fraction(0)) > s.max_credits:
                return True
        return False

    def _weigh(self, node):
        if isinstance(node, All):
            natural = sum((self._weigh(part) for part in node.of), Fraction(0))
        elif isinstance(node, Choose):
            natural = sum(sorted(self._weigh(part) for part in node.of)[: node.n], Fraction(0))
        elif isinstance(node, Item):
            amounts = [self.p.achievements[key].credits for key in node.achievements]
            natural = min((self.p.convert(a) if a else None) or Fraction(1) for a in amounts)
        elif isinstance(node, CreditsFrom):
            natural = self.p.convert(node.need)
        else:
            natural = Fraction(1)
        self.weights[node.id] = node.weight or natural
        return self.weights[node.id]

    def _value(self, node, held, values):
        values[node.id] = Fraction(1) if node.id in self.waived else self._natural(node, held, values)
        return values[node.id]

    def _natural(self, node, held, values):
        if isinstance(node, All | Choose):
            parts = [self._value(part, held, values) for part in node.of]
            if isinstance(node, Choose):
                return sum(sorted(parts)[-node.n :], Fraction(0)) / node.n
            weights = [self.weights[part.id] for part in node.of]
            return sum((w * v for w, v in zip(weights, parts, strict=True)), Fraction(0)) / sum(weights)
        if isinstance(node, Skills):
            return self.skills[node.id]
        here = held[node.id]
        if isinstance(node, Item):
            return Fraction(len(here))
        sizes = [(t, t.credits if isinstance(node, CreditsFrom) else Fraction(1)) for t in here]
        need = self.p.convert(node.need) if isinstance(node, CreditsFrom) else Fraction(node.n)
        total = Fraction(0)
        caps = node.terms.caps  # the instances keep caps of one leaf apart from each other
        for cap in caps:
            inside = sum((size for t, size in sizes if t.achievement in cap.of), Fraction(0))
            ceiling = cap.maximum if isinstance(node, CreditsFrom) else Fraction(int(cap.maximum))
            total += min(ceiling, inside)
        total += sum((size for t, size in sizes if not any(t.achievement in c.of for c in caps)), Fraction(0))
        return min(total, need) / need

    def _holds(self, node, values):
        if node.id in self.waived:
            return True
        if isinstance(node, All):
            return all(self._holds(part, values) for part in node.of)
        if isinstance(node, Choose):
            return sum(self._holds(part, values) for part in node.of) >= node.n
        return values.get(node.id) == 1
