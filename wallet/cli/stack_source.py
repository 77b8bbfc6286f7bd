"""What the verbs of `tessera stack` work on: which stack, on whose word, and what is held, wherever it comes from."""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from wallet.cli import stack_dossier as dossier
from wallet.cli.arguments import ArgumentRefusedError
from wallet.cli.console import Console, plain
from wallet.cli.stack_refusals import NoSuchStackError, NothingFollowedError, SeveralFollowedError
from wallet.clock import system_clock
from wallet.encoding.strict_json import write_json
from wallet.errors import VaultMissingError, WalletError
from wallet.i18n import N_
from wallet.pathways.attribution import Attribution, attribute, carries_pathway, read_signed_pathway
from wallet.pathways.holding import Holding, holdings_from
from wallet.pathways.holdings_file import read_holdings
from wallet.pathways.imported import ImportedPathway
from wallet.pathways.library import shipped, shipped_names, shipped_rule_set, shipped_rules
from wallet.pathways.next_steps import Offer
from wallet.pathways.open_pathway import open_pathway
from wallet.pathways.pathway import Override, Pathway
from wallet.pathways.progress import ProgressReport, measure
from wallet.pathways.rule_sets import with_rules
from wallet.pathways.write_pathway import write_pathway
from wallet.session.dossiers import stack_in_dossier
from wallet.session.sources import read_file

COMPLETE, REFUSED = 0, 1


class StackSource(Protocol):
    """What the vault offers to this verb: an open session provides it."""

    def holdings(self) -> tuple[Holding, ...]:
        """Return everything held, checked, with the learner's own records."""
        ...

    def follow(self, pathway: Pathway, original: bytes) -> str:
        """Keep a stack; return its id."""
        ...

    def unfollow(self, key: str) -> None:
        """Follow a stack no longer; what the learner said about it stays."""
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


def add_stack_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare which stack is meant."""
    parser.add_argument("stack", metavar="STACK", nargs="?", help=words(N_("a followed or shipped stack, or a file")))
    parser.add_argument("--pathway", metavar="FILE", type=Path, help=words(N_("a stack in a file")))
    parser.add_argument(
        "--rules",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=words(N_("add a rule set: a file, or the name of one that ships")),
    )


def add_holding_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare where what is held comes from, and on which day it is looked at."""
    parser.add_argument("--holdings", metavar="FILE", type=Path, help=words(N_("a list of holdings in a file")))
    parser.add_argument(
        "--credentials", metavar="PATH", nargs="+", help=words(N_("credential files or folders, checked now"))
    )
    parser.add_argument(
        "--dossier", metavar="FILE", type=Path, help=words(N_("somebody's dossier: its stack, and what it proves"))
    )
    parser.add_argument(
        "--trust-pack", metavar="PATH", action="append", default=[], help=words(N_("also trust this pack"))
    )
    parser.add_argument("--today", metavar="DATE", type=read_day, help=words(N_("reckon as of this day")))
    parser.add_argument("--enrolled", metavar="DATE", type=read_day, help=words(N_("the day you enrolled")))
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=read_seconds,
        default=1.0,
        help=words(N_("how long to look for the best (seconds)")),
    )
    parser.add_argument(
        "--confirm",
        metavar="CREDENTIAL=ACHIEVEMENT",
        action="append",
        default=[],
        type=_pair,
        help=words(N_("confirm that a credential is an achievement although only the name agrees")),
    )


def read_day(text: str) -> date:
    """Read `--today`. Raises ArgumentRefusedError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentRefusedError(N_("not a day such as 2026-05-03: {given}"), {"given": plain(text)}) from error


def read_seconds(text: str) -> float:
    """Read `--seconds`: how long to look, up to an hour. Raises ArgumentRefusedError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 3600:
        raise ArgumentRefusedError(N_("not a number of seconds: {given}"), {"given": plain(text)})
    return seconds


def _pair(text: str) -> tuple[str, str]:
    credential, _, achievement = text.rpartition("=")
    if not credential:
        raise ArgumentRefusedError(N_("not of the form CREDENTIAL=ACHIEVEMENT: {given}"), {"given": plain(text)})
    return credential, achievement


