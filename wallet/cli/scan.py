"""`tessera scan IMAGE...`: read the QR codes in pictures, join their parts, and say what they hold. Nothing is followed or kept.

What was read is written with -o, and then checked with `tessera verify` (with --nonce and --audience where it answers a challenge);
a picture that holds all of it can be given to `tessera verify` itself.
"""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.vault_lines import print_json
from wallet.encoding.json_types import JsonObject
from wallet.formats.picture import read_code_texts
from wallet.i18n import N_
from wallet.messages.presenting import ScanState, SeeFrame
from wallet.session.scanning import Scanning
from wallet.session.sources import read_file
from wallet.store.durable import replace_file

_KINDS = {
    "presentation": N_("a presentation"),
    "challenge": N_("a challenge"),
    "holder_key": N_("a holder's key"),
    "evidence": N_("evidence"),
    "text": N_("a credential or another text"),
}


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera scan`."""
    parser.add_argument(
        "images", metavar="IMAGE", nargs="+", help=words(N_("pictures (PNG, JPEG, WebP) with QR codes"))
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=words(N_("write what was read to FILE")))
    add_force_argument(parser, words)
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Read the pictures; 0 when something whole was found, 1 otherwise."""
    refuse_to_replace(arguments, arguments.output)
    scanning = Scanning()
    state = scanning.start()
    for name in arguments.images:
        texts = _texts(Path(name))
        state = scanning.see(SeeFrame(texts=texts)) if texts else state
        if state.kind:
            break
    if state.kind and arguments.output is not None:
        replace_file(arguments.output, state.text.encode())
    _tell(state, arguments, console)
    return 0 if state.kind else 1


def _texts(path: Path) -> tuple[str, ...]:
    return read_code_texts(read_file(path))


def _tell(state: ScanState, arguments: argparse.Namespace, console: Console) -> None:
    if arguments.json:
        print_json(_line(state), console)
    elif state.kind:
        console.say(N_("Found {what}."), {"what": console.words(_KINDS[state.kind])})
        if arguments.output is None:
            console.line(plain(state.text, 100_000))
    elif state.wanted:
        console.say(
            N_("{known} of {wanted} parts. Add pictures of the others."), {"known": state.known, "wanted": state.wanted}
        )
    elif state.link:
        console.say(N_("Only a link, which Tessera did not follow: {link}"), {"link": plain(state.link)})
    else:
        console.say(N_("No code that Tessera can read."))


def _line(state: ScanState) -> JsonObject:
    value = asdict(state)
    return {
        **{name: value[name] for name in ("seen", "known", "wanted", "kind", "text", "link")},
        "direct": list(state.direct),
    }
