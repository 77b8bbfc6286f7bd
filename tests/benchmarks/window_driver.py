"""One window over one wallet process, pressed and watched: started by `bench_window`, so that what it weighs is its own.

Arguments: the vault's folder's parent, the recovery code, a folder of files. Prints a JSON object: figure -> number.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

from ui.application import make_application
from ui.journey import Walk
from wallet.messages.requests import ListCredentials, Unlock

QUERIES = (
    "",
    "a",
    "le",
    "数",
    "数据",
    "素养 人工",
    "machine",
    "statistics garden",
    "9999",
    "northlight",
    "nothing of it",
)
_ROUNDS = 15


class Painted(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._note)  # after it has been painted
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()


class Beats(QObject):
    """A timer as short as it goes: the longest pause between two beats is how long the window was blocked.

    `longest` by the clock on the wall, which other work on the machine spoils; `busiest` by what the thread itself used.
    """

    def __init__(self) -> None:
        super().__init__()
        self.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.busiest, self._used = max(self.busiest, used - self._used), used

    def start(self) -> None:
        """Forget the pauses until now."""
        self.longest, self._last = 0.0, time.perf_counter()
        self.busiest, self._used = 0.0, time.thread_time()


def used_by(*processes: int) -> float:
    """Return milliseconds that the first threads of processes have had of a processor."""
    return sum(int(Path(f"/proc/{one}/schedstat").read_text().split()[0]) for one in processes) / 1e6


def until(met: Callable[[], object]) -> None:
    """Let the window live until `met()`, without a pause of our own."""
    while not met():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def rest(seconds: float) -> None:
    """Let the window be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def memory_of(process: int) -> dict[str, float]:
    """Return MB that are resident: all, and those that no other process shares."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name.rstrip(":"): int(value) for name, value, *_ in map(str.split, lines)}
    alone = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return {"resident": kilobytes["Rss"] / 1024, "alone": alone / 1024, "written": kilobytes["Private_Dirty"] / 1024}


def time_unlock(walk: Walk, secret: str) -> tuple[float, float]:
    """Return milliseconds from asking to the painted first screen, and how many of a processor both processes used."""
    both = (os.getpid(), walk.wallet.process_id)
    used, began = used_by(*both), time.perf_counter()
    walk.wallet.ask(walk.window, Unlock(secret), walk.window._on_opened, lambda problem: sys.exit(problem.code))
    until(lambda: walk.shell is not None)
    library = walk.shell.library
    painted = Painted(library.list.viewport())
    until(lambda: library.model.rowCount() > 0)
    listed = time.perf_counter()
    until(lambda: painted.at > listed)
    return (painted.at - began) * 1000, used_by(*both) - used


def time_search(walk: Walk, query: str) -> float:
    """Return milliseconds from asking to the answer in the window, as the library's page asks."""
    times = []
    for _ in range(_ROUNDS):
        answers: list[object] = []
        began = time.perf_counter()
        walk.wallet.ask(walk.window, ListCredentials(query=query, limit=200), answers.append, answers.append)
        until(lambda answers=answers: answers)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def time_typed(walk: Walk, query: str) -> float:
    """Return milliseconds from the last key (the pause for more keys left out) to the repainted list."""
    library = walk.shell.library
    painted = Painted(library.list.viewport())
    library.search.setText(query)
    began = time.perf_counter()
    library.refresh()
    shown: list[float] = []
    library.model.modelReset.connect(lambda: shown.append(time.perf_counter()))
    until(lambda: shown and painted.at > shown[0])
    return (painted.at - began) * 1000


def bring_in(walk: Walk, files: Path) -> dict[str, float]:
    """Open a folder of files, and keep what the review offers."""
    from ui.actions.receive import receive_paths
    from ui.dialogs.intake_review import IntakeReview

    told: list[object] = []
    shown = walk.window.desk.busy.show_progress
    walk.window.desk.busy.show_progress = lambda progress: (told.append(progress), shown(progress))  # type: ignore[method-assign]
    beats, began = Beats(), time.perf_counter()
    rest(0.2)
    beats.start()
    receive_paths(walk.window.desk, walk.window, [str(files)], walk.window._on_received)
    until(lambda: walk.window.findChildren(IntakeReview))
    received = time.perf_counter() - began
    review = walk.window.findChildren(IntakeReview)[0]
    rest(0.3)
    receiving, busy, before = beats.longest, beats.busiest, walk.window.state.credentials
    beats.start()
    began = time.perf_counter()
    review.keep_button.click()
    until(lambda: walk.window.state.credentials > before)
    kept = time.perf_counter() - began
    rest(0.3)
    number = walk.window.state.credentials - before
    return {
        "import: files": number,
        "import: read and checked, s": received,
        "import: kept, s": kept,
        "import: files a second": number / (received + kept),
        "import: progress told, times": len(told),
        "import: longest pause of the window while reading and reviewing, ms": receiving * 1000,
        "import: most work of the window between two events while reading and reviewing, ms": busy * 1000,
        "import: longest pause of the window while keeping, ms": beats.longest * 1000,
        "import: most work of the window between two events while keeping, ms": beats.busiest * 1000,
    }


def main() -> None:
    """Measure."""
    application = make_application()
    home, code, files = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    walk = Walk(home)
    until(lambda: walk.window.state)
    rest(1.5)
    found = {f"memory before unlocking: window, {kind}, MB": value for kind, value in memory_of(os.getpid()).items()}
    times = []
    for _ in range(5):
        times.append(time_unlock(walk, code))
        rest(0.5)
        walk.lock()
        rest(1.5)
    found |= {"first screen, first time, ms": times[0][0], "first screen, ms": min(times)[0]}
    found |= {"first screen, of a processor, ms": min(used for _, used in times[1:])}
    time_unlock(walk, sys.argv[4])
    rest(10)
    wallet = walk.wallet.process_id
    for name, process in (("window", os.getpid()), ("wallet", wallet)):
        found |= {f"memory at rest: {name}, {kind}, MB": value for kind, value in memory_of(process).items()}
    found |= {f"search {query!r}, ms": time_search(walk, query) for query in QUERIES}
    found |= {f"search and repaint {query!r}, ms": time_typed(walk, query) for query in ("machine", "a", "")}
    found |= bring_in(walk, files)
    rest(10)
    for name, process in (("window", os.getpid()), ("wallet", wallet)):
        found |= {f"memory after the import: {name}, {kind}, MB": value for kind, value in memory_of(process).items()}
    walk.close()
    print(json.dumps(found))
    del application


if __name__ == "__main__":
    main()
