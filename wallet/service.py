"""The wallet process: a session behind a pipe. `python -m wallet.service FOLDER` is started by the window.

It reads requests from standard input and answers on standard output (`wallet/messages/wire.py`). Requests are answered in
order by one worker, the only thread that touches the vault; another thread reads, so that cancel is heard meanwhile. It
ends when it is told goodbye or the pipe closes. Locking is ending it: the operating system takes the passphrase, the
database's key and the holder's keys with it.
"""

import argparse
import gc
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from wallet.clock import Clock, system_clock
from wallet.errors import WalletError
from wallet.hardening import forget_text, harden
from wallet.i18n import N_
from wallet.messages import wire
from wallet.messages.requests import Goodbye, Problem, Progress
from wallet.places import state_folder
from wallet.session import Hooks, Session, usual_terms
from wallet.store.vault import VaultTerms

_LOG = logging.getLogger(__name__)
_READ = 256 * 1024
_IDLE_SECONDS = 20.0
_SECRETS = ("passphrase", "old", "new")

BUG = Problem(
    "wallet.bug",
    N_("Something went wrong inside Tessera. Nothing was lost."),
    N_("Go on working. If it happens again, tell us what you did."),
)


class Service:
    """Serves one window until it leaves."""

    def __init__(self, session: Session, source: BinaryIO, sink: BinaryIO) -> None:
        self._session = session
        self._source = source
        self._sink = sink
        self._asked: queue.SimpleQueue[wire.Incoming | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._now = 0
        session.hooks = Hooks(self._tell_progress, lambda: self._now in self._cancelled)

    def serve(self) -> None:
        """Answer until goodbye or the end of the pipe; the vault is closed then."""
        threading.Thread(target=self._listen, name="pipe", daemon=True).start()
        try:
            while (incoming := self._next()) is not None:
                if not self._answer(incoming):
                    break
        finally:
            self._session.goodbye()

    def _next(self) -> wire.Incoming | None:
        try:
            return self._asked.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            self._session.tend()
            return self._asked.get()

    def _listen(self) -> None:
        frames = wire.Frames()
        try:
            while chunk := os.read(self._source.fileno(), _READ):
                for frame in frames.feed(chunk):
                    incoming = wire.read_incoming(frame)
                    if incoming.cancel:
                        self._cancelled.add(incoming.id)
                    else:
                        self._asked.put(incoming)
        except (OSError, WalletError) as error:  # whoever speaks another language is not our window
            _LOG.warning("the pipe closed: %s", type(error).__name__)
        self._asked.put(None)

    def _answer(self, incoming: wire.Incoming) -> bool:
        """Answer one request; returns False when it was the last."""
        self._now = incoming.id
        request: object = None
        try:
            request = wire.read_request(incoming)
            frame = wire.encode_answer(incoming.id, self._session.answer(request))
        except WalletError as error:
            frame = wire.encode_problem(incoming.id, wire.problem_of(error))
        except Exception as error:  # our bug: told once, by kind and place, never with what was in it
            _LOG.error("bug: %s at %s", type(error).__name__, _place(error))
            frame = wire.encode_problem(incoming.id, BUG)
        finally:
            _forget_secrets(request)
            self._cancelled.discard(incoming.id)
        return self._send(frame) and not isinstance(request, Goodbye)

    def _tell_progress(self, progress: Progress) -> None:
        self._send(wire.encode_progress(self._now, progress))

    def _send(self, frame: bytearray) -> bool:
        try:
            self._sink.write(frame)
            self._sink.flush()
        except OSError:
            return False
        return True


def serve(
    folder: Path,
    source: BinaryIO,
    sink: BinaryIO,
    terms: VaultTerms | None = None,
    clock: Clock = system_clock,
    hardened: Callable[[], None] = harden,
) -> None:
    """Serve a window over two pipes."""
    hardened()
    Service(Session(folder, terms or usual_terms(state_folder()), clock), source, sink).serve()


def main() -> None:
    """`python -m wallet.service FOLDER`."""
    parser = argparse.ArgumentParser(prog="wallet.service")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    # What a library prints must not get between the frames.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Under pythonw, on Windows, there is no standard error.
    told = sys.stderr.fileno() if sys.stderr is not None else os.open(os.devnull, os.O_WRONLY)
    os.dup2(told, sys.stdout.fileno())
    serve(folder, sys.stdin.buffer, sink)
    # No farewell work of the interpreter: nothing is left to do, and the sooner the keys are gone the better.
    sink.flush()
    os._exit(0)


def _forget_secrets(request: object) -> None:
    """Overwrite a passphrase in this process as far as that can be done; ending the process does the rest."""
    for name in _SECRETS:
        text = getattr(request, name, None)
        if isinstance(text, str):
            forget_text(text)
    gc.collect(0)


def _place(error: BaseException) -> str:
    trace, places = error.__traceback__, list[str]()
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-4:])


if __name__ == "__main__":
    main()
