"""A safe pattern soon: hide for each small cell in turn what costs least, then show again what was not needed."""

from collections.abc import Iterable, Mapping

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.reach import NEAR, Reach, silent
from loket.figures.protection.witnesses import Witnesses, unsettled


def repaired(
    reach: Reach,
    hidden: Marks,
    needs: Mapping[int, int],
    costs: Floats,
    safe: Marks,
    moves: Iterable[Floats] = (),
) -> tuple[Marks, Witnesses]:
    """A safe pattern that hides these cells and, at these costs, others; where no way is found, some of
    another pattern that is ``safe``, or all of it. ``moves`` may prove something of it. Raises ``OutOfTime``.
    """
    hidden = hidden | reach.problem.always
    known = Witnesses(reach.problem)
    for move in moves:
        known.offer(move, hidden)
    short = list(unsettled(reach, hidden, needs, known, needs))
    paths = Paths(reach)
    for cell in sorted(short, key=lambda primary: reach.problem.counts[primary]):
        if list(unsettled(reach, hidden, needs, known, [cell])):
            wider = paths.widened(cell, hidden, needs[cell], known, costs)
            hidden = _borrowed(reach, hidden, needs, cell, safe) if wider is None else wider
    is_safe = next(unsettled(reach, hidden, needs, known, needs), None) is None
    return (hidden if is_safe else hidden | safe), known


def _borrowed(reach: Reach, hidden: Marks, needs: Mapping[int, int], cell: int, safe: Marks) -> Marks:
    """The pattern with the cells that let this one move in the safe pattern. Raises ``OutOfTime``."""
    known = Witnesses(reach.problem)
    list(unsettled(reach, safe, needs, known, [cell]))
    wider = hidden.copy()
    for move in known.of(cell):
        wider[move.cells] = True
    return wider


def pruned(
    reach: Reach, hidden: Marks, needs: Mapping[int, int], known: Witnesses, costs: Floats, kept: Marks
) -> tuple[Marks, Witnesses]:
    """The pattern without the cells that can be shown again, the dearest first, but for those that are ``kept``; as it
    is, where it is not known to be safe. Raises ``OutOfTime``.
    """
    if next(unsettled(reach, hidden, needs, known, needs), None) is not None:
        return hidden, known
    for cell in sorted(np.flatnonzero(hidden & ~kept & reach.problem.may), key=lambda one: -costs[one]):
        fewer = hidden.copy()
        fewer[cell] = False
        left, lost = known.within(fewer)
        lost = [one for one in lost if one in needs]
        if next(unsettled(reach, fewer, needs, left, lost), None) is None:
            hidden, known = fewer, left
    return hidden, known


class Paths:
    """The cheapest way to let one cell move: each cell's move in two parts, up and down, at a price for each step."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.problem = reach, reach.problem
        self.columns = np.arange(2 * self.problem.size, dtype=np.int32)
        self.solver = silent()
        self.solver.passModel(two_sided(self.problem))

    def widened(self, cell: int, hidden: Marks, need: int, known: Witnesses, costs: Floats) -> Marks | None:
        """The pattern with what it takes, besides, for this cell to move ``need`` steps; adds the moves to ``known``.
        None where no way was found. Raises ``OutOfTime``.
        """
        for steps in self._ways(cell, need, known):
            moves = [self._cheapest(cell, step, hidden, costs) for step in steps]
            if all(move is not None for move in moves):
                return self._hiding(hidden, [move for move in moves if move is not None], known)
        return None

    def _ways(self, cell: int, need: int, known: Witnesses) -> list[list[int]]:
        """The steps to try, those that need fewest new moves first."""
        lifts = range(max(0, need - int(self.problem.below[cell])), min(need, int(self.problem.above[cell])) + 1)
        ways = [[step for step in (up, up - need) if not known.reaches(cell, step)] for up in lifts]
        return sorted(ways, key=len)

    def _hiding(self, hidden: Marks, moves: list[Floats], known: Witnesses) -> Marks:
        for move in moves:
            hidden = hidden | (move != 0)
            known.offer(move, hidden)
        return hidden

    def _cheapest(self, cell: int, step: int, hidden: Marks, costs: Floats) -> Floats | None:
        """A cheap move in which this cell goes so far; where the cheapest is in fractions, one of the same cells."""
        size = self.problem.size
        low = np.zeros(2 * size)
        high = np.concatenate([self.problem.above, self.problem.below])
        high[cell], high[size + cell] = max(step, 0), max(-step, 0)
        low[cell], low[size + cell] = high[cell], high[size + cell]
        self.solver.changeColsBounds(2 * size, self.columns, low, high)
        self.solver.changeColsCost(2 * size, self.columns, np.tile(np.where(hidden, 0.0, costs) + 1e-4, 2))
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.reach.deadline.left())
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(self.solver.getSolution().col_value)
        move: Floats = found[:size] - found[size:]
        if np.abs(move - np.rint(move)).max() < NEAR:
            return np.rint(move)
        self.reach.hide(hidden | (np.abs(move) > NEAR))
        return self.reach.step(cell, step)


def two_sided(problem: Problem) -> highspy.HighsLp:
    """The sums over the move of each cell up, less its move down."""
    model, matrix = highspy.HighsLp(), csr_array(hstack([problem.matrix, -problem.matrix]))
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(2 * problem.size)
    model.row_lower_ = model.row_upper_ = np.zeros(len(problem.relations))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model
