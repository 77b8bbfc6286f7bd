"""`tessera stack`: follow stacks, and see what credentials add up to.

    tessera stack add FILE                     follow a stack (ours, CTDL, LearnCard, Badgr, an achievement's alignments)
    tessera stack list                         stacks that are followed, and those that ship with Tessera
    tessera stack remove STACK                 follow it no longer
    tessera stack progress [STACK]             the figures; without a name, of every stack that is followed
    tessera stack why THING [STACK]            why a credential does not count, or a requirement is open
    tessera stack next [STACK] --by cost       the least that completes it, or what stands in the way
    tessera stack what-if [STACK] --plan KEY   what would count if this were passed, too
    tessera stack compare STACK STACK ...      the same credentials, measured against several stacks
    tessera stack switch STACK STACK           what carries over to another school, by its transfer rules
    tessera stack growth [JOB]                 results over time, and skills held against a job's
    tessera stack export FILE [STACK]          write it as a stack file or as CTDL

Holdings come from the vault, from credential files (`--credentials`, checked here and now) or from a list
(`--holdings`, whose word is only that file's). STACK is a followed stack, a shipped one, a file, or `--pathway FILE`.
Exit code 0: done; 1: refused or incomplete input; 2: could not run.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from wallet.cli import stack_what_if as supposing
from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.stack_refusals import NoSuchStackError
from wallet.cli.stack_source import (
    add_holding_arguments,
    add_stack_arguments,
    followed_stacks,
    is_called,
    measured,
    measured_against,
    opened_pathway,
    print_json,
    shipped_file,
    the_stack,
    the_stacks,
    the_vault,
)
from wallet.cli.stack_text import show_plan, show_progress, show_why_not, show_why_open
from wallet.cli.vault_access import NoPassphraseError, add_vault_arguments
from wallet.encoding.strict_json import write_json
from wallet.errors import VaultMissingError
from wallet.i18n import N_
from wallet.pathways.attribution import Attribution, attribute
from wallet.pathways.imported import ImportedPathway
from wallet.pathways.library import shipped, shipped_names
from wallet.pathways.next_steps import Aim, offers_of, plan_next
from wallet.pathways.progress_json import plan_json, progress_json, why_not_json, why_open_json
from wallet.pathways.reasons import why_not, why_open
from wallet.pathways.standing import Scenario
from wallet.pathways.write_ctdl import write_ctdl
from wallet.pathways.write_pathway import write_pathway
from wallet.places import label_of
from wallet.session.sources import read_file
from wallet.store.durable import replace_file

COMPLETE, REFUSED = 0, 1


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera stack`."""
    verbs = parser.add_subparsers(dest="stack_verb", required=True, metavar="VERB")
    adding = verbs.add_parser("add", help=words(N_("follow a stack")))
    adding.add_argument("file", metavar="FILE", type=Path)
    verbs.add_parser("list", help=words(N_("list the stacks that are followed or shipped")))
    removing = verbs.add_parser("remove", help=words(N_("follow a stack no longer")))
    removing.add_argument("stack", metavar="STACK", help=words(N_("its id, or the beginning of it")))
    progress = verbs.add_parser("progress", help=words(N_("what counts, what might, what is at risk")))
    why = verbs.add_parser("why", help=words(N_("why a credential does not count, or a requirement is open")))
    why.add_argument("thing", metavar="THING", help=words(N_("the id of a credential or of a requirement")))
    following = verbs.add_parser("next", help=words(N_("the least that completes the stack")))
    following.add_argument("--by", choices=tuple(Aim), default=Aim.COST, help=words(N_("what should be least")))
    export = verbs.add_parser("export", help=words(N_("write the stack to a file")))
    export.add_argument("out", metavar="FILE", type=Path)
    export.add_argument("--as", dest="form", choices=("stack", "ctdl"), default="stack", help=words(N_("the format")))
    add_force_argument(export, words)
    for verb in (progress, why, following, export):
        add_stack_arguments(verb, words)
    for verb in (progress, why, following):
        add_holding_arguments(verb, words)
    supposing.configure(verbs, words)
    for verb in verbs.choices.values():
        add_vault_arguments(verb, words)
        verb.add_argument("--json", action="store_true", help=words(N_("print JSON")))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what was asked; return the exit code. Raises WalletError for what keeps it from running."""
    try:
        return _VERBS[arguments.stack_verb](arguments, console)
    finally:
        close = getattr(getattr(arguments, "opened", None), "close", None)
        if close is not None:
            close()


def _add(arguments: argparse.Namespace, console: Console) -> int:
    original = shipped_file(arguments.file) or read_file(arguments.file)
    imported, _ = opened_pathway(original, arguments)
    name = the_vault(arguments, console).follow(imported.pathway, original)
    if arguments.json:
        print_json({"id": name, "warnings": [warning.render(console.language) for warning in imported.warnings]})
        return COMPLETE
    for warning in imported.warnings:
        console.warn(warning.text, {name: plain(str(fact)) for name, fact in warning.facts.items()})
    console.say(N_("Following “{title}”."), {"title": plain(imported.pathway.title.best(console.language))})
    return COMPLETE


def _remove(arguments: argparse.Namespace, console: Console) -> int:
    kept = {key: found[0] for key, found in followed_stacks(arguments, console)}
    chosen = [key for key, imported in kept.items() if is_called(arguments.stack, key, imported)]
    if len(chosen) != 1:
        raise NoSuchStackError(arguments.stack, step="stack.which", name=plain(arguments.stack))
    the_vault(arguments, console).unfollow(chosen[0])
    title = plain(kept[chosen[0]].pathway.title.best(console.language))
    if arguments.json:
        print_json({"id": chosen[0], "warnings": []})
    else:
        console.say(N_("No longer following “{title}”."), {"title": title})
    return COMPLETE


def _list(arguments: argparse.Namespace, console: Console) -> int:
    rows = [(key, found[0].pathway, True) for key, found in _followed_if_open(arguments, console)]
    rows += [(name, shipped(name), False) for name in shipped_names()]
    for name, pathway, kept in rows:
        word = attribute(pathway)
        title = pathway.title.best(console.language)
        if arguments.json:
            print_json({"id": name, "pathway": pathway.id, "title": title, "followed": kept, "status": str(word.word)})
        else:
            says = word.sentence.render(console.language)
            console.line(
                f"{'*' if kept else ' '} {plain(name)}  {console.paint(plain(title), 'strong')} · {plain(says)}"
            )
    return COMPLETE


def _followed_if_open(
    arguments: argparse.Namespace, console: Console
) -> list[tuple[str, tuple[ImportedPathway, Attribution | None]]]:
    """What is followed. Where nobody named a vault and nobody can open it, what ships is a list all the same."""
    try:
        return followed_stacks(arguments, console)
    except VaultMissingError:
        if arguments.vault:
            raise
    except NoPassphraseError:
        if arguments.vault or arguments.passphrase_file:
            raise
        console.warn(N_("The vault was not opened: the stacks that you follow are not in this list."))
    return []


def _progress(arguments: argparse.Namespace, console: Console) -> int:
    for number, stack in enumerate(the_stacks(arguments, console)):
        report, held, _ = measured_against(stack, arguments, console)
        if arguments.json:
            print_json(progress_json(report, console.language))
            continue
        if number:
            console.line("")
        titles = {holding.id: holding.title.best(console.language) for holding in held.holdings}
        show_progress(report, titles, console)
    return COMPLETE


def _why(arguments: argparse.Namespace, console: Console) -> int:
    report, held, pathway = measured(arguments, console)
    if any(holding.id == arguments.thing for holding in held.holdings):
        reasons = why_not(report.allocation, held.holdings, arguments.thing, arguments.seconds)
        if arguments.json:
            print_json(why_not_json(reasons, console.language))
        else:
            show_why_not(reasons, console)
        return COMPLETE
    if any(leaf.id == arguments.thing for leaf in pathway.leaves()):
        opened = why_open(report.allocation, arguments.thing)
        if arguments.json:
            print_json(why_open_json(opened, console.language))
        else:
            show_why_open(opened, pathway, console)
        return COMPLETE
    console.warn(
        N_("“{name}” is neither a credential here nor a requirement of this stack."), {"name": plain(arguments.thing)}
    )
    return REFUSED


def _next(arguments: argparse.Namespace, console: Console) -> int:
    report, held, pathway = measured(arguments, console)
    offers = (*held.offers, *offers_of(pathway))
    scenario = replace(Scenario(report.on), confirmed=held.confirmed)
    plan = plan_next(report.pathway, held.holdings, offers, scenario, Aim(arguments.by), arguments.seconds)
    if arguments.json:
        print_json(plan_json(plan, console.language))
    else:
        show_plan(plan, pathway, console)
    return COMPLETE if plan.completes else REFUSED


def _export(arguments: argparse.Namespace, console: Console) -> int:
    refuse_to_replace(arguments, arguments.out)
    pathway, _ = the_stack(arguments, console)
    document, lost = write_ctdl(pathway) if arguments.form == "ctdl" else (write_pathway(pathway), ())
    replace_file(arguments.out, write_json(document))
    if arguments.json:
        left_out = [warning.render(console.language) for warning in lost]
        print_json({"written": label_of(arguments.out), "as": arguments.form, "left_out": left_out})
        return COMPLETE
    for warning in lost:
        console.warn(warning.text, {name: plain(str(fact)) for name, fact in warning.facts.items()})
    console.say(N_("Written: {name}"), {"name": plain(str(arguments.out))})
    return COMPLETE


_VERBS: dict[str, Callable[[argparse.Namespace, Console], int]] = {
    "add": _add,
    "list": _list,
    "remove": _remove,
    "progress": _progress,
    "why": _why,
    "next": _next,
    "export": _export,
    **supposing.VERBS,
}
