"""What any safe pattern must hide, learnt from a pattern that is not safe.

For a primary cell the attacker's widest move up is a linear programme; its dual prices how much each hidden cell adds
to it. The prices up and down together bound the interval of the cell under *every* pattern: a sum over the hidden cells
of price times freedom, which must reach the width. Source: Fischetti and Salazar-Gonzalez, Management Science 47
(2001).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.problem import around as nearest
from loket.figures.protection.reach import Push, Reach
from loket.figures.protection.timing import Deadline

GRID = 5040
"""Prices of sums are rounded to this fraction: any prices give a cut that holds, and most are such fractions."""

MOST = 60
"""Cuts that are learnt from one pattern; the next pattern teaches better ones."""

NEAREST = (80, 250)
"""Sums around one cell of which a cut is tried to be made, fewer first."""

SLIGHT = 1e-4
"""A cut that is missed by less is not missed."""

FAINT = 0.01
"""A shown cell is priced as if it could move this much: of many equal duals the one with fewest cells is found."""


@dataclass(frozen=True)
class Cut:
    """Over cells that may be hidden or not, ``cells``: the sum of ``shares`` of those that are hidden is at least 1."""

    cells: NDArray[np.int32]
    shares: Floats

    def met(self, hidden: Floats) -> float:
        """How much of it a pattern, in fractions if need be, meets."""
        return float(self.shares @ hidden[self.cells])


def alone(problem: Problem, needs: Mapping[int, int]) -> Iterator[Cut]:
    """What one sum asks by itself: where its small cells have too little room among each other, one more is hidden."""
    for total, parts in problem.relations:
        cells = np.array([total, *parts], dtype=np.int32)
        others = cells[problem.may[cells]]
        if len(others) and _is_short(problem, needs, cells[0], cells[problem.always[cells]]):
            yield Cut(others, np.ones(len(others)))


def _is_short(problem: Problem, needs: Mapping[int, int], total: int, hidden: NDArray[np.int32]) -> bool:
    """Whether one of these cells of a sum moves too little when of the sum nothing else is hidden."""
    more, less = problem.above[hidden], problem.below[hidden]
    up, down = np.where(hidden == total, more, less), np.where(hidden == total, less, more)
    spans = np.minimum(up, down.sum() - down) + np.minimum(down, up.sum() - up)
    return bool((spans < [needs.get(int(cell), 0) for cell in hidden]).any())


def violated(
    reach: Reach, needs: Mapping[int, int], pattern: Floats, limits: Sequence[float], deadline: Deadline
) -> list[Cut]:
    """What this pattern, in fractions if need be, lacks for each primary cell. Cells are let move up to the first of
    ``limits``; when no cut follows from that, up to the next. Raises ``OutOfTime``.
    """
    for limit in limits:
        allow(reach, pattern, limit)
        if found := list(islice(_found(reach, needs, pattern, deadline), MOST)):
            return found
    return []


def around(
    problem: Problem, needs: Mapping[int, int], pattern: Floats, limits: Sequence[float], deadline: Deadline
) -> tuple[list[Cut], dict[int, int]]:
    """The same from the sums around each primary cell only, which is much faster; and the needs of the cells for which
    nothing followed. Raises ``OutOfTime``.
    """
    cuts, left = [], dict(needs)
    for size in NEAREST:
        for cell, need in list(left.items()):
            part, cells = nearest(problem, cell, problem.always | (pattern > 0), size)
            place = int(np.searchsorted(cells, cell))
            if found := violated(Reach(part, deadline), {place: need}, pattern[cells], limits, deadline):
                cuts += [Cut(cells[cut.cells], cut.shares) for cut in found]
                del left[cell]
        if cuts:
            break
    return cuts, left


def _found(reach: Reach, needs: Mapping[int, int], pattern: Floats, deadline: Deadline) -> Iterator[Cut]:
    seen = np.zeros((2, reach.problem.size))
    for cell, need in needs.items():
        deadline.left()
        if seen[0, cell] + seen[1, cell] > need - SLIGHT:
            continue
        up, down = reach.push(cell, 1), reach.push(cell, -1)
        for move in (up.move, down.move):
            seen = np.maximum(seen, (move, -move))
        cut = _priced(reach.problem, cell, need, up, down)
        if cut is not None and cut.met(pattern) < 1 - SLIGHT:
            yield cut


def allow(reach: Reach, pattern: Floats, limit: float) -> None:
    """Let the attacker move each cell as far as the pattern hides it, and those that it chose up to ``limit``."""
    problem = reach.problem
    part = np.where(problem.always, 1.0, pattern)
    faint = np.where(problem.always, 0.0, FAINT)
    below = np.where(problem.always, problem.below, np.minimum(problem.below, limit))
    above = np.where(problem.always, problem.above, np.minimum(problem.above, limit))
    reach.allow(-np.maximum(below * part, np.minimum(below, faint)), np.maximum(above * part, np.minimum(above, faint)))


def _priced(problem: Problem, cell: int, need: int, up: Push, down: Push) -> Cut | None:
    """The cut of two duals: a cell's price is what is left of its cost after the sums are paid. Of the cell itself the
    cost is one step, up and then down.
    """
    worth = np.zeros(problem.size)
    for sign, push in ((1.0, up), (-1.0, down)):
        price = np.rint(push.duals * GRID) / GRID @ problem.matrix
        price[cell] += sign
        price = np.rint(price * GRID) / GRID
        worth += np.where(price > 0, price * problem.above, -price * problem.below)
    lacking = need - float(worth[problem.always].sum())
    if lacking < 0.5 / GRID:
        return None
    cells = np.flatnonzero((worth > 0) & problem.may).astype(np.int32)
    return Cut(cells, np.minimum(worth[cells] / lacking, 1.0))


def covering(problem: Problem, shown: Marks) -> Cut:
    """For a pattern that is unsafe in whole numbers only: of the cells that it shows, one must be hidden."""
    cells = np.flatnonzero(shown & problem.may).astype(np.int32)
    return Cut(cells, np.ones(len(cells)))
