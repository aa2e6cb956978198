"""Moves that prove that hidden cells are hidden well enough. A move proves something for every cell that it moves, so
that a few of them settle most cells of a table."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.reach import Reach, is_move

MANY, SWEEPS = 400, 40
"""From so many cells on, so many moves, at most, are sought for many cells at once, before each is asked for alone."""


class Move:
    """A vector of steps, kept as the cells that do not stand still."""

    def __init__(self, steps: Floats) -> None:
        self.cells: NDArray[np.int64] = np.flatnonzero(steps)

    def stays_within(self, hidden: Marks) -> bool:
        """Whether it moves hidden cells only."""
        return bool(hidden[self.cells].all())


class Witnesses:
    """For each primary cell the move that lifts it most and the one that lowers it most, among those seen. They hold
    for the hidden cells that they were found for and for any larger set.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cells = np.array(problem.primaries, dtype=np.int64)
        self.place = {cell: place for place, cell in enumerate(problem.primaries)}
        self.still = Move(np.zeros(0))
        self.lifting = [self.still] * len(self.cells)
        self.lowering = [self.still] * len(self.cells)
        self.up = np.zeros(len(self.cells))
        self.down = np.zeros(len(self.cells))

    def offer(self, steps: Floats, hidden: Marks) -> None:
        """Keep a move where it reaches further than what was seen, and its opposite too; a vector that is no move is
        not kept.
        """
        move = Move(steps)
        for seen in (steps, -steps):
            if is_move(self.problem, seen, hidden):
                self._keep(seen[self.cells], move)

    def _keep(self, here: Floats, move: Move) -> None:
        for place in np.flatnonzero(here > self.up):
            self.lifting[place] = move
        for place in np.flatnonzero(-here > self.down):
            self.lowering[place] = move
        self.up, self.down = np.maximum(self.up, here), np.maximum(self.down, -here)

    def join(self, other: "Witnesses") -> None:
        """Take over the moves of another that reach further; both hold for the same hidden cells."""
        for place in np.flatnonzero(other.up > self.up):
            self.lifting[place] = other.lifting[place]
        for place in np.flatnonzero(other.down > self.down):
            self.lowering[place] = other.lowering[place]
        self.up, self.down = np.maximum(self.up, other.up), np.maximum(self.down, other.down)

    def reaches(self, cell: int, step: int) -> bool:
        """Whether this primary cell is known to go so far, up or down."""
        place = self.place[cell]
        return bool(self.up[place] >= step and -self.down[place] <= step)

    def of(self, cell: int) -> tuple[Move, Move]:
        """The moves that lift and lower this primary cell most."""
        place = self.place[cell]
        return self.lifting[place], self.lowering[place]

    def span(self, cell: int) -> float:
        """Over how many steps this primary cell is known to move."""
        place = self.place[cell]
        return float(self.up[place] + self.down[place])

    def within(self, hidden: Marks) -> "tuple[Witnesses, list[int]]":
        """What holds of it for other hidden cells, and which primary cells lost a move by that."""
        left = Witnesses(self.problem)
        moves = {id(move): move for move in (*self.lifting, *self.lowering)}
        stay = {number for number, move in moves.items() if move.stays_within(hidden)}
        lifts = np.array([id(move) in stay for move in self.lifting], dtype=np.bool_)
        lowers = np.array([id(move) in stay for move in self.lowering], dtype=np.bool_)
        left.lifting = [move if kept else left.still for move, kept in zip(self.lifting, lifts, strict=True)]
        left.lowering = [move if kept else left.still for move, kept in zip(self.lowering, lowers, strict=True)]
        left.up, left.down = self.up * lifts, self.down * lowers
        return left, [int(lost) for lost in self.cells[~(lifts & lowers)]]


def spans_hiding_all(reach: Reach, cells: Iterable[int]) -> dict[int, int]:
    """How far each of these primary cells moves when every cell that is not zero is hidden, up to the rule's width:
    what the rule asks of any pattern. Raises ``OutOfTime``.
    """
    problem, wanted = reach.problem, list(cells)
    known = Witnesses(problem)
    hidden = np.ones(problem.size, dtype=np.bool_)
    for cell in unsettled(reach, hidden, dict.fromkeys(wanted, problem.enough), known, wanted):
        for step in (*range(1, problem.enough + 1), *range(-1, -problem.enough - 1, -1)):
            move = None if known.reaches(cell, step) else reach.short.move(cell, step)
            if move is not None:
                known.offer(move, hidden)
    return {cell: int(min(problem.enough, known.span(cell))) for cell in wanted}


def unsettled(
    reach: Reach,
    hidden: Marks,
    needs: Mapping[int, int],
    known: Witnesses,
    cells: Iterable[int],
) -> Iterator[int]:
    """Which of these primary cells move less than they need to when exactly ``hidden`` is, one by one. Adds what it
    finds to ``known``. Raises ``OutOfTime``.
    """
    reach.hide(hidden)
    lacking = [cell for cell in cells if known.span(cell) < needs[cell]]
    if len(lacking) > MANY:
        lacking = _swept(reach, hidden, needs, known, lacking)
    for cell in lacking:
        if known.span(cell) < needs[cell] and not _settles(reach, hidden, needs[cell], known, cell):
            yield cell


def _settles(reach: Reach, hidden: Marks, need: int, known: Witnesses, cell: int) -> bool:
    """Whether a cell moves over ``need`` steps, up, down or both: the ways that lack fewest moves first."""
    lifts = range(max(0, need - int(reach.problem.below[cell])), min(need, int(reach.problem.above[cell])) + 1)
    ways = [[step for step in (lift, lift - need) if not known.reaches(cell, step)] for lift in lifts]
    beyond: set[int] = set()
    for way in sorted(ways, key=len):
        for step in way:
            if step in beyond or (move := reach.short.move(cell, step)) is None:
                beyond.add(step)
                break
            known.offer(move, hidden)
        if known.span(cell) >= need:
            return True
    return False


def _swept(reach: Reach, hidden: Marks, needs: Mapping[int, int], known: Witnesses, cells: list[int]) -> list[int]:
    """The cells for which moves of many cells at once, in directions by chance, do not reach far enough."""
    chance, idle = np.random.default_rng(0), 0
    for _ in range(SWEEPS):
        known.offer(reach.sweep(cells, chance.uniform(0.5, 1, len(cells)) * chance.choice((-1, 1), len(cells))), hidden)
        left = [cell for cell in cells if known.span(cell) < needs[cell]]
        idle = idle + 1 if len(left) > 0.98 * len(cells) else 0
        cells = left
        if idle > 2 or len(cells) < 2:
            break
    return cells
