"""`tessera stack what-if | compare | switch | growth`: what would be, side by side, elsewhere, and over time."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.stack_source import (
    Held,
    add_holding_arguments,
    add_stack_arguments,
    day_of,
    print_json,
    report_on,
    rule_set,
    the_held,
    the_stack,
)
from wallet.i18n import N_
from wallet.messages.growth import GrowthForm
from wallet.pathways.amounts import floor_percent
from wallet.pathways.attribution import Attribution
from wallet.pathways.growth import GrowthSeries, SkillRow, growth, skills_for
from wallet.pathways.pathway import Pathway
from wallet.pathways.planned import suppose
from wallet.pathways.progress import ProgressReport
from wallet.pathways.progress_json import figure_json, not_counted_json
from wallet.pathways.reason_words import sentence
from wallet.pathways.refusal import refuse
from wallet.pathways.rule_sets import with_rules
from wallet.pathways.standing import Reason
from wallet.pathways.what_if import Switch, switch_between, what_if
from wallet.session.growing import growth_file
from wallet.store.durable import replace_file

COMPLETE = 0


def configure(verbs: Any, words: Callable[[str], str]) -> None:
    """Declare the arguments of these verbs."""
    supposing = verbs.add_parser("what-if", help=words(N_("what would count if something more were passed")))
    add_stack_arguments(supposing, words)
    supposing.add_argument(
        "--plan", metavar="KEY", action="append", default=[], help=words(N_("suppose this achievement is passed"))
    )
    comparing = verbs.add_parser("compare", help=words(N_("measure what is held against several stacks")))
    comparing.add_argument(
        "stacks", metavar="STACK", nargs="+", help=words(N_("a followed or shipped stack, or a file"))
    )
    switching = verbs.add_parser("switch", help=words(N_("what carries over to another school's stack")))
    switching.add_argument("before", metavar="BEFORE", help=words(N_("a followed or shipped stack, or a file")))
    switching.add_argument("after", metavar="AFTER", help=words(N_("a followed or shipped stack, or a file")))
    switching.add_argument(
        "--rules",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=words(N_("transfer rules of the new school: a file, or the name of a set that ships")),
    )
    growing = verbs.add_parser("growth", help=words(N_("results over time, and skills held against a job's")))
    growing.add_argument("job", metavar="JOB", nargs="?", help=words(N_("a followed or shipped stack, or a file")))
    growing.add_argument("--as", dest="form", choices=("text", *GrowthForm), default="text")
    growing.add_argument("--out", metavar="FILE", type=Path, help=words(N_("write to this file")))
    add_force_argument(growing, words)
    for verb in (supposing, comparing, switching, growing):
        add_holding_arguments(verb, words)
    for verb in (comparing, switching, growing):
        verb.set_defaults(stack=None, pathway=None)


def _named(
    name: str, rules: list[Path], arguments: argparse.Namespace, console: Console
) -> tuple[Pathway, Attribution]:
    """A stack by name, or in a file: whichever there is."""
    path = Path(name)
    asked = argparse.Namespace(
        **vars(arguments) | {"stack": name, "pathway": path if path.is_file() else None, "rules": []}
    )
    pathway, attribution = the_stack(asked, console)
    arguments.opened = getattr(asked, "opened", None)
    for more in rules:
        pathway = with_rules(pathway, rule_set(more))
    return pathway, attribution


def _what_if(arguments: argparse.Namespace, console: Console) -> int:
    pathway, attribution = the_stack(arguments, console)
    held = the_held(arguments, console, pathway)
    for key in arguments.plan:
        if key not in pathway.achievements:
            refuse(N_("{place}: this stack knows no such achievement."), key[:80], "stack.plan")
    day = day_of(arguments, held)
    planned = tuple(replace(suppose(pathway, key), awarded=day) for key in arguments.plan)
    found = what_if(pathway, held.holdings, planned, day, arguments.seconds, held.confirmed)
    root = pathway.requires.id
    now, then = (floor_percent(one.progress, satisfied=root in one.score.satisfied) for one in (found.now, found.then))
    fills = [{"achievement": key.removeprefix("suppose:"), "requirement": leaf} for key, leaf in found.fills]
    if arguments.json:
        shares = {"now": _share(found.now.progress, now), "then": _share(found.then.progress, then)}
        print_json({**shares, "gain": str(found.gain), "proven_optimal": found.then.proven_optimal, "fills": fills})
        return COMPLETE
    console.say(N_("Now {now} %, then {then} %: a supposition, it counts nothing."), {"now": now, "then": then})
    for fill in fills:
        title = pathway.achievements[fill["achievement"]].title.best(console.language)
        console.line(f"  + {plain(title)} → {plain(fill['requirement'])}")
    console.line(plain(attribution.according_to.render(console.language)))
    return COMPLETE


def _share(exact: object, percent: int) -> dict[str, object]:
    return {"exact": str(exact), "percent": percent}


def _reports(
    arguments: argparse.Namespace, console: Console, names: list[tuple[str, list[Path]]]
) -> tuple[list[ProgressReport], dict[str, str]]:
    """Return a report on each stack, and what the holdings are called."""
    reports, titles = list[ProgressReport](), dict[str, str]()
    for name, rules in names:
        pathway, attribution = _named(name, rules, arguments, console)
        held = the_held(arguments, console, pathway)
        titles |= {holding.id: holding.title.best(console.language) for holding in held.holdings}
        reports.append(report_on(pathway, attribution, held, arguments))
    return reports, titles


def _compare(arguments: argparse.Namespace, console: Console) -> int:
    reports, _ = _reports(arguments, console, [(name, []) for name in arguments.stacks])
    if arguments.json:
        print_json({"stacks": [_summary(report, console) for report in reports]})
        return COMPLETE
    for report in reports:
        console.line(console.paint(plain(report.pathway.title.best(console.language)), "strong"))
        facts = {"now": report.counts_now.percent, "provisional": report.provisional.percent}
        facts["progress"] = report.with_in_progress.percent
        console.say(
            N_("  counts now {now} %, with what is not verified {provisional} %, with work in progress {progress} %"),
            facts,
        )
        console.line("  " + plain(report.attribution.according_to.render(console.language)))
    return COMPLETE


def _summary(report: ProgressReport, console: Console) -> dict[str, Any]:
    return {
        "pathway": report.pathway.id,
        "title": report.pathway.title.best(console.language),
        "counts_now": figure_json(report.counts_now),
        "provisional": figure_json(report.provisional),
        "with_in_progress": figure_json(report.with_in_progress),
        "open": list(report.open),
        "counted": sorted({key for one in report.requirements for fill in one.fills for key in fill.holdings}),
        "according_to": report.attribution.according_to.render(console.language),
    }


def _switch(arguments: argparse.Namespace, console: Console) -> int:
    (before, after), titles = _reports(arguments, console, [(arguments.before, []), (arguments.after, arguments.rules)])
    found = switch_between(before, after)
    if arguments.json:
        print_json(_switch_json(found, console))
        return COMPLETE
    facts = {"before": before.counts_now.percent, "after": after.counts_now.percent}
    console.say(N_("Before {before} %, after {after} %."), facts)
    for words, keys in ((N_("Carries over:"), found.kept), (N_("Counts only there:"), found.gained)):
        if keys:
            console.say(words)
            for key in keys:
                console.line(f"  {plain(titles.get(key) or key)}{_where(after, key)}")
    if found.lost:
        console.say(N_("Does not carry over:"))
        for lost in found.lost:
            told = "; ".join(_told(reason, console) for reason in lost.reasons)
            console.line(f"  {plain(lost.title.best(console.language) or lost.holding)}: {told}")
    console.line(plain(after.attribution.according_to.render(console.language)))
    return COMPLETE


def _told(reason: Reason, console: Console) -> str:
    found = sentence(reason)
    facts = {name: plain(", ".join(f) if isinstance(f, tuple) else str(f)) for name, f in found.facts.items()}
    return console.words(found.text, facts)


def _where(report: ProgressReport, key: str) -> str:
    places = [(one.id, fill.rule) for one in report.requirements for fill in one.fills if key in fill.holdings]
    return "".join(f" → {plain(place)}" + (f" [{plain(rule)}]" if rule else "") for place, rule in places)


def _switch_json(found: Switch, console: Console) -> dict[str, Any]:
    return {
        "before": _summary(found.before, console),
        "after": _summary(found.after, console),
        "kept": list(found.kept),
        "gained": list(found.gained),
        "lost": [not_counted_json(rest, console.language) for rest in found.lost],
        "change": str(found.change),
    }


def _growth(arguments: argparse.Namespace, console: Console) -> int:
    refuse_to_replace(arguments, arguments.out)
    job = _named(arguments.job, [], arguments, console)[0] if arguments.job else None
    arguments.stack = arguments.job
    held = the_held(arguments, console, job) if job is not None else the_held_anywhere(arguments, console)
    series = growth(held.holdings)
    day = day_of(arguments, held)
    skills = () if job is None else skills_for(job, held.holdings, day, console.language)
    if arguments.form == "text":
        text = _growth_text(series, skills, console)
    else:
        text = growth_file(GrowthForm(arguments.form), series, held.holdings, skills, day, console.language)
    if arguments.out is not None:
        replace_file(arguments.out, text.encode())
    if arguments.json:
        print_json(_growth_json(series, skills))
    elif arguments.out is not None:
        console.say(N_("Written: {name}"), {"name": plain(str(arguments.out))})
    else:
        console.line(text.removeprefix("\ufeff").rstrip("\r\n"))
    return COMPLETE


def the_held_anywhere(arguments: argparse.Namespace, console: Console) -> Held:
    """Return what is held, where no stack is in question."""
    from wallet.pathways.library import shipped, shipped_names

    return the_held(arguments, console, shipped(shipped_names()[0]))


def _growth_text(series: tuple[GrowthSeries, ...], skills: tuple[SkillRow, ...], console: Console) -> str:
    lines: list[str] = []
    for one in series:
        lines.append(f"{plain(one.node)}  ({plain(' < '.join(one.scale))})")
        lines += [f"  {point.on.isoformat()}  {plain(point.value)}  {plain(point.holding)}" for point in one.points]
    for row in skills:
        mark = "●" if row.enough else "○"
        wanted = f" ≥ {plain(row.wanted)}" if row.wanted else ""
        shown = f"{plain(row.holding)} ({plain(', '.join(row.grades))}) {row.verdict}" if row.holding else "-"
        lines.append(f"{mark} {plain(row.title)}{wanted}  {shown}")
    return "\n".join(lines) or console.words(N_("Nothing that is verified tells of growth yet."))


def _growth_json(series: tuple[GrowthSeries, ...], skills: tuple[SkillRow, ...]) -> dict[str, Any]:
    return {
        "growth": [
            {
                "node": one.node,
                "scale": list(one.scale),
                "points": [
                    {
                        "on": p.on.isoformat(),
                        "value": p.value,
                        "place": p.place,
                        "credential": p.holding,
                        "verdict": str(p.verdict),
                    }
                    for p in one.points
                ],
            }
            for one in series
        ],
        "skills": [
            {
                "skill": row.skill,
                "title": row.title,
                "wanted": row.wanted or None,
                "credential": row.holding or None,
                "kind": row.kind or None,
                "issuer": row.issuer or None,
                "level": list(row.grades),
                "awarded": None if row.awarded is None else row.awarded.isoformat(),
                "verdict": None if row.verdict is None else str(row.verdict),
                "enough": row.enough,
            }
            for row in skills
        ],
    }


VERBS: Mapping[str, Callable[[argparse.Namespace, Console], int]] = {
    "what-if": _what_if,
    "compare": _compare,
    "switch": _switch,
    "growth": _growth,
}
