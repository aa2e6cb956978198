"""How far a hidden cell can move: the widest moves, found with linear and, where needed, whole numbers."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import highspy
import numpy as np

from loket.figures.protection.problem import Floats, Marks, Problem

NEAR = 1e-6
"""What the solver gives as whole may be this far from it."""


@dataclass(frozen=True)
class Push:
    """The furthest that one cell goes: the move, whether it is in whole numbers, and what each cell's freedom
    contributes (``prices``, for the cuts of ``optimise``).
    """

    move: Floats
    whole: bool
    prices: Floats


def silent() -> Any:
    """A solver that says nothing and uses one thread: the same answer on any machine."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    return solver


def is_move(problem: Problem, move: Floats, hidden: Marks) -> bool:
    """Whether this vector of whole numbers keeps every sum, moves only hidden cells and none too far: exact."""
    if (move[~hidden] != 0).any() or (move > problem.above).any() or (move < -problem.below).any():
        return False
    return all(move[total] == sum(move[part] for part in parts) for total, parts in problem.relations)


class Reach:
    """The linear programme of the attacker: the sums as rows, the move of each cell as a column."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.columns = np.arange(problem.size, dtype=np.int32)
        self.solver = silent()
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(programme(problem))
        self.low = np.zeros(problem.size)
        self.high = np.zeros(problem.size)

    def allow(self, low: Floats, high: Floats) -> None:
        """Let each cell move from ``low`` to ``high``."""
        self.low, self.high = low, high
        self.solver.changeColsBounds(self.problem.size, self.columns, low, high)

    def hide(self, hidden: Marks) -> None:
        """Let exactly these cells move, as far as the attacker must allow."""
        self.allow(np.where(hidden, -self.problem.below, 0.0), np.where(hidden, self.problem.above, 0.0))

    def push(self, cell: int, sign: int) -> Push:
        """Move a cell as far as it goes, up (1) or down (-1), in fractions if need be."""
        self.solver.changeColCost(cell, -float(sign))
        self.solver.run()
        solution = self.solver.getSolution()
        move = np.array(solution.col_value)
        whole = np.rint(move)
        self.solver.changeColCost(cell, 0.0)
        is_whole = bool(np.abs(move - whole).max() < NEAR)
        return Push(whole if is_whole else move, is_whole, np.array(solution.col_dual))

    def furthest(self, cell: int, sign: int, seconds: float) -> Floats:
        """The widest move in whole numbers; within ``seconds`` at least some move, if only standing still."""
        push = self.push(cell, sign)
        if push.whole:
            return push.move
        return self._whole(cell, sign, seconds)

    def _whole(self, cell: int, sign: int, seconds: float) -> Floats:
        model = programme(self.problem)
        model.col_lower_, model.col_upper_ = self.low, self.high
        cost = np.zeros(self.problem.size)
        cost[cell] = -float(sign)
        model.col_cost_ = cost
        model.integrality_ = [highspy.HighsVarType.kInteger] * self.problem.size
        return solved(model, seconds)


def solved(model: Any, seconds: float) -> Floats:
    """The best whole solution of a model within the time, rounded; zeros when there was none."""
    solver = silent()
    solver.setOptionValue("time_limit", max(seconds, 0.05))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return np.zeros(model.num_col_)
    return np.rint(np.array(solver.getSolution().col_value))


def programme(problem: Problem) -> Any:
    """The sums as rows: total minus parts is zero."""
    model = highspy.HighsLp()
    rows = problem.relations
    model.num_col_, model.num_row_ = problem.size, len(rows)
    model.col_cost_ = np.zeros(problem.size)
    model.col_lower_ = model.col_upper_ = np.zeros(problem.size)
    model.row_lower_ = model.row_upper_ = np.zeros(len(rows))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(1 + len(parts) for _, parts in rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([cell for total, parts in rows for cell in (total, *parts)], dtype=np.int32)
    signs = chain.from_iterable((1.0, *(-1.0,) * len(parts)) for _, parts in rows)
    model.a_matrix_.value_ = np.fromiter(signs, dtype=np.float64)
    return model
