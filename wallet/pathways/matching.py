"""Which holding is which achievement: every test written down, names only ever suggesting.

Matching is by equality through an index, so it takes time linear in holdings and matches (PATH-01: no patterns).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wallet.pathways.amounts import add_months
from wallet.pathways.holding import Basis, Holding
from wallet.pathways.pathway import AchievementRule, Match, MatchBy, OverrideAction, Pathway, RepeatPolicy
from wallet.pathways.standing import Judged, Reason, Scenario, Standing, judge_holding


class Outcome(StrEnum):
    """What a test found."""

    PASSED = "passed"
    FAILED = "failed"
    SUGGESTED = "suggested"  # the names agree; the person has to say so


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one holding against one achievement."""

    name: str
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A holding that may be an achievement: by what, what was tested, and until when it holds.

    `outcome` is PASSED only if every test passed.
    """

    holding: str
    achievement: str
    by: MatchBy
    tests: tuple[Test, ...]
    expires: date | None
    renewed_by: str = ""

    @property
    def outcome(self) -> Outcome:
        outcomes = {test.outcome for test in self.tests}
        return next((o for o in (Outcome.FAILED, Outcome.SUGGESTED) if o in outcomes), Outcome.PASSED)

    @property
    def failed(self) -> Test | None:
        """The first test that was not passed."""
        return next((test for test in self.tests if test.outcome is not Outcome.PASSED), None)


@dataclass(frozen=True, slots=True)
class Matching:
    """All candidates of one scenario, and each holding's standing."""

    judged: Mapping[str, Judged]
    candidates: tuple[Candidate, ...]

    def of(self, holding: str) -> tuple[Candidate, ...]:
        """Return what one holding might be."""
        return tuple(candidate for candidate in self.candidates if candidate.holding == holding)


def match_holdings(pathway: Pathway, holdings: Sequence[Holding], scenario: Scenario) -> Matching:
    """Test every holding against every achievement that anything about it names."""
    judged = {holding.id: judge_holding(pathway, holding) for holding in holdings}
    index = _Index(pathway)
    identified = [(holding, key, by) for holding in holdings for key, by in index.look_up(holding)]
    renewals = _Renewals(pathway, identified, judged)
    replaced = _replaced(pathway, identified, judged)
    candidates = []
    for holding, key, by in identified:
        rule = pathway.achievements[key]
        expires, renewed_by = renewals.expiry(holding, rule)
        tests = tuple(_tests(pathway, holding, rule, by, judged[holding.id], scenario, expires, renewed_by, replaced))
        candidates.append(Candidate(holding.id, key, by, tests, expires, renewed_by))
    return Matching(judged, tuple(candidates))


class _Index:
    """Achievements by everything that can name one. A stronger name wins over a weaker one."""

    def __init__(self, pathway: Pathway) -> None:
        self._keys: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._known = frozenset(pathway.achievements)
        for key, rule in pathway.achievements.items():
            for match in rule.matches:
                self._keys[_name_of(match)].append(key)

    def look_up(self, holding: Holding) -> Iterator[tuple[str, MatchBy]]:
        """Yield the achievements that something about the holding names, each once."""
        found: dict[str, MatchBy] = {}
        if _is_about(holding, holding.stands_for) and holding.stands_for in self._known:
            found[holding.stands_for] = MatchBy.ACHIEVEMENT
        for by, name in _names_of(holding):
            for key in self._keys.get(name, ()):
                found.setdefault(key, by)
        yield from found.items()


def _is_about(holding: Holding, key: str) -> bool:
    """A plan or a record is about what its writer says. It never counts, so nothing is believed that way."""
    return bool(key) and holding.stands_for == key and holding.basis is not Basis.CREDENTIAL


def _name_of(match: Match) -> tuple[str, ...]:
    match match.by:
        case MatchBy.ALIGNMENT if match.target_url:
            return ("url", match.target_url)
        case MatchBy.ALIGNMENT:
            return ("code", match.framework, match.code)
        case MatchBy.NAME:
            return ("name", " ".join(match.name.split()).casefold())
        case MatchBy.CTID:
            return ("ctid", match.id.lower())
        case _:
            return (match.by, match.id)


