"""`tessera explain`: the import doctor. For everything refused or doubted: at which step, why, and what the person can do.

It never alters signed bytes: what is broken stays broken, and is explained.
"""

import argparse
from collections.abc import Callable, Iterable

from wallet.cli.console import Console, plain
from wallet.cli.report_text import facts_of, title_of
from wallet.cli.verify import add_checking_arguments, settings_of
from wallet.encoding.json_types import JsonObject
from wallet.hints import hints_for
from wallet.i18n import N_, Message
from wallet.report import Verdict
from wallet.reporting.checking import CheckSettings
from wallet.reporting.crew import check_all
from wallet.reporting.explaining import explained_lines
from wallet.reporting.sources import find_sources
from wallet.wording import VERDICT_WORDS, words_for
from wallet.wording.shape import NOTE, words_of_fault


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera explain`."""
    parser.add_argument("paths", metavar="FILE", nargs="+", help=words(N_("files or folders; - reads standard input")))
    add_checking_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Explain every document in turn. Returns 0: that something is wrong is what was asked for."""
    sources = find_sources(arguments.paths)
    settings: CheckSettings = settings_of(arguments, console)
    for lines in check_all(sources, settings, arguments.jobs, explained_lines):
        for line in lines:
            _explain(line.value, console)
    return 0


def _explain(line: JsonObject, console: Console) -> None:
    console.line(console.paint(plain(str(line["source"])), "strong"))
    error = line.get("error")
    if isinstance(error, dict):
        code, step = str(error["code"]), str(error["step"])
        _point(console, step, plain(str(error["message"])), plain(str(error["advice"])), hints_for(code, {}, step))
    else:
        _explain_report(line, console)
    console.line("")


def _explain_report(line: JsonObject, console: Console) -> None:
    verdict = Verdict(str(line["verdict"]))
    words = VERDICT_WORDS[verdict]
    said = {"title": title_of(line, console), "verdict": console.words(words.title)}
    said["explanation"] = console.words(words.explanation)
    console.line("  " + console.words(N_("{title}: {verdict}. {explanation}"), said))
    checks = [check for check in _list(line.get("checks")) if _needs_explaining(check)]
    for check in checks:
        facts = facts_of(check)
        found = words_for(str(check["code"]), facts)
        step = f"{check['check']}: {check['code']}"
        hints = hints_for(str(check["code"]), facts)
        _point(console, step, console.words(found.explanation, facts), console.words(found.advice, facts), hints)
        for name, fact in sorted((name, fact) for name, fact in facts.items() if str(fact)):
            console.line(f"      {console.paint(f'{name}: {fact}', 'grey')}")
    faults = _list(line.get("shape"))
    _explain_shape(faults, console, presentation=line.get("credential") is None)
    if not checks and not faults and verdict is Verdict.VERIFIED:
        console.say(N_("  There is nothing to mend."))
    for child in _list(line.get("nested")):
        console.line(f"  {plain(str(child.get('path')))}")
        _explain_report(child, console)


def _explain_shape(faults: list[JsonObject], console: Console, *, presentation: bool) -> None:
    if faults:
        console.line(f"  {console.words(NOTE)}")
    for fault in faults:
        code = str(fault["code"])
        told = words_of_fault(code, plain(str(fault["path"]), 200), presentation=presentation)
        title, rule, place, advice = (plain(message.render(console.language)) for message in told)
        why = console.words(N_("{title}. {sentence}"), {"title": title, "sentence": rule})
        _tell(console, [(N_("Step"), code), (N_("Why"), why), (N_("In particular"), place), (N_("What to do"), advice)])


def _point(console: Console, step: str, reason: str, advice: str, hints: Iterable[Message]) -> None:
    where = [plain(hint.render(console.language)) for hint in hints]
    particular = [(N_("In particular"), hint) for hint in where]
    _tell(console, [(N_("Step"), step), (N_("Why"), reason), *particular, (N_("What to do"), advice)])


def _tell(console: Console, points: Iterable[tuple[str, str]]) -> None:
    for label, text in points:
        if text:
            console.line(f"  {console.words(N_('{label}: {text}'), {'label': console.words(label), 'text': text})}")


_NOTHING_TO_MEND = ("status.none_claimed", "holder.not_asked", "issuer.not_applicable")


def _needs_explaining(check: JsonObject) -> bool:
    """Everything that did not pass, but for what nobody asked; and what passed with a warning, as from an old list."""
    if check["outcome"] == "passed":
        return check["severity"] != "info"
    return not str(check["code"]).endswith(".moot") and check["code"] not in _NOTHING_TO_MEND


def _list(value: object) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
