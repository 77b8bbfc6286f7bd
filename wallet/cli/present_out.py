"""Where `tessera present` writes to: the presentation, its code, a dossier, a badge, a record for a résumé. One line each."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from wallet.cli.outputs import add_force_argument
from wallet.i18n import N_
from wallet.messages import presenting as show
from wallet.session import Session

MINUTES = 10
LONG = 30 * 24 * 60  # minutes: a dossier or a page is read when its reader gets to it
_LASTING = (".zip", ".pdf")
_ENDINGS = {".pdf": "pdf", ".zip": "dossier"}


def add_outputs(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments that name files."""
    whole = N_("write it to FILE (.pdf: pages with everything attached; .zip: a dossier with its evidence)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=words(whole))
    parser.add_argument("--qr", metavar="FILE", type=Path, help=words(N_("write its QR code to FILE (.png or .svg)")))
    evidence = N_("status lists in the code: where they fit one code, always (several codes if need be), or never")
    parser.add_argument("--evidence", choices=("auto", "always", "never"), default="auto", help=words(evidence))
    stack = N_("for a dossier: a stack whose rules go along, with what they make of what is shown")
    parser.add_argument("--stack", metavar="STACK", default="", help=words(stack))
    badge = N_("write a badge picture to FILE (.png or .svg) with one whole credential in it; anyone can show it again")
    parser.add_argument("--badge", metavar="FILE", type=Path, help=words(badge))
    record = N_("write an HR Open LER-RS record (JSON) of what is shown to FILE")
    parser.add_argument("--ler-rs", metavar="FILE", type=Path, help=words(record))
    block = N_("write a block of text for a résumé, of what is shown, to FILE")
    parser.add_argument("--resume", metavar="FILE", type=Path, help=words(block))
    add_force_argument(parser, words)


def outputs_of(arguments: argparse.Namespace) -> Iterator[Path]:
    """Yield every file that was named."""
    yield from (path for path, _ in _outputs(arguments))


def minutes_of(arguments: argparse.Namespace) -> int:
    """Return how long it is to last: as was said, else ten minutes, or thirty days for what is read later."""
    if arguments.expires is not None:
        return int(arguments.expires)
    lasting = arguments.output is not None and arguments.output.suffix.lower() in _LASTING
    return LONG if lasting else MINUTES


def write_all(arguments: argparse.Namespace, session: Session, token: str, language: str) -> list[str]:
    """Write every file that was named; return their names. With none, standard output has it, and the ledger knows."""
    written = []
    for path, kind in _outputs(arguments):
        stack = arguments.stack if kind == "dossier" else ""
        session.save_presentation(show.SavePresentation(token, str(path), kind, language, stack))
        written.append(str(path))
    if not written:
        session.frame(show.GetFrame(token))
    return written


def _outputs(arguments: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    if arguments.output is not None:
        yield arguments.output, _ENDINGS.get(arguments.output.suffix.lower(), "file")
    if arguments.qr is not None:
        yield arguments.qr, _picture(arguments.qr)
    if arguments.badge is not None:
        yield arguments.badge, f"badge-{_picture(arguments.badge)}"
    if arguments.ler_rs is not None:
        yield arguments.ler_rs, "ler-rs"
    if arguments.resume is not None:
        yield arguments.resume, "resume"


def _picture(path: Path) -> str:
    return "svg" if path.suffix.lower() == ".svg" else "png"
