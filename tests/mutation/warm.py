"""Trying mutants in a process that has everything loaded and collected: a fork and the tests themselves are all that each costs."""

import ast
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutators import Mutant
from tests.mutation.nursery import QUIET, limit, module_name, silence

NOT_PLACED = 3

Start = Callable[[Mutant, Sequence[str], float], int]


def collected(paths: Sequence[str], campaign: Callable[[Start], object]) -> Any:
    """Fork, load the wallet and collect `paths` there, run `campaign` with a way to start mutants, and return what it returned."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        silence()
        with os.fdopen(writing, "wb") as out:
            pytest.main([*QUIET[1:], *paths], plugins=[_Instead(campaign, out)])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found = pickle.load(answer)
    os.waitpid(child, 0)
    return found


class _Instead:
    """A pytest plug-in: once the tests are collected, a campaign of mutants runs instead of them."""

    def __init__(self, campaign: Callable[[Start], object], out: Any) -> None:
        self._campaign, self._out = campaign, out
        self._items: Mapping[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """See pytest."""
        self._items = {item.nodeid: item for item in session.items}
        pickle.dump(self._campaign(self._start), self._out)
        return True

    def _start(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> int:
        child = os.fork()
        if child:
            return child
        try:
            limit(seconds)
            place(mutant)
        except BaseException:
            os._exit(NOT_PLACED)
        try:
            items = [self._items[test] for test in tests if test in self._items]
            os._exit(0 if all(_passes(item, after) for item, after in _in_turn(items)) else 1)
        except BaseException:
            os._exit(1)


def _in_turn(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    yield from zip(items, [*items[1:], None], strict=True)


def _passes(item: pytest.Item, after: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def is_in_a_body(mutant: Mutant) -> bool:
    """Tell whether the change is inside the body of one function that can be found by its name."""
    return mutant.kind == "control" or len(_enclosing(mutant)) > 0


def body_of(mutant: Mutant) -> tuple[int, int]:
    """Return the first and last line of the function that the change is in; of the change where it is in none."""
    around = _enclosing(mutant)
    return (around[-1].body[0].lineno, around[-1].end_lineno or 0) if around else (mutant.line, mutant.last)


def place(mutant: Mutant) -> None:
    """Put the changed code into the function it belongs to. Raises LookupError where it cannot be found."""
    path = [part.name for part in _enclosing(mutant)]
    if not path:
        return
    code: CodeType = compile(mutant.source, sys.modules[module_name(mutant.file)].__file__ or "", "exec")
    for name in path:
        (code,) = [part for part in code.co_consts if isinstance(part, CodeType) and part.co_name == name]
    _function_of(mutant, path).__code__ = code


def _function_of(mutant: Mutant, path: Sequence[str]) -> FunctionType:
    owner: Any = sys.modules[module_name(mutant.file)]
    for name in path:
        owner = vars(owner)[name]
    found: Any = getattr(owner, "fget", None) or getattr(owner, "__func__", owner)
    while not isinstance(found, FunctionType):
        found = found.__wrapped__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found


def _enclosing(mutant: Mutant) -> tuple[ast.ClassDef | ast.FunctionDef, ...]:
    """Return the classes and, last, the function in whose body the changed lines are, () where they are in none alone."""
    path: list[ast.ClassDef | ast.FunctionDef] = []
    scope: Sequence[ast.stmt] = ast.parse(mutant.original).body
    while True:
        inside = [
            part
            for part in scope
            if isinstance(part, ast.ClassDef | ast.FunctionDef)
            and part.body[0].lineno <= mutant.line
            and mutant.last <= (part.end_lineno or 0)
        ]
        if len(inside) != 1 or sum(getattr(part, "name", None) == inside[0].name for part in scope) > 1:
            return ()
        path.append(inside[0])
        if isinstance(inside[0], ast.FunctionDef):
            return tuple(path)
        scope = inside[0].body
