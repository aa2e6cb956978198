"""The search for the cells to hide, in one problem, proven by cuts.

A master programme chooses secondary cells so that every cut learnt so far holds; what it chooses is tried on the
attacker (``reach``), and what fails teaches new cuts (``cuts``). Its optimum bounds the cost of any safe pattern from
below; ``boxes``, ``greedy`` and searches nearby give safe patterns, which bound it from above. They meet, or time is
up: then the best safe pattern is given with the gap that is left. At worst that is every cell that is not zero.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from loket.figures.protection import cuts, greedy
from loket.figures.protection.boxes import Boxes, Numbers
from loket.figures.protection.master import Master
from loket.figures.protection.problem import FAR, Floats, Marks, Problem
from loket.figures.protection.reach import Reach
from loket.figures.protection.timing import Deadline, OutOfTime
from loket.figures.protection.witnesses import Witnesses, spans_hiding_all, unsettled

ROUNDS, GAIN = 5, 1.005
"""Cuts are learnt from fractions as long as so many rounds of them raise the bound by that factor."""

LARGE = 700
"""From so many cells that are not zero, proof is out of reach: most of the time goes to searches nearby, and soon."""

FRACTIONS, FRACTIONS_LARGE = 0.3, 0.1
"""The share of the time for cuts from fractions, at most."""

LITTLE = 0.06
"""A pattern is mended when at most this share of the small cells moves too little in it."""

TURNS, POOR = 0.5, 0.05
"""After this share of the time that is left for choices among all cells, searches nearby take their turns too, as long
as the gap is more than ``POOR``.
"""

NEARER, NEARER_LARGE = 4.0, 50.0
"""So many times as long as one choice among all cells the searches nearby after it may take."""

NEARBY_FIRST = 0.8
"""The share of the time that a large table is searched nearby before the master chooses among all cells."""

SLICE = 4.0
"""Seconds for one choice of the master, at first; each that is not finished gets longer."""

NEARBY, TRIES, FEW = 30, 30, 6
"""Cells that may change in a search nearby, at first; how often it may choose anew; from how many cells, at most, that
then move too little it learns.
"""

WIDENED, NARROWED, FURTHEST = 1.05, 0.7, 300.0
"""A search nearby that finds nothing lets the next one change so many times as many cells, up to ``FURTHEST``; one that
finds something makes it smaller again.
"""

WIDE = (FAR, 1.0)
"""How far a cell is let move when a whole pattern is tried: as far as the attacker must allow, then less."""

SURE = 1e-6
"""Costs that differ by less are equal: the solver sees no finer."""


@dataclass
class Search:
    """The state of one search: the best safe pattern, and what any safe pattern costs at least."""

    problem: Problem
    blocks: Sequence[Numbers]
    tell: Callable[[], None]
    best: Marks = field(init=False)
    bound: float = 0.0

    def __post_init__(self) -> None:
        self.best = self.problem.always | self.problem.may
        secondary = self.problem.may
        self.counted = self.problem.counts * [len(numbers) for numbers in self.problem.cells]
        self.step = 1.0 / (1.0 + float(self.counted[secondary].sum()))
        self.costs = np.where(secondary, self.problem.weights + self.counted * self.step, 0.0)
        self.known = self.tried = Witnesses(self.problem)
        self.needs: dict[int, int] = {}
        self.chance = np.random.default_rng(0)
        self.is_large = self.problem.size > LARGE
        self.deadline = Deadline(0.0)
        self.is_begun = False
        self.room = float(NEARBY)

    def run(self, deadline: Deadline) -> None:
        """Search until the best is proven or the time is up; ``best`` is safe at any moment. May be called again, to go
        on.
        """
        self.deadline.end = deadline.end
        with suppress(OutOfTime):
            if not self.is_begun:
                self._begin()
                self._in_fractions()
            self._in_turns()

    def run_greedily(self, deadline: Deadline) -> None:
        """For each small cell in turn the cheapest way, and nothing shown again."""
        self.deadline.end = deadline.end
        with suppress(OutOfTime):
            self._begin()
            self.best = self.problem.always | self.problem.may
            self._keep(*greedy.repaired(self.reach, self.problem.always, self.needs, self.costs, self.best))

    def cost(self, pattern: Marks) -> float:
        return float(self.costs @ pattern)

    def lacking(self) -> float:
        """What a better pattern, if there is one, could at most save."""
        return 0.0 if self.is_proven() else self.cost(self.best) - self.bound

    def gap(self) -> float:
        """The same as a share."""
        return self.lacking() / max(self.cost(self.best), SURE)

    def is_proven(self) -> bool:
        """Whether no pattern is better than the best one."""
        return self.cost(self.best) - self.bound < max(self.step / 2, SURE)

    def _begin(self) -> None:
        """A safe pattern by boxes, and what each primary cell needs."""
        boxes = Boxes(self.blocks, self.problem, self.costs)
        lacking = boxes.cover(self.problem.enough, self.deadline)
        self.needs = dict.fromkeys(self.problem.primaries, self.problem.enough)
        if not lacking:
            self._keep(boxes.hidden)
        boxes.prune(self.problem.enough, self.deadline)
        if not lacking:
            self._keep(boxes.hidden)
        self.reach, self.pricing = Reach(self.problem, self.deadline), Reach(self.problem, self.deadline)
        self.needs |= spans_hiding_all(self.reach, lacking)
        self.needs = {cell: need for cell, need in self.needs.items() if need}
        self.master = Master(self.costs, self.problem.may, self.problem.always)
        self.master.add(cuts.alone(self.problem, self.needs))
        leaning = [cell for cell in (*boxes.leaning(), *lacking) if cell in self.needs]
        if self._is_enough(leaning):
            self._keep(self.problem.always)
            return
        self._learn(np.zeros(self.problem.size), leaning)
        self.bound, _ = self.master.relaxed(self.deadline)
        self.is_begun = True
        if lacking:
            self._keep(*greedy.repaired(self.reach, boxes.hidden, self.needs, self.costs, self.best, boxes.moves()))

    def _is_enough(self, cells: Iterable[int]) -> bool:
        """Whether these small cells need no other cells to move than what is hidden anyhow."""
        known, always = Witnesses(self.problem), self.problem.always
        tried = (next(unsettled(self.reach, always, self.needs, known, [cell]), None) for cell in cells)
        return all(short is None for short in tried)

    def _mend(self, pattern: Marks) -> None:
        """Make a pattern safe, then show again what that hid for nothing; take it when it is cheaper than the best."""
        hidden, known = greedy.repaired(self.reach, pattern, self.needs, self.costs, self.best)
        self._keep(hidden, known)
        self._keep(*greedy.pruned(self.reach, hidden, self.needs, known, self.costs, pattern))

    def _keep(self, pattern: Marks, known: Witnesses | None = None) -> None:
        """Take a safe pattern, with what is known of moves in it, when it is better."""
        if self.cost(pattern) < self.cost(self.best):
            self.best, self.known = pattern.copy(), known or Witnesses(self.problem)
            self.tell()

    def _learn(self, pattern: Floats, cells: Iterable[int]) -> bool:
        """Add the cuts that this pattern fails for some of these small cells; whether there were any. Of a large
        problem the sums around a few cells teach enough.
        """
        limits = (self.problem.wide, 1.0, 0.5)
        order = self.chance.permutation([cell for cell in cells if cell in self.needs]).tolist()
        needs = {cell: self.needs[cell] for cell in order}
        if self.is_large:
            some = {cell: needs[cell] for cell in order[: cuts.MOST]}
            found, _ = cuts.around(self.problem, some, pattern, limits, self.deadline)
            if self.master.add(found):
                return True
        return self.master.add(cuts.violated(self.pricing, needs, pattern, limits, self.deadline))

    def _in_fractions(self) -> None:
        """Cuts from patterns that hide cells in part: cheap, and most of the proof."""
        bounds: list[float] = []
        until = Deadline((FRACTIONS_LARGE if self.is_large else FRACTIONS) * self.deadline.left())
        while not self.is_proven():
            bound, pattern = self.master.relaxed(self.deadline)
            self.bound = max(self.bound, bound)
            bounds.append(bound)
            is_slow = len(bounds) > ROUNDS and bound < GAIN * bounds[-1 - ROUNDS]
            if not self._learn(pattern, self.needs) or is_slow or until.is_over():
                return

    def _in_turns(self) -> None:
        """Choices of the master among all cells, for the proof, and in between among cells near each other."""
        seconds, late = SLICE, Deadline(0 if self.is_large else TURNS * self.deadline.left())
        nearer = NEARER_LARGE if self.is_large else NEARER
        if self.is_large:
            self._near_for(NEARBY_FIRST * self.deadline.left())
        while not self.is_proven():
            begin = self.deadline.left()
            is_finished = self._in_whole(seconds)
            if is_finished and (self.gap() < POOR or not late.is_over()):
                continue
            seconds *= 1 if is_finished else 1.5
            self._near_for(nearer * (begin - self.deadline.left()))

    def _in_whole(self, seconds: float) -> bool:
        """One choice of the master in whole cells, tried, learnt from and, when little is lacking, mended; whether it
        was finished.
        """
        bound, pattern = self.master.whole(self.deadline, seconds, self.best)
        self.bound = max(self.bound, bound)
        is_finished = self.cost(pattern) - bound < max(self.step / 2, SURE)
        if not self.is_proven():
            short = self._try(pattern)
            if 0 < len(short) <= LITTLE * len(self.needs):
                self._mend(pattern)
        return is_finished

    def _try(self, pattern: Marks, most: int | None = None) -> list[int]:
        """Keep a pattern that is safe, learn from one that is not; the cells, no more than ``most``, that move too
        little.
        """
        known, _ = self.known.within(pattern)
        known.join(self.tried.within(pattern)[0])
        self.tried = known
        short = list(islice(unsettled(self.reach, pattern, self.needs, known, self.needs), most))
        if not short:
            self._keep(pattern, known)
            return short
        needs, chosen = {cell: self.needs[cell] for cell in short}, pattern.astype(np.float64)
        found, left = cuts.around(self.problem, needs, chosen, WIDE, self.deadline)
        is_new = self.master.add(found)
        if left and not is_new:
            is_new = self.master.add(cuts.violated(self.pricing, left, chosen, WIDE, self.deadline))
        if not is_new:
            self.master.add([cuts.covering(self.problem, ~pattern)])
        return short

    def _near_for(self, seconds: float) -> None:
        until = Deadline(seconds)
        while not (until.is_over() or self.is_proven()):
            self._nearby()

    def _nearby(self) -> None:
        """Improve the best pattern where cells hang together, the rest as it is."""
        free = self._region(round(self.room))
        for _ in range(TRIES):
            pattern = self.master.near(self.deadline, SLICE, self.best, free)
            if self.cost(pattern) > self.cost(self.best) - self.step / 2:
                self.room = min(self.room * WIDENED, FURTHEST)
                return
            if not self._try(pattern, FEW):
                self.room = max(self.room * NARROWED, NEARBY)
                return

    def _region(self, size: int) -> Marks:
        """So many cells around one that was picked by chance; small ones are hidden anyhow."""
        touching, may = self.problem.touching, self.problem.may
        free = np.zeros(self.problem.size, dtype=np.bool_)
        wider = free.copy()
        wider[self.chance.choice(np.flatnonzero(self.best & may))] = True
        while (wider & may).sum() <= size and not (free == wider).all():
            free, wider = wider, touching.T @ (touching @ wider.astype(np.float64)) > 0
        ring = np.flatnonzero(wider & ~free & may)
        free[self.chance.choice(ring, min(len(ring), size - int((free & may).sum())), replace=False)] = True
        return free
