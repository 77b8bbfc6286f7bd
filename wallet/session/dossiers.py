"""The files of a dossier: the presentation, the evidence, words for people, and what a stack makes of what is shown.

What a stack comes to is reckoned from the dossier itself, read through the one strict door as a registrar's Tessera reads it: from what is shown
alone, without the learner's own word, confirmations or waivers. So the registrar's answer is the same, as far as they trust the same issuers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wallet.clock import moment_of_seconds
from wallet.encoding.strict_json import METADATA_LIMITS, read_json_object, write_json
from wallet.errors import InputError
from wallet.formats.dossier import Dossier, DossierFile, Role, write_dossier
from wallet.formats.zip_file import find_dossier
from wallet.i18n import N_, Message
from wallet.intake import CheckedCredential, HolderExpectation, Refusal
from wallet.pathways.attribution import Attribution
from wallet.pathways.holding import Holding, holdings_from
from wallet.pathways.pathway import Pathway
from wallet.pathways.progress import ProgressReport, measure
from wallet.pathways.progress_json import progress_json
from wallet.presentations.presentation import Bound
from wallet.session.checking import Checking
from wallet.session.sending import Sending

PATHWAY, PROGRESS, README = "stack.json", "progress.json", "README.txt"
ROOT = "dossier"  # what the holdings of a dossier are called by: `dossier`, `dossier/verifiableCredential/0`

_BOUND = {
    Bound.CHALLENGE: N_("It answers one request and ends soon; shown to anybody else, or later, it is refused."),
    Bound.AUDIENCE: N_("It was made for {audience}; shown to anybody else it is refused."),
    Bound.HOLDER: N_("Anyone who has it can show it again."),
    Bound.NOBODY: N_("Anyone who has it can show it again."),
}


def dossier_files(sending: Sending) -> tuple[DossierFile, ...]:
    """Return every file but the list, in the order they are written."""
    made = sending.presentation
    shown = DossierFile(f"presentation{made.suffix}", Role.PRESENTATION, made.text.encode())
    evidence = tuple(
        DossierFile(
            f"evidence-{number}{_ending(each.text)}", Role.EVIDENCE, each.text.encode(), each.url, _moment(each.seen)
        )
        for number, each in enumerate(sending.evidence, 1)
    )
    readme = DossierFile(README, Role.README, _readme(sending).encode())
    return (shown, *evidence, *sending.issuers, *sending.stack, readme)


def stack_files(
    sending: Sending, checking: Checking, pathway: Pathway, original: bytes, attribution: Attribution
) -> tuple[DossierFile, ...]:
    """Return the rules of a stack as they were received, and what they make of what is shown."""
    source = write_dossier(dossier_files(sending), sending.now)
    report = reckon(
        pathway, attribution, dossier_holdings(look_into(source, checking)), sending.now.astimezone().date()
    )
    progress = write_json(progress_json(report, sending.language))
    return (
        DossierFile(PATHWAY, Role.PATHWAY, original),
        DossierFile(PROGRESS, Role.PROGRESS, progress),
    )


def look_into(source: bytes, checking: Checking) -> tuple[CheckedCredential, ...]:
    """Return what a dossier shows, checked with the evidence that came along. Raises the refusal where nothing can be read."""
    looked = list(checking.look(source, ROOT, HolderExpectation()))
    found = tuple(each for each in looked if not isinstance(each, Refusal))
    if not found:
        raise next(each.error for each in looked if isinstance(each, Refusal))
    return found


def dossier_holdings(shown: Sequence[CheckedCredential]) -> tuple[Holding, ...]:
    """Return what a dossier proves, as holdings named by where they stand in it."""
    named = ((ROOT if number == 0 else f"{ROOT}!{number}", each) for number, each in enumerate(shown))
    return tuple(holding for name, each in named for holding in holdings_from(each, name))


def reckon(pathway: Pathway, attribution: Attribution, holdings: tuple[Holding, ...], day: date) -> ProgressReport:
    """Return what the rules make of the holdings, on their own word and nobody's beside it."""
    return measure(pathway, holdings, day, attribution=attribution)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a dossier says its stack comes to: the holder's own word, compared and never used."""

    pathway: str
    exact: str
    percent: int
    complete: bool
    day: str

    def agrees_with(self, report: ProgressReport) -> bool:
        """Return whether the same was reckoned here."""
        now = report.counts_now
        return (self.pathway, self.exact, self.complete) == (report.pathway.id, str(now.exact), now.complete)


def claim_in(dossier: Dossier) -> Claim | None:
    """Return what a dossier says its stack comes to, or None where it says nothing that can be read."""
    found = dossier.find(Role.PROGRESS)
    try:
        claimed = {} if found is None else read_json_object(found.content, METADATA_LIMITS)
    except InputError:
        return None
    match claimed:
        case {
            "pathway": {"id": str() as pathway},
            "on": str() as day,
            "counts_now": {"exact": str() as exact, "percent": int() as percent, "complete": bool() as complete},
        } if 0 <= percent <= 100:
            return Claim(pathway, exact[:60], percent, complete, day[:10])
        case _:
            return None


def stack_in_dossier(source: bytes) -> bytes | None:
    """Return the rules that a dossier brings along, or None for any other file. Raises InputError for a damaged dossier."""
    dossier = find_dossier(source)
    found = None if dossier is None else dossier.find(Role.PATHWAY)
    return None if found is None else found.content


def _ending(text: str) -> str:
    return ".json" if text.lstrip().startswith("{") else ".jwt"


def _moment(seen: int | None) -> datetime | None:
    return None if seen is None else moment_of_seconds(seen)


def _readme(sending: Sending) -> str:
    def say(words: str, **facts: object) -> str:
        return Message(words, facts).render(sending.language)

    made = sending.presentation
    lines = [
        say(N_("Shown with Tessera")),
        "",
        say(N_("presentation{suffix} is what was shown. It can be checked with no network: tessera verify FILE.zip"), suffix=made.suffix),
        say(_BOUND[made.bound], audience=sending.audience),
        say(N_("evidence-*: status lists that their issuers signed, as of when the holder got them.")),
        say(N_("issuer-*: the holder's copies of what the issuers publish. Tessera never believes them because they came along; compare them with your own.")),
        say(N_("stack.json and progress.json, where they are: the rules of a stack, and what they make of what is shown.")),
        say(N_("Reckon it again: tessera stack progress --dossier FILE.zip")),
        f"SHA-256 {made.sha256}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
