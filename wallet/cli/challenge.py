"""`tessera challenge`: ask for a proof of possession. The answer is checked with `tessera verify --nonce N --audience A`.

It travels as a file, as text, or as a QR code between two computers that share no network. No vault is needed.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from wallet.cli.console import Console, plain
from wallet.cli.outputs import add_force_argument, refuse_to_replace
from wallet.cli.present import read_span
from wallet.cli.vault_lines import print_json, second_text
from wallet.clock import system_clock
from wallet.encoding.json_types import JsonObject
from wallet.errors import MalformedInputError
from wallet.i18n import N_
from wallet.messages.presenting import ChallengeView, MakeChallenge, ReadChallenge, WishView
from wallet.presentations.asking import FACTS, KINDS
from wallet.presentations.challenge import LONGEST
from wallet.session.questioning import challenge_view, find_challenge, new_challenge
from wallet.session.sources import read_file
from wallet.store.durable import replace_file


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
    _add_wish(parser, words)
    parser.add_argument(
        "--read",
        metavar="FILE",
        help=words(N_("read somebody's challenge (its text, a picture of its code, a PDF) instead of making one")),
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=words(N_("write it to FILE")))
    parser.add_argument("--qr", metavar="FILE", type=Path, help=words(N_("write its QR code to FILE (.png or .svg)")))
    add_force_argument(parser, words)
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))


def _add_wish(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """The same in plain words: a DCQL query is made of them."""
    kinds = [kind for kind in KINDS if kind != "type"]
    parser.add_argument("--kind", choices=kinds, default="any", help=words(N_("what kind of credential is wanted")))
    parser.add_argument(
        "--type", default="", help=words(N_("the type of credential that is wanted, as issuers name it"))
    )
    parser.add_argument("--title", default="", help=words(N_("exactly this title is wanted")))
    parser.add_argument(
        "--issuer", metavar="ID", default="", help=words(N_("only from the issuer with this identifier"))
    )
    parser.add_argument(
        "--fact",
        choices=tuple(FACTS),
        action="append",
        default=[],
        help=words(N_("a fact that is wanted; again for several")),
    )
    parser.add_argument(
        "--unbound", action="store_true", help=words(N_("one that is tied to nobody's key will do, too"))
    )


def _wish(arguments: argparse.Namespace) -> WishView:
    kind = "type" if arguments.type else arguments.kind
    facts = tuple(dict.fromkeys(arguments.fact))
    return WishView(kind, arguments.type, arguments.title, arguments.issuer, facts, arguments.unbound)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Make or read one."""
    if not arguments.read and not (arguments.audience.strip() and arguments.expires):
        console.warn(N_("Say who asks with --from, and leave some time to answer with --expires."))
        return 2
    if arguments.expires * 60 > LONGEST.total_seconds():
        console.warn(N_("A challenge lasts a day at most."))
        return 2
    if arguments.read:
        challenge = challenge_view(find_challenge(ReadChallenge(path=arguments.read)), system_clock())
    else:
        wants = _wants(Path(arguments.wants)) if arguments.wants else ""
        asked = MakeChallenge(arguments.audience, arguments.purpose, arguments.expires, wants, _wish(arguments))
        challenge = new_challenge(asked, system_clock(), os.urandom)
    _write(arguments, challenge)
    if arguments.json:
        print_json(_line(challenge), console)
    elif arguments.output is None and arguments.qr is None and not arguments.read:
        console.line(challenge.text)
    else:
        _show(challenge, console)
    return 0


def _wants(path: Path) -> str:
    """An empty file asks for nothing, which nobody means who names one."""
    text = read_file(path).decode("utf-8", "replace")
    if not text.strip():
        raise MalformedInputError("an empty query", step="challenge.wants")
    return text


def _write(arguments: argparse.Namespace, challenge: ChallengeView) -> None:
    refuse_to_replace(arguments, arguments.output, arguments.qr)
    if arguments.output is not None:
        replace_file(arguments.output, challenge.text.encode() + b"\n")
    if arguments.qr is not None:
        from wallet.cli.codes import write_code
        from wallet.qr.packing import QrKind

        write_code(arguments.qr, challenge.text, QrKind.CHALLENGE)


def _show(challenge: ChallengeView, console: Console) -> None:
    facts = {"audience": plain(challenge.audience), "purpose": plain(challenge.purpose), "code": challenge.check_code}
    console.say(N_("Asked by (their own word): {audience}"), facts)
    if challenge.purpose:
        console.say(N_("For: {purpose}"), facts)
    if challenge.facts:
        wanted = console.words(N_(", ")).join(plain(console.words(fact)) for fact in challenge.facts)
        console.say(N_("Wanted: {facts}"), {"facts": wanted})
    if challenge.values:
        console.say(N_("Exactly: {values}"), {"values": ", ".join(plain(value) for value in challenge.values)})
    console.say(N_("Check code, to read to each other: {code}"), facts)
    over = N_("It ended at {time}.") if challenge.over else N_("It ends at {time}.")
    console.say(over, {"time": challenge.expires.strftime("%Y-%m-%d %H:%M UTC")})


def _line(challenge: ChallengeView) -> JsonObject:
    value = asdict(challenge)
    line: JsonObject = {
        name: value[name] for name in ("text", "nonce", "audience", "purpose", "check_code", "wants", "over")
    }
    line["issued"], line["expires"] = second_text(challenge.issued), second_text(challenge.expires)
    return line
