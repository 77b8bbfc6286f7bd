"""One worker of a crew: how it is started, and its life.

It begins with nothing (spawn: the same on Windows, macOS and Linux), or as a copy of the process that starts it (fork). What it hears are
names of files, what it sends back is bytes.
"""

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from wallet.clock import moment_text
from wallet.dids.timestamps import find_moment
from wallet.intake import Evidence
from wallet.reporting.checking import CheckSettings, load_evidence
from wallet.reporting.sources import Source

Do: TypeAlias = Callable[[Sequence[Source], CheckSettings, Evidence], bytes]


def start_worker(
    do: Do, settings: CheckSettings, evidence: Evidence | None, ends: Sequence[Connection]
) -> tuple[Any, Connection]:
    """Start a worker and return its process and our end of its pipe.

    With `evidence`, that of the settings, it is a copy of this process (see `may_be_copied`), and closes the `ends` that are ours.
    """
    context: Any = multiprocessing.get_context("spawn" if evidence is None else "fork")
    ours, theirs = context.Pipe()
    if evidence is None:
        told = (moment_text(settings.now), settings.packs, settings.nonce, settings.audience, settings.language)
        process = context.Process(target=_work, args=(theirs, do, *told), daemon=True)
    else:
        args = (theirs, [ours, *ends], do, settings, evidence)
        process = context.Process(target=_work_as_copy, args=args, daemon=True)
    with _interrupts_held():
        process.start()
    theirs.close()
    return process, ours


def may_be_copied() -> bool:
    """Tell whether workers may be copies of this process: on Linux, and while it has one thread (a lock that another held stays locked).

    What it has in memory they have, too: never for a process in which a vault is open.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Whoever is started meanwhile is deaf to Ctrl-C from birth, also while it still loads: Ctrl-C is the parent's to handle, afterwards."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # starting it later would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def named(source: Source) -> bytes:
    """Return how a worker is told of a file: its path, and its label where that is another."""
    label = "" if source.label == str(source.path) else source.label
    return f"{label}\0{source.path}".encode("utf-8", "surrogatepass")


def _work(
    pipe: Connection,
    do: Do,
    now: str,
    packs: tuple[str, ...],
    nonce: str | None,
    audience: str | None,
    language: str,
) -> None:
    """The life of a worker that begins with nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    moment = find_moment(now)
    assert moment is not None
    settings = CheckSettings(moment, packs, nonce, audience, language)
    _serve(pipe, do, settings, load_evidence(settings))


def _work_as_copy(
    pipe: Connection,
    not_ours: Iterable[Connection],
    do: Do,
    settings: CheckSettings,
    evidence: Evidence,
) -> None:
    """The life of a worker that has what its parent had."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in not_ours:
        end.close()
    _serve(pipe, do, settings, evidence)


def _serve(pipe: Connection, do: Do, settings: CheckSettings, evidence: Evidence) -> None:
    """Names of files in, what was found in them out, until the pipe is closed."""
    while True:
        try:
            names = pipe.recv_bytes().decode("utf-8", "surrogatepass").split("\0")
        except (EOFError, OSError):
            return
        batch = [Source(label or path, Path(path)) for label, path in zip(names[::2], names[1::2], strict=True)]
        found = do(batch, settings, evidence)
        try:
            pipe.send_bytes(found)
        except OSError:  # nobody waits for it any more
            return
