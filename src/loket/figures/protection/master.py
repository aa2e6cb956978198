"""The programme that chooses which cells to hide: a column for each cell, 0 shown to 1 hidden, a row for each cut."""

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from loket.figures.protection.cuts import Cut
from loket.figures.protection.problem import Floats, Marks
from loket.figures.protection.solving import silent, solved
from loket.figures.protection.timing import Deadline, OutOfTime

MET = 1e-7
"""A cut that lacks no more than this is met."""

GOOD = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)


class Master:
    """``costs`` of hiding each cell; cells that ``may`` be chosen cost something, others are hidden ``always``."""

    def __init__(self, costs: Floats, may: Marks, always: Marks) -> None:
        self.size, self.may, self.always, self.costs = len(costs), may, always, costs
        self.columns = np.arange(self.size, dtype=np.int32)
        self.solver = silent()
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 1e-7)
        for cost, chosen in zip(costs, may, strict=True):
            self.solver.addCol(float(cost), 0.0, float(chosen), 0, np.array([], np.int32), np.array([]))
        self.seen: set[bytes] = set()
        self.cells: list[NDArray[np.int32]] = []
        self.shares: list[Floats] = []

    def add(self, found: Iterable[Cut]) -> bool:
        """Add cuts; whether one of them was new."""
        before = len(self.seen)
        for cut in found:
            mark = cut.cells.tobytes() + np.round(cut.shares, 6).tobytes()
            if mark not in self.seen:
                self.seen.add(mark)
                self.cells.append(cut.cells)
                self.shares.append(cut.shares)
                self.solver.addRow(1.0, highspy.kHighsInf, len(cut.cells), cut.cells, cut.shares)
        return len(self.seen) > before

    def relaxed(self, deadline: Deadline) -> tuple[float, Floats]:
        """The least cost in fractions of cells, and the pattern that has it. Raises ``OutOfTime``."""
        self._kind(highspy.HighsVarType.kContinuous)
        if self._run(self.solver.getRunTime() + deadline.left()) != highspy.HighsModelStatus.kOptimal:
            raise OutOfTime
        return self.solver.getInfo().objective_function_value, np.array(self.solver.getSolution().col_value)

    def whole(self, deadline: Deadline, seconds: float, safe: Marks) -> tuple[float, Marks]:
        """What any pattern costs at least, and the best one found within the time; ``safe`` at worst. Raises
        ``OutOfTime``.
        """
        self._kind(highspy.HighsVarType.kInteger)
        status = self._run(min(seconds, deadline.left()))
        info = self.solver.getInfo()
        if status not in GOOD:
            raise OutOfTime
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return info.mip_dual_bound, safe
        return info.mip_dual_bound, (np.array(self.solver.getSolution().col_value) > 0.5) | self.always

    def near(self, deadline: Deadline, seconds: float, safe: Marks, free: Marks) -> Marks:
        """The best pattern found within the time that differs from ``safe`` in these cells only: a small programme of
        the cuts that the rest of the pattern does not meet. ``safe`` at worst. Raises ``OutOfTime``.
        """
        cells = np.flatnonzero(free & self.may)
        kept = (safe & self.may).astype(np.float64)
        kept[cells] = 0.0
        cuts = self._cuts()
        lacking = 1.0 - cuts @ kept
        unmet = np.flatnonzero(lacking > MET)
        try:
            chosen = solved(_covering(cuts[unmet][:, cells], lacking[unmet], self.costs[cells]), seconds)
        except OutOfTime:
            chosen = None
        deadline.left()
        if chosen is None:
            return safe
        kept[cells] = chosen
        return (kept > 0.5) | self.always

    def _cuts(self) -> csr_array:
        ends = np.cumsum([0, *map(len, self.cells)])
        shares, cells = np.concatenate([*self.shares, []]), np.concatenate([*self.cells, []]).astype(np.int32)
        return csr_array((shares, cells, ends), shape=(len(self.cells), self.size))

    def _kind(self, kind: highspy.HighsVarType) -> None:
        self.solver.changeColsIntegrality(self.size, self.columns, np.full(self.size, kind))

    def _run(self, seconds: float) -> Any:
        """HiGHS counts the time of linear programmes from the first run on, and that of whole ones anew each time."""
        self.solver.setOptionValue("time_limit", seconds)
        self.solver.run()
        return self.solver.getModelStatus()


def _covering(cuts: csr_array, lacking: Floats, costs: Floats) -> Any:
    """A row for each cut, which is to be met by as much as it lacks; a column for each cell, hidden or not."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = cuts.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(len(costs)), np.ones(len(costs))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    model.row_lower_, model.row_upper_ = lacking, np.full(len(lacking), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = cuts.indptr, cuts.indices
    model.a_matrix_.value_ = cuts.data
    return model
