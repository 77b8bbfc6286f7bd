"""The one place that talks to HiGHS. It is imported when it is needed: it brings numpy, and not every machine has it.

The solver is asked for good allocations and for bounds. It is believed in neither: allocations are scored again by
`checker.py`, and a bound proves something only once it is rounded to a step that progress can take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from types import ModuleType
from typing import Any

from wallet.errors import MissingLibraryError
from wallet.pathways.model import Number, Programme, whole_scale


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: the best point (None: none in time), and a bound on the objective."""

    point: Sequence[float] | None
    bound: float
    finished: bool


def load_highs() -> ModuleType:
    """Return the solver's library. Raises MissingLibraryError where it is not installed."""
    try:
        import highspy
    except ImportError as error:
        raise MissingLibraryError("highspy cannot be imported", step="pathway.solver", library="highspy") from error
    return highspy


class Solver:
    """One programme, asked several questions in turn; each answer narrows the next question."""

    def __init__(self, programme: Programme) -> None:
        self._library: Any = load_highs()
        self._highs: Any = self._library.Highs()
        self._size = len(programme.lower)
        for name, value in _OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_pack(self._library, programme))

    def spent(self) -> float:
        """Return how many seconds the solver has worked so far."""
        return float(self._highs.getRunTime())

    def maximise(self, terms: Mapping[int, Number], seconds: float, gap: float) -> Answer:
        """Return the best point for the sum of `terms`, or the best within `seconds`."""
        if not self._size:
            return Answer((), 0.0, True)
        import numpy as np

        costs = np.zeros(self._size)
        for column, factor in terms.items():
            costs[column] = float(factor)
        self._highs.changeColsCost(self._size, np.arange(self._size, dtype=np.int32), costs)
        self._highs.setOptionValue("time_limit", self.spent() + max(seconds, 0.01))
        self._highs.setOptionValue("mip_abs_gap", gap)
        self._highs.run()
        if self._highs.getModelStatus() == self._library.HighsModelStatus.kSolveError:
            # Its own simplification tripped over rounding and it noticed: once more without.
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
        return self._answer()

    def _answer(self) -> Answer:
        status = self._highs.getModelStatus()
        found = self._highs.getInfo()
        finished = status == self._library.HighsModelStatus.kOptimal
        feasible = found.primal_solution_status == 2
        point = list(self._highs.getSolution().col_value) if feasible else None
        bound = found.mip_dual_bound if found.mip_dual_bound == found.mip_dual_bound else inf
        if finished and not found.mip_node_count and abs(bound) == inf:
            bound = found.objective_function_value
        return Answer(point, bound, finished)

    def require(self, terms: Mapping[int, Number], at_least: float) -> None:
        """Add a row for all further questions."""
        import numpy as np

        columns = np.array(list(terms), dtype=np.int32)
        scale = whole_scale(tuple(terms.values()))
        factors = np.array([float(factor * scale) for factor in terms.values()])
        self._highs.addRow(at_least * float(scale), inf, len(columns), columns, factors)


_OPTIONS: Mapping[str, object] = {
    "output_flag": False,
    "mip_rel_gap": 0.0,
    "mip_feasibility_tolerance": 1e-7,
    "primal_feasibility_tolerance": 1e-9,
    "random_seed": 1,
    "parallel": "off",
}


def _pack(library: Any, programme: Programme) -> Any:
    """Return the programme as the library's own structure, rows packed."""
    import numpy as np

    lp = library.HighsLp()
    lp.num_col_ = len(programme.lower)
    lp.num_row_ = len(programme.rows)
    lp.sense_ = library.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_ = np.array(programme.lower)
    lp.col_upper_ = np.array(programme.upper)
    lp.integrality_ = [
        library.HighsVarType.kInteger if whole else library.HighsVarType.kContinuous for whole in programme.whole
    ]
    lp.row_lower_ = np.full(lp.num_row_, -inf)
    lp.row_upper_ = np.array([float(bound) for _, bound in programme.rows])
    starts = np.zeros(len(programme.rows) + 1, dtype=np.int32)
    starts[1:] = np.cumsum([len(terms) for terms, _ in programme.rows])
    lp.a_matrix_.format_ = library.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts
    lp.a_matrix_.index_ = np.array([c for terms, _ in programme.rows for c in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([float(f) for terms, _ in programme.rows for f in terms.values()])
    return lp