def shipped_file(path: Path) -> bytes | None:
    """Return the file of a shipped stack that was named, None where a file is meant: a stack can be followed by its name."""
    return write_json(write_pathway(shipped(str(path)))) if str(path) in shipped_names() and not path.exists() else None


def rule_set(path: Path) -> bytes:
    """Return a rule set's bytes: one that ships, by name, or a file."""
    named = str(path) in shipped_rules() and not path.exists()
    return shipped_rule_set(str(path)) if named else read_file(path)


def the_vault(arguments: argparse.Namespace, console: Console) -> StackSource:
    """Return the open vault. Raises VaultMissingError."""
    if not OPEN_VAULT:
        raise VaultMissingError("no vault can be opened here", step="stack.vault")
    if getattr(arguments, "opened", None) is None:  # once for a verb: an open vault is locked for everybody else
        arguments.opened = OPEN_VAULT[0](arguments, console)
    opened: StackSource = arguments.opened
    return opened


def the_stack(arguments: argparse.Namespace, console: Console) -> tuple[Pathway, Attribution]:
    """Return the stack that was named, or the one that is followed. Raises as `the_stacks`, and SeveralFollowedError."""
    found = the_stacks(arguments, console)
    if len(found) > 1:
        names = ", ".join(plain(pathway.title.best(console.language), 60) for pathway, _ in found)
        raise SeveralFollowedError(step="stack.which", names=names)
    return found[0]


def the_stacks(arguments: argparse.Namespace, console: Console) -> list[tuple[Pathway, Attribution]]:
    """Return the stack that was named, or every one that is followed: with its rule sets, and on whose word it stands.

    What had to be assumed is told. Raises NoSuchStackError, NothingFollowedError, PathwayError for a broken file.
    """
    return [_finished(*imported, arguments, console) for imported in _imported(arguments, console)]


def _finished(
    imported: ImportedPathway, attribution: Attribution | None, arguments: argparse.Namespace, console: Console
) -> tuple[Pathway, Attribution]:
    for warning in imported.warnings:
        console.warn(warning.text, {name: plain(str(fact)) for name, fact in warning.facts.items()})
    pathway = imported.pathway
    for path in arguments.rules:
        pathway = with_rules(pathway, rule_set(path))
    return pathway, attribution or attribute(pathway)


def _imported(arguments: argparse.Namespace, console: Console) -> list[tuple[ImportedPathway, Attribution | None]]:
    """The vault is opened only where nothing else tells which stack is meant."""
    if arguments.pathway is not None:
        return [opened_pathway(read_file(arguments.pathway), arguments)]
    if arguments.stack is None and dossier.named(arguments) is not None:
        return [opened_pathway(dossier.rules_in(read_file(arguments.dossier)), arguments)]
    if arguments.stack in shipped_names():
        pathway = shipped(arguments.stack)
        return [(ImportedPathway(pathway, write_pathway(pathway), ()), None)]
    if arguments.stack is not None and Path(arguments.stack).is_file():
        return [opened_pathway(read_file(Path(arguments.stack)), arguments)]
    try:
        kept = followed_stacks(arguments, console)
    except VaultMissingError as error:
        if arguments.vault:
            raise
        raise _not_found(arguments.stack) from error
    chosen = [found for key, found in kept if arguments.stack is None or is_called(arguments.stack, key, found[0])]
    if not chosen:
        raise _not_found(arguments.stack)
    return chosen


def followed_stacks(
    arguments: argparse.Namespace, console: Console
) -> list[tuple[str, tuple[ImportedPathway, Attribution | None]]]:
    """Return each stack that is followed, with its id. Raises VaultMissingError and what else opening the vault raises."""
    return [(key, opened_pathway(original, arguments)) for key, original in the_vault(arguments, console).followed()]


def is_called(name: str, key: str, imported: ImportedPathway) -> bool:
    """Say whether a followed stack is meant: by its id or the beginning of it, by the id in its file, by the name it ships under."""
    ships = name in shipped_names() and shipped(name).id == imported.pathway.id
    return ships or name in (key, imported.pathway.id) or (len(name) >= 4 and key.startswith(name))


