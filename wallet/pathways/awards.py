"""What the holdings could be counted as: each award directly, or through an equivalence rule.

An `Award` is one achievement on the strength of one or more holdings. A `Route` is one way to use holdings up: as
themselves, or as the sources of one application of one rule. A holding takes one route, so nothing counts twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice, product

from wallet.pathways.copies import group_copies
from wallet.pathways.decisions import decisions
from wallet.pathways.grades import meets
from wallet.pathways.holding import Holding
from wallet.pathways.matching import Candidate, Matching, Outcome, age_test
from wallet.pathways.pathway import AchievementRule, EquivalenceRule, Given, Pathway
from wallet.pathways.standing import Reason, Scenario, Standing

BUNDLES_AT_MOST = 256
BUNDLES_LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True)
class Award:
    """One achievement that could count. `credits` are in the pathway's unit, 0 where none are known.

    `conditions` say why it is not certain: somebody must confirm, or the evidence is not verified.
    """

    key: str
    achievement: str
    credits: Fraction
    sources: tuple[str, ...]
    rule: str = ""
    issuers: frozenset[str] = frozenset()
    grades: tuple[str, ...] = ()
    awarded: date | None = None
    expires: date | None = None
    conditions: tuple[Reason, ...] = ()
    only_at: str = ""  # the one leaf an "accept" decision was made for


@dataclass(frozen=True, slots=True)
class Route:
    """One way to use holdings up. `groups` are the sets of copies it uses; `awards` what it may bring."""

    awards: tuple[int, ...]
    groups: tuple[int, ...]
    max_credits: Fraction | None = None
    max_awards: int | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """All awards and routes of one scenario. `group_of` names each holding's set of copies.

    `apart`: pairs of groups that must not both be used (a container and what lies inside it). `truncated`: a rule has
    so many bundles that not all were looked at, so nothing can be called proven.
    """

    awards: tuple[Award, ...]
    routes: tuple[Route, ...]
    group_of: Mapping[str, int]
    apart: tuple[tuple[int, int], ...]
    truncated: bool = False


def supply(pathway: Pathway, holdings: Sequence[Holding], matching: Matching, scenario: Scenario) -> Supply:
    """Return everything the holdings could be counted as."""
    builder = _Builder(pathway, holdings, matching, scenario)
    builder.add_direct()
    for rule in sorted(pathway.rules, key=lambda rule: rule.id):
        builder.add_rule(rule)
    builder.add_accepted()
    return builder.build()


class _Builder:
    def __init__(self, pathway: Pathway, holdings: Sequence[Holding], matching: Matching, scenario: Scenario) -> None:
        self._pathway = pathway
        self._scenario = scenario
        self._matching = matching
        self._holdings = {holding.id: holding for holding in holdings}
        passed = (found for found in matching.candidates if found.outcome is Outcome.PASSED)
        self._passed = sorted(passed, key=lambda found: (found.holding, found.achievement))
        self._by_achievement: dict[str, list[Candidate]] = defaultdict(list)
        for found in self._passed:
            self._by_achievement[found.achievement].append(found)
        self._group_of = group_copies(pathway, holdings, self._passed)
        self._awards: list[Award] = []
        self._routes: list[Route] = []
        self._truncated = False

    def build(self) -> Supply:
        return Supply(tuple(self._awards), tuple(self._routes), self._group_of, tuple(self._apart()), self._truncated)

    def _apart(self) -> Iterator[tuple[int, int]]:
        pairs = {
            (self._group_of[parent], self._group_of[holding.id])
            for holding in self._holdings.values()
            for parent in holding.parents
            if parent in self._group_of and self._group_of[parent] != self._group_of[holding.id]
        }
        yield from sorted({(min(pair), max(pair)) for pair in pairs})

    def add_direct(self) -> None:
        for found in self._passed:
            holding, rule = self._holdings[found.holding], self._pathway.achievements[found.achievement]
            award = Award(
                key=f"direct|{holding.id}|{rule.key}",
                achievement=rule.key,
                credits=self._own_credits(holding, rule),
                sources=(holding.id,),
                issuers=frozenset({holding.issuer_id}),
                grades=holding.grades,
                awarded=holding.awarded,
                expires=found.expires,
                conditions=self._conditions(found),
            )
            self._add_route([award], (found,))

    def _add_route(
        self, awards: Sequence[Award], sources: Sequence[Candidate], rule: EquivalenceRule | None = None
    ) -> None:
        kept = [award for award in awards if not (self._scenario.certain and award.conditions)]
        if not kept:
            return
        first = len(self._awards)
        self._awards += kept
        groups = tuple(sorted({self._group_of[found.holding] for found in sources}))
        once = 1 if rule is not None and rule.one_per_source else None
        maximum = None if rule is None else rule.max_credits
        self._routes.append(Route(tuple(range(first, len(self._awards))), groups, maximum, once))

    def _own_credits(self, holding: Holding, rule: AchievementRule) -> Fraction:
        """The pathway's figure, but never more than the credential itself says was earned."""
        stated = None if rule.credits is None else self._pathway.convert(rule.credits)
        own = None if holding.credits is None else self._pathway.convert(holding.credits)
        figures = [figure for figure in (stated, own) if figure is not None]
        return min(figures, default=Fraction(0))

    def _conditions(self, found: Candidate) -> tuple[Reason, ...]:
        judged = self._matching.judged[found.holding]
        reasons = [judged.reason] if judged.standing not in (Standing.COUNTS, Standing.EXPIRED) else []
        reasons += [test.reason for test in found.tests if test.reason.code.endswith(".name_confirmed")]
        return tuple(reasons)

    def add_rule(self, rule: EquivalenceRule) -> None:
        slots = [self._sources(rule, (key,)) for key in rule.sources]
        if rule.any_of:
            slots.append(self._sources(rule, rule.any_of))
        for bundle in self._bundles(slots):
            self._add_route([self._given(rule, given, bundle) for given in rule.gives], bundle, rule)

    def _bundles(self, slots: Sequence[Sequence[Candidate]]) -> Sequence[tuple[Candidate, ...]]:
        if len(slots) == 1:
            return [(found,) for found in slots[0]]
        # Which order the sources stand in makes no difference: one bundle for each set of them.
        looked_at = list(islice(product(*slots), BUNDLES_LOOKED_AT + 1))
        distinct = {
            frozenset(found.holding for found in bundle): bundle for bundle in looked_at if self._distinct(bundle)
        }
        if len(looked_at) > BUNDLES_LOOKED_AT or len(distinct) > BUNDLES_AT_MOST:
            self._truncated = True
        return list(distinct.values())[:BUNDLES_AT_MOST]

    def _distinct(self, bundle: tuple[Candidate, ...]) -> bool:
        return len({self._group_of[found.holding] for found in bundle}) == len(bundle)

    def _sources(self, rule: EquivalenceRule, keys: Sequence[str]) -> list[Candidate]:
        candidates = (found for key in dict.fromkeys(keys) for found in self._by_achievement[key])
        return [found for found in candidates if self._applies(rule, found)]

    def _applies(self, rule: EquivalenceRule, found: Candidate) -> bool:
        return all(
            test.passed for test in rule_tests(self._pathway, rule, self._holdings[found.holding], self._scenario)
        )

    def _given(self, rule: EquivalenceRule, given: Given, bundle: tuple[Candidate, ...]) -> Award:
        holdings = [self._holdings[found.holding] for found in bundle]
        target = self._pathway.achievements[given.achievement]
        amount = given.credits or target.credits
        dates = [holding.awarded for holding in holdings if holding.awarded is not None]
        conditions = [reason for found in bundle for reason in self._conditions(found)]
        if rule.confirm:
            conditions.append(Reason("rule.to_confirm", {"rule": rule.id, "authority": rule.authority}))
        return Award(
            key=f"rule|{rule.id}|{'+'.join(holding.id for holding in holdings)}|{target.key}",
            achievement=target.key,
            credits=(self._pathway.convert(amount) if amount is not None else None) or Fraction(0),
            sources=tuple(holding.id for holding in holdings),
            rule=rule.id,
            issuers=frozenset(holding.issuer_id for holding in holdings),
            grades=(given.grade,) if given.grade else tuple(g for holding in holdings for g in holding.grades),
            awarded=min(dates, default=None),
            expires=min((found.expires for found in bundle if found.expires is not None), default=None),
            conditions=tuple({(reason.code, *reason.facts.values()): reason for reason in conditions}.values()),
        )

    def add_accepted(self) -> None:
        """Add what somebody decided to accept at one leaf, beside the rules but not beside the evidence."""
        leaves = {leaf.id: leaf for leaf in self._pathway.leaves()}
        for override, reason in decisions(self._pathway, self._scenario, "accept"):
            holding, leaf = self._holdings.get(override.credential), leaves.get(override.node)
            if holding is None or leaf is None:
                continue
            standing = self._matching.judged[holding.id].standing
            if standing not in self._scenario.include or (self._scenario.certain and override.own):
                continue
            credit = None if holding.credits is None else self._pathway.convert(holding.credits)
            award = Award(
                key=f"accept|{override.node}|{holding.id}",
                achievement="",
                credits=credit or Fraction(0),
                sources=(holding.id,),
                issuers=frozenset({holding.issuer_id}),
                grades=holding.grades,
                awarded=holding.awarded,
                expires=holding.valid_until,
                conditions=(reason,),
                only_at=override.node,
            )
            self._awards.append(award)
            self._routes.append(Route((len(self._awards) - 1,), (self._group_of[holding.id],)))


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test of a rule against one source."""

    passed: bool
    reason: Reason


def rule_tests(pathway: Pathway, rule: EquivalenceRule, holding: Holding, scenario: Scenario) -> tuple[RuleTest, ...]:
    """Return each test that `rule` puts to a source: dates, age, grade."""
    tests: list[RuleTest] = []
    if rule.effective is not None:
        inside = holding.awarded is not None and rule.effective.contains(holding.awarded)
        facts = {"window": str(rule.effective), "awarded": str(holding.awarded or ""), "rule": rule.id}
        tests.append(RuleTest(inside, Reason("rule.in_window" if inside else "rule.outside_window", facts)))
    if rule.max_age is not None:
        age = age_test(holding.awarded, rule.max_age.months, scenario)
        tests.append(RuleTest(age.outcome is Outcome.PASSED, age.reason))
    if rule.min_grade is not None:
        reached = meets(pathway, rule.min_grade, holding.grades)
        facts = {"minimum": rule.min_grade.value, "rule": rule.id, "grade": ", ".join(holding.grades)}
        tests.append(RuleTest(reached is True, Reason("rule.grade_met" if reached else "rule.grade_not_met", facts)))
    return tuple(tests)
