"""Checking one source to finished report lines, in this process or in many.

Workers are fresh processes (spawn: the same on Windows, macOS and Linux). They read strangers' bytes, so what they send back is text,
never pickled objects; at most a few files a worker are under way, so memory does not grow with the folder. A worker that dies takes one
file with it, never the run.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from wallet.cli.console import TRACEBACK
from wallet.cli.report_json import refusal_line, report_line
from wallet.cli.sources import Source
from wallet.clock import moment_text
from wallet.dids.timestamps import find_moment
from wallet.encoding.json_types import JsonObject
from wallet.encoding.strict_json import JsonLimits, read_json_object, write_json
from wallet.errors import WalletError
from wallet.i18n import N_
from wallet.intake import Evidence, HolderExpectation, Refusal, check_source, evidence_of
from wallet.report import Verdict

_ANSWER_LIMITS = JsonLimits(1024 * 1024 * 1024, max_depth=400)
# Files travel in batches, for a message costs about as much as checking half a file. What is on its way to one worker must fit into
# the smallest buffer that a pipe has anywhere (8 KiB): it may be busy sending an answer, and we would both wait.
_BATCH = 16
_BATCH_BYTES = 1_500
_AHEAD = 3
# A file may end its worker; when every worker ends, something else is the matter, and starting more would not help.
MAX_LOST_WORKERS = 50


class WorkerLostError(WalletError):
    """The process that was checking this file ended without an answer, or a fault of ours stopped it."""

    code = "input.worker_lost"
    explanation = N_("Checking this file broke off.")
    advice = N_("The other files are not affected. Try this one alone, and tell us if it happens again.")


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Everything a worker needs to know to check as the person asked."""

    now: datetime
    packs: tuple[str, ...] = ()
    nonce: str | None = None
    audience: str | None = None
    language: str = "en"

    @property
    def expectation(self) -> HolderExpectation:
        """What is expected of whoever shows it."""
        return HolderExpectation(self.nonce, self.audience, self.nonce is not None or self.audience is not None)


def load_evidence(settings: CheckSettings) -> Evidence:
    """Read the bundled packs and those that were named. Raises TrustPackError for a bad one."""
    from wallet.trust.trust_pack import read_trust_pack

    return evidence_of(read_trust_pack(Path(pack)) for pack in settings.packs)


@dataclass(frozen=True, slots=True)
class Line:
    """One finished line: its verdict (None: could not be read) and the JSON text that `verify --json` prints."""

    verdict: Verdict | None
    text: str

    @property
    def value(self) -> JsonObject:
        """The line as JSON, for those who show it another way."""
        return read_json_object(self.text, _ANSWER_LIMITS)


def check_lines(source: Source, settings: CheckSettings, evidence: Evidence) -> list[Line]:
    """Return the finished lines of one source, at least one. Raises nothing but our own bugs."""
    return [_line(value) for value in _numbered(_values(source, settings, evidence))]


def _line(value: JsonObject) -> Line:
    verdict = Verdict(str(value["verdict"])) if value["verdict"] is not None else None
    return Line(verdict, write_json(value).decode("utf-8"))


def _values(source: Source, settings: CheckSettings, evidence: Evidence) -> list[JsonObject]:
    try:
        return _checked(source, settings, evidence)
    except WalletError as error:
        return [refusal_line(error, source.label, settings.language)]
    except Exception as error:  # our bug: it costs this file its verdict, never the others theirs
        if os.environ.get(TRACEBACK):
            raise
        return [refusal_line(WorkerLostError(type(error).__name__), source.label, settings.language)]


def _checked(source: Source, settings: CheckSettings, evidence: Evidence) -> list[JsonObject]:
    content = source.read()
    found = check_source(content, source.label, now=settings.now, evidence=evidence, expectation=settings.expectation)
    return [
        refusal_line(item.error, item.source, settings.language)
        if isinstance(item, Refusal)
        else report_line(item, item.envelope.source)
        for item in found
    ]


def check_all(sources: Iterable[Source], settings: CheckSettings, jobs: int) -> Iterator[list[Line]]:
    """Yield the lines of each source in the order given, checked by `jobs` processes."""
    evidence = load_evidence(settings)
    if jobs <= 1:
        for source in sources:
            yield check_lines(source, settings, evidence)
        return
    with _Crew(jobs, settings) as crew:
        waiting: deque[tuple[_Batch, int | None]] = deque()
        for batch in _batches(sources, jobs):
            # Standard input belongs to this process alone: what was named as "-" is checked here, in its turn.
            waiting.append((batch, crew.give(batch) if batch[0].path is not None else None))
            if len(waiting) > jobs * _AHEAD:
                yield from _collect(*waiting.popleft(), crew, settings, evidence)
        while waiting:
            yield from _collect(*waiting.popleft(), crew, settings, evidence)


_Batch: TypeAlias = tuple[Source, ...]


