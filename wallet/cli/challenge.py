"""`tessera challenge`: ask for a proof of possession. The answer is checked with `tessera verify --nonce N --audience A`.

It travels as a file, as text, or as a QR code between two computers that share no network. No vault is needed.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.present import read_span
from wallet.cli.vault_access import refuse_to_replace
from wallet.cli.vault_lines import print_json
from wallet.clock import system_clock
from wallet.encoding.json_types import JsonObject
from wallet.i18n import N_
from wallet.messages.presenting import ChallengeView, MakeChallenge
from wallet.session.questioning import challenge_view, new_challenge
from wallet.session.sources import read_file
from wallet.store.durable import replace_file, told_of_trouble


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera challenge`."""
    parser.add_argument(
        "--from",
        dest="audience",
        metavar="NAME",
        default="",
        help=words(N_("who asks: the answer is bound to this name")),
    )
    parser.add_argument("--purpose", default="", help=words(N_("what for")))
    parser.add_argument(
        "--expires", metavar="SPAN", type=read_span, default=10, help=words(N_("until when: 10m, 2h, 1d"))
    )
    parser.add_argument(
        "--wants", metavar="FILE", help=words(N_("a DCQL query (OpenID4VP 1.0) that says what is wanted"))
    )
    parser.add_argument("--read", metavar="FILE", help=words(N_("read somebody's challenge instead of making one")))
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=words(N_("write it to FILE")))
    parser.add_argument("--qr", metavar="FILE", type=Path, help=words(N_("write its QR code to FILE (.png or .svg)")))
    parser.add_argument("--force", action="store_true", help=words(N_("replace FILE if it is there")))
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make or read one."""
    if not arguments.read and not (arguments.audience.strip() and arguments.expires):
        console.warn(N_("Say who asks with --from, and leave some time to answer with --expires."))
        return 2
    if arguments.read:
        challenge = challenge_view(read_file(Path(arguments.read)).decode("utf-8", "replace"), system_clock())
    else:
        wants = read_file(Path(arguments.wants)).decode("utf-8", "replace") if arguments.wants else ""
        asked = MakeChallenge(arguments.audience, arguments.purpose, arguments.expires, wants)
        challenge = new_challenge(asked, system_clock(), os.urandom)
    _write(arguments, challenge)
    if arguments.json:
        print_json(_line(challenge), console)
    elif arguments.output is None and arguments.qr is None and not arguments.read:
        console.line(challenge.text)
    else:
        _show(challenge, console)
    return 0


def _write(arguments: argparse.Namespace, challenge: ChallengeView) -> None:
    for path in filter(None, (arguments.output, arguments.qr)):
        refuse_to_replace(path, arguments.force)
    if arguments.output is not None:
        with told_of_trouble(arguments.output):
            replace_file(arguments.output, challenge.text.encode() + b"\n")
    if arguments.qr is not None:
        with told_of_trouble(arguments.qr):
            replace_file(arguments.qr, _picture(challenge.text, arguments.qr))


def _picture(text: str, path: Path) -> bytes:
    from wallet.qr.encode import draw
    from wallet.qr.packing import QrContent, QrKind, pack_text
    from wallet.qr.picture import write_png, write_svg

    code = draw(pack_text(QrContent(QrKind.CHALLENGE, text)))
    return write_svg(code).encode() if path.suffix.lower() == ".svg" else write_png(code)


def _show(challenge: ChallengeView, console: Console) -> None:
    facts = {"audience": plain(challenge.audience), "purpose": plain(challenge.purpose), "code": challenge.check_code}
    console.say(N_("Asked by (their own word): {audience}"), facts)
    if challenge.purpose:
        console.say(N_("For: {purpose}"), facts)
    console.say(N_("Check code, to read to each other: {code}"), facts)
    over = N_("It ended at {time}.") if challenge.over else N_("It ends at {time}.")
    console.say(over, {"time": challenge.expires.strftime("%Y-%m-%d %H:%M UTC")})


def _line(challenge: ChallengeView) -> JsonObject:
    value = asdict(challenge)
    line: JsonObject = {
        name: value[name] for name in ("text", "nonce", "audience", "purpose", "check_code", "wants", "over")
    }
    line["issued"] = challenge.issued.strftime("%Y-%m-%dT%H:%M:%SZ")
    line["expires"] = challenge.expires.strftime("%Y-%m-%dT%H:%M:%SZ")
    return line
