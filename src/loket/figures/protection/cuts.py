"""What any safe pattern must hide, learnt from a pattern that is not safe.

For a primary cell the attacker's widest move up is a linear programme; its dual prices how much each hidden cell adds
to it. The prices up and down together bound the interval of the cell under *every* pattern: a sum over the hidden cells
of price times freedom, which must reach the width. Source: Fischetti and Salazar-Gonzalez, Management Science 47 (2001).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.reach import Push, Reach

DUST = 1e-7
"""A price smaller than this is the solver's rounding."""

FAINT = 0.01
"""A shown cell is priced as if it were hidden this much: of many equal duals the one with fewest cells is found."""


@dataclass(frozen=True)
class Cut:
    """Over the secondary cells in ``cells``: the sum of ``shares`` of those that are hidden is at least 1."""

    cells: NDArray[np.int32]
    shares: Floats

    def met(self, hidden: Floats) -> float:
        """How much of it a pattern, in fractions if need be, meets."""
        return float(self.shares @ hidden[self.cells])


def cut_for(reach: Reach, cell: int, need: int, pattern: Floats) -> Cut | None:
    """What this pattern, in fractions if need be, lacks for one primary cell; None when it lacks nothing that linear
    programmes see. ``reach`` must allow what ``allow`` allows for the pattern.
    """
    cut = _priced(reach.problem, need, reach.push(cell, 1), reach.push(cell, -1))
    return cut if cut is not None and cut.met(pattern) < 1 - 1e-4 else None


def allow(reach: Reach, pattern: Floats) -> None:
    """Let the attacker move each cell in proportion to how far the pattern hides it, and no further than any cell needs
    to move.
    """
    problem, reaching = reach.problem, float(reach.problem.wide)
    part = np.where(problem.primary, 1.0, np.maximum(pattern, FAINT))
    below = np.where(problem.primary, problem.below, np.minimum(problem.below, reaching))
    above = np.where(problem.primary, problem.above, np.minimum(problem.above, reaching))
    reach.allow(-below * part, above * part)


def _priced(problem: Problem, need: int, up: Push, down: Push) -> Cut | None:
    """The cut of two duals. A negative reduced cost is a price on moving up, a positive one on moving down."""
    rising = np.maximum(-up.prices, 0) + np.maximum(-down.prices, 0)
    falling = np.maximum(up.prices, 0) + np.maximum(down.prices, 0)
    rising[rising < DUST], falling[falling < DUST] = 0, 0
    worth = rising * problem.above + falling * problem.below
    lacking = need - float(worth[problem.primary].sum())
    if lacking <= DUST:
        return None
    cells = np.flatnonzero((worth > DUST) & ~problem.primary).astype(np.int32)
    return Cut(cells, np.minimum(worth[cells] / lacking, 1.0))


def covering(problem: Problem, shown: Marks) -> Cut:
    """For a pattern that is unsafe in whole numbers only: of the cells that it shows, one must be hidden."""
    cells = np.flatnonzero(shown & ~problem.primary).astype(np.int32)
    return Cut(cells, np.ones(len(cells)))
