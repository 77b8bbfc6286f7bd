"""What an allocation can be worth at most, by trying everything. Written from the rules of the format, not from the code.

It shares nothing with the allocator but the types of a pathway and a holding, and it is as slow as it is plain.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from wallet.pathways.amounts import add_months
from wallet.pathways.pathway import All, Choose, CreditsFrom, Item, OverrideAction, Skills


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


COUNTING = {"verified", "refresh_due"}


class Oracle:
    """One instance and one scenario: `best` is (progress, satisfied, -doubts) at its highest."""

    def __init__(self, pathway, holdings, scenario):
        self.p, self.h, self.s = pathway, {h.id: h for h in holdings}, scenario
        self.leaves = pathway.leaves()
        self.blocks = {leaf.id: leaf.terms.block for leaf in self.leaves}
        self.rules = {rule.id: rule for rule in pathway.rules}
        self.weights, self.copies = {}, {}
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

    # --- what may count -------------------------------------------------------------------------------------------

    def _in_effect(self, override):
        by_owner = bool(self.p.owner) and override.by == self.p.owner and not override.own
        return by_owner or "unverified" in self.s.include

    def _standing(self, holding):
        if holding.basis != "credential":
            return {"in_progress": "in_progress", "planned": "planned", "paper": "paper"}[holding.basis]
        if holding.verdict == "issuer_unknown":
            known = any(holding.issuer_id in issuer.ids for issuer in self.p.issuers.values())
            return "counts" if known else "unverified"
        if holding.verdict in COUNTING:
            return "counts"
        if holding.verdict == "expired":
            return "expired"
        return "unverified" if holding.verdict in ("cannot_check", "status_unknown", "not_yet_valid") else "never"

    def _right_issuer(self, holding, rule):
        if rule.issuers is None:
            return True
        return any(holding.issuer_id in self.p.issuers[key].ids for key in rule.issuers)

    def _named(self, holding, rule):
        return any(match.by == "achievement" and match.id == holding.achievement_id for match in rule.matches)

    def _own_end(self, holding, rule):
        ends = [holding.valid_until] if holding.valid_until else []
        if rule.valid_for and holding.awarded and not rule.counts_after_expiry:
            ends.append(add_months(holding.awarded, rule.valid_for.months))
        return min(ends) if ends else None

    def _end(self, holding, rule):
        end, renewed = self._own_end(holding, rule), False
        if end is None or not rule.renewed_by:
            return end, renewed
        others = []
        for key in (*rule.renewed_by, rule.key):
            other = self.p.achievements[key]
            for h in self.h.values():
                fine = self._standing(h) in ("counts", "expired") and self._right_issuer(h, other)
                if h.awarded and fine and self._named(h, other):
                    others.append((h.awarded, h.id, self._own_end(h, other)))
        for awarded, by, own in sorted(others, key=lambda found: found[:2]):
            until = add_months(awarded, rule.valid_for.months) if rule.valid_for else own
            if (
                by != holding.id
                and holding.awarded
                and holding.awarded <= awarded <= end
                and (until is None or until > end)
            ):
                end, renewed = until or date.max, True
        return end, renewed

    def _is(self, holding, rule):
        """Is the holding good for that achievement in this scenario?"""
        if not self._named(holding, rule) or not self._right_issuer(holding, rule):
            return False
        end, renewed = self._end(holding, rule)
        standing = self._standing(holding)
        if not (standing in self.s.include or (standing == "expired" and (renewed or self.s.ignore_expiry))):
            return False
        if rule.effective and not (holding.awarded and rule.effective.contains(holding.awarded)):
            return False
        if rule.max_age and not self._young(holding.awarded, rule.max_age):
            return False
        if rule.valid_for and not rule.counts_after_expiry and not holding.awarded:
            return False
        if end is not None and not self.s.ignore_expiry and self.s.on > end:
            return False
        if self._replaced(holding, rule):
            return False
        return not any(
            o.action is OverrideAction.BLOCK and o.credential == holding.id and o.node in ("", "*")
            for o in self.p.overrides
        )

    def _young(self, awarded, period):
        return awarded is not None and (self.s.ignore_expiry or add_months(awarded, period.months) >= self.s.on)

    def _replaced(self, holding, rule):
        policy = rule.repeat or self.p.repeats
        if rule.repeatable or policy == "best":
            return False
        tries = [
            h
            for h in self.h.values()
            if h.awarded
            and self._named(h, rule)
            and self._right_issuer(h, rule)
            and self._standing(h) in ("counts", "expired")
        ]
        if len(tries) < 2 or holding not in tries:
            return False
        kept = (max if policy == "latest" else min)(tries, key=lambda h: (h.awarded, h.id))
        return holding.awarded != kept.awarded

    def _doubtful(self, holding):
        return self._standing(holding) not in ("counts", "expired")

    def _same(self, one, other):
        """Two copies of one credential?"""
        if one.digest and one.digest == other.digest and one.achievement_id == other.achievement_id:
            return str(one.title) == str(other.title)
        if not one.issuer_id or (one.issuer_id, one.achievement_id) != (other.issuer_id, other.achievement_id):
            return False

        def repeats(h):
            return any(r.repeatable and self._is(h, r) for r in self.p.achievements.values())

        if not repeats(one) and not repeats(other):
            return True
        if repeats(one) != repeats(other):
            return False
        return (one.awarded or one.id, sorted(one.grades)) == (other.awarded or other.id, sorted(other.grades))

    # --- everything that could be chosen --------------------------------------------------------------------------

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

    def _grade(self, minimum, grades):
        scale = self.p.scales[minimum.scale]
        places = [scale.index(g) for g in grades if g in scale]
        return None if not places else min(places) >= scale.index(minimum.value)

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

    def _clash(self, one, other):
        return other in {h.id for h in self._copies(one)} or self._inside(one, other)

    def _inside(self, one, other):
        """Does either (or a copy of either) lie inside the other?"""
        return any(a.id in b.parents or b.id in a.parents for a in self._copies(one) for b in self._copies(other))

    def _copies(self, name):
        if name not in self.copies:
            self.copies[name] = self._all_copies(name)
        return self.copies[name]

    def _all_copies(self, name):
        found, grown = {name}, True
        while grown:
            more = {b.id for a in found for b in self.h.values() if self._same(self.h[a], b)}
            grown = not more <= found
            found |= more
        return [self.h[i] for i in found]

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

    # --- placing --------------------------------------------------------------------------------------------------

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

    def _skills(self):
        shown = {
            skill
            for rule in self.p.achievements.values()
            for holding in self.h.values()
            if rule.skills and self._is(holding, rule)
            for skill in rule.skills
        }
        return {
            node.id: Fraction(min(node.n, len(shown & set(node.of))), node.n)
            for node in self.p.nodes()
            if isinstance(node, Skills)
        }

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
