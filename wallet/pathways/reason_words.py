"""REASONS: a sentence for every code that a reason can carry. Translated in `resources/locale/zh_CN/pathways.json`.

To add a code: return it, give it its sentence here, translate it. A test compares the codes in use with this table.
"""

from collections.abc import Mapping

from wallet.i18n import N_, Message
from wallet.pathways.standing import Reason

REASONS: Mapping[str, str] = {
    "verdict.verified": N_("Verified."),
    "verdict.refresh_due": N_("Verified; a fresh look at its status is due."),
    "verdict.altered": N_("It was altered after it was signed."),
    "verdict.not_genuine": N_("It was not signed by the issuer it names."),
    "verdict.not_bound": N_("It belongs to somebody else."),
    "verdict.unsigned": N_("It is not signed. It would count if it were issued as a signed credential."),
    "verdict.cannot_check": N_("It could not be checked here. It would count once it is verified."),
    "verdict.revoked": N_("The issuer took it back."),
    "verdict.suspended": N_("The issuer has suspended it."),
    "verdict.expired": N_("It has expired."),
    "verdict.not_yet_valid": N_("It is not valid yet."),
    "verdict.issuer_unknown": N_("Nobody here vouches for its issuer, and the stack does not recognise it by id."),
    "verdict.status_unknown": N_("Whether it was revoked could not be established. It would count once it is."),
    "issuer.on_the_pathways_word": N_("Counted on the word of this stack, which recognises the issuer {issuer} by id."),
    "basis.in_progress": N_("In progress: your own word, not counted yet."),
    "basis.planned": N_("Planned: your own word, not counted yet."),
    "basis.paper": N_("A paper or PDF: your own word. It would count if it were issued as a credential."),
    "result.failed": N_("Its result says that it was not passed."),
    "result.under_way": N_("Its result says that it is still under way."),
    "result.provisional": N_("Its result is provisional."),
    "match.achievement": N_("It is this achievement by id."),
    "match.ctid": N_("It is this achievement by CTID."),
    "match.alignment": N_("It is aligned with this achievement."),
    "match.related": N_("Its issuer relates it to this achievement."),
    "match.name_confirmed": N_("Only the name agrees; you confirmed it, and the institution decides."),
    "match.name_only": N_("Only the name “{name}” agrees. Confirm it if it is the same."),
    "match.nothing": N_("Nothing in this stack names it."),
    "match.not_asked_for": N_("The stack knows it as {achievement}, but no requirement asks for that."),
    "issuer.any": N_("Any issuer is recognised."),
    "issuer.recognised": N_("Its issuer is recognised by id."),
    "issuer.name_confirmed": N_(
        "The stack knows its issuer by name only; you confirmed it, and the institution decides."
    ),
    "issuer.name_only": N_("An issuer called {issuer} is recognised, but names prove nothing."),
    "issuer.not_recognised": N_("The stack does not recognise the issuer {issuer}."),
    "award.in_window": N_("It was awarded within {window}."),
    "award.outside_window": N_("It was awarded on {awarded}, outside {window}."),
    "age.in_limit": N_("It is recent enough."),
    "age.too_old": N_("It was awarded on {awarded}, longer than {months} months ago."),
    "age.no_date": N_("It has no award date, so its age is not known."),
    "validity.in_force": N_("It is in force until {until}."),
    "validity.renewed": N_("It was renewed by {by} and is in force until {until}."),
    "validity.lapsed": N_("It lapsed on {until}."),
    "validity.no_award_date": N_("It has no award date, so it cannot be seen to be in force."),
    "repeat.replaced": N_("Another attempt, {by}, stands in its place."),
    "override.blocked": N_("It was ruled out by a decision."),
    "override.waive": N_("Waived by {by}: {note}"),
    "override.accept": N_("Accepted by {by}: {note}"),
    "override.own_waive": N_("Waived by {by}, not by the institution: {note}"),
    "override.own_accept": N_("Accepted by {by}, not by the institution: {note}"),
    "rule.to_confirm": N_("Counts by the rule “{rule}” of {authority}; the receiving institution must confirm."),
    "rule.in_window": N_("The rule “{rule}” applies to its award date."),
    "rule.outside_window": N_("The rule “{rule}” applies to awards of {window}; this is of {awarded}."),
    "rule.grade_met": N_("It has the grade that the rule “{rule}” asks for."),
    "rule.grade_not_met": N_("The rule “{rule}” asks for at least {minimum}; it has {grade}."),
    "rule.bundle_incomplete": N_("The rule “{rule}” needs other credentials together with it."),
    "leaf.direct": N_("It counts directly."),
    "leaf.not_via_rule": N_("Credit by a rule ({rule}) is not accepted here."),
    "leaf.issuer": N_("Its issuer is accepted here."),
    "leaf.other_issuer": N_("Only certain issuers are accepted here."),
    "leaf.level": N_("It has the level that is asked for."),
    "leaf.level_too_low": N_("At least level {minimum} is asked for."),
    "leaf.no_credits": N_("It states no credits in {unit}, and nothing says how to convert them."),
    "leaf.grade": N_("It has the grade that is asked for."),
    "leaf.grade_too_low": N_("At least {minimum} is asked for; it has {grade}."),
    "leaf.no_grade": N_("At least {minimum} is asked for; it states no grade on that scale."),
    "leaf.passed_without_grade": N_("Passed without a grade, which is accepted here."),
    "leaf.grade_not_stated_by_rule": N_(
        "The rule “{rule}” states no grade; the institution decides whether {minimum} is met."
    ),
    "copy.counted": N_("A copy of it, {by}, is counted."),
    "inside.counted": N_("It lies inside {by}, which is counted as a whole."),
    "unused.not_needed": N_("It fits, but what it could fill is filled already."),
}


def sentence(reason: Reason) -> Message:
    """Return the sentence of a reason. Raises KeyError for a code without words: our bug, caught by a test."""
    return Message(REASONS[reason.code], reason.facts)
