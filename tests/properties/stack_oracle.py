"""What an allocation can be worth at most, by trying everything. Written from the rules of the format, not from the code.

It shares nothing with the allocator but the types of a pathway and a holding, and it is as slow as it is plain. What may count stands in
`oracle_standing.py`, where it may be placed in `oracle_placing.py`.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from tests.properties.oracle_placing import Placings
from wallet.pathways.pathway import OverrideAction


@dataclass(frozen=True)
class Thing:
    """An award, plainly."""

    key: tuple
    achievement: str
    credits: Fraction
    rule: str
    issuers: frozenset
    grades: tuple
    awarded: date | None
    doubtful: bool
    at: str = ""


class Oracle(Placings):
    """One instance and one scenario: `best` is (progress, satisfied, -doubts) at its highest."""

    def __init__(self, pathway, holdings, scenario):
        super().__init__(pathway, holdings, scenario)
        self.rules = {rule.id: rule for rule in pathway.rules}

    def _routes(self):
        """Yield (holdings used, awards offered, rule or None)."""
        for holding in self.h.values():
            for rule in self.p.achievements.values():
                if self._is(holding, rule):
                    figures = [self.p.convert(a) for a in (rule.credits, holding.credits) if a is not None]
                    figures = [f for f in figures if f is not None]
                    yield (holding.id,), (self._direct(holding, rule, min(figures, default=Fraction(0))),), None
        for override in self.p.overrides:
            holding = self.h.get(override.credential)
            leaf = next((leaf for leaf in self.leaves if leaf.id == override.node), None)
            if override.action is not OverrideAction.ACCEPT or not self._in_effect(override) or not holding or not leaf:
                continue
            if self._standing(holding) in self.s.include:
                own = self.p.convert(holding.credits) if holding.credits else None
                thing = Thing(
                    ("accept", leaf.id, holding.id),
                    "",
                    own or Fraction(0),
                    "",
                    frozenset({holding.issuer_id}),
                    holding.grades,
                    holding.awarded,
                    True,
                    leaf.id,
                )
                yield (holding.id,), (thing,), None
        for rule in self.p.rules:
            slots = [[h for h in self.h.values() if self._source(h, (key,), rule)] for key in rule.sources]
            if rule.any_of:
                slots.append([h for h in self.h.values() if self._source(h, rule.any_of, rule)])
            seen = set()
            for bundle in product(*slots):
                names = frozenset(h.id for h in bundle)
                if len(names) < len(bundle) or names in seen:
                    continue
                if any(b in self._copies(a.id) for a, b in combinations(bundle, 2)):
                    continue
                seen.add(names)
                yield tuple(h.id for h in bundle), tuple(self._given(rule, g, bundle) for g in rule.gives), rule

    def _source(self, holding, keys, rule):
        if not any(self._is(holding, self.p.achievements[key]) for key in keys):
            return False
        if rule.effective and not (holding.awarded and rule.effective.contains(holding.awarded)):
            return False
        if rule.max_age and not self._young(holding.awarded, rule.max_age):
            return False
        return not rule.min_grade or self._grade(rule.min_grade, holding.grades) is True

    def _direct(self, holding, rule, credits):
        return Thing(
            ("direct", holding.id, rule.key),
            rule.key,
            credits,
            "",
            frozenset({holding.issuer_id}),
            holding.grades,
            holding.awarded,
            self._doubtful(holding),
        )

    def _given(self, rule, given, bundle):
        target = self.p.achievements[given.achievement]
        amount = given.credits or target.credits
        dates = [h.awarded for h in bundle if h.awarded]
        return Thing(
            ("rule", rule.id, tuple(h.id for h in bundle), given.achievement),
            given.achievement,
            (self.p.convert(amount) if amount else None) or Fraction(0),
            rule.id,
            frozenset(h.issuer_id for h in bundle),
            (given.grade,) if given.grade else tuple(g for h in bundle for g in h.grades),
            min(dates) if dates else None,
            rule.confirm or any(self._doubtful(h) for h in bundle),
        )

    def best(self):
        routes = list(self._routes())
        top = (Fraction(-1), 0, 0)
        for chosen in self._choices(routes, 0, frozenset(), ()):
            top = max(top, self._place(chosen))
        return top

    def _choices(self, routes, start, used, things):
        """Every legal set of awards."""
        if start == len(routes):
            if self._legal(things):
                yield things
            return
        yield from self._choices(routes, start + 1, used, things)
        names, offered, rule = routes[start]
        if any(self._clash(name, other) for name in names for other in used):
            return
        if any(a != b and self._inside(a, b) for a in names for b in names):
            return
        for size in range(1, len(offered) + 1):
            if rule is not None and rule.one_per_source and size > 1:
                break
            for some in combinations(offered, size):
                if (
                    rule is not None
                    and rule.max_credits is not None
                    and sum(t.credits for t in some) > rule.max_credits
                ):
                    continue
                yield from self._choices(routes, start + 1, used | set(names), (*things, *some))

    def _legal(self, things):
        per = {}
        for t in things:
            if t.achievement:
                per.setdefault(t.achievement, []).append(t)
        for key, many in per.items():
            rule = self.p.achievements[key]
            if not rule.repeatable and len(many) > 1:
                return False
            if rule.repeatable and rule.max_times is not None and len(many) > rule.max_times:
                return False
            if sum(bool(t.rule) and self.rules[t.rule].one_per_target for t in many) > 1:
                return False
        for limit in self.p.limits:
            some = [t for t in things if self._limited(limit, t)]
            if limit.count is not None and len(some) > limit.count:
                return False
            if limit.credits is not None and sum((t.credits for t in some), Fraction(0)) > limit.credits:
                return False
        for pair in self.p.not_combinable:
            these = [t for t in things if t.rule in pair.rules or t.achievement in pair.achievements]
            rest = [t for t in things if t not in these]
            bad = [t for t in rest if t.rule in pair.with_rules or t.achievement in pair.with_achievements]
            if these and (bad or (pair.other_transfer and any(t.rule for t in rest))):
                return False
        return True

    def _limited(self, limit, t):
        if limit.on == "via-rule" and not t.rule:
            return False
        if limit.on == "direct" and t.rule:
            return False
        if limit.on == "pass-fail" and not set(t.grades) & self.p.pass_fail.grades:
            return False
        if limit.issuers is not None:
            ids = {i for key in limit.issuers for i in self.p.issuers[key].ids}
            if not t.issuers <= ids:
                return False
        return limit.of is None or t.achievement in limit.of