def _not_found(name: str | None) -> WalletError:
    if name is None:
        return NothingFollowedError(step="stack.which")
    return NoSuchStackError(name, step="stack.which", name=plain(name))


def opened_pathway(source: bytes, arguments: argparse.Namespace) -> tuple[ImportedPathway, Attribution | None]:
    """Open a stack; one inside a credential is checked like any credential, and stands on its issuer's word."""
    source = stack_in_dossier(source) or source
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


def the_held(arguments: argparse.Namespace, console: Console, pathway: Pathway) -> Held:
    """Return what is held: from a list, from credential files, or from the vault."""
    confirmed = frozenset(arguments.confirm)
    if arguments.holdings is not None:
        listed = read_holdings(read_file(arguments.holdings))
        return Held(listed.holdings, listed.offers, listed.today, confirmed, on_the_files_word=True)
    shown = dossier.named(arguments)
    if shown is not None:
        checking = dossier.checking_of(arguments, moment(arguments))
        return Held(dossier.held_in(read_file(shown), checking, console), confirmed=confirmed)
    if arguments.credentials:
        return Held(tuple(_check(arguments, console)), confirmed=confirmed)
    vault = the_vault(arguments, console)
    known = confirmed | vault.confirmed(pathway.id)
    return Held(vault.holdings(), confirmed=known, decisions=vault.decisions(pathway.id))


def moment(arguments: argparse.Namespace) -> datetime:
    """Return the moment at which everything is looked at: now, or the last of the day that was named."""
    if arguments.today is None:
        return system_clock()
    return datetime.combine(arguments.today, time(23, 59, 59)).astimezone()


def day_of(arguments: argparse.Namespace, held: Held) -> date:
    """Return the day that is reckoned with: the one that was named, the list's own, or today where the person is."""
    return arguments.today or held.today or system_clock().astimezone().date()


def _check(arguments: argparse.Namespace, console: Console) -> Iterable[Holding]:
    """Check credential files as `tessera verify` does, at the present moment, or at the end of `--today`."""
    from wallet.intake import Refusal
    from wallet.reporting.checking import CheckSettings, examine, load_evidence
    from wallet.reporting.sources import find_sources

    settings = CheckSettings(moment(arguments), tuple(arguments.trust_pack))
    evidence = load_evidence(settings)
    for source in find_sources(arguments.credentials):
        for number, found in enumerate(examine(source, settings, evidence)):
            if isinstance(found, Refusal):
                console.warn_left_out(found.source, found.error)
            else:
                yield from holdings_from(found, source.label if number == 0 else f"{source.label}!{number}")


def measured(arguments: argparse.Namespace, console: Console) -> tuple[ProgressReport, Held, Pathway]:
    """Return the report on the stack that was named, or on the one that is followed."""
    return measured_against(the_stack(arguments, console), arguments, console)


def measured_against(
    stack: tuple[Pathway, Attribution], arguments: argparse.Namespace, console: Console
) -> tuple[ProgressReport, Held, Pathway]:
    """Return the report on a stack."""
    pathway, attribution = stack
    held = the_held(arguments, console, pathway)
    report = report_on(pathway, attribution, held, arguments)
    if held.on_the_files_word:
        console.warn(N_("These credentials were not checked here: their verdicts are the file's own word."))
    shown = dossier.named(arguments)
    if shown is not None:
        dossier.compare(report, read_file(shown), console)
    return report, held, pathway


def report_on(pathway: Pathway, attribution: Attribution, held: Held, arguments: argparse.Namespace) -> ProgressReport:
    """Return what a stack makes of what is held."""
    return measure(
        pathway,
        held.holdings,
        day_of(arguments, held),
        confirmed=held.confirmed,
        decisions=held.decisions,
        attribution=attribution,
        enrolled=arguments.enrolled,
        seconds=arguments.seconds,
    )


def print_json(document: Mapping[str, Any]) -> None:
    """Print one line of JSON."""
    json.dump(document, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
