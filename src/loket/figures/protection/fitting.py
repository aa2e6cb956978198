"""The whole tables that fit one group of sums: how far each unknown cell goes among them.

What is called possible was seen: a table of whole numbers in which the cell has that value, checked in exact
arithmetic. So a mistake of the solver, or too little time, makes the intervals narrower, never wider. The solver only
seeks such tables, and proves that there are none beyond.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loket.figures.model import FiguresError
from loket.figures.protection.programme import CLOSE, Floats, Late, Outcome, Programme, ways_up

ENOUGH = 3
"""How many possible values of a cell are counted: no rule asks for more."""

SWEEPS = 60
"""Tables, at most, that are sought for many cells at once, before each cell is asked for alone."""

KEPT = 24
"""Tables that are kept, to mix new ones from."""


class Unfitting(FiguresError):
    """No table of whole numbers fits what was published: it contradicts itself."""


class Undecided(FiguresError):
    """Not even one fitting table was found in the time given."""


@dataclass(frozen=True)
class Interval:
    """From ``lo`` up to and including ``hi`` (None: no end). ``values`` of the whole numbers between are known to be
    possible, counted no further than ``ENOUGH``: there can be holes, as in a cell that can only be even. ``is_sure``:
    nothing else is possible; otherwise time ran out, and the truth may be wider.
    """

    lo: int
    hi: int | None
    values: int
    is_sure: bool = True


@dataclass(frozen=True)
class Sum:
    """Unknown cells, each with a sign, that together make ``total``."""

    signs: Mapping[int, int]
    total: int


class Group:
    """Unknown cells that hang together by sums, each at least ``low`` and at most ``high`` (which may be infinite).

    ``low`` and ``high`` come nearer by proof; ``least`` and ``most`` were seen, and ``middle`` is a value seen between
    those, or not a number. Where the two meet, the end is settled.
    """

    def __init__(self, sums: Sequence[Sum], low: Mapping[int, float], high: Mapping[int, float]) -> None:
        self.cells = {cell: at for at, cell in enumerate(dict.fromkeys(cell for one in sums for cell in one.signs))}
        self.size = len(self.cells)
        self.low = np.array([low[cell] for cell in self.cells], dtype=np.float64)
        self.high = np.array([high[cell] for cell in self.cells], dtype=np.float64)
        rows = [({self.cells[cell]: sign for cell, sign in one.signs.items()}, one.total) for one in sums]
        self.programme = Programme(rows, self.low.copy(), self.high.copy())
        self.least, self.most = np.full(self.size, np.inf), np.full(self.size, -np.inf)
        self.middle = np.full(self.size, np.nan)
        self.is_endless = np.zeros(self.size, dtype=np.bool_)
        self.without_middle: set[int] = set()
        self.seen: list[Floats] = []
        self.random = np.random.default_rng(0)

    def start(self, until: float, hint: Sequence[int] | None = None) -> None:
        """Find a first table, and the cells without an end; ``until`` when there is time (of the monotonic clock). The
        first table is the ``hint``, if that fits: it spares a search that can be long.

        Raises ``Unfitting``, ``Undecided``.
        """
        self.programme.until = until
        try:
            if hint is None or not self._see(np.array([hint[cell] for cell in self.cells], dtype=np.float64)):
                self._see_first()
            if not self.seen:
                raise Late
            self.programme.rebase(self.seen[0])
            self.is_endless = ways_up(self.programme)
        except Late as late:
            raise Undecided("in de tijd die er was, is niet na te gaan wat iemand kan uitrekenen") from late

    def _see_first(self) -> None:
        """See any table. Raises ``Unfitting``, ``Late``."""
        nothing = np.zeros(self.size)
        outcome, table = self.programme.linear(nothing)
        if outcome is not Outcome.NONE and not self._see(table):
            outcome, table = self.programme.whole(nothing, self.low, self.high, seconds=self.programme.left())
            self._see(table)
        if outcome is Outcome.NONE:
            raise Unfitting("er zijn geen hele aantallen die bij de getoonde cellen passen")

    def settle(self, wanted: Iterable[int], counted: Collection[int]) -> None:
        """Find how far the wanted cells go and, for the counted ones, a value between, until the time is up."""
        places = np.array([self.cells[cell] for cell in wanted], dtype=np.int64)
        inner = np.array([self.cells[cell] for cell in counted], dtype=np.int64)
        try:
            self._sweep(places)
            for at in places:
                self._seek_end(int(at), 1)
                self._seek_end(int(at), -1)
            self._mix(inner)
            for at in inner:
                self._seek_middle(int(at))
        except Late:
            return

    def interval(self, cell: int, is_counted: bool) -> Interval:
        """What was found of one cell."""
        at = self.cells[cell]
        is_sure = not (self._open(1)[at] or self._open(-1)[at] or (is_counted and self._lacks_middle()[at]))
        if self.is_endless[at]:
            return Interval(int(self.least[at]), None, ENOUGH, is_sure)
        values = 1 + int(self.least[at] < self.most[at]) + int(not np.isnan(self.middle[at]))
        return Interval(int(self.least[at]), int(self.most[at]), values, is_sure)

    def _open(self, sign: int) -> NDArray[np.bool_]:
        """The cells that may go lower (1) or higher (-1) than was seen."""
        is_open: NDArray[np.bool_] = self.least > self.low if sign > 0 else (self.most < self.high) & ~self.is_endless
        return is_open

    def _lacks_middle(self) -> NDArray[np.bool_]:
        """The cells that may have a value between their ends, and none was seen."""
        lacking: NDArray[np.bool_] = np.isnan(self.middle) & (self.most - self.least >= 2) & ~self.is_endless
        lacking[list(self.without_middle)] = False
        return lacking

    def _sweep(self, places: NDArray[np.int64]) -> None:
        """See tables in which many cells at once are as low or as high as they go. Raises ``Late``."""
        idle = 0
        for turn in range(SWEEPS):
            lower, higher = self._open(1)[places], self._open(-1)[places]
            left = int(lower.sum() + higher.sum())
            if not left or idle > 1:
                return
            cost = np.zeros(self.size)
            is_down = lower & (~higher | (turn % 2 == 0))
            wish = np.where(is_down, 1.0, np.where(higher, -1.0, 0.0))
            cost[places] = wish * self.random.uniform(0.5, 1, len(places))
            self.programme.forget()
            self._see_near(cost, self.low, self.high)
            found = left - int(self._open(1)[places].sum() + self._open(-1)[places].sum())
            idle = idle + 1 if found < 0.02 * left else 0

    def _seek_end(self, at: int, sign: int) -> None:
        """Settle the low (1) or the high (-1) end of one cell. Raises ``Late``."""
        if not self._open(sign)[at]:
            return
        cost = np.zeros(self.size)
        cost[at] = sign
        outcome, table = self.programme.linear(cost)
        if outcome is Outcome.BEST:
            is_seen = self._see(table)
            self._prove(at, sign, np.rint(table[at]) if is_seen else sign * np.ceil(sign * table[at] - CLOSE))
        if self._open(sign)[at]:
            outcome, table = self.programme.whole(cost, self.low, self.high)
            if self._see(table) and outcome is Outcome.BEST:
                self._prove(at, sign, np.rint(table[at]))

    def _prove(self, at: int, sign: int, value: float) -> None:
        if sign > 0:
            self.low[at] = max(self.low[at], value)
        else:
            self.high[at] = min(self.high[at], value)

    def _mix(self, places: NDArray[np.int64]) -> None:
        """See tables near the mean of those seen, for values between the ends of many cells. Raises ``Late``."""
        idle = 0
        while idle < 2:
            lacking = places[self._lacks_middle()[places]]
            if not len(lacking):
                return
            mean = np.tensordot(self.random.dirichlet(np.ones(len(self.seen))), np.array(self.seen), 1)
            cost = np.zeros(self.size)
            cost[lacking] = np.where(np.floor(mean[lacking]) == self.least[lacking], -1.0, 1.0)
            self.programme.forget()
            self._see_near(cost, np.floor(mean), np.ceil(mean))
            found = len(lacking) - int(self._lacks_middle()[lacking].sum())
            idle = idle + 1 if found < 0.02 * len(lacking) else 0

    def _seek_middle(self, at: int) -> None:
        """Settle whether one cell has a value between its ends. Raises ``Late``."""
        outcomes = []
        for value in np.arange(self.least[at] + 1, self.most[at]):
            if not self._lacks_middle()[at]:
                return
            low, high = self.low.copy(), self.high.copy()
            low[at] = high[at] = value
            outcomes.append(self._see_near(np.zeros(self.size), low, high))
        if all(outcome is Outcome.NONE for outcome in outcomes):
            self.without_middle.add(at)

    def _see_near(self, cost: Floats, low: Floats, high: Floats) -> Outcome:
        """See a table within these bounds, of low cost if such is soon found. Raises ``Late``."""
        outcome, table = self.programme.linear(cost, low, high)
        if outcome is not Outcome.NONE and not self._see(table):
            outcome, table = self.programme.whole(cost, low, high, slack=0.1)
            self._see(table)
        return outcome

    def _see(self, table: Floats) -> bool:
        """Note a table, if it is whole and fits; whether it does."""
        if not self.programme.fits(table):
            return False
        seen = np.rint(table)
        known = np.array([self.least, self.most, self.middle, seen])
        self.least, self.most = np.minimum(self.least, seen), np.maximum(self.most, seen)
        self.middle = np.fmax.reduce(np.where((self.least < known) & (known < self.most), known, np.nan))
        self.seen = [*self.seen, seen][-KEPT:]
        return True
