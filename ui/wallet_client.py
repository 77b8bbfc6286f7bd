"""The typed front door to the wallet process. The window asks and never waits; answers come back on the GUI thread.

If whoever asked has gone by the time the answer comes, nobody is called. If the process dies, everybody who was
waiting gets one clear problem, and a fresh process starts. Locking *is* ending the process: the operating system takes
the keys with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from ui.signals import WindowSignals
from wallet.errors import VaultLockedError, WalletError
from wallet.i18n import N_
from wallet.messages.requests import Change, GetVaultState, Problem, Progress, VaultState
from wallet.messages.verbs import REQUESTS

VERBS = {request: verb for verb, (request, _answer) in REQUESTS.items()}

_MOST_SILENT_ENDS = 3
Done = Callable[[Any], None]
Failed = Callable[[Problem], None]
Progressed = Callable[[Progress], None]


class WalletStoppedError(WalletError):
    """The wallet process ended before it answered."""

    code = "wallet.stopped"
    explanation = N_("The part of Tessera that holds your vault stopped before it could answer.")
    advice = N_("It has been started again and the vault is locked. What was kept before is safe.")


class WalletUnusableError(WalletError):
    """The wallet process ends again and again before it has said anything."""

    code = "wallet.unusable"
    explanation = N_("The part of Tessera that holds your vault does not start.")
    advice = N_("Your vault is untouched. Close Tessera and set it up anew; a copy of it may be damaged or incomplete.")


class Pipe(Protocol):
    """A started wallet process: `answered(id, answer)`, `failed(id, Problem)`, `progressed(id, Progress)`, `ended()`."""

    answered: SignalInstance
    failed: SignalInstance
    progressed: SignalInstance
    ended: SignalInstance

    @property
    def process_id(self) -> int: ...
    def send(self, number: int, verb: str, request: object) -> None: ...
    def cancel(self, number: int) -> None: ...
    def stop(self) -> None: ...
    def wait_until_ended(self) -> None: ...


@dataclass(slots=True)
class _Waiting:
    owner: QObject
    on_done: Done
    on_error: Failed
    on_progress: Progressed | None


class Cancel:
    """Call it to give up a request. The wallet answers with `cancelled` when it has stopped."""

    def __init__(self, client: "WalletClient", number: int) -> None:
        self._client, self._number = client, number

    def __call__(self) -> None:
        self._client._cancel(self._number)


class NoPipe(QObject):
    """In place of a process that does not start: everything asked of it fails with the same problem."""

    answered = Signal(int, object)
    failed = Signal(int, object)
    progressed = Signal(int, object)
    ended = Signal()

    def __init__(self, problem: Problem, parent: QObject) -> None:
        super().__init__(parent)
        self._problem = problem

    @property
    def process_id(self) -> int:
        """No process has this number."""
        return 0

    def send(self, number: int, verb: str, request: object) -> None:  # noqa: ARG002 - the names of the protocol
        """Fail, once whoever asks has gone on."""
        QTimer.singleShot(0, self, lambda: self.failed.emit(number, self._problem))

    def cancel(self, number: int) -> None:
        """Nothing is under way."""

    def stop(self) -> None:
        """Nothing runs."""

    def wait_until_ended(self) -> None:
        """Nothing runs."""


class WalletClient(QObject):
    """One for the window. `busy_changed` says how many requests are under way."""

    given_up = Signal(object)  # the Problem: the process does not start, and is not started again

    def __init__(self, open_pipe: Callable[[], Pipe], signals: WindowSignals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_pipe, self._signals = open_pipe, signals
        self._waiting: dict[int, _Waiting] = {}
        self._number = 0
        self._silent_ends = 0  # how often in a row a process ended without a word
        self._pipe: Pipe = self._connected(open_pipe())

    @property
    def process_id(self) -> int:
        """The operating system's number for the wallet process that is asked now; 0 when none starts. It changes on every lock."""
        return self._pipe.process_id

    def ask(
        self,
        owner: QObject,
        request: object,
        on_done: Done,
        on_error: Failed,
        on_progress: Progressed | None = None,
    ) -> Cancel:
        """Send `request` (a type of `REQUESTS`), then call back on the GUI thread unless `owner` has gone."""
        self._number += 1
        self._waiting[self._number] = _Waiting(owner, on_done, on_error, on_progress)
        self._pipe.send(self._number, VERBS[type(request)], request)
        return Cancel(self, self._number)

    def change(
        self, owner: QObject, request: object, on_done: Done, on_error: Failed, on_progress: Progressed | None = None
    ) -> Cancel:
        """Ask for something that changes the wallet, and tell everybody what changed before calling `on_done`."""

        def tell(change: Change) -> None:
            on_done(change)
            self._signals.changed.emit(change)
            self.refresh_state()

        return self.ask(owner, request, tell, on_error, on_progress)

    def refresh_state(self) -> None:
        """Ask where the wallet stands and tell everybody."""

        def tell(state: VaultState) -> None:
            self._signals.state.emit(state)

        self.ask(self, GetVaultState(), tell, lambda _problem: None)

    def lock(self) -> None:
        """End the wallet process, keys and all, and start a fresh one without an open vault."""
        self._replace_pipe()
        self._fail_all(problem_of(VaultLockedError()))
        self._signals.locked.emit()
        self.refresh_state()

    def close(self) -> None:
        """End the wallet process for good."""
        self._waiting.clear()
        self._pipe.ended.disconnect(self._on_ended)
        self._pipe.stop()
        self._pipe.wait_until_ended()

    def _replace_pipe(self) -> None:
        self._pipe.ended.disconnect(self._on_ended)
        self._pipe.stop()
        self._pipe = self._connected(self._open_pipe())

    def _connected(self, pipe: Pipe) -> Pipe:
        pipe.answered.connect(self._on_answer)
        pipe.failed.connect(self._on_failure)
        pipe.progressed.connect(self._on_progress)
        pipe.ended.connect(self._on_ended)
        return pipe

    def _on_answer(self, number: int, answer: object) -> None:
        self._silent_ends = 0
        waiting = self._waiting.pop(number, None)
        if waiting is not None and shiboken6.isValid(waiting.owner):
            waiting.on_done(answer)

    def _on_failure(self, number: int, problem: Problem) -> None:
        self._silent_ends = 0
        waiting = self._waiting.pop(number, None)
        if waiting is not None and shiboken6.isValid(waiting.owner):
            waiting.on_error(problem)

    def _on_progress(self, number: int, progress: Progress) -> None:
        waiting = self._waiting.get(number)
        if waiting is not None and waiting.on_progress is not None and shiboken6.isValid(waiting.owner):
            waiting.on_progress(progress)

    def _on_ended(self) -> None:
        self._silent_ends += 1
        if self._silent_ends >= _MOST_SILENT_ENDS:
            self._give_up()
            return
        self._pipe = self._connected(self._open_pipe())
        self._fail_all(problem_of(WalletStoppedError()))
        self._signals.locked.emit()
        self.refresh_state()

    def _give_up(self) -> None:
        problem = problem_of(WalletUnusableError())
        self._pipe.ended.disconnect(self._on_ended)
        self._pipe = NoPipe(problem, self)
        self._pipe.failed.connect(self._on_failure)
        self._pipe.ended.connect(self._on_ended)
        self._fail_all(problem)
        self._signals.locked.emit()
        self.given_up.emit(problem)

    def _fail_all(self, problem: Problem) -> None:
        waiting, self._waiting = list(self._waiting.values()), {}
        for one in waiting:
            if shiboken6.isValid(one.owner):
                one.on_error(problem)

    def _cancel(self, number: int) -> None:
        if number in self._waiting:
            self._pipe.cancel(number)


def problem_of(error: WalletError) -> Problem:
    """Return an error of the window's own as it would have crossed the pipe."""
    facts = {name: str(fact) for name, fact in error.facts.items()}
    return Problem(error.code, error.explanation, error.advice, facts, error.step)