def _names_of(holding: Holding) -> Iterator[tuple[MatchBy, tuple[str, ...]]]:
    if holding.achievement_id:
        yield MatchBy.ACHIEVEMENT, ("achievement", holding.achievement_id)
    for ctid in holding.ctids:
        yield MatchBy.CTID, ("ctid", ctid.lower())
    for alignment in holding.alignments:
        if alignment.target_url:
            yield MatchBy.ALIGNMENT, ("url", alignment.target_url)
        if alignment.target_framework and alignment.target_code:
            yield MatchBy.ALIGNMENT, ("code", alignment.target_framework, alignment.target_code)
    for related in (holding.achievement_id, *holding.related):
        if related:
            yield MatchBy.RELATED, ("related", related)
    for related in holding.related:
        yield MatchBy.RELATED, ("achievement", related)
    for _, title in holding.title.values:
        yield MatchBy.NAME, ("name", " ".join(title.split()).casefold())


def _tests(
    pathway: Pathway,
    holding: Holding,
    rule: AchievementRule,
    by: MatchBy,
    judged: Judged,
    scenario: Scenario,
    expires: date | None,
    renewed_by: str,
    replaced: Mapping[tuple[str, str], str],
) -> Iterator[Test]:
    yield _identity(holding, rule, by, scenario)
    yield _issuer(pathway, holding, rule, (holding.id, rule.key) in scenario.confirmed)
    yield _standing(judged, scenario, renewed_by)
    if rule.effective is not None:
        inside = holding.awarded is not None and rule.effective.contains(holding.awarded)
        facts = {"window": str(rule.effective), "awarded": str(holding.awarded or "")}
        yield _test("window", inside, "award.in_window", "award.outside_window", facts)
    if rule.max_age is not None:
        yield age_test(holding.awarded, rule.max_age.months, scenario)
    if (rule.valid_for is not None and not rule.counts_after_expiry) or expires is not None:
        yield _validity(holding, rule, expires, renewed_by, scenario)
    if (holding.id, rule.key) in replaced:
        facts = {"by": replaced[holding.id, rule.key]}
        yield Test("repeat", Outcome.FAILED, Reason("repeat.replaced", facts))
    if any(
        o.action is OverrideAction.BLOCK and o.credential == holding.id and o.node in ("", "*")
        for o in pathway.overrides
    ):
        yield Test("override", Outcome.FAILED, Reason("override.blocked"))


def _test(name: str, passed: bool, good: str, bad: str, facts: Mapping[str, str]) -> Test:
    return Test(name, Outcome.PASSED if passed else Outcome.FAILED, Reason(good if passed else bad, dict(facts)))


def _identity(holding: Holding, rule: AchievementRule, by: MatchBy, scenario: Scenario) -> Test:
    if by is not MatchBy.NAME:
        return Test("identity", Outcome.PASSED, Reason(f"match.{by}"))
    if (holding.id, rule.key) in scenario.confirmed:
        return Test("identity", Outcome.PASSED, Reason("match.name_confirmed"))
    return Test("identity", Outcome.SUGGESTED, Reason("match.name_only", {"name": str(holding.title)}))


def _issuer(pathway: Pathway, holding: Holding, rule: AchievementRule, confirmed: bool = False) -> Test:
    if rule.issuers is None or _is_about(holding, rule.key):
        return Test("issuer", Outcome.PASSED, Reason("issuer.any"))
    recognised = [pathway.issuers[key] for key in rule.issuers]
    if any(holding.issuer_id in issuer.ids for issuer in recognised):
        return Test("issuer", Outcome.PASSED, Reason("issuer.recognised"))
    facts = {"issuer": holding.issuer_name or holding.issuer_id}
    called = holding.issuer_name.casefold()
    alike = [issuer for issuer in recognised if called in {n.casefold() for n in (issuer.name, *issuer.names)}]
    if any(not issuer.ids for issuer in alike):
        # The file knows this issuer by name alone: no id could ever agree, so the person is asked.
        outcome = Outcome.PASSED if confirmed else Outcome.SUGGESTED
        return Test("issuer", outcome, Reason("issuer.name_confirmed" if confirmed else "issuer.name_only", facts))
    return Test("issuer", Outcome.FAILED, Reason("issuer.name_only" if alike else "issuer.not_recognised", facts))


def _standing(judged: Judged, scenario: Scenario, renewed_by: str) -> Test:
    lapsed = judged.standing is Standing.EXPIRED and (scenario.ignore_expiry or bool(renewed_by))
    included = judged.standing in scenario.include or lapsed
    return Test("standing", Outcome.PASSED if included else Outcome.FAILED, judged.reason)


