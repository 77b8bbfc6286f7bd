"""`tessera stack`: follow stacks, and see what credentials add up to.

    tessera stack add FILE                     follow a stack (ours, CTDL, LearnCard, Badgr, an achievement's alignments)
    tessera stack list                         stacks that are followed, and those that ship with Tessera
    tessera stack progress [STACK]             the figures
    tessera stack why THING [STACK]            why a credential does not count, or a requirement is open
    tessera stack next [STACK] --by cost       the least that completes it, or what stands in the way
    tessera stack export FILE [STACK]          write it as a stack file or as CTDL

Holdings come from the vault, from credential files (`--credentials`, checked here and now) or from a list
(`--holdings`, whose word is only that file's). STACK is a followed stack, a shipped one, or `--pathway FILE`.
Exit code 0: done; 1: refused or incomplete input; 2: could not run.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from wallet.cli.arguments import ArgumentRefusedError
from wallet.cli.console import Console, plain
from wallet.cli.stack_text import show_plan, show_progress, show_why_not, show_why_open
from wallet.cli.vault_access import add_vault_arguments
from wallet.clock import system_clock
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import write_json
from wallet.errors import FileAccessError, VaultMissingError
from wallet.i18n import N_
from wallet.pathways.attribution import Attribution, attribute, carries_pathway, read_signed_pathway
from wallet.pathways.holding import Holding, holdings_from
from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.imported import ImportedPathway
from wallet.pathways.library import shipped, shipped_names
from wallet.pathways.next_steps import Aim, Offer, offers_of, plan_next
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import Override, Pathway
from wallet.pathways.progress import ProgressReport, measure
from wallet.pathways.progress_json import plan_json, progress_json, why_not_json, why_open_json
from wallet.pathways.reasons import why_not, why_open
from wallet.pathways.refusal import refuse
from wallet.pathways.rule_sets import with_rules
from wallet.pathways.standing import Scenario
from wallet.pathways.write_ctdl import write_ctdl
from wallet.pathways.write_pathway import write_pathway

COMPLETE, REFUSED = 0, 1


class StackSource(Protocol):
    """What the vault offers to this verb: an open session provides it."""

    def holdings(self) -> tuple[Holding, ...]:
        """Return everything held, checked, with the learner's own records."""
        ...

    def follow(self, pathway: Pathway, original: bytes) -> str:
        """Keep a stack; return its id."""
        ...

    def followed(self) -> tuple[tuple[str, bytes], ...]:
        """Return (id, original file) of each stack that is followed."""
        ...

    def confirmed(self, pathway_id: str) -> frozenset[tuple[str, str]]:
        """Return the name matches that the person confirmed."""
        ...

    def decisions(self, pathway_id: str) -> tuple[Override, ...]:
        """Return the learner's own waivers and acceptances."""
        ...


def _open_session(arguments: argparse.Namespace, console: Console) -> StackSource:
    from wallet.cli.stack_vault import open_vault

    return open_vault(arguments, console)


# How to open the vault. It is loaded only when a vault is asked for: most of this verb needs none.
OPEN_VAULT: list[Callable[[argparse.Namespace, Console], StackSource]] = [_open_session]


