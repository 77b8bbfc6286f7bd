"""What may count at all, and what is a copy of what: the ground that `stack_oracle.py` stands on.

Written from the rules of the format, not from the code: it shares nothing with the allocator but the types of a pathway and a holding.
"""

from datetime import date
from fractions import Fraction

from wallet.pathways.amounts import add_months
from wallet.pathways.pathway import OverrideAction, Skills

COUNTING = {"verified", "refresh_due"}


class Standings:
    """Asks of one instance (`p` the pathway, `h` the holdings by id) in one scenario (`s`)."""

    def __init__(self, pathway, holdings, scenario):
        self.p, self.h, self.s = pathway, {h.id: h for h in holdings}, scenario
        self.copies = {}

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

    def _grade(self, minimum, grades):
        scale = self.p.scales[minimum.scale]
        places = [scale.index(g) for g in grades if g in scale]
        return None if not places else min(places) >= scale.index(minimum.value)

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
