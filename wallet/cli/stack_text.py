"""Progress, reasons and plans as text for a terminal."""

import math
from collections.abc import Mapping
from fractions import Fraction

from wallet.cli.console import Console, plain
from wallet.i18n import N_
from wallet.pathways.amounts import show
from wallet.pathways.next_steps import Plan
from wallet.pathways.pathway import Pathway
from wallet.pathways.progress import Figure, ProgressReport
from wallet.pathways.reason_words import sentence
from wallet.pathways.reasons import WhyNot, WhyOpen
from wallet.pathways.standing import Reason


def show_progress(report: ProgressReport, titles: Mapping[str, str], console: Console) -> None:
    """Print every figure, every requirement with what fills it, and what does not count."""
    console.line(console.paint(plain(report.pathway.title.best(console.language)), "strong"))
    console.line(plain(report.attribution.sentence.render(console.language)))
    for label, figure in (
        (N_("Counts now"), report.counts_now),
        (N_("of that without what must be confirmed"), report.certain),
        (N_("with what is not verified"), report.provisional),
        (N_("with work in progress"), report.with_in_progress),
    ):
        console.line(f"  {_figure(figure, console):>16}  {console.words(label)}")
    for risk in report.at_risk:
        facts: dict[str, object] = {"months": risk.months, "then": _figure(risk.figure, console)}
        _share(risk.loss, N_("at risk within {months} months: {then} then, if nothing is renewed"), facts, console)
    facts = {"without": _figure(report.lost_to_expiry.figure, console)}
    _share(report.lost_to_expiry.loss, N_("lost to expiry: {without} if nothing had lapsed"), facts, console)
    console.line(f"  {f'{math.ceil(report.remaining * 100)} %':>16}  {console.words(N_('remaining'))}")
    console.line("")
    for found in report.requirements:
        mark = console.paint("●", "good") if found.satisfied else "○"
        title = plain(found.title.best(console.language) or found.id)
        unit = f" {found.unit}" if found.unit else ""
        console.line(f"{'  ' * found.depth}{mark} {title}  {show(found.have)} / {show(found.need)}{unit}")
        for fill in found.fills:
            sources = ", ".join(_named(holding, titles) for holding in fill.holdings)
            rule = f"  [{plain(fill.rule)}]" if fill.rule else ""
            console.line(f"{'  ' * found.depth}    ← {sources}{rule}")
            _reasons((*fill.conditions, *fill.notes), found.depth * 2 + 8, console)
        if found.waived is not None:
            _reasons((found.waived,), found.depth * 2 + 4, console)
    for flag in report.flags:
        holds = {True: N_("holds"), False: N_("does not hold"), None: N_("not known yet")}[flag.holds]
        value = "" if flag.value is None else f" {show(flag.value)}"
        console.line(f"  {plain(flag.title.best(console.language) or flag.id)}:{value} {console.words(holds)}")
    _not_counted(report, console)
    for suggestion in report.suggestions:
        facts = {"credential": plain(suggestion.holding), "achievement": plain(suggestion.achievement)}
        console.say(N_("Is {credential} the same as {achievement}? Only the name agrees: confirm it if it is."), facts)
    console.line("")
    console.line(plain(report.attribution.according_to.render(console.language)))


def _share(share: Fraction, label: str, facts: dict[str, object], console: Console) -> None:
    """A share that is there is never shown as none, however small."""
    percent = f"{int(share * 100)} %" if share >= Fraction(1, 100) or not share else "< 1 %"
    console.line(f"  {percent:>16}  {console.words(label, facts)}")


def _named(holding: str, titles: Mapping[str, str]) -> str:
    title = plain(titles.get(holding, ""), 80)
    return f"{title} ({plain(holding)})" if title else plain(holding)


