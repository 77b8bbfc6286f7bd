"""Everything of a pathway file beside its tree: achievements, issuers, rules, limits, flags, overrides."""

from wallet.credentials.model import Text
from wallet.i18n import N_
from wallet.pathways.cursor import Cursor
from wallet.pathways.pathway import (
    AchievementRule,
    Conversion,
    CourseAge,
    EquivalenceRule,
    Flag,
    Given,
    Goal,
    GradeAverage,
    Limit,
    LimitOn,
    Match,
    MatchBy,
    NotCombinable,
    Override,
    OverrideAction,
    PassFail,
    Plan,
    Provenance,
    RecognisedIssuer,
    RepeatPolicy,
    Sharing,
    SkillRule,
    SourcedFact,
)
from wallet.pathways.read_nodes import read_amount, read_level, read_minimum, read_unit
from wallet.pathways.refusal import refuse


def read_provenance(here: Cursor) -> Provenance:
    """One source."""
    here.only(("url", "kind", "claim", "retrieved", "published"))
    return Provenance(
        here.at("url").text(),
        here.at("kind").one_of(("primary", "secondary", "illustrative")),
        here.at("claim").text(),
        here.maybe("retrieved", Cursor.date),
        here.maybe("published", Cursor.text) or "",
    )


def read_conversion(here: Cursor) -> Conversion:
    """One exact ratio with its authority; none is built in."""
    here.only(("from", "to", "num", "den", "authority", "source", "status"))
    return Conversion(
        read_unit(here.at("from")),
        read_unit(here.at("to")),
        here.at("num").number(positive=True) / here.at("den").number(positive=True),
        here.at("authority").text(1),
        here.maybe("source", Cursor.whole),
        here.maybe("status", Cursor.text) or "",
    )


def read_issuer(key: str, here: Cursor) -> RecognisedIssuer:
    """One issuer: its ids decide, its names only suggest."""
    here.only(("name", "ids", "names"))
    return RecognisedIssuer(
        key, here.at("name").text(1), here.maybe("ids", Cursor.texts) or (), here.maybe("names", Cursor.texts) or ()
    )


def read_match(here: Cursor) -> Match:
    """One way in which a credential shows that it is this achievement."""
    here.only(("by", "id", "targetUrl", "framework", "code", "name"))
    by = MatchBy(here.at("by").one_of(tuple(MatchBy)))
    match by:
        case MatchBy.ALIGNMENT:
            if not here.has("targetUrl"):
                return Match(by, framework=here.at("framework").text(1), code=here.at("code").text(1))
            return Match(
                by,
                target_url=here.at("targetUrl").text(1),
                framework=here.maybe("framework", Cursor.text) or "",
                code=here.maybe("code", Cursor.text) or "",
            )
        case MatchBy.NAME:
            return Match(by, name=here.at("name").text(1))
        case _:
            return Match(by, id=here.at("id").text(1))


_ACHIEVEMENT = (
    "title",
    "kind",
    "achievementType",
    "match",
    "issuers",
    "credits",
    "level",
    "validFor",
    "countsAfterExpiry",
    "maxAge",
    "effective",
    "repeatable",
    "maxTimes",
    "repeat",
    "renewedBy",
    "requires",
    "skills",
    "plan",
)


def read_achievement(key: str, here: Cursor) -> AchievementRule:
    """One achievement and what is asked of whoever holds it."""
    here.only(_ACHIEVEMENT)
    return AchievementRule(
        key=key,
        title=here.at("title").words(),
        matches=tuple(read_match(match) for match in here.at("match").items(0, 200)),
        kind=here.maybe("kind", Cursor.text) or "",
        achievement_type=here.maybe("achievementType", Cursor.text) or "",
        issuers=here.maybe("issuers", Cursor.texts),
        credits=here.maybe("credits", read_amount),
        level=here.maybe("level", read_level),
        valid_for=here.maybe("validFor", Cursor.period),
        counts_after_expiry=here.maybe("countsAfterExpiry", Cursor.flag) or False,
        max_age=here.maybe("maxAge", Cursor.period),
        effective=here.maybe("effective", Cursor.window),
        repeatable=here.maybe("repeatable", Cursor.flag) or False,
        max_times=here.maybe("maxTimes", lambda times: times.whole(1)),
        repeat=here.maybe("repeat", read_repeat),
        renewed_by=here.maybe("renewedBy", Cursor.texts) or (),
        requires=here.maybe("requires", Cursor.texts) or (),
        skills=here.maybe("skills", Cursor.texts) or (),
        plan=here.maybe("plan", read_plan),
    )


def read_repeat(here: Cursor) -> RepeatPolicy:
    """Which attempt counts."""
    return RepeatPolicy(here.one_of(tuple(RepeatPolicy)))


def read_plan(here: Cursor) -> Plan:
    """What it takes: hours, weeks, cost; aid and outcomes with their sources."""
    here.only(("hours", "weeks", "cost", "url", "aid", "outcomes"))
    cost = here.find("cost")
    if cost is not None:
        cost.only(("amount", "currency"))
    return Plan(
        hours=here.maybe("hours", Cursor.number),
        weeks=here.maybe("weeks", Cursor.number),
        cost=None if cost is None else cost.at("amount").number(),
        currency="" if cost is None else cost.at("currency").text(1),
        url=here.maybe("url", Cursor.text) or "",
        aid=here.each("aid", _sourced),
        outcomes=here.each("outcomes", _sourced),
    )


def _sourced(here: Cursor) -> SourcedFact:
    here.only(("claim", "url", "date"))
    return SourcedFact(here.at("claim").text(1), here.at("url").text(1), here.at("date").text(1))


