"""Linear programmes over sums, for the audit alone: solved with HiGHS, and checked in exact arithmetic."""

import time
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

Floats = NDArray[np.float64]

CLOSE = 1e-4
"""An answer of the solver is taken for whole when it is this close to it."""

EACH = 10.0
"""Seconds, at most, for one programme in whole numbers, unless told otherwise."""


class Late(Exception):
    """The time is up: what was seen until then holds."""


class Outcome(Enum):
    """What the solver says: the table has the lowest cost; there is none; or it cannot tell (in time)."""

    BEST = "best"
    NONE = "none"
    UNSURE = "unsure"


class Programme:
    """Sums over cells from ``low`` to ``high``. The solver works in steps from ``base``, a table that fits as soon as
    there is one: so large counts, whose sums it would have to round, do not enter.
    """

    def __init__(self, rows: Sequence[tuple[Mapping[int, int], int]], low: Floats, high: Floats) -> None:
        self.low, self.high = low, high
        starts = np.cumsum([0, *(len(signs) for signs, _ in rows)])
        cells = np.array([cell for signs, _ in rows for cell in signs], dtype=np.int32)
        signs = np.array([sign for signs, _ in rows for sign in signs.values()], dtype=np.float64)
        self.matrix = csr_array((signs, cells, starts), shape=(len(rows), len(low)))
        self.totals = np.array([total for _, total in rows], dtype=np.float64)
        self.until = 0.0
        self.rebase(low)

    def rebase(self, base: Floats) -> None:
        """Work in steps from this table."""
        self.base = base
        self.rests = self.totals - self.matrix @ base
        self.solver = _silent()
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(self._model(self.low, self.high))

    def fits(self, table: Floats) -> bool:
        """Whether this is a table of whole numbers, within what is known of each cell, in which every sum holds. Exact:
        floating point holds whole numbers to 9e15.
        """
        whole = np.rint(table)
        if len(table) != len(self.low) or not np.abs(whole - table).max(initial=0) < CLOSE:
            return False
        is_within = (self.low <= whole).all() and (whole <= self.high).all()
        return bool(is_within and (self.matrix @ whole == self.totals).all())

    def forget(self) -> None:
        """Begin the next linear programme afresh: faster when it resembles the one before in nothing."""
        self.solver.clearSolver()

    def linear(self, cost: Floats, low: Floats | None = None, high: Floats | None = None) -> tuple[Outcome, Floats]:
        """The table of lowest cost, in fractions if need be, soon when it resembles the one before. Raises ``Late``."""
        columns = np.arange(len(cost), dtype=np.int32)
        low, high = self.low if low is None else low, self.high if high is None else high
        self.solver.changeColsBounds(len(cost), columns, low - self.base, high - self.base)
        self.solver.changeColsCost(len(cost), columns, cost)
        return self._solved(self.solver, self.left())

    def whole(
        self, cost: Floats, low: Floats, high: Floats, slack: float = 0.0, seconds: float = EACH
    ) -> tuple[Outcome, Floats]:
        """The table of whole numbers of lowest cost, or the lowest found in these seconds; ``slack``: or of a cost that
        is larger by this share at most. Raises ``Late``.
        """
        model = self._model(low, high)
        model.col_cost_ = cost
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
        solver = _silent()
        solver.setOptionValue("mip_rel_gap", slack)
        solver.passModel(model)
        return self._solved(solver, min(seconds, self.left()))

    def left(self) -> float:
        """Seconds. Raises ``Late`` when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Late
        return left

    def _solved(self, solver: Any, seconds: float) -> tuple[Outcome, Floats]:
        outcome, steps = _run(solver, seconds)
        return outcome, self.base + steps if len(steps) else steps

    def _model(self, low: Floats, high: Floats) -> Any:
        return _model(self.matrix, low - self.base, high - self.base, self.rests)


def ways_up(programme: Programme) -> NDArray[np.bool_]:
    """The cells that can be raised for ever. One programme finds them all: each cell's way up is in two parts, of which
    the first is at most 1, and counts. Raises ``Late``.
    """
    found = np.zeros(len(programme.low), dtype=np.bool_)
    loose = np.flatnonzero(np.isinf(programme.high))
    if len(loose):
        part = programme.matrix[:, loose]
        top = np.repeat([1.0, np.inf], len(loose))
        model = _model(csr_array(hstack([part, part])), 0 * np.minimum(top, 0), top, np.zeros(len(programme.totals)))
        model.col_cost_ = np.repeat([-1.0, 0.0], len(loose))
        solver = _silent()
        solver.passModel(model)
        outcome, ways = _run(solver, programme.left())
        if outcome is not Outcome.BEST:
            raise Late
        found[loose] = ways[: len(loose)] > 1 - CLOSE
    return found


def _silent() -> Any:
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(option, value)
    return solver


def _run(solver: Any, seconds: float) -> tuple[Outcome, Floats]:
    solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome.NONE, np.array([])
    is_best = status == highspy.HighsModelStatus.kOptimal
    return Outcome.BEST if is_best else Outcome.UNSURE, np.array(solver.getSolution().col_value)


def _model(matrix: csr_array, low: Floats, high: Floats, rests: Floats) -> Any:
    """The sums as rows, the cells as columns."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(len(low))
    model.col_lower_, model.col_upper_ = low, high
    model.row_lower_ = model.row_upper_ = rests
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data
    return model
