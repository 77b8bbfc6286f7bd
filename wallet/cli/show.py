"""`tessera show`: one credential of the vault, read and checked anew."""

import argparse
from collections.abc import Callable, Mapping

from wallet.cli.console import Console, pad, plain
from wallet.cli.vault_access import add_vault_arguments, find_one, open_session
from wallet.cli.vault_lines import detail_line, print_json, verdict_words
from wallet.i18n import N_
from wallet.messages.linked_in import linked_in_link
from wallet.messages.requests import GetCredential
from wallet.messages.views import CredentialDetail, SectionKind
from wallet.wording import VERDICT_WORDS, WORDING

HEADINGS: Mapping[SectionKind, str] = {
    SectionKind.ABOUT: N_("About"),
    SectionKind.ACHIEVEMENT: N_("Achievement"),
    SectionKind.CRITERIA: N_("Criteria"),
    SectionKind.RESULTS: N_("Results"),
    SectionKind.EVIDENCE: N_("Evidence"),
    SectionKind.ALIGNMENTS: N_("Alignments"),
    SectionKind.ISSUER: N_("Issuer"),
    SectionKind.SUBJECT: N_("Holder"),
    SectionKind.OTHER: N_("Other"),
}
_SIGNS = {"passed": ("✓", "good"), "failed": ("✗", "bad"), "undecided": ("?", "attention"), "skipped": ("·", "grey")}
_LABEL_COLUMNS = 22


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera show`."""
    parser.add_argument("id", metavar="ID", help=words(N_("the credential's id, or the beginning of it")))
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))
    parser.add_argument("--raw", action="store_true", help=words(N_("print the original as it is")))
    link = N_("print LinkedIn's form, filled in with title, issuer and dates, as a link; nothing is opened")
    parser.add_argument("--linkedin", action="store_true", help=words(link))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Show it."""
    with open_session(arguments, console) as session:
        detail = session.get(GetCredential(find_one(session, arguments.id).id))
    if arguments.linkedin:
        console.line(linked_in_link(detail.summary, detail.summary.title, detail.summary.issuer_name))
    elif arguments.json:
        print_json(detail_line(detail), console)
    elif arguments.raw:
        console.line(detail.raw)
    else:
        _show(detail, console)
    return 0


def _show(detail: CredentialDetail, console: Console) -> None:
    console.line(console.paint(plain(detail.summary.title, 200), "strong"))
    console.line(f"{verdict_words(detail.verdict, console)} {console.words(VERDICT_WORDS[detail.verdict].explanation)}")
    for result in detail.results:
        words = WORDING.get(result.code)
        if result.code.endswith(".moot") or words is None:
            continue
        sign, tone = _SIGNS[result.outcome.value]
        facts = {name: plain(str(fact)) for name, fact in result.facts.items()}
        console.line(f"  {console.paint(sign, tone)} {console.words(words.title, facts)}")
    for section in detail.sections:
        console.line("")
        console.line(console.paint(console.words(HEADINGS[section.kind]), "strong"))
        for row in section.rows:
            console.line(f"  {pad(plain(console.words(row.label), 60), _LABEL_COLUMNS)} {plain(row.text, 2000)}")
    if detail.notes:
        console.line("")
        console.line(console.paint(console.words(N_("Notes")), "strong"))
        console.line(f"  {plain(detail.notes, 10_000)}")
