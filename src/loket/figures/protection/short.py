"""The shortest moves: those of the fewest cells, or the cheapest, in which one cell goes a given number of steps.

Each cell's move is in two parts, up and down, at a price for each step. Short moves are mostly whole, prove something
of one place in a table only, and so stay true when other places change.
"""

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.solving import NEAR, programme, silent, solved
from loket.figures.protection.timing import Deadline, OutOfTime

HOPS = 2
"""Where the shortest move is in fractions, one in whole numbers is sought first so many sums around it."""


class Short:
    """The linear programme, with the cells that may move and what their steps cost."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem, self.deadline = problem, deadline
        self.columns = np.arange(2 * problem.size, dtype=np.int32)
        self.solver = silent()
        self.solver.setOptionValue("presolve", "off")
        matrix = csr_array(hstack([problem.matrix, -problem.matrix]))
        model = programme(matrix)
        model.col_cost_ = np.ones(2 * problem.size)
        self.solver.passModel(model)
        self.most = np.zeros(2 * problem.size)

    def hide(self, hidden: Marks) -> None:
        """Let exactly these cells move, as far as the attacker must allow."""
        self.hidden = hidden
        self.most = np.concatenate([hidden * self.problem.above, hidden * self.problem.below])
        self.solver.changeColsBounds(len(self.columns), self.columns, np.zeros(len(self.columns)), self.most)

    def price(self, prices: Floats) -> None:
        """Let a step of each cell cost so much, up or down; 1 unless told otherwise."""
        self.solver.changeColsCost(len(self.columns), self.columns, np.tile(prices, 2))

    def move(self, cell: int, step: int) -> Floats | None:
        """A short move in whole numbers in which this cell goes exactly so far; None when there is no move at all.
        Raises ``OutOfTime``.
        """
        size = self.problem.size
        here, there = (cell, cell + size) if step > 0 else (cell + size, cell)
        if self.most[here] < abs(step):
            return None
        self.solver.changeColBounds(here, abs(step), abs(step))
        self.solver.changeColBounds(there, 0.0, 0.0)
        found = self._run()
        self.solver.changeColBounds(here, 0.0, self.most[here])
        self.solver.changeColBounds(there, 0.0, self.most[there])
        if found is None:
            return None
        move: Floats = found[:size] - found[size:]
        whole = np.rint(move)
        return whole if np.abs(move - whole).max() < NEAR else self._whole(cell, step, np.abs(move) > NEAR)

    def _run(self) -> Floats | None:
        for _ in range(2):
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.deadline.left())
            self.solver.run()
            status = self.solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return np.array(self.solver.getSolution().col_value)
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            self.solver.clearSolver()
        raise OutOfTime

    def _whole(self, cell: int, step: int, near: Marks) -> Floats | None:
        """A move in whole numbers: of cells near these, or else of any that is hidden."""
        touching = abs(self.problem.matrix)
        for _ in range(HOPS):
            near = self.hidden & (touching.T @ (touching @ near.astype(np.float64)) > 0)
        found = self._among(np.flatnonzero(near), cell, step)
        return self._among(np.flatnonzero(self.hidden), cell, step) if found is None else found

    def _among(self, cells: np.ndarray, cell: int, step: int) -> Floats | None:
        """A move of these cells only."""
        matrix = self.problem.matrix[:, cells]
        model = programme(csr_array(matrix[np.flatnonzero(np.diff(matrix.indptr))]))
        low, high = -self.problem.below[cells], self.problem.above[cells].copy()
        low[cells == cell] = high[cells == cell] = step
        model.col_lower_, model.col_upper_ = low, high
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cells)
        found = solved(model, self.deadline.left())
        if found is None:
            return None
        move = np.zeros(self.problem.size)
        move[cells] = found
        return move
