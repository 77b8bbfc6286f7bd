"""`--dossier FILE` of `tessera stack`: reckon again what somebody's dossier says, from what it proves alone.

The rules come from the dossier unless another stack is named; what is held are the credentials that its presentation shows, checked here and
now with the status lists that came along. The dossier's own figures are compared with the answer and never used for it.
"""

import argparse
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.errors import InputError, PathwayError
from wallet.formats.dossier import MOST_BYTES, Dossier, Role
from wallet.formats.zip_file import find_dossier
from wallet.i18n import N_
from wallet.intake import CheckedCredential, OwnIdentity
from wallet.pathways.holding import Holding
from wallet.pathways.progress import ProgressReport
from wallet.session.checking import Checking
from wallet.session.dossiers import claim_in, dossier_holdings, look_into
from wallet.wording import VERDICT_WORDS


class NotADossierError(PathwayError):
    """A file named by --dossier is none."""

    code = "dossier.missing"
    explanation = N_("This is no dossier: there is no list of its files in it.")
    advice = N_("Name the zip that “tessera present -o FILE.zip” wrote.")


def named(arguments: argparse.Namespace) -> Path | None:
    """Return the dossier that was named: by --dossier, or in place of a stack where nothing else says what is held."""
    given: Path | None = getattr(arguments, "dossier", None)
    if given is not None or arguments.stack is None or arguments.holdings is not None or arguments.credentials:
        return given
    path = Path(arguments.stack)
    with suppress(OSError, InputError):
        if path.is_file() and path.stat().st_size <= MOST_BYTES and find_dossier(path.read_bytes()) is not None:
            return path
    return None


def open_dossier(source: bytes) -> Dossier:
    """Return the dossier. Raises NotADossierError, InputError for a damaged one."""
    found = find_dossier(source)
    if found is None:
        raise NotADossierError("not a dossier", step="dossier.missing")
    return found


def rules_in(source: bytes) -> bytes:
    """Return the rules that came along. Raises PathwayError where there are none."""
    found = open_dossier(source).find(Role.PATHWAY)
    if found is None:
        raise PathwayError("a dossier without a stack", step="stack.which", reason="no stack came along", place="-")
    return found.content


def held_in(source: bytes, checking: Checking, console: Console) -> tuple[Holding, ...]:
    """Return what the dossier proves, and say what its presentation is worth."""
    open_dossier(source)
    shown = look_into(source, checking)
    for each in shown:
        _tell(each, console)
    return dossier_holdings(shown)


def checking_of(arguments: argparse.Namespace, now: datetime) -> Checking:
    """Return the moment and the evidence that holdings are checked with."""
    from wallet.reporting.checking import CheckSettings, load_evidence

    settings = CheckSettings(now, tuple(arguments.trust_pack))
    return Checking(settings.now, load_evidence(settings), OwnIdentity())


def _tell(checked: CheckedCredential, console: Console) -> None:
    words = VERDICT_WORDS[checked.report.verdict]
    console.warn(N_("What was shown: {verdict}"), {"verdict": console.words(words.title)})


def compare(report: ProgressReport, source: bytes, console: Console) -> None:
    """Say whether the dossier's own figures are those that were reckoned here."""
    dossier = open_dossier(source)
    if dossier.find(Role.PROGRESS) is None:
        return
    now, claim = report.counts_now, claim_in(dossier)
    if claim is not None and claim.agrees_with(report):
        console.warn(N_("The dossier's own figures are the same: {percent} %."), {"percent": now.percent})
        return
    theirs, day = ("?", "?") if claim is None else (claim.exact, claim.day)
    facts = {"theirs": plain(theirs), "day": plain(day), "ours": str(now.exact)}
    console.warn(
        N_(
            "The dossier says {theirs} as of {day}; reckoned here it is {ours}. The answer is what this computer can prove."
        ),
        facts,
    )
