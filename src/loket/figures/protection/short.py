"""The shortest moves: those of the fewest cells, or the cheapest, in which one cell goes a given number of steps.

Each cell's move is in two parts, up and down, at a price for each step. Short moves are mostly whole, prove something
of one place in a table only, and so stay true when other places change.
"""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.solving import NEAR, programme, silent, solved
from loket.figures.protection.timing import Deadline, OutOfTime

Places = NDArray[np.int64]

HOPS = 2
"""Where the shortest move is in fractions, one in whole numbers is sought first so many sums around it."""


class Short:
    """The linear programme of the cells that may move, each in two columns, and what their steps cost."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem, self.deadline = problem, deadline
        self.solver = silent()
        self.solver.setOptionValue("presolve", "off")
        self.hidden: Marks = np.zeros(0, dtype=np.bool_)

    def hide(self, hidden: Marks) -> None:
        """Let exactly these cells move, as far as the attacker must allow; each step costs 1."""
        if np.array_equal(hidden, self.hidden):
            return
        self.hidden, self.cells = hidden.copy(), np.flatnonzero(hidden)
        matrix = self._among(self.cells)
        model = programme(csr_array(hstack([matrix, -matrix])))
        self.most = np.concatenate([self.problem.above[self.cells], self.problem.below[self.cells]])
        model.col_cost_, model.col_upper_ = np.ones(len(self.most)), self.most
        self.solver.passModel(model)

    def price(self, prices: Floats) -> None:
        """Let a step of each cell cost so much, up or down."""
        columns = np.arange(len(self.most), dtype=np.int32)
        self.solver.changeColsCost(len(columns), columns, np.tile(prices[self.cells], 2))

    def move(self, cell: int, step: int) -> Floats | None:
        """A short move in whole numbers in which this cell goes exactly so far; None when there is no move at all.
        Raises ``OutOfTime``.
        """
        size, place = len(self.cells), int(np.searchsorted(self.cells, cell))
        here, there = (place, place + size) if step > 0 else (place + size, place)
        if not self.hidden[cell] or self.most[here] < abs(step):
            return None
        self.solver.changeColBounds(here, abs(step), abs(step))
        self.solver.changeColBounds(there, 0.0, 0.0)
        found = self._run()
        self.solver.changeColBounds(here, 0.0, self.most[here])
        self.solver.changeColBounds(there, 0.0, self.most[there])
        if found is None:
            return None
        move = self._everywhere(self.cells, found[:size] - found[size:])
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
        touching = self.problem.touching
        for _ in range(HOPS):
            near = self.hidden & (touching.T @ (touching @ near.astype(np.float64)) > 0)
        found = self._of(np.flatnonzero(near), cell, step)
        return self._of(self.cells, cell, step) if found is None else found

    def _of(self, cells: Places, cell: int, step: int) -> Floats | None:
        """A move in whole numbers of these cells only."""
        model = programme(self._among(cells))
        low, high = -self.problem.below[cells], self.problem.above[cells].copy()
        low[cells == cell] = high[cells == cell] = step
        model.col_lower_, model.col_upper_ = low, high
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cells)
        found = solved(model, self.deadline.left())
        return None if found is None else self._everywhere(cells, found)

    def _among(self, cells: Places) -> csr_array:
        """The sums with these cells, as far as they are of these cells."""
        matrix = csr_array(self.problem.matrix[:, cells])
        return csr_array(matrix[np.flatnonzero(np.diff(matrix.indptr))])

    def _everywhere(self, cells: Places, steps: Floats) -> Floats:
        """The move in which these cells make these steps, and the others none."""
        move = np.zeros(self.problem.size)
        move[cells] = steps
        return move
