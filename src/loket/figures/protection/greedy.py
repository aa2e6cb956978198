"""A safe pattern soon: hide for each small cell in turn what costs least, then show again what was not needed."""

from collections.abc import Mapping

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.reach import NEAR, Reach, silent, solved
from loket.figures.protection.timing import Deadline, OutOfTime
from loket.figures.protection.witnesses import Witnesses, unsettled

PATIENCE = 2.0
"""Seconds for one way in whole numbers; without one, the repair is given up."""


def repaired(
    reach: Reach, hidden: Marks, needs: Mapping[int, int], costs: Floats, safe: Marks
) -> tuple[Marks, Witnesses]:
    """A safe pattern that hides these cells and, at these costs, others; where no way is found in time, those of
    another pattern that is ``safe``. Raises ``OutOfTime``.
    """
    hidden = hidden | reach.problem.primary
    known = Witnesses(reach.problem)
    short = list(unsettled(reach, hidden, needs, known, needs))
    paths = Paths(reach.problem, reach.deadline)
    for cell in sorted(short, key=lambda primary: reach.problem.counts[primary]):
        if list(unsettled(reach, hidden, needs, known, [cell])):
            wider = paths.widened(cell, hidden, needs[cell], known, costs)
            if wider is None:
                return hidden | safe, known
            hidden = wider
    is_safe = next(unsettled(reach, hidden, needs, known, needs), None) is None
    return (hidden if is_safe else hidden | safe), known


def pruned(
    reach: Reach, hidden: Marks, needs: Mapping[int, int], known: Witnesses, costs: Floats, kept: Marks
) -> Marks:
    """The pattern without the cells that can be shown again, the dearest first, but for those that are ``kept``; as it
    is, where it is not known to be safe. Raises ``OutOfTime``.
    """
    if next(unsettled(reach, hidden, needs, known, needs), None) is not None:
        return hidden
    for cell in sorted(np.flatnonzero(hidden & ~kept & ~reach.problem.primary), key=lambda one: -costs[one]):
        fewer = hidden.copy()
        fewer[cell] = False
        left, lost = known.without(int(cell))
        if next(unsettled(reach, fewer, needs, left, lost), None) is None:
            hidden, known = fewer, left
    return hidden


class Paths:
    """The cheapest way to let one cell move: each cell's move in two parts, up and down, at a price for each step."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem, self.deadline = problem, deadline
        self.columns = np.arange(2 * problem.size, dtype=np.int32)
        self.solver = silent()
        self.model = two_sided(problem)
        self.solver.passModel(self.model)

    def widened(self, cell: int, hidden: Marks, need: int, known: Witnesses, costs: Floats) -> Marks | None:
        """The pattern with what it takes, besides, for this cell to move ``need`` steps; adds the moves to ``known``.
        None where no way was found. Raises ``OutOfTime``.
        """
        place = known.place[cell]
        prices = np.where(hidden, 0.0, costs)
        for ups in self._ways(cell, need, int(known.up[place]), int(known.down[place])):
            moves = [self._cheapest(cell, step, prices) for step in ups]
            if all(move is not None for move in moves):
                return self._hiding(hidden, [move for move in moves if move is not None], known)
        return None

    def _ways(self, cell: int, need: int, up: int, down: int) -> list[tuple[int, ...]]:
        """The steps to try, those that need fewest new moves first: how far up (and down) the cell should go."""
        most_up, most_down = int(self.problem.above[cell]), int(self.problem.below[cell])
        pairs = [(lift, need - lift) for lift in range(need + 1) if lift <= most_up and need - lift <= most_down]
        pairs.sort(key=lambda pair: (max(pair[0] - up, 0) > 0) + (max(pair[1] - down, 0) > 0))
        return [tuple(step for step in (lift * (lift > up), -lower * (lower > down)) if step) for lift, lower in pairs]

    def _hiding(self, hidden: Marks, moves: list[Floats], known: Witnesses) -> Marks:
        for move in moves:
            hidden = hidden | (move != 0)
            known.offer(move, hidden)
        return hidden

    def _cheapest(self, cell: int, step: int, prices: Floats) -> Floats | None:
        size = self.problem.size
        low = np.zeros(2 * size)
        high = np.concatenate([self.problem.above, self.problem.below])
        high[cell], high[size + cell] = max(step, 0), max(-step, 0)
        low[cell], low[size + cell] = high[cell], high[size + cell]
        both = np.concatenate([prices, prices]) + 1e-4
        self.solver.changeColsBounds(2 * size, self.columns, low, high)
        self.solver.changeColsCost(2 * size, self.columns, both)
        self.deadline.left()
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(self.solver.getSolution().col_value)
        if np.abs(found - np.rint(found)).max() >= NEAR:
            whole = self._whole(low, high, both)
            if whole is None:
                return None
            found = whole
        move = np.rint(found[:size] - found[size:])
        return move if move[cell] == step else None

    def _whole(self, low: Floats, high: Floats, prices: Floats) -> Floats | None:
        model = two_sided(self.problem)
        model.col_lower_, model.col_upper_, model.col_cost_ = low, high, prices
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(low)
        try:
            return solved(model, min(self.deadline.left(), PATIENCE), gap=0.1)
        except OutOfTime:
            return None


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
