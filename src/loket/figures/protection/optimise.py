"""Which cells to hide: the fewest, and of those patterns the one that hides the smallest count, proven by cuts.

A master programme chooses secondary cells so that every cut learnt so far holds; what it chooses is tried on the
attacker (``reach``), and what fails teaches new cuts (``cuts``). Its optimum bounds the cost of any safe pattern from
below; ``greedy`` mends each choice into a safe pattern, which bounds it from above. They meet, or time is up: then the
best safe pattern is given with the gap that is left. At worst that is every cell that is not zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

from loket.figures.protection import cuts, greedy
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.problem import Floats, Marks, Problem, posed
from loket.figures.protection.reach import Reach, silent
from loket.figures.protection.rules import Status
from loket.figures.protection.witnesses import Deadline, OutOfTime, spans_hiding_all, unsettled

SECONDS = 60.0
"""The time limit, unless told otherwise."""

ROUNDS = 60
"""Rounds of cuts on fractions, at most, before whole patterns are asked for."""


@dataclass(frozen=True)
class Protected:
    """The kind of each cell of the lattice. ``gap`` is the share of the cost of the secondary cells that a better
    pattern, if there is one, could at most save: 0 when this one is proven best.
    """

    statuses: tuple[Status, ...]
    gap: float


def protect(
    lattice: Lattice, threshold: int, *, weights: Mapping[int, int] | None = None, seconds: float = SECONDS
) -> Protected:
    """Choose what to hide besides the small cells. ``weights`` (whole numbers, 1 unless given) are counted instead of
    cells: a total that weighs 5 stays shown as long as it costs at most five other cells.
    """
    problem = posed(lattice, threshold, weights)
    search = Search(problem, Deadline(seconds))
    search.run()
    statuses = [Status.SHOWN] * len(lattice.counts)
    for place in np.flatnonzero(search.best):
        statuses[problem.cells[place]] = Status.PRIMARY if problem.primary[place] else Status.SECONDARY
    return Protected(tuple(statuses), search.gap())


@dataclass
class Search:
    """The state of one search: the best safe pattern, and what any safe pattern costs at least."""

    problem: Problem
    deadline: Deadline
    best: Marks = field(init=False)
    bound: float = 0.0

    def __post_init__(self) -> None:
        self.best = np.ones(self.problem.size, dtype=np.bool_)
        secondary = ~self.problem.primary
        self.step = 1.0 / (1.0 + float(self.problem.counts[secondary].sum()))
        self.costs = np.where(secondary, self.problem.weights + self.problem.counts * self.step, 0.0)
        self.reach = Reach(self.problem)
        self.master = Master(self.costs, secondary)
        self.needs: dict[int, int] = {}

    def run(self) -> None:
        """Search until the best is proven or the time is up; ``best`` is safe at any moment."""
        if not self.problem.primary.any():
            self.best = self.problem.primary
            return
        try:
            self.needs = spans_hiding_all(self.reach, self.deadline)
            self._mend(self.problem.primary, self.costs)
            self._in_fractions()
            while not self._is_proven():
                self._in_whole()
        except OutOfTime:
            pass

    def cost(self, pattern: Marks) -> float:
        return float(self.costs @ pattern)

    def gap(self) -> float:
        if self._is_proven():
            return 0.0
        return (self.cost(self.best) - self.bound) / self.cost(self.best)

    def _is_proven(self) -> bool:
        return self.cost(self.best) - self.bound < self.step / 2

    def _mend(self, pattern: Marks, costs: Floats) -> None:
        """Make a pattern safe, then lean; keep it when it is cheaper than the best."""
        hidden, known = greedy.repaired(self.reach, pattern, self.needs, costs, self.deadline)
        self._keep(hidden)
        hidden, _ = greedy.pruned(self.reach, hidden, self.needs, known, self.costs, self.deadline)
        self._keep(hidden)

    def _keep(self, pattern: Marks) -> None:
        if self.cost(pattern) < self.cost(self.best):
            self.best = pattern

    def _learn(self, pattern: Floats) -> bool:
        """Add the cuts that this pattern fails; whether there were any."""
        cuts.allow(self.reach, pattern)
        found = []
        for cell, need in self.needs.items():
            self.deadline.left()
            found.append(cuts.cut_for(self.reach, cell, need, pattern) if need else None)
        return self.master.add([cut for cut in found if cut is not None])

    def _in_fractions(self) -> None:
        """Cuts from patterns that hide cells in part: cheap, and most of the proof."""
        for _ in range(ROUNDS):
            self.bound, pattern = self.master.relaxed(self.deadline)
            if self._is_proven() or not self._learn(pattern):
                break
        self._mend(self.problem.primary, self.costs * (1.01 - np.minimum(pattern, 1.0)))

    def _in_whole(self) -> None:
        """One choice of the master in whole cells, tried, learnt from and mended."""
        bound, chosen = self.master.whole(self.deadline)
        self.bound = max(self.bound, bound)
        if self._is_proven():
            return
        pattern = (chosen > 0.5) | self.problem.primary
        learnt = self._learn(pattern.astype(np.float64))
        if not learnt and not self._teaches_by_covering(pattern):
            self._keep(pattern)
        self._mend(pattern, self.costs)

    def _teaches_by_covering(self, pattern: Marks) -> bool:
        """Whether the pattern is unsafe in whole numbers, though linear programmes do not see it."""
        known = greedy.Witnesses(self.problem)
        short = unsettled(self.reach, pattern, self.needs, known, self.problem.primaries, self.deadline)
        return bool(short) and self.master.add([cuts.covering(self.problem, ~pattern)])


class Master:
    """The programme that chooses: a column for each cell, 0 shown to 1 hidden, a row for each cut."""

    def __init__(self, costs: Floats, secondary: Marks) -> None:
        self.size = len(costs)
        self.columns = np.arange(self.size, dtype=np.int32)
        self.solver = silent()
        for cost, may_be_chosen in zip(costs, secondary, strict=True):
            self.solver.addCol(float(cost), 0.0, 1.0 if may_be_chosen else 0.0, 0, np.array([], np.int32), np.array([]))
        self.seen: set[bytes] = set()

    def add(self, found: list[cuts.Cut]) -> bool:
        """Add cuts; whether one of them was new."""
        before = len(self.seen)
        for cut in found:
            mark = cut.cells.tobytes() + np.round(cut.shares, 6).tobytes()
            if mark not in self.seen:
                self.seen.add(mark)
                self.solver.addRow(1.0, highspy.kHighsInf, len(cut.cells), cut.cells, cut.shares)
        return len(self.seen) > before

    def relaxed(self, deadline: Deadline) -> tuple[float, Floats]:
        """The least cost in fractions of cells, and the pattern that has it."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + deadline.left())
        self.solver.run()
        self._check()
        return self.solver.getInfo().objective_function_value, np.array(self.solver.getSolution().col_value)

    def whole(self, deadline: Deadline) -> tuple[float, Floats]:
        """What any pattern costs at least, and the best pattern found."""
        whole = np.full(self.size, highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(self.size, self.columns, whole)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 1e-7)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + deadline.left())
        self.solver.run()
        self._check()
        return self.solver.getInfo().mip_dual_bound, np.array(self.solver.getSolution().col_value)

    def _check(self) -> None:
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise OutOfTime