@dataclass(frozen=True, slots=True)
class Held:
    """Holdings with what goes with them, wherever they came from."""

    holdings: tuple[Holding, ...]
    offers: tuple[Offer, ...] = ()
    today: date | None = None
    confirmed: frozenset[tuple[str, str]] = frozenset()
    decisions: tuple[Override, ...] = ()
    on_the_files_word: bool = False


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera stack`."""
    verbs = parser.add_subparsers(dest="stack_verb", required=True, metavar="VERB")
    adding = verbs.add_parser("add", help=words(N_("follow a stack")))
    adding.add_argument("file", metavar="FILE", type=Path)
    verbs.add_parser("list", help=words(N_("list the stacks that are followed or shipped")))
    progress = verbs.add_parser("progress", help=words(N_("what counts, what might, what is at risk")))
    why = verbs.add_parser("why", help=words(N_("why a credential does not count, or a requirement is open")))
    why.add_argument("thing", metavar="THING", help=words(N_("the id of a credential or of a requirement")))
    following = verbs.add_parser("next", help=words(N_("the least that completes the stack")))
    following.add_argument("--by", choices=tuple(Aim), default=Aim.COST, help=words(N_("what should be least")))
    export = verbs.add_parser("export", help=words(N_("write the stack to a file")))
    export.add_argument("out", metavar="FILE", type=Path)
    export.add_argument("--as", dest="form", choices=("stack", "ctdl"), default="stack")
    for verb in (progress, why, following, export):
        _add_stack(verb, words)
    for verb in (progress, why, following):
        _add_holdings(verb, words)
    for verb in verbs.choices.values():
        add_vault_arguments(verb, words)
        verb.add_argument("--json", action="store_true", help=words(N_("print JSON")))


def _add_stack(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    parser.add_argument("stack", metavar="STACK", nargs="?", help=words(N_("a followed or shipped stack")))
    parser.add_argument("--pathway", metavar="FILE", type=Path, help=words(N_("a stack in a file")))
    parser.add_argument(
        "--rules", metavar="FILE", type=Path, action="append", default=[], help=words(N_("add a rule set in a file"))
    )


def _add_holdings(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    parser.add_argument("--holdings", metavar="FILE", type=Path, help=words(N_("a list of holdings in a file")))
    parser.add_argument(
        "--credentials", metavar="PATH", nargs="+", help=words(N_("credential files or folders, checked now"))
    )
    parser.add_argument(
        "--trust-pack", metavar="PATH", action="append", default=[], help=words(N_("also trust this pack"))
    )
    parser.add_argument("--today", metavar="DATE", type=date.fromisoformat, help=words(N_("reckon as of this day")))
    parser.add_argument("--enrolled", metavar="DATE", type=date.fromisoformat, help=words(N_("the day you enrolled")))
    parser.add_argument(
        "--seconds", metavar="N", type=float, default=1.0, help=words(N_("how long to look for the best (seconds)"))
    )
    parser.add_argument(
        "--confirm",
        metavar="CREDENTIAL=ACHIEVEMENT",
        action="append",
        default=[],
        type=_pair,
        help=words(N_("confirm that a credential is an achievement although only the name agrees")),
    )


def _pair(text: str) -> tuple[str, str]:
    credential, _, achievement = text.rpartition("=")
    if not credential:
        raise ArgumentRefusedError(N_("not of the form CREDENTIAL=ACHIEVEMENT: {given}"), {"given": plain(text)})
    return credential, achievement


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what was asked; return the exit code. Raises WalletError for what keeps it from running."""
    try:
        return _VERBS[arguments.stack_verb](arguments, console)
    finally:
        close = getattr(getattr(arguments, "opened", None), "close", None)
        if close is not None:
            close()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileAccessError(str(error), name=str(path), step="file.read") from error


def _shipped_file(path: Path) -> bytes | None:
    """A shipped stack can be followed by its name."""
    return write_json(write_pathway(shipped(str(path)))) if str(path) in shipped_names() and not path.exists() else None


def _vault(arguments: argparse.Namespace, console: Console) -> StackSource:
    if not OPEN_VAULT:
        raise VaultMissingError("no vault can be opened here", step="stack.vault")
    if getattr(arguments, "opened", None) is None:  # once for a verb: an open vault is locked for everybody else
        arguments.opened = OPEN_VAULT[0](arguments, console)
    opened: StackSource = arguments.opened
    return opened


def _stack(arguments: argparse.Namespace, console: Console) -> tuple[Pathway, Attribution]:
    imported, attribution = _imported(arguments, console)
    for warning in imported.warnings:
        console.warn(warning.text, {name: plain(str(fact)) for name, fact in warning.facts.items()})
    pathway = imported.pathway
    for path in arguments.rules:
        pathway = with_rules(pathway, _read(path))
    return pathway, attribution or attribute(pathway)


def _imported(arguments: argparse.Namespace, console: Console) -> tuple[ImportedPathway, Attribution | None]:
    if arguments.pathway is not None:
        return _opened(_read(arguments.pathway), arguments)
    if arguments.stack in shipped_names():
        pathway = shipped(arguments.stack)
        return ImportedPathway(pathway, write_pathway(pathway), ()), None
    kept = _vault(arguments, console).followed()
    chosen = [original for name, original in kept if arguments.stack in (None, name)]
    if len(chosen) != 1:
        refuse(
            N_("Which stack? “{place}” does not say: name one, or give --pathway FILE."),
            arguments.stack or "-",
            "stack.which",
        )
    return _opened(chosen[0], arguments)


def _opened(source: bytes, arguments: argparse.Namespace) -> tuple[ImportedPathway, Attribution | None]:
    """Open a stack; one inside a credential is checked like any credential, and stands on its issuer's word."""
    if not carries_pathway(source):
        return open_pathway(source), None
    from wallet.intake import Refusal, check_source
    from wallet.reporting.checking import CheckSettings, load_evidence

    settings = CheckSettings(system_clock(), tuple(getattr(arguments, "trust_pack", ())))
    checked = next(iter(check_source(source, "stack", now=settings.now, evidence=load_evidence(settings))))
    if isinstance(checked, Refusal):
        raise checked.error
    pathway, attribution = read_signed_pathway(checked)
    return ImportedPathway(pathway, write_pathway(pathway), ()), attribution


def _held(arguments: argparse.Namespace, console: Console, pathway: Pathway) -> Held:
    confirmed = frozenset(arguments.confirm)
    if arguments.holdings is not None:
        listed = read_holdings(_read(arguments.holdings))
        return Held(listed.holdings, listed.offers, listed.today, confirmed, on_the_files_word=True)
    if arguments.credentials:
        return Held(tuple(_check(arguments, console)), confirmed=confirmed)
    vault = _vault(arguments, console)
    known = confirmed | vault.confirmed(pathway.id)
    return Held(vault.holdings(), confirmed=known, decisions=vault.decisions(pathway.id))


def _check(arguments: argparse.Namespace, console: Console) -> Iterable[Holding]:
    """Check credential files as `tessera verify` does, at the present moment (or the end of `--today`)."""
    from wallet.intake import Refusal, check_source
    from wallet.reporting.checking import CheckSettings, load_evidence
    from wallet.reporting.sources import find_sources

    settings = CheckSettings(system_clock(), tuple(arguments.trust_pack))
    evidence = load_evidence(settings)
    for source in find_sources(arguments.credentials):
        for number, found in enumerate(check_source(source.read(), source.label, now=settings.now, evidence=evidence)):
            if isinstance(found, Refusal):
                console.warn(N_("Left out: {name}"), {"name": plain(found.source)})
            else:
                yield from holdings_from(found, source.label if number == 0 else f"{source.label}!{number}")


def _measure(arguments: argparse.Namespace, console: Console) -> tuple[ProgressReport, Held, Pathway]:
    pathway, attribution = _stack(arguments, console)
    held = _held(arguments, console, pathway)
    today = arguments.today or held.today or system_clock().date()
    report = measure(
        pathway,
        held.holdings,
        today,
        confirmed=held.confirmed,
        decisions=held.decisions,
        attribution=attribution,
        enrolled=arguments.enrolled,
        seconds=arguments.seconds,
    )
    if held.on_the_files_word:
        console.warn(N_("These credentials were not checked here: their verdicts are the file's own word."))
    return report, held, pathway


def _print(document: JsonObject) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def _add(arguments: argparse.Namespace, console: Console) -> int:
    original = _shipped_file(arguments.file) or _read(arguments.file)
    imported, _ = _opened(original, arguments)
    name = _vault(arguments, console).follow(imported.pathway, original)
    if arguments.json:
        _print({"id": name, "warnings": [warning.render(console.language) for warning in imported.warnings]})
        return COMPLETE
    for warning in imported.warnings:
        console.warn(warning.text, {name: plain(str(fact)) for name, fact in warning.facts.items()})
    console.say(N_("Following “{title}”."), {"title": plain(imported.pathway.title.best(console.language))})
    return COMPLETE


def _list(arguments: argparse.Namespace, console: Console) -> int:
    named = arguments.vault or os.environ.get("TESSERA_VAULT")
    followed = _vault(arguments, console).followed() if OPEN_VAULT and named else ()
    rows = [(name, _opened(original, arguments)[0].pathway, True) for name, original in followed]
    rows += [(name, shipped(name), False) for name in shipped_names()]
    for name, pathway, kept in rows:
        word = attribute(pathway)
        title = pathway.title.best(console.language)
        if arguments.json:
            _print({"id": name, "pathway": pathway.id, "title": title, "followed": kept, "status": str(word.word)})
        else:
            console.line(
                f"{'*' if kept else ' '} {plain(name)}  {plain(title)}  ({word.sentence.render(console.language)})"
            )
    return COMPLETE


def _progress(arguments: argparse.Namespace, console: Console) -> int:
    report, _, _ = _measure(arguments, console)
    if arguments.json:
        _print(progress_json(report, console.language))
    else:
        show_progress(report, console)
    return COMPLETE


def _why(arguments: argparse.Namespace, console: Console) -> int:
    report, held, pathway = _measure(arguments, console)
    if any(holding.id == arguments.thing for holding in held.holdings):
        reasons = why_not(report.allocation, held.holdings, arguments.thing, arguments.seconds)
        if arguments.json:
            _print(why_not_json(reasons, console.language))
        else:
            show_why_not(reasons, console)
        return COMPLETE
    if any(leaf.id == arguments.thing for leaf in pathway.leaves()):
        opened = why_open(report.allocation, arguments.thing)
        if arguments.json:
            _print(why_open_json(opened, console.language))
        else:
            show_why_open(opened, pathway, console)
        return COMPLETE
    console.warn(
        N_("“{name}” is neither a credential here nor a requirement of this stack."), {"name": plain(arguments.thing)}
    )
    return REFUSED


def _next(arguments: argparse.Namespace, console: Console) -> int:
    report, held, pathway = _measure(arguments, console)
    offers = (*held.offers, *offers_of(pathway))
    scenario = replace(Scenario(report.on), confirmed=held.confirmed)
    plan = plan_next(pathway, held.holdings, offers, scenario, Aim(arguments.by), arguments.seconds)
    if arguments.json:
        _print(plan_json(plan, console.language))
    else:
        show_plan(plan, pathway, console)
    return COMPLETE if plan.completes else REFUSED


def _export(arguments: argparse.Namespace, console: Console) -> int:
    pathway, _ = _stack(arguments, console)
    document, lost = write_ctdl(pathway) if arguments.form == "ctdl" else (write_pathway(pathway), ())
    for warning in lost:
        console.warn(warning.text)
    try:
        arguments.out.write_bytes(write_json(document))
    except OSError as error:
        raise FileAccessError(str(error), name=str(arguments.out), step="file.write") from error
    console.say(N_("Written: {name}"), {"name": str(arguments.out)})
    return COMPLETE


_VERBS: dict[str, Callable[[argparse.Namespace, Console], int]] = {
    "add": _add,
    "list": _list,
    "progress": _progress,
    "why": _why,
    "next": _next,
    "export": _export,
}
