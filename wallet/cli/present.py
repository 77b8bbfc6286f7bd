"""`tessera present`: show just what is needed of what the vault keeps, bound to whoever asked.

    tessera present --credential ID --show /name --show /grade --to "Northgate" --nonce N --expires 10m -o shown.sd-jwt
    tessera present --credential ID --all --challenge challenge.json --qr shown.png
    tessera present --stack bachelor --to "Registrar" -o dossier.zip
    tessera present --credential ID --badge badge.png

`--list` says what could be shown. Without --show and --all only what the credential always shows is shown. Without --credential the smallest choice is made that answers
the challenge, or what the stack counts.
"""

import argparse
import re
from collections.abc import Callable
from dataclasses import asdict, replace

from wallet.cli.arguments import ArgumentRefusedError
from wallet.cli.console import Console, plain
from wallet.cli.outputs import refuse_to_replace
from wallet.cli.present_list import list_leaves
from wallet.cli.present_out import add_outputs, minutes_of, outputs_of, write_all
from wallet.cli.vault_access import add_vault_arguments, find_one, open_session
from wallet.cli.vault_lines import print_json, second_text
from wallet.encoding.json_types import JsonObject
from wallet.errors import PresentationError
from wallet.i18n import N_
from wallet.messages import presenting as show
from wallet.session import Session

