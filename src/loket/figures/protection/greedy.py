"""A safe pattern soon: hide for each small cell in turn what costs least, then show again what was not needed."""

from collections.abc import Iterable, Mapping

import numpy as np

from loket.figures.protection.problem import Floats, Marks
from loket.figures.protection.reach import Reach
from loket.figures.protection.short import Short
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


FAINT = 1e-4
"""What a step of a cell that is hidden already costs: of equal moves the shorter is better."""


class Paths:
    """The cheapest way to let one cell move."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.problem = reach, reach.problem
        self.short = Short(self.problem, reach.deadline)
        self.short.hide(self.problem.always | self.problem.may)

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
        """A cheap move in which this cell goes so far."""
        self.short.price(np.where(hidden, 0.0, costs) + FAINT)
        return self.short.move(cell, step)
