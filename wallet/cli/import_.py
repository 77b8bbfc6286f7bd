"""`tessera import`: check credentials and keep them. Exit code 1 when something could not be read; the rest is kept."""

import argparse
import sys
from collections.abc import Callable

from wallet.cli.console import Console, plain
from wallet.cli.vault_access import add_vault_arguments, open_session
from wallet.cli.vault_lines import id_of, print_json, summary_line, verdict_words
from wallet.encoding.json_types import JsonObject
from wallet.i18n import N_
from wallet.messages.requests import AddSamples, Keep, Problem, Receive, ReceivedItem, SetTags

_MOST_INPUT = 200 * 1024 * 1024
_STATES = {"kept": N_("kept"), "already": N_("there already")}


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera import`."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help=words(N_("files or folders; - reads standard input")))
    parser.add_argument(
        "--samples", action="store_true", help=words(N_("the example credentials that come with Tessera"))
    )
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help=words(N_("tag what is imported")))
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object a line for each document")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Import what was named."""
    if not arguments.paths and not arguments.samples:
        console.warn(N_("Name files or folders to import, or --samples."))
        return 2
    with open_session(arguments, console) as session:
        ids = list(session.add_samples(AddSamples()).ids) if arguments.samples else []
        piped = _standard_input() if "-" in arguments.paths else Receive()
        paths = tuple(path for path in arguments.paths if path != "-")
        received = session.receive(Receive(paths, piped.text, piped.png))
        kept = session.keep(Keep(tuple(item.token for item in received.items))).ids
        if arguments.tag and (ids or kept):
            session.set_tags(SetTags((*ids, *kept), tuple(arguments.tag)))
        if arguments.samples and not arguments.json:
            console.say(N_("{count} example credentials are in the vault."), {"count": len(ids)})
        for key, item in zip(kept, received.items, strict=True):
            _show(key, item, console, as_json=arguments.json)
        for problem in received.refused:
            _show_refused(problem, console, as_json=arguments.json)
    return 1 if received.refused else 0


def _standard_input() -> Receive:
    """What is piped in, as text where it is text."""
    content = sys.stdin.buffer.read(_MOST_INPUT)
    try:
        return Receive(text=content.decode("utf-8"))
    except UnicodeDecodeError:
        return Receive(png=content)


def _show(key: str, item: ReceivedItem, console: Console, *, as_json: bool) -> None:
    state = "already" if item.already else "kept"
    if as_json:
        line: JsonObject = {
            **summary_line(item.detail.summary),
            "id": key,
            "source": item.detail.source,
            "state": state,
        }
        print_json(line, console)
        return
    title = console.paint(plain(item.detail.summary.title, 100), "strong")
    console.line(
        f"{id_of(key)}  {verdict_words(item.detail.verdict, console)} {title}  {console.words(_STATES[state])}"
    )


def _show_refused(problem: Problem, console: Console, *, as_json: bool) -> None:
    message = console.words(problem.explanation, problem.facts)
    if as_json:
        error: JsonObject = {"code": problem.code, "message": message, "step": problem.step}
        print_json({"id": None, "source": problem.source, "state": "refused", "error": error}, console)
    else:
        console.warn(N_("{source}: {message}"), {"source": plain(problem.source) or "-", "message": plain(message)})
