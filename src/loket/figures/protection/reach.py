"""How far a hidden cell can move: the widest moves, found with linear and, where needed, whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import highspy
import numpy as np

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.short import Short
from loket.figures.protection.solving import NEAR, programme, silent
from loket.figures.protection.timing import Deadline, OutOfTime

DUAL, PRIMAL = 1, 4
"""Primal simplex goes on from a move that is allowed, where only the goal changes: three times as fast, measured. What
it cannot finish, the dual tries anew.
"""


@dataclass(frozen=True)
class Push:
    """The furthest that one cell goes: the move, and the price of each sum (``duals``, for ``cuts``)."""

    move: Floats
    duals: Floats


def is_move(problem: Problem, move: Floats, hidden: Marks) -> bool:
    """Whether this vector of whole numbers keeps every sum, moves only hidden cells and none too far: exact."""
    if (move[~hidden] != 0).any() or (move > problem.above).any() or (move < -problem.below).any():
        return False
    return not (problem.matrix @ move).any()


class Reach:
    """The linear programme of the attacker: the sums as rows, the move of each cell as a column."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem, self.deadline = problem, deadline
        self.columns = np.arange(problem.size, dtype=np.int32)
        self.solver = silent()
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(programme(problem.matrix))
        self.low = np.zeros(problem.size)
        self.high = np.zeros(problem.size)

    @cached_property
    def short(self) -> Short:
        """The shortest moves of the same cells."""
        return Short(self.problem, self.deadline)

    def allow(self, low: Floats, high: Floats) -> None:
        """Let each cell move from ``low`` to ``high``."""
        self.low, self.high = low, high
        self.solver.changeColsBounds(self.problem.size, self.columns, low, high)

    def hide(self, hidden: Marks) -> None:
        """Let exactly these cells move, as far as the attacker must allow."""
        self.allow(np.where(hidden, -self.problem.below, 0.0), np.where(hidden, self.problem.above, 0.0))
        self.short.hide(hidden)

    def room(self, cell: int, sign: int) -> float:
        """How far a cell is let move, up (1) or down (-1)."""
        return float(self.high[cell] if sign > 0 else -self.low[cell])

    def push(self, cell: int, sign: int) -> Push:
        """Move a cell as far as it goes, up (1) or down (-1), in fractions if need be."""
        if self.room(cell, sign) == 0:
            return Push(np.zeros(self.problem.size), np.zeros(len(self.problem.relations)))
        self.solver.changeColCost(cell, -float(sign))
        solution = self._run()
        move = np.array(solution.col_value)
        whole = np.rint(move)
        self.solver.changeColCost(cell, 0.0)
        return Push(whole if np.abs(move - whole).max() < NEAR else move, np.array(solution.row_dual))

    def sweep(self, cells: Sequence[int], worth: Floats) -> Floats:
        """A move of many cells at once, each in the direction of its ``worth``; none if that is in fractions."""
        columns = np.array(cells, dtype=np.int32)
        self.solver.changeColsCost(len(columns), columns, -worth)
        move = np.array(self._run().col_value)
        self.solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        whole = np.rint(move)
        return whole if np.abs(move - whole).max() < NEAR else np.zeros(len(move))

    def _run(self) -> Any:
        for strategy in (PRIMAL, DUAL):
            self.solver.setOptionValue("simplex_strategy", strategy)
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.deadline.left())
            self.solver.run()
            if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return self.solver.getSolution()
            self.solver.clearSolver()
        raise OutOfTime