def _batches(sources: Iterable[Source], jobs: int) -> Iterator[_Batch]:
    """Yield the sources in order, first one by one and then more at a time, so that a few files busy every worker, too.

    Standard input stands alone.
    """
    batch: list[Source] = []
    made = size = 0
    for source in sources:
        full = len(batch) > min(made // jobs, _BATCH - 1) or size > _BATCH_BYTES
        if batch and (full or source.path is None or batch[0].path is None):
            yield tuple(batch)
            batch, made, size = [], made + 1, 0
        batch.append(source)
        size += len(_named(source))
    if batch:
        yield tuple(batch)


def _named(source: Source) -> bytes:
    """Return how a worker is told of a file: its path, and its label where that is another."""
    label = "" if source.label == str(source.path) else source.label
    return f"{label}\0{source.path}".encode("utf-8", "surrogatepass")


def _collect(
    batch: _Batch, ticket: int | None, crew: "_Crew", settings: CheckSettings, evidence: Evidence
) -> Iterator[list[Line]]:
    """Yield the lines of each file of a batch. Where its worker was lost, each is handed out again alone: one of them did it."""
    if ticket is None:
        yield check_lines(batch[0], settings, evidence)
    elif (answers := crew.take(ticket)) is not None:
        yield from answers
    elif len(batch) == 1:
        lost = WorkerLostError(batch[0].label)
        yield [_line(refusal_line(lost, batch[0].label, settings.language))]
    else:
        for source in batch:
            yield from _collect((source,), crew.give((source,)), crew, settings, evidence)


def _numbered(lines: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Tell several documents of one file apart: the second is `file#2`."""
    times: dict[str, int] = {}
    for line in lines:
        label = str(line["source"])
        times[label] = times.get(label, 0) + 1
        yield {**line, "source": f"{label}#{times[label]}"} if times[label] > 1 else line


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    tickets: deque[int] = field(default_factory=deque)


class _Crew:
    """A fixed number of workers. `give` hands a batch to the least busy one, `take` waits for its answer."""

    def __init__(self, size: int, settings: CheckSettings) -> None:
        self._settings = settings
        self._context = multiprocessing.get_context("spawn")
        self._workers = [self._hire() for _ in range(size)]
        self._answers: dict[int, list[list[Line]] | None] = {}
        self._given: dict[int, tuple[_Worker, _Batch]] = {}
        self._next = 0
        self._lost = 0

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()

    def give(self, batch: _Batch) -> int:
        """Hand out some files and return the ticket for their answer."""
        ticket, self._next = self._next, self._next + 1
        worker = min(self._workers, key=lambda worker: len(worker.tickets))
        self._given[ticket] = (worker, batch)
        self._send(worker, ticket)
        return ticket

    def _send(self, worker: _Worker, ticket: int) -> None:
        worker.tickets.append(ticket)
        try:
            worker.pipe.send_bytes(b"\0".join(map(_named, self._given[ticket][1])))
        except OSError:
            self._lose(worker)

    def take(self, ticket: int) -> list[list[Line]] | None:
        """Wait for an answer: the lines of each file of the batch. None: the worker that had these files is gone."""
        while ticket not in self._answers:
            worker = self._given[ticket][0]
            try:
                answers = _unpack(worker.pipe.recv_bytes())
            except (EOFError, OSError, ValueError):
                self._lose(worker)
                continue
            self._answers[worker.tickets.popleft()] = answers
        self._given.pop(ticket, None)
        return self._answers.pop(ticket)

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        settings = self._settings
        told = (moment_text(settings.now), settings.packs, settings.nonce, settings.audience, settings.language)
        process = self._context.Process(target=_work, args=(theirs, *told), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _lose(self, worker: _Worker) -> None:
        """Only the first batch in its hands is lost: a fresh worker is handed the others again."""
        waiting = list(worker.tickets)
        first = waiting.pop(0) if waiting else None
        if first is not None:
            self._answers[first] = None
        worker.pipe.close()
        worker.process.terminate()
        self._lost += first is None or len(self._given[first][1]) == 1
        if self._lost > MAX_LOST_WORKERS:
            raise WorkerLostError("workers keep ending", step="input.workers")
        fresh = self._hire()
        worker.process, worker.pipe, worker.tickets = fresh.process, fresh.pipe, deque()
        for ticket in waiting:
            self._send(worker, ticket)


def _work(
    pipe: Connection, now: str, packs: tuple[str, ...], nonce: str | None, audience: str | None, language: str
) -> None:
    """The life of a worker: names of files in, their lines out, until the pipe is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    moment = find_moment(now)
    assert moment is not None
    settings = CheckSettings(moment, packs, nonce, audience, language)
    evidence = load_evidence(settings)
    while True:
        try:
            names = pipe.recv_bytes().decode("utf-8", "surrogatepass").split("\0")
        except (EOFError, OSError):
            return
        batch = [Source(label or path, Path(path)) for label, path in zip(names[::2], names[1::2], strict=True)]
        answer = _pack([check_lines(source, settings, evidence) for source in batch])
        try:
            pipe.send_bytes(answer)
        except OSError:  # nobody waits for it any more
            return


def _pack(answers: Iterable[Iterable[Line]]) -> bytes:
    """A verdict, a space, the text: one to a line, for JSON text has no line ends of its own; an empty line between files."""
    files = ("\n".join(f"{line.verdict or '-'} {line.text}" for line in lines) for lines in answers)
    return "\n\n".join(files).encode("utf-8")


def _unpack(packed: bytes) -> list[list[Line]]:
    """Read what `_pack` wrote. Raises ValueError for anything else."""
    return [[_unpack_line(text) for text in file.split("\n")] for file in packed.decode("utf-8").split("\n\n")]


def _unpack_line(text: str) -> Line:
    verdict, _, line = text.partition(" ")
    return Line(None if verdict == "-" else Verdict(verdict), line)