_SPAN = re.compile(r"(\d{1,5})\s*(m|min|h|d)?")
_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 1440, "": 1}
_BOUND = {
    "challenge": N_("Bound: it answers this challenge only, and shows that you hold it."),
    "audience": N_("Bound to {audience}; that it is fresh is not proven."),
    "holder": N_("Shows that you hold it, to anyone."),
    "nobody": N_("Not bound: anyone who gets it can show it again."),
}


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera present`."""
    chosen = N_("the id of a credential, or its beginning; again for several")
    parser.add_argument("--credential", metavar="ID", action="extend", nargs="+", default=[], help=words(chosen))
    what = N_("a claim to show, as a JSON pointer such as /credentialSubject/achievement/name")
    parser.add_argument("--show", metavar="PATH", action="extend", nargs="+", default=[], help=words(what))
    parser.add_argument("--all", action="store_true", help=words(N_("show everything")))
    parser.add_argument("--list", action="store_true", help=words(N_("only list what could be shown")))
    parser.add_argument("--to", metavar="AUDIENCE", default="", help=words(N_("for whom")))
    parser.add_argument("--purpose", default="", help=words(N_("what for; it goes into your ledger only")))
    parser.add_argument("--nonce", metavar="N", default="", help=words(N_("the challenge of whoever asked")))
    parser.add_argument(
        "--challenge",
        metavar="FILE",
        help=words(N_("a Tessera challenge (text, picture of its code, PDF): nonce and audience are read from it")),
    )
    parser.add_argument(
        "--expires",
        metavar="SPAN",
        type=read_span,
        help=words(N_("until when: 10m, 2h, 1d; 0 for no end (10m; 30d for .pdf and .zip)")),
    )
    parser.add_argument("--unbound", action="store_true", help=words(N_("do not sign it with your key")))
    forms = ("automatic", "sd-jwt", "data-integrity", "vcdm-1.1", "vp+jwt", "plain")
    parser.add_argument("--form", choices=forms, default="automatic", help=words(N_("what it is made as")))
    add_outputs(parser, words)
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prepare it, write it, and say what it shows and how it is bound."""
    refuse_to_replace(arguments, *outputs_of(arguments))
    with open_session(arguments, console) as session:
        if arguments.list:
            list_leaves(arguments, session, console)
            return 0
        prepared = session.prepare(_request(arguments, session))
        written = write_all(arguments, session, prepared.token, console.language)
    if arguments.json:
        print_json(_line(prepared, written), console)
    elif not written:
        console.line(prepared.text)
        console.out.flush()
        _warn(prepared, arguments, console)
    else:
        _show(prepared, arguments, written, console)
    return 0


def _request(arguments: argparse.Namespace, session: Session) -> show.PreparePresentation:
    audience, purpose, nonce, not_after = arguments.to, arguments.purpose, arguments.nonce, None
    if arguments.challenge:
        challenge = session.read_challenge(show.ReadChallenge(path=arguments.challenge))
        if challenge.over:
            raise PresentationError("too late", step="present.challenge_over")
        audience, purpose, nonce, not_after = challenge.audience, challenge.purpose, challenge.nonce, challenge.expires
    badge = arguments.badge is not None
    return show.PreparePresentation(
        _choices(arguments, session),
        audience,
        purpose,
        nonce,
        minutes_of(arguments),
        not (arguments.unbound or badge),
        "plain" if badge else arguments.form,
        arguments.evidence != "never",
        not_after,
        arguments.evidence == "always",
    )


def _choices(arguments: argparse.Namespace, session: Session) -> tuple[show.ChosenCredential, ...]:
    """What was named, else the smallest choice for a challenge or a stack. Raises ArgumentRefusedError."""
    everything = arguments.all or arguments.badge is not None
    if arguments.credential:
        return tuple(
            show.ChosenCredential(find_one(session, key).id, tuple(arguments.show), everything)
            for key in arguments.credential
        )
    if arguments.stack:
        proposal = session.propose_for_stack(show.ProposeForStack(arguments.stack))
    elif arguments.challenge:
        asked = session.read_challenge(show.ReadChallenge(path=arguments.challenge))
        proposal = session.propose(show.ProposeChoice(asked.text))
    else:
        raise ArgumentRefusedError(N_("Name a credential with --credential, or --challenge or --stack to choose by."))
    if not proposal.choices:
        raise PresentationError("nothing here answers it", step="present.nothing")
    return tuple(replace(choice, everything=choice.everything or everything) for choice in proposal.choices)


def _show(
    prepared: show.PreparedPresentation, arguments: argparse.Namespace, written: list[str], console: Console
) -> None:
    for one in prepared.shown:
        console.line(console.paint(plain(one.title, 200), "strong"))
        for leaf in one.leaves:
            console.line(f"  {plain(leaf.path, 100):<44} {plain(leaf.text, 200)}")
        console.count(one.kept_private, N_("  1 value kept private"), N_("  {count} values kept private"))
    console.say(_BOUND[prepared.bound], {"audience": plain(arguments.to)})
    _show_warnings(prepared, console)
    for path in written:
        console.say(N_("Written: {path}"), {"path": path})


def _warn(prepared: show.PreparedPresentation, arguments: argparse.Namespace, console: Console) -> None:
    """Standard output belongs to the presentation; how it is bound is said beside it."""
    console.warn(_BOUND[prepared.bound], {"audience": plain(arguments.to)})
    _show_warnings(prepared, console)


def _show_warnings(prepared: show.PreparedPresentation, console: Console) -> None:
    for warning in prepared.warnings:
        console.warn(warning.explanation, {name: plain(str(fact)) for name, fact in warning.facts.items()})


def _line(prepared: show.PreparedPresentation, written: list[str]) -> JsonObject:
    value = asdict(prepared)
    kept = ("text", "sha256", "form", "bound", "replayable", "codes", "version", "shown_before")
    line: JsonObject = {name: value[name] for name in kept}
    line["expires"] = second_text(prepared.expires)
    line["shown"] = [
        {
            "id": one.id,
            "title": one.title,
            "paths": [leaf.path for leaf in one.leaves],
            "kept_private": one.kept_private,
        }
        for one in prepared.shown
    ]
    line["warnings"] = [warning.code for warning in prepared.warnings]
    line["written"] = list(written)
    return line


def read_span(text: str) -> int:
    """Read `--expires`: minutes. Raises ArgumentRefusedError."""
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise ArgumentRefusedError(N_("not a span of time such as 10m, 2h or 1d: {given}"), {"given": plain(text)})
    return int(match[1]) * _MINUTES[match[2] or ""]
