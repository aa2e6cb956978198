"""Moves that prove that hidden cells are hidden well enough. A move proves something for every cell that it moves, so
that a few of them settle most cells of a table."""

import time
from collections.abc import Iterable

import numpy as np

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.reach import Reach, is_move


class OutOfTime(Exception):
    """The time limit has passed; what was safe before still is."""


class Deadline:
    """When to stop, on the clock of the process."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises ``OutOfTime`` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left


class Witnesses:
    """For each primary cell the move that lifts it most and the one that lowers it most, among those seen. They hold
    for the hidden cells that they were found for and for any larger set.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cells = np.array(problem.primaries, dtype=np.int64)
        self.place = {cell: place for place, cell in enumerate(problem.primaries)}
        still = np.zeros(problem.size)
        self.lifting = [still] * len(self.cells)
        self.lowering = [still] * len(self.cells)
        self.up = np.zeros(len(self.cells))
        self.down = np.zeros(len(self.cells))

    def offer(self, move: Floats, hidden: Marks) -> None:
        """Keep a move where it reaches further than what was seen, and its opposite too; a vector that is no move is
        not kept.
        """
        for seen in (move, -move):
            if is_move(self.problem, seen, hidden):
                self._keep(seen)

    def _keep(self, move: Floats) -> None:
        here = move[self.cells]
        for place in np.flatnonzero(here > self.up):
            self.lifting[place] = move
        for place in np.flatnonzero(-here > self.down):
            self.lowering[place] = move
        self.up, self.down = np.maximum(self.up, here), np.maximum(self.down, -here)

    def span(self, cell: int) -> float:
        """Over how many steps this primary cell is known to move."""
        place = self.place[cell]
        return float(self.up[place] + self.down[place])

    def without(self, cell: int) -> "tuple[Witnesses, list[int]]":
        """What is left when this cell is shown, and which primary cells lost a move by it."""
        left = Witnesses(self.problem)
        left.lifting, left.lowering = list(self.lifting), list(self.lowering)
        left.up, left.down = self.up.copy(), self.down.copy()
        lost = []
        for place, (lift, lower) in enumerate(zip(self.lifting, self.lowering, strict=True)):
            if lift[cell]:
                left.lifting[place], left.up[place] = np.zeros(self.problem.size), 0.0
            if lower[cell]:
                left.lowering[place], left.down[place] = np.zeros(self.problem.size), 0.0
            if lift[cell] or lower[cell]:
                lost.append(int(self.cells[place]))
        return left, lost


def spans_hiding_all(reach: Reach, deadline: Deadline) -> dict[int, int]:
    """How far each primary cell moves when every cell that is not zero is hidden, up to the rule's width: what the rule
    asks of any pattern. Raises ``OutOfTime``.
    """
    problem = reach.problem
    known = Witnesses(problem)
    hidden = np.ones(problem.size, dtype=np.bool_)
    enough = problem.wide - 1
    unsettled(reach, hidden, dict.fromkeys(problem.primaries, enough), known, problem.primaries, deadline)
    return {cell: int(min(enough, known.span(cell))) for cell in problem.primaries}


def unsettled(
    reach: Reach,
    hidden: Marks,
    needs: dict[int, int],
    known: Witnesses,
    cells: Iterable[int],
    deadline: Deadline,
) -> list[int]:
    """Which of these primary cells move less than they need to when exactly ``hidden`` is. Adds what it finds to
    ``known``. Raises ``OutOfTime``.
    """
    reach.hide(hidden)
    short = []
    for cell in cells:
        for sign in (1, -1):
            if known.span(cell) < needs[cell]:
                known.offer(reach.furthest(cell, sign, deadline.left()), hidden)
        if known.span(cell) < needs[cell]:
            short.append(cell)
    return short
