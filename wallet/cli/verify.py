"""`tessera verify`: check files, folders or standard input, and say how far each credential can be believed.

Exit code 0: all `verified` or `refresh_due`; 3: none worse than `issuer_unknown` or `status_unknown`; 1: any other, a document that could
not be read among them; 2: could not run. `--accept` adds verdicts to those that are fine.
"""

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from wallet.cli.arguments import ArgumentRefusedError
from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.progress import Progress
from wallet.cli.report_text import show_line, show_totals
from wallet.clock import system_clock
from wallet.dids.timestamps import find_moment
from wallet.i18n import N_
from wallet.report import Verdict
from wallet.reporting.checking import CheckSettings, Line
from wallet.reporting.crew import Check, checking
from wallet.reporting.sources import Sources, find_sources
from wallet.reporting.table import CsvReport

FINE = frozenset((Verdict.VERIFIED, Verdict.REFRESH_DUE))
OPEN = frozenset((Verdict.ISSUER_UNKNOWN, Verdict.STATUS_UNKNOWN))
_DETAILS_UP_TO = 3


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera verify`."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help=words(N_("files or folders; - reads standard input")))
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object a line for each document")))
    parser.add_argument("--csv", metavar="FILE", type=Path, help=words(N_("also write a table for a spreadsheet")))
    parser.add_argument("--details", action="store_true", help=words(N_("show every check of every document")))
    parser.add_argument(
        "--accept",
        metavar="VERDICT",
        action="append",
        default=[],
        type=read_verdicts,
        help=words(N_("count this verdict as fine, too")),
    )
    add_force_argument(parser, words)
    add_checking_arguments(parser, words)


def add_checking_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments that say with what evidence and at what moment to check."""
    parser.add_argument(
        "--at", metavar="TIME", type=read_time, help=words(N_("check as of this moment (2026-05-03T10:00:00Z)"))
    )
    parser.add_argument(
        "--trust-pack",
        metavar="PATH",
        action="append",
        default=[],
        help=words(N_("also trust this pack (folder or zip)")),
    )
    parser.add_argument(
        "--jobs", metavar="N", type=read_jobs, default=1, help=words(N_("check with N processes; 0 for all cores"))
    )
    parser.add_argument("--nonce", metavar="N", help=words(N_("the challenge that a presentation must answer")))
    parser.add_argument("--audience", metavar="A", help=words(N_("the verifier that a presentation must be made for")))


def settings_of(arguments: argparse.Namespace, console: Console) -> CheckSettings:
    """Return what was asked for. The clock is read once, here."""
    now = arguments.at or system_clock()
    return CheckSettings(now, tuple(arguments.trust_pack), arguments.nonce, arguments.audience, console.language)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check everything that was named and return the exit code. Raises WalletError for what keeps it from running at all."""
    refuse_to_replace(arguments, arguments.csv)
    settings = settings_of(arguments, console)
    with checking(settings, arguments.jobs) as check:
        verdicts = _check_each(check, find_sources(arguments.paths), arguments, console)
    if not arguments.json and verdicts.total() > 1:
        show_totals(verdicts, console)
    return exit_code(verdicts, {verdict for accepted in arguments.accept for verdict in accepted})


def _check_each(
    check: Check, sources: Sources, arguments: argparse.Namespace, console: Console
) -> Counter[Verdict | None]:
    details = arguments.details or len(sources) <= _DETAILS_UP_TO
    verdicts = Counter[Verdict | None]()
    with Progress(console, len(sources)) as progress, CsvReport(arguments.csv) as table:
        for lines in check(sources):
            progress.clear()
            for line in lines:
                verdicts[line.verdict] += 1
                if arguments.csv is not None:
                    table.add(line.value)
                _show(line, console, as_json=arguments.json, details=details)
            progress.advance()
    return verdicts


def exit_code(verdicts: Iterable[Verdict | None], accepted: Iterable[Verdict] = ()) -> int:
    """Return what `tessera verify` ends with: the worst document decides. None is a document that could not be read."""
    fine = FINE | frozenset(accepted)
    codes = [0 if verdict in fine else 3 if verdict in OPEN else 1 for verdict in verdicts]
    return 1 if 1 in codes else max(codes, default=0)


def read_time(text: str) -> datetime:
    """Read `--at`: RFC 3339 with a time zone, or a bare date, which means its first moment in UTC."""
    moment = find_moment(f"{text}T00:00:00Z" if len(text) == 10 else text.replace(" ", "T").replace("z", "Z"))
    if moment is None:
        raise ArgumentRefusedError(
            N_("not a moment with a time zone, such as 2026-05-03T10:00:00Z: {given}"), {"given": plain(text)}
        )
    return moment


def read_verdicts(text: str) -> tuple[Verdict, ...]:
    """Read `--accept`: one verdict or several with commas between."""
    try:
        return tuple(Verdict(name.strip()) for name in text.split(","))
    except ValueError as error:
        known = ", ".join(Verdict)
        raise ArgumentRefusedError(
            N_("no such verdict: {given} (there are: {known})"), {"given": plain(text), "known": known}
        ) from error


def read_jobs(text: str) -> int:
    """Read `--jobs`: a number of processes, 0 for as many as there are cores."""
    if not text.isdecimal() or int(text) > 512:
        raise ArgumentRefusedError(N_("not a number of processes: {given}"), {"given": plain(text)})
    return int(text) or os.cpu_count() or 1


def _show(line: Line, console: Console, *, as_json: bool, details: bool) -> None:
    if as_json:
        console.line(line.text)
        console.out.flush()
    else:
        show_line(line.value, console, details=details)
