"""Checking files in many processes.

Workers are fresh processes (spawn: the same on Windows, macOS and Linux). They read strangers' bytes, so what they send back is bytes
of a form that the asker reads strictly, never pickled objects; at most a few files a worker are under way, so memory does not grow with
the folder. A worker that dies takes one file with it, never the run.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from wallet.clock import moment_text
from wallet.dids.timestamps import find_moment
from wallet.intake import Evidence
from wallet.reporting.checking import (
    CheckSettings,
    Line,
    WorkerLostError,
    check_lines,
    load_evidence,
    lost_line,
    pack_lines,
    unpack_lines,
)
from wallet.reporting.sources import Source

AHEAD = 8  # files under way for each worker
# A file may end its worker; when every worker ends, something else is the matter, and starting more would not help.
MAX_LOST_WORKERS = 50

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Work(Generic[Found]):
    """What a crew does with a file. `do` runs in a worker and must be a function of a module; `read` takes its answer, and raises
    ValueError for one that is none."""

    do: Callable[[Source, CheckSettings, Evidence], bytes]
    read: Callable[[bytes], list[Found]]


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    tickets: deque[int] = field(default_factory=deque)


class Crew(Generic[Found]):
    """A fixed number of workers. `give` hands a file to the least busy one; `take` waits for its answer, `gather` for any."""

    def __init__(self, size: int, settings: CheckSettings, work: Work[Found]) -> None:
        self._settings, self._job = settings, work
        self._context = multiprocessing.get_context("spawn")
        self._workers = [self._hire() for _ in range(size)]
        self._answers: dict[int, list[Found] | None] = {}
        self._given: dict[int, tuple[_Worker, Source]] = {}
        self._next = 0
        self._lost = 0

    def __enter__(self) -> "Crew[Found]":
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()

    def dismiss(self, patience: float = 2) -> None:
        """Let the workers go; one that has not gone after `patience` seconds is ended."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(patience)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()
        self._workers = []

    @property
    def under_way(self) -> int:
        """How many files have been given out whose answers nobody has taken."""
        return len(self._given)

    def give(self, source: Source) -> int:
        """Hand out one file and return the ticket for its answer."""
        ticket, self._next = self._next, self._next + 1
        worker = min(self._workers, key=lambda worker: len(worker.tickets))
        self._given[ticket] = (worker, source)
        self._send(worker, ticket)
        return ticket

    def _send(self, worker: _Worker, ticket: int) -> None:
        source = self._given[ticket][1]
        worker.tickets.append(ticket)
        try:
            worker.pipe.send_bytes(f"{source.label}\0{source.path}".encode("utf-8", "surrogatepass"))
        except OSError:
            self._lose(worker)

    def take(self, ticket: int) -> list[Found] | None:
        """Wait for an answer. None: the worker that had this file is gone. Raises WorkerLostError when workers keep ending."""
        while ticket not in self._answers:
            self._hear(self._given[ticket][0])
        self._given.pop(ticket, None)
        return self._answers.pop(ticket)

    def gather(self, seconds: float) -> list[tuple[int, list[Found] | None]]:
        """Wait at most `seconds` for the first answer, and return every one that has come. Raises WorkerLostError."""
        busy = {worker.pipe: worker for worker in self._workers if worker.tickets}
        ready = wait(list(busy), 0 if self._answers else seconds) if busy else []
        for pipe in ready:
            self._hear(busy[pipe])  # type: ignore[index]
        found = list(self._answers.items())
        self._answers.clear()
        for ticket, _ in found:
            self._given.pop(ticket, None)
        return found

    def _hear(self, worker: _Worker) -> None:
        try:
            found = self._job.read(worker.pipe.recv_bytes())
        except (EOFError, OSError, ValueError):
            self._lose(worker)
            return
        self._answers[worker.tickets.popleft()] = found

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        settings = self._settings
        told = (moment_text(settings.now), settings.packs, settings.nonce, settings.audience, settings.language)
        process = self._context.Process(target=_work, args=(theirs, self._job.do, *told), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _lose(self, worker: _Worker) -> None:
        """Only the first file in its hands is lost: a fresh worker is handed the others again."""
        waiting = list(worker.tickets)
        if waiting:
            self._answers[waiting.pop(0)] = None
        worker.pipe.close()
        worker.process.terminate()
        self._lost += 1
        if self._lost > MAX_LOST_WORKERS:
            raise WorkerLostError("workers keep ending", step="input.workers")
        fresh = self._hire()
        worker.process, worker.pipe, worker.tickets = fresh.process, fresh.pipe, deque()
        for ticket in waiting:
            self._send(worker, ticket)


def check_all(sources: Iterable[Source], settings: CheckSettings, jobs: int) -> Iterator[list[Line]]:
    """Yield the lines of each source in the order given, checked by `jobs` processes."""
    evidence = load_evidence(settings)
    if jobs <= 1:
        for source in sources:
            yield check_lines(source, settings, evidence)
        return
    # Standard input belongs to this process alone: what was named as "-" is checked here, in its turn.
    with Crew(jobs, settings, LINES) as crew:
        waiting: deque[tuple[Source, int | None]] = deque()
        for source in sources:
            waiting.append((source, crew.give(source) if source.path is not None else None))
            if len(waiting) > jobs * AHEAD:
                yield _collect(waiting.popleft(), crew, settings, evidence)
        while waiting:
            yield _collect(waiting.popleft(), crew, settings, evidence)


def _collect(
    given: tuple[Source, int | None], crew: Crew[Line], settings: CheckSettings, evidence: Evidence
) -> list[Line]:
    source, ticket = given
    if ticket is None:
        return check_lines(source, settings, evidence)
    return crew.take(ticket) or [lost_line(source, settings)]


def packed_lines(source: Source, settings: CheckSettings, evidence: Evidence) -> bytes:
    """Return the lines of one source as a worker sends them."""
    return pack_lines(check_lines(source, settings, evidence))


LINES: Work[Line] = Work(packed_lines, unpack_lines)


def _work(
    pipe: Connection,
    do: Callable[[Source, CheckSettings, Evidence], bytes],
    now: str,
    packs: tuple[str, ...],
    nonce: str | None,
    audience: str | None,
    language: str,
) -> None:
    """The life of a worker: a file in, what was found in it out, until the pipe is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    moment = find_moment(now)
    assert moment is not None
    settings = CheckSettings(moment, packs, nonce, audience, language)
    evidence = load_evidence(settings)
    while True:
        try:
            label, _, path = pipe.recv_bytes().decode("utf-8", "surrogatepass").partition("\0")
        except (EOFError, OSError):
            return
        found = do(Source(label, Path(path)), settings, evidence)
        try:
            pipe.send_bytes(found)
        except OSError:  # nobody waits for it any more
            return