def age_test(awarded: date | None, months: int, scenario: Scenario) -> Test:
    """Test that an award is not older than so many months, exactly."""
    facts = {"awarded": str(awarded or ""), "months": str(months)}
    young = awarded is not None and (scenario.ignore_expiry or add_months(awarded, months) >= scenario.on)
    return _test("age", young, "age.in_limit", "age.no_date" if awarded is None else "age.too_old", facts)


def _validity(
    holding: Holding, rule: AchievementRule, expires: date | None, renewed_by: str, scenario: Scenario
) -> Test:
    if rule.valid_for is not None and not rule.counts_after_expiry and holding.awarded is None:
        return Test("validity", Outcome.FAILED, Reason("validity.no_award_date"))
    facts = {"until": str(expires or ""), "by": renewed_by}
    holds = expires is None or scenario.ignore_expiry or scenario.on <= expires
    good = "validity.renewed" if renewed_by else "validity.in_force"
    return _test("validity", holds, good, "validity.lapsed", facts)


_Identified = Sequence[tuple[Holding, str, MatchBy]]


class _Renewals:
    """Until when each holding is in force, with renewals by higher certificates taken in the order they were awarded."""

    def __init__(self, pathway: Pathway, identified: _Identified, judged: Mapping[str, Judged]) -> None:
        self._awards: dict[str, list[tuple[date, str, date | None]]] = defaultdict(list)
        for holding, key, by in identified:
            good = judged[holding.id].standing in (Standing.COUNTS, Standing.EXPIRED) and by is not MatchBy.NAME
            rule = pathway.achievements[key]
            if good and holding.awarded is not None and _issuer(pathway, holding, rule).outcome is Outcome.PASSED:
                self._awards[key].append((holding.awarded, holding.id, _own_expiry(holding, rule)))

    def expiry(self, holding: Holding, rule: AchievementRule) -> tuple[date | None, str]:
        """Return the last day on which the holding is in force (None: for ever), and the holding that renewed it, or ""."""
        expires = _own_expiry(holding, rule)
        if expires is None or not rule.renewed_by:
            return expires, ""
        higher = [found for key in (*rule.renewed_by, rule.key) for found in self._awards.get(key, ())]
        renewed_by = ""
        for awarded, by, own in sorted(higher, key=lambda found: found[:2]):
            in_time = by != holding.id and holding.awarded is not None and holding.awarded <= awarded <= expires
            until = add_months(awarded, rule.valid_for.months) if rule.valid_for else own
            if in_time and (until is None or until > expires):
                expires, renewed_by = until or date.max, by
        return expires, renewed_by


def _own_expiry(holding: Holding, rule: AchievementRule) -> date | None:
    # What the credential says of its own end holds whatever the pathway allows: past it, its verdict is "expired".
    dates = [holding.valid_until] if holding.valid_until is not None else []
    if rule.valid_for is not None and holding.awarded is not None and not rule.counts_after_expiry:
        dates.append(add_months(holding.awarded, rule.valid_for.months))
    return min(dates, default=None)


def _replaced(pathway: Pathway, identified: _Identified, judged: Mapping[str, Judged]) -> Mapping[tuple[str, str], str]:
    """Return (holding, achievement) → the attempt that stands in its place, under the repeat policy in force."""
    attempts: dict[str, list[Holding]] = defaultdict(list)
    for holding, key, by in identified:
        rule = pathway.achievements[key]
        finished = judged[holding.id].standing in (Standing.COUNTS, Standing.EXPIRED)
        if finished and by is not MatchBy.NAME and _issuer(pathway, holding, rule).outcome is Outcome.PASSED:
            attempts[key].append(holding)
    replaced: dict[tuple[str, str], str] = {}
    for key, holdings in attempts.items():
        rule = pathway.achievements[key]
        policy = rule.repeat or pathway.repeats
        dated = [holding for holding in holdings if holding.awarded is not None]
        if rule.repeatable or policy is RepeatPolicy.BEST or len(dated) < 2:
            continue
        choose = max if policy is RepeatPolicy.LATEST else min
        stands = choose(dated, key=lambda holding: (holding.awarded, holding.id))
        replaced |= {(h.id, key): stands.id for h in dated if h.awarded != stands.awarded}
    return replaced
