"""Checking files in many processes.

Workers are fresh processes (spawn), or copies of one that has nothing to hide and no threads (fork, on Linux: they need not load and
read what it has loaded and read). They read strangers' bytes, so what they send back is bytes of a form that the asker reads strictly,
never pickled objects; at most a few files a worker are under way, so memory does not grow with the folder. A worker that dies takes one
file with it, never the run.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeAlias, TypeVar

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
from wallet.reporting.worker import Do, may_be_copied, named, start_worker

# Files travel in batches, for a message costs about as much as checking half a file. What is on its way to one worker must fit into
# the smallest buffer that a pipe has anywhere (8 KiB): it may be busy sending an answer, and we would both wait.
BATCH = 16
AHEAD = 8  # batches under way for each worker
_BATCH_BYTES = 900
# A file may end its worker; when every worker ends, something else is the matter, and starting more would not help.
MAX_LOST_WORKERS = 50

Found = TypeVar("Found")
Batch: TypeAlias = tuple[Source, ...]
Check: TypeAlias = Callable[[Iterable[Source]], Iterator[list[Line]]]
Tell: TypeAlias = Callable[[Source, CheckSettings, Evidence], list[Line]]


@dataclass(frozen=True, slots=True)
class Work(Generic[Found]):
    """What a crew does with a batch of files. `do` runs in a worker and is made of functions of modules; `read` takes its answer, what
    was found in each file of the batch, and raises ValueError for one that is none."""

    do: Do
    read: Callable[[bytes], list[list[Found]]]


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    tickets: deque[int] = field(default_factory=deque)


class Crew(Generic[Found]):
    """A fixed number of workers. `give` hands a batch to the least busy one; `take` waits for its answer, `gather` for any.

    `evidence`: that of the settings, where the workers may be copies of this process (see `may_be_copied`).
    """

    def __init__(self, size: int, settings: CheckSettings, work: Work[Found], evidence: Evidence | None = None) -> None:
        self._settings, self._job, self._evidence = settings, work, evidence
        self._workers: list[_Worker] = []
        for _ in range(size):
            self._workers.append(self._hire())
        self._answers: dict[int, list[list[Found]] | None] = {}
        self._given: dict[int, tuple[_Worker, Batch]] = {}
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

    def give(self, batch: Batch) -> int:
        """Hand out some files and return the ticket for their answer."""
        ticket, self._next = self._next, self._next + 1
        worker = min(self._workers, key=lambda worker: len(worker.tickets))
        self._given[ticket] = (worker, batch)
        self._send(worker, ticket)
        return ticket

    def _send(self, worker: _Worker, ticket: int) -> None:
        worker.tickets.append(ticket)
        try:
            worker.pipe.send_bytes(b"\0".join(map(named, self._given[ticket][1])))
        except OSError:
            self._lose(worker)

    def take(self, ticket: int) -> list[list[Found]] | None:
        """Wait for an answer: what was found in each file of the batch. None: the worker that had these files is gone.

        Raises WorkerLostError when workers keep ending.
        """
        while ticket not in self._answers:
            self._hear(self._given[ticket][0])
        self._given.pop(ticket, None)
        return self._answers.pop(ticket)

    def gather(self, seconds: float) -> list[tuple[int, list[list[Found]] | None]]:
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
            ticket = worker.tickets[0]
            if len(found) != len(self._given[ticket][1]):
                raise ValueError("an answer for other files")
        except (EOFError, OSError, ValueError, IndexError):
            self._lose(worker)
            return
        self._answers[worker.tickets.popleft()] = found

    def _hire(self) -> _Worker:
        # A copy has our ends of all pipes, too: a worker would never learn that we have closed one of them.
        ends = [worker.pipe for worker in self._workers if not worker.pipe.closed]
        return _Worker(*start_worker(self._job.do, self._settings, self._evidence, ends))

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


def check_all(
    sources: Iterable[Source], settings: CheckSettings, jobs: int, tell: Tell = check_lines
) -> Iterator[list[Line]]:
    """Yield the lines of each source in the order given, made with `tell` (a function of a module) by `jobs` processes."""
    with checking(settings, jobs, tell) as check:
        yield from check(sources)


@contextmanager
def checking(settings: CheckSettings, jobs: int, tell: Tell = check_lines) -> Iterator[Check]:
    """Give what checks sources in their order, by `jobs` processes. They come up while the caller is still looking for files.

    For a process without an open vault. Raises WalletError for evidence that cannot be read.
    """
    if jobs <= 1:
        evidence = load_evidence(settings)
        yield lambda sources: (tell(source, settings, evidence) for source in sources)
        return
    handed_on = load_evidence(settings) if may_be_copied() else None
    with Crew(jobs, settings, telling(tell), handed_on) as crew:
        evidence = handed_on if handed_on is not None else load_evidence(settings)
        yield lambda sources: _check_in_order(batches_of(sources, jobs), crew, settings, evidence, jobs * AHEAD, tell)


def _check_in_order(
    batches: Iterable[Batch], crew: Crew[Line], settings: CheckSettings, evidence: Evidence, ahead: int, tell: Tell
) -> Iterator[list[Line]]:
    waiting: deque[tuple[Batch, int | None]] = deque()
    for batch in batches:
        # Standard input belongs to this process alone: what was named as "-" is checked here, in its turn.
        waiting.append((batch, crew.give(batch) if batch[0].path is not None else None))
        if len(waiting) > ahead:
            yield from collect_lines(*waiting.popleft(), crew, settings, evidence, tell)
    while waiting:
        yield from collect_lines(*waiting.popleft(), crew, settings, evidence, tell)


def batches_of(sources: Iterable[Source], jobs: int) -> Iterator[Batch]:
    """Yield the sources in order, first one by one and then more at a time, so that a few files busy every worker, too.

    Standard input stands alone.
    """
    batch: list[Source] = []
    made = size = 0
    for source in sources:
        full = len(batch) > min(made // jobs, BATCH - 1) or size > _BATCH_BYTES
        if batch and (full or source.path is None or batch[0].path is None):
            yield tuple(batch)
            batch, made, size = [], made + 1, 0
        batch.append(source)
        size += len(named(source))
    if batch:
        yield tuple(batch)


def collect_lines(
    batch: Batch,
    ticket: int | None,
    crew: Crew[Line],
    settings: CheckSettings,
    evidence: Evidence,
    tell: Tell = check_lines,
) -> Iterator[list[Line]]:
    """Yield the lines of each file of a batch. Where its worker was lost, each is handed out again alone: one of them did it."""
    if ticket is None:
        yield tell(batch[0], settings, evidence)
    elif (answers := crew.take(ticket)) is not None:
        yield from answers
    elif len(batch) == 1:
        yield [lost_line(batch[0], settings)]
    else:
        for source in batch:
            yield from collect_lines((source,), crew.give((source,)), crew, settings, evidence, tell)


def packed_lines(batch: Sequence[Source], settings: CheckSettings, evidence: Evidence, tell: Tell) -> bytes:
    """Return the lines of each file of a batch as a worker sends them."""
    return pack_lines([tell(source, settings, evidence) for source in batch])


def telling(tell: Tell) -> Work[Line]:
    """Return the work of a crew that makes the lines of files with `tell`."""
    return Work(partial(packed_lines, tell=tell), unpack_lines)
