"""`tessera import`: check credentials and keep them. Exit code 1 when something could not be read; the rest is kept."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from wallet.cli.arguments import read_words
from wallet.cli.console import Console, plain
from wallet.cli.progress import Progress
from wallet.cli.vault_access import add_vault_arguments, every_credential, open_session
from wallet.cli.vault_lines import id_of, print_json, summary_line, verdict_words
from wallet.encoding.json_types import JsonObject, JsonValue
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.messages.requests import AddPack, AddSamples, GetCredential, Keep, Problem, Receive, ReceivedItem, SetTags
from wallet.reporting.sources import Source, find_sources
from wallet.session import Session, as_problem

_TOGETHER = 50  # files kept in one transaction: what has been printed is on the disk
_STATES = {"kept": N_("kept"), "already": N_("there already")}


def configure(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the arguments of `tessera import`."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help=words(N_("files or folders; - reads standard input")))
    parser.add_argument(
        "--samples", action="store_true", help=words(N_("the example credentials that come with Tessera"))
    )
    parser.add_argument(
        "--trust-pack",
        metavar="PATH",
        action="append",
        default=[],
        help=words(N_("trust this pack from now on (folder or zip)")),
    )
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", type=read_words, help=words(N_("tag what is imported"))
    )
    parser.add_argument("--json", action="store_true", help=words(N_("print one JSON object a line for each document")))
    add_vault_arguments(parser, words)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Import what was named. Raises FileAccessError for a name that is not there, before anything is kept."""
    if not arguments.paths and not arguments.samples:
        console.warn(N_("Name files or folders to import, or --samples."))
        return 2
    sources = find_sources(arguments.paths) if arguments.paths else ()
    refused = 0
    with open_session(arguments, console) as session:
        for pack in arguments.trust_pack:
            session.add_pack(AddPack(pack))
        if arguments.samples:
            _add_samples(session, arguments, console)
        with Progress(console, len(sources)) as progress:
            for some in _batches(sources):
                refused += _import(session, some, arguments, console, progress)
    return 1 if refused else 0


def _add_samples(session: Session, arguments: argparse.Namespace, console: Console) -> None:
    there = {item.id for item in every_credential(session)}
    ids = session.add_samples(AddSamples()).ids
    if arguments.tag and ids:
        session.set_tags(SetTags(ids, tuple(arguments.tag)))
    if arguments.json:
        for key in ids:
            detail = session.get(GetCredential(key))
            state = "already" if key in there else "kept"
            print_json({**summary_line(detail.summary), "source": detail.source, "state": state}, console)
    else:
        many = N_("{count} example credentials are in the vault.")
        console.count(len(ids), N_("1 example credential is in the vault."), many)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    rest = iter(sources)
    while some := list(islice(rest, _TOGETHER)):
        yield some


def _import(
    session: Session, sources: list[Source], arguments: argparse.Namespace, console: Console, progress: Progress
) -> int:
    """Keep what some files hold, and only then say so; returns how much could not be read."""
    found: list[tuple[Source, ReceivedItem]] = []
    refused: list[tuple[Source, Problem]] = []
    for source in sources:
        received = _receive(session, source, refused)
        found += [(source, item) for item in received]
        progress.advance()
    kept = session.keep(Keep(tuple(item.token for _, item in found))).ids
    if arguments.tag and kept:
        session.set_tags(SetTags(kept, tuple(arguments.tag)))
    progress.clear()
    seen: set[str] = set()
    for key, (source, item) in zip(kept, found, strict=True):
        _show(key, source, item, console, arguments, already=bool(item.already) or key in seen)
        seen.add(key)
    for source, problem in refused:
        _show_refused(source, problem, console, as_json=arguments.json)
    return len(refused)


def _receive(session: Session, source: Source, refused: list[tuple[Source, Problem]]) -> tuple[ReceivedItem, ...]:
    """The vault remembers a file's name, never the folders it lay in."""
    try:
        received = session.receive(Receive(content=source.read(), label=_name_of(source)))
    except WalletError as error:
        refused.append((source, as_problem(error, _name_of(source))))
        return ()
    refused += [(source, problem) for problem in received.refused]
    return received.items


def _name_of(source: Source) -> str:
    return Path(source.label).name if source.path is not None else source.label


def _place_of(source: Source, inner: str) -> str:
    """The path as given, with what stands behind the name: `folder/a.zip!b.json`."""
    return source.label + inner.removeprefix(_name_of(source))


def _show(
    key: str, source: Source, item: ReceivedItem, console: Console, arguments: argparse.Namespace, *, already: bool
) -> None:
    state = "already" if already else "kept"
    if arguments.json:
        place = _place_of(source, item.detail.source)
        tags: list[JsonValue] = [*sorted({*item.detail.summary.tags, *arguments.tag})]
        line: JsonObject = {**summary_line(item.detail.summary), "id": key, "tags": tags, "source": place}
        line["state"] = state
        print_json(line, console)
        return
    title = console.paint(plain(item.detail.summary.title, 100), "strong")
    console.line(
        f"{id_of(key)}  {verdict_words(item.detail.verdict, console)} {title}  {console.words(_STATES[state])}"
    )


def _show_refused(source: Source, problem: Problem, console: Console, *, as_json: bool) -> None:
    message = console.words(problem.explanation, problem.facts)
    place = _place_of(source, problem.source)
    if as_json:
        error: JsonObject = {"code": problem.code, "message": message, "step": problem.step}
        print_json({"id": None, "source": place, "state": "refused", "error": error}, console)
    else:
        console.warn(N_("{source}: {message}"), {"source": plain(place), "message": plain(message)})