def _not_counted(report: ProgressReport, console: Console) -> None:
    """Print what this stack knows and does not count; what it never heard of is only a number."""
    known = [rest for rest in report.not_counted if rest.reasons[:1] and rest.reasons[0].code != "match.nothing"]
    if report.not_counted:
        console.line("")
        console.say(N_("Not counted:"))
    for rest in known:
        title = plain(rest.title.best(console.language) or rest.holding)
        console.line(f"  {title} ({plain(rest.holding)})")
        _reasons(rest.reasons, 6, console)
    others = len(report.not_counted) - len(known)
    if others:
        many = N_("  and {count} that nothing in this stack names")
        console.count(others, N_("  and 1 that nothing in this stack names"), many)


def _figure(figure: Figure, console: Console) -> str:
    if figure.proven:
        return f"{figure.percent} %"
    facts: dict[str, object] = {"low": figure.percent, "high": figure.upper_percent}
    return console.words(N_("between {low} and {high} %"), facts)


def _reasons(reasons: tuple[Reason, ...], indent: int, console: Console) -> None:
    for reason in reasons:
        found = sentence(reason)
        facts = {name: plain(", ".join(f) if isinstance(f, tuple) else str(f)) for name, f in found.facts.items()}
        console.line(f"{' ' * indent}{console.words(found.text, facts)}")


def show_why_not(found: WhyNot, console: Console) -> None:
    """Print why a credential does not count, or what counting it elsewhere would cost."""
    if found.counted_at:
        console.say(N_("It counts at: {places}"), {"places": plain(", ".join(found.counted_at))})
    _reasons(found.reasons, 0, console)
    for other in found.alternatives:
        facts = {"place": plain(other.requirement), "what": plain(", ".join(other.replaces))}
        if other.change is None:
            console.say(N_("It cannot be counted at {place}."), facts)
            continue
        if other.replaces:
            console.say(N_("It could replace {what} at {place}."), facts)
        else:
            console.say(N_("It could be counted at {place}."), facts)
        for cost in other.costs:
            lost = {
                "amount": show(cost.amount),
                "unit": cost.unit or console.words(N_("item")),
                "place": plain(cost.requirement),
            }
            console.say(N_("Counting it there would cost {amount} ({unit}) at {place}."), lost)
        if not other.costs:
            console.say(N_("That would change nothing."))


def show_why_open(found: WhyOpen, pathway: Pathway, console: Console) -> None:
    """Print why a requirement is open."""
    console.say(N_("{amount} is missing."), {"amount": show(found.lacks)})
    for fit in found.fits:
        facts = {"credential": plain(fit.holding), "places": plain(", ".join(fit.used_at)) or "-"}
        console.say(N_("{credential} would fit and is used at: {places}"), facts)
    for near in found.nearly:
        console.say(N_("{credential} does not fit:"), {"credential": plain(near.holding)})
        _reasons(near.failed, 4, console)
    for key in found.would_do:
        console.line(f"  + {plain(pathway.achievements[key].title.best(console.language))}")


def show_plan(plan: Plan, pathway: Pathway, console: Console) -> None:
    """Print what to do next, in order."""
    for number, step in enumerate(plan.steps, 1):
        title = step.offer.holding.title.best(console.language)
        rule = pathway.achievements.get(step.achievement)
        named = title or (rule.title.best(console.language) if rule is not None else step.offer.holding.id)
        console.line(f"{number:3}. {plain(named)}")
        for fact in (*step.offer.aid, *step.offer.outcomes):
            console.line(f"       {plain(fact.claim)} ({plain(fact.url)}, {plain(fact.date)})")
    if plan.total is not None and plan.steps:
        facts = {"total": show(plan.total), "unit": plan.currency or console.words(_AIMS[plan.aim])}
        console.say(N_("Together: {total} {unit}"), facts)
    if plan.completes:
        console.say(N_("With this the stack is complete.") if plan.steps else N_("The stack is complete already."))
    else:
        titles = {node.id: plain(node.title.best(console.language) or node.id) for node in pathway.nodes()}
        left = ", ".join(titles.get(key, plain(key)) for key in plan.blocked)
        console.say(N_("It cannot be completed from what is on offer. Open: {open}"), {"open": left})


_AIMS = {"cost": N_("cost"), "hours": N_("hours"), "weeks": N_("weeks"), "courses": N_("courses")}
