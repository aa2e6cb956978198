"""The programme that chooses which cells to hide: a column for each cell, 0 shown to 1 hidden, a row for each cut."""

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np

from loket.figures.protection.cuts import Cut
from loket.figures.protection.problem import Floats, Marks
from loket.figures.protection.reach import silent
from loket.figures.protection.timing import Deadline, OutOfTime

GOOD = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)


class Master:
    """``costs`` of hiding each cell; only cells that ``may`` be chosen cost something."""

    def __init__(self, costs: Floats, may: Marks) -> None:
        self.size, self.may, self.costs = len(costs), may, costs
        self.columns = np.arange(self.size, dtype=np.int32)
        self.solver = silent()
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 1e-7)
        for cost, chosen in zip(costs, may, strict=True):
            self.solver.addCol(float(cost), 0.0, float(chosen), 0, np.array([], np.int32), np.array([]))
        self.seen: set[bytes] = set()

    def add(self, found: Iterable[Cut]) -> bool:
        """Add cuts; whether one of them was new."""
        before = len(self.seen)
        for cut in found:
            mark = cut.cells.tobytes() + np.round(cut.shares, 6).tobytes()
            if mark not in self.seen:
                self.seen.add(mark)
                self.solver.addRow(1.0, highspy.kHighsInf, len(cut.cells), cut.cells, cut.shares)
        return len(self.seen) > before

    def relaxed(self, deadline: Deadline) -> tuple[float, Floats]:
        """The least cost in fractions of cells, and the pattern that has it. Raises ``OutOfTime``."""
        self._kind(highspy.HighsVarType.kContinuous)
        if self._run(self.solver.getRunTime() + deadline.left()) != highspy.HighsModelStatus.kOptimal:
            raise OutOfTime
        return self.solver.getInfo().objective_function_value, np.array(self.solver.getSolution().col_value)

    def whole(self, deadline: Deadline, seconds: float, safe: Marks, free: Marks | None = None) -> tuple[float, Marks]:
        """What any pattern costs at least, and the best one found within the time; ``safe`` at worst. With ``free``,
        only those cells may differ from ``safe``. Raises ``OutOfTime``.
        """
        self._kind(highspy.HighsVarType.kInteger)
        fixed = np.zeros(self.size, dtype=np.bool_) if free is None else ~free
        kept = np.where(fixed & safe & self.may, 1.0, 0.0)
        self._bounds(kept, np.where(fixed, kept, self.may.astype(np.float64)))
        status = self._run(min(seconds, deadline.left()))
        info = self.solver.getInfo()
        found = np.array(self.solver.getSolution().col_value)
        self._bounds(np.zeros(self.size), self.may.astype(np.float64))
        if status not in GOOD:
            raise OutOfTime
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return info.mip_dual_bound, safe
        return info.mip_dual_bound, (found > 0.5) | ~self.may

    def _kind(self, kind: highspy.HighsVarType) -> None:
        self.solver.changeColsIntegrality(self.size, self.columns, np.full(self.size, kind))

    def _bounds(self, low: Floats, high: Floats) -> None:
        self.solver.changeColsBounds(self.size, self.columns, low, high)

    def _run(self, seconds: float) -> Any:
        """HiGHS counts the time of linear programmes from the first run on, and that of whole ones anew each time."""
        self.solver.setOptionValue("time_limit", seconds)
        self.solver.run()
        return self.solver.getModelStatus()