def read_skill(key: str, here: Cursor) -> SkillRule:
    """A skill with its alignments."""
    here.only(("title", "match", "min"))
    return SkillRule(key, here.at("title").words(), here.each("match", read_match), here.maybe("min", read_minimum))


def read_rule(here: Cursor) -> EquivalenceRule:
    """One equivalence rule."""
    here.only(
        (
            "id",
            "authority",
            "title",
            "source",
            "effective",
            "from",
            "fromAny",
            "min",
            "maxAge",
            "gives",
            "status",
            "maxCreditsPerSource",
            "onePerTarget",
            "onePerSource",
            "confirm",
        )
    )
    return EquivalenceRule(
        id=here.at("id").text(1),
        authority=here.at("authority").text(1),
        sources=here.at("from").texts(1),
        any_of=here.maybe("fromAny", Cursor.texts) or (),
        gives=tuple(_given(given) for given in here.at("gives").items(1)),
        title=here.maybe("title", Cursor.words) or Text(),
        provenance=here.maybe("source", Cursor.whole),
        effective=here.maybe("effective", Cursor.window),
        min_grade=here.maybe("min", read_minimum),
        max_age=here.maybe("maxAge", Cursor.period),
        max_credits=here.maybe("maxCreditsPerSource", Cursor.number),
        one_per_target=here.maybe("onePerTarget", Cursor.flag) or False,
        one_per_source=here.maybe("onePerSource", Cursor.flag) or False,
        confirm=here.maybe("confirm", Cursor.flag) or False,
        status=here.maybe("status", Cursor.text) or "",
    )


def _given(here: Cursor) -> Given:
    here.only(("achievement", "credits", "grade"))
    grade = here.maybe("grade", Cursor.text) or ""
    return Given(here.at("achievement").text(1), here.maybe("credits", read_amount), grade)


def read_sharing(here: Cursor) -> Sharing:
    """Two blocks that may use the same award."""
    here.only(("between", "maxCount", "maxCredits"))
    one, other = (block.text() for block in _pair(here.at("between")))
    return Sharing((one, other), here.maybe("maxCount", Cursor.whole), here.maybe("maxCredits", Cursor.number))


def _pair(here: Cursor) -> tuple[Cursor, Cursor]:
    both = here.items(2, 2)
    return both[0], both[1]


def read_limit(here: Cursor) -> Limit:
    """At most so many credits, or awards, of one sort."""
    here.only(("id", "kind", "credits", "count", "where", "of", "issuers"))
    here.at("kind").one_of(("max",))
    if not (here.has("credits") or here.has("count")):
        refuse(N_("{place}: “{name}” is missing."), here.place, name="credits")
    of = here.maybe("of", Cursor.texts)
    return Limit(
        id=here.at("id").text(1),
        on=LimitOn(here.at("where").one_of(tuple(LimitOn))),
        credits=here.maybe("credits", Cursor.number),
        count=here.maybe("count", Cursor.whole),
        of=None if of is None else frozenset(of),
        issuers=here.maybe("issuers", Cursor.texts),
    )


def read_not_combinable(here: Cursor) -> NotCombinable:
    """What shuts out what."""
    here.only(("id", "rules", "achievements", "withRules", "withAchievements", "otherTransfer"))

    def named(name: str) -> frozenset[str]:
        return frozenset(here.maybe(name, Cursor.texts) or ())

    return NotCombinable(
        here.at("id").text(1),
        named("rules"),
        named("achievements"),
        named("withRules"),
        named("withAchievements"),
        here.maybe("otherTransfer", Cursor.flag) or False,
    )


def read_flag(here: Cursor) -> Flag:
    """A grade average or a course age: exact, and beside the progress, not in it."""
    kind = here.at("kind").one_of(("gpa", "age"))
    here.only(("id", "kind", "title", "over", *(("scale", "points", "min") if kind == "gpa" else ("max",))))
    over = here.find("over")
    common = (
        None if over is None or over.value == "*" else over.texts(1),
        here.maybe("title", Cursor.words) or Text(),
    )
    if kind == "age":
        return CourseAge(here.at("id").text(1), here.at("max").period(), *common)
    points = {grade: value.number() for grade, value in here.at("points").members()}
    return GradeAverage(here.at("id").text(1), here.at("scale").text(1), points, here.at("min").number(), *common)


def read_pass_fail(here: Cursor) -> PassFail:
    """Grades without a rank."""
    here.only(("grades", "meetsMinimum"))
    return PassFail(frozenset(here.at("grades").texts()), here.maybe("meetsMinimum", Cursor.flag) or False)


def read_override(here: Cursor) -> Override:
    """A decision beside the rules."""
    here.only(("node", "action", "credential", "by", "date", "note"))
    action = OverrideAction(here.at("action").one_of(tuple(OverrideAction)))
    if action is not OverrideAction.WAIVE:
        here.at("credential").text(1)

    def text(name: str) -> str:
        return here.maybe(name, Cursor.text) or ""

    return Override(
        here.at("node").text(), action, text("credential"), here.at("by").text(), text("date"), text("note")
    )


def read_goal(here: Cursor) -> Goal:
    """What it leads to."""
    here.only(("achievementType", "name", "achievement", "ctid", "level", "occupation"))
    return Goal(
        here.maybe("name", Cursor.words) or Text(),
        here.maybe("achievementType", Cursor.text) or "",
        here.maybe("achievement", Cursor.text) or "",
        here.maybe("ctid", Cursor.text) or "",
        here.maybe("level", read_level),
        here.maybe("occupation", Cursor.texts) or (),
    )
