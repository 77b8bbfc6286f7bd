"""Running tests against a mutant without writing it anywhere.

Most mutants are a changed line in the body of a function. For those one process imports everything and collects the tests once; for each
mutant it forks, and the child puts the changed code into the function (`warm.py`). What a module works out while it is loaded needs more:
a process that has loaded the test tools, and nothing of the wallet, forks, and the child imports the wallet with one module's source
replaced. Either child runs the tests that reach the changed line, quickest first, and says by its exit code how they went. Nothing on
disk changes, so work in the tree can go on meanwhile.
"""

import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "-x",
    "-q",
    "--no-header",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "-W",
    "ignore",
    "--hypothesis-seed=7",
    "--hypothesis-profile=mutation",
]


def module_name(file: str) -> str:
    """Return the dotted name of a file of the package."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a given source."""

    def __init__(self, file: str, source: str) -> None:
        self._name, self._path = module_name(file), str(ROOT / file)
        self._code: CodeType = compile(source, self._path, "exec")

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """See MetaPathFinder."""
        if fullname != self._name:
            return None
        package = [str(Path(self._path).parent)] if self._path.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            fullname, self._path, loader=self, submodule_search_locations=package
        )

    def exec_module(self, module: ModuleType) -> None:
        """See Loader."""
        exec(self._code, module.__dict__)


@dataclass
class Reach:
    """Which test passes through which lines, and how many seconds each takes."""

    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    breadth: dict[str, int] = field(default_factory=dict)
    loading: set[tuple[str, int]] = field(default_factory=set)

    def is_loading(self, file: str, line: int, last: int) -> bool:
        """Tell whether any of the lines is gone through while modules are loaded, outside of every test."""
        return any((file, number) in self.loading for number in range(line, last + 1))

    def tests_for(self, file: str, line: int, last: int, home: Sequence[str]) -> list[str]:
        """Return the tests that reach the lines: those under `home` first, then one from each other file in turn, in each
        those first that reach least else.

        What is worked out when the module is loaded is reached by no test alone: there all tests under `home` come first, then those
        that reach anything of the file.
        """
        reached = self.lines.get(file, {})
        found = set().union(*(reached.get(number, set()) for number in range(line, last + 1)))
        at_home = {test for test in found or self.seconds if test.startswith(tuple(home))}
        others = (found or set().union(*reached.values(), set())) - at_home
        near, far = (
            sorted(tests, key=lambda test: (self.breadth[test], self.seconds[test], test))
            for tests in (at_home, others)
        )
        return [*_by_turns(near), *_by_turns(far)]

    def first(self, tests: Sequence[str], seconds: float, count: int) -> list[str]:
        """Return as many of the tests as fit, at least one."""
        chosen: list[str] = []
        for test in tests:
            seconds -= self.seconds[test]
            if chosen and (seconds < 0 or len(chosen) >= count):
                break
            chosen.append(test)
        return chosen


def _by_turns(tests: Sequence[str]) -> Iterator[str]:
    """Yield one test of each file, then the second of each: files look at the same line from different sides."""
    of_file: dict[str, list[str]] = {}
    for test in tests:
        of_file.setdefault(test.partition("::")[0], []).append(test)
    for turn in zip_longest(*of_file.values()):
        yield from (test for test in turn if test is not None)


class Recorder:
    """A pytest plug-in that notes which lines of some files each passed test goes through."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = {str(ROOT / file): file for file in files}
        self.reach = Reach({file: {} for file in self._files.values()})
        self._seen: set[tuple[str, int]] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Any:
        """Trace the loading of the modules."""
        self._seen = set()
        sys.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.reach.loading = self._seen

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Trace one test, its fixtures included."""
        self._seen = set()
        start = time.perf_counter()
        sys.settrace(self._trace)
        threading.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
            self.reach.seconds[item.nodeid] = time.perf_counter() - start
            self.reach.breadth[item.nodeid] = len(self._seen)
            for file, line in self._seen:
                self.reach.lines[file].setdefault(line, set()).add(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Forget a test that does not pass here."""
        if report.failed:
            for lines in self.reach.lines.values():
                for tests in lines.values():
                    tests.discard(report.nodeid)

    def _trace(self, frame: FrameType, event: str, argument: object) -> Any:
        file = self._files.get(frame.f_code.co_filename)
        if file is None:
            return None
        self._seen.add((file, frame.f_lineno))
        return self._trace


class _Chosen:
    """A pytest plug-in that keeps the named tests only, in the order given."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop and order."""
        items[:] = sorted((i for i in items if i.nodeid in self._place), key=lambda item: self._place[item.nodeid])


def load_tools() -> None:
    """Import what tests want and mutants do not touch, once, before forking."""
    import cryptography.hazmat.primitives.asymmetric.rsa
    import cryptography.x509
    import hypothesis.strategies
    import pyld

    # A busy machine must not look like a mistake that was noticed.
    hypothesis.settings.register_profile("mutation", deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
    hypothesis.settings.load_profile("mutation")
    del cryptography, pyld
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    assert not any(name == "wallet" or name.startswith("wallet.") for name in sys.modules)


def record(files: Sequence[str], paths: Sequence[str]) -> Reach:
    """Run `paths` unchanged in a child and return what reaches what."""
    import pickle

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        recorder = Recorder(files)
        silence()
        pytest.main([*QUIET[1:], *paths], plugins=[recorder])
        with os.fdopen(writing, "wb") as out:
            pickle.dump(recorder.reach, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        reach: Reach = pickle.load(told)
    os.waitpid(child, 0)
    return reach


def start(file: str, source: str, tests: Sequence[str], seconds: float) -> int:
    """Fork a child that runs `tests` against a module of that source; return its process id. It may use so many seconds of a processor."""
    child = os.fork()
    if child:
        return child
    try:
        silence()
        limit(seconds)
        random.seed(7)
        sys.meta_path.insert(0, Replaced(file, source))
        paths = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        os._exit(int(pytest.main([*QUIET, *paths], plugins=[_Chosen(tests)])))
    except BaseException:
        os._exit(1)


def silence() -> None:
    """Send all output nowhere."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)


def limit(seconds: float) -> None:
    """End this process when it has used so many seconds of a processor: on a busy machine the clock on the wall says nothing."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 3))
